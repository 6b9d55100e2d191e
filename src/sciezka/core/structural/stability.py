"""How firmly a factor's role stands: when every rating may be off by one, and when other people had been asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sciezka.core.structural.indirect import DAMPING, NEAR, Indirect, find_indirect
from sciezka.core.structural.joining import MIDDLE, Middle, align, join_matrices
from sciezka.core.structural.powers import MOST_POWERS
from sciezka.core.structural.roles import BY_MEAN, EIGHT, FOUR, Band, CutRule, find_roles
from sciezka.core.structural.types import STRONGEST, InfluenceMatrix, StructuralProblem

Block = NDArray[np.float64]
DRAWS: Final = 500
MOST_DRAWS: Final = 20_000
CHANCE: Final = 0.2
SQUARES: Final = 12
EDGES: Final = (0.05, 0.95)
BANDS: Final[tuple[Band, Band, Band]] = ("low", "medium", "high")
HIGH: Final = 2
_CHUNK: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """How firmly one factor stands on one plane.

    Attributes:
        roles: the share of draws in which it has each role of the rule by which the planes are cut; they add up to 1.
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


def shake(
    matrix: InfluenceMatrix,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    chance: float = CHANCE,
    rule: CutRule = BY_MEAN,
    most: int = MOST_POWERS,
) -> Stability:
    """Draw matrices in which each rating may be off by one.

    Each cell beside the diagonal, zeros too, goes up by one with half the chance and down by one with the other half; what
    would leave 0 to 3 stays. So an influence that was overlooked and one that was imagined are both tried.

    Args:
        matrix: whose influences of today are shaken.
        draws: 1 to 20,000.
        seed: a whole number from 0.
        chance: that a cell is off, above 0, at most 1.
        rule: where the planes are cut, each draw's by its own numbers.
        most: the highest power at which the matrix itself may become stable.

    Raises:
        StructuralProblem: ``draws.range``, ``draws.seed``, ``draws.chance`` or ``powers.range``.
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

    return _try_draws(matrix, _cut_draws(draws, len(base), draw), seed, rule, most)


def resample(
    matrices: Sequence[InfluenceMatrix],
    *,
    draws: int = DRAWS,
    seed: int = 1,
    middle: Middle = MIDDLE,
    rule: CutRule = BY_MEAN,
    most: int = MOST_POWERS,
) -> Stability:
    """Draw groups of as many people, with replacement, and join each group's matrices (bootstrap, Efron 1979).

    Args:
        matrices: one of each person, of the same factors.
        draws: 1 to 20,000.
        seed: a whole number from 0.
        middle: which of two middles is a cell's median.
        rule: where the planes are cut, each draw's by its own numbers.
        most: the highest power at which the matrix itself may become stable.

    Raises:
        StructuralProblem: ``draws.range``, ``draws.seed``, or what ``join_matrices`` refuses, or ``powers.range``.
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

    return _try_draws(joined, _cut_draws(draws, size, draw), seed, rule, most)


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


def _try_draws(matrix: InfluenceMatrix, parts: Iterator[Block], seed: int, rule: CutRule, most: int) -> Stability:
    direct, indirect = _Tally(rule), _Tally(rule)
    base = find_indirect(matrix.direct, most=most)
    for part in parts:
        direct.add(part.sum(axis=2), part.sum(axis=1))
        indirect.add(*spread(part, base))
    own = [sum(row) for row in matrix.direct], [sum(column) for column in zip(*matrix.direct, strict=True)]
    return Stability(
        draws=direct.draws,
        seed=seed,
        direct=direct.report(find_roles(*own, rule).roles),
        indirect=indirect.report(find_roles(base.influence, base.dependence, rule).roles),
    )


def spread(block: Block, base: Indirect) -> tuple[Block, Block]:
    """Give the indirect influence and dependence of each drawn matrix, by the method by which the matrix itself is read.

    Numbers are floating ones, each matrix in its own measure; what is nearer than 1e-9 of the largest counts as a tie.

    Args:
        block: shape (draws, n, n).
        base: of the matrix itself. By a power: the same power. By the sum: the sum, and the damped sum for a draw that
            has gained a circle. By Perron's vector: the power method's 4,096th step on M + sI, s the mean row sum, which has
            the same vectors and no period.

    Returns:
        Two of shape (draws, n).
    """
    turned = block.transpose(0, 2, 1)
    ones = np.ones(block.shape[:2])
    if base.method == "power":
        return _raise_power(block, ones, base.power or 1), _raise_power(turned, ones, base.power or 1)
    if base.method == "perron":
        squared = _square(block)
        return squared.sum(axis=2), squared.sum(axis=1)
    # A matrix has the circles and the eigenvalues of its transpose: the slow part is done once.
    radius = _find_radius(block)
    return _add_powers(block, radius), _add_powers(turned, radius)


def _raise_power(block: Block, vectors: Block, steps: int) -> Block:
    for _step in range(steps):
        vectors = _scale((block @ vectors[:, :, None])[:, :, 0])
    return vectors


