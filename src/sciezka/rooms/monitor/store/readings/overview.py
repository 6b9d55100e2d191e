"""Where one town stands in its group: level, rank with its interval, class, dynamics; of one node or of many."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.classify import NO_CLASS, classify
from sciezka.core.index.robustness import NodeIntervals, rank_intervals, reweigh
from sciezka.core.index.types import Floats, IndexProblem
from sciezka.core.series.breaks import CODE, Break, find_crossed
from sciezka.core.trends import Trend, measure_trend
from sciezka.rooms.monitor.store.runs import BANDS, Run, take_reading

# With so many sets of weights an interval of a small group settles to a rank; large groups get fewer, or nobody waits.
DRAWS: Final = 1000
_FEWEST: Final = 200
_MOST_RANKS: Final = 1_500_000
# They weigh every unit against all others, anew for each draw: nobody waits so long for a page.
ONE_BY_ONE: Final = frozenset({"copeland", "hellwig", "topsis"})
_AREAS: Final = 2
"""How deep areas lie under the whole."""
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """How the group's scores lie: the lowest, the quartiles and the highest."""

    lowest: float
    first: float
    median: float
    third: float
    highest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a town stands in one node.

    Attributes:
        code: the node.
        score: its score; None when missing.
        band: the code of its class; empty without a score.
        rank: 1 = best; 0 without a score.
        of: how many units have a score.
        low: the best rank of the interval; 0 when none is reckoned.
        high: the worst rank of the interval.
        spread: the group's scores; None when nobody has one.
        change: the slope of the score over the window, points a year; None when it can't be measured.
        since: the first year that the slope rests on.
        until: the last one.
        breaks: the breaks that the slope crosses.
        is_mixed: whether the score rests on other indicators in some of those years.
        known: how many of the node's indicators the town has in the year.
        leaves: how many indicators the node has in this run.
    """

    code: str
    score: float | None
    band: str
    rank: int
    of: int
    low: int
    high: int
    spread: Spread | None
    change: float | None
    since: int
    until: int
    breaks: tuple[Break, ...]
    is_mixed: bool
    known: int
    leaves: int


@dataclass(frozen=True, slots=True)
class Point:
    """A unit on the plane of level and dynamics."""

    unit: str
    level: float
    change: float


@dataclass(frozen=True, slots=True)
class YearReading:
    """A node's score in one year beside the group's; `known` says how many of the node's indicators the town has then."""

    year: int
    score: float | None
    band: str
    rank: int
    of: int
    spread: Spread | None
    known: int


def read_standings(run: Run, unit: str, year: int, window: int, nodes: Sequence[str]) -> tuple[Standing, ...]:
    """Read where a town stands in some nodes."""
    at, row = run.member_place[unit], run.year_place[year]
    intervals, trend = _take_intervals(run, year), _take_trend(run, year, window)
    crossed = _find_crossed(run, unit, year, window)
    found = []
    for code in nodes:
        place = run.structure.position[code]
        scores = run.result.scores[row, place]
        score = to_number(scores[at])
        low, high = _read_interval(intervals, code, at) if score is not None else (0, 0)
        change, since, until = _read_change(trend, place, at, year) if score is not None else (None, 0, 0)
        under = [run.leaf_place[leaf] for leaf in run.structure.leaves_under[code]]
        found.append(
            Standing(
                code=code,
                score=score,
                band=band_of(score),
                rank=int(run.result.ranks[row, place, at]),
                of=int(np.isfinite(scores).sum()),
                low=low,
                high=high,
                spread=spread_of(scores),
                change=change,
                since=since,
                until=until,
                breaks=_breaks_between(run, crossed, code, since, until),
                is_mixed=change is not None and _is_mixed(run, at, under, since, until),
                known=int(np.isfinite(run.raw[row, under, at]).sum()),
                leaves=len(under),
            )
        )
    return tuple(found)


def read_plane(run: Run, node: str, year: int, window: int) -> tuple[Point, ...]:
    """Read level and dynamics of every unit that has both."""
    trend = _take_trend(run, year, window)
    if trend is None:
        return ()
    place = run.structure.position[node]
    levels, changes = run.result.scores[run.year_place[year], place], trend.values[place]
    there = np.flatnonzero(np.isfinite(levels) & np.isfinite(changes) & (trend.last[place] == year)).tolist()
    return tuple(Point(run.members[at], float(levels[at]), float(changes[at])) for at in there)


def read_path(run: Run, unit: str, node: str) -> tuple[YearReading, ...]:
    """Read a node's score in all years, from the first to the last in which anybody has one."""
    at, place = run.member_place[unit], run.structure.position[node]
    years = np.flatnonzero(np.isfinite(run.result.scores[:, place]).any(axis=1)).tolist()
    if not years:
        return ()
    return tuple(_read_year(run, row, place, at) for row in range(years[0], years[-1] + 1))


def read_bands(run: Run, unit: str, nodes: Sequence[str], years: Sequence[int]) -> dict[str, tuple[YearReading, ...]]:
    """Read the scores of several nodes in several years, by node."""
    at, place = run.member_place[unit], run.structure.position
    rows = [run.year_place[year] for year in years]
    return {code: tuple(_read_year(run, row, place[code], at) for row in rows) for code in nodes}


