"""The skewness rule for all indicators at once: the same numbers as ``treat_by_skew``, without a loop over rows.

A thousand replications that treat the data anew each time need it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.recipe import Treat
from sciezka.core.index.treat import take_logarithm
from sciezka.core.index.types import Floats, Ints

Mask = NDArray[np.bool_]


def winsorise_points(x: Floats, choice: Treat | None = None) -> Floats:
    """Pull in the outermost values of skewed rows one by one; take a logarithm where that does not help.

    A row is too skewed when ``|skewness| > skew`` and ``kurtosis > kurtosis``; see ``treat_by_skew`` for the rule.

    Args:
        x: block, shape (indicators, n).
        choice: ``max_points``, ``skew`` and ``kurtosis``; the recipe's defaults when None.

    Returns:
        The treated block, shape (indicators, n).
    """
    choice = choice or Treat("skew_kurtosis")
    upward, extreme = _judge(x, choice)
    rows = np.flatnonzero(extreme)
    if not len(rows):
        return x
    out = x.copy()
    start = x[rows]
    pulled, upward, gaps = start.copy(), upward[rows], np.isnan(start)
    stubborn = np.ones(len(rows), dtype=bool)
    moved: Ints = np.zeros(len(rows), dtype=np.intp)
    waiting = np.arange(len(rows))
    while len(waiting):
        step = _pull(pulled[waiting], upward[waiting])
        count = ((step != start[waiting]) & ~gaps[waiting]).sum(axis=1)
        # A pull that would move more points than are allowed, or that has nothing left to move, is not made.
        made = (count <= choice.max_points) & (count > moved[waiting])
        waiting, step = waiting[made], step[made]
        pulled[waiting], moved[waiting] = step, count[made]
        upward[waiting], still = _judge(step, choice)
        stubborn[waiting[~still]] = False
        waiting = waiting[still]
    out[rows] = pulled
    if stubborn.any():
        out[rows[stubborn]] = take_logarithm(x[rows[stubborn]])
    return out


def _pull(x: Floats, upward: Mask) -> Floats:
    """Set the outermost values on the skewed side to the next ones inward."""
    sign = np.where(upward, 1.0, -1.0)[:, None]
    turned = x * sign
    edge = np.fmax.reduce(turned, axis=1, keepdims=True)
    outer = turned == edge
    inner = np.fmax.reduce(np.where(outer, -np.inf, turned), axis=1, keepdims=True)
    moved: Floats = np.where(outer & (inner > -np.inf), inner, turned) * sign
    return moved


def _judge(x: Floats, choice: Treat) -> tuple[Mask, Mask]:
    """Tell which rows are skewed upwards, and which are too skewed; both as samples, gaps passed over."""
    known = ~np.isnan(x)
    whole = bool(known.all())
    n: Any = float(x.shape[1]) if whole else known.sum(axis=1).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        if whole:
            off = x - (np.add.reduce(x, axis=1) / n)[:, None]
        else:
            off = np.where(known, x - (np.where(known, x, 0.0).sum(axis=1) / n)[:, None], 0.0)
        square = off * off
        second = np.add.reduce(square, axis=1)
        third, fourth = np.einsum("ij,ij->i", square, off), np.einsum("ij,ij->i", square, square)
        skew = np.sqrt(n * (n - 1)) / (n - 2) * np.sqrt(n) * third / (second * np.sqrt(second))
        kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (n * fourth / (second * second) - 3) + 6)
        extreme: Mask = (n >= 4) & (np.abs(skew) > choice.skew) & (kurtosis > choice.kurtosis)  # noqa: PLR2004 - four values
    return skew > 0, extreme