def _square(block: Block) -> Block:
    """Take the 2¹²th power of M + sI by squaring twelve times."""
    size = block.shape[1]
    found: Block = block + (block.sum(axis=(1, 2)) / size)[:, None, None] * np.eye(size)
    for _time in range(SQUARES):
        _mantissa, exponent = np.frexp(found.max(axis=(1, 2), keepdims=True))
        found = np.ldexp(found, -exponent)
        found = found @ found
    return found


def _scale(vectors: Block) -> Block:
    """Divide by a power of two near the largest, which loses no digit."""
    _mantissa, exponent = np.frexp(vectors.max(axis=1, keepdims=True))
    scaled: Block = np.ldexp(vectors, -exponent)
    return scaled


def _find_radius(block: Block) -> Block:
    """Give the spectral radius of each matrix; exactly 0 without a circle, where eigenvalues would be near it only."""
    ones = np.ones(block.shape[:2])
    has_circle = _raise_power((block > 0).astype(np.float64), ones, block.shape[1]).any(axis=1)
    radius = np.zeros(len(block))
    if has_circle.any():
        radius[has_circle] = np.abs(np.linalg.eigvals(block[has_circle])).max(axis=1)
    return radius


def _add_powers(block: Block, radius: Block) -> Block:
    """Sum powers plainly where there is no circle, damped where there is one."""
    draws, size, _size = block.shape
    has_circle = radius > 0
    total = np.zeros((draws, size))
    plain, wild = block[~has_circle], block[has_circle]
    vectors = np.ones((len(plain), size))
    for _step in range(size - 1):
        vectors = (plain @ vectors[:, :, None])[:, :, 0]
        total[~has_circle] += vectors
    if len(wild):
        ways = np.eye(size) - wild / (DAMPING * radius[has_circle])[:, None, None]
        found = np.linalg.solve(ways, np.ones((len(wild), size, 1)))[:, :, 0] - 1
        total[has_circle] = np.where(wild.sum(axis=2) == 0, 0.0, found)
    return total


class _Tally:
    """Counts roles and keeps ranks over the draws of one plane."""

    def __init__(self, rule: CutRule) -> None:
        self.rule = rule
        self.draws = 0
        self.names = (
            tuple(FOUR.values()) if rule.is_single else tuple(sorted({name for pair in EIGHT.values() for name in pair}))
        )
        self.counts: dict[str, NDArray[np.int64]] = {}
        self.ranks: tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]] = [], []

    def add(self, influence: Block, dependence: Block) -> None:
        self.draws += len(influence)
        up, across = _find_bands(influence, self.rule, "influence"), _find_bands(dependence, self.rule, "dependence")
        is_beyond = dependence > dependence.mean(axis=1, keepdims=True) * (1 + NEAR)
        # One whole number for each field of the plane and side of the mean; its name is looked up once.
        fields = (up * 3 + across) * 2 + is_beyond
        for at, name in enumerate(self._name_fields()):
            self.counts[name] = self.counts.get(name, 0) + (fields == at).sum(axis=0)
        for values, kept in zip((influence, dependence), self.ranks, strict=True):
            near = NEAR * values.max(axis=1)[:, None, None]
            kept.append(1 + (values[:, None, :] - values[:, :, None] > near).sum(axis=2))

    def _name_fields(self) -> list[str]:
        if self.rule.is_single:
            return [FOUR[up == HIGH, across == HIGH] for up in range(3) for across in range(3) for _side in range(2)]
        return [EIGHT[BANDS[up], BANDS[across]][side] for up in range(3) for across in range(3) for side in range(2)]

    def report(self, own: Sequence[str]) -> tuple[Firmness, ...]:
        by_influence, by_dependence = (np.concatenate(kept) for kept in self.ranks)
        found = []
        for at, role in enumerate(own):
            shares = {name: float(self.counts[name][at] / self.draws) for name in self.names}
            found.append(
                Firmness(
                    roles=shares,
                    same_role=shares[role],
                    rank_influence=_sum_up(by_influence[:, at]),
                    rank_dependence=_sum_up(by_dependence[:, at]),
                )
            )
        return tuple(found)


def _find_bands(values: Block, rule: CutRule, axis: Literal["influence", "dependence"]) -> NDArray[np.int64]:
    """Give 0 (low), 1 (medium) or 2 (high) for each factor of each draw."""
    if rule.by == "terciles":
        low, high = np.quantile(values, [1 / 3, 2 / 3], axis=1, keepdims=True)
    else:
        middle = (np.median if rule.by == "median" else np.mean)(values, axis=1, keepdims=True)
        low, high = (middle * float(factor) for factor in rule.find_factors(axis))
    near = NEAR * values.max(axis=1, keepdims=True)
    bands: NDArray[np.int64] = (values - low > near).astype(np.int64) + (values - high > near)
    return bands


def _sum_up(ranks: NDArray[np.int64]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(ranks, [EDGES[0], 0.5, EDGES[1]])
    return float(low), float(middle), float(high)
