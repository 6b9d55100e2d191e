"""Routing: where lines meet boxes, and how they lead from rank to rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sciezka.core.graphs.ordering import Mesh
from sciezka.core.graphs.ranks import Pair

Point = tuple[float, float]

CORNER: Final = 8.0
STRAIGHT: Final = 0.5
PULL: Final = 0.55
# So far a line leads straight out of a box and into one: room for an arrow's head.
STUB: Final = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePorts:
    """Where each line meets its boxes: how far from the middle of the side.

    Attributes:
        down: at the box of the earlier rank.
        up: at that of the later one.
    """

    down: Mapping[Pair, float]
    up: Mapping[Pair, float]


def find_ports(mesh: Mesh, at: Mapping[int, int], breadths: Sequence[float], step: float) -> LinePorts:
    """Give each line its place on the sides of its boxes, in the order in which they leave, so that none cross there."""
    downs: dict[int, list[tuple[int, Pair]]] = {}
    ups: dict[int, list[tuple[int, Pair]]] = {}
    for pair, chain in mesh.chains.items():
        downs.setdefault(pair[0], []).append((at[chain[1]], pair))
        ups.setdefault(pair[1], []).append((at[chain[-2]], pair))
    return LinePorts(down=_spread(downs, breadths, step), up=_spread(ups, breadths, step))


def _spread(sides: Mapping[int, list[tuple[int, Pair]]], breadths: Sequence[float], step: float) -> dict[Pair, float]:
    found = {}
    for place, lines in sides.items():
        room = max(0.0, breadths[place] - 2 * CORNER)
        own = min(step, room / (len(lines) - 1)) if len(lines) > 1 else 0.0
        for number, (_at, pair) in enumerate(sorted(lines)):
            found[pair] = (number - (len(lines) - 1) / 2) * own
    return found


def route_line(
    across: Sequence[float], strips: Sequence[tuple[float, float]], ends: tuple[float, float]
) -> tuple[list[Point], list[Point]]:
    """Lead a line through its ranks: straight within a rank and a little beyond, aside only between two.

    Args:
        across: where it passes each rank.
        strips: where each rank begins and ends.
        ends: where the first box ends, and where the last begins.

    Returns:
        The corners of a line of straight pieces, and the points of cubic curves, each as (across, along). No piece leaves
        the hull of two neighbouring corners, so what holds between ranks holds for all of it.
    """
    corners: list[Point] = [(across[0], ends[0])]
    for (x, (_start, end)), (x_next, (start_next, _end)) in pairwise(zip(across, strips, strict=True)):
        if abs(x - x_next) > STRAIGHT:
            stub = min(STUB, (start_next - end) / 4)
            corners += [(x, end + stub), (x_next, start_next - stub)]
    corners.append((across[-1], ends[1]))
    corners = list(dict.fromkeys(corners))
    curve = corners[:1]
    for (x, y), (x_next, y_next) in pairwise(corners):
        if abs(x - x_next) <= STRAIGHT:
            curve += [(x, y + (y_next - y) / 3), (x_next, y_next - (y_next - y) / 3), (x_next, y_next)]
        else:
            curve += [(x, y + (y_next - y) * PULL), (x_next, y_next - (y_next - y) * PULL), (x_next, y_next)]
    return corners, curve


def write_path(curve: Sequence[Point]) -> str:
    """Write a curve as the data of an SVG path."""
    pieces = [" ".join(_tell(point) for point in curve[place : place + 3]) for place in range(1, len(curve), 3)]
    return "".join([f"M{_tell(curve[0])}", *(f"C{piece}" for piece in pieces)])


def _tell(point: Point) -> str:
    return f"{point[0]:g},{point[1]:g}"
