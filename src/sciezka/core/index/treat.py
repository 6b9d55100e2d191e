"""Treating outliers, so that one extreme value doesn't set the scale for everybody. Each change is listed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sciezka.core.index.blocks import (
    Changes,
    Findings,
    count_known,
    divide,
    find_highest,
    find_lowest,
    list_changes,
    map_blocks,
    reckon_mean,
    reckon_quantiles,
    refuse_infinite,
)
from sciezka.core.index.recipe import Recipe, Treat
from sciezka.core.index.types import Cell, Cube, Floats, IndexProblem, Ints, Remark, Structure

# The share of the range that keeps the logarithm of the lowest value finite.
OFFSET: Final = 0.01
# Fewer values have no skewness, or no kurtosis, of a sample.
FEWEST: Final = 4
SENTENCES: Final[Mapping[str, str]] = {
    "treat.outliers": "{leaf} has extreme values in {where} that the skewness rule would treat; they are kept as they are.",
    "treat.still_skewed": "{leaf} stays skewed in {where} after treatment.",
    "treat.constant": "{leaf} is the same everywhere in {where}, so there was nothing to transform.",
}


@dataclass(frozen=True, slots=True)
class Treated:
    """What was done to one indicator in one block.

    Attributes:
        block: the block's year and group, where it has them.
        leaf: the indicator.
        how: ``winsorise``, ``log``, ``boxcox``.
        points: how many values were pulled in; 0 for transformations.
        skew: skewness before and after.
        kurtosis: excess kurtosis before and after.
    """

    block: Mapping[str, Any]
    leaf: str
    how: str
    points: int
    skew: tuple[float, float]
    kurtosis: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Treatment:
    """All that the step did: each changed cell, and a line per treated indicator and block."""

    changes: Changes
    lines: tuple[Treated, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a method gives back for a block: the values, what it did to each indicator, and how many points it moved."""

    x: Floats
    how: tuple[str, ...]
    points: Ints


Method = Callable[[Floats, Treat], Outcome]


def treat(cube: Cube, structure: Structure, recipe: Recipe) -> tuple[Cube, tuple[Remark, ...], Treatment]:
    """Treat the outliers of a cube by the recipe's method.

    Args:
        cube: values of shape (years, leaves, units) in their own units of measurement.
        structure: the tree; treatment looks at values only, so it isn't used.
        recipe: its ``treat`` section.

    Returns:
        The treated cube, what must be remarked, and everything that was changed.

    Raises:
        IndexProblem: ``data.infinite``.
    """
    del structure
    refuse_infinite(cube)
    choice = recipe.treat
    findings = Findings(cube)
    lines: list[Treated] = []

    def treat_block(name: Mapping[str, Any], _cell: Cell, x: Floats) -> Floats:
        outcome = METHODS[choice.method](x, choice)
        if choice.method == "none":
            findings.note("treat.outliers", find_extreme(x, choice), name)
            return outcome.x
        if choice.method in {"log", "boxcox"}:
            findings.note("treat.constant", (find_lowest(x) == find_highest(x))[:, 0], name)
        if choice.method != "winsorise":
            findings.note("treat.still_skewed", find_extreme(outcome.x, choice), name)
        before, after = (reckon_skew(x), reckon_kurtosis(x)), (reckon_skew(outcome.x), reckon_kurtosis(outcome.x))
        for leaf, how in enumerate(outcome.how):
            if how:
                skew, kurtosis = ((float(before[part][leaf]), float(after[part][leaf])) for part in (0, 1))
                lines.append(Treated(name, cube.leaves[leaf], how, int(outcome.points[leaf]), skew, kurtosis))
        return outcome.x

    treated = map_blocks(recipe.within("treat"), cube, treat_block)
    return treated, findings.remark(SENTENCES), Treatment(list_changes(cube, treated), tuple(lines))


def keep_values(x: Floats, _choice: Treat) -> Outcome:
    """Leave everything as it is."""
    return Outcome(x, ("",) * len(x), np.zeros(len(x), dtype=np.intp))


def winsorise(x: Floats, choice: Treat) -> Outcome:
    """Pull values beyond two quantiles in to them: ``min(max(x, q_low), q_high)``.

    Args:
        x: block, shape (indicators, n).
        choice: ``limits`` as shares; quantiles lie between neighbours linearly (type 7).
    """
    bounds = reckon_quantiles(x, choice.limits)
    pulled = np.clip(x, bounds[:, :1], bounds[:, 1:])
    points: Ints = np.count_nonzero((pulled != x) & ~np.isnan(x), axis=1).astype(np.intp)
    return Outcome(pulled, tuple("winsorise" if count else "" for count in points), points)


