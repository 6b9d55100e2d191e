"""What an attacker can write down: every published number as an equation on how many people are of each kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Final

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.sparse import csr_array

from sciezka.core.polls.counted import ProtectedTable
from sciezka.core.polls.types import Interval, PollsProblem

MOST_KINDS: Final = 20_000
_NEAR: Final = 1e-6
_UNBOUNDED: Final = 3  # the status that linprog gives

Places = NDArray[np.int64]
Names = frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Equations on the numbers of people of each kind, all of them 0 or more.

    Attributes:
        tables: what is published of the variables of the system.
        size: how many kinds of people there are.
        blocks: the variables of each block of kinds, with the first kind of the block.
        shapes: of each block.
        left: the equations' coefficients, of shape (equations, kinds), sparse.
        right: what they come to.
        is_exact: whether any solution could be true; else an attacker with more patience might know more.
    """

    tables: tuple[ProtectedTable, ...]
    size: int
    blocks: tuple[tuple[tuple[str, ...], int], ...]
    shapes: tuple[tuple[int, ...], ...]
    left: csr_array
    right: NDArray[np.float64]
    is_exact: bool

    def find_kinds(self, names: Sequence[str], place: Sequence[int]) -> Places:
        """Give the kinds of people that a cell of a table counts."""
        for (held, start), shape in zip(self.blocks, self.shapes, strict=True):
            if set(names) <= set(held):
                at = tuple(place[names.index(name)] if name in names else slice(None) for name in held)
                found: Places = np.arange(start, start + prod(shape)).reshape(shape)[at]
                return np.ravel(found)
        raise PollsProblem("table.names", f"Nothing is published of {names}.", names=tuple(names))

    def push(self, kinds: Places, *, up: bool) -> NDArray[np.float64] | None:
        """Give numbers of people of each kind that the equations allow, with as many, or as few, as can be of some kinds.

        Returns:
            Float64 of shape (kinds,); None where there may be any number.

        Raises:
            PollsProblem: ``system.unsolved`` (the solver gave up).
        """
        costs = np.zeros(self.size)
        costs[kinds] = -1 if up else 1
        found = scipy.optimize.linprog(costs, A_eq=self.left, b_eq=self.right, bounds=(0, None), method="highs")
        if found.status == _UNBOUNDED:
            return None
        if found.status:
            raise PollsProblem("system.unsolved", f"The equations could not be solved: {found.message}")
        solution: NDArray[np.float64] = found.x
        return solution

    def attack(self, cells: Sequence[Places], threshold: int) -> dict[int, Interval]:
        """Find the cells that are known within fewer people than the threshold.

        Any numbers of people that the equations allow show how far *every* cell can move, so that most are seen to be free
        before their own turn. The ends of an interval are rounded inwards to whole people.

        Args:
            cells: of each cell the kinds that it counts.
            threshold: how wide an interval must be.

        Returns:
            By the cell's place in the list, the fewest and the most people that may be in it.
        """
        low, high = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)
        counted = _count_kinds(cells, self.size)
        found: dict[int, Interval] = {}
        for at, kinds in enumerate(cells):
            for up in (True, False):
                if _measure_width(low[at], high[at]) >= threshold:
                    break
                solution = self.push(kinds, up=up)
                if solution is None:
                    high[at] = np.inf
                else:
                    values = counted @ solution
                    low, high = np.minimum(low, values), np.maximum(high, values)
            if (width := _measure_width(low[at], high[at])) < threshold:
                end = float(np.ceil(low[at] - _NEAR))
                found[at] = Interval(end, end + max(width, 0.0))
        return found


def _measure_width(low: float, high: float) -> float:
    """Give how many steps of whole people lie between two ends; −∞ where nothing is known yet."""
    if low > high or np.isinf(low):
        return -np.inf
    return float(np.floor(high + _NEAR) - np.ceil(low - _NEAR))


def _count_kinds(cells: Sequence[Places], size: int) -> csr_array:
    rows = np.repeat(np.arange(len(cells)), [kinds.size for kinds in cells])
    columns = np.concatenate(cells) if cells else np.zeros(0, dtype=np.int64)
    return csr_array((np.ones(rows.size), (rows, columns)), shape=(len(cells), size))


def write_systems(
    tables: Iterable[ProtectedTable], *, most_kinds: int = MOST_KINDS, only_rings: bool = False
) -> tuple[System, ...]:
    """Write the equations of all that is published, one system for each group of variables that tables tie together.

    Where the variables tie without a ring (a tree of tables that share variables), counts that agree on what the tables
    share always come from some people (Vorob'ev 1962), so that a block for each largest table says all. In a ring a block
    of all variables says all, where it has at most ``most_kinds`` kinds; else the blocks of the tables are used, which
    allow too much, and the system is not exact. With ``only_rings`` there are only the exact systems of rings.
    """
    every: dict[tuple[str, ...], ProtectedTable] = {}
    for table in tables:
        for part in (*table.margins, table):
            every[part.table.names] = part
    ties = {names: table.table.ties for names, table in every.items()}
    systems = []
    for tied in _tie_names(ties.values()):
        if only_rings and is_ringless(ties[names] for names in every if ties[names] <= tied):
            continue
        here = tuple(table for names, table in every.items() if ties[names] <= tied)
        if only_rings and prod(_size_variables(here).values()) > most_kinds:
            continue
        systems.append(_write_system(here, most_kinds))
    return tuple(systems)


