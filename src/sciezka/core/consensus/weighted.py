"""The median of values that do not all weigh the same."""

import math
from collections.abc import Sequence
from typing import Final, Literal

from sciezka.core.consensus.numbers import check_number
from sciezka.core.consensus.types import ConsensusProblem

Ties = Literal["lower", "upper", "midpoint"]
TIES: Final[tuple[Ties, ...]] = ("lower", "upper", "midpoint")
# Sums of weights such as 0.1 are not exact: what is so near to half of the whole is half of it.
_NEAR: Final = 1e-12


def weighted_median(values: Sequence[float], weights: Sequence[float], *, ties: Ties = "midpoint") -> float | None:
    """Give the weighted median: at most half of the weight lies below it, at most half above.

    Where two neighbouring values both do, because exactly half of the weight lies on either side, ``lower`` gives the
    smaller, ``upper`` the larger and ``midpoint`` their mean, as the plain median does; with equal weights the midpoint
    *is* the plain median, and with whole weights the median of values repeated so many times. (R's matrixStats calls
    these ``ties = "min"``, ``"max"``, ``"mean"``.)

    Example: 1, 2, 3, 4, 5 with the weights 0.15, 0.1, 0.2, 0.3, 0.25 have 4: 0.45 lies below it and 0.25 above. 1, 2, 3,
    4 with 0.49, 0.01, 0.25, 0.25 have 2 (lower), 3 (upper), 2.5 (midpoint).

    Args:
        values: in any order.
        weights: as many, 0 or more; values that weigh 0 are passed over.
        ties: which convention.

    Returns:
        None when nothing weighs anything.

    Raises:
        ConsensusProblem: ``weights.count`` (not as many weights as values), ``weights.negative``, ``weights.ties`` (an
            unknown convention), or a number that is none.

    Source: Edgeworth, F. Y. (1888), On a new method of reducing observations relating to several quantities,
    *Philosophical Magazine* 25.
    """
    if len(values) != len(weights):
        raise ConsensusProblem(
            "weights.count",
            f"There are {len(values)} values and {len(weights)} weights. Give one weight for each value.",
            values=len(values),
            weights=len(weights),
        )
    if ties not in TIES:
        raise ConsensusProblem("weights.ties", f"{ties} is not known. Use one of {', '.join(TIES)}.", ties=ties)
    pairs = sorted(
        (check_number(value), check_number(weight, what="weight")) for value, weight in zip(values, weights, strict=True)
    )
    if any(weight < 0 for _value, weight in pairs):
        raise ConsensusProblem("weights.negative", "A weight is below 0. Give weights of 0 or more.")
    heavy = [(value, weight) for value, weight in pairs if weight]
    whole = math.fsum(weight for _value, weight in heavy)
    if not whole:
        return None
    lower = upper = heavy[-1][0]
    reached = 0.0
    for at, (value, weight) in enumerate(heavy):
        reached += weight
        if reached >= whole * (0.5 - _NEAR):
            at_half = reached <= whole * (0.5 + _NEAR) and at + 1 < len(heavy)
            lower, upper = value, heavy[at + 1][0] if at_half else value
            break
    return {"lower": lower, "upper": upper, "midpoint": (lower + upper) / 2}[ties]
