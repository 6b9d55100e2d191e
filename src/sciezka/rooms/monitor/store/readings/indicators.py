"""Reading one indicator, or all of them, off the cube: the town's figures against the group's, ranks and change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from sciezka.core.index.classify import classify
from sciezka.core.index.rank import rank_scores
from sciezka.core.index.types import Floats
from sciezka.core.indicators.catalogue import Indicator, measure
from sciezka.core.trends import fit_slope
from sciezka.rooms.monitor.store.cubes import StoredCube
from sciezka.rooms.monitor.store.runs import BANDS, Run, Shelf

# A change is read off at least so many known years, and compared with at least so many other towns.
FEWEST_YEARS: Final = 3
FEWEST_TOWNS: Final = 3
# Whoever moves less over the window than this part of the group's middle half is said to stay the same;
STILL: Final = 0.1
# of what is always above 0 also who moves by less than this part of the group's median.
STILL_SHARE: Final = 0.02
# Slopes closer than this part of the middle half of the group's slopes are said to be alike.
ALIKE: Final = 0.25

Number = float | None

_shelf = Shelf(160)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a town stands in one indicator, in the newest year with its value up to the year asked for.

    Attributes:
        code: the indicator's code.
        year: the year of the value.
        value: the town's value.
        median: the group's median of that year.
        rank: the town's place in the group, 1 is the best (of context indicators: the highest); 0 outside the group.
        shared: how many towns share the place.
        known: how many of the group's towns have a value in that year.
        band: the code of the class of the normalised value; empty when it has none.
        series: the town's values by year.
        medians: the group's medians by year.
    """

    code: str
    year: int
    value: float
    median: Number
    rank: int
    shared: int
    known: int
    band: str
    series: tuple[Number, ...]
    medians: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """All indicators of a town.

    Attributes:
        years: the calendar years of the series.
        standings: those with a value up to the year, by code.
        later: those whose first value comes after the year, with that year.
        without: those that the store can reckon, but not for this town.
    """

    years: tuple[int, ...]
    standings: Mapping[str, Standing]
    later: Mapping[str, int]
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """One town of the group in the year shown and at the beginning of the window.

    Attributes:
        unit: its key.
        value: its value; None when missing.
        rank: its place; 0 without a value.
        before: its place at the beginning of the window; 0 without a value then.
    """

    unit: str
    value: Number
    rank: int
    before: int