def is_ringless(edges: Iterable[Names]) -> bool:
    """Tell whether sets of names tie without a ring: Graham's reduction of them comes to nothing.

    Source: Graham, M. H. (1979), On the universal relation; Beeri, C. et al. (1983), On the desirability of acyclic
    database schemes, *J. ACM* 30(3).
    """
    left = [set(edge) for edge in edges]
    while True:
        counts: dict[str, int] = {}
        for edge in left:
            for name in edge:
                counts[name] = counts.get(name, 0) + 1
        smaller = [{name for name in edge if counts[name] > 1} for edge in left]
        kept: list[set[str]] = []
        for edge in sorted(smaller, key=len, reverse=True):
            if edge and not any(edge <= other for other in kept):
                kept.append(edge)
        if sorted(map(sorted, kept)) == sorted(map(sorted, left)):
            return len(kept) <= 1
        left = kept


def find_largest(edges: Iterable[Names]) -> list[Names]:
    """Give the sets that no other holds."""
    found: list[Names] = []
    for edge in sorted(set(edges), key=lambda edge: (-len(edge), sorted(edge))):
        if not any(edge <= other for other in found):
            found.append(edge)
    return found


def _tie_names(tables: Iterable[Names]) -> list[set[str]]:
    groups: list[set[str]] = []
    for names in tables:
        tied = set(names)
        apart = []
        for group in groups:
            if group & tied:
                tied |= group
            else:
                apart.append(group)
        groups = [*apart, tied]
    return groups


def _size_variables(tables: Iterable[ProtectedTable]) -> dict[str, int]:
    return {
        name: len(codes) + 1 for table in tables for name, codes in zip(table.table.names, table.table.codes, strict=True)
    }


def _write_system(tables: tuple[ProtectedTable, ...], most_kinds: int) -> System:
    sizes = _size_variables(tables)
    edges = find_largest(frozenset(table.table.names) for table in tables)
    ringless = is_ringless(table.table.ties for table in tables)
    whole = prod(sizes.values())
    if not ringless and whole <= most_kinds:
        edges = [frozenset(sizes)]
    blocks, shapes, start = [], [], 0
    for edge in edges:
        held = tuple(sorted(edge))
        blocks.append((held, start))
        shapes.append(tuple(sizes[name] for name in held))
        start += prod(shapes[-1])
    plain = System(
        tables,
        start,
        tuple(blocks),
        tuple(shapes),
        csr_array((0, start)),
        np.zeros(0),
        ringless or whole <= most_kinds,
    )
    return _fill_system(plain)


def _fill_system(plain: System) -> System:
    lines: list[tuple[Places, Places, float]] = []
    nothing = np.zeros(0, dtype=np.int64)
    everyone = plain.tables[0].table.people
    # How many there are is published unless all is hidden: then nothing is.
    if any(table.shown.any() for table in plain.tables):
        lines += [
            (np.arange(start, start + prod(shape)), nothing, everyone)
            for (_held, start), shape in zip(plain.blocks, plain.shapes, strict=True)
        ]
    for table in plain.tables:
        lines += [
            (plain.find_kinds(table.table.names, place.tolist()), nothing, float(table.table.counts[tuple(place)]))
            for place in np.argwhere(table.shown)
        ]
    sets = {name: at for table in plain.tables for name, at in zip(table.table.names, table.table.sets, strict=True) if at}
    for one, other in combinations(range(len(plain.blocks)), 2):
        lines += _agree(plain, one, other, sets)
    lines += _exclude(plain, sets)
    at, kinds, values, right = [], [], [], []
    for row, (plus, minus, total) in enumerate(lines):
        kinds += [plus, minus]
        values += [np.ones(plus.size), -np.ones(minus.size)]
        at.append(np.full(plus.size + minus.size, row))
        right.append(total)
    shape_ = (len(lines), plain.size)
    left = (
        csr_array((np.concatenate(values), (np.concatenate(at), np.concatenate(kinds))), shape=shape_)
        if lines
        else csr_array(shape_)
    )
    return System(plain.tables, plain.size, plain.blocks, plain.shapes, left, np.array(right), plain.is_exact)


def _agree(plain: System, one: int, other: int, sets: Mapping[str, str]) -> list[tuple[Places, Places, float]]:
    """Write that two blocks count the same people where they share variables, or who did not answer a set."""
    (names, start), (others, other_start) = plain.blocks[one], plain.blocks[other]
    shared = [name for name in names if name in others]
    first = np.arange(start, start + prod(plain.shapes[one])).reshape(plain.shapes[one])
    second = np.arange(other_start, other_start + prod(plain.shapes[other])).reshape(plain.shapes[other])
    found = []
    ways: list[tuple[dict[str, int], dict[str, int]]] = [({}, {})] if shared else []
    for name, another in product(names, others):
        if name != another and sets.get(name) and sets.get(name) == sets.get(another):
            ways.append(({name: -1}, {another: -1}))
    for here, there in ways:
        free = [name for name in shared if name not in {*here, *there}]
        for place in np.ndindex(*(plain.shapes[one][names.index(name)] for name in free)):
            where = dict(zip(free, place, strict=True))
            found.append(
                (
                    np.ravel(first[tuple((where | here).get(name, slice(None)) for name in names)]),
                    np.ravel(second[tuple((where | there).get(name, slice(None)) for name in others)]),
                    0.0,
                )
            )
    return found


def _exclude(plain: System, sets: Mapping[str, str]) -> list[tuple[Places, Places, float]]:
    """Write that nobody answered one option of a set and not another."""
    found = []
    for (names, start), shape in zip(plain.blocks, plain.shapes, strict=True):
        kinds = np.arange(start, start + prod(shape)).reshape(shape)
        for one, other in combinations(range(len(names)), 2):
            if sets.get(names[one]) and sets.get(names[one]) == sets.get(names[other]):
                lines = np.moveaxis(kinds, (one, other), (0, 1))
                halves = (lines[-1, :-1].ravel(), lines[:-1, -1].ravel())
                found.append((np.concatenate(halves), np.zeros(0, dtype=np.int64), 0.0))
    return found
