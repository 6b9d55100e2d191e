"""What a page of the monitor shows: town, comparison group, year, window, recipe, weights; all of it in the address."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from sciezka.core.index.recipe import Recipe
from sciezka.core.index.types import IndexProblem
from sciezka.core.series.places import COMMUNE, Unit
from sciezka.rooms.monitor.models import SavedRecipe
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.peers import NEAR, USUAL, Peers, kept_groups, peers_of, usual_peers
from sciezka.rooms.monitor.queries.recipes import parse_recipe
from sciezka.rooms.monitor.queries.words import say_problem
from sciezka.rooms.monitor.store.runs import DEFAULT_RECIPE, Run, best_years, run_for
from sciezka.rooms.monitor.store.sight import Sight, see
from sciezka.rooms.town.models import Process

WINDOWS: Final = (3, 5, 8, 10)
USUAL_WINDOW: Final = 5
LONGEST_WEIGHT: Final = 100.0
"""No weight is greater: more would only drown the others."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is looked at.

    Attributes:
        process: whose office.
        sight: the data in force; nothing when none are, and then nothing else can be chosen.
        unit: the town.
        peers: the comparison group, always with the town in it.
        groups: keys and names of all groups to choose from.
        year: the year.
        years: the years to choose from, the newest first.
        window: how many years back a change is measured.
        recipe: the choices of the index.
        recipe_key: its word in addresses; empty for the usual one.
        recipes: keys and names of all recipes to choose from.
        weights: weights that differ from the recipe's own, by node.
        run: the recipe replayed on the group; nothing when the group has no data.
        notices: sentences about what was asked for and isn't there.
    """

    process: Process
    sight: Sight | None = None
    unit: Unit = field(default_factory=lambda: Unit("", "", COMMUNE))
    peers: Peers | None = None
    groups: tuple[tuple[str, str], ...] = ()
    year: int = 0
    years: tuple[int, ...] = ()
    window: int = USUAL_WINDOW
    recipe: Recipe = DEFAULT_RECIPE
    recipe_key: str = ""
    recipe_name: str = ""
    recipes: tuple[tuple[str, str], ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    run: Run | None = None
    notices: tuple[str, ...] = ()

    @property
    def group(self) -> Peers | None:
        """The comparison group."""
        return self.peers

    @cached_property
    def weights_text(self) -> str:
        """The weights as they stand in an address: ``E:2,S1:0.5``."""
        return ",".join(f"{code}:{weight:g}" for code, weight in sorted(self.weights.items()))

    @cached_property
    def query(self) -> str:
        """The end of an address that shows the same again."""
        return self.query_with()

    def query_with(self, **changes: object) -> str:
        """Give the end of an address with something changed; None leaves a word out."""
        words: dict[str, object] = {
            "jednostka": self.unit.key,
            "grupa": self.peers.key if self.peers else "",
            "rok": self.year or "",
            "okno": self.window if self.window != USUAL_WINDOW else "",
            "przepis": self.recipe_key,
            "wagi": self.weights_text,
        }
        kept = {name: value for name, value in {**words, **changes}.items() if value not in ("", None)}
        return f"?{urlencode(kept)}" if kept else ""


def read_choice(process: Process, asked: Mapping[str, str]) -> Choice:
    """Read what an address asks for; whatever it asks for in vain is replaced by the usual, and that is said.

    Args:
        process: the process whose office it is.
        asked: the words of the address: jednostka, grupa, rok, okno, przepis, wagi.

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    workspace = process.workspace
    sight = see(workspace, catalogue_in_force(workspace).catalogue)
    if sight is None:
        return Choice(process=process)
    notices: list[str] = []
    unit = choose_unit(process, sight, asked.get("jednostka", ""), notices)
    peers, groups = choose_peers(process, sight, unit, asked.get("grupa", ""), notices)
    recipe_key, recipe_name, recipe, saved_weights, recipes = choose_recipe(process, asked.get("przepis", ""), notices)
    weights = {**saved_weights, **read_weights(asked.get("wagi", ""), notices)}
    members = peers.members if peers else (unit.key,)
    run = None
    try:
        run = run_for(sight.cube, sight.catalogue, members, recipe, weights)
    except IndexProblem as problem:
        why = say_problem(problem)
        notices.append(_("The recipe can't be used on these data: %(why)s The usual recipe is shown.") % {"why": why})
        recipe_key, recipe, weights = "", DEFAULT_RECIPE, {}
        run = run_for(sight.cube, sight.catalogue, members, recipe)
    years = best_years(run, unit.key) if run else ()
    year = choose_year(asked.get("rok", ""), years, notices)
    return Choice(
        process=process,
        sight=sight,
        unit=unit,
        peers=peers,
        groups=groups,
        year=year,
        years=tuple(sorted(years, reverse=True)),
        window=choose_window(asked.get("okno", "")),
        recipe=recipe,
        recipe_key=recipe_key,
        recipe_name=recipe_name,
        recipes=recipes,
        weights=weights,
        run=run,
        notices=tuple(notices),
    )


