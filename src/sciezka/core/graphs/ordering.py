"""Ordering: which stands beside which in each rank, so that few lines cross."""

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.graphs.ranks import Pair, Ranks
from sciezka.core.graphs.types import Graph
from sciezka.core.graphs.walking import list_components

Rows = list[list[int]]
Counts = NDArray[np.float32]

SWEEPS: Final = 24
PATIENCE: Final = 4
SIFTINGS: Final = 8
# A swept order with so many times the crossings of the other is not worth sifting.
PROMISING: Final = 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mesh:
    """A graph whose lines each lead from one rank to the next: long ones pass through cells of their own.

    Attributes:
        count: how many cells are nodes; cell *n* is the place *n*, and all from ``count`` on are passages.
        at: the rank of each cell.
        up: for each cell those of the rank before that are joined to it.
        down: likewise of the rank after.
        chains: for each pair of places that a line joins the cells on its way, both ends included.
    """

    count: int
    at: tuple[int, ...]
    up: tuple[tuple[int, ...], ...]
    down: tuple[tuple[int, ...], ...]
    chains: dict[Pair, tuple[int, ...]]


def build_mesh(ranks: Ranks) -> Mesh:
    """Cut long lines into steps; several edges between the same two nodes are one line."""
    at = list(ranks.at)
    chains: dict[Pair, tuple[int, ...]] = {}
    for pair in sorted({way for way in ranks.ways if way}):
        source, target = pair
        between = range(ranks.at[source] + 1, ranks.at[target])
        first = len(at)
        at += between
        chains[pair] = (source, *range(first, len(at)), target)
    up: Rows = [[] for _cell in at]
    down: Rows = [[] for _cell in at]
    for chain in chains.values():
        for here, there in pairwise(chain):
            down[here].append(there)
            up[there].append(here)
    return Mesh(count=len(ranks.at), at=tuple(at), up=tuple(map(tuple, up)), down=tuple(map(tuple, down)), chains=chains)


def split_mesh(graph: Graph, mesh: Mesh, order: Mapping[str, float] | None) -> list[Rows]:
    """Give the cells of each component in ranks, in a first order.

    Components stand by their first node, single nodes last; where an order is given, by the mean of what it says.
    """
    wanted = order or {}
    passages: dict[int, list[int]] = {}
    for (source, _target), chain in mesh.chains.items():
        passages.setdefault(source, []).extend(chain[1:-1])
    parts = []
    for component in list_components(graph):
        cells = [*component, *(cell for place in component for cell in passages.get(place, ()))]
        ranks = [mesh.at[cell] for cell in cells]
        rows: Rows = [[] for _rank in range(min(ranks), max(ranks) + 1)]
        for cell in sorted(cells):
            rows[mesh.at[cell] - min(ranks)].append(cell)
        told = [wanted[graph.nodes[place].key] for place in component if graph.nodes[place].key in wanted]
        parts.append((sum(told) / len(told) if told else float("inf"), len(component) == 1, component[0], rows))
    return [rows for _mean, _single, _first, rows in sorted(parts, key=lambda part: part[:3])]


def order_rows(mesh: Mesh, rows: Rows, hints: Mapping[int, float] | None = None) -> Rows:
    """Order the cells of each rank so that few lines cross.

    Without hints: two first orders, each swept up and down by the means of neighbours (Sugiyama, Tagawa & Toda 1981,
    Methods for visual understanding of hierarchical system structures, *IEEE Transactions on Systems, Man, and Cybernetics*
    11(2)), then *sifted*: each cell tried at every place of its rank, with both neighbouring ranks as they are
    (Matuszewski, Schönfeld & Molitor 1999, Using sifting for k-layer straightline crossing minimization, LNCS 1731).

    With hints (where each node stood before): their order is the first and is only sifted, so that nothing moves that would
    not save a crossing.
    """
    if all(len(row) == 1 for row in rows):
        return [list(row) for row in rows]
    if hints:
        return sift(mesh, _follow_hints(mesh, rows, hints))
    best: Rows = []
    least = -1
    starts = sorted(
        (sweep(mesh, _order_by_walk(mesh, rows, reverse=reverse)) for reverse in (False, True)), key=lambda start: start[1]
    )
    for swept, before in starts:
        if before > starts[0][1] * PROMISING:
            break
        tried = sift(mesh, swept)
        crossings = count_crossings(mesh, tried)
        if least < 0 or crossings < least:
            best, least = tried, crossings
        if least == 0:
            break
    return best


def _order_by_walk(mesh: Mesh, rows: Rows, *, reverse: bool) -> Rows:
    """Order cells as a depth-first walk comes to them: trees come out without any crossing."""
    found: Rows = [[] for _row in rows]
    first = mesh.at[rows[0][0]]
    seen: set[int] = set()
    heads = [cell for row in (reversed(rows) if reverse else rows) for cell in row]
    links = mesh.up if reverse else mesh.down
    back = mesh.down if reverse else mesh.up
    for head in heads:
        work = [head]
        while work:
            here = work.pop()
            if here in seen:
                continue
            seen.add(here)
            found[mesh.at[here] - first].append(here)
            work += [cell for cell in reversed(back[here]) if cell not in seen]
            work += [cell for cell in reversed(links[here]) if cell not in seen]
    return found


