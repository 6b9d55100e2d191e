"""What goes with what: correlations, indicators that say the same, the inner agreement of a node's children."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.blocks import rank_rows
from sciezka.core.index.rank import round_scores
from sciezka.core.index.types import Floats, IndexProblem, Structure

KINDS: Final = ("pearson", "spearman")
_FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two indicators and how they go together.

    Attributes:
        one: the first, in the structure's order.
        other: the second.
        correlation: from −1 to 1.
        siblings: whether they stand under the same node.
    """

    one: str
    other: str
    correlation: float
    siblings: bool


def correlate(x: Floats, *, kind: str = "pearson") -> Floats:
    """Correlate every row with every other, shape (rows, rows)."""
    return correlate_with(x, x, kind=kind)


def correlate_with(x: Floats, y: Floats, *, kind: str = "pearson") -> Floats:
    """Correlate rows with rows, each pair over the units that have both.

    Pearson: Σ (x − x̄)(y − ȳ) ÷ √(Σ (x − x̄)² · Σ (y − ȳ)²). Spearman: the same of the ranks, which ties share on average;
    values that agree to twelve digits are tied.

    Args:
        x: shape (k, n).
        y: shape (m, n).
        kind: ``pearson`` or ``spearman``.

    Returns:
        Shape (k, m); NaN where fewer than three units have both, or one does not vary among them.

    Raises:
        IndexProblem: an unknown kind.
    """
    if kind not in KINDS:
        raise IndexProblem("reading.kind", f"The correlation {kind!r} is not known. Use pearson or spearman.", kind=kind)
    if kind == "pearson":
        return _correlate_products(x, y)
    x, y = round_scores(x), round_scores(y)
    if not (np.isnan(x).any() or np.isnan(y).any()):
        return _correlate_products(rank_rows(x, "average"), rank_rows(y, "average"))
    # Ranks change with the units that have both, so that pairs with gaps are ranked one by one.
    found = np.full((len(x), len(y)), np.nan)
    for at, row in enumerate(x):
        for to, column in enumerate(y):
            both = ~(np.isnan(row) | np.isnan(column))
            ranks = rank_rows(np.array([row[both], column[both]]), "average")
            found[at, to] = _correlate_products(ranks[:1], ranks[1:])[0, 0]
    return found


def find_redundant(codes: Sequence[str], x: Floats, structure: Structure, *, least: float = 0.9) -> tuple[Pair, ...]:
    """Name pairs of indicators that say nearly the same (or nearly the opposite), the strongest first.

    Args:
        codes: the indicators' codes.
        x: normalised, shape (indicators, n).
        structure: tells which are siblings: two that say the same under one node count double there.
        least: the absolute correlation from which a pair is named.
    """
    found = correlate(x)
    pairs = [
        Pair(
            codes[one],
            codes[other],
            float(found[one, other]),
            structure.node(codes[one]).parent == structure.node(codes[other]).parent,
        )
        for one in range(len(codes))
        for other in range(one + 1, len(codes))
        if abs(found[one, other]) >= least
    ]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair.correlation)))


def measure_alpha(x: Floats) -> float:
    """Give Cronbach's alpha: k ÷ (k − 1) · (1 − Σ of the rows' variances ÷ Σ of all covariances), over units with no gap.

    Near 1 the rows measure one thing; below 0 some point against others. NaN for a single row, fewer than two such
    units, or no variance.

    Args:
        x: normalised, shape (k, n).
    """
    whole = x[:, ~np.isnan(x).any(axis=0)]
    rows = len(whole)
    if rows < 2 or whole.shape[1] < 2:  # noqa: PLR2004 - two rows, two units
        return float("nan")
    covariance = np.cov(whole)
    total = float(covariance.sum())
    if abs(total) <= 1e-14 * float(np.abs(covariance).sum()):
        return float("nan")
    return rows / (rows - 1) * (1 - float(np.trace(covariance)) / total)


def measure_alphas(scores: Floats, structure: Structure) -> Mapping[str, float]:
    """Give Cronbach's alpha of the children of each node that has two or more.

    Args:
        scores: of all nodes, shape (nodes, n), in the structure's order.
        structure: the tree.
    """
    return {
        code: measure_alpha(scores[[structure.position[child] for child in under]])
        for code, under in structure.children.items()
        if len(under) > 1
    }


def _correlate_products(x: Floats, y: Floats) -> Floats:
    """Pearson over the units that both have, by products of matrices."""
    known_x, known_y = ~np.isnan(x), ~np.isnan(y)
    x, y = _centre(x, known_x), _centre(y, known_y)
    k, m = known_x.astype(np.float64), known_y.astype(np.float64)
    count = k @ m.T
    n = np.where(count >= _FEWEST, count, np.nan)
    sum_x, sum_y = x @ m.T, k @ y.T
    square_x, square_y = (x * x) @ m.T, k @ (y * y).T
    spread_x, spread_y = square_x - sum_x * sum_x / n, square_y - sum_y * sum_y / n
    # What rounding leaves of a row that does not vary is no spread.
    varies = (spread_x > 1e-13 * square_x) & (spread_y > 1e-13 * square_y)
    scale = np.sqrt(np.where(varies, spread_x, np.nan) * np.where(varies, spread_y, np.nan))
    found: Floats = np.clip((x @ y.T - sum_x * sum_y / n) / scale, -1.0, 1.0)
    return found


def _centre(x: Floats, known: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """Take each row's mean away and scale it by its largest deviation; 0 where missing."""
    mean = np.where(known, x, 0.0).sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    off = np.where(known, x - mean, 0.0)
    size = np.abs(off).max(axis=1, keepdims=True, initial=0.0)
    tiny = size <= np.abs(mean) * 1e-13
    return np.where(tiny, 0.0, off / np.where(tiny, 1.0, size))
