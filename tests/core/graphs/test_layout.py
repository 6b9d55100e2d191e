"""Pictures: nothing overlaps, no line runs over a box, and what is simple is drawn as a person would."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.graphs.layout import Layout, LayoutOptions, lay_out
from sciezka.core.graphs.ordering import build_mesh, count_crossings
from sciezka.core.graphs.ranks import rank_nodes
from sciezka.core.graphs.routing import write_path
from sciezka.core.graphs.types import Edge, Graph, GraphProblem, Node, build_graph
from sciezka.core.rectangles import Box
from tests.core.graphs.graphs import any_graphs, draw, make_thread, make_trees

TREE = LayoutOptions(direction="up", ports="one")
NEAR = 0.05  # coordinates are rounded to hundredths
Point = tuple[float, float]

any_options = st.builds(
    LayoutOptions,
    direction=st.sampled_from(["up", "down", "left", "right"]),
    ports=st.sampled_from(["one", "spread"]),
    gap=st.integers(0, 30),
    line_gap=st.integers(0, 20),
    part_gap=st.integers(0, 40),
    rank_gap=st.integers(1, 80),
)


def bend(curve: tuple[Point, ...], steps: int = 8) -> list[Point]:
    """Give points along cubic curves."""
    found = [curve[0]]
    for at in range(0, len(curve) - 1, 3):
        a, b, c, d = curve[at : at + 4]
        for step in range(1, steps + 1):
            t = step / steps
            u = 1 - t
            x, y = (u**3 * a[i] + 3 * u * u * t * b[i] + 3 * u * t * t * c[i] + t**3 * d[i] for i in (0, 1))
            found.append((x, y))
    return found


def runs_over(points: list[Point], box: Box) -> bool:
    """Tell whether a line comes inside a box; looks at many points, so a box must not be a sliver."""
    for (x, y), (x_next, y_next) in pairwise(points):
        for step in range(9):
            here = x + (x_next - x) * step / 8, y + (y_next - y) * step / 8
            if box.left + 1 < here[0] < box.right - 1 and box.top + 1 < here[1] < box.bottom - 1:
                return True
    return False


def assert_sound(graph: Graph, drawn: Layout, options: LayoutOptions) -> None:
    assert drawn.boxes.keys() == graph.places.keys()
    frame = Box(0, 0, drawn.width, drawn.height)
    for node in graph.nodes:
        box = drawn.boxes[node.key]
        assert (box.right - box.left, box.bottom - box.top) == pytest.approx((node.width, node.height), abs=NEAR)
        assert frame.holds(box)
    gap = min(options.gap, options.rank_gap) - NEAR
    for one, other in combinations(drawn.boxes.values(), 2):
        assert not one.overlaps(other, gap)
    assert [route.edge for route in drawn.routes] == [edge for edge in graph.edges if edge.source != edge.target]
    for route in drawn.routes:
        for end, key in ((0, route.edge.source), (-1, route.edge.target)):
            box, (x, y) = drawn.boxes[key], route.points[end]
            assert route.curve[end] == route.points[end]
            assert box.left - NEAR <= x <= box.right + NEAR
            assert box.top - NEAR <= y <= box.bottom + NEAR
        for line in (list(route.points), bend(route.curve)):
            assert all(frame.left <= x <= frame.right and frame.top <= y <= frame.bottom for x, y in line)
            assert not any(runs_over(line, box) for box in drawn.boxes.values())
    for one, other in combinations([band.box for band in drawn.bands], 2):
        assert not one.overlaps(other)
    for band in drawn.bands:
        assert all(band.box.holds(drawn.boxes[node.key]) for node in graph.nodes if node.layer == band.layer)


@given(any_graphs(), any_options)
@settings(max_examples=60)
def test_no_boxes_overlap_and_no_line_runs_over_one(graph: Graph, options: LayoutOptions) -> None:
    drawn = lay_out(graph, options)
    assert_sound(graph, drawn, options)
    assert lay_out(graph, options) == drawn
    # The last order as a hint: nothing moves that saves no crossing.
    again = lay_out(graph, options, drawn.order)
    assert_sound(graph, again, options)
    assert again.crossings <= drawn.crossings


@pytest.mark.parametrize(
    ("graph", "options"),
    [
        (make_thread(90, 130), LayoutOptions()),
        (make_trees(100, 130), TREE),
        (make_trees(80, 79, 1), LayoutOptions(direction="down")),
    ],
)
def test_large_pictures_are_sound(graph: Graph, options: LayoutOptions) -> None:
    drawn = lay_out(graph, options)
    assert_sound(graph, drawn, options)
    again = lay_out(graph, options, drawn.order)
    assert again.crossings <= drawn.crossings


def test_edges_lead_in_the_direction_asked_for() -> None:
    for direction, sign in (("right", 1), ("left", -1), ("down", 1), ("up", -1)):
        drawn = lay_out(draw("a>b>c a>c"), LayoutOptions(direction=direction))  # type: ignore[arg-type]
        boxes = [drawn.boxes[key] for key in "abc"]
        tops = [box.left if direction in {"right", "left"} else box.top for box in boxes]
        assert tops == sorted(tops, reverse=sign < 0)
        assert not any(route.is_turned for route in drawn.routes)


def find_middle(box: Box) -> float:
    return (box.left + box.right) / 2


def test_parents_are_centred_and_chains_are_straight() -> None:
    drawn = lay_out(draw("a>p b>p c>p d>e>p d>x y>x p>q>r"), TREE)
    three = lay_out(draw("a>p b>p c>p p>q>r"), TREE)
    middles = {key: find_middle(box) for key, box in three.boxes.items()}
    assert middles["p"] == pytest.approx((middles["a"] + middles["c"]) / 2, abs=NEAR)
    assert middles["p"] == pytest.approx(middles["b"], abs=NEAR)
    assert [middles["q"], middles["r"]] == pytest.approx([middles["p"]] * 2, abs=NEAR)
    steps = sorted(middles[key] for key in "abc")
    assert [steps[1] - steps[0], steps[2] - steps[1]] == pytest.approx([80 + TREE.gap] * 2, abs=NEAR)
    assert drawn.crossings == three.crossings == 0


def test_a_long_edge_is_straight_between_its_ends() -> None:
    drawn = lay_out(draw("a>b>c>d>e a>e f>c g>c"), TREE)
    long = next(route for route in drawn.routes if (route.edge.source, route.edge.target) == ("a", "e"))
    # Out of its first box, along, into its last: two corners at either end at the most.
    assert len(long.points) <= 6
    assert len({round(x) for x, _y in long.points}) <= 3


def test_edges_are_as_short_as_can_be_and_heads_end_in_one_line() -> None:
    graph = draw("a>b>c>d x>d y>c p>q")
    ranks = rank_nodes(graph)
    at = dict(zip(graph.places, ranks.at, strict=True))
    assert at == {"a": 0, "b": 1, "c": 2, "d": 3, "x": 2, "y": 1, "p": 2, "q": 3}


@given(any_graphs())
@settings(max_examples=60)
def test_ranks_rise_along_every_line_and_layers_never_mix(graph: Graph) -> None:
    ranks = rank_nodes(graph)
    assert all(ranks.at[way[0]] < ranks.at[way[1]] for way in ranks.ways if way)
    for one, other in combinations(range(len(graph.nodes)), 2):
        layers = graph.nodes[one].layer or 0, graph.nodes[other].layer or 0
        assert layers[0] >= layers[1] or ranks.at[one] < ranks.at[other]
    turned = [way for way, ends in zip(ranks.ways, graph.ends, strict=True) if way and way != ends]
    assert all(len(way) == 2 for way in turned)


def test_a_circle_is_drawn_with_one_edge_turned() -> None:
    drawn = lay_out(draw("a>b>c>a c>c"), TREE)
    assert [route.is_turned for route in drawn.routes] == [False, False, True]
    back = drawn.routes[2]
    assert back.points[0][1] < back.points[-1][1]  # from c, which stands above, down to a


@given(any_graphs(), st.randoms())
@settings(max_examples=60)
def test_crossings_are_counted_rightly(graph: Graph, random: object) -> None:
    mesh = build_mesh(rank_nodes(graph))
    rows: list[list[int]] = [[] for _rank in range(max(mesh.at, default=-1) + 1)]
    for cell, rank in enumerate(mesh.at):
        rows[rank].append(cell)
    for row in rows:
        random.shuffle(row)  # type: ignore[attr-defined]
    at = {cell: place for row in rows for place, cell in enumerate(row)}
    lines = [(cell, other) for row in rows for cell in row for other in mesh.down[cell]]
    crossed = sum(
        (at[a] - at[c]) * (at[b] - at[d]) < 0 for (a, b), (c, d) in combinations(lines, 2) if mesh.at[a] == mesh.at[c]
    )
    assert count_crossings(mesh, rows) == crossed


def test_siblings_stay_in_their_order_when_a_node_is_added() -> None:
    before = draw("a>p b>p c>p d>p p>q e>q")
    hint = {"a": 3, "b": 1, "c": 4, "d": 2}
    drawn = lay_out(before, TREE, hint)
    assert sorted("abcd", key=lambda key: drawn.boxes[key].left) == ["b", "d", "a", "c"]
    after = lay_out(draw("n>p a>p b>p c>p d>p p>q e>q m>a"), TREE, drawn.order)
    assert [key for key in sorted(drawn.boxes, key=lambda key: after.boxes[key].left) if key in "abcd"] == [
        "b",
        "d",
        "a",
        "c",
    ]


def test_parts_stand_apart_and_single_nodes_stand_evenly_at_the_end() -> None:
    drawn = lay_out(draw("x a>b c>d y"), LayoutOptions(direction="up", part_gap=40, gap=10))
    one, other, x, y = (drawn.boxes[key] for key in ("b", "d", "x", "y"))
    assert (other.left - one.right, x.left - other.right, y.left - x.right) == (40, 40, 10)
    assert drawn.crossings == 0


def test_layers_are_columns_in_their_order_with_chains_within() -> None:
    nodes = [Node(key=key, layer=layer, width=50, height=20) for key, layer in (("u", 50), ("e", 10), ("g", 40), ("v", 40))]
    graph = build_graph(
        nodes, [Edge(source=one, target=other) for one, other in (("e", "v"), ("v", "g"), ("g", "u"), ("u", "e"))]
    )
    drawn = lay_out(graph)
    assert [drawn.boxes[key].left for key in "evgu"] == sorted(drawn.boxes[key].left for key in "evgu")
    assert [band.layer for band in drawn.bands] == [10, 40, 50]
    assert [route.is_turned for route in drawn.routes] == [False, False, False, True]


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(GraphProblem, match="b has no layer"):
        lay_out(build_graph([Node(key="a", layer=1), Node(key="b")], []))
    with pytest.raises(GraphProblem, match="gap"):
        lay_out(draw("a"), LayoutOptions(gap=-1))
    empty = lay_out(draw(""))
    assert (empty.boxes, empty.routes, empty.width) == ({}, (), 32)


def test_a_curve_is_written_as_a_path() -> None:
    assert write_path([(1, 2), (1, 4.5), (3, 6), (3, 8)]) == "M1,2C1,4.5 3,6 3,8"
