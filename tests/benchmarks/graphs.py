"""Time checks of a large plan and pictures of large graphs, beside igraph, networkx and grandalf where installed."""

import json
import os
import statistics
import subprocess
import sys
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from sciezka.core.graphs.coverage import cover
from sciezka.core.graphs.cycles import find_cycle, find_strong_parts
from sciezka.core.graphs.footing import count_losing, explain, find_grounds, find_losing, find_standing
from sciezka.core.graphs.layout import LayoutOptions, lay_out
from sciezka.core.graphs.outline import write_outline
from sciezka.core.graphs.ranks import rank_nodes
from sciezka.core.graphs.types import Edge, Graph, Node, build_graph
from sciezka.core.graphs.walking import find_components, find_depths, find_leaves, find_roots, reach, reduce_edges
from tests.benchmarks.timing import Measure, take_time
from tests.core.graphs.graphs import make_thread, make_trees, make_web

TREE = LayoutOptions(direction="up", ports="one")
GOALS = "a picture of 300 nodes under 300 ms, all checks of a plan of 1,000 nodes and 5,000 ties together under 150 ms"
Line = list[tuple[float, float]]
# Lines as (across, rank).
IGRAPH = """
import igraph, json, sys, time
count, pairs, layers = json.load(sys.stdin)
graph, times = igraph.Graph(count, [tuple(pair) for pair in pairs], directed=True), []
for _run in range(5):
    begun = time.perf_counter()
    found = graph.layout_sugiyama(layers=layers, maxiter=100)
    times.append((time.perf_counter() - begun) * 1000)
bends = found.edge_routing or [[] for _pair in pairs]
print(json.dumps([times, [[found[a], *bend, found[b]] for (a, b), bend in zip(pairs, bends)]]))
"""


@dataclass(frozen=True, slots=True)
class Beside:
    """Our time, and the peers' for the same; with the crossings of pictures."""

    ours: Measure
    crossings: int | None
    peers: Mapping[str, tuple[Measure | None, int | None]]


def write_section() -> str:
    """Measure, and write the section."""
    names = ("igraph", "networkx", "grandalf")
    measured = [*measure_pictures(), *measure_checks()]
    rows = [
        f"| {one.ours.what} | {_tell(one.ours, one.crossings)} | {one.ours.worst_ms:.1f} | {one.ours.runs} |"
        + "".join(f" {_tell(*one.peers[name]) if name in one.peers else ''} |" for name in names)
        for one in measured
    ]
    return "\n".join(
        [
            "## Graphs",
            "",
            "Pictures of boxes of different sizes, with the number of lines that cross; checks of a plan of 1,000 nodes and",
            "5,000 ties without a circle, and of one with a circle that its last node closes. igraph's layered layout gets",
            "our ranks and knows no sizes of boxes; grandalf chooses ranks of its own; networkx orders no layers, but its",
            "dominators stand beside what an absence takes. What is empty was not compared.",
            f"The machine's load before: {os.getloadavg()[0]:.1f}.",
            "",
            "| what | median, ms | worst, ms | runs |" + "".join(f" {name}, ms |" for name in names),
            "|---|---:|---:|---:|" + "---:|" * len(names),
            *rows,
            "",
            f"Goals: {GOALS}.",
        ]
    )


def _tell(measure: Measure | None, crossings: int | None) -> str:
    if measure is None:
        return "crashed"
    return f"{measure.median_ms:.1f}" + ("" if crossings is None else f" ({crossings:,} crossings)")


