"""Placing: where each box stands along its rank, so that parents are centred, long lines straight, and nothing overlaps."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, eye_array
from scipy.sparse.linalg import splu

from sciezka.core.graphs.cycles import order_walk
from sciezka.core.graphs.ordering import Mesh, Rows
from sciezka.core.graphs.types import gather_links

Array = NDArray[np.float64]

STIFF: Final = 6.0
ANCHOR: Final = 1e-4
ROUNDS: Final = 60
ROOM: Final = 10.0
NEAR: Final = 1e-3
ALMOST: Final = 12.0
SHORT_OF_WALL: Final = 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """A line that wants to be straight: the cells it joins, and where along their sides it meets them."""

    one: int
    other: int
    one_port: float
    other_port: float
    weight: float


def place_cells(mesh: Mesh, parts: Sequence[Rows], apart: "Apart", pulls: Sequence[Pull]) -> Array:
    """Find the centre of each cell along its rank.

    The least sum of squares of how far lines lead aside, among all places that keep the order and the gaps: a quadratic
    programme, whose solution is the only one. Passages of one long line share one place, so that it is straight, except
    where two such lines cross (of these as many as possible stay straight).
    """
    owner = _join_passages(mesh, parts)
    walls = _list_walls(parts, owner, apart)
    count = int(owner.max(initial=-1)) + 1
    start = _pack(count, walls)
    if start is None:  # straight lines that can't all be kept: each passage for itself
        owner = np.arange(len(mesh.at))
        walls, count = _list_walls(parts, owner, apart), len(mesh.at)
        start = _pack(count, walls)
    if start is None:
        raise AssertionError("ranks without lines shared between them always have an order")
    ends = np.array([(owner[pull.one], owner[pull.other]) for pull in pulls], dtype=np.int64).reshape(-1, 2)
    aims = np.array([pull.other_port - pull.one_port for pull in pulls])
    weights = np.array([pull.weight for pull in pulls])
    # A line within one shared place pulls at nothing.
    free = ends[:, 0] != ends[:, 1]
    found = solve(start, (ends[free], aims[free], weights[free]), walls)
    _straighten(found, owner, mesh, pulls, walls)
    return np.asarray(found[owner])


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """How far cells of a rank keep apart: half of each cell's breadth, and the gaps between boxes, and beside lines."""

    halves: Sequence[float]
    count: int
    gap: float
    line_gap: float

    def measure(self, one: int, other: int) -> float:
        """Give the least distance of two neighbours' centres."""
        boxes = (one < self.count) + (other < self.count)
        # Two boxes keep their gap with a line between them too.
        gap = (self.line_gap, max(self.line_gap, self.gap / 2), self.gap)[boxes]
        return self.halves[one] + self.halves[other] + gap


def _join_passages(mesh: Mesh, parts: Sequence[Rows]) -> NDArray[np.int64]:
    """Give each cell the number of the place it has, or shares."""
    kept: set[tuple[int, int]] = set()
    for rows in parts:
        for row, below in pairwise(rows):
            at = {cell: place for place, cell in enumerate(below)}
            lines = [
                (at[other], cell, other)
                for cell in row
                if cell >= mesh.count
                for other in mesh.down[cell]
                if other >= mesh.count
            ]
            kept.update(_find_longest_rise(lines))
    owner = np.full(len(mesh.at), -1, dtype=np.int64)
    owner[: mesh.count] = np.arange(mesh.count)
    next_ = mesh.count
    for chain in mesh.chains.values():
        before = -1
        for cell in chain[1:-1]:
            if (before, cell) in kept:
                owner[cell] = owner[before]
            else:
                owner[cell] = next_
                next_ += 1
            before = cell
    return owner


