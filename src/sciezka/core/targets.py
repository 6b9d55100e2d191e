"""Whether an indicator is on its way to a target: what to expect in a year, how far off a figure is, where it is heading.

Figures are plain numbers by year; what they count is the caller's. See ``docs/methods/targets.md``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

# A figure that is off by at most this part of the whole way from the baseline to the target is on the path;
TOLERANCE: Final = 0.1
# where nothing is to change there is no way: by at most this part of the target itself.
KEPT: Final = 0.05
# What is further by no more than this part is not further: binary fractions must not throw off what is right on an edge.
HAIR: Final = 1e-10
# A trend is read off at least so many years, and never off more than so many of the newest.
FEWEST_YEARS: Final = 3
MOST_YEARS: Final = 6


class Way(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    KEEP = "keep"


class State(StrEnum):
    """How a figure stands to what was to be expected in its year."""

    AHEAD = "ahead"
    ON_PATH = "on_path"
    BEHIND = "behind"


class Outlook(StrEnum):
    """Where a trend leads to by the target's year, if nothing changes."""

    AWAY = "away"
    SHORT = "short"
    REACHES = "reaches"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """From where to where an indicator is to go.

    Attributes:
        baseline: the figure at the start.
        baseline_year: its year.
        target: the figure at the end.
        target_year: its year, later than the baseline's.
        way: which way is better.
        planned: figures planned for years between the two.
    """

    baseline: float
    baseline_year: int
    target: float
    target_year: int
    way: Way
    planned: Mapping[int, float] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """How far it is from the baseline to the target."""
        return self.target - self.baseline

    @property
    def band(self) -> float:
        """By how much a figure may be off and still be on the path."""
        if self.way is Way.KEEP or not self.length:
            return KEPT * abs(self.target)
        return TOLERANCE * abs(self.length)

    @property
    def stations(self) -> list[tuple[int, float]]:
        """The years with a figure that was decided: the baseline, the planned ones between, the target."""
        between = [(year, value) for year, value in self.planned.items() if self.baseline_year < year < self.target_year]
        return [(self.baseline_year, self.baseline), *sorted(between), (self.target_year, self.target)]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one figure stands on its course.

    Attributes:
        year: its year.
        value: the figure.
        expected: what was to be expected in the year.
        gap: how far the figure is from it; above 0 when it is better, and never above 0 where nothing is to change.
        state: what that comes to.
    """

    year: int
    value: float
    expected: float
    gap: float
    state: State


@dataclass(frozen=True, slots=True)
class Trend:
    """The straight line through the newest years of a series.

    Attributes:
        slope: by how much it changes a year.
        first: the first year that it was read off.
        last: the last one.
        at_last: where the line stands in the last year.
    """

    slope: float
    first: int
    last: int
    at_last: float

    def at(self, year: int) -> float:
        """Give where the line leads to by a year."""
        return self.at_last + self.slope * (year - self.last)


def find_way(baseline: float | None, target: float | None, said: str = "") -> Way | None:
    """Tell which way is better: what was said, else where the target lies; nothing while neither is known."""
    if said:
        return Way(said)
    if baseline is None or target is None:
        return None
    return Way.KEEP if target == baseline else Way.UP if target > baseline else Way.DOWN


def expect(course: Course, year: int) -> float | None:
    """Give what is to be expected in a year: on the straight line between what was decided before and after it.

    Nothing is expected before the baseline; after the target's year the target is to last.
    """
    if year < course.baseline_year:
        return None
    if year >= course.target_year:
        return course.target
    start, end = next((one, two) for one, two in pairwise(course.stations) if year <= two[0])
    return start[1] + (end[1] - start[1]) * (year - start[0]) / (end[0] - start[0])


def judge(course: Course, year: int, value: float) -> Standing | None:
    """Say how a figure stands to what was to be expected; nothing for the baseline's year and before it."""
    expected = expect(course, year)
    if expected is None or year == course.baseline_year:
        return None
    if course.way is Way.KEEP:
        gap = -abs(value - expected)
    else:
        gap = value - expected if course.way is Way.UP else expected - value
    band = course.band + HAIR * max(abs(expected), course.band)
    state = State.AHEAD if gap > band else State.BEHIND if gap < -band else State.ON_PATH
    return Standing(year, value, expected, gap, state)


def fit_trend(values: Mapping[int, float]) -> Trend | None:
    """Fit the least-squares line through the newest years; nothing with fewer than three known."""
    years = sorted(values)[-MOST_YEARS:]
    if len(years) < FEWEST_YEARS:
        return None
    # In plain numbers: a plan has a hundred indicators, and arrays of six figures take longer to make than to reckon.
    row = [float(values[year]) for year in years]
    middle, mean = sum(years) / len(years), sum(row) / len(row)
    apart = [year - middle for year in years]
    slope = sum(one * (value - mean) for one, value in zip(apart, row, strict=True)) / sum(one * one for one in apart)
    return Trend(slope, years[0], years[-1], mean + slope * apart[-1]) if math.isfinite(slope) else None


def look_ahead(course: Course, trend: Trend) -> Outlook:
    """Say where a trend leads to by the target's year, beside what is wanted.

    It leads away when by then it goes the wrong way by more than the band; where nothing is to change, when it ends
    further from the target than the band.
    """
    end = trend.at(max(course.target_year, trend.last))
    band = course.band + HAIR * max(abs(trend.at_last), abs(trend.slope), abs(course.target), course.band)
    if course.way is Way.KEEP:
        return Outlook.AWAY if abs(end - course.target) > band else Outlook.REACHES
    sign = 1 if course.way is Way.UP else -1
    if sign * (end - trend.at_last) < -band:
        return Outlook.AWAY
    return Outlook.REACHES if sign * (end - course.target) >= -band else Outlook.SHORT