def measure_pictures() -> Iterator[Beside]:
    """Time pictures."""
    pictures = (
        ("The thread, 300 nodes, 450 ties, 5 layers", make_thread(), LayoutOptions(), ("igraph",)),
        ("Four trees, 300 nodes, 450 ties", make_trees(), TREE, ("igraph", "grandalf")),
        ("The thread, 100 nodes, 150 ties, 5 layers", make_thread(100, 150), LayoutOptions(), ("igraph",)),
        ("Three trees, 60 nodes, 80 ties", make_trees(60, 80, 3), TREE, ("igraph", "grandalf")),
    )
    for what, graph, options, names in pictures:
        peers: dict[str, tuple[Measure | None, int | None]] = {}
        if "igraph" in names and find_spec("igraph"):
            peers["igraph"] = time_igraph(what, graph)
        if "grandalf" in names and find_spec("grandalf"):
            draw = draw_with_grandalf(graph)
            peers["grandalf"] = take_time(f"{what} (grandalf)", draw, runs=5), count_crossings(draw())
        ours = take_time(what, partial(lay_out, graph, options))
        yield Beside(ours, lay_out(graph, options).crossings, peers)
    last = lay_out(make_thread()).order
    ours = take_time("The thread drawn again with its order kept", lambda: lay_out(make_thread(), order=last))
    yield Beside(ours, lay_out(make_thread(), order=last).crossings, {})


def measure_checks() -> Iterator[Beside]:
    """Time what checks of a plan call."""
    plan, closed = make_web(), make_web(closes=[(999, 0)])
    grounds = find_grounds(plan, {"evidence"})
    goals, problems = ([node.key for node in plan.nodes if node.kind == kind][:60] for kind in ("goal", "problem"))
    steps: list[tuple[str, Callable[[], object]]] = [
        ("Building the graph", lambda: build_graph(plan.nodes, plan.edges)),
        ("Strong parts", lambda: find_strong_parts(plan)),
        ("The shortest circle, none there", lambda: find_cycle(plan)),
        ("What has footing", lambda: find_standing(plan, grounds)),
        ("What each node's absence would take, all at once", lambda: count_losing(plan, grounds)),
        ("Depths, roots, leaves, parts", lambda: describe(plan)),
        ("Transitive reduction", lambda: reduce_edges(plan)),
    ]
    peers = load_networkx(plan) if find_spec("networkx") else {}
    if find_spec("igraph"):
        peers |= {(what, "igraph"): run for what, run in load_igraph(plan).items()}

    def compare(what: str, run: Callable[[], object], name: str = "") -> Beside:
        theirs = {peer: (take_time(what, act), None) for (step, peer), act in peers.items() if step == (name or what)}
        return Beside(take_time(what, run), None, theirs)

    for what, run in steps:
        yield compare(what, run)
    yield compare("**All of these together**", lambda: [run() for _what, run in steps])
    yield compare("The shortest circle, one there", lambda: find_cycle(closed))
    rings = build_rings()
    yield compare("The shortest circle where all are 200 long", lambda: find_cycle(rings))
    yield compare("Reach of one node", lambda: reach(plan, "n0"))
    yield compare("What falls without one node", lambda: find_losing(plan, "n10", grounds))
    yield compare("Why one node is there, eight chains", lambda: explain(plan, "n999", grounds))
    yield compare("Coverage of 60 × 60", lambda: cover(plan, goals, problems))
    yield compare("Outline", lambda: write_outline(plan))


def describe(plan: Graph) -> None:
    """Tell a plan's shape."""
    find_depths(plan)
    find_roots(plan)
    find_leaves(plan)
    find_components(plan)


