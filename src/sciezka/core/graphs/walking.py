"""Walking along edges: what is reached, how far it is, where the graph begins and ends, and what of it is said twice."""

from collections.abc import Iterable, Mapping
from typing import Literal

from sciezka.core.graphs.cycles import list_strong_parts
from sciezka.core.graphs.types import Edge, Graph, Links, keep_nodes

Way = Literal["forward", "back"]


def reach(graph: Graph, starts: str | Iterable[str], way: Way = "forward") -> dict[str, int]:
    """Give how many edges away each node is that can be reached from one or several, these included (0), nearest first."""
    keys = [starts] if isinstance(starts, str) else starts
    links = graph.forward if way == "forward" else graph.back
    found = walk(links, [graph.find_place(key) for key in keys])
    return {graph.nodes[place].key: steps for place, steps in found.items()}


def walk(links: Links, starts: Iterable[int]) -> dict[int, int]:
    """Give how many steps away each place is that can be reached, nearest first."""
    edge = list(dict.fromkeys(starts))
    found = dict.fromkeys(edge, 0)
    steps = 0
    while edge:
        steps += 1
        next_ = []
        for here in edge:
            for there in links[here]:
                if there not in found:
                    found[there] = steps
                    next_.append(there)
        edge = next_
    return found


def find_ancestry(graph: Graph, key: str) -> dict[str, int]:
    """Give what a node rests on, near and far, with the number of edges to it; the node itself is not in it."""
    return _leave_out(reach(graph, key, "back"), key)


def find_descendants(graph: Graph, key: str) -> dict[str, int]:
    """Give what rests on a node, near and far, with the number of edges to it; the node itself is not in it."""
    return _leave_out(reach(graph, key, "forward"), key)


def focus_on(graph: Graph, key: str, most: int | None = None) -> Graph:
    """Give the part of the graph that a node rests on and that rests on it, up to so many edges away."""
    found = {**find_ancestry(graph, key), **find_descendants(graph, key)}
    return keep_nodes(graph, [key, *(other for other, steps in found.items() if most is None or steps <= most)])


def _leave_out(found: Mapping[str, int], key: str) -> dict[str, int]:
    return {other: steps for other, steps in found.items() if other != key}


def find_roots(graph: Graph) -> tuple[str, ...]:
    """List the nodes that rest on nothing."""
    return graph.name(place for place, links in enumerate(graph.back) if not links)


def find_leaves(graph: Graph) -> tuple[str, ...]:
    """List the nodes on which nothing rests."""
    return graph.name(place for place, links in enumerate(graph.forward) if not links)


def find_depths(graph: Graph) -> dict[str, int]:
    """Give the most edges on any way from a root to each node.

    The nodes of a circle count as one, so that depth has an end: all of them are as deep as the deepest way into the circle.
    """
    parts = list_strong_parts(graph)
    at = {place: number for number, part in enumerate(parts) for place in part}
    deep = [0] * len(parts)
    for number, part in enumerate(parts):
        for here in part:
            for there in graph.forward[here]:
                if at[there] != number:
                    deep[at[there]] = max(deep[at[there]], deep[number] + 1)
    return {node.key: deep[at[place]] for place, node in enumerate(graph.nodes)}


def find_components(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """List the parts that no edge joins, each in the order of the graph, by their first node."""
    return tuple(graph.name(part) for part in list_components(graph))


def list_components(graph: Graph) -> list[list[int]]:
    """List the components as places."""
    both = tuple(one + other for one, other in zip(graph.forward, graph.back, strict=True))
    seen: set[int] = set()
    parts = []
    for start in range(len(both)):
        if start not in seen:
            part = walk(both, [start])
            seen.update(part)
            parts.append(sorted(part))
    return parts


def reduce_edges(graph: Graph) -> tuple[Edge, ...]:
    """Leave out the edges that a longer way says too: the transitive reduction, for drawing.

    What is reached from what stays as it was. Edges within a circle are all kept: there each says something that the
    others don't. Of a graph without circles the result is the only smallest one (Aho, Garey & Ullman 1972, The transitive
    reduction of a directed graph, *SIAM Journal on Computing* 1(2)); edges of several kinds between two nodes stay together.
    """
    parts = list_strong_parts(graph)
    at = {place: number for number, part in enumerate(parts) for place in part}
    targets = [sorted({at[there] for here in part for there in graph.forward[here]} - {number})
               for number, part in enumerate(parts)]  # fmt: skip
    # What is reached from each part, as the bits of a number: parts stand in topological order.
    reached = [0] * len(parts)
    kept: set[tuple[int, int]] = set()
    for number in range(len(parts) - 1, -1, -1):
        bits = 0
        for there in targets[number]:  # ascending, so that a way through a nearer part is known first
            if not bits >> there & 1:
                kept.add((number, there))
                bits |= reached[there] | 1 << there
        reached[number] = bits
    return tuple(
        edge
        for edge, (source, target) in zip(graph.edges, graph.ends, strict=True)
        if at[source] == at[target] or (at[source], at[target]) in kept
    )
