"""Distributions, descriptions of numbers, and cross-tabs: counted by people, and by weights where there are any."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sciezka.core.polls.columns import Column, Frame
from sciezka.core.polls.types import PollsProblem

Shares = tuple[float | None, ...]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How often each code was given.

    Attributes:
        name: the column's name.
        kind: its kind; in a ``set`` one person may stand in several counts.
        codes: the codes in their order.
        n: how many answered: the base of every share.
        missing: how many did not answer, or were not shown the item.
        counts: how many gave each code.
        shares: ``counts`` / ``n``, from 0 to 1; None where nobody answered. Of a set they are shares of respondents and
            may add up to more than 1.
        weighted_n: the sum of the weights of those who answered; None without weights.
        weighted_shares: likewise of weights; None without weights.
    """

    name: str
    kind: str
    codes: tuple[str, ...]
    n: int
    missing: int
    counts: tuple[int, ...]
    shares: Shares
    weighted_n: float | None = None
    weighted_shares: Shares | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What numbers come to; what can't be told is None.

    Attributes:
        name: the column's name.
        n: how many gave a number.
        missing: how many did not, or answered outside of the scale.
        mean: the arithmetic mean, weighted where there are weights.
        sd: the sample's standard deviation (n − 1 below), weighted likewise; None of fewer than two.
        median: the middle value.
        q1: the first quartile.
        q3: the third quartile.
        low: the smallest.
        high: the largest.
    """

    name: str
    n: int
    missing: int
    mean: float | None = None
    sd: float | None = None
    median: float | None = None
    q1: float | None = None
    q3: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cross:
    """Two items counted together, over the people who answered both.

    Of a set, each option is a row (or a column) of its own and one person may stand in several; bases stay people.

    Attributes:
        row_name: the column of the frame whose codes are the rows.
        column_name: likewise of the columns.
        row_codes: its codes.
        column_codes: likewise.
        is_partition: whether each person stands in just one cell (neither item is a set).
        n: how many answered both.
        counts: people in each cell, row by row.
        row_bases: people in each row who answered both.
        column_bases: people in each column who answered both.
        row_shares: each cell of its row's base; None where that is 0.
        column_shares: each cell of its column's base.
        weighted_row_shares: likewise of weights; None without weights.
        weighted_column_shares: likewise.
    """

    row_name: str
    column_name: str
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    is_partition: bool
    n: int
    counts: tuple[tuple[int, ...], ...]
    row_bases: tuple[int, ...]
    column_bases: tuple[int, ...]
    row_shares: tuple[Shares, ...]
    column_shares: tuple[Shares, ...]
    weighted_row_shares: tuple[Shares, ...] | None = None
    weighted_column_shares: tuple[Shares, ...] | None = None


def distribute(frame: Frame, name: str) -> Distribution:
    """Count each code of an item.

    ``share_k = people who gave k / people who answered``; with weights ``Σ w of those who gave k / Σ w of those who
    answered``. Who was not shown an item is in neither. For a set that is a share of respondents, not of ticks.

    Raises:
        PollsProblem: ``column.unknown`` or ``column.kind`` (a number: see ``describe_number``).

    Source: the definition of a relative frequency; percent of cases, as statistical packages call it, for sets.
    """
    column = frame[name]
    _check_codes(column)
    n = int(np.count_nonzero(column.answered))
    counts = _count_codes(column)
    weighted_n, weighted = None, None
    if frame.weights is not None:
        weighted_n = float(frame.weights[column.answered].sum())
        weighted = _share(_weigh_codes(column, frame.weights), weighted_n)
    return Distribution(
        name=name,
        kind=column.spec.kind,
        codes=column.spec.codes,
        n=n,
        missing=frame.rows - n,
        counts=counts,
        shares=_share(counts, n),
        weighted_n=weighted_n,
        weighted_shares=weighted,
    )


def describe_number(frame: Frame, name: str) -> Description:
    """Describe the numbers of a number or a scale.

    Mean ``x̄ = Σwx / Σw``, standard deviation ``√(Σw(x − x̄)² / Σw · n/(n − 1))``, w = 1 without weights. Quartiles and
    median stand at the place ``1 + (n − 1)·p`` of the sorted numbers, linearly interpolated (type 7 of Hyndman and Fan);
    with weights, scaled to add up to n, a place is looked up in their running sum (as Hmisc's ``wtd.quantile``), which
    for equal weights is the same. People of weight 0 count in nothing but ``missing``.

    Raises:
        PollsProblem: ``column.unknown`` or ``column.kind`` (neither a number nor a scale).

    Sources: Hyndman, R. J. & Fan, Y. (1996), Sample quantiles in statistical packages, *The American Statistician* 50(4);
    Harrell, F. E., Hmisc, ``wtd.stats``.
    """
    column = frame[name]
    if frame.weights is None and column.spec.kind == "scale":
        return _describe_scale(frame, column)
    numbers = column.numbers
    told = ~np.isnan(numbers)
    if frame.weights is not None:
        told &= frame.weights > 0
    values = numbers[told]
    n = values.size
    if not n:
        return Description(name=name, n=0, missing=frame.rows)
    if frame.weights is None:
        q1, median, q3 = np.quantile(values, (0.25, 0.5, 0.75))
        mean = float(values.mean())
        spread = float(np.square(values - mean).sum()) / n
    else:
        weights = frame.weights[told]
        q1, median, q3 = _find_weighted_quantiles(values, weights)
        mean = float(np.average(values, weights=weights))
        spread = float(np.average(np.square(values - mean), weights=weights))
    return Description(
        name=name,
        n=n,
        missing=frame.rows - n,
        mean=mean,
        sd=math.sqrt(spread * n / (n - 1)) if n > 1 else None,
        median=float(median),
        q1=float(q1),
        q3=float(q3),
        low=float(values.min()),
        high=float(values.max()),
    )


def _describe_scale(frame: Frame, column: Column) -> Description:
    """Describe a scale from how many gave each step: the same numbers, without looking at each answer again."""
    pairs = zip(column.spec.values, _count_codes(column), strict=True)
    steps = sorted((value, count) for value, count in pairs if value is not None and count)
    if not steps:
        return Description(name=column.spec.name, n=0, missing=frame.rows)
    values, counts = (np.array(line, dtype=np.float64) for line in zip(*steps, strict=True))
    running = np.cumsum(counts)
    n = int(running[-1])
    mean = float(values @ counts) / n
    spread = float(np.square(values - mean) @ counts) / n
    quartiles = []
    for p in (0.25, 0.5, 0.75):
        place = (n - 1) * p
        low, high = values[np.searchsorted(running, [math.floor(place), math.ceil(place)], side="right")]
        quartiles.append(float(low + (place - math.floor(place)) * (high - low)))
    return Description(
        name=column.spec.name,
        n=n,
        missing=frame.rows - n,
        mean=mean,
        sd=math.sqrt(spread * n / (n - 1)) if n > 1 else None,
        median=quartiles[1],
        q1=quartiles[0],
        q3=quartiles[2],
        low=float(values[0]),
        high=float(values[-1]),
    )


def cross(frame: Frame, row_name: str, column_name: str) -> Cross:
    """Count two items together.

    ``row share = people in the cell / people in the row``, ``column share = people in the cell / people in the column``,
    over the people who answered both items.

    Raises:
        PollsProblem: ``column.unknown`` or ``column.kind`` (a number).

    Source: the definition of a contingency table.
    """
    row, column = frame[row_name], frame[column_name]
    _check_codes(row)
    _check_codes(column)
    both = row.answered & column.answered
    counts, row_bases, column_bases = _count_together(row, column, both, None)
    weighted_rows = weighted_columns = None
    if frame.weights is not None:
        cells, heavy_rows, heavy_columns = _count_together(row, column, both, frame.weights)
        weighted_rows = tuple(_share(line, base) for line, base in zip(cells, heavy_rows, strict=True))
        weighted_columns = _share_columns(cells, heavy_columns)
    return Cross(
        row_name=row_name,
        column_name=column_name,
        row_codes=row.spec.codes,
        column_codes=column.spec.codes,
        is_partition="set" not in {row.spec.kind, column.spec.kind},
        n=int(np.count_nonzero(both)),
        counts=tuple(tuple(int(count) for count in line) for line in counts),
        row_bases=tuple(int(base) for base in row_bases),
        column_bases=tuple(int(base) for base in column_bases),
        row_shares=tuple(_share(line, base) for line, base in zip(counts, row_bases, strict=True)),
        column_shares=_share_columns(counts, column_bases),
        weighted_row_shares=weighted_rows,
        weighted_column_shares=weighted_columns,
    )


def _check_codes(column: Column) -> None:
    if column.spec.kind == "number":
        raise PollsProblem("column.kind", f"{column.spec.name} is a number: describe it.", name=column.spec.name)


def _count_codes(column: Column) -> tuple[int, ...]:
    if column.spec.kind == "set":
        return tuple(int(np.count_nonzero(line)) for line in column.data)
    # One place up, so that the missing (−1) are counted at 0 and left out.
    counts = np.bincount(column.data + 1, minlength=len(column.spec.codes) + 1)
    return tuple(int(count) for count in counts[1:])


def _weigh_codes(column: Column, weights: Floats) -> Floats:
    if column.spec.kind == "set":
        return np.array([weights[line].sum() for line in column.data], dtype=np.float64)
    sums = np.bincount(column.data + 1, weights=weights, minlength=len(column.spec.codes) + 1)
    return sums[1:].astype(np.float64)


def _count_together(
    row: Column, column: Column, both: NDArray[np.bool_], weights: Floats | None
) -> tuple[Floats, Floats, Floats]:
    heights, widths = len(row.spec.codes), len(column.spec.codes)
    if "set" not in {row.spec.kind, column.spec.kind}:
        # A margin on either side takes the missing in.
        places = (row.data.astype(np.int32) + 1) * (widths + 1) + column.data + 1
        table = np.bincount(places, weights=weights, minlength=(heights + 1) * (widths + 1))
        cells = table.reshape(heights + 1, widths + 1)[1:, 1:].astype(np.float64)
        return cells, cells.sum(axis=1), cells.sum(axis=0)
    if column.spec.kind != "set" or row.spec.kind != "set":
        return _count_options(row, column, both, weights)
    if weights is None:
        ticked = column.data & both
        pairs = np.array([[np.count_nonzero(one & other) for other in ticked] for one in row.data], dtype=np.float64)
        return (
            pairs,
            np.array([np.count_nonzero(one & both) for one in row.data], dtype=np.float64),
            np.array([np.count_nonzero(one) for one in ticked], dtype=np.float64),
        )
    rows, columns = _tick(row, both), _tick(column, both)
    heavy = weights * both
    cells = (rows * heavy) @ columns.T
    return cells, rows @ heavy, columns @ heavy


def _count_options(
    row: Column, column: Column, both: NDArray[np.bool_], weights: Floats | None
) -> tuple[Floats, Floats, Floats]:
    """Count a set, option by option, with a choice."""
    if row.spec.kind != "set":
        cells, wide, tall = _count_options(column, row, both, weights)
        return cells.T, tall, wide
    width = len(column.spec.codes)

    def count(people: NDArray[np.bool_]) -> Floats:
        at = np.flatnonzero(people)
        return np.bincount(
            column.data.take(at), weights=None if weights is None else weights.take(at), minlength=width
        ).astype(np.float64)

    cells = np.array([count(line & both) for line in row.data])
    return cells, cells.sum(axis=1), count(both)


def _tick(column: Column, both: NDArray[np.bool_]) -> Floats:
    """Give a line of zeros and ones for each option, of shape (options, rows)."""
    return (column.data & both).astype(np.float64)


def _share(counts: tuple[int, ...] | Floats, base: float) -> Shares:
    return tuple(float(count) / float(base) if base else None for count in counts)


def _share_columns(cells: Floats, bases: Floats) -> tuple[Shares, ...]:
    lines = [_share(line, base) for line, base in zip(cells.T, bases, strict=True)]
    return tuple(zip(*lines, strict=True))


def _find_weighted_quantiles(values: Floats, weights: Floats) -> tuple[float, float, float]:
    order = np.argsort(values, kind="stable")
    ordered, running = values[order], np.cumsum(weights[order])
    n = values.size
    running *= n / running[-1]
    found = []
    for p in (0.25, 0.5, 0.75):
        place = 1 + (n - 1) * p
        lower = math.floor(place)
        # The running sum is not exact: what is so near to a place has reached it.
        at = np.minimum(np.searchsorted(running, np.array([lower, min(lower + 1, n)]) - 1e-9 * n), n - 1)
        low, high = ordered[at]
        found.append(float(low + (place - lower) * (high - low)))
    return found[0], found[1], found[2]