def treat_by_skew(x: Floats, choice: Treat) -> Outcome:
    """Winsorise point by point, and take a logarithm where that doesn't help, of indicators that are too skewed.

    An indicator is too skewed when ``|skewness| > skew`` and ``kurtosis > kurtosis`` (2 and 3.5). The outermost values on
    the skewed side are pulled in to the next one, again and again, until it no longer is or ``max_points`` values have been
    moved. If it still is, the original values are taken and put through ``take_logarithm``. This is COINr's rule; unlike
    there, the logarithm of an indicator skewed downwards is taken from above.

    Args:
        x: block, shape (indicators, n).
        choice: ``max_points``, ``skew``, ``kurtosis``.
    """
    pulled = x.copy()
    points = np.zeros(len(x), dtype=np.intp)
    extreme = np.flatnonzero(find_extreme(x, choice))
    rows = extreme
    while len(rows):
        moved = _pull_outermost(pulled[rows])
        counts = np.count_nonzero((moved != x[rows]) & ~np.isnan(moved), axis=1)
        goes_on = (counts <= choice.max_points) & (counts > points[rows])
        rows, moved = rows[goes_on], moved[goes_on]
        pulled[rows], points[rows] = moved, counts[goes_on]
        rows = rows[find_extreme(moved, choice)]
    how = [""] * len(x)
    stubborn = find_extreme(pulled, choice)
    for row in extreme:
        how[row] = "log" if stubborn[row] else "winsorise"
    pulled[stubborn] = take_logarithm(x[stubborn])
    points[stubborn] = 0
    return Outcome(pulled, tuple(how), points)


def transform_by_logarithm(x: Floats, _choice: Treat) -> Outcome:
    """Put every indicator through ``ln(x − min + 0.01 (max − min))``, skewed upwards or not."""
    told = find_lowest(x) != find_highest(x)
    logarithm = _take_upper_logarithm(x)
    return Outcome(
        np.where(told, logarithm, x), tuple("log" if row else "" for row in told[:, 0]), np.zeros(len(x), dtype=np.intp)
    )


def transform_by_boxcox(x: Floats, choice: Treat) -> Outcome:
    """Put every indicator through Box and Cox's transformation of ``y = x − min + 1``.

    ``(y^power − 1) / power``, and ``ln y`` for power 0.

    Raises:
        IndexProblem: ``treat.overflow``, when a power is no finite number.
    """
    shifted = x - find_lowest(x) + 1.0
    try:
        with np.errstate(over="raise"):
            found = np.log(shifted) if choice.power == 0 else (shifted**choice.power - 1.0) / choice.power
    except FloatingPointError as problem:
        raise IndexProblem(
            "treat.overflow",
            f"Some values are too large for the power {choice.power}. Choose a smaller one.",
            power=choice.power,
        ) from problem
    told = (find_lowest(x) != find_highest(x))[:, 0]
    return Outcome(
        np.where(told[:, None], found, x), tuple("boxcox" if row else "" for row in told), np.zeros(len(x), dtype=np.intp)
    )


METHODS: Final[Mapping[str, Method]] = {
    "none": keep_values,
    "winsorise": winsorise,
    "skew_kurtosis": treat_by_skew,
    "log": transform_by_logarithm,
    "boxcox": transform_by_boxcox,
}


def take_logarithm(x: Floats) -> Floats:
    """Draw the long tail of each row in: ``ln(x − min + a)`` or, skewed downwards, ``−ln(max − x + a)``.

    ``a = 0.01 (max − min)``. The order of units stays.
    """
    down = (reckon_skew(x) < 0)[:, None]
    return np.where(down, -_take_upper_logarithm(-x), _take_upper_logarithm(x))


def _take_upper_logarithm(x: Floats) -> Floats:
    low, high = find_lowest(x), find_highest(x)
    inside = x - low + OFFSET * (high - low)
    found: Floats = np.log(np.where(inside > 0, inside, np.nan))
    return found


def find_extreme(x: Floats, choice: Treat) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Tell which indicators are too skewed: ``|skewness| > skew`` and ``kurtosis > kurtosis``."""
    found: np.ndarray[Any, np.dtype[np.bool_]] = (np.abs(reckon_skew(x)) > choice.skew) & (
        reckon_kurtosis(x) > choice.kurtosis
    )
    return found


def reckon_skew(x: Floats) -> Floats:
    """Give each row's skewness of a sample, ``g₁ √(n (n − 1)) / (n − 2)``; NaN for fewer than 3 values or no spread."""
    n = count_known(x).astype(np.float64)
    second, third, _ = _reckon_moments(x)
    usable = np.where(n >= FEWEST - 1, n, np.nan)
    return divide(third, second**1.5) * divide(np.sqrt(usable * (usable - 1)), usable - 2)


def reckon_kurtosis(x: Floats) -> Floats:
    """Give each row's excess kurtosis of a sample; NaN for fewer than 4 values or no spread.

    ``(n − 1) / ((n − 2)(n − 3)) · ((n + 1) g₂ + 6)``.
    """
    n = count_known(x).astype(np.float64)
    second, _, fourth = _reckon_moments(x)
    usable = np.where(n >= FEWEST, n, np.nan)
    excess = divide(fourth, second**2) - 3
    return divide(usable - 1, (usable - 2) * (usable - 3)) * ((usable + 1) * excess + 6)


def _reckon_moments(x: Floats) -> tuple[Floats, Floats, Floats]:
    """The second, third and fourth central moments, in units of the largest deviation (which cancel in ratios)."""
    off = x - reckon_mean(x)
    share = np.nan_to_num(divide(off, find_highest(np.abs(off))), nan=0.0)
    n = count_known(x).astype(np.float64)
    square = share**2
    return divide(square.sum(1), n), divide((square * share).sum(1), n), divide((square * square).sum(1), n)


def _pull_outermost(x: Floats) -> Floats:
    """Set the outermost values on the skewed side of each row to the next ones inwards."""
    sign = np.where(reckon_skew(x) > 0, 1.0, -1.0)[:, None]
    y = x * sign
    edge = find_highest(y)
    inner = find_highest(np.where(y < edge, y, np.nan))
    return np.where((y == edge) & ~np.isnan(inner), inner, y) * sign