@dataclass(frozen=True, slots=True)
class Change:
    """How the town and the others moved over the window.

    Attributes:
        first: the first year of the window.
        last: its last year.
        town: the town's slope in units a year.
        others: the median of the other towns' slopes.
        count: how many other towns have a slope.
        way: 1 when the town rises, −1 when it falls, 0 when it stays about the same.
        others_way: the same of the other towns' median.
        is_alike: whether both slopes differ by too little to speak of.
        still: by how much a value may move over the window and still count as staying the same.
    """

    first: int
    last: int
    town: float
    others: float
    count: int
    way: int
    others_way: int
    is_alike: bool
    still: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator of a town beside its group.

    Attributes:
        code: the indicator's code.
        years: the years from the first to the last one with any value of the town or the group.
        town: the town's values.
        flags: what must be known of each of the town's values or gaps (``store.cubes.IS_JOINED`` …).
        low: the group's first quartiles.
        median: the group's medians.
        high: the group's third quartiles.
        counts: how many towns of the group have a value.
        year: the year shown; 0 when nobody has a value up to the year asked for.
        before: the year at the beginning of the window, with which places are compared; 0 when there is none.
        value: the town's value of the year shown.
        rank: its place, 1 is the best; 0 when it has none.
        shared: how many towns share its place.
        places: all towns of the group, the best first, those without a value last.
        change: the change over the window; None when too little is known.
        is_inside: whether the town belongs to the group.
    """

    code: str
    years: tuple[int, ...]
    town: tuple[Number, ...]
    flags: tuple[int, ...]
    low: tuple[Number, ...]
    median: tuple[Number, ...]
    high: tuple[Number, ...]
    counts: tuple[int, ...]
    year: int = 0
    before: int = 0
    value: Number = None
    rank: int = 0
    shared: int = 0
    places: tuple[Place, ...] = ()
    change: Change | None = None
    is_inside: bool = True

    def of_year(self, year: int, series: Sequence[Number]) -> Number:
        """Give what a series holds of a year; None when it does not reach it."""
        return series[self.years.index(year)] if year in self.years else None


def list_standings(
    cube: StoredCube, indicators: Mapping[str, Indicator], unit: str, members: Sequence[str], year: int, run: Run | None
) -> Listing:
    """Read where a town stands in every indicator; kept as long as it is used."""
    key = f"list/{cube.digest}/{unit}/{','.join(sorted(members))}/{year}/{run.key if run else ''}"
    return _shelf.take(key, lambda: _list(cube, indicators, unit, members, year, run))


def read_indicator(
    cube: StoredCube, indicator: Indicator, unit: str, members: Sequence[str], year: int, window: int
) -> Reading:
    """Read one indicator of a town against its group; kept as long as it is used."""
    key = f"one/{cube.digest}/{indicator.code}/{unit}/{','.join(sorted(members))}/{year}/{window}"
    return _shelf.take(key, lambda: _read(cube, indicator, unit, members, year, window))


def list_series(cube: StoredCube, code: str, units: Sequence[str]) -> dict[str, dict[int, float]]:
    """Give the series of one indicator of some towns: by town, the known values by year."""
    at, found = cube.indicator_place[code], {}
    for unit in units:
        column = cube.values[:, at, cube.unit_place[unit]]
        found[unit] = {cube.years[row]: float(column[row]) for row in np.flatnonzero(np.isfinite(column)).tolist()}
    return found


def judge(indicator: Indicator, values: Floats) -> Floats:
    """Turn values so that more is better; of context indicators so that the highest comes first."""
    measured = measure(indicator, values)
    return measured if indicator.direction in {"higher", "context"} else -measured


def to_numbers(row: Floats) -> tuple[Number, ...]:
    """Turn a row into plain numbers, None where it is not known."""
    return tuple(value if np.isfinite(value) else None for value in row.tolist())


def find_quartiles(block: Floats) -> Floats:
    """Give the quartiles of each row's known values, shape (3, rows); NaN for rows without any."""
    found = np.full((3, len(block)), np.nan)
    for at, row in enumerate(block):
        known = row[np.isfinite(row)]
        if len(known):
            found[:, at] = np.quantile(known, (0.25, 0.5, 0.75))
    return found


def _columns(cube: StoredCube, members: Sequence[str]) -> tuple[tuple[str, ...], list[int]]:
    known = tuple(sorted({key for key in members if key in cube.unit_place}))
    return known, [cube.unit_place[key] for key in known]


def _list(
    cube: StoredCube, indicators: Mapping[str, Indicator], unit: str, members: Sequence[str], year: int, run: Run | None
) -> Listing:
    known, columns = _columns(cube, members)
    group, town = np.array(cube.values[:, :, columns]), np.array(cube.values[:, :, cube.unit_place[unit]])
    until = sum(one <= year for one in cube.years)
    standings, later, without = {}, {}, set()
    inside = known.index(unit) if unit in known else -1
    for at, code in enumerate(cube.indicators):
        rows = np.flatnonzero(np.isfinite(town[:, at]))
        if not len(rows):
            without.add(code)
            continue
        if rows[0] >= until:
            later[code] = cube.years[int(rows[0])]
            continue
        row = int(rows[rows < until][-1])
        ranks = rank_scores(judge(indicators[code], group[row, at])[None])[0]
        rank = int(ranks[inside]) if inside >= 0 else 0
        medians = find_quartiles(group[:, at])[1]
        standings[code] = Standing(
            code=code,
            year=cube.years[row],
            value=float(town[row, at]),
            median=to_numbers(medians[row : row + 1])[0],
            rank=rank,
            shared=int((ranks == rank).sum()) if rank else 0,
            known=int(np.isfinite(group[row, at]).sum()),
            band=_find_band(run, code, unit, cube.years[row]),
            series=to_numbers(town[:, at]),
            medians=to_numbers(medians),
        )
    return Listing(cube.years, standings, later, frozenset(without))


def _find_band(run: Run | None, code: str, unit: str, year: int) -> str:
    if run is None or code not in run.structure.position or unit not in run.member_place or year not in run.year_place:
        return ""
    score = run.result.scores[run.year_place[year], run.structure.position[code], run.member_place[unit]]
    place = int(classify(np.array([score]), BANDS)[0])
    return BANDS.codes[place] if place >= 0 else ""


