"""A variant: what the monitor shows with other weights, towns or choices; all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.core.index.recipe import METHODS, Recipe, change
from sciezka.core.index.types import IndexProblem, Structure
from sciezka.rooms.monitor.queries.choice import Choice, read_choice, read_weights
from sciezka.rooms.monitor.queries.words import say_problem
from sciezka.rooms.monitor.store.runs import Run, run_for
from sciezka.rooms.town.models import Process

STEPS: Final = ("treat", "impute", "normalise", "weigh", "aggregate")
# An address longer than this is cut by some servers, so more towns than this are a group to be kept.
MOST_TOWNS: Final = 300
LONGEST: Final = 4000
# Keys that have no plain value, or that no page changes.
SET_BY_HAND: Final = frozenset({"levels"})


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A choice, and what is different from it.

    Attributes:
        choice: what is shown as it is kept: the group, the recipe and the recipe's own weights.
        weights: all weights that are not 1.
        left: units of the group that are left out.
        added: units that do not belong to the group and are taken in.
        recipe: the choices.
        notices: sentences about what was asked for and can't be done.
    """

    choice: Choice
    weights: Mapping[str, float] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    recipe: Recipe = field(default_factory=Recipe)
    notices: tuple[str, ...] = ()

    @property
    def base_members(self) -> tuple[str, ...]:
        """The units of the group as it is kept."""
        choice = self.choice
        return choice.peers.members if choice.peers else (choice.unit.key,)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The units that are compared: the town is always among them."""
        return tuple(sorted({*self.base_members, *self.added, self.choice.unit.key} - set(self.left)))

    @cached_property
    def own_weights(self) -> dict[str, float]:
        """The weights that differ from those of the recipe as it is kept."""
        own = self.choice.weights
        codes = sorted({*own, *self.weights})
        return {code: self.weights.get(code, 1.0) for code in codes if self.weights.get(code, 1.0) != own.get(code, 1.0)}

    @property
    def is_changed(self) -> bool:
        """Tell whether anything differs from what is kept."""
        return bool(self.words)

    @cached_property
    def words(self) -> dict[str, str]:
        """What differs, as it stands in an address."""
        found = {
            "wagi": ",".join(f"{code}:{weight:.6g}" for code, weight in self.own_weights.items()),
            "bez": ",".join(self.left),
            "oraz": ",".join(self.added),
            "zmiany": write_changes(self.choice.recipe, self.recipe),
        }
        return {name: value for name, value in found.items() if value}

    @cached_property
    def query(self) -> str:
        """The end of an address that shows the same again."""
        return self.query_with()

    def query_with(self, **changes: object) -> str:
        """Give the end of an address with something changed; None leaves a word out."""
        own: dict[str, object] = {"wagi": None, **self.words}
        return self.choice.query_with(**{**own, **changes})

    @property
    def elsewhere(self) -> str:
        """The end of an address for pages that know of weights only."""
        return self.choice.query_with(wagi=self.words.get("wagi"))

    def run(self) -> Run | None:
        """Replay all years.

        Raises:
            IndexProblem: the recipe refuses the data, or the weights under a node sum to 0.
        """
        sight = self.choice.sight
        return run_for(sight.cube, sight.catalogue, self.members, self.recipe, self.weights) if sight else None


def read_variant(process: Process, asked: Mapping[str, str]) -> Variant:
    """Read what an address asks for beside the choice: wagi, bez, oraz, zmiany.

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    choice = read_choice(process, {name: value for name, value in asked.items() if name != "wagi"})
    if choice.run is None or choice.sight is None:
        return Variant(choice=choice, weights=choice.weights, recipe=choice.recipe)
    notices: list[str] = []
    weights = {**choice.weights, **read_weights(asked.get("wagi", ""), notices)}
    weights = keep_known_weights(weights, choice.run.structure)
    known = choice.sight.cube.unit_place
    base = set(choice.peers.members if choice.peers else ()) | {choice.unit.key}
    left, added = (read_units(asked.get(word, ""), notices) for word in ("bez", "oraz"))
    if strange := [key for key in added if key not in known]:
        notices.append(_("There are no data of the unit %(code)s.") % {"code": strange[0][:20]})
    recipe = choice.recipe
    try:
        recipe = read_changes(choice.recipe, asked.get("zmiany", ""))
    except IndexProblem as problem:
        notices.append(
            _("The choices in the address can't be used: %(why)s Those of the recipe are shown.")
            % {"why": say_problem(problem)}
        )
    return Variant(
        choice=choice,
        weights=weights,
        left=tuple(sorted(key for key in left if key in base and key != choice.unit.key)),
        added=tuple(sorted(key for key in added if key in known and key not in base)),
        recipe=recipe,
        notices=tuple(notices),
    )


