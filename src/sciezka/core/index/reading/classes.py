"""What would change the class: the smallest change of the score, or of one indicator, that reaches the next band.

The group's statistics (means, ranges, bounds) are held as they are: the answer is what the unit itself would have to
change today, not a forecast.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy

from sciezka.core.index.classify import Bands, classify
from sciezka.core.index.reading.scored import Scored
from sciezka.core.index.types import Floats, IndexProblem

# How far beyond the group's own range of an indicator a change is looked for.
_REACH: Final = 8.0
_STRAIGHT: Final = 1e-9


@dataclass(frozen=True, slots=True)
class LeafChange:
    """What one indicator alone would have to change.

    Attributes:
        leaf: its code.
        change: on the normalised scale.
        natural: in its own unit of measurement, sign as observed; NaN where the normalisation is no straight line.
        likely: whether the value reached lies within what the group itself shows.
    """

    leaf: str
    change: float
    natural: float
    likely: bool


@dataclass(frozen=True, slots=True)
class BandChange:
    """What would move a unit to a neighbouring band.

    Attributes:
        band: the code of the band it would reach.
        upward: whether that is the better one.
        threshold: the score at which that band begins (upward), or at which the present one does (downward).
        change: by how much the node's score would have to change: 0 or more upward. Downward any step beyond it.
        leaves: what each indicator alone would have to change, the smallest relative to its spread in the group first;
            those that can't do it are not named.
    """

    band: str
    upward: bool
    threshold: float
    change: float
    leaves: tuple[LeafChange, ...]


def measure_natural_step(raw: Floats, normalised: Floats) -> Floats:
    """Give what one point of the normalised scale is in each indicator's own unit, shape (leaves,).

    It is read from the block itself, as the slope of raw on normalised values; negative where less is better. NaN where
    they do not lie on one straight line (ranks, clipped or transformed values, treated outliers) or do not vary.

    Args:
        raw: shape (leaves, n).
        normalised: shape (leaves, n).
    """
    both = ~(np.isnan(raw) | np.isnan(normalised))
    count = np.maximum(both.sum(axis=1, keepdims=True), 1)

    def centre(x: Floats) -> Floats:
        mean = np.where(both, x, 0.0).sum(axis=1, keepdims=True) / count
        return np.where(both, x - mean, 0.0)

    x, y = centre(raw), centre(normalised)
    square = (y * y).sum(axis=1)
    varies = square > 0
    slope = np.where(varies, (x * y).sum(axis=1) / np.where(varies, square, 1.0), np.nan)
    off = np.abs(x - np.where(varies, slope, 0.0)[:, None] * y).max(axis=1, initial=0.0)
    straight = varies & (off <= _STRAIGHT * np.abs(x).max(axis=1, initial=0.0))
    return np.where(straight, slope, np.nan)


def find_band_changes(
    scored: Scored, node: str, unit: int, bands: Bands, *, natural_step: Floats | None = None
) -> tuple[BandChange, ...]:
    """Find what would move a unit up to the next band, and down to the one below.

    Args:
        scored: the block.
        node: the node that is classed.
        unit: the unit's position.
        bands: the classes, thresholds on the node's scale.
        natural_step: what one normalised point is in each indicator's unit, from ``measure_natural_step``.

    Returns:
        Upward first; one of the two is missing in the highest and the lowest band; none where the score is missing.

    Raises:
        IndexProblem: an unknown node.
    """
    score = float(scored.row(node)[unit])
    if math.isnan(score):
        return ()
    at = int(classify(np.array([score]), bands)[0])
    found = []
    for upward in (True, False):
        to = at + 1 if upward else at - 1
        if 0 <= to < len(bands.bands):
            threshold = bands.bands[to if upward else at].least
            leaves = _change_leaves(scored, node, unit, threshold - score, natural_step)
            found.append(BandChange(bands.codes[to], upward, threshold, threshold - score, leaves))
    return tuple(found)


def _change_leaves(
    scored: Scored, node: str, unit: int, change: float, natural_step: Floats | None
) -> tuple[LeafChange, ...]:
    structure = scored.structure
    sized = []
    for leaf in structure.leaves_under[node]:
        x = scored.row(leaf)
        known = x[~np.isnan(x)]
        spread = float(known.std()) if len(known) else 0.0
        if math.isnan(x[unit]) or spread == 0:
            continue
        needed = _solve(scored, leaf, node, unit, change, float(np.ptp(known)))
        if needed is None:
            continue
        step = float("nan") if natural_step is None else float(natural_step[structure.leaves.index(leaf)])
        reached = float(x[unit]) + needed
        likely = bool(known.min() <= reached <= known.max())
        sized.append((abs(needed) / spread, LeafChange(leaf, needed, needed * step, likely)))
    sized.sort(key=lambda one: one[0])
    return tuple(one for _, one in sized)


def _solve(scored: Scored, leaf: str, node: str, unit: int, change: float, width: float) -> float | None:
    """Give the change of one indicator that changes the node's score so much; None where none within reach does."""
    if change == 0 or leaf == node:
        return change
    if all(scored.is_arithmetic(above) for above in scored.trail(leaf, node)[1:]):
        share = float(scored.share(leaf, node)[unit])
        return change / share if share > 0 else None
    x = scored.row(leaf)
    goal = float(scored.row(node)[unit]) + change

    def miss(step: float) -> float:
        moved = x.copy()
        moved[unit] += step
        return float(scored.rework(leaf, moved, node)[unit]) - goal

    far = math.copysign(_REACH * width, change)
    try:
        end = miss(far)
    except IndexProblem:
        # Down to 0, where the means of positive values end.
        far = -float(x[unit]) * (1 - 1e-9) if x[unit] > 0 else 0.0
        end = miss(far)
    if math.isnan(end) or end * miss(0.0) > 0:
        return None
    return float(scipy.optimize.brentq(miss, 0.0, far, xtol=1e-12, rtol=1e-14))
