"""Placing discs and their labels on a plane so that everything can be read.

Two steps. :func:`fan_out` lays discs that share a point side by side around it, each within its own part of the plane.
:func:`place_labels` finds a place for each label near the discs that it names: first greedily, the hardest label first;
then by trying, many times, whether a label without a place (or one drawn far away) finds a better one when its
neighbours make room. The draws come from a fixed seed, so the same map is always drawn alike.

What is always true of the result: no two labels overlap, no label leaves the frame, none lies on any disc or on a part
that is blocked. A label that finds no place under these rules is left out, and the caller is told by its absence.
"""

import math
import random
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.rectangles import Array, Box, cross_lines, cut_boxes, lead_discs, pass_discs, reach_discs, touch_boxes

Key = Hashable
Point = tuple[float, float]

GAPS: Final = (3.0, 8.0, 15.0, 24.0, 36.0, 50.0, 68.0, 90.0, 116.0, 146.0)
STOPS: Final = 5
# A label nearer than this needs no line to its disc.
LEADER_FROM: Final = 11.0
SIDE_COST: Final = {"right": 0.0, "left": 2.0, "below": 7.0, "above": 6.0}
FOREIGN_NEARER: Final = 22.0
LEADER_ON_DISC: Final = 80.0
LEADER_ON_LABEL: Final = 60.0
LEADERS_CROSS: Final = 50.0
LEFT_OUT: Final = 2000.0
RINGS: Final = 7
SEED: Final = 20260219
ALL: Final = slice(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A disc: where it is (or should be) and its radius. ``within`` is the part of the plane that its centre keeps to."""

    key: Key
    x: float
    y: float
    radius: float
    within: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A label to place: the discs that it names, and the sizes (width, height) it may take, the best first."""

    key: Key
    discs: tuple[Key, ...]
    shapes: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A label's place, the number of the shape it took, and the line to its disc where it lies away from it."""

    box: Box
    shape: int
    leader: tuple[Point, Point] | None


def fan_out(discs: Sequence[Disc], *, gap: float = 2.0) -> dict[Key, Point]:
    """Give each disc a centre so that none overlaps another: alone at its point, in a tight honeycomb around it otherwise.

    A disc that finds no free cell in its part of the plane stays at its own point.
    """
    groups: dict[Point, list[Disc]] = defaultdict(list)
    for disc in discs:
        groups[disc.x, disc.y].append(disc)
    # Single discs first: they can stand exactly where they belong, and crowds go round them.
    order = sorted(groups.items(), key=lambda group: (len(group[1]), group[0]))
    taken = np.zeros((0, 3))
    centres: dict[Key, Point] = {}
    for point, members in order:
        radius = max(disc.radius for disc in members)
        cells = _choose_cells(point, members, radius, gap, taken)
        for disc, cell in zip(members, cells, strict=True):
            centres[disc.key] = cell
        taken = np.vstack((taken, [(*centres[disc.key], disc.radius) for disc in members]))
    return centres


def _choose_cells(point: Point, members: Sequence[Disc], radius: float, gap: float, taken: Array) -> list[Point]:
    """Choose the honeycomb, of three ways to lay it over the point, whose free cells lie nearest."""
    room = members[0].within
    best: list[Point] = []
    best_reach = math.inf
    for comb in COMBS:
        cells = np.array(point) + comb * (2 * radius + gap)
        apart = np.hypot(cells[:, None, 0] - taken[None, :, 0], cells[:, None, 1] - taken[None, :, 1])
        free = (apart >= radius + taken[None, :, 2] + gap - 1e-6).all(axis=1)
        if room:
            free &= (cells[:, 0] >= room.left) & (cells[:, 0] <= room.right)
            free &= (cells[:, 1] >= room.top) & (cells[:, 1] <= room.bottom)
        chosen = cells[free][: len(members)]
        reach = float(((chosen - np.array(point)) ** 2).sum())
        if len(chosen) == len(members) and reach < best_reach - 1e-9:
            best, best_reach = [(float(x), float(y)) for x, y in chosen], reach
    # Read like a text: row by row, from the left.
    return sorted(best, key=lambda cell: (round(cell[1], 3), cell[0])) if best else [point] * len(members)


def _honeycomb(shift_x: float, shift_y: float) -> Array:
    """List the cells of a honeycomb whose discs are one wide, the nearest first."""
    row = math.sqrt(3) / 2
    cells = [
        (column + (0.5 if line % 2 else 0.0) - shift_x, line * row - shift_y)
        for line in range(-RINGS, RINGS + 1)
        for column in range(-RINGS, RINGS + 1)
    ]
    return np.array(sorted(cells, key=lambda cell: (round(cell[0] ** 2 + cell[1] ** 2, 6), cell[1], cell[0])))


# Laid with a cell, an edge's middle or a corner of three cells on the point: symmetrical for 1, 2 and 3 discs.
COMBS: Final = tuple(_honeycomb(*shift) for shift in ((0.0, 0.0), (0.5, 0.0), (0.5, math.sqrt(3) / 6)))


@dataclass(slots=True)
class _Choice:
    """All places that a label may take: boxes (left, top, right, bottom), costs and lines, cheapest first."""

    wanted: Wanted
    boxes: Array
    shapes: NDArray[np.int64]
    costs: Array
    leaders: Array
    led: NDArray[np.bool_]


@dataclass(slots=True)
class _Board:
    """What stands where while labels are being placed."""

    choices: list[_Choice]
    gap: float
    at: list[int] = field(init=False)
    boxes: Array = field(init=False)
    lines: Array = field(init=False)
    led: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.choices)
        self.at = [-1] * count
        # A label that does not stand is a box that nothing can touch.
        self.boxes, self.lines = np.full((count, 4), np.nan), np.full((count, 4), np.nan)
        self.led = np.zeros(count, dtype=np.bool_)

    def put(self, number: int, place: int) -> None:
        """Put a label at one of its places, or take it away (-1)."""
        self.at[number] = place
        if place < 0:
            self.boxes[number], self.lines[number], self.led[number] = np.nan, np.nan, False
        else:
            choice = self.choices[number]
            self.boxes[number], self.lines[number] = choice.boxes[place], choice.leaders[place]
            self.led[number] = choice.led[place]

    def cost_of(self, number: int, places: slice = ALL) -> Array:
        """Give what places of a label cost against the labels that stand now; infinite where it overlaps one."""
        choice = self.choices[number]
        costs, boxes = choice.costs[places].copy(), choice.boxes[places]
        lines, led = choice.leaders[places], choice.led[places]
        touch = touch_boxes(boxes, self.boxes, self.gap)
        touch[:, number] = False
        costs[touch.any(axis=1)] = np.inf
        # Lines are looked at only where they can matter: at places that are still free.
        free = np.flatnonzero(np.isfinite(costs))
        far = free[led[free]]
        if len(far):
            cut, cross = cut_boxes(lines[far], self.boxes), cross_lines(lines[far], self.lines[self.led])
            cut[:, number] = False
            costs[far] += LEADER_ON_LABEL * cut.sum(axis=1) + LEADERS_CROSS * cross.sum(axis=1)
        if self.led.any() and len(free):
            costs[free] += LEADER_ON_LABEL * cut_boxes(self.lines[self.led], boxes[free]).sum(axis=0)
        return np.asarray(costs)

    def settle(self, number: int) -> None:
        """Put a label at its cheapest place, or nowhere."""
        self.put(number, -1)
        costs = self.cost_of(number)
        place = int(np.argmin(costs)) if len(costs) else -1
        self.put(number, place if place >= 0 and costs[place] < LEFT_OUT else -1)

    def price(self, number: int) -> float:
        """Give what a label costs where it stands; leaving it out costs the most."""
        place = self.at[number]
        if place < 0:
            return LEFT_OUT * len(self.choices[number].wanted.discs)
        return float(self.cost_of(number, slice(place, place + 1))[0])

    def rivals(self, number: int, place: int) -> list[int]:
        """Name the labels that a place would push away."""
        touch = touch_boxes(self.choices[number].boxes[place : place + 1], self.boxes, self.gap)[0]
        touch[number] = False
        return [int(other) for other in np.flatnonzero(touch)]


