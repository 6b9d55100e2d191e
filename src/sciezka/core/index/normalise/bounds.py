"""Normalising between two bounds, and by the way to a target, a reference or the leader.

Each function takes a block ``x`` of shape (indicators, n) and gives one of the same shape, where higher is always better.
Below, ``y = d·x`` is the value turned by the indicator's direction ``d``, and extremes are those of the block.
"""

import numpy as np

from sciezka.core.index.blocks import divide, find_highest, find_lowest, reckon_quantiles
from sciezka.core.index.normalise.setting import Setting
from sciezka.core.index.types import Floats


def keep_values(x: Floats, setting: Setting) -> Floats:
    """Turn values by direction only: ``d·x``."""
    return x * setting.direction


def scale_between_extremes(x: Floats, setting: Setting) -> Floats:
    """Put the worst value at ``low`` and the best at ``high``: ``low + (high − low)(y − min y)/(max y − min y)``."""
    y = x * setting.direction
    return _stretch(_scale(y, find_lowest(y), find_highest(y)), setting)


def unitarise(x: Floats, setting: Setting) -> Floats:
    """Zero unitarisation (Kukuła): ``(x − min)/(max − min)``, for destimulants ``(max − x)/(max − min)``."""
    y = x * setting.direction
    return _scale(y, find_lowest(y), find_highest(y))


def scale_between_goalposts(x: Floats, setting: Setting) -> Floats:
    """Scale between the structure's goalposts ``l < h``, which stay the same over years and groups.

    ``low + (high − low)(x − l)/(h − l)``, for destimulants ``low + (high − low)(h − x)/(h − l)``; with ``clip`` nothing
    leaves the scale. For a logarithmic indicator, such as the HDI's income, give logarithms both as data and as goalposts.
    """
    share = _scale(x, setting.low, setting.high)
    return _stretch(_clip(np.where(setting.direction > 0, share, 1.0 - share), setting), setting)


def scale_between_percentiles(x: Floats, setting: Setting) -> Floats:
    """Put percentile ``p₁`` of ``y`` at ``low`` and ``p₂`` at ``high``; with ``clip`` nothing leaves the scale.

    Percentiles lie between neighbours linearly (type 7).
    """
    y = x * setting.direction
    bounds = reckon_quantiles(y, tuple(percent / 100 for percent in setting.choice.p))
    return _stretch(_clip(_scale(y, bounds[:, :1], bounds[:, 1:]), setting), setting)


def measure_to_target(x: Floats, setting: Setting) -> Floats:
    """Measure which part of the way from the worst value to the target ``t`` is done; 1 at the target, more beyond it.

    ``(x − min)/(t − min)``, for destimulants ``(max − x)/(max − t)``.
    """
    y, target = x * setting.direction, setting.target * setting.direction
    return _scale(y, find_lowest(y), target)


def measure_to_reference(x: Floats, setting: Setting) -> Floats:
    """Measure the way from the worst value to the reference unit's, ``1 − (y_ref − y)/(y_ref − min y)``; 1 at that unit.

    A reference from outside the block counts as one of the block's values when the worst is sought.
    """
    y, reference = x * setting.direction, setting.reference * setting.direction
    return _scale(y, np.fmin(find_lowest(y), find_lowest(reference)), reference)


def measure_to_leader(x: Floats, setting: Setting) -> Floats:
    """Measure the way from the worst to the best value, ``1 − (max y − y)/(max y − min y)``; 1 at the leader."""
    return unitarise(x, setting)


def divide_by_leader(x: Floats, setting: Setting) -> Floats:
    """Divide by the leader's value: ``x/max``, for destimulants ``min/x``; missing where the leader isn't above 0."""
    high, low = find_highest(x), find_lowest(x)
    up = divide(x, np.where(high > 0, high, np.nan))
    down = divide(np.where(low > 0, low, np.nan), x)
    return np.where(setting.direction > 0, up, down)


def _scale(y: Floats, start: Floats, end: Floats) -> Floats:
    return divide(y - start, end - start)


def _clip(share: Floats, setting: Setting) -> Floats:
    return np.clip(share, 0.0, 1.0) if setting.choice.clip else share


def _stretch(share: Floats, setting: Setting) -> Floats:
    low, high = setting.choice.scale
    return low + (high - low) * share
