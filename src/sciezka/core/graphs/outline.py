"""The same graph as an indented outline, which can be read aloud: each node once, with what else it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass

from sciezka.core.graphs.types import Graph, Links
from sciezka.core.graphs.walking import Way, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the outline.

    Attributes:
        key: the node.
        depth: how far it is indented; heads stand at 0.
        parent: the node that it is listed under; empty for heads.
        also_under: the other nodes that it belongs under too.
        elsewhere: those below it that are listed under another node.
        number: its place among those listed under the same node, from 1.
        of: how many these are.
    """

    key: str
    depth: int
    parent: str
    also_under: tuple[str, ...]
    elsewhere: tuple[str, ...]
    number: int
    of: int


def write_outline(graph: Graph, way: Way = "back", order: Mapping[str, float] | None = None) -> tuple[Line, ...]:
    """Write a graph as an outline.

    Args:
        graph: it may have circles: what no head leads to begins at its first node, and a circle ends where it would close.
        way: ``back`` begins with that on which nothing rests and indents what it rests on (effects, problems, causes);
            ``forward`` begins with that which rests on nothing.
        order: a number for each node by which siblings are ordered (where they stand in a picture, say); others, and equal
            ones, stand in the order of the graph.

    Returns:
        Each node once, under the first of its parents that the outline comes to.
    """
    links, up = (graph.back, graph.forward) if way == "back" else (graph.forward, graph.back)
    wanted = order or {}
    rank = [(wanted.get(node.key, float("inf")), place) for place, node in enumerate(graph.nodes)]
    heads = _find_heads(links, up, rank)
    children, parents = _hang(links, heads, rank)
    lines = []
    for number, head in enumerate(heads, 1):
        work = [(head, 0, number, len(heads))]
        while work:
            here, depth, at, of = work.pop()
            parent = parents[here]
            lines.append(
                Line(
                    key=graph.nodes[here].key,
                    depth=depth,
                    parent="" if parent < 0 else graph.nodes[parent].key,
                    also_under=graph.name(other for other in up[here] if other not in {parent, here}),
                    elsewhere=graph.name(other for other in links[here] if parents[other] != here and other != here),
                    number=at,
                    of=of,
                )
            )
            below = children[here]
            work += [(child, depth + 1, at, len(below)) for at, child in reversed(list(enumerate(below, 1)))]
    return tuple(lines)


def _find_heads(links: Links, up: Links, rank: list[tuple[float, int]]) -> list[int]:
    """Find where to begin: what has no parent, then the first of each circle that is not reached by then."""
    heads = sorted((place for place in range(len(links)) if not set(up[place]) - {place}), key=lambda place: rank[place])
    seen = set(walk(links, heads))
    for place in sorted(range(len(links)), key=lambda place: rank[place]):
        if place not in seen:
            heads.append(place)
            seen |= walk(links, [place]).keys()
    return heads


def _hang(links: Links, heads: list[int], rank: list[tuple[float, int]]) -> tuple[list[list[int]], dict[int, int]]:
    """Give each place the parent that comes to it first when the outline is read from the top."""
    children: list[list[int]] = [[] for _place in links]
    parents = dict.fromkeys(heads, -1)
    for head in heads:
        work = [head]
        while work:
            here = work.pop()
            fresh = sorted((place for place in links[here] if place not in parents), key=lambda place: rank[place])
            children[here] = fresh
            parents.update(dict.fromkeys(fresh, here))
            work += reversed(fresh)
    return children, parents
