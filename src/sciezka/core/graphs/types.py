"""Graphs of boxes and directed, typed edges, with what is next to what reckoned once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Links = tuple[tuple[int, ...], ...]


class GraphProblem(ValueError):
    """A refusal: nothing is reckoned.

    Attributes:
        code: a stable word for the kind of problem, such as ``edge.unknown``; rooms translate by it.
        fields: the values that the sentence names.
    """

    def __init__(self, code: str, sentence: str, **fields: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence)
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node, and the box in which it is drawn.

    Attributes:
        key: its name within the graph.
        kind: its type, such as ``goal``.
        layer: the band in which it is drawn, in the order of numbers; None where edges alone say how deep it is.
        width: of its box, measured by who draws.
        height: likewise.
    """

    key: str
    kind: str = ""
    layer: int | None = None
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An edge: what carries, and what rests on it (evidence → problem, cause → effect)."""

    source: str
    target: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes and edges as they were given, and the places next to each place. Made by ``build_graph``.

    Attributes:
        nodes: in the order given, which settles every tie.
        edges: in the order given; two edges of different kinds may join the same nodes.
        places: where each key stands in ``nodes``.
        forward: for each place those that rest on it, ascending, each once.
        back: for each place those that it rests on, likewise.
        ends: for each edge the places of its source and its target.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    places: dict[str, int] = field(repr=False)
    forward: Links = field(repr=False)
    back: Links = field(repr=False)
    ends: tuple[tuple[int, int], ...] = field(repr=False)

    def find_place(self, key: str) -> int:
        """Give the place of a key.

        Raises:
            GraphProblem: ``node.unknown``.
        """
        if key not in self.places:
            raise GraphProblem("node.unknown", f"There is no node {key}.", key=key)
        return self.places[key]

    def name(self, places: Iterable[int]) -> tuple[str, ...]:
        """Give the keys of places."""
        return tuple(self.nodes[place].key for place in places)


def build_graph(nodes: Sequence[Node], edges: Sequence[Edge]) -> Graph:
    """Build a graph, in time linear in its nodes and edges (but for sorting neighbours).

    Edges may close circles, and may lead from a node to itself: such graphs are what checks are for.

    Raises:
        GraphProblem: ``node.twice``, ``edge.unknown`` (an end that is no node), ``size.range`` (a box without a size that
            can be drawn).
    """
    places: dict[str, int] = {}
    for place, node in enumerate(nodes):
        if places.setdefault(node.key, place) != place:
            raise GraphProblem("node.twice", f"There are two nodes {node.key}.", key=node.key)
        if not (0 <= node.width < float("inf") and 0 <= node.height < float("inf")):
            raise GraphProblem("size.range", f"The box of {node.key} has no size that can be drawn.", key=node.key)
    ends = []
    for edge in edges:
        for key in (edge.source, edge.target):
            if key not in places:
                raise GraphProblem("edge.unknown", f"An edge leads to {key}, which is no node.", key=key)
        ends.append((places[edge.source], places[edge.target]))
    return Graph(
        nodes=tuple(nodes),
        edges=tuple(edges),
        places=places,
        forward=gather_links(len(nodes), ends),
        back=gather_links(len(nodes), [(target, source) for source, target in ends]),
        ends=tuple(ends),
    )


def gather_links(count: int, ends: Iterable[tuple[int, int]]) -> Links:
    """For each place give those that its edges lead to, ascending, each once."""
    found: list[set[int]] = [set() for _place in range(count)]
    for source, target in ends:
        found[source].add(target)
    return tuple(tuple(sorted(one)) for one in found)


def keep_edges(graph: Graph, kinds: Iterable[str]) -> Graph:
    """Give the graph with edges of these kinds alone: those that carry, without those that weaken."""
    wanted = frozenset(kinds)
    return build_graph(graph.nodes, [edge for edge in graph.edges if edge.kind in wanted])


def keep_nodes(graph: Graph, keys: Iterable[str]) -> Graph:
    """Give the part of the graph with these nodes and the edges between them, in the order of the whole."""
    wanted = {graph.find_place(key) for key in keys}
    return build_graph(
        [graph.nodes[place] for place in sorted(wanted)],
        [edge for edge, ends in zip(graph.edges, graph.ends, strict=True) if wanted.issuperset(ends)],
    )