def build_rings() -> Graph:
    """Build 200 ranks of 5, each tied to all of the next, and the last to the first: circles are many and long."""
    pairs = [(one, (one // 5 + 1) % 200 * 5 + other) for one in range(1_000) for other in range(5)]
    nodes = [Node(key=f"n{place}") for place in range(1_000)]
    return build_graph(nodes, [Edge(source=f"n{one}", target=f"n{other}") for one, other in pairs])


def load_networkx(plan: Graph) -> dict[tuple[str, str], Callable[[], object]]:
    """Give what networkx does of the same."""
    networkx: Any = import_module("networkx")
    pairs = [(edge.source, edge.target) for edge in plan.edges]
    web = networkx.DiGraph(pairs)
    rooted = networkx.DiGraph([*pairs, *(("", ground) for ground in find_grounds(plan, {"evidence"}))])
    return {
        ("Building the graph", "networkx"): lambda: networkx.DiGraph(pairs),
        ("Strong parts", "networkx"): lambda: list(networkx.strongly_connected_components(web)),
        ("What each node's absence would take, all at once", "networkx"): lambda: networkx.immediate_dominators(rooted, ""),
        ("Transitive reduction", "networkx"): lambda: networkx.transitive_reduction(web),
        ("Reach of one node", "networkx"): lambda: networkx.single_source_shortest_path_length(web, "n0"),
    }


def load_igraph(plan: Graph) -> dict[str, Callable[[], object]]:
    """Give what igraph does of the same."""
    igraph: Any = import_module("igraph")
    web = igraph.Graph(len(plan.nodes), plan.ends, directed=True)
    return {
        "Building the graph": lambda: igraph.Graph(len(plan.nodes), plan.ends, directed=True),
        "Strong parts": lambda: list(web.connected_components(mode="strong")),
        "Reach of one node": lambda: web.distances(0, mode="out"),
    }


def time_igraph(what: str, graph: Graph) -> tuple[Measure | None, int | None]:
    """Time igraph's layered layout of the same ranks, in a process of its own: it crashes on some graphs."""
    ranks = rank_nodes(graph)
    given = json.dumps([len(graph.nodes), sorted({way for way in ranks.ways if way}), ranks.at])
    done = subprocess.run([sys.executable, "-c", IGRAPH], input=given, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        print(f"{what} (igraph): it ended with {done.returncode}")
        return None, None
    times, lines = json.loads(done.stdout)
    measure = Measure(f"{what} (igraph)", statistics.median(times), max(times), len(times))
    return measure, count_crossings(lines)


def draw_with_grandalf(graph: Graph) -> Callable[[], list[Line]]:
    """Give grandalf's layered layout; lines as (place in the rank, rank), parts far from each other."""
    graphs: Any = import_module("grandalf.graphs")
    layouts: Any = import_module("grandalf.layouts")

    class View:
        def __init__(self, width: float, height: float) -> None:
            self.w, self.h = width, height

    def draw() -> list[Line]:
        nodes = [graphs.Vertex(node.key) for node in graph.nodes]
        for vertex, node in zip(nodes, graph.nodes, strict=True):
            vertex.view = View(node.width, node.height)
        lines = []
        web = graphs.Graph(nodes, [graphs.Edge(nodes[one], nodes[other]) for one, other in dict.fromkeys(graph.ends)])
        for number, part in enumerate(web.C):
            layout = layouts.SugiyamaLayout(part)
            layout.init_all()
            layout.draw(10)
            for edge in part.sE:
                cells = {layout.grx[end].rank: layout.grx[end] for end in edge.v}
                cells |= {rank: layout.grx[cell] for rank, cell in layout.ctrls.get(edge, {}).items()}
                lines.append([(number * 1e6 + cell.pos, float(rank)) for rank, cell in sorted(cells.items())])
        return lines

    return draw


def count_crossings(lines: Iterable[Sequence[tuple[float, float]]]) -> int:
    """Count the lines that cross between ranks; those that meet at an end do not."""
    steps: dict[float, list[tuple[float, float]]] = {}
    for line in lines:
        points = sorted(line, key=lambda point: point[1])
        for (x, rank), (x_next, _rank) in pairwise(points):
            steps.setdefault(rank, []).append((x, x_next))
    total = 0
    for pairs in steps.values():
        by_start: dict[float, list[float]] = {}
        for start, end in pairs:
            by_start.setdefault(start, []).append(end)
        passed: list[float] = []
        for _start, ends in sorted(by_start.items()):
            total += sum(len(passed) - bisect_right(passed, end + 1e-9) for end in ends)
            for end in ends:
                insort(passed, end)
    return total
