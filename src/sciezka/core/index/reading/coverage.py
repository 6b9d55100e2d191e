"""How much of the data is there."""

from dataclasses import dataclass

import numpy as np

from sciezka.core.index.types import Floats, Ints


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is there in a block of indicators.

    Attributes:
        missing: how many indicators each unit lacks, shape (n,).
        zeros: how many of its values are 0, shape (n,): many zeros may be gaps in disguise.
        by_unit: the share of indicators that each unit has, shape (n,).
        by_leaf: the share of units that have each indicator, shape (leaves,).
        not_zero: the share of each unit's known values that are not 0, shape (n,); NaN where none is known.
    """

    missing: Ints
    zeros: Ints
    by_unit: Floats
    by_leaf: Floats
    not_zero: Floats


def summarise_coverage(block: Floats) -> Coverage:
    """Count what is there.

    Args:
        block: raw indicators, shape (leaves, n), NaN where missing.
    """
    known = ~np.isnan(block)
    zeros = (block == 0).sum(axis=0)
    count = known.sum(axis=0)
    return Coverage(
        (~known).sum(axis=0),
        zeros,
        known.mean(axis=0),
        known.mean(axis=1),
        np.where(count > 0, 1 - zeros / np.maximum(count, 1), np.nan),
    )
