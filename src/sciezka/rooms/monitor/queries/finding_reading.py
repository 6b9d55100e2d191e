"""A reading as a finding keeps it: made from what a page shows, stored as plain values, read again on today's data."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from sciezka.core.index.recipe import Recipe, digest, write_recipe
from sciezka.core.indicators import ROOT
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.finding_shown import Shown
from sciezka.rooms.monitor.queries.words import language, name_node
from sciezka.rooms.monitor.store.cubes import IS_FALSE_ZERO, IS_FLAGGED, IS_JOINED, IS_PENDING, IS_SECRET
from sciezka.rooms.monitor.store.readings.findings import (
    KINDS,
    Crossed,
    Measured,
    digest_inputs,
    leaves_of,
    measure_subject,
    read_origins,
)

WORDS: Final = ("jednostka", "grupa", "rok", "okno", "przepis", "wagi")
SCORE_DECIMALS: Final = 1
CHANGE_DECIMALS: Final = 2
_PLACES: Final = frozenset({"rank", "of", "low", "high", "known", "leaves"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that a finding keeps of what was shown.

    Attributes:
        kind: one of ``KINDS``.
        code: the indicator or the node.
        is_leaf: whether it is an indicator.
        name: its name in the language of whoever saved it.
        town: the town's key.
        town_name: its name.
        year: the year of the figure.
        number: the figure of this kind of reading; None when there is none.
        unit: what the figure counts.
        decimals: how many decimals readers see.
        measured: value, class, rank, interval, median, change, flags.
        base: of a what-if, the same node without what was tried out.
        group: key, name, digest, version, number of towns and their keys; empty without a group.
        recipe: name and key of the recipe.
        weights: weights that differ from the catalogue's.
        window: how many years back a change is measured.
        sources: who published the figures and when they were taken: pairs of name and day.
        marks: numbers of the marks beside the figures.
        inputs: the hash of the observations in force.
        asked: the words of the page's address.
    """

    kind: str
    code: str
    is_leaf: bool = False
    name: str = ""
    town: str = ""
    town_name: str = ""
    year: int = 0
    number: float | None = None
    unit: str = ""
    decimals: int = 1
    measured: dict[str, Any] = field(default_factory=dict)
    base: dict[str, Any] = field(default_factory=dict)
    group: dict[str, Any] = field(default_factory=dict)
    recipe: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    window: int = 5
    sources: list[list[str]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    inputs: str = ""
    asked: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The hash of all that is kept."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def as_stored(self) -> dict[str, Any]:
        """Give it for the database."""
        return asdict(self)

    @property
    def read(self) -> Measured:
        """What was measured."""
        return load_measured(self.measured)

    @property
    def was(self) -> Measured | None:
        """Of a what-if, what was measured without what was tried out."""
        return load_measured(self.base) if self.base else None

    @property
    def members(self) -> tuple[str, ...]:
        """The keys of the group's towns."""
        return tuple(self.group.get("members", (self.town,)))

    @property
    def source_text(self) -> str:
        """The sources in one line, with the days on which the figures were taken."""
        return "; ".join(
            _("%(source)s, as of %(day)s") % {"source": name, "day": say_day(day)} for name, day in self.sources
        )


def load_measured(stored: Mapping[str, Any]) -> Measured:
    """Read what was measured as it was stored; words that are not known any more are passed over."""
    known = {one.name: stored[one.name] for one in fields(Measured) if one.name in stored}
    known["breaks"] = tuple(Crossed(**item) for item in known.get("breaks", ()))
    return Measured(**{"year": 0, "value": None, **known})


def load_reading(stored: Mapping[str, Any]) -> Reading:
    """Read a reading as it was stored; words that are not known any more are passed over."""
    known = {one.name: stored[one.name] for one in fields(Reading) if one.name in stored}
    return Reading(**{"kind": "score", "code": ROOT, **known})


def say_day(day: str) -> str:
    """Write the day on which figures were taken in digits, which is short enough for lists."""
    found = parse_date(day)
    return f"{found:%d.%m.%Y}" if found else day


def choose_kind(asked: str, *, is_leaf: bool) -> str:
    """Choose what is kept: an indicator has no points of its own, a node no unit, and neither has a kind unheard of."""
    usual = "indicator" if is_leaf else "score"
    if asked not in KINDS or asked in {"score", "indicator"}:
        return usual
    return usual if is_leaf and asked in {"uncertainty", "whatif"} else asked


def make_reading(shown: Shown, code: str, asked_kind: str) -> Reading | None:
    """Make the reading of what a page shows; nothing without data, or for a code that the catalogue does not know."""
    choice = shown.choice
    if choice.sight is None:
        return None
    catalogue = choice.sight.catalogue
    is_leaf = code in catalogue.by_code
    if not is_leaf and code not in catalogue.branches and code != ROOT:
        return None
    kind = choose_kind(asked_kind, is_leaf=is_leaf)
    read = measure_subject(choice.sight, choice.run, code, choice.unit.key, choice.year, choice.window)
    read = read or Measured(year=choice.year, value=None)
    leaves = leaves_of(choice.sight, choice.run, code)
    first = min(year for year in (read.since or read.year, read.year) if year)
    origins, marks = read_origins(choice.sight, leaves, choice.unit.key, first, read.year)
    unit, decimals = say_unit(choice, code, kind)
    return Reading(
        kind=kind,
        code=code,
        is_leaf=is_leaf,
        name=name_node(catalogue, code),
        town=choice.unit.key,
        town_name=choice.unit.name,
        year=read.year,
        number=take_number(kind, read),
        unit=unit,
        decimals=decimals,
        measured=make_plain(asdict(read)),
        base=make_plain(asdict(measure_kept(shown, code))) if kind == "whatif" else {},
        group=describe_group(choice),
        recipe={"name": choice.recipe_name, "key": choice.recipe_key},
        weights=dict(choice.weights),
        window=choice.window,
        sources=[[origin.source, origin.retrieved.isoformat()] for origin in origins],
        marks=list(marks) if is_leaf else [],
        inputs=digest_inputs(choice.sight),
        asked=list_words(shown),
    )


def make_plain(stored: dict[str, Any]) -> dict[str, Any]:
    """Turn what was measured into what JSON holds, so that it reads the same before and after it was kept."""
    return {**stored, "breaks": [dict(item) for item in stored["breaks"]]}


def take_number(kind: str, read: Measured) -> float | None:
    """Take the figure that a kind of reading is about."""
    if kind == "trend":
        return read.change
    if kind == "uncertainty":
        return float(read.rank) if read.rank else None
    return read.value


def say_unit(choice: Choice, code: str, kind: str) -> tuple[str, int]:
    """Say what the figure counts, and how many decimals it is shown with."""
    assert choice.sight is not None  # noqa: S101 - asked for only where there are data
    indicator = choice.sight.catalogue.by_code.get(code)
    if kind == "uncertainty":
        return _("place in the group"), 0
    unit = indicator.unit(language()) if indicator else _("points")
    decimals = indicator.decimals if indicator else SCORE_DECIMALS
    if kind == "trend":
        unit = _("percentage points") if unit == "%" else unit
        return _("%(unit)s a year") % {"unit": unit}, max(decimals, CHANGE_DECIMALS)
    return unit, decimals


def measure_kept(shown: Shown, code: str) -> Measured:
    """Read the same noun without what was tried out."""
    choice = shown.kept or shown.choice
    assert choice.sight is not None  # noqa: S101 - asked for only where there are data
    found = measure_subject(choice.sight, choice.run, code, choice.unit.key, choice.year, choice.window)
    return found or Measured(year=choice.year, value=None)


def describe_group(choice: Choice) -> dict[str, Any]:
    """Say which group it was, with everything needed to gather it again."""
    if choice.peers is None:
        return {}
    return {
        "key": choice.peers.key,
        "name": choice.peers.name,
        "digest": choice.peers.group.digest,
        "number": choice.peers.number,
        "size": len(choice.peers.members),
        "members": list(choice.peers.members),
    }


def list_words(shown: Shown) -> dict[str, str]:
    """List the words of an address that shows the same again; the year's own version of a kept group is named."""
    choice = shown.kept or shown.choice
    group = choice.peers.key if choice.peers else ""
    if choice.peers and choice.peers.number and "." not in group:
        group = f"{group}.{choice.peers.number}"
    values = (choice.unit.key, group, str(choice.year), str(choice.window), choice.recipe_key, choice.weights_text)
    return {word: value for word, value in zip(WORDS, values, strict=True) if value} | shown.words


def digest_recipe(recipe: Recipe, weights: Mapping[str, float]) -> str:
    """Give the hash of a recipe, and of the weights where they differ from the catalogue's."""
    if not weights:
        return digest(recipe)
    return hashlib.sha256(f"{write_recipe(recipe)}\n{json.dumps(sorted(weights.items()))}".encode()).hexdigest()


def say_flags(flags: int) -> list[str]:
    """Say what must be known of a value or a gap."""
    said = (
        (IS_FLAGGED, _("preliminary, or of lower precision")),
        (IS_JOINED, _("joined over a change of the unit’s code or territory")),
        (IS_SECRET, _("withheld (statistical secrecy)")),
        (IS_FALSE_ZERO, _("the source’s zero means that nothing is known")),
        (IS_PENDING, _("not published yet")),
    )
    return [text for flag, text in said if flags & flag]
