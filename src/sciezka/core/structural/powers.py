"""Indirect influence by powers of the matrix: exact whole numbers, ranks with ties, and when the ranking settles."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import gcd
from typing import Final

from sciezka.core.structural.types import Rows, StructuralProblem

MOST_POWERS: Final = 10
CONFIRM: Final = 2
"""So many further powers must leave a ranking as it is before it is called stable."""
FURTHEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What one power of the matrix says.

    Attributes:
        k: the power; 1 is the matrix itself, direct influence.
        influence: row sums: weighted paths of k steps that start at each factor.
        dependence: column sums: those that end there.
        rank_influence: 1 for the highest; ties share the lowest rank (1, 2, 2, 4).
        rank_dependence: likewise.
        swaps_influence: pairs of factors whose strict order is the reverse of that at power k − 1; None at power 1.
        swaps_dependence: likewise.
    """

    k: int
    influence: tuple[int, ...]
    dependence: tuple[int, ...]
    rank_influence: tuple[int, ...]
    rank_dependence: tuple[int, ...]
    swaps_influence: int | None
    swaps_dependence: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Powers:
    """Powers of a matrix, one after another.

    Attributes:
        steps: from the first power to ``most`` + 2, the last two of which only confirm.
        most: the highest power at which a ranking may become stable.
        stable_influence: the first power from which the ranking by influence is the same in all that follow; None when
            it does not settle by ``most``, or when the powers vanish.
        stable_dependence: likewise.
        period_influence: 1 for a settled ranking; p when it repeats after p powers, seen at least twice; else None.
        period_dependence: likewise.
        vanishes: the first power that is all zeros, when there is one: the influences hold no circle.
        is_irreducible: every factor reaches every other.
        cyclicity: for an irreducible matrix the greatest common divisor of the lengths of its circles; above 1 powers
            need not settle. None when it is reducible.
    """

    steps: tuple[Power, ...]
    most: int
    stable_influence: int | None
    stable_dependence: int | None
    period_influence: int | None
    period_dependence: int | None
    vanishes: int | None
    is_irreducible: bool
    cyclicity: int | None

    @property
    def stable(self) -> int | None:
        """The first power from which both rankings stay as they are."""
        if self.stable_influence is None or self.stable_dependence is None:
            return None
        return max(self.stable_influence, self.stable_dependence)


def follow_powers(cells: Rows, most: int = MOST_POWERS) -> Powers:
    """Raise a matrix to powers, and tell when its rankings settle.

    Influence at power k is M^k·1 = M·(M^(k−1)·1) and dependence (Mᵀ)^k·1: whole numbers without a limit, so that ties are
    ties, never the work of rounding.

    Args:
        cells: strengths of influence, whole and not negative, shape (n, n).
        most: the highest power at which a ranking may become stable, 1 to 100; two more are looked at to confirm it.

    Raises:
        StructuralProblem: ``powers.range`` (``most`` is not from 1 to 100).

    Sources: Duperrin, J.-C. & Godet, M. (1973), *Méthode de hiérarchisation des éléments d'un système*, CEA-R-4541;
    Godet, M. (2001), *Manuel de prospective stratégique*, 2. On powers that don't settle: Dema & Barberà (2010).
    """
    if not 1 <= most <= FURTHEST:
        raise StructuralProblem("powers.range", f"{most} powers can't be taken. Use 1 to {FURTHEST}.", said=most)
    forward, backward = _thin(cells), _thin(list(zip(*cells, strict=True)))
    influence = dependence = [1] * len(cells)
    steps: list[Power] = []
    for k in range(1, most + CONFIRM + 1):
        influence, dependence = _multiply(forward, influence), _multiply(backward, dependence)
        before = steps[-1] if steps else None
        steps.append(
            Power(
                k=k,
                influence=tuple(influence),
                dependence=tuple(dependence),
                rank_influence=rank(influence),
                rank_dependence=rank(dependence),
                swaps_influence=count_swaps(before.influence, influence) if before else None,
                swaps_dependence=count_swaps(before.dependence, dependence) if before else None,
            )
        )
    vanishes = find_vanishing(cells)
    by_influence, by_dependence = ([getattr(step, what) for step in steps] for what in ("rank_influence", "rank_dependence"))
    stable = [None if vanishes else _find_stable(ranks, most) for ranks in (by_influence, by_dependence)]
    reached = reach(cells)
    is_irreducible = all(mask == (1 << len(cells)) - 1 for mask in reached)
    return Powers(
        steps=tuple(steps),
        most=most,
        stable_influence=stable[0],
        stable_dependence=stable[1],
        period_influence=1 if stable[0] else None if vanishes else _find_period(by_influence),
        period_dependence=1 if stable[1] else None if vanishes else _find_period(by_dependence),
        vanishes=vanishes,
        is_irreducible=is_irreducible,
        cyclicity=find_cyclicity(cells) if is_irreducible else None,
    )