def place_labels(
    discs: Sequence[Disc],
    wanted: Sequence[Wanted],
    frame: Box,
    *,
    blocked: Sequence[Box] = (),
    gap: float = 2.0,
    tries: int = 60,
) -> dict[Key, Placed]:
    """Place labels around discs that stand where they are drawn.

    Args:
        discs: all discs of the drawing; no label covers any of them.
        wanted: the labels.
        frame: nothing is placed outside it.
        blocked: parts that are taken by other words of the drawing.
        gap: the least distance between two labels.
        tries: how often a better arrangement is looked for.

    Returns:
        The place of each label that found one.
    """
    if not wanted or not discs:
        return {}
    choices = [_list_places(one, discs, frame, blocked) for one in wanted]
    board = _Board(choices, gap)
    # The fewer places a label has, the earlier it chooses.
    order = sorted(range(len(choices)), key=lambda number: (len(choices[number].costs), number))
    for number in order:
        board.settle(number)
    _improve(board, tries, random.Random(SEED))  # noqa: S311 - an arrangement, not a secret
    return {choice.wanted.key: _read_place(choice, at) for choice, at in zip(choices, board.at, strict=True) if at >= 0}


def _read_place(choice: _Choice, at: int) -> Placed:
    line: list[float] = choice.leaders[at].tolist()
    leader = ((line[0], line[1]), (line[2], line[3])) if choice.led[at] else None
    return Placed(box=Box(*choice.boxes[at].tolist()), shape=int(choice.shapes[at]), leader=leader)


