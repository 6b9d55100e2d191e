"""What a method of normalising may know besides the values of its block."""

from dataclasses import dataclass, field

import numpy as np

from sciezka.core.index.recipe import Normalise
from sciezka.core.index.types import Floats


def _make_missing() -> Floats:
    return np.full((1, 1), np.nan)


@dataclass(frozen=True, slots=True)
class Setting:
    """The indicators of a block; each array has shape (indicators, 1) unless it says otherwise.

    Attributes:
        choice: the recipe's section.
        direction: 1 where more is better, −1 where less is.
        low: the lower goalpost, NaN for none.
        high: the upper goalpost, NaN for none.
        target: the value aimed at, NaN for none.
        reference: what is measured from: the values of a unit in the years of the block, shape (indicators, n), or the
            targets where no unit is named.
    """

    choice: Normalise
    direction: Floats
    low: Floats = field(default_factory=_make_missing)
    high: Floats = field(default_factory=_make_missing)
    target: Floats = field(default_factory=_make_missing)
    reference: Floats = field(default_factory=_make_missing)
