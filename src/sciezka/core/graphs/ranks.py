"""Ranks: how deep each node is drawn, so that all edges lead the same way and are short in sum."""

from dataclasses import dataclass

import numpy as np
import scipy
from scipy.sparse import csr_array

from sciezka.core.graphs.cycles import find_turns, order_walk
from sciezka.core.graphs.types import Graph, GraphProblem, Links, gather_links

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """Where nodes stand along the picture's main direction.

    Attributes:
        at: the rank of each place, from 0.
        count: how many ranks there are.
        ways: for each edge the places of its ends in the direction in which it is drawn; None for an edge from a node to
            itself, which has none.
        bands: for each layer its number, its first rank and its last; none where nodes have no layers.
    """

    at: tuple[int, ...]
    count: int
    ways: tuple[Pair | None, ...]
    bands: tuple[tuple[int, int, int], ...]


def rank_nodes(graph: Graph) -> Ranks:
    """Give each node its rank.

    1. Edges that lead from a later layer to an earlier one are turned for the drawing, and so are those that lead a
       depth-first search back, so that no circle is left.
    2. Each layer gets as many ranks as its longest chain has nodes; nodes without layers share one band.
    3. Ranks are a linear programme: the sum of all edges' lengths is the least there can be. Its matrix is totally
       unimodular, so that ranks come out whole. Of several solutions the one with all nodes as late as possible is taken,
       which is the only such one: heads of trees end in one line.

    Raises:
        GraphProblem: ``layer.missing`` (some nodes have a layer and some do not).

    Source: Gansner, E. R., Koutsofios, E., North, S. C. & Vo, K.-P. (1993), A technique for drawing directed graphs, *IEEE
    Transactions on Software Engineering* 19(3), §2, solved by HiGHS here.
    """
    layers = [node.layer or 0 for node in graph.nodes]
    without = [node.key for node in graph.nodes if node.layer is None]
    if 0 < len(without) < len(graph.nodes):
        raise GraphProblem("layer.missing", f"{without[0]} has no layer, but others have.", key=without[0])
    ways = turn_edges(graph, layers)
    pairs = sorted({way for way in ways if way})
    links = gather_links(len(layers), pairs)
    depth = _find_depth_in_bands(links, layers)
    bands, first = [], 0
    for layer in sorted(set(layers)):
        last = first + max(deep for deep, one in zip(depth, layers, strict=True) if one == layer)
        bands.append((layer, first, last))
        first = last + 1
    low = {layer: low for layer, low, _high in bands}
    high = {layer: high for layer, _low, high in bands}
    bounds = [(low[layer], high[layer]) for layer in layers]
    at = _solve(bounds, pairs) if pairs and first > len(bands) else [top for _low, top in bounds]
    joined = {place for pair in pairs for place in pair}
    if len(bands) > 1:
        usual = _find_usual({layer: [at[place] for place in sorted(joined) if layers[place] == layer] for layer in low})
        at = [rank if place in joined else usual.get(layers[place], low[layers[place]]) for place, rank in enumerate(at)]
    return Ranks(at=tuple(at), count=first, ways=ways, bands=() if without else tuple(bands))


def _find_usual(ranks: dict[int, list[int]]) -> dict[int, int]:
    """Find for each layer the rank that most of its nodes have: there nodes without edges belong."""
    return {layer: max(sorted(set(found)), key=found.count) for layer, found in ranks.items() if found}


def turn_edges(graph: Graph, layers: list[int]) -> tuple[Pair | None, ...]:
    """Give each edge the direction in which it is drawn."""
    inner = gather_links(len(layers), [(one, other) for one, other in graph.ends if layers[one] == layers[other]])
    turns = find_turns(inner)

    def turn(source: int, target: int) -> Pair | None:
        if source == target:
            return None
        is_turned = layers[source] > layers[target] or source in turns.get(target, ())
        return (target, source) if is_turned else (source, target)

    return tuple(turn(*ends) for ends in graph.ends)


def _find_depth_in_bands(links: Links, layers: list[int]) -> list[int]:
    depth = [0] * len(layers)
    for here in order_walk(links, range(len(layers))):
        for there in links[here]:
            if layers[here] == layers[there]:
                depth[there] = max(depth[there], depth[here] + 1)
    return depth


def _solve(bounds: list[Pair], pairs: list[Pair]) -> list[int]:
    count, most = len(bounds), max(high for _low, high in bounds) + 1
    # All nodes together weigh less than one step of one edge: lateness decides only between equal sums.
    costs = np.full(count, -0.5 / (count * most))
    sources, targets = np.array(pairs).T
    np.add.at(costs, targets, 1)
    np.add.at(costs, sources, -1)
    rows = np.tile(np.arange(len(pairs)), 2)
    signs = np.repeat([1.0, -1.0], len(pairs))
    matrix = csr_array((signs, (rows, np.concatenate([sources, targets]))), shape=(len(pairs), count))
    found = scipy.optimize.linprog(costs, A_ub=matrix, b_ub=-np.ones(len(pairs)), bounds=bounds, method="highs-ds")
    return [round(value) for value in found.x]