def _find_longest_rise(lines: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Choose as many lines as possible of which none cross: the longest rising run of their lower ends."""
    tops: list[int] = []
    last: list[int] = []
    came: list[int] = []
    for number, (end, _one, _other) in enumerate(lines):
        at = bisect_left(tops, end)
        tops[at : at + 1] = [end]
        came.append(last[at - 1] if at else -1)
        last[at : at + 1] = [number]
    at = last[-1] if last else -1
    while at >= 0:
        yield lines[at][1:]
        at = came[at]


Walls = tuple[NDArray[np.int64], Array]


def _list_walls(parts: Sequence[Rows], owner: NDArray[np.int64], apart: Apart) -> Walls:
    """List what must stay how far apart, each pair of places once."""
    found: dict[tuple[int, int], float] = {}
    for rows in parts:
        for row in rows:
            for one, other in pairwise(row):
                pair = int(owner[one]), int(owner[other])
                found[pair] = max(found.get(pair, 0.0), apart.measure(one, other))
    return np.array(list(found), dtype=np.int64).reshape(-1, 2), np.array(list(found.values()))


def _pack(count: int, walls: Walls) -> Array | None:
    """Push everything to the left as far as it goes; None when the order closes a circle."""
    pairs, widths = walls
    links = gather_links(count, [(int(one), int(other)) for one, other in pairs])
    width = {(int(one), int(other)): float(far) for (one, other), far in zip(pairs, widths, strict=True)}
    found = np.zeros(count)
    done: set[int] = set()
    for here in order_walk(links, range(count)):
        done.add(here)
        for there in links[here]:
            if there in done:
                return None
            found[there] = max(found[there], found[here] + width[here, there])
    return found


def solve(start: Array, pulls: tuple[NDArray[np.int64], Array, Array], walls: Walls) -> Array:
    """Minimise Σ w (x₁ − x₂ − d)² with x₂ − x₁ ≥ s for each wall.

    An interior-point method with Mehrotra's corrector (Nocedal & Wright 2006, *Numerical Optimization*, §16.6); then what
    rounding left is pushed apart. A very small pull towards ``start`` settles what nothing else does.
    """
    count, (ends, aims, weights), (pairs, least) = len(start), pulls, walls
    lines = _differ(ends, count)
    hessian = (lines.T @ (lines * (2 * weights)[:, None]) + 2 * ANCHOR * eye_array(count)).tocsc()
    slope = -2 * (lines.T @ (weights * aims)) - 2 * ANCHOR * start
    if not len(pairs):
        return np.asarray(factorise(hessian).solve(-slope))
    fence = _differ(pairs, count)
    return _push_apart(_pass_inside(start, hessian, slope, fence, least), walls)


def factorise(matrix: Any) -> Any:  # noqa: ANN401 - SciPy ships no types
    """Factorise a positive definite matrix."""
    return splu(matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})


def _differ(pairs: NDArray[np.int64], count: int) -> Any:  # noqa: ANN401 - SciPy ships no types
    """Give the matrix that takes each pair's second place less its first."""
    rows = np.tile(np.arange(len(pairs)), 2)
    signs = np.repeat([-1.0, 1.0], len(pairs))
    return coo_array((signs, (rows, pairs.T.ravel())), shape=(len(pairs), count)).tocsc()


def _pass_inside(start: Array, hessian: Any, slope: Array, fence: Any, least: Array) -> Array:  # noqa: ANN401
    """Find the least of ½xᵀHx + gᵀx with Fx ≥ s, from inside."""
    x, turned = start.copy(), fence.T.tocsc()
    room = np.maximum(fence @ x - least, ROOM)
    force = np.full(len(least), ROOM)
    for _round in range(ROUNDS):
        off = hessian @ x + slope - turned @ force
        short = fence @ x - room - least
        mean = float(room @ force) / len(least)
        if mean < NEAR and np.abs(off).max() < NEAR and np.abs(short).max() < NEAR:
            break
        newton = _Newton(
            factor=factorise(hessian + turned @ (fence * (force / room)[:, None])),
            fence=fence, turned=turned, off=off, short=short, room=room, force=force,
        )  # fmt: skip
        _way, wider, stronger = newton.step(room * force)
        far = _reach(room, wider), _reach(force, stronger)
        next_mean = float((room + far[0] * wider) @ (force + far[1] * stronger)) / len(least)
        way, wider, stronger = newton.step(room * force + wider * stronger - mean * (next_mean / mean) ** 3)
        whole = min(1.0, SHORT_OF_WALL * min(_reach(room, wider), _reach(force, stronger)))
        x, room, force = x + whole * way, room + whole * wider, force + whole * stronger
    return x


@dataclass(frozen=True, slots=True, kw_only=True)
class _Newton:
    """Where a round of the interior-point method stands: what is off, and the factors to mend it by."""

    factor: Any
    fence: Any
    turned: Any
    off: Array
    short: Array
    room: Array
    force: Array

    def step(self, target: Array) -> tuple[Array, Array, Array]:
        """Give how places, room and force change towards a product of room and force that is less by the target."""
        way = self.factor.solve(-self.off - self.turned @ ((target + self.force * self.short) / self.room))
        wider = self.fence @ way + self.short
        return way, wider, -(target + self.force * wider) / self.room


def _reach(now: Array, change: Array) -> float:
    """Tell how much of a change leaves everything above 0."""
    falling = change < 0
    return min(1.0, float((-now[falling] / change[falling]).min(initial=np.inf)))


def _straighten(found: Array, owner: NDArray[np.int64], mesh: Mesh, pulls: Sequence[Pull], walls: Walls) -> None:
    """Move passages that stand nearly in line with an end of theirs wholly there, where the walls let them."""
    wanted: dict[int, float] = {}
    for pull in pulls:
        if (pull.one < mesh.count) == (pull.other < mesh.count):
            continue
        one, other = int(owner[pull.one]), int(owner[pull.other])
        shift = pull.one_port - pull.other_port
        passage, aim = (other, found[one] + shift) if pull.one < mesh.count else (one, found[other] - shift)
        off = abs(aim - found[passage])
        if off < ALMOST and off < abs(wanted.get(passage, np.inf) - found[passage]):
            wanted[passage] = float(aim)
    pairs, least = walls
    for passage, aim in sorted(wanted.items()):
        before, after = pairs[:, 1] == passage, pairs[:, 0] == passage
        low = (found[pairs[before, 0]] + least[before]).max(initial=-np.inf)
        high = (found[pairs[after, 1]] - least[after]).min(initial=np.inf)
        if low <= aim <= high:
            found[passage] = aim


def _push_apart(found: Array, walls: Walls) -> Array:
    pairs, least = walls
    width = {(int(one), int(other)): float(far) for (one, other), far in zip(pairs, least, strict=True)}
    links = gather_links(len(found), width)
    for here in order_walk(links, range(len(found))):
        for there in links[here]:
            found[there] = max(found[there], found[here] + width[here, there])
    return found