def rank(values: Sequence[float], near: float = 0.0) -> tuple[int, ...]:
    """Rank values, the highest first; ties share the lowest rank (1, 2, 2, 4).

    Args:
        values: in any order.
        near: neighbours no further apart than this are ties; 0 for whole numbers.
    """
    order = sorted(range(len(values)), key=lambda at: -values[at])
    ranks = [1] * len(values)
    for place, (before, at) in enumerate(pairwise(order), start=2):
        ranks[at] = ranks[before] if values[before] - values[at] <= near else place
    return tuple(ranks)


def count_swaps(before: Sequence[float], after: Sequence[float]) -> int:
    """Count the pairs whose strict order is reversed: what a bubble sort swaps, ties left where they are."""
    pairs = list(zip(before, after, strict=True))
    return sum((one[0] - two[0]) * (one[1] - two[1]) < 0 for one, two in combinations(pairs, 2))


def find_vanishing(cells: Rows) -> int | None:
    """Give the first power that is all zeros: one more than the steps of the longest path; None with a circle."""
    forward = _thin(cells)
    reached = [1] * len(cells)
    for k in range(1, len(cells) + 1):
        reached = [int(any(reached[column] for column, _weight in row)) for row in forward]
        if not any(reached):
            return k
    return None


def reach(cells: Rows) -> list[int]:
    """Give, as a set of bits, which factors each one reaches in one or more steps (Warshall 1962)."""
    masks = [sum(1 << column for column, weight in enumerate(row) if weight) for row in cells]
    for middle in range(len(masks)):
        through = masks[middle]
        masks = [mask | through if mask >> middle & 1 else mask for mask in masks]
    return masks


def find_cyclicity(cells: Rows) -> int:
    """Give the greatest common divisor of the lengths of all circles, where every factor reaches every other.

    It is that of level(i) + 1 − level(j) over all influences i → j, with levels counted in steps from any factor
    (Denardo 1977, *Periods of connected networks and powers of nonnegative matrices*).
    """
    forward = _thin(cells)
    levels = {0: 0}
    queue = [0]
    for at in queue:
        for column, _weight in forward[at]:
            if column not in levels:
                levels[column] = levels[at] + 1
                queue.append(column)
    divisor = 0
    for at, row in enumerate(forward):
        for column, _weight in row:
            divisor = gcd(divisor, levels[at] + 1 - levels[column])
    return divisor


def _thin(cells: Rows) -> list[list[tuple[int, int]]]:
    """Keep the cells of each row that hold something, as (column, strength)."""
    return [[(column, int(weight)) for column, weight in enumerate(row) if weight] for row in cells]


def _multiply(rows: Sequence[Sequence[tuple[int, int]]], vector: Sequence[int]) -> list[int]:
    return [sum(weight * vector[column] for column, weight in row) for row in rows]


def _find_stable(ranks: Sequence[tuple[int, ...]], most: int) -> int | None:
    """Give the first power from which the ranks are those of the last one; None when that is beyond ``most``."""
    k = len(ranks)
    while k > 1 and ranks[k - 2] == ranks[-1]:
        k -= 1
    return k if k <= most else None


def _find_period(ranks: Sequence[tuple[int, ...]]) -> int | None:
    """Give the shortest period of at least two that the last powers show at least twice."""
    for period in range(2, len(ranks) // 2 + 1):
        tail = ranks[-2 * period :]
        if tail[:period] == tail[period:]:
            return period
    return None
