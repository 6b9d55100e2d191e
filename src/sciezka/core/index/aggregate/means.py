"""Aggregators that look at one unit at a time: means of its children, and means that punish imbalance.

Every one takes ``x``, shape (children, n), and ``w``, shape (children,), and gives shape (n,). A missing child is passed
over and the weights of the others are scaled up to stand for it; where nothing is left, or only weights of 0, the result
is missing. No weight needs to sum to anything.
"""

from typing import Final

import numpy as np

from sciezka.core.index.types import Floats, IndexProblem

# A mean so small beside the spread is what is left of numbers that cancel out.
NOTHING: Final = 1e-12
# What rounding may leave, beside the sizes of the numbers added up, of a sum that ought to be 0.
CANCELLED: Final = 1e-15
PENALTIES: Final = {"negative": -1.0, "positive": 1.0}


def average_arithmetic(x: Floats, w: Floats) -> Floats:
    """Reckon Σ w·x ÷ Σ w over the children that are there."""
    there, total = weigh_present(x, w)
    parts = there * np.where(np.isnan(x), 0.0, x)
    found: Floats = parts.sum(axis=0)
    # Children that cancel out make exactly 0: the digits that rounding leaves must not decide who ranks first.
    found[np.abs(found) <= CANCELLED * np.abs(parts).sum(axis=0)] = 0.0
    return _divide(found, total)


def average_geometric(x: Floats, w: Floats) -> Floats:
    """Reckon exp(Σ w·ln x ÷ Σ w) over the children that are there.

    Raises:
        IndexProblem: a value that counts is not above 0.
    """
    refuse_not_positive(x, w, "geometric")
    there, total = weigh_present(x, w)
    logs = np.log(np.where(there > 0, x, 1.0))
    mean: Floats = np.exp(_divide((there * logs).sum(axis=0), total))
    return mean


def average_harmonic(x: Floats, w: Floats) -> Floats:
    """Reckon Σ w ÷ Σ (w ÷ x) over the children that are there.

    Raises:
        IndexProblem: a value that counts is not above 0.
    """
    refuse_not_positive(x, w, "harmonic")
    there, total = weigh_present(x, w)
    return _divide(total, (there / np.where(there > 0, x, 1.0)).sum(axis=0))


def average_generalised(x: Floats, w: Floats, *, power: float = 0.5) -> Floats:
    """Reckon (Σ w·x^power ÷ Σ w)^(1 ÷ power); a power of 0 is the geometric mean, which is its limit.

    Raises:
        IndexProblem: a value that counts is below 0, or is 0 while the power is not above 0; ``replay.overflow``, when a
            power is no number that can be reckoned with.
    """
    if power == 0:
        return average_geometric(x, w)
    refuse_not_positive(x, w, "generalised", zero_too=power < 0)
    there, total = weigh_present(x, w)
    base = np.where(there > 0, x, 1.0)
    with np.errstate(over="ignore", under="ignore"):
        powers = base**power
    if not (np.isfinite(powers) & ((powers > 0) | (base == 0))).all():
        raise IndexProblem(
            "replay.overflow",
            f"Some values are too large or too small for the power {power:g}. Choose one nearer to 0, or another scale.",
            power=power,
        )
    mean: Floats = _divide((there * powers).sum(axis=0), total) ** (1 / power)
    return mean


def penalise_imbalance(x: Floats, w: Floats, *, penalty: str = "negative", ddof: int = 0) -> Floats:
    """Reckon the Mazziotta–Pareto index M ± S·S÷M, where M and S are the mean and the spread of a unit's own children.

    S² is Σ w·(x − M)² ÷ Σ w, times k ÷ (k − ddof) with k children there; a unit with a single child has no spread.
    The penalty ``negative`` subtracts (more is better), ``positive`` adds (more is worse). The same formula on values
    between the goalposts 70 and 130 is the adjusted index, AMPI.

    Source: Mazziotta, M. & Pareto, A. (2016), On a generalized non-compensatory composite index for measuring
    socio-economic phenomena, Social Indicators Research 127.

    Raises:
        IndexProblem: the mean of a unit is 0, so that its relative spread is not defined.
    """
    there, total = weigh_present(x, w)
    mean = average_arithmetic(x, w)
    square = np.where(there > 0, x, mean) - mean
    variance = _divide((there * np.square(np.nan_to_num(square))).sum(axis=0), total)
    counted = (there > 0).sum(axis=0)
    if ddof:
        variance = variance * np.where(counted > ddof, counted / np.maximum(counted - ddof, 1), 0.0)
    if (undefined := (variance > 0) & (np.abs(mean) <= NOTHING * np.sqrt(variance))).any():
        raise IndexProblem(
            "aggregate.mean_zero",
            "The Mazziotta–Pareto index divides by the mean of a unit's values, and here it is 0. Normalise to a mean "
            'above 0, such as method = "zscore" with mean = 100 and sd = 10.',
            column=int(np.flatnonzero(undefined)[0]),
        )
    share = np.divide(variance, mean, out=np.zeros_like(mean), where=mean != 0)
    scores: Floats = np.where(np.isnan(mean), np.nan, mean + PENALTIES[penalty] * share)
    scores[np.abs(scores) <= NOTHING * np.abs(mean)] = 0.0
    return scores


def weigh_present(x: Floats, w: Floats) -> tuple[Floats, Floats]:
    """Give each child's weight where it is there and 0 where it is not, and the sums, shapes (children, n) and (n,).

    The weights may differ by column too, shape (children, n): many draws are then reckoned at once.
    """
    there: Floats = np.where(np.isnan(x), 0.0, w if w.ndim > 1 else w[:, None])
    total: Floats = there.sum(axis=0)
    return there, total


def refuse_not_positive(x: Floats, w: Floats, method: str, *, zero_too: bool = True) -> None:
    """Refuse a value that a mean of this kind cannot take, and say which child and which column it is.

    Raises:
        IndexProblem: ``aggregate.not_positive`` with ``child`` and ``column`` as positions.
    """
    bad = ((x <= 0) if zero_too else (x < 0)) & (w[:, None] > 0)
    if bad.any():
        child, column = (int(at[0]) for at in np.nonzero(bad))
        least = "above 0" if zero_too else "0 or more"
        raise IndexProblem(
            "aggregate.not_positive",
            f"The {method} mean needs values {least}, and here is {x[child, column]:.12g}. Normalise to a range above 0, "
            'such as method = "minmax" with low = 1 and high = 100, or aggregate otherwise.',
            child=child,
            column=column,
            value=float(x[child, column]),
            method=method,
        )


def _divide(upper: Floats, lower: Floats) -> Floats:
    """Divide, giving NaN where there is nothing to divide by."""
    quotient: Floats = np.divide(upper, lower, out=np.full(np.shape(upper), np.nan), where=lower != 0)
    return quotient
