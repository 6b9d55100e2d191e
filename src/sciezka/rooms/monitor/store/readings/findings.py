"""Reading one noun of the catalogue for keeping: the figure, its place in the group, its change, and where it comes from."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.core.series.attributes import UNKNOWN
from sciezka.core.series.breaks import find_crossed
from sciezka.rooms.monitor.store.observations import DamagedBatch, observations_of
from sciezka.rooms.monitor.store.readings.indicators import read_indicator
from sciezka.rooms.monitor.store.readings.overview import band_of, breaks_of_node, read_standings, to_number
from sciezka.rooms.monitor.store.runs import Run
from sciezka.rooms.monitor.store.sight import Sight

KINDS: Final = ("score", "indicator", "trend", "compare", "whatif", "uncertainty")
DIGITS: Final = 10
"""Figures are kept with so many digits: more would be noise, and would make a reading differ from itself."""
_PLAIN: Final = frozenset({0, 1, UNKNOWN})


@dataclass(frozen=True, slots=True)
class Crossed:
    """A break inside the window of a change."""

    year: int
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A noun read off the data.

    Attributes:
        year: the year of the figure: an indicator's newest up to the one asked for.
        value: an indicator's value or a node's score; None when missing.
        band: the code of the class of the score; empty without one.
        rank: 1 = best; 0 without a value.
        of: how many towns of the group have a value.
        low: the best rank of the interval; 0 when none is reckoned.
        high: the worst rank of the interval.
        median: the group's median; None when nobody has a value.
        first: the group's first quartile.
        third: the group's third quartile.
        change: the slope over the window, units or points a year; None when it can't be measured.
        others: the median slope of the other towns; None when it is not known.
        since: the first year of the change.
        until: its last year.
        breaks: the breaks that the change crosses.
        flags: of an indicator, what must be known of the value or the gap (``store.cubes.IS_JOINED`` …).
        known: how many indicators the town has under the node.
        leaves: how many there are.
    """

    year: int
    value: float | None
    band: str = ""
    rank: int = 0
    of: int = 0
    low: int = 0
    high: int = 0
    median: float | None = None
    first: float | None = None
    third: float | None = None
    change: float | None = None
    others: float | None = None
    since: int = 0
    until: int = 0
    breaks: tuple[Crossed, ...] = ()
    flags: int = 0
    known: int = 0
    leaves: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where figures come from: who published them, and the newest day on which they were taken."""

    source: str
    retrieved: datetime.date


def measure_subject(sight: Sight, run: Run | None, code: str, unit: str, year: int, window: int) -> Measured | None:
    """Read an indicator or a node for a town; nothing when the data do not know it."""
    if code in sight.catalogue.by_code:
        return _measure_indicator(sight, run, code, unit, year, window)
    if run is None or code not in run.structure.position or unit not in run.member_place or year not in run.year_place:
        return None
    found = read_standings(run, unit, year, window, [code])[0]
    return Measured(
        year=year,
        value=_round(found.score),
        band=found.band,
        rank=found.rank,
        of=found.of,
        low=found.low,
        high=found.high,
        median=_round(found.spread.median) if found.spread else None,
        first=_round(found.spread.first) if found.spread else None,
        third=_round(found.spread.third) if found.spread else None,
        change=_round(found.change),
        since=found.since,
        until=found.until,
        breaks=tuple(Crossed(item.year, item.kind, item.reason) for item in found.breaks),
        known=found.known,
        leaves=found.leaves,
    )


def _measure_indicator(sight: Sight, run: Run | None, code: str, unit: str, year: int, window: int) -> Measured | None:
    if code not in sight.cube.indicator_place or unit not in sight.cube.unit_place:
        return None
    indicator = sight.catalogue.by_code[code]
    members = run.members if run else (unit,)
    found = read_indicator(sight.cube, indicator, unit, members, year, window)
    if not found.year:
        return None
    at, change = found.years.index(found.year), found.change
    context = indicator.direction == "context"
    return Measured(
        year=found.year,
        value=_round(found.value),
        band=_band_of_leaf(run, code, unit, found.year),
        rank=0 if context else found.rank,
        of=found.counts[at],
        median=_round(found.median[at]),
        first=_round(found.low[at]),
        third=_round(found.high[at]),
        change=_round(change.town) if change else None,
        others=_round(change.others) if change else None,
        since=change.first if change else 0,
        until=change.last if change else 0,
        breaks=_find_crossed(sight, code, unit, change.first, change.last) if change else (),
        flags=found.flags[at],
        known=int(found.value is not None),
        leaves=1,
    )


def _band_of_leaf(run: Run | None, code: str, unit: str, year: int) -> str:
    if run is None or code not in run.structure.position or unit not in run.member_place or year not in run.year_place:
        return ""
    return band_of(to_number(run.score(code)[run.year_place[year], run.member_place[unit]]))


def _find_crossed(sight: Sight, code: str, unit: str, first: int, last: int) -> tuple[Crossed, ...]:
    known = {
        (item.year, item.kind): Crossed(item.year, item.kind, item.reason)
        for item in find_crossed(sight.cube.breaks_of(unit, list_variables(sight, [code])), first, last)
    }
    return tuple(known.values())


def list_variables(sight: Sight, codes: Sequence[str]) -> tuple[str, ...]:
    """List the source variables of indicators, by the formulas that the cube was reckoned with."""
    found: dict[str, None] = {}
    for code in codes:
        formula = sight.catalogue.by_code[code].formulas[sight.cube.places.get(code, 0)]
        found |= dict.fromkeys(sight.catalogue.source_keys(formula))
    return tuple(found)


def leaves_of(sight: Sight, run: Run | None, code: str) -> tuple[str, ...]:
    """List the indicators behind a code that the data can feed."""
    if code in sight.catalogue.by_code:
        return (code,) if code in sight.cube.indicator_place else ()
    return run.structure.leaves_under.get(code, ()) if run else ()


def read_origins(
    sight: Sight, leaves: Sequence[str], unit: str, first: int, last: int
) -> tuple[tuple[Origin, ...], tuple[int, ...]]:
    """Read who published the figures behind indicators, when they were taken, and the marks beside those of the last year.

    Returns:
        The sources, each once; the numbers of the marks that say more than „a plain value”.
    """
    if not leaves:
        return (), ()
    back = max(sight.catalogue.by_code[leaf].formulas[sight.cube.places.get(leaf, 0)].years for leaf in leaves)
    try:
        rows = observations_of([unit], list_variables(sight, leaves), sight.batches, years=(first - back, last))
    except DamagedBatch:
        return (), ()
    newest: dict[str, datetime.date] = {}
    marks: dict[int, None] = {}
    for row in rows:
        if not row.is_newest:
            continue
        newest[row.source] = max(row.retrieved, newest.get(row.source, row.retrieved))
        if row.year == last and row.attribute is not None and row.attribute not in _PLAIN:
            marks[row.attribute] = None
    return tuple(Origin(source, day) for source, day in sorted(newest.items())), tuple(sorted(marks))


def digest_inputs(sight: Sight) -> str:
    """Give the hash of the observations in force, whatever the catalogue makes of them."""
    return hashlib.sha256(json.dumps([batch.digest for batch in sight.batches]).encode()).hexdigest()


def list_breaks(run: Run, unit: str) -> tuple[Crossed, ...]:
    """List all breaks of a town's series behind the whole."""
    return tuple(Crossed(item.year, item.kind, item.reason) for item in breaks_of_node(run, unit, run.structure.root))


def _round(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{DIGITS}g}")
