"""What all reckonings here share: numbers that can be reckoned with, and the order statistics of a few of them."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from sciezka.core.consensus.types import ConsensusProblem

LARGEST: Final = 1e15
"""No judgement is larger; sums and differences below it are finite and exact enough."""


def check_number(value: float, *, what: str = "value") -> float:
    """Give the number as a float.

    Raises:
        ConsensusProblem: ``value.not_finite`` (NaN, infinity) or ``value.too_large`` (beyond 10¹⁵).
    """
    number = float(value)
    if not math.isfinite(number):
        raise ConsensusProblem(
            "value.not_finite", f"The {what} {number} is not a finite number. Give a finite one.", what=what, value=number
        )
    if abs(number) > LARGEST:
        raise ConsensusProblem(
            "value.too_large", f"The {what} {number:g} is too large. Give one up to {LARGEST:g}.", what=what, value=number
        )
    return number


def check_levels(levels: Iterable[float]) -> tuple[float, ...]:
    """Give the levels of a scale as floats; none at all is a scale of which nothing is known.

    Raises:
        ConsensusProblem: ``levels.order`` (they don't rise) or a value that is no number.
    """
    checked = tuple(check_number(level, what="level") for level in levels)
    if any(lower >= upper for lower, upper in pairwise(checked)):
        raise ConsensusProblem(
            "levels.order", f"The levels {', '.join(f'{level:g}' for level in checked)} do not rise.", levels=checked
        )
    return checked


def find_quantile(ordered: Sequence[float], share: float) -> float | None:
    """Give a quantile of numbers in rising order, linearly interpolated (type 7 of Hyndman & Fan 1996).

    It stands at the place 1 + (n − 1)·share, a fraction of the way between two neighbours where that is no whole place;
    NumPy, R and spreadsheets (QUARTILE.INC) do the same by default.

    Args:
        ordered: rising.
        share: from 0 to 1.

    Returns:
        None of no numbers.
    """
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    below = int(place)
    part = place - below
    if not part:
        return ordered[below]
    low, high = ordered[below], ordered[below + 1]
    return low + (high - low) * part
