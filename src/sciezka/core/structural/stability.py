"""How firmly a factor's role stands: when every rating may be off by one, and when other people had been asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.structural.indirect import DAMPING, NEAR, Indirect, Method, find_indirect
from sciezka.core.structural.joining import MIDDLE, Middle, align, join_matrices
from sciezka.core.structural.roles import FOUR, find_roles
from sciezka.core.structural.types import STRONGEST, InfluenceMatrix, StructuralProblem

Block = NDArray[np.float64]
DRAWS: Final = 500
MOST_DRAWS: Final = 20_000
CHANCE: Final = 0.2
STEPS: Final = 100
EDGES: Final = (0.05, 0.95)
_CHUNK: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """How firmly one factor stands on one plane.

    Attributes:
        roles: the share of draws in which it has each of the four roles; they add up to 1.
        same_role: the share of draws in which it has the role of the matrix itself.
        rank_influence: the 5th percentile, the median and the 95th of its rank by influence.
        rank_dependence: likewise.
    """

    roles: dict[str, float]
    same_role: float
    rank_influence: tuple[float, float, float]
    rank_dependence: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """How firmly all factors stand.

    Attributes:
        draws: how many matrices were drawn.
        seed: from which; the same seed gives the same numbers.
        direct: of each factor.
        indirect: likewise.
    """

    draws: int
    seed: int
    direct: tuple[Firmness, ...]
    indirect: tuple[Firmness, ...]


def shake(matrix: InfluenceMatrix, *, draws: int = DRAWS, seed: int = 1, chance: float = CHANCE) -> Stability:
    """Draw matrices in which each rating may be off by one.

    Each cell beside the diagonal, zeros too, goes up by one with half the chance and down by one with the other half; what
    would leave 0 to 3 stays. So an influence that was overlooked and one that was imagined are both tried.

    Args:
        matrix: whose influences of today are shaken.
        draws: 1 to 20,000.
        seed: a whole number from 0.
        chance: that a cell is off, above 0, at most 1.

    Raises:
        StructuralProblem: ``draws.range``, ``draws.seed`` or ``draws.chance``.
    """
    _check_draws(draws, seed)
    if not 0 < chance <= 1:
        raise StructuralProblem("draws.chance", f"The chance {chance} is not above 0 and at most 1.", said=chance)
    base = np.array(matrix.direct, dtype=np.float64)
    rng = np.random.default_rng(seed)
    beside = ~np.eye(len(base), dtype=bool)

    def draw(count: int) -> Block:
        chances = rng.random((count, *base.shape))
        step = (chances < chance / 2) * 1.0 - ((chances >= chance / 2) & (chances < chance)) * 1.0
        moved = base + step * beside
        kept: Block = np.where((moved >= 0) & (moved <= STRONGEST), moved, base)
        return kept

    return _try_draws(matrix, _cut_draws(draws, len(base), draw), draws=draws, seed=seed)


def resample(
    matrices: Sequence[InfluenceMatrix], *, draws: int = DRAWS, seed: int = 1, middle: Middle = MIDDLE
) -> Stability:
    """Draw groups of as many people, with replacement, and join each group's matrices (bootstrap, Efron 1979).

    Args:
        matrices: one of each person, of the same factors.
        draws: 1 to 20,000.
        seed: a whole number from 0.
        middle: which of two middles is a cell's median.

    Raises:
        StructuralProblem: ``draws.range``, ``draws.seed``, or what ``join_matrices`` refuses.
    """
    _check_draws(draws, seed)
    joined = join_matrices(matrices, middle).matrix
    aligned = align(matrices)
    size, people = len(joined.factors), len(aligned)
    given = np.array(
        [
            [[-1 if cell is None else cell if isinstance(cell, int) else 0 for cell in row] for row in one.rows]
            for one in aligned
        ]
    )
    ticks = np.stack([given == level for level in range(STRONGEST + 1)], axis=1).reshape(people, -1).astype(np.float64)
    rng = np.random.default_rng(seed)

    def draw(count: int) -> Block:
        weights = rng.multinomial(people, np.full(people, 1 / people), size=count)
        counts = (weights @ ticks).reshape(count, STRONGEST + 1, size, size)
        below = counts.cumsum(axis=1)
        total = below[:, -1]
        place = np.floor((total - 1) / 2) if middle == "lower" else np.floor(total / 2)
        found: Block = (below <= np.where(total > 0, place, 0)[:, None]).sum(axis=1).astype(np.float64)
        found[total == 0] = 0.0
        found[:, np.arange(size), np.arange(size)] = 0.0
        return found

    return _try_draws(joined, _cut_draws(draws, size, draw), draws=draws, seed=seed)


def _check_draws(draws: int, seed: int) -> None:
    if not 1 <= draws <= MOST_DRAWS:
        raise StructuralProblem("draws.range", f"{draws} draws can't be made. Use 1 to {MOST_DRAWS}.", said=draws)
    if seed < 0:
        raise StructuralProblem("draws.seed", f"The seed {seed} is below 0. Use a whole number from 0.", said=seed)


def _cut_draws(draws: int, size: int, draw: Callable[[int], Block]) -> Iterator[Block]:
    """Draw in parts that memory holds; the parts' size depends on the matrix alone, so that a seed gives one answer."""
    part = max(1, _CHUNK // size**2)
    for start in range(0, draws, part):
        yield draw(min(part, draws - start))


def _try_draws(matrix: InfluenceMatrix, parts: Iterator[Block], *, draws: int, seed: int) -> Stability:
    direct, indirect = _Tally(len(matrix.factors)), _Tally(len(matrix.factors))
    base = find_indirect(matrix.direct)
    for part in parts:
        direct.add(part.sum(axis=2), part.sum(axis=1))
        indirect.add(spread(part, base), spread(part.transpose(0, 2, 1), base))
    own = [sum(row) for row in matrix.direct], [sum(column) for column in zip(*matrix.direct, strict=True)]
    return Stability(
        draws=draws,
        seed=seed,
        direct=direct.report(find_roles(*own).roles),
        indirect=indirect.report(find_roles(base.influence, base.dependence).roles),
    )


def spread(block: Block, base: Indirect) -> Block:
    """Give the indirect influence of each drawn matrix, by the method by which the matrix itself is read.

    Numbers are floating ones, each matrix scaled to its largest; what is nearer than 1e-9 of that counts as a tie.

    Args:
        block: shape (draws, n, n).
        base: of the matrix itself. By a power: the same power. By the sum: the sum, and the damped sum for a draw that
            has gained a circle. By Perron's vector: 100 steps of the power method on M + sI, s the mean row sum, which has
            the same vectors and no period.

    Returns:
        Shape (draws, n).
    """
    size = block.shape[1]
    ones = np.ones(block.shape[:2])
    methods: dict[Method, Callable[[], Block]] = {
        "power": lambda: _raise_power(block, ones, base.power or 1),
        "perron": lambda: _raise_power(block + (block.sum(axis=(1, 2)) / size)[:, None, None] * np.eye(size), ones, STEPS),
        "sum": lambda: _add_powers(block),
        "damped": lambda: _add_powers(block),
    }
    return methods[base.method]()


def _raise_power(block: Block, vectors: Block, steps: int) -> Block:
    for _step in range(steps):
        vectors = _scale((block @ vectors[:, :, None])[:, :, 0])
    return vectors


def _scale(vectors: Block) -> Block:
    """Divide by a power of two near the largest, which loses no digit."""
    _mantissa, exponent = np.frexp(vectors.max(axis=1, keepdims=True))
    scaled: Block = np.ldexp(vectors, -exponent)
    return scaled


def _add_powers(block: Block) -> Block:
    """Sum powers plainly where there is no circle, damped where there is one."""
    draws, size, _size = block.shape
    vectors, total = np.ones((draws, size)), np.zeros((draws, size))
    has_circle = _raise_power((block > 0).astype(np.float64), vectors, size).any(axis=1)
    plain = block[~has_circle]
    vectors = vectors[~has_circle]
    for _step in range(size - 1):
        vectors = (plain @ vectors[:, :, None])[:, :, 0]
        total[~has_circle] += vectors
    if has_circle.any():
        wild = block[has_circle]
        radius = np.abs(np.linalg.eigvals(wild)).max(axis=1)
        ways = np.eye(size) - wild / (DAMPING * radius)[:, None, None]
        found = np.linalg.solve(ways, np.ones((len(wild), size, 1)))[:, :, 0] - 1
        total[has_circle] = np.where(wild.sum(axis=2) == 0, 0.0, found)
    return total


class _Tally:
    """Counts roles and keeps ranks over the draws of one plane."""

    def __init__(self, size: int) -> None:
        self.counts = dict.fromkeys(FOUR.values(), np.zeros(size))
        self.ranks: tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]] = [], []

    def add(self, influence: Block, dependence: Block) -> None:
        high = [values > values.mean(axis=1, keepdims=True) * (1 + NEAR) for values in (influence, dependence)]
        for (up, across), role in FOUR.items():
            self.counts[role] = self.counts[role] + ((high[0] == up) & (high[1] == across)).sum(axis=0)
        for values, kept in zip((influence, dependence), self.ranks, strict=True):
            near = NEAR * values.max(axis=1)[:, None, None]
            kept.append(1 + (values[:, None, :] - values[:, :, None] > near).sum(axis=2))

    def report(self, own: Sequence[str]) -> tuple[Firmness, ...]:
        by_influence, by_dependence = (np.concatenate(kept) for kept in self.ranks)
        draws = len(by_influence)
        found = []
        for at, role in enumerate(own):
            shares = {name: float(counts[at] / draws) for name, counts in self.counts.items()}
            found.append(
                Firmness(
                    roles=shares,
                    same_role=shares[role],
                    rank_influence=_sum_up(by_influence[:, at]),
                    rank_dependence=_sum_up(by_dependence[:, at]),
                )
            )
        return tuple(found)


def _sum_up(ranks: NDArray[np.int64]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(ranks, [EDGES[0], 0.5, EDGES[1]])
    return float(low), float(middle), float(high)
