"""Footing: what a node rests on in the end, why it is there, and what falls when another is taken out.

A node has *footing* when a way leads to it from some ground: from evidence. Edges that do not carry ("weakens") must not be
in the graph that is asked here: see ``types.keep_edges``.
"""

import heapq
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sciezka.core.graphs.cycles import order_walk
from sciezka.core.graphs.types import Graph
from sciezka.core.graphs.walking import walk

MOST_CHAINS: Final = 8
MOST_TRIES: Final = 4_000
_UP: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a node is there.

    Attributes:
        chains: ways from ground to the node, both included, shortest first; of equal ones in the order of the graph.
        is_whole: whether these are all of them; else there are more than were asked for, or than can be tried.
    """

    chains: tuple[tuple[str, ...], ...]
    is_whole: bool


def find_grounds(graph: Graph, kinds: Collection[str]) -> tuple[str, ...]:
    """List the nodes of the kinds that need nothing to rest on."""
    return tuple(node.key for node in graph.nodes if node.kind in kinds)


def find_standing(graph: Graph, grounds: Iterable[str]) -> frozenset[str]:
    """Give the nodes that have footing; grounds have it by themselves."""
    return frozenset(graph.name(walk(graph.forward, (graph.find_place(key) for key in grounds))))


def find_losing(graph: Graph, key: str, grounds: Iterable[str], resting: Collection[str] | None = None) -> tuple[str, ...]:
    """Find what loses its footing when a node is taken out: every way from ground to it leads through that node.

    Args:
        graph: of edges that carry.
        key: the node that is taken out; it is not in the result.
        grounds: the nodes that need nothing to rest on.
        resting: the kinds that must rest on something; all when None.

    Returns:
        The nodes that had footing and would not have it, in the order of the graph.
    """
    out = graph.find_place(key)
    starts = [graph.find_place(ground) for ground in grounds]
    before = walk(graph.forward, starts)
    shut = tuple(() if here == out else links for here, links in enumerate(graph.forward))
    after = walk(shut, (start for start in starts if start != out))
    return graph.name(
        place
        for place in sorted(before)
        if place != out and place not in after and (resting is None or graph.nodes[place].kind in resting)
    )


def count_losing(graph: Graph, grounds: Iterable[str], resting: Collection[str] | None = None) -> dict[str, int]:
    """Give for each node with footing how many others would lose theirs without it: ``find_losing`` of all at once.

    These are the nodes that it dominates. Source: Cooper, K. D., Harvey, T. J. & Kennedy, K. (2001), A simple, fast
    dominance algorithm, *Software Practice and Experience* 4.
    """
    starts = sorted({graph.find_place(ground) for ground in grounds})
    order = order_walk(graph.forward, starts)
    number = {place: at for at, place in enumerate(order)}
    ground = frozenset(starts)
    above: dict[int, int] = dict.fromkeys(starts, _UP)
    changed = True
    while changed:
        changed = False
        for place in order:
            if place in ground:
                continue
            found: int | None = None
            for other in graph.back[place]:
                if other in above:
                    found = other if found is None else _meet(above, number, found, other)
            if found is not None and above.get(place) != found:
                above[place] = found
                changed = True
    counts = dict.fromkeys(order, 0)
    for place in reversed(order):
        up = above[place]
        if up != _UP:
            counts[up] += counts[place] + (resting is None or graph.nodes[place].kind in resting)
    return {node.key: counts[place] for place, node in enumerate(graph.nodes) if place in counts}


def _meet(above: dict[int, int], number: dict[int, int], one: int, other: int) -> int:
    """Give the nearest place that all ways to both lead through; ``_UP`` when there is none."""
    while one != other:
        if _UP in (one, other):
            return _UP
        if number[one] > number[other]:
            one = above[one]
        else:
            other = above[other]
    return one


def explain(graph: Graph, key: str, grounds: Iterable[str], *, most: int = MOST_CHAINS) -> Explanation:
    """Say why a node is there: the chains from ground to it, shortest first.

    A chain begins at the ground that it meets last and passes no node twice. A ground explains itself, in a chain of one.
    Best-first search backwards, with each node's distance to the nearest ground as the least that is still to go; after
    ``MOST_TRIES`` steps for each chain it gives up (only graphs with many circles come so far).
    """
    starts = frozenset(graph.find_place(ground) for ground in grounds)
    goal = graph.find_place(key)
    away = walk(graph.forward, starts)
    if goal not in away:
        return Explanation(chains=(), is_whole=True)
    chains: list[tuple[str, ...]] = []
    queue: list[tuple[int, tuple[int, ...]]] = [(away[goal] + 1, (goal,))]
    for _try in range(MOST_TRIES * most):
        if not queue or len(chains) == most:
            break
        _length, way = heapq.heappop(queue)
        here = way[-1]
        if here in starts:
            chains.append(graph.name(reversed(way)))
            continue
        for there in graph.back[here]:
            if there in away and there not in way:
                heapq.heappush(queue, (len(way) + 1 + away[there], (*way, there)))
    return Explanation(chains=tuple(chains), is_whole=not queue)