def _improve(board: _Board, tries: int, draw: random.Random) -> None:
    """Let labels without a good place push others away, and keep what is better on the whole."""
    prices = [board.price(number) for number in range(len(board.choices))]
    for _turn in range(tries):
        poor = [number for number, price in enumerate(prices) if price > GAPS[4] and len(board.choices[number].costs)]
        if not poor:
            return
        number = draw.choice(poor)
        choice = board.choices[number]
        # One of its cheapest places, whoever stands there now.
        place = draw.randrange(min(len(choice.costs), 24))
        pushed = board.rivals(number, place)
        touched = [number, *pushed]
        before = [board.at[other] for other in touched]
        for other in pushed:
            board.put(other, -1)
        board.put(number, place)
        for other in sorted(pushed, key=lambda one: len(board.choices[one].costs)):
            board.settle(other)
        after = {other: board.price(other) for other in touched}
        if sum(after.values()) < sum(prices[other] for other in touched) - 1e-9:
            for other, price in after.items():
                prices[other] = price
        else:
            for other, there in zip(touched, before, strict=True):
                board.put(other, there)


def _list_places(wanted: Wanted, discs: Sequence[Disc], frame: Box, blocked: Sequence[Box]) -> _Choice:
    """List where a label may stand at all, cheapest first."""
    every = _as_array(discs)
    mine = np.array([disc.key in wanted.discs for disc in discs])
    boxes, shapes, costs = _slide_around(wanted, every[mine])
    fits = (
        (boxes[:, 0] >= frame.left) & (boxes[:, 1] >= frame.top)
        & (boxes[:, 2] <= frame.right) & (boxes[:, 3] <= frame.bottom)
    )  # fmt: skip
    if blocked:
        walls = np.array([[box.left, box.top, box.right, box.bottom] for box in blocked])
        fits &= ~touch_boxes(boxes, walls, 0.0).any(axis=1)
    boxes, shapes, costs = boxes[fits], shapes[fits], costs[fits]
    reach = reach_discs(boxes, every)
    clear = (reach >= 1.0).all(axis=1)
    boxes, shapes, costs, reach = boxes[clear], shapes[clear], costs[clear], reach[clear]
    leaders, lengths = lead_discs(boxes, every[mine], reach[:, mine])
    led = lengths > LEADER_FROM
    if not mine.all():
        costs += FOREIGN_NEARER * (reach[:, ~mine] < np.minimum(lengths, 14.0)[:, None] - 1).any(axis=1)
        costs[led] += LEADER_ON_DISC * pass_discs(leaders[led], every[~mine]).sum(axis=1)
    order = np.argsort(costs, kind="stable")
    return _Choice(wanted, boxes[order], shapes[order], costs[order], leaders[order], led[order])


def _slide_around(wanted: Wanted, own: Array) -> tuple[Array, NDArray[np.int64], Array]:
    """Slide each shape along the four sides of its discs, at growing distances."""
    left, top = (float(value) for value in (own[:, :2] - own[:, 2:]).min(axis=0))
    right, bottom = (float(value) for value in (own[:, :2] + own[:, 2:]).max(axis=0))
    rows: list[tuple[float, ...]] = []
    for shape, (width, height) in enumerate(wanted.shapes):
        for gap in GAPS:
            for stop in range(STOPS):
                part = stop / (STOPS - 1)
                # From just hanging on at one end to just hanging on at the other; the middle is best.
                off = abs(part - 0.5) * 8
                y = (top - height + 12) + part * (bottom - top + height - 24)
                x = (left - width + 12) + part * (right - left + width - 24)
                # A long way is worse than two short ones.
                cost = gap + gap**2 / 60 + off + 14.0 * shape
                rows += [
                    (right + gap, y, right + gap + width, y + height, shape, cost + SIDE_COST["right"]),
                    (left - gap - width, y, left - gap, y + height, shape, cost + SIDE_COST["left"]),
                    (x, bottom + gap, x + width, bottom + gap + height, shape, cost + SIDE_COST["below"]),
                    (x, top - gap - height, x + width, top - gap, shape, cost + SIDE_COST["above"]),
                ]
    table = np.array(rows)
    return table[:, :4], table[:, 4].astype(np.int64), table[:, 5]


def _as_array(discs: Sequence[Disc]) -> Array:
    return np.array([[disc.x, disc.y, disc.radius] for disc in discs])


def find_astray(places: Mapping[Key, Placed], discs: Sequence[Disc]) -> list[Key]:
    """List the labels whose line to their own disc runs over another disc.

    Args:
        places: where labels were placed, each by the key of its disc.
        discs: the discs that no line may run over.
    """
    found: list[Key] = []
    for disc in discs:
        place, others = places.get(disc.key), [other for other in discs if other is not disc]
        if place is None or place.leader is None or not others:
            continue
        line = np.array([[*place.leader[0], *place.leader[1]]])
        if pass_discs(line, _as_array(others)).any():
            found.append(disc.key)
    return found