def _follow_hints(mesh: Mesh, rows: Rows, hints: Mapping[int, float]) -> Rows:
    """Order cells by their hints; passages between their ends; nodes without one beside their neighbours."""
    told = {cell: hints[cell] for row in rows for cell in row if cell in hints}
    for chain in mesh.chains.values():
        one, other = (told.get(end) for end in (chain[0], chain[-1]))
        if one is not None and other is not None:
            for step, cell in enumerate(chain[1:-1], 1):
                told.setdefault(cell, one + (other - one) * step / (len(chain) - 1))
    waiting = [cell for row in rows for cell in row if cell not in told]
    while waiting:
        found = {}
        for cell in waiting:
            near = [told[other] for other in (*mesh.up[cell], *mesh.down[cell]) if other in told]
            if near:
                found[cell] = sum(near) / len(near)
        told |= found or dict.fromkeys(waiting, max(told.values(), default=0))
        waiting = [cell for cell in waiting if cell not in told]
    return [sorted(row, key=lambda cell: (told[cell], cell)) for row in rows]


def count_crossings(mesh: Mesh, rows: Rows) -> int:
    """Count the lines that cross between ranks.

    Source: Barth, W., Jünger, M. & Mutzel, P. (2002), Simple and efficient bilayer cross counting, LNCS 2528: crossings are
    the inversions in the lines' lower ends when they stand by their upper ones.
    """
    total = 0
    for row, below in pairwise(rows):
        at = {cell: place for place, cell in enumerate(below)}
        passed: list[int] = []
        for cell in row:
            for end in sorted([at[other] for other in mesh.down[cell]]):
                total += len(passed) - bisect_right(passed, end)
                insort(passed, end)
    return total


def sweep(mesh: Mesh, rows: Rows) -> tuple[Rows, int]:
    """Sweep up and down, sorting each rank by the means of its neighbours' places; give the best order met."""
    now = [list(row) for row in rows]
    best, least, stale = [list(row) for row in now], count_crossings(mesh, now), 0
    at = {cell: place for row in now for place, cell in enumerate(row)}
    for turn in range(SWEEPS):
        links = mesh.down if turn % 2 else mesh.up
        for row in reversed(now[:-1]) if turn % 2 else now[1:]:
            means = {}
            for cell in row:
                near = links[cell]
                means[cell] = sum([at[other] for other in near]) / len(near) if near else at[cell]
            row.sort(key=means.__getitem__)
            at.update(zip(row, range(len(row)), strict=True))
        crossings = count_crossings(mesh, now)
        if crossings < least:
            best, least, stale = [list(row) for row in now], crossings, 0
        else:
            stale += 1
        if least == 0 or stale == PATIENCE:
            break
    return best, least


def sift(mesh: Mesh, rows: Rows) -> Rows:
    """Move single cells as long as that saves crossings; no move is made that saves none."""
    now = [list(row) for row in rows]
    dirty = set(range(len(now)))
    for _round in range(SIFTINGS):
        if not dirty:
            break
        again: set[int] = set()
        for number in sorted(dirty):
            if len(now[number]) > 1 and _sift_row(mesh, now, number):
                again |= {number - 1, number, number + 1}
        dirty = again & set(range(len(now)))
    return now


def _sift_row(mesh: Mesh, rows: Rows, number: int) -> bool:
    row = rows[number]
    # gain[u, v]: how many crossings more there are with u before v than with v before u
    gain = np.zeros((len(row), len(row)), dtype=np.float32)
    if number:
        gain += _compare_pairs(row, mesh.up, rows[number - 1])
    if number + 1 < len(rows):
        gain += _compare_pairs(row, mesh.down, rows[number + 1])
    order = list(range(len(row)))
    moved = False
    for one in _find_movable(gain):
        at = order.index(one)
        line = gain[one].take(order)
        left, right = np.add.accumulate(line[:at][::-1]), -np.add.accumulate(line[at + 1 :])
        to_left, to_right = (int(sums.argmin()) if len(sums) else -1 for sums in (left, right))
        best_left = left[to_left] if to_left >= 0 else 0
        best_right = right[to_right] if to_right >= 0 else 0
        if min(best_left, best_right) < 0:
            order.pop(at)
            order.insert(at - 1 - to_left if best_left <= best_right else at + 1 + to_right, one)
            moved = True
    if moved:
        rows[number] = [row[one] for one in order]
    return moved


def _find_movable(gain: Counts) -> list[int]:
    """List the cells that would save a crossing somewhere else in the order as it is."""
    right = -np.add.accumulate(np.triu(gain, 1), axis=1)
    left = np.add.accumulate(np.tril(gain, -1)[:, ::-1], axis=1)
    return np.flatnonzero((right.min(axis=1) < 0) | (left.min(axis=1) < 0)).tolist()


def _compare_pairs(row: Sequence[int], links: Sequence[Sequence[int]], beside: Sequence[int]) -> Counts:
    """Count for each two cells how many crossings to one side the first before the second has more than the other way."""
    at = {cell: place for place, cell in enumerate(beside)}
    near = [[at[other] for other in links[cell]] for cell in row]
    places = np.array([place for one in near for place in one], dtype=np.int64)
    owners = np.repeat(np.arange(len(row)), [len(one) for one in near])
    # How many lines of each cell end before each place.
    before = np.zeros((len(beside) + 1, len(row)), dtype=np.float32)
    np.add.at(before, (places + 1, owners), 1)
    np.add.accumulate(before, axis=0, out=before)
    costs = np.zeros((len(row), len(row)), dtype=np.float32)
    joined = [place for place, one in enumerate(near) if one]
    if joined:
        costs[joined] = np.add.reduceat(before[places], np.flatnonzero(np.diff(owners, prepend=-1)), axis=0)
    return costs - costs.T
