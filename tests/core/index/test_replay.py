"""Replaying: the same numbers for ever, and only what a change touches runs again."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sciezka.core.index.recipe import Aggregate, Normalise, Rank, Recipe, Treat, Weigh, change
from sciezka.core.index.replay import Result, arrange, replay
from sciezka.core.index.types import Cube, IndexProblem, Node, Structure
from tests.core.index.golden import make_cube, make_flat_structure

TREE = Structure((Node("ALL"), Node("P", "ALL", weight=2), Node("A", "P"), Node("B", "P", direction=-1), Node("C", "ALL")))
LEAVES = ("A", "B", "C")
RNG = np.random.default_rng(3)
PANEL = Cube(
    RNG.normal(size=(3, 3, 8)), (2018, 2019, 2020), LEAVES, tuple("abcdefgh"), np.array([0, 0, 0, 0, 1, 1, 1, 1]), ("g", "h")
)
WINSORISED = Recipe(treat=Treat(method="winsorise"))


def same(one: Result, other: Result) -> bool:
    """Tell whether two results are equal to the last bit."""
    return (
        one.scores.tobytes() == other.scores.tobytes()
        and one.ranks.tobytes() == other.ranks.tobytes()
        and one.remarks == other.remarks
        and one.digest == other.digest
    )


def test_a_replay_is_the_same_to_the_last_bit() -> None:
    assert same(replay(WINSORISED, TREE, PANEL), replay(WINSORISED, TREE, replace(PANEL, values=PANEL.values.copy())))


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        (change(WINSORISED, "rank", within=()), 3),
        (change(WINSORISED, "aggregate", method="topsis"), 3),
        (change(WINSORISED, "weigh", method="equal"), 3),
        (change(WINSORISED, "normalise", method="minmax"), 2),
        (change(WINSORISED, "impute", method="mean"), 1),
        (change(WINSORISED, "treat", limits=(0.1, 0.9)), 0),
        (change(WINSORISED, "", order=("impute", "treat")), 0),
        (change(WINSORISED, "", data="next year"), 0),
    ],
)
def test_a_changed_recipe_runs_from_its_first_change(changed: Recipe, kept: int) -> None:
    first = replay(WINSORISED, TREE, PANEL)
    again = replay(changed, TREE, PANEL, resume=first)
    assert [new is old for new, old in zip(again.stages, first.stages, strict=True)] == [True] * kept + [False] * (3 - kept)
    assert same(again, replay(changed, TREE, PANEL))


def test_other_weights_keep_the_stages_and_another_direction_does_not() -> None:
    first = replay(WINSORISED, TREE, PANEL)
    heavier = Structure(tuple(replace(node, weight=5.0) if node.code == "A" else node for node in TREE.nodes))
    again = replay(WINSORISED, heavier, PANEL, resume=first)
    assert again.stages[-1] is first.stages[-1]
    assert same(again, replay(WINSORISED, heavier, PANEL))
    turned = Structure(tuple(replace(node, direction=-1) if node.code == "A" else node for node in TREE.nodes))
    assert same(replay(WINSORISED, turned, PANEL, resume=first), replay(WINSORISED, turned, PANEL))


def test_other_data_keep_nothing() -> None:
    first = replay(WINSORISED, TREE, PANEL)
    other = replace(PANEL, values=PANEL.values + 1.0 * (np.arange(8) == 3))
    assert same(replay(WINSORISED, TREE, other, resume=first), replay(WINSORISED, TREE, other))
    regrouped = replace(PANEL, groups=np.array([0, 1, 0, 1, 0, 1, 0, 1]))
    assert same(replay(WINSORISED, TREE, regrouped, resume=first), replay(WINSORISED, TREE, regrouped))


def test_the_digest_names_recipe_structure_and_data() -> None:
    base = replay(Recipe(), TREE, PANEL).digest
    heavier = Structure(tuple(replace(node, weight=5.0) for node in TREE.nodes))
    changed = PANEL.values.copy()
    changed[0, 0, 0] = np.nextafter(changed[0, 0, 0], 9)
    digests = {
        base,
        replay(Recipe(rank=Rank(())), TREE, PANEL).digest,
        replay(Recipe(), heavier, PANEL).digest,
        replay(Recipe(), TREE, replace(PANEL, values=changed)).digest,
    }
    assert len(digests) == 4
    assert replay(Recipe(), TREE, replace(PANEL, values=PANEL.values.copy())).digest == base


def test_the_indicators_may_come_in_any_order_but_all_and_only_they() -> None:
    turned = replace(PANEL, values=PANEL.values[:, ::-1], leaves=LEAVES[::-1])
    assert same(replay(Recipe(), TREE, turned), replay(Recipe(), TREE, PANEL))
    with pytest.raises(IndexProblem, match="The data have no column for C"):
        arrange(replace(PANEL, values=PANEL.values[:, :2], leaves=LEAVES[:2]), TREE)
    with pytest.raises(IndexProblem, match="The structure has no indicator D"):
        arrange(replace(PANEL, values=PANEL.values[:, [0, 1, 2, 2]], leaves=(*LEAVES, "D")), TREE)


def test_a_result_holds_its_axes_and_what_was_used() -> None:
    result = replay(Recipe(weigh=Weigh(method="equal")), TREE, PANEL)
    assert (result.years, result.nodes, result.units) == (PANEL.years, TREE.codes, PANEL.units)
    assert result.scores.shape == result.ranks.shape == result.coverage.shape == (3, 5, 8)
    assert result.effective_weights == {"ALL": 1, "P": 0.5, "A": 0.25, "B": 0.25, "C": 0.5}
    assert result.normalised is result.stage("normalise").cube
    with pytest.raises(KeyError):
        result.stage("rank")


def test_a_tree_of_one_node_is_its_own_indicator() -> None:
    result = replay(Recipe(), Structure((Node("A"),)), make_cube(np.array([[1.0, 3.0]]), ["A"]))
    assert result.scores[0, 0].tolist() == [-1, 1]
    assert result.ranks[0, 0].tolist() == [2, 1]


def test_goalposts_under_an_adjusted_index_run_from_70_to_130() -> None:
    structure = Structure((Node("ALL"), Node("A", "ALL", low=0, high=10), Node("B", "ALL", direction=-1, low=0, high=4)))
    cube = make_cube(np.array([[0.0, 5, 10], [0.0, 2, 4]]), ["A", "B"])
    recipe = Recipe(normalise=Normalise(method="goalposts"), aggregate=Aggregate(method="ampi"))
    result = replay(recipe, structure, cube)
    assert result.scores[0, 1].tolist() == [70, 100, 130]
    assert result.scores[0, 2].tolist() == [130, 100, 70]
    assert result.scores[0, 0] == pytest.approx([100 - 900 / 100, 100, 91], abs=1e-12)
    assert "normalise.ampi_scale" in [remark.code for remark in result.remarks]
    own = change(recipe, "normalise", low=0.0, high=100.0)
    assert replay(own, structure, cube).scores[0, 1].tolist() == [0, 50, 100]
    plain = change(recipe, "aggregate", method="arithmetic")
    assert same(replay(plain, structure, cube, resume=result), replay(plain, structure, cube))


def test_numbers_too_large_are_refused_not_warned_of() -> None:
    cube = make_cube(np.array([[1e200, 1.0], [1.0, 2.0]]), ["A", "B"])
    recipe = Recipe(normalise=Normalise(method="none"), aggregate=Aggregate(method="hellwig"))
    with pytest.raises(IndexProblem) as caught:
        replay(recipe, make_flat_structure(["A", "B"]), cube)
    assert caught.value.code == "replay.overflow"


DATA = arrays(np.float64, (3, 7), elements=st.floats(-1e3, 1e3).map(lambda value: round(value, 3)))
COMPENSATING = st.sampled_from(["zscore", "minmax", "unitarisation", "percentile_rank", "borda"])


def reckon(x: np.ndarray, normalise: str = "zscore", aggregate: str = "arithmetic") -> Result:
    """Replay a block of three indicators under TREE."""
    recipe = Recipe(normalise=Normalise(method=normalise), aggregate=Aggregate(method=aggregate))
    return replay(recipe, TREE, make_cube(x, LEAVES))


@settings(max_examples=40)
@given(DATA, COMPENSATING, st.integers(0, 6), st.sampled_from([(0, 1), (1, -1), (2, 1)]))
def test_more_of_what_is_good_never_lowers_a_rank(
    x: np.ndarray, normalise: str, unit: int, indicator: tuple[int, int]
) -> None:
    leaf, direction = indicator
    before = reckon(x, normalise)
    better = x.copy()
    better[leaf, unit] += direction * 50
    after = reckon(better, normalise)
    at = TREE.position[LEAVES[leaf]]
    if before.ranks[0, at, unit] and after.ranks[0, at, unit]:
        assert after.ranks[0, at, unit] <= before.ranks[0, at, unit]


@settings(max_examples=40)
@given(DATA, COMPENSATING, st.sampled_from(["arithmetic", "topsis", "hellwig", "copeland"]))
def test_units_of_measurement_change_nothing(x: np.ndarray, normalise: str, method: str) -> None:
    scaled = x * np.array([[1000.0], [0.25], [64.0]]) + np.array([[0.0], [8.0], [-3.0]])
    one, other = reckon(x, normalise, method), reckon(scaled, normalise, method)
    assert other.scores == pytest.approx(one.scores, rel=1e-6, abs=1e-6, nan_ok=True)


@settings(max_examples=40)
@given(DATA, st.permutations(range(7)))
def test_the_order_of_units_and_groups_changes_nothing(x: np.ndarray, order: list[int]) -> None:
    groups = ["g", "h", "g", "h", "g", "h", "g"]
    units = [f"u{at}" for at in range(7)]
    one = replay(Recipe(), TREE, make_cube(x, LEAVES, units, groups))
    moved = make_cube(x[:, order], LEAVES, [units[at] for at in order], [groups[at] for at in order])
    other = replay(Recipe(), TREE, moved)
    assert other.scores == pytest.approx(one.scores[:, :, order], rel=1e-9, abs=1e-9, nan_ok=True)


@settings(max_examples=40)
@given(DATA)
def test_an_identical_twin_changes_no_other_units_order(x: np.ndarray) -> None:
    twins = np.concatenate([x, x[:, :1]], axis=1)
    one, other = reckon(x), reckon(twins)
    for leaf in LEAVES:
        at = TREE.position[leaf]
        before, after = one.ranks[0, at], other.ranks[0, at]
        if before[0]:
            assert after[0] == after[7]
            assert [after[unit] - before[unit] for unit in range(1, 7)] == [
                int(before[unit] > before[0]) for unit in range(1, 7)
            ]


def test_no_choice_of_methods_warns_or_gives_an_infinite_score() -> None:
    x = np.abs(RNG.normal(size=(3, 7))) + 1
    x[0, 2] = math.nan
    x[2] = 4.0
    for normalise in ("zscore", "minmax", "unitarisation", "percentile_rank", "borda", "percentiles"):
        for method in ("arithmetic", "copeland", "hellwig", "topsis"):
            scores = reckon(x, normalise, method).scores
            assert np.isfinite(scores[~np.isnan(scores)]).all()
