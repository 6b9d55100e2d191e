"""Normalising by the order of units alone. ``y = d·x`` is the value turned by direction; a higher place is better.

Each function takes a block ``x`` of shape (indicators, n) and gives one of the same shape.
"""

import numpy as np

from sciezka.core.index.blocks import count_known, divide, rank_rows
from sciezka.core.index.normalise.setting import Setting
from sciezka.core.index.types import Floats


def rank_upwards(x: Floats, setting: Setting) -> Floats:
    """Give each unit's place from 1, the worst; ties share the lowest place."""
    return rank_rows(x * setting.direction)


def rank_on_average(x: Floats, setting: Setting) -> Floats:
    """Give each unit's place from 1, the worst; ties share the average of their places."""
    return rank_rows(x * setting.direction, ties="average")


def score_by_borda(x: Floats, setting: Setting) -> Floats:
    """Count the units that are worse (Borda): ``#{j : y_j < y_i}``."""
    return rank_upwards(x, setting) - 1.0


def rank_by_percentile(x: Floats, setting: Setting) -> Floats:
    """Give the share of the other units that are worse: ``#{j : y_j < y_i}/(n − 1)``, n counting known values."""
    return divide(score_by_borda(x, setting), (count_known(x)[:, None] - 1).astype(np.float64))
