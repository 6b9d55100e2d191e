"""Laying a graph out in layers: where each box stands, and how each edge leads from box to box without running over one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from sciezka.core.graphs.ordering import Mesh, Rows, build_mesh, count_crossings, order_rows, split_mesh
from sciezka.core.graphs.placing import STIFF, Apart, Pull, place_cells
from sciezka.core.graphs.ranks import Pair, Ranks, rank_nodes
from sciezka.core.graphs.routing import Point, find_ports, route_line
from sciezka.core.graphs.types import Edge, Graph, GraphProblem
from sciezka.core.rectangles import Box

Direction = Literal["up", "down", "right", "left"]
Ports = Literal["one", "spread"]

WIDEN: Final = 0.18
WIDEST: Final = 3.0
# Boxes without any breadth may share a place; this keeps their order.
TIE: Final = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutOptions:
    """How a graph is to be drawn.

    Attributes:
        direction: where edges lead: ``up`` for trees of problems (causes below, effects above), ``right`` for the thread.
        gap: between two boxes of a rank.
        line_gap: between a box and a line that passes it (half of ``gap`` where that is more), and between two such lines.
        rank_gap: between two ranks; wider, up to three times, where lines lead far aside.
        part_gap: between parts that no edge joins; ``gap`` where that is more.
        margin: around the whole picture.
        ports: ``one`` when all lines of a side meet in its middle, ``spread`` when each has a place of its own.
        port_gap: how far these are apart, where the side is long enough.
    """

    direction: Direction = "right"
    gap: float = 16
    line_gap: float = 12
    rank_gap: float = 64
    part_gap: float = 32
    margin: float = 16
    ports: Ports = "spread"
    port_gap: float = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """How an edge leads.

    Attributes:
        edge: the edge, as it was given.
        points: a line of straight pieces, from the source's side to the target's.
        curve: the same way as cubic curves: where it begins, then three points for each piece (two that pull, one where it
            ends), as SVG's ``C`` takes them.
        is_turned: whether it leads against the direction of the others, because it closes a circle or leads back a layer.
    """

    edge: Edge
    points: tuple[Point, ...]
    curve: tuple[Point, ...]
    is_turned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A layer's part of the picture, for its heading."""

    layer: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A drawn graph; x grows to the right and y downwards, from 0.

    Attributes:
        boxes: of each node, by its key.
        routes: of each edge but those from a node to itself, in the order given.
        bands: of each layer; none where nodes have no layers.
        order: numbers that say where nodes stand in their ranks, and where long lines pass: keep it (it is plain JSON), and
            pass it on as the next drawing's hint.
        crossings: how many lines cross between ranks.
        width: of the whole picture.
        height: likewise.
    """

    boxes: Mapping[str, Box]
    routes: tuple[Route, ...]
    bands: tuple[Band, ...]
    order: Mapping[str, float] = field(repr=False)
    crossings: int
    width: float
    height: float


PLAIN: Final = LayoutOptions()


def lay_out(graph: Graph, options: LayoutOptions = PLAIN, order: Mapping[str, float] | None = None) -> Layout:
    """Lay a graph out in layers.

    Ranks, then order, then places: see ``ranks``, ``ordering``, ``placing``; the parts that no edge joins are ordered for
    themselves and pushed together. What is always true: no two boxes come nearer than ``gap`` within a rank or ``rank_gap``
    between two; no edge runs over a box; boxes have the sizes given; the same graph is drawn alike.

    Args:
        graph: any graph; with layers for all nodes, or for none.
        options: how it is to be drawn.
        order: where nodes stood in their ranks before: ``Layout.order`` of the last drawing, or a number for each of some
            keys. What was there stays in that order unless a crossing is saved; leave it out to have all tidied up.

    Raises:
        GraphProblem: ``layer.missing`` (some nodes have a layer and some do not), ``gap.range`` (a gap below 0).
    """
    if min(options.gap, options.line_gap, options.rank_gap, options.part_gap, options.margin, options.port_gap) < 0:
        raise GraphProblem("gap.range", "A gap is 0 or more.")
    ranks = rank_nodes(graph)
    mesh = build_mesh(ranks)
    hints = read_hints(graph, mesh, order or {})
    parts = [order_rows(mesh, rows, hints) for rows in split_mesh(graph, mesh, order)]
    return _Drawing(graph, options, ranks, mesh, parts).finish()


def name_cells(graph: Graph, mesh: Mesh) -> dict[int, str]:
    """Name nodes by their keys, and passages by the ends of their line and the step on it."""
    keys = [node.key for node in graph.nodes]
    names = dict(enumerate(keys))
    for (source, target), chain in mesh.chains.items():
        names.update({cell: f"{keys[source]}\t{keys[target]}\t{step}" for step, cell in enumerate(chain[1:-1], 1)})
    return names


def read_hints(graph: Graph, mesh: Mesh, order: Mapping[str, float]) -> dict[int, float]:
    """Read for each cell where it stood before."""
    if not order:
        return {}
    return {cell: float(order[name]) for cell, name in name_cells(graph, mesh).items() if name in order}


class _Drawing:
    """A picture on its way: "across" is along ranks, "along" is from rank to rank."""

    def __init__(self, graph: Graph, options: LayoutOptions, ranks: Ranks, mesh: Mesh, parts: list[Rows]) -> None:
        self.graph, self.options, self.ranks, self.mesh, self.parts = graph, options, ranks, mesh, parts
        is_flat = options.direction in {"right", "left"}
        sizes = [(node.height, node.width) if is_flat else (node.width, node.height) for node in graph.nodes]
        self.breadths = [breadth for breadth, _depth in sizes] + [0.0] * (len(mesh.at) - mesh.count)
        self.depths = [depth for _breadth, depth in sizes]
        at = {cell: place for rows in parts for row in rows for place, cell in enumerate(row)}
        step = options.port_gap if options.ports == "spread" else 0.0
        self.ports = find_ports(mesh, at, self.breadths, step)
        self.across = self.place()
        self.starts, self.ends = self.place_ranks()

    def place(self) -> list[float]:
        """Find the centre of each cell across, and push the parts together."""
        options, mesh = self.options, self.mesh
        apart = Apart(
            halves=[breadth / 2 for breadth in self.breadths], count=mesh.count, gap=options.gap, line_gap=options.line_gap
        )
        pulls = [
            Pull(
                one=one, other=other, one_port=self.ports.down[pair] if one == pair[0] else 0.0,
                other_port=self.ports.up[pair] if other == pair[1] else 0.0,
                weight=STIFF if one >= mesh.count and other >= mesh.count else 1.0,
            )
            for pair, chain in mesh.chains.items() for one, other in pairwise(chain)
        ]  # fmt: skip
        found = [float(value) for value in place_cells(mesh, self.parts, apart, pulls)]
        front: dict[int, float] = {}
        before: set[int] = set()  # ranks that end with a node that stands alone
        for rows in self.parts:
            is_alone = len(rows) == len(rows[0]) == 1
            low = {mesh.at[row[0]]: found[row[0]] - apart.halves[row[0]] for row in rows}
            high = {mesh.at[row[0]]: found[row[-1]] + apart.halves[row[-1]] for row in rows}
            gaps = {rank: options.gap if is_alone and rank in before else max(options.gap, options.part_gap) for rank in low}
            move = max(front[rank] + gaps[rank] - low[rank] if rank in front else -low[rank] for rank in low)
            front.update({rank: high[rank] + move for rank in high})
            before = before | low.keys() if is_alone else before - low.keys()
            for row in rows:
                for cell in row:
                    found[cell] += move
        return found

    def place_ranks(self) -> tuple[list[float], list[float]]:
        """Find where each rank begins and ends along."""
        options = self.options
        depths = [0.0] * self.ranks.count
        for place, depth in enumerate(self.depths):
            depths[self.ranks.at[place]] = max(depths[self.ranks.at[place]], depth)
        aside: list[list[float]] = [[0.0] for _rank in depths]
        for chain in self.mesh.chains.values():
            for one, other in pairwise(chain):
                aside[self.mesh.at[one]].append(abs(self.across[one] - self.across[other]))
        starts, ends, at = [], [], 0.0
        for depth, far in zip(depths, aside, strict=True):
            starts.append(at)
            ends.append(at + depth)
            usual = sorted(far)[int(len(far) * 0.9) - (len(far) == 1)]
            at += depth + min(max(options.rank_gap, WIDEN * usual + options.rank_gap / 2), WIDEST * options.rank_gap)
        return starts, ends

    def turn(self, across: float, along: float) -> Point:
        """Turn a point of the drawing's own plane into one of the picture."""
        total = (self.ends[-1] if self.ends else 0.0) + self.options.margin
        across += self.options.margin
        match self.options.direction:
            case "right":
                x, y = along + self.options.margin, across
            case "left":
                x, y = total - along, across
            case "down":
                x, y = across, along + self.options.margin
            case "up":
                x, y = across, total - along
        return round(x, 2), round(y, 2)

    def frame(self, across: Pair | tuple[float, float], along: tuple[float, float]) -> Box:
        """Turn a rectangle of the drawing's own plane into one of the picture."""
        one, other = self.turn(across[0], along[0]), self.turn(across[1], along[1])
        return Box(min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))

    def span(self, place: int) -> tuple[float, float]:
        """Tell where a node's box begins and ends along: in the middle of its rank."""
        rank, half = self.ranks.at[place], self.depths[place] / 2
        middle = (self.starts[rank] + self.ends[rank]) / 2
        return middle - half, middle + half

    def finish(self) -> Layout:
        """Give the picture."""
        nodes, halves = self.graph.nodes, [breadth / 2 for breadth in self.breadths]
        breadth = max((self.across[cell] + halves[cell] for cell in range(len(self.mesh.at))), default=0.0)
        boxes = {
            node.key: self.frame((self.across[place] - halves[place], self.across[place] + halves[place]), self.span(place))
            for place, node in enumerate(nodes)
        }
        lines = {pair: self.draw(pair, chain) for pair, chain in self.mesh.chains.items()}
        whole = self.frame((0, breadth), (0, self.ends[-1] if self.ends else 0))
        return Layout(
            boxes=boxes,
            routes=tuple(
                self.lead(edge, ends, way, lines[way])
                for edge, ends, way in zip(self.graph.edges, self.graph.ends, self.ranks.ways, strict=True)
                if way
            ),
            bands=tuple(
                Band(layer=layer, box=self.frame((0, breadth), (self.starts[first], self.ends[last])))
                for layer, first, last in self.ranks.bands
            ),
            order=self.tell_order(),
            crossings=sum(count_crossings(self.mesh, rows) for rows in self.parts),
            width=round(whole.right + self.options.margin, 2),
            height=round(whole.bottom + self.options.margin, 2),
        )

    def tell_order(self) -> dict[str, float]:
        """Say where everything stands, for the next drawing."""
        names = name_cells(self.graph, self.mesh)
        return {
            names[cell]: round(self.across[cell] + place * TIE, 6)
            for rows in self.parts
            for row in rows
            for place, cell in enumerate(row)
        }

    def draw(self, pair: Pair, chain: Sequence[int]) -> tuple[list[Point], list[Point]]:
        """Draw a line from the earlier rank to the later one."""
        strips = [(self.starts[self.mesh.at[cell]], self.ends[self.mesh.at[cell]]) for cell in chain]
        across = [self.across[cell] for cell in chain]
        across[0] += self.ports.down[pair]
        across[-1] += self.ports.up[pair]
        points, curve = route_line(across, strips, (self.span(pair[0])[1], self.span(pair[1])[0]))
        return [self.turn(*point) for point in points], [self.turn(*point) for point in curve]

    @staticmethod
    def lead(edge: Edge, ends: Pair, way: Pair, line: tuple[list[Point], list[Point]]) -> Route:
        """Give an edge its line, from its source to its target."""
        is_turned = ends != way
        points, curve = (part[::-1] if is_turned else part for part in line)
        return Route(edge=edge, points=tuple(points), curve=tuple(curve), is_turned=is_turned)
