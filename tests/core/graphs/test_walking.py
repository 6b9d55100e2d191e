"""Reach, depth, parts, reduction, footing, coverage and outlines, against brute force."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.graphs.coverage import cover
from sciezka.core.graphs.cycles import find_cycle, find_strong_parts
from sciezka.core.graphs.footing import count_losing, explain, find_grounds, find_losing, find_standing
from sciezka.core.graphs.outline import write_outline
from sciezka.core.graphs.types import Edge, Graph, build_graph, keep_edges
from sciezka.core.graphs.walking import (
    find_ancestry,
    find_components,
    find_depths,
    find_descendants,
    find_leaves,
    find_roots,
    focus_on,
    reach,
    reduce_edges,
)
from tests.core.graphs.graphs import any_graphs, draw

PLAN = "e1>p1>g1>u1 e2>p1 e2>p2>g1 p2>g2 x>g2"
KINDS = "e1:evidence e2:evidence p1:problem p2:problem g1:goal g2:goal u1:undertaking x:note"


def test_ways_of_a_small_plan() -> None:
    plan = draw(PLAN, kinds=KINDS)
    assert find_ancestry(plan, "g1") == {"p1": 1, "p2": 1, "e1": 2, "e2": 2}
    assert find_descendants(plan, "e2") == {"p1": 1, "p2": 1, "g1": 2, "g2": 2, "u1": 3}
    assert find_roots(plan) == ("e1", "e2", "x")
    assert find_leaves(plan) == ("u1", "g2")
    assert find_depths(plan) == {"e1": 0, "p1": 1, "g1": 2, "u1": 3, "e2": 0, "p2": 1, "g2": 2, "x": 0}
    assert find_components(draw("a>b c d>c")) == (("a", "b"), ("c", "d"))
    assert find_depths(draw("a>b>c>b c>d")) == {"a": 0, "b": 1, "c": 1, "d": 2}


@given(any_graphs())
def test_reduction_keeps_what_reaches_what(graph: Graph) -> None:
    kept = reduce_edges(graph)
    small = build_graph(graph.nodes, kept)
    assert {key: reach(small, key).keys() for key in graph.places} == {key: reach(graph, key).keys() for key in graph.places}
    if not find_cycle(graph):
        # No edge of it can be spared.
        for edge in kept:
            others = build_graph(
                graph.nodes, [one for one in kept if (one.source, one.target) != (edge.source, edge.target)]
            )
            assert edge.target not in reach(others, edge.source)


def test_taking_out_evidence_takes_the_footing_of_what_hangs_on_it_alone() -> None:
    plan = draw(PLAN, kinds=KINDS)
    grounds = find_grounds(plan, {"evidence"})
    assert find_standing(plan, grounds) == set(plan.places) - {"x"}
    assert find_losing(plan, "e2", grounds) == ("p2", "g2")
    assert find_losing(plan, "e1", grounds) == ()
    assert find_losing(plan, "g1", grounds) == ("u1",)
    assert find_losing(plan, "e2", grounds, resting={"goal"}) == ("g2",)
    assert find_losing(plan, "x", grounds) == ()


@given(any_graphs(), st.sets(st.sampled_from("eg")))
def test_what_falls_is_what_has_footing_only_with_the_node(graph: Graph, resting: set[str]) -> None:
    grounds = find_grounds(graph, {"e"})
    counts = count_losing(graph, grounds, resting)
    standing = find_standing(graph, grounds)
    assert counts.keys() == standing
    for key in graph.places:
        left = [node for node in graph.nodes if node.key != key]
        edges = [edge for edge in graph.edges if key not in {edge.source, edge.target}]
        after = find_standing(build_graph(left, edges), [ground for ground in grounds if ground != key])
        lost = find_losing(graph, key, grounds, resting)
        assert set(lost) == {one for one in standing - after - {key} if graph.nodes[graph.places[one]].kind in resting}
        assert counts.get(key, 0) == len(lost)


def test_a_node_is_explained_by_its_chains_from_evidence_shortest_first() -> None:
    plan = draw(PLAN + " e1>g1", kinds=KINDS)
    grounds = find_grounds(plan, {"evidence"})
    told = explain(plan, "u1", grounds)
    assert told.chains == (
        ("e1", "g1", "u1"),
        ("e1", "p1", "g1", "u1"),
        ("e2", "p1", "g1", "u1"),
        ("e2", "p2", "g1", "u1"),
    )
    assert told.is_whole
    assert explain(plan, "u1", grounds, most=1).chains == told.chains[:1]
    assert not explain(plan, "u1", grounds, most=1).is_whole
    assert explain(plan, "x", grounds).chains == ()
    assert explain(plan, "e1", grounds).chains == (("e1",),)


@given(any_graphs(most=9))
def test_each_chain_is_a_way_from_ground_and_a_first_one_is_as_short_as_any(graph: Graph) -> None:
    grounds = find_grounds(graph, {"e"})
    edges = {(edge.source, edge.target) for edge in graph.edges}
    away = reach(graph, grounds)
    for key in graph.places:
        chains = explain(graph, key, grounds).chains
        assert bool(chains) == (key in away)
        assert len(set(chains)) == len(chains)
        assert [len(chain) for chain in chains] == sorted(len(chain) for chain in chains)
        for chain in chains:
            assert set(pairwise(chain)) <= edges
            assert len(set(chain)) == len(chain)
            assert [one in grounds for one in chain] == [True] + [False] * (len(chain) - 1)
        if chains:
            assert len(chains[0]) == away[key] + 1


def test_coverage_tells_direct_from_through_others_in_either_direction() -> None:
    plan = draw(PLAN, kinds=KINDS)
    found = cover(plan, ["g1", "g2"], ["p1", "p2", "e1", "x"])
    assert [[cell.steps for cell in row] for row in found.cells] == [[1, 1, 2, 0], [0, 1, 0, 1]]
    assert found.cells[0][2].through == ("p1",)
    assert found.cells[0][0].is_direct
    assert found.bare_rows == ()
    assert cover(plan, ["g1"], ["x", "p1", "g1"]).bare_columns == ("x", "g1")
    assert cover(plan, ["x"], ["e1", "e2"]).bare_rows == ("x",)
    assert cover(plan, [], ["e1"]).bare_columns == ("e1",)


@given(any_graphs())
def test_coverage_is_the_shorter_way_of_the_two(graph: Graph) -> None:
    keys = tuple(graph.places)
    found = cover(graph, keys, keys)
    for row, cells in zip(keys, found.cells, strict=True):
        down, up = reach(graph, row), reach(graph, row, "back")
        for column, cell in zip(keys, cells, strict=True):
            both = [ways[column] for ways in (down, up) if column in ways]
            assert cell.steps == min(both, default=0)
            assert len(cell.through) == max(0, cell.steps - 1)


def test_an_outline_reads_from_effects_to_causes_and_names_further_parents() -> None:
    told = write_outline(draw("c1>p>f1 c2>p>f2 c3>c1 c3>c2"))
    assert [(line.depth, line.key, line.also_under, line.elsewhere) for line in told] == [
        (0, "f1", (), ()),
        (1, "p", ("f2",), ()),
        (2, "c1", (), ()),
        (3, "c3", ("c2",), ()),
        (2, "c2", (), ("c3",)),
        (0, "f2", (), ("p",)),
    ]
    assert [(line.number, line.of) for line in told] == [(1, 2), (1, 1), (1, 2), (1, 1), (2, 2), (2, 2)]
    turned = write_outline(draw("a>x b>x"), order={"b": 1, "a": 2})
    assert [line.key for line in turned] == ["x", "b", "a"]
    assert [line.key for line in write_outline(draw("a>x b>x"), way="forward")] == ["a", "x", "b"]


@given(any_graphs())
def test_an_outline_has_each_node_once_and_loses_no_edge(graph: Graph) -> None:
    told = write_outline(graph)
    assert sorted(line.key for line in told) == sorted(graph.places)
    said = {(line.key, parent) for line in told for parent in (line.parent, *line.also_under) if parent}
    assert said == {(edge.source, edge.target) for edge in graph.edges if edge.source != edge.target}
    depth = {line.key: line.depth for line in told}
    assert all(line.depth == (depth[line.parent] + 1 if line.parent else 0) for line in told)
    elsewhere = {(child, line.key) for line in told for child in line.elsewhere}
    assert elsewhere == said - {(line.key, line.parent) for line in told}
    for before, line in pairwise(told):
        assert line.depth <= before.depth + 1


def test_focus_leaves_a_node_with_what_it_rests_on_and_what_rests_on_it() -> None:
    plan = draw(PLAN)
    assert list(focus_on(plan, "p2").places) == ["g1", "u1", "e2", "p2", "g2"]
    near = focus_on(plan, "p2", most=1)
    assert set(near.places) == {"e2", "p2", "g1", "g2"}
    assert [(edge.source, edge.target) for edge in near.edges] == [("e2", "p2"), ("p2", "g1"), ("p2", "g2")]


def test_edges_that_do_not_carry_are_left_out_by_kind() -> None:
    nodes = draw("a>b").nodes
    graph = build_graph(nodes, [Edge(source="a", target="b", kind="supports"), Edge(source="b", target="a", kind="weakens")])
    assert find_cycle(graph) == ("a", "b")
    assert find_cycle(keep_edges(graph, ["supports"])) == ()
    assert len(find_strong_parts(graph)) == 1
