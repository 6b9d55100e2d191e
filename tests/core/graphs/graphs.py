"""Graphs for the tests: any, and such as plans have."""

import random
from collections.abc import Iterable
from itertools import pairwise

from hypothesis import strategies as st

from sciezka.core.graphs.types import Edge, Graph, Node, build_graph


def draw(text: str, *, kinds: str = "") -> Graph:
    """Read a graph from words: ``a>b>c`` are edges, a word alone is a node; kinds as ``a:evidence``."""
    keys: dict[str, None] = {}
    edges: list[Edge] = []
    for word in text.split():
        chain = word.split(">")
        keys.update(dict.fromkeys(chain))
        edges += [Edge(source=one, target=other) for one, other in pairwise(chain)]
    named = dict(pair.split(":") for pair in kinds.split())
    return build_graph([Node(key=key, kind=named.get(key, ""), width=80, height=30) for key in keys], edges)


def make_thread(nodes: int = 300, edges: int = 450, layers: int = 5, seed: int = 1) -> Graph:
    """Make a thread: layers of different sizes, most ties to the next layer, some within one, some past one."""
    rng = random.Random(seed)  # noqa: S311 - a graph, not a secret
    layer = sorted(rng.choices(range(layers), weights=[8, 6, 5, 4, 6][:layers], k=nodes))
    by_layer = [[place for place in range(nodes) if layer[place] == one] for one in range(layers)]
    boxes = [
        Node(key=f"n{place}", kind=f"k{layer[place]}", layer=layer[place], width=180, height=rng.choice((34, 50, 66)))
        for place in range(nodes)
    ]
    found: dict[tuple[int, int], None] = {}
    while len(found) < edges:
        source = rng.randrange(nodes)
        step = rng.choices((0, 1, 2, 3), weights=(1, 14, 3, 1))[0]
        if layer[source] + step >= layers:
            continue
        group = by_layer[layer[source] + step]
        at = by_layer[layer[source]].index(source) / len(by_layer[layer[source]])
        near = min(len(group) - 1, max(0, round(rng.gauss(at, 0.12) * len(group))))
        if source < group[near]:
            found[source, group[near]] = None
    return build_graph(boxes, [Edge(source=f"n{one}", target=f"n{other}") for one, other in found])


def make_trees(nodes: int = 300, edges: int = 450, trees: int = 4, seed: int = 1) -> Graph:
    """Make problem trees: each node below an earlier one of its tree, and some below a second or third."""
    rng = random.Random(seed)  # noqa: S311 - a graph, not a secret
    found: dict[tuple[int, int], None] = {}
    for place in range(trees, nodes):
        tree = [other for other in range(place) if other % trees == place % trees]
        found[place, rng.choice(tree[-max(3, len(tree) // 2) :])] = None
    while len(found) < edges:
        one, other = sorted(rng.sample(range(nodes), 2))
        if one % trees == other % trees:
            found[other, one] = None
    boxes = [Node(key=f"n{place}", width=rng.choice((120, 150, 180)), height=rng.choice((34, 50))) for place in range(nodes)]
    return build_graph(boxes, [Edge(source=f"n{one}", target=f"n{other}") for one, other in found])


def make_web(nodes: int = 1_000, edges: int = 5_000, seed: int = 1, *, closes: Iterable[tuple[int, int]] = ()) -> Graph:
    """Make a plan for checks: edges from earlier nodes to later ones, and those that close a circle, if any are wanted."""
    rng = random.Random(seed)  # noqa: S311 - a graph, not a secret
    pairs = dict.fromkeys(closes)
    while len(pairs) < edges:
        one, other = sorted(rng.sample(range(nodes), 2))
        pairs[one, other] = None
    kinds = ("evidence", "problem", "factor", "goal", "undertaking")
    return build_graph(
        [Node(key=f"n{place}", kind=kinds[place * len(kinds) // nodes]) for place in range(nodes)],
        [Edge(source=f"n{one}", target=f"n{other}") for one, other in pairs],
    )


@st.composite
def any_graphs(draw_: st.DrawFn, *, most: int = 12, is_layered: bool | None = None, is_loopless: bool = False) -> Graph:
    """Give any graph: with circles, loops, twins of edges, parts; with layers, or without."""
    count = draw_(st.integers(0, most))
    place = st.integers(0, max(0, count - 1))
    pairs = draw_(st.lists(st.tuples(place, place), max_size=3 * count)) if count else []
    layered = draw_(st.booleans()) if is_layered is None else is_layered
    sizes = st.integers(0, 200)
    nodes = [
        Node(
            key=f"n{at}",
            kind=draw_(st.sampled_from("eg")),
            layer=draw_(st.integers(0, 4)) * 10 if layered else None,
            width=draw_(sizes),
            height=draw_(sizes),
        )
        for at in range(count)
    ]
    edges = [Edge(source=f"n{one}", target=f"n{other}") for one, other in pairs if not (is_loopless and one >= other)]
    return build_graph(nodes, edges)
