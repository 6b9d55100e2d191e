"""Circles: whether there are any, which nodes are caught in one, and the shortest of them by name."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from sciezka.core.graphs.types import Graph, Links

# Searches of so large a part of the graph make it worth asking anew where circles may be left.
SHARE: Final = 4


def find_strong_parts(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """List the strongly connected parts: within one, each node is reached from each other.

    A part of a single node is a circle only when an edge leads from it to itself. Parts stand so that none is reached from
    a later one, nodes within a part in the order of the graph.

    Source: Kosaraju's two searches (Aho, Hopcroft & Ullman 1983, *Data Structures and Algorithms*, §6.7), without recursion.
    """
    return tuple(graph.name(part) for part in list_strong_parts(graph))


def list_strong_parts(graph: Graph) -> list[list[int]]:
    """List the strong parts as places, in topological order."""
    seen: set[int] = set()
    parts = []
    for start in order_walk(graph.forward, range(len(graph.nodes))):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for here in part:  # which grows meanwhile
            fresh = [there for there in graph.back[here] if there not in seen]
            seen.update(fresh)
            part += fresh
        parts.append(sorted(part))
    return parts


def order_walk(links: Links, starts: Iterable[int]) -> list[int]:
    """List what can be reached so that, but for circles, each place stands after all that lead to it."""
    seen: set[int] = set()
    order: list[int] = []
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        work = [(start, iter(links[start]))]
        while work:
            here, rest = work[-1]
            for there in rest:
                if there not in seen:
                    seen.add(there)
                    work.append((there, iter(links[there])))
                    break
            else:
                order.append(here)
                work.pop()
    return order[::-1]


def find_cycle(graph: Graph) -> tuple[str, ...]:
    """Find a shortest circle: its keys in the order of its edges, beginning with the one that stands first in the graph.

    Empty when there is none. Of several shortest ones always the same one is given, whatever the order of edges.

    Each circle holds an edge that leads a depth-first search back to where it came from. So it is enough to look for the
    shortest way from the end of each such edge to its beginning, and never further than the best circle so far. A node that
    was looked at so is left out of all that follows; once that has cost as much as a search of all, such edges are looked
    for anew among what is left. Where there is no circle, one depth-first search is all.
    """
    return graph.name(find_cycle_of(graph.forward))


def find_cycle_of(links: Links) -> list[int]:
    """Find a shortest circle of places."""
    left = list(links)
    whole = len(links) + sum(map(len, links))
    best: list[int] = []
    while turns := find_turns(left):
        spent = 0
        for head, tails in sorted(turns.items()):
            way, visited = find_way(left, head, tails, most=len(best) - 1 if best else len(links))
            best = way or best
            left[head] = ()
            spent += visited
            if spent > whole / SHARE:
                break
    if not best:
        return []
    at = best.index(min(best))
    return best[at:] + best[:at]


def find_turns(links: Sequence[tuple[int, ...]]) -> dict[int, set[int]]:
    """Find the edges that lead a depth-first search back: the places they lead to, and where they come from."""
    fresh, open_, done = 0, 1, 2
    state = [fresh] * len(links)
    turns: dict[int, set[int]] = {}
    for start in range(len(links)):
        if state[start] != fresh:
            continue
        state[start] = open_
        work = [(start, iter(links[start]))]
        while work:
            here, rest = work[-1]
            for there in rest:
                if state[there] == fresh:
                    state[there] = open_
                    work.append((there, iter(links[there])))
                    break
                if state[there] == open_:
                    turns.setdefault(there, set()).add(here)
            else:
                state[here] = done
                work.pop()
    return turns


def find_way(links: Sequence[tuple[int, ...]], start: int, goals: set[int], *, most: int) -> tuple[list[int], int]:
    """Find a shortest way from a place to one of others, of no more than so many places; empty when there is none.

    Says also how many places it came to.
    """
    came = {start: -1}
    queue = deque([(start, 1)])
    while queue:
        here, length = queue.popleft()
        if length > most:
            break
        if here in goals:
            way = [here]
            while came[way[-1]] >= 0:
                way.append(came[way[-1]])
            return way[::-1], len(came)
        for there in links[here]:
            if there not in came:
                came[there] = here
                queue.append((there, length + 1))
    return [], len(came)
