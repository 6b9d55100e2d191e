"""Normalising by level and spread: the z-score and the formulas n1–n13 of the Polish tradition, named as in clusterSim.

Each function takes a block ``x`` of shape (indicators, n) and gives one of the same shape. Levels and spreads are those of
the block; standard deviations in n1–n13 are those of a sample (n − 1), the MAD is multiplied by 1.4826.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from sciezka.core.index.blocks import (
    count_known,
    divide,
    find_highest,
    find_lowest,
    reckon_mean,
    reckon_median,
    reckon_sd,
)
from sciezka.core.index.normalise.setting import Setting
from sciezka.core.index.types import Floats

# Makes the median absolute deviation of normal data equal to their standard deviation, in R's four digits.
MAD_SCALE: Final = 1.4826


def standardise(x: Floats, setting: Setting) -> Floats:
    """Give z-scores turned by direction: ``mean + sd · d (x − x̄)/s``, where ``s`` divides by n − ddof."""
    choice = setting.choice
    z = divide(x - reckon_mean(x), reckon_sd(x, choice.ddof))
    return choice.mean + choice.sd * z * setting.direction


def scale_by_length(x: Floats, setting: Setting) -> Floats:
    """Divide by the length of the indicator's vector: ``d·x/√Σx²``."""
    return divide(x, _find_length(x)) * setting.direction


def _find_nothing(x: Floats) -> Floats:
    return np.zeros((len(x), 1))


def _find_middle(x: Floats) -> Floats:
    low = find_lowest(x)
    return low + (find_highest(x) - low) / 2


def _find_sd(x: Floats) -> Floats:
    return reckon_sd(x, 1)


def _find_mad(x: Floats) -> Floats:
    return MAD_SCALE * reckon_median(np.abs(x - reckon_median(x)))


def _find_range(x: Floats) -> Floats:
    return find_highest(x) - find_lowest(x)


def _find_half_range(x: Floats) -> Floats:
    return _find_range(x) / 2


def _find_sum(x: Floats) -> Floats:
    return reckon_mean(x) * count_known(x)[:, None]


def _find_length(x: Floats) -> Floats:
    size = find_highest(np.abs(x))
    share = np.nan_to_num(divide(x, size), nan=0.0)
    found: Floats = size * np.sqrt((share**2).sum(axis=1, keepdims=True))
    return found


def _find_length_from_mean(x: Floats) -> Floats:
    return _find_length(x - reckon_mean(x))


def _find_length_from_median(x: Floats) -> Floats:
    return _find_length(x - reckon_median(x))


def _find_reach_from_mean(x: Floats) -> Floats:
    return find_highest(np.abs(x - reckon_mean(x)))


def _find_reach_from_median(x: Floats) -> Floats:
    return find_highest(np.abs(x - reckon_median(x)))


Measure = Callable[[Floats], Floats]
# (what is taken off, what it is divided by): (x − A)/B.
FORMULAS: Final[Mapping[str, tuple[Measure, Measure]]] = {
    "n1": (reckon_mean, _find_sd),
    "n2": (reckon_median, _find_mad),
    "n3": (reckon_mean, _find_range),
    "n3a": (reckon_median, _find_range),
    "n4": (find_lowest, _find_range),
    "n5": (reckon_mean, _find_reach_from_mean),
    "n5a": (reckon_median, _find_reach_from_median),
    "n6": (_find_nothing, _find_sd),
    "n6a": (_find_nothing, _find_mad),
    "n7": (_find_nothing, _find_range),
    "n8": (_find_nothing, find_highest),
    "n9": (_find_nothing, reckon_mean),
    "n9a": (_find_nothing, reckon_median),
    "n10": (_find_nothing, _find_sum),
    "n11": (_find_nothing, _find_length),
    "n12": (reckon_mean, _find_length_from_mean),
    "n12a": (reckon_median, _find_length_from_median),
    "n13": (_find_middle, _find_half_range),
}


def make_formula(name: str) -> Callable[[Floats, Setting], Floats]:
    """Give the formula ``(x − A)/B`` of this name; destimulants are turned before n4 and after all others."""
    level, spread = FORMULAS[name]

    def scale(x: Floats, setting: Setting) -> Floats:
        y = x * setting.direction if name == "n4" else x
        found = divide(y - level(y), spread(y))
        return found if name == "n4" else found * setting.direction

    return scale
