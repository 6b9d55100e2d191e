"""Circles are always found, the shortest one is named."""

from itertools import pairwise, product

import pytest
from hypothesis import given

from sciezka.core.graphs.cycles import find_cycle, find_strong_parts
from sciezka.core.graphs.types import Graph, GraphProblem, Node, build_graph
from sciezka.core.graphs.walking import reach
from tests.core.graphs.graphs import any_graphs, draw, make_web


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("a>b>c", ""),
        ("a>a", "a"),
        ("a>b>a", "ab"),
        ("c>a>b>c x>a", "cab"),
        ("a>b>c>d>a b>d", "abd"),
        ("a>b>c>a d>e>d", "de"),
        ("a>b>a c>d>c", "ab"),
        ("", ""),
    ],
)
def test_the_shortest_circle_is_named_from_its_first_node(text: str, cycle: str) -> None:
    assert "".join(find_cycle(draw(text))) == cycle


@given(any_graphs())
def test_a_circle_is_found_wherever_there_is_one_and_none_is_shorter(graph: Graph) -> None:
    cycle = find_cycle(graph)
    edges = {(edge.source, edge.target) for edge in graph.edges}
    # By brute force: the way back from the end of each edge to its beginning.
    back = {(one, other): reach(graph, other).get(one) for one, other in edges}
    lengths = [steps + 1 for steps in back.values() if steps is not None]
    assert len(cycle) == min(lengths, default=0)
    assert {*pairwise(cycle), *zip(cycle[-1:], cycle[:1], strict=True)} <= edges
    turned = build_graph(graph.nodes, graph.edges[::-1])
    assert find_cycle(turned) == cycle


@given(any_graphs())
def test_nodes_are_in_one_strong_part_when_each_reaches_the_other(graph: Graph) -> None:
    parts = find_strong_parts(graph)
    assert sorted(key for part in parts for key in part) == sorted(graph.places)
    at = {key: number for number, part in enumerate(parts) for key in part}
    down = {key: reach(graph, key) for key in at}
    for one, other in product(graph.places, repeat=2):
        assert (at[one] == at[other]) == (other in down[one] and one in down[other])
        assert other not in down[one] or at[one] <= at[other]


def test_a_long_circle_in_a_large_plan_is_found_whole() -> None:
    assert find_cycle(make_web()) == ()
    closed = make_web(closes=[(999, 0)], seed=2)
    cycle = find_cycle(closed)
    assert cycle[0] == "n0"
    assert cycle[-1] == "n999"
    assert len(cycle) == reach(closed, "n0")["n999"] + 1
    chain = draw(">".join(f"n{place}" for place in range(5_000)) + " n4999>n0")
    assert len(find_cycle(chain)) == 5_000


def test_what_is_no_graph_is_refused() -> None:
    with pytest.raises(GraphProblem, match="two nodes a") as twice:
        build_graph([Node(key="a"), Node(key="a")], [])
    assert twice.value.code == "node.twice"
    with pytest.raises(GraphProblem, match="no size"):
        build_graph([Node(key="a", width=float("nan"))], [])
    with pytest.raises(GraphProblem, match="leads to b"):
        build_graph([Node(key="a")], draw("a>b").edges)
    with pytest.raises(GraphProblem, match="no node x"):
        reach(draw("a>b"), "x")
