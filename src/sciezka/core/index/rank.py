"""Ranks of scores: 1 is the best, ties share the lowest rank, what is missing has no rank."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.types import Cube, Floats, cells

# Scores that agree to so many significant digits are a tie, so that engines that add in another order rank alike.
DIGITS = 12
# What is so small beside the largest score of its block is what is left of numbers that cancel out: it is 0.
NOTHING = 1e-14
NO_RANK = 0


def rank_scores(scores: Floats) -> NDArray[np.int32]:
    """Rank scores along the last axis, each row by itself, the highest first; 0 where a score is missing."""
    flat = round_scores(scores).reshape(-1, scores.shape[-1])
    ranks = np.zeros(flat.shape, dtype=np.int32)
    for row, out in zip(flat, ranks, strict=True):
        known = ~np.isnan(row)
        ordered = np.sort(-row[known])
        out[known] = np.searchsorted(ordered, -row[known], side="left") + 1
    return ranks.reshape(scores.shape)


def rank_within(scores: Floats, within: Sequence[str], cube: Cube) -> NDArray[np.int32]:
    """Rank the scores of every node, shape (years, nodes, units), among the observations of each block.

    Args:
        scores: what to rank.
        within: ``year``, ``group``, both, or nothing to rank all observations together.
        cube: tells which units were there, and in which group.
    """
    ranks = np.full(scores.shape, NO_RANK, dtype=np.int32)
    for _name, (years, units) in cells(within, cube):
        ranks[years, :, units] = rank_scores(scores[years, :, units].T).T
    return ranks


def round_scores(scores: Floats) -> Floats:
    """Round scores to twelve significant digits, and what is all but 0 beside the largest of its row to 0."""
    size = np.abs(np.where(np.isnan(scores), 0.0, scores))
    largest = size.max(axis=-1, keepdims=True, initial=0.0)
    tiny = size <= largest * NOTHING
    with np.errstate(over="ignore", invalid="ignore"):
        power = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.where(tiny, 1.0, size))))
        rounded: Floats = np.round(scores * power) / power
    beyond = ~np.isfinite(power) | (np.isfinite(scores) & ~np.isfinite(rounded))
    rounded = np.where(beyond, scores, rounded)
    return np.where(tiny & ~np.isnan(scores), 0.0, rounded)
