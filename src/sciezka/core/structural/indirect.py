"""What is reported as indirect influence: the power that settled, or what stands in for it, and which it was."""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sciezka.core.structural.powers import MOST_POWERS, Powers, follow_powers, rank
from sciezka.core.structural.types import Rows, StructuralProblem

Method = Literal["power", "sum", "perron", "damped"]
DAMPING: Final = 2.0
NEAR: Final = 1e-9
"""Reckoned numbers no further apart than this share of the largest are ties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indirect:
    """Indirect influence and dependence.

    Attributes:
        influence: of each factor; whole numbers for ``power`` and ``sum``, shares of 1 for ``perron``.
        dependence: likewise.
        rank_influence: 1 for the highest; ties share the lowest rank.
        rank_dependence: likewise.
        method: ``power`` (M^k, both rankings settled), ``sum`` (M + M² + …, no circle), ``perron`` (every factor reaches
            every other, not settled), ``damped`` (the rest).
        power: k for ``power``; for ``sum`` the last power that is not all zeros, 0 when the matrix is; else None.
        converged: both rankings by powers settled; what ``method`` is ``power`` says.
        powers: the powers that were looked at.
    """

    influence: tuple[float, ...]
    dependence: tuple[float, ...]
    rank_influence: tuple[int, ...]
    rank_dependence: tuple[int, ...]
    method: Method
    power: int | None
    converged: bool
    powers: Powers


def find_indirect(cells: Rows, *, most: int = MOST_POWERS, damping: float = DAMPING) -> Indirect:
    """Find indirect influence: by the power at which both rankings have settled, or by what stands in for it.

    - ``power``: k is the greater of the first stable powers of the two rankings; numbers are the sums of M^k.
    - ``sum``: without a circle powers vanish, so that all of them count: S = M + M² + … + M^(n−1), exactly.
    - ``perron``: where every factor reaches every other and the rankings don't settle, the eigenvectors of the largest
      eigenvalue λ (right: influence, left: dependence), each adding up to 1: what powers tend to, on the mean of a period.
    - ``damped``: otherwise S = Σ (M/(cλ))^k = (I − M/(cλ))⁻¹ − I with c > 1.

    Args:
        cells: strengths of influence, whole and not negative, shape (n, n).
        most: the highest power at which a ranking may become stable.
        damping: c, above 1; the larger, the less long paths count.

    Raises:
        StructuralProblem: ``powers.range`` or ``damping.range``.
    """
    if not (damping > 1 and math.isfinite(damping)):
        raise StructuralProblem("damping.range", f"The damping {damping} must be above 1.", said=damping)
    powers = follow_powers(cells, most)
    if powers.vanishes is not None:
        influence, dependence = add_powers(cells), add_powers(list(zip(*cells, strict=True)))
        return _report(influence, dependence, "sum", powers.vanishes - 1, powers)
    if powers.stable is not None:
        step = powers.steps[powers.stable - 1]
        return _report(step.influence, step.dependence, "power", step.k, powers)
    block = np.array(cells, dtype=np.float64)
    if powers.is_irreducible:
        return _report(find_perron(block), find_perron(block.T), "perron", None, powers)
    return _report(damp(block, damping), damp(block.T, damping), "damped", None, powers)


def add_powers(cells: Rows) -> tuple[int, ...]:
    """Add up the row sums of M, M² … of a matrix without a circle."""
    size = len(cells)
    vector, total = [1] * size, [0] * size
    while True:
        vector = [sum(weight * vector[column] for column, weight in enumerate(row) if weight) for row in cells]
        if not any(vector):
            return tuple(total)
        total = [have + more for have, more in zip(total, vector, strict=True)]


def find_perron(block: NDArray[np.float64]) -> tuple[float, ...]:
    """Give the right eigenvector of the largest eigenvalue, positive, adding up to 1 (Perron 1907, Frobenius 1912)."""
    values, vectors = np.linalg.eig(block)
    vector = np.abs(vectors[:, int(np.argmax(values.real))].real)
    return tuple(float(value) for value in vector / vector.sum())


def damp(block: NDArray[np.float64], damping: float = DAMPING) -> tuple[float, ...]:
    """Give the row sums of Σ (M/(cλ))^k over k ≥ 1, λ the spectral radius, which must not be 0."""
    radius = float(np.abs(np.linalg.eigvals(block)).max())
    size = len(block)
    found = np.linalg.solve(np.eye(size) - block / (damping * radius), np.ones(size)) - 1
    # What reaches nothing has 0, not what solving leaves.
    found[block.sum(axis=1) == 0] = 0.0
    return tuple(float(value) for value in found)


def _report(
    influence: tuple[float, ...], dependence: tuple[float, ...], method: Method, power: int | None, powers: Powers
) -> Indirect:
    is_exact = method in {"power", "sum"}
    return Indirect(
        influence=influence,
        dependence=dependence,
        rank_influence=rank(influence, 0.0 if is_exact else NEAR * max(influence)),
        rank_dependence=rank(dependence, 0.0 if is_exact else NEAR * max(dependence)),
        method=method,
        power=power,
        converged=method == "power",
        powers=powers,
    )
