"""Aggregators that compare a unit with the others of its block: Hellwig's pattern, TOPSIS, Copeland.

Every one takes ``x``, shape (children, n), the n units of one block, and ``w``, shape (children,), and gives shape (n,).
A unit whose children are all missing has no score and does not take part. A unit with some missing children is measured
over those that it has, and its distance is scaled up by the share of the (squared) weights that they carry.
"""

from collections.abc import Iterator

import numpy as np

from sciezka.core.index.rank import round_scores
from sciezka.core.index.types import Floats

# Wins closer to half than this share of all weights are a draw: sums of weights are not exact.
DRAW = 1e-12
# At most this is left, beside their size, when two numbers that ought to be equal are subtracted.
CANCELLED = 1e-14
# How many rows of the table of all pairs are reckoned at once.
STRIP = 512


def measure_hellwig(x: Floats, w: Floats, *, ddof: int = 0) -> Floats:
    """Reckon Hellwig's measure of development m = 1 − d ÷ d₀.

    d is a unit's Euclidean distance from the pattern, which takes the best value of each child; the weights multiply the
    values first. d₀ = mean(d) + 2·sd(d). ``ddof`` is that of sd(d): 0 divides by n, 1 by n − 1. 1 is best; values below
    0 are possible. Where all distances are 0 the units cannot be told apart and the result is missing.

    Source: Hellwig, Z. (1968), Zastosowanie metody taksonomicznej do typologicznego podziału krajów ze względu na poziom
    ich rozwoju i strukturę wykwalifikowanych kadr, Przegląd Statystyczny 15(4).
    """
    distance = _measure_from(x, w, _find_extreme(x, best=True))
    known = distance[~np.isnan(distance)]
    result = np.full(distance.shape, np.nan)
    if len(known) <= ddof:
        return result
    far = known.mean() + 2 * known.std(ddof=ddof)
    if far > 0:
        result = 1 - distance / far
        # Units as far off as d₀ are at 0: what the subtraction leaves of them must not decide who ranks first.
        result[np.abs(result) < CANCELLED] = 0.0
    return result


def measure_topsis(x: Floats, w: Floats) -> Floats:
    """Reckon TOPSIS: d⁻ ÷ (d⁺ + d⁻), the distances from the worst and the best value of each child.

    The weights, scaled to sum to 1, multiply the values; distances are Euclidean. 1 is the ideal, 0 the anti-ideal.
    Where both are 0 the units cannot be told apart and the result is missing.

    Source: Hwang, C.-L. & Yoon, K. (1981), Multiple Attribute Decision Making, Springer.
    """
    to_best = _measure_from(x, w, _find_extreme(x, best=True))
    to_worst = _measure_from(x, w, _find_extreme(x, best=False))
    both = to_best + to_worst
    closeness: Floats = np.divide(to_worst, both, out=np.full(both.shape, np.nan), where=both > 0)
    return closeness


def count_copeland(x: Floats, w: Floats) -> Floats:
    """Count how many units of the block a unit beats, less how many beat it: −(n − 1) to n − 1.

    One unit beats another when the children in which it is better weigh more than those in which it is worse. Children
    that either lacks do not count; a pair with none in common is a draw. Values that agree to twelve digits are equal, as
    in ranks.

    Source: COINr's ``a_copeland``; Munda, G. & Nardo, M. (2009), Noncompensatory/nonlinear composite indicators for
    ranking countries, Applied Economics 41(12).
    """
    scores = np.empty(x.shape[1])
    for at, margins, shared in _compare(x, w):
        wins = np.sign(np.where(np.abs(margins) > DRAW * shared, margins, 0.0))
        scores[at : at + len(wins)] = wins.sum(axis=1)
    scores[np.isnan(x).all(axis=0)] = np.nan
    return scores


def measure_outranking(x: Floats, w: Floats) -> Floats:
    """Give the outranking matrix: the share of weights in which the row's unit is better, half of it when equal.

    Returns:
        Shape (n, n); 0 on the diagonal; ½ for a pair with no child in common.
    """
    matrix = np.empty((x.shape[1], x.shape[1]))
    for at, margins, shared in _compare(x, w):
        share = np.divide(margins, shared, out=np.zeros_like(margins), where=shared > 0)
        matrix[at : at + len(margins)] = (1 + share) / 2
    np.fill_diagonal(matrix, 0.0)
    return matrix


def _compare(x: Floats, w: Floats) -> Iterator[tuple[int, Floats, Floats]]:
    """Compare all pairs strip by strip: where the strip begins, weights for less weights against, and weights shared."""
    x = round_scores(x)
    complete = not np.isnan(x).any()
    for at in range(0, x.shape[1], STRIP):
        size = min(STRIP, x.shape[1] - at)
        margins = np.zeros((size, x.shape[1]))
        shared = np.full(margins.shape, w.sum() if complete else 0.0)
        for child, weight in zip(x, w, strict=True):
            mine = child[at : at + size, None]
            margins += weight * ((mine > child).astype(np.int8) - (mine < child).astype(np.int8))
            if not complete:
                shared += weight * ~(np.isnan(mine) | np.isnan(child))
        yield at, margins, shared


def _find_extreme(x: Floats, *, best: bool) -> Floats:
    """Find the best or the worst value of each child; a child that nobody has gives NaN."""
    extreme = np.full(len(x), np.nan)
    known = ~np.isnan(x).all(axis=1)
    extreme[known] = (np.nanmax if best else np.nanmin)(x[known], axis=1)
    return extreme


def _measure_from(x: Floats, w: Floats, point: Floats) -> Floats:
    """Measure each unit's weighted Euclidean distance from a point, NaN where it has no child that weighs."""
    square = np.square(w / w.sum())[:, None]
    off = x - point[:, None]
    # What is left of a difference of equals is none: else units that are all alike would be told apart by rounding.
    off[np.abs(off) <= CANCELLED * np.abs(point)[:, None]] = 0.0
    apart = np.square(off)
    there = np.where(np.isnan(apart), 0.0, square)
    carried = there.sum(axis=0)
    total = (there * np.nan_to_num(apart)).sum(axis=0)
    share = np.divide(total, carried, out=np.full(total.shape, np.nan), where=carried > 0)
    distance: Floats = np.sqrt(share * square.sum())
    return distance