def choose_unit(process: Process, sight: Sight, asked: str, notices: list[str]) -> Unit:
    """Choose the town: the one asked for, else the workspace's own, else the first that has data."""
    known = sight.cube.unit_place
    if asked in known:
        return sight.units[asked]
    if asked:
        notices.append(_("There are no data of the unit %(code)s.") % {"code": asked[:20]})
    own = [row.unit_id for row in process.workspace.members.order_by("pk")]
    return next((sight.units[key] for key in own if key in known), sight.units[sight.cube.units[0]])


def choose_peers(
    process: Process, sight: Sight, unit: Unit, asked: str, notices: list[str]
) -> tuple[Peers | None, tuple[tuple[str, str], ...]]:
    """Choose the comparison group, and list all that can be chosen."""
    kept = kept_groups(process)
    usual = [peers for near in (False, True) if (peers := usual_peers(sight, unit, near=near))]
    options = [*(found for group in kept if (found := peers_of(group))), *usual]
    named = tuple((peers.key, peers.name) for peers in options)
    word, _dot, number = asked.partition(".")
    older = next((group for group in kept if str(group.pk) == word and number.isdecimal() and len(number) < 5), None)  # noqa: PLR2004
    chosen = next((peers for peers in options if peers.key == asked), None)
    if older is not None and chosen is None:
        chosen = peers_of(older, int(number))
        named = ((chosen.key, chosen.name), *named) if chosen else named
    if chosen is None and asked and asked not in {USUAL, NEAR}:
        notices.append(_("There is no such comparison group here. Another one is shown."))
    if chosen is None:
        default = next((group for group in kept if group.is_default), None)
        chosen = peers_of(default) if default else None
    return chosen or next(iter(usual or options), None), named


def choose_recipe(
    process: Process, asked: str, notices: list[str]
) -> tuple[str, str, Recipe, dict[str, float], tuple[tuple[str, str], ...]]:
    """Choose the recipe: its key, name, choices and weights, and list all that can be chosen."""
    saved = list(SavedRecipe.objects.filter(process=process))
    usual = _("usual")
    options = (("", usual), *((str(recipe.pk), recipe.name) for recipe in saved))
    found = next((recipe for recipe in saved if str(recipe.pk) == asked), None)
    if found is None:
        if asked:
            notices.append(_("There is no such recipe here. The usual one is shown."))
        return "", usual, DEFAULT_RECIPE, {}, options
    return asked, found.name, parse_recipe(found.source), dict(found.weights), options


def choose_year(asked: str, years: tuple[int, ...], notices: list[str]) -> int:
    """Choose the year: the one asked for, else the newest with most data."""
    if not years:
        return datetime.datetime.now(tz=datetime.UTC).year
    if asked.isdecimal() and len(asked) == 4 and int(asked) in years:  # noqa: PLR2004
        return int(asked)
    if asked:
        notices.append(_("There are no data of the year %(year)s. %(shown)s is shown.") % {
            "year": asked[:10], "shown": years[0]
        })  # fmt: skip
    return years[0]


def choose_window(asked: str) -> int:
    """Choose how many years back a change is measured."""
    return int(asked) if asked.isdecimal() and asked in {str(window) for window in WINDOWS} else USUAL_WINDOW


def read_weights(asked: str, notices: list[str]) -> dict[str, float]:
    """Read weights such as ``E:2,S1:0.5``; what can't be read is left out, and that is said."""
    found, is_clean = {}, True
    for code, weight in _pairs(asked[:4000]):
        try:
            number = float(weight)
        except ValueError:
            number = -1.0
        if code and 0 <= number <= LONGEST_WEIGHT:
            found[code] = number
        else:
            is_clean = False
    if not is_clean:
        notices.append(_("Some of the weights in the address can't be read; they were left out."))
    return found


def _pairs(asked: str) -> Iterator[tuple[str, str]]:
    for part in asked.split(","):
        if part.strip():
            code, _colon, weight = part.partition(":")
            yield code.strip(), weight.strip()