def with_recipe(variant: Variant, recipe: Recipe) -> Variant:
    """Give the variant with another recipe."""
    return replace(variant, recipe=recipe)


def keep_known_weights(weights: Mapping[str, float], structure: Structure) -> dict[str, float]:
    """Keep the weights that differ from 1, of nodes that the tree has."""
    return {code: weight for code, weight in weights.items() if weight != 1 and code in structure.position}


def read_units(text: str, notices: list[str]) -> set[str]:
    """Read keys of units parted by commas, no more than an address can hold."""
    found = [key for key in dict.fromkeys(part.strip() for part in text[: MOST_TOWNS * 20].split(",")) if key]
    if len(found) > MOST_TOWNS or len(text) > MOST_TOWNS * 20:
        notices.append(
            _("So many towns don’t fit into an address; %(count)s were read. Keep the group under a name instead.")
            % {"count": MOST_TOWNS}
        )
    return set(found[:MOST_TOWNS])


def write_changes(before: Recipe, after: Recipe) -> str:
    """Write how a recipe differs from another: ``normalise.method:minmax,normalise.low:1``."""
    parts = []
    for step in STEPS:
        old, new = getattr(before, step), getattr(after, step)
        for part in fields(new):
            value = getattr(new, part.name)
            if part.name not in SET_BY_HAND and value != getattr(old, part.name) and value is not None:
                parts.append(f"{step}.{part.name}:{_spell(value)}")
    return ",".join(parts)


def read_changes(before: Recipe, text: str) -> Recipe:
    """Change a recipe as ``write_changes`` wrote it.

    Raises:
        IndexProblem: an unknown key or method, a value of the wrong kind or out of range.
    """
    by_step: dict[str, dict[str, Any]] = {}
    for part in text[:LONGEST].split(","):
        if not part.strip():
            continue
        where, _colon, said = part.strip().partition(":")
        step, _dot, key = where.partition(".")
        if step not in STEPS or key in SET_BY_HAND or key not in {one.name for one in fields(getattr(before, step))}:
            raise IndexProblem("recipe.key", f"The recipe does not know {where[:60]}.", key=where[:60])
        by_step.setdefault(step, {})[key] = _read(where, said.strip(), getattr(getattr(before, step), key))
    recipe = before
    for step, values in by_step.items():
        recipe = change(recipe, step, **values)
    return recipe


def change_method(recipe: Recipe, step: str, method: str) -> Recipe:
    """Give a recipe with another method in a step, with the method's usual numbers.

    Raises:
        IndexProblem: the step does not know the method.
    """
    if getattr(recipe, step).method == method or step not in METHODS:
        return recipe
    usual: dict[str, Any] = {}
    if (step, method) == ("normalise", "minmax"):
        # From 1 on, so that geometric and harmonic means, which need values above 0, can follow.
        usual = {"low": 1.0, "high": 100.0}
    elif (step, method) == ("normalise", "zscore"):
        usual = {"mean": 100.0, "sd": 10.0}
    return change(recipe, step, method=method, **usual)


def _spell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "|".join(_spell(part) for part in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _read(where: str, said: str, usual: object) -> Any:  # noqa: ANN401 - the values of a recipe
    """Read a value of the kind that the recipe has there now."""
    try:
        if isinstance(usual, bool):
            return {"true": True, "false": False}[said]
        if isinstance(usual, int):
            return int(said[:9])
        if isinstance(usual, float):
            return _read_float(said)
        if isinstance(usual, tuple) and all(isinstance(part, float) for part in usual) and usual:
            first, second = said.split("|")
            return _read_float(first), _read_float(second)
    except (KeyError, ValueError):
        raise IndexProblem("recipe.kind", f"{where} in the recipe has a value of a wrong kind.", key=where) from None
    if usual is None or isinstance(usual, tuple):
        return tuple(part for part in said.split("|") if part)
    return said[:60]


def _read_float(said: str) -> float:
    number = float(said)
    if not abs(number) < 1e12:  # noqa: PLR2004 - also not a number
        raise ValueError(said)
    return number
