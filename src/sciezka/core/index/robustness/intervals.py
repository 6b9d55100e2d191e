"""What many replications say: intervals of ranks, who beats whom, how often each rank."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.rank import NOTHING
from sciezka.core.index.types import Floats

Ranks = NDArray[np.int32]
# Cutting a float64 to 40 bits keeps about twelve significant digits, as the index's own ranks do.
_SPLIT = 2.0**13 + 1
_NONE = np.inf


@dataclass(frozen=True, slots=True)
class RankIntervals:
    """Where the ranks of the replications lie, arrays of the shape (…, n); NaN for a unit that never has a rank.

    Attributes:
        low: the quantile ``from_share`` of the ranks: a small number is a good rank.
        median: the middle rank.
        high: the quantile ``to_share``.
        mean: the average rank.
        draws: how many replications.
        from_share: 0.05 unless chosen otherwise.
        to_share: 0.95 unless chosen otherwise.
    """

    low: Floats
    median: Floats
    high: Floats
    mean: Floats
    draws: int
    from_share: float = 0.05
    to_share: float = 0.95


def rank_draws(scores: Floats) -> Ranks:
    """Rank along the last axis: 1 = the highest score, equal scores share the lowest rank, 0 where missing.

    Scores are compared to about twelve significant digits (40 bits), so that the order of additions makes no rank.

    Args:
        scores: shape (…, n).
    """
    flat = -scores.reshape(-1, scores.shape[-1])
    gaps = np.isnan(flat)
    with np.errstate(over="ignore", invalid="ignore"):
        upper = _SPLIT * flat
        cut = upper - (upper - flat)
    if np.isinf(upper).any():
        cut = np.where(np.isfinite(cut), cut, flat)
    size = np.abs(cut)
    if gaps.any():
        size = np.where(gaps, 0.0, size)
        cut = np.where(gaps, _NONE, cut)
    cut = np.where(size <= size.max(axis=1, keepdims=True, initial=0.0) * NOTHING, np.where(gaps, _NONE, 0.0), cut)
    order = np.argsort(cut, axis=1)
    arranged = np.take_along_axis(cut, order, axis=1)
    place = np.broadcast_to(np.arange(1, cut.shape[1] + 1, dtype=np.int32), cut.shape).copy()
    tied = arranged[:, 1:] == arranged[:, :-1]
    if tied.any():
        place[:, 1:][tied] = 0
        np.maximum.accumulate(place, axis=1, out=place)
    ranks = np.empty(cut.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, place, axis=1)
    if gaps.any():
        ranks[gaps] = 0
    return ranks.reshape(scores.shape)


def summarise_ranks(ranks: Ranks, *, from_share: float = 0.05, to_share: float = 0.95) -> RankIntervals:
    """Summarise the ranks of replications; a replication in which a unit has no rank does not count for it.

    Quantiles are interpolated on the line between two ranks, as R's and NumPy's standard ones are.

    Args:
        ranks: shape (draws, …, n), 0 where there is none.
        from_share: the lower end of the interval.
        to_share: the upper end.
    """
    small = np.int16 if ranks.max(initial=0) < np.iinfo(np.int16).max else np.int32
    flat = np.ascontiguousarray(ranks.reshape(len(ranks), -1).T.astype(small))
    flat.sort(axis=1, kind="stable")  # a radix sort for small integers
    absent = (flat == 0).sum(axis=1)
    known = len(ranks) - absent
    some = known > 0
    shape = ranks.shape[1:]

    def take(share: float) -> Floats:
        at = absent + share * np.maximum(known - 1, 0)
        below = np.minimum(np.floor(at).astype(np.intp), len(ranks) - 1)
        above = np.minimum(below + 1, len(ranks) - 1)
        rows = np.arange(len(flat))
        lower, upper = flat[rows, below].astype(np.float64), flat[rows, above].astype(np.float64)
        return np.where(some, lower + (upper - lower) * (at - below), np.nan).reshape(shape)

    mean = np.where(some, flat.sum(axis=1) / np.maximum(known, 1), np.nan).reshape(shape)
    return RankIntervals(take(from_share), take(0.5), take(to_share), mean, len(ranks), from_share, to_share)


def count_wins(ranks: Ranks) -> Floats:
    """Give the share of replications in which one unit stands above another.

    A tie is a win for neither; only replications in which both have a rank count.

    Args:
        ranks: shape (draws, n), 0 where there is none.

    Returns:
        Shape (n, n): row A, column B is the share of runs in which A beats B; NaN on the diagonal.
    """
    units = ranks.shape[1]
    placed = np.ascontiguousarray(ranks.T)
    known = placed > 0
    wins = np.full((units, units), np.nan)
    for one in range(units):
        both = known & known[one]
        count = both.sum(axis=1)
        won = (both & (placed[one] < placed)).sum(axis=1)
        wins[one] = np.where(count > 0, won / np.maximum(count, 1), np.nan)
    np.fill_diagonal(wins, np.nan)
    return wins


def count_ranks(ranks: Ranks) -> Floats:
    """Give how often each unit takes each rank, as shares of all replications.

    Args:
        ranks: shape (draws, n), 0 where there is none.

    Returns:
        Shape (n, n): row = unit, column r − 1 = rank r. A row sums to 1 unless the unit lacks a rank in some runs.
    """
    draws, units = ranks.shape
    cell = np.arange(units) * (units + 1) + ranks
    counted = np.bincount(cell.ravel(), minlength=units * (units + 1)).reshape(units, units + 1)
    shares: Floats = counted[:, 1:] / draws
    return shares


def measure_rank_change(ranks: Ranks, nominal: Ranks) -> Floats:
    """Give the mean absolute change of rank against the nominal ranks, for each replication, shape (draws,).

    Units without a rank in either are left out.
    """
    both = (ranks > 0) & (nominal > 0)
    count = both.sum(axis=1)
    change = np.where(both, np.abs(ranks.astype(np.int64) - nominal), 0).sum(axis=1)
    return np.where(count > 0, change / np.maximum(count, 1), np.nan)
