"""Change over time: slopes and rates of many series at once, with gaps, and the breaks that a window crosses.

Every measure takes ``values`` of shape (years, …), NaN where missing, and the years as numbers in rising order; it gives
an array of the shape (…), NaN where fewer than two years are known. Directions (is more better?) are the caller's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.types import Floats, IndexProblem, Ints, Remark
from sciezka.core.series.breaks import CENSUS, MERGED, METHOD, TERRITORY, Break, find_crossed

_NAMES: Final[Mapping[str, str]] = {
    CENSUS: "the census rebase",
    METHOD: "the change of method",
    TERRITORY: "the change of territory",
    MERGED: "the merger with another unit",
}
_FEW: Final = 2
_CHUNK: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Trend:
    """A measure of change of many series over one window, and what it rests on.

    Attributes:
        measure: the name of the measure, a key of ``MEASURES``.
        values: the measure, shape (…).
        first: the first year with a value in the window, shape (…); −1 where there is none.
        last: the last year with a value in the window, shape (…); −1 where there is none.
        known: how many years of the window have a value, shape (…).
        remarks: the breaks that lie inside the window.
    """

    measure: str
    values: Floats
    first: Ints
    last: Ints
    known: Ints
    remarks: tuple[Remark, ...] = ()


def fit_slope(values: Floats, years: Sequence[float]) -> Floats:
    """Give the slope of the least-squares line through the known years, in units of the series per year.

    slope = Σ (t − t̄)(y − ȳ) / Σ (t − t̄)², sums and means over the known years.
    """
    slope, _, _ = _fit(values, years)
    return slope


def fit_theil_sen(values: Floats, years: Sequence[float]) -> Floats:
    """Give the median of the slopes of all pairs of known years (Theil 1950, Sen 1968), in units per year.

    A single wild year does not move it, unlike the least-squares slope.
    """
    flat, shape, when = _flatten(values, years)
    later, earlier = np.tril_indices(len(when), -1)
    span = (when[later] - when[earlier])[:, None]
    found = np.full(flat.shape[1], np.nan)
    step = max(1, _CHUNK // max(1, len(later)))
    for start in range(0, flat.shape[1], step):
        part = flat[:, start : start + step]
        found[start : start + step] = _take_median((part[later] - part[earlier]) / span)
    return found.reshape(shape)


def measure_annual_change(values: Floats, years: Sequence[float]) -> Floats:
    """Give the difference of the last and the first known value by the years between them, in units per year."""
    first, last, span = _take_ends(values, years)
    return _divide(last - first, span)


def measure_difference(values: Floats, years: Sequence[float]) -> Floats:
    """Give the last known value less the first: for normalised levels, the change of place within the group."""
    first, last, span = _take_ends(values, years)
    return np.where(span > 0, last - first, np.nan)


def measure_cagr(values: Floats, years: Sequence[float]) -> Floats:
    """Give the compound annual growth rate (last / first) ** (1 / years between) − 1, as a fraction.

    Equal ends give 0, also when both are 0. Ends of different sign, or a first value of 0, have no rate: NaN.
    Agrees with ``CAGR`` of COINr.
    """
    first, last, span = _take_ends(values, years)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = last / first
        rate = np.where(ratio >= 0, ratio, np.nan) ** (1 / np.where(span > 0, span, np.nan)) - 1
    rate = np.where(np.isfinite(rate) & (span > 0), rate, np.nan)
    return np.where((first == last) & (span > 0), 0.0, rate)


def measure_log_rate(values: Floats, years: Sequence[float]) -> Floats:
    """Give the average annual rate from all known years: exp(slope of ln y) − 1, as a fraction.

    Unlike the compound rate it does not hang on the two end years. A series with a value of 0 or less has none: NaN.
    """
    known = np.asarray(values, dtype=np.float64)
    positive = (known > 0) | np.isnan(known)
    logs = np.log(np.where(known > 0, known, np.nan))
    rate: Floats = np.expm1(fit_slope(logs, years))
    return np.where(positive.all(axis=0), rate, np.nan)


def measure_percent(values: Floats, years: Sequence[float]) -> Floats:
    """Give the change per year in per cent of where the series began.

    With three known years or more the beginning and the change are those of the least-squares line; with two, the two
    values themselves. A series that stays the same gives 0; one that begins at 0 gives NaN. Agrees with ``prc_change``
    of COINr.
    """
    slope, level, start = _fit(values, years)
    first, last, span = _take_ends(values, years)
    known = (~np.isnan(np.asarray(values, dtype=np.float64))).sum(axis=0)
    fitted = _divide(slope * 100, level + slope * start)
    two = _divide(_divide(last - first, span) * 100, first)
    percent = np.where(known > _FEW, fitted, two)
    with np.errstate(invalid="ignore"):
        high = np.fmax.reduce(values, axis=0)
        low = np.fmin.reduce(values, axis=0)
    return np.where((known >= _FEW) & (high == low), 0.0, percent)


def fill_between(values: Floats, years: Sequence[float]) -> Floats:
    """Fill gaps between two known years on the straight line between them.

    Nothing is put before the first or after the last known year. Gives an array of the same shape.
    """
    flat, _, when = _flatten(values, years)
    filled = flat.copy()
    for column in np.flatnonzero(np.isnan(flat).any(axis=0)):
        known = ~np.isnan(flat[:, column])
        if known.any():
            filled[:, column] = np.interp(when, when[known], flat[known, column], left=np.nan, right=np.nan)
    return filled.reshape(np.shape(values))


Measure = Callable[[Floats, Sequence[float]], Floats]

MEASURES: Final[Mapping[str, Measure]] = {
    "slope": fit_slope,
    "theil_sen": fit_theil_sen,
    "annual_change": measure_annual_change,
    "difference": measure_difference,
    "cagr": measure_cagr,
    "log_rate": measure_log_rate,
    "percent": measure_percent,
}


def measure_trend(
    values: Floats, years: Sequence[int], *, measure: str = "slope", start: int, end: int, breaks: Iterable[Break] = ()
) -> Trend:
    """Measure the change of many series over a window, and say which breaks lie inside it.

    Args:
        values: the series, shape (years, …), NaN where missing.
        years: the years, rising.
        measure: a key of ``MEASURES``.
        start: the window's first year.
        end: the window's last year, which belongs to it.
        breaks: the breaks known of these series.

    Raises:
        IndexProblem: an unknown measure, a window that ends before it begins or holds fewer than two of the years.
    """
    if measure not in MEASURES:
        raise IndexProblem(
            "trend.measure", f"The measure {measure!r} is not known. Use one of {', '.join(MEASURES)}.", measure=measure
        )
    chosen = [at for at, year in enumerate(years) if start <= year <= end]
    if len(chosen) < _FEW:
        raise IndexProblem(
            "trend.window",
            f"The window {start}–{end} holds {len(chosen)} of the years. Take one that holds two or more.",
            start=start,
            end=end,
        )
    inside = np.asarray(values, dtype=np.float64)[chosen]
    when = np.array([years[at] for at in chosen], dtype=np.intp)
    known = ~np.isnan(inside)
    some = known.any(axis=0)
    return Trend(
        measure,
        MEASURES[measure](inside, [float(year) for year in when]),
        np.where(some, when[known.argmax(axis=0)], -1),
        np.where(some, when[len(when) - 1 - known[::-1].argmax(axis=0)], -1),
        known.sum(axis=0),
        remark_breaks(breaks, start, end),
    )


def remark_breaks(breaks: Iterable[Break], start: int, end: int) -> tuple[Remark, ...]:
    """Say of each break inside a window that the window crosses it."""
    return tuple(
        Remark(
            f"trend.break.{one.kind}",
            f"The window {start}–{end} crosses {_NAMES[one.kind]} of {one.year}{': ' + one.reason if one.reason else ''}.",
            {"start": start, "end": end, "year": one.year, "reason": one.reason},
        )
        for one in find_crossed(breaks, start, end)
    )


def flag_crossing(trend: Trend, breaks: Sequence[Break]) -> NDArray[np.bool_]:
    """Tell of each series whether the years that it was measured on lie on both sides of a break, shape (…)."""
    crossed = np.zeros(np.shape(trend.values), dtype=bool)
    for one in breaks:
        crossed |= (trend.first >= 0) & (trend.first < one.year) & (one.year <= trend.last)
    return crossed


def _flatten(values: Floats, years: Sequence[float]) -> tuple[Floats, tuple[int, ...], Floats]:
    whole = np.asarray(values, dtype=np.float64)
    when = np.asarray(years, dtype=np.float64)
    if when.shape != whole.shape[:1] or (np.diff(when) <= 0).any():
        raise IndexProblem(
            "trend.years",
            f"The {len(when)} years do not fit the {whole.shape[0] if whole.ndim else 0} rows of the series. "
            "Give one year for each row, in rising order and each once.",
        )
    return whole.reshape(len(when), -1), whole.shape[1:], when


def _fit(values: Floats, years: Sequence[float]) -> tuple[Floats, Floats, Floats]:
    """Give slope, the line's height at the middle year, and how far the first known year lies from the middle year."""
    flat, shape, when = _flatten(values, years)
    away = when - when.mean()
    known = ~np.isnan(flat)
    count = known.sum(axis=0).astype(np.float64)
    clean = np.where(known, flat, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (away @ known) / count
        # Sums around the means of what is known: differences of large sums would lose digits.
        apart = np.where(known, away[:, None] - middle, 0.0)
        mean = clean.sum(axis=0) / count
        slope = (apart * np.where(known, flat - mean, 0.0)).sum(axis=0) / (apart * apart).sum(axis=0)
    slope = np.where(count >= _FEW, slope, np.nan)
    level = mean - slope * middle
    start = away[known.argmax(axis=0)]
    return slope.reshape(shape), level.reshape(shape), start.reshape(shape)


def _take_ends(values: Floats, years: Sequence[float]) -> tuple[Floats, Floats, Floats]:
    """Give the first and the last known value and the years between them (0 when there are not two)."""
    flat, shape, when = _flatten(values, years)
    known = ~np.isnan(flat)
    first = known.argmax(axis=0)
    last = len(when) - 1 - known[::-1].argmax(axis=0)
    columns = np.arange(flat.shape[1])
    span = np.where(known.any(axis=0), when[last] - when[first], 0.0)
    return flat[first, columns].reshape(shape), flat[last, columns].reshape(shape), span.reshape(shape)


def _divide(above: Floats, below: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below != 0, above / np.where(below != 0, below, 1.0), np.nan)


def _take_median(rows: Floats) -> Floats:
    """Take the median of each column's known values without a warning for columns that have none."""
    rows.sort(axis=0)
    count = rows.shape[0] - np.isnan(rows).sum(axis=0)
    columns = np.arange(rows.shape[1])
    below, above = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, rows.shape[0] - 1)
    middle: Floats = (rows[below, columns] + rows[above, columns]) / 2
    return np.where(count > 0, middle, np.nan)