def breaks_of_node(run: Run, unit: str, node: str) -> tuple[Break, ...]:
    """List the breaks of a town's series behind a node, each year and kind once."""
    variables = {key for leaf in run.structure.leaves_under[node] for key in variables_of(run, leaf)}
    known = {(item.year, item.kind): item for item in reversed(run.cube.breaks_of(unit, sorted(variables)))}
    return tuple(item for _, item in sorted(known.items()) if item.kind != CODE)


def variables_of(run: Run, leaf: str) -> tuple[str, ...]:
    """List the source variables of an indicator, by the formula that the cube was reckoned with."""
    formula = run.catalogue.by_code[leaf].formulas[run.cube.places.get(leaf, 0)]
    return run.catalogue.source_keys(formula)


def band_of(score: float | None) -> str:
    """Give the code of a score's class; empty without a score."""
    if score is None:
        return ""
    found = int(classify(np.array([score]), BANDS)[0])
    return "" if found == NO_CLASS else BANDS.codes[found]


def spread_of(scores: Floats) -> Spread | None:
    """Give the quartiles of the scores that are known; None when none is."""
    known = scores[np.isfinite(scores)]
    return Spread(*np.quantile(known, (0, 0.25, 0.5, 0.75, 1)).tolist()) if len(known) else None


def to_number(value: float) -> float | None:
    """Give a plain number, or None for a missing one."""
    return float(value) if math.isfinite(value) else None


def _read_year(run: Run, row: int, place: int, at: int) -> YearReading:
    scores = run.result.scores[row, place]
    score = to_number(scores[at])
    rank, of = int(run.result.ranks[row, place, at]), int(np.isfinite(scores).sum())
    under = [run.leaf_place[leaf] for leaf in run.structure.leaves_under[run.structure.codes[place]]]
    known = int(np.isfinite(run.raw[row, under, at]).sum())
    return YearReading(run.result.years[row], score, band_of(score), rank, of, spread_of(scores), known)


def _take_intervals(run: Run, year: int) -> NodeIntervals | None:
    """Reckon the intervals of ranks once; None where the recipe's way of aggregating has none."""
    return take_reading(run, f"intervals/{year}", lambda: _reckon_intervals(run, year))


def _reckon_intervals(run: Run, year: int) -> NodeIntervals | None:
    choices = run.result.recipe.aggregate
    if ONE_BY_ONE & {choices.method, *(method for _node, method in choices.levels)}:
        return None
    depth = run.structure.depth
    nodes = [code for code in run.structure.codes if run.structure.children[code]]
    if len(nodes) * len(run.members) * DRAWS > _MOST_RANKS:
        nodes = [code for code in nodes if depth[code] <= _AREAS]
    draws = max(_FEWEST, min(DRAWS, _MOST_RANKS // max(1, len(nodes) * len(run.members))))
    try:
        return rank_intervals(
            run.result.normalised.values[run.year_place[year]],
            reweigh(run.structure, run.result.tree.weights),
            draws,
            aggregate=run.result.recipe.aggregate,
            nodes=nodes,
        )
    except IndexProblem:
        return None


def _read_interval(intervals: NodeIntervals | None, code: str, at: int) -> tuple[int, int]:
    if intervals is None or code not in intervals.nodes:
        return 0, 0
    row = intervals.nodes.index(code)
    low, high = float(intervals.intervals.low[row, at]), float(intervals.intervals.high[row, at])
    # Rounded outwards, so that no rank that the draws gave is left out.
    return (math.floor(low), math.ceil(high)) if math.isfinite(low) else (0, 0)


def _take_trend(run: Run, year: int, window: int) -> Trend | None:
    """Measure the slopes of all nodes and units once; None where the window holds fewer than two years."""
    if sum(year - window <= known <= year for known in run.result.years) < _TWO:
        return None
    return take_reading(
        run,
        f"trend/{year}/{window}",
        lambda: measure_trend(run.result.scores, run.result.years, start=year - window, end=year),
    )


def _read_change(trend: Trend | None, place: int, at: int, year: int) -> tuple[float | None, int, int]:
    if trend is None or int(trend.last[place, at]) != year:
        return None, 0, 0
    return to_number(trend.values[place, at]), int(trend.first[place, at]), int(trend.last[place, at])


def _find_crossed(run: Run, unit: str, year: int, window: int) -> list[Break]:
    return list(find_crossed((item for item in run.cube.breaks if item.unit in {"", unit}), year - window, year))


def _breaks_between(run: Run, crossed: list[Break], node: str, since: int, until: int) -> tuple[Break, ...]:
    """Give the breaks of a node's series between two years, each year and kind once."""
    if not crossed or not since:
        return ()
    variables = {"", *(key for leaf in run.structure.leaves_under[node] for key in variables_of(run, leaf))}
    inside = [item for item in crossed if item.variable in variables and since < item.year <= until]
    return tuple({(item.year, item.kind): item for item in inside}.values())


def _is_mixed(run: Run, at: int, under: list[int], since: int, until: int) -> bool:
    rows = [run.year_place[year] for year in range(since, until + 1) if year in run.year_place]
    known = np.isfinite(run.result.normalised.values[np.ix_(rows, under, [at])][:, :, 0])
    known = known[known.any(axis=1)]
    return bool((known != known[-1]).any()) if len(known) else False