def _read(cube: StoredCube, indicator: Indicator, unit: str, members: Sequence[str], year: int, window: int) -> Reading:
    known, columns = _columns(cube, members)
    at, mine = cube.indicator_place[indicator.code], cube.unit_place[unit]
    group, town = np.array(cube.values[:, at, columns]), np.array(cube.values[:, at, mine])
    anybody = np.isfinite(town) | np.isfinite(group).any(axis=1)
    if not anybody.any():
        return Reading(indicator.code, (), (), (), (), (), (), ())
    first, last = int(anybody.argmax()), len(anybody) - int(anybody[::-1].argmax())
    years, group, town = cube.years[first:last], group[first:last], town[first:last]
    quartiles = find_quartiles(group)
    bare = Reading(
        code=indicator.code,
        years=years,
        town=to_numbers(town),
        flags=tuple(cube.flags[first:last, at, mine].tolist()),
        low=to_numbers(quartiles[0]),
        median=to_numbers(quartiles[1]),
        high=to_numbers(quartiles[2]),
        counts=tuple(np.isfinite(group).sum(axis=1).tolist()),
        is_inside=unit in known,
    )
    row = _find_row(town, years, year)
    row = _find_row(np.where(anybody[first:last], 0.0, np.nan), years, year) if row is None else row
    if row is None:
        return bare
    ranks = rank_scores(judge(indicator, group))
    start = next((place for place, one in enumerate(years) if one >= years[row] - window), row)
    earlier = ranks[start] if start < row else np.zeros(len(known), dtype=np.int32)
    places = [
        Place(key, value, int(rank), int(before))
        for key, value, rank, before in zip(known, to_numbers(group[row]), ranks[row], earlier, strict=True)
    ]
    rank = next((place.rank for place in places if place.unit == unit), 0)
    return replace(
        bare,
        year=years[row],
        before=years[start] if earlier.any() else 0,
        value=to_numbers(town[row : row + 1])[0],
        rank=rank,
        shared=sum(place.rank == rank for place in places) if rank else 0,
        places=tuple(sorted(places, key=lambda place: (place.rank == 0, place.rank, place.unit))),
        change=_measure(years[start : row + 1], town[start : row + 1], group[start : row + 1], known, unit),
    )


def _find_row(series: Floats, years: Sequence[int], year: int) -> int | None:
    rows = [row for row in np.flatnonzero(np.isfinite(series)).tolist() if years[row] <= year]
    return rows[-1] if rows else None


def _measure(years: Sequence[int], town: Floats, group: Floats, known: Sequence[str], unit: str) -> Change | None:
    others = group[:, [at for at, key in enumerate(known) if key != unit]]
    others = others[:, np.isfinite(others).sum(axis=0) >= FEWEST_YEARS]
    if np.isfinite(town).sum() < FEWEST_YEARS or others.shape[1] < FEWEST_TOWNS:
        return None
    when = [float(year) for year in years]
    slopes, mine = fit_slope(others, when), float(fit_slope(town, when))
    low, middle, high = np.quantile(slopes, (0.25, 0.5, 0.75)).tolist()
    still = _find_still(others)
    span = years[-1] - years[0]
    return Change(
        first=years[0],
        last=years[-1],
        town=mine,
        others=middle,
        count=others.shape[1],
        way=_find_way(mine * span, still),
        others_way=_find_way(middle * span, still),
        is_alike=abs(mine - middle) <= ALIKE * (high - low) or abs(mine - middle) * span <= still,
        still=still,
    )


def _find_still(others: Floats) -> float:
    """Find how much is no change worth speaking of, from the latest year that anybody has."""
    latest = others[int(np.flatnonzero(np.isfinite(others).any(axis=1))[-1])]
    low, middle, high = np.quantile(latest[np.isfinite(latest)], (0.25, 0.5, 0.75)).tolist()
    spread = STILL * (high - low)
    return float(min(spread, STILL_SHARE * middle) if (others[np.isfinite(others)] > 0).all() else spread)


def _find_way(moved: float, still: float) -> int:
    # What is left of numbers that cancel out is no movement, even where all towns are alike.
    return 0 if abs(moved) <= max(still, 1e-12) else 1 if moved > 0 else -1


def find_gaps(years: Sequence[int], series: Sequence[Number]) -> tuple[int, ...]:
    """List the years without a value between the first and the last one that has one."""
    known = [year for year, value in zip(years, series, strict=True) if value is not None]
    return tuple(year for first, last in pairwise(known) for year in range(first + 1, last))
