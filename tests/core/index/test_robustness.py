"""Many replications of an index: against the published ones, and what must hold of any."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.index import robustness
from sciezka.core.index.aggregate.means import (
    average_arithmetic,
    average_generalised,
    average_geometric,
    average_harmonic,
    penalise_imbalance,
)
from sciezka.core.index.rank import rank_scores
from sciezka.core.index.recipe import Aggregate, Normalise, Recipe, Treat
from sciezka.core.index.replay import replay
from sciezka.core.index.treat import treat_by_skew
from sciezka.core.index.types import Floats, IndexProblem, Ints, Node, Structure
from tests.core.index.golden import Table, assert_agrees, make_cube, make_flat_structure, read_asem_structure, read_golden

NAN = float("nan")


def read_replications(name: str) -> tuple[Floats, Structure, robustness.Choices, Ints]:
    """Read the parameters of COINr's replications: the data, the tree, the options and the plan."""
    structure = read_asem_structure()
    raw = read_golden("coinr/stage_Screened.csv").take(structure.leaves)
    listed = read_golden(f"coinr/{name}_weight_sets.csv", ())
    sets = listed.take(["weight_set"])[0].astype(np.intp) - 1
    weights = np.zeros((sets.max() + 1, len(structure.nodes)))
    weights[sets, [structure.position[code] for code in listed.text["iCode"]]] = listed.take(["Weight"])[0]
    runs = read_golden(f"coinr/{name}_params.csv", ("rep",))
    plan = np.zeros((len(runs.keys), 5), dtype=np.intp)
    plan[:, 0] = runs.take(["winmax"])[0] - 1
    plan[:, 1] = [word == "n_zscore" for word in runs.text["normalisation"]]
    plan[:, 2] = runs.take(["weight_set"])[0] - 1
    plan[:, 3] = [word == "a_gmean" for word in runs.text["aggregation"]]
    choices = robustness.Choices(
        weights,
        tuple(robustness.make_treatment(Treat("skew_kurtosis", max_points=points)) for points in range(1, 6)),
        (
            robustness.make_normalisation(Normalise("minmax", low=1, high=100), structure),
            robustness.make_normalisation(Normalise("zscore", mean=10, sd=2, ddof=1), structure),
        ),
        (Aggregate("arithmetic"), Aggregate("geometric")),
    )
    return raw, structure, choices, plan


def take_runs(table: Table, runs: int) -> Floats:
    return table.take([f"r_{run + 1}" for run in range(runs)])


@pytest.mark.parametrize("cached", [True, False])
@pytest.mark.parametrize(("name", "told"), [("ua200", 200), ("sa100", 200)])
def test_every_replication_is_that_of_coinr(name: str, told: int, *, cached: bool) -> None:
    raw, structure, choices, plan = read_replications(name)
    scores = robustness.replicate(raw, structure, choices, plan, cached=cached)
    assert_agrees(scores, take_runs(read_golden(f"coinr/{name}_scores.csv"), len(plan)))
    ranks = robustness.rank_draws(scores)
    published = read_golden(f"coinr/{name}_ranks.csv")
    assert (ranks == take_runs(published, len(plan))).all()
    # COINr's summary of a sensitivity analysis counts the runs A and B only.
    found = robustness.summarise_ranks(ranks[:told])
    stats = read_golden(f"coinr/{name}_rankstats.csv")
    assert_agrees(np.array([found.mean, found.median, found.low, found.high]), stats.take(["Mean", "Median", "Q5", "Q95"]))
    if name == "sa100":
        nominal = published.take(["Nominal"])[0].astype(np.int32)
        target = read_golden("coinr/sa100_target.csv", ("rep",)).take(["mean_abs_rank_change"])[0]
        assert_agrees(robustness.measure_rank_change(ranks, nominal), target)


@pytest.mark.parametrize("level", ["L2", "L3"])
def test_leaving_out_one_node_moves_the_ranks_as_in_coinr(level: str) -> None:
    structure = read_asem_structure()
    change = read_golden(f"coinr/remove_elements_{level}.csv", ("removed",))
    nodes = change.units[1:]
    normalised = read_golden("coinr/stage_Normalised.csv").take(structure.leaves)
    ranks, moved = robustness.remove_elements(normalised, structure, nodes)
    assert (ranks == read_golden(f"coinr/remove_elements_ranks_{level}.csv").take(["Nominal", *nodes])).all()
    assert_agrees(moved, change.take(["mean_abs_rank_diff"])[0])


@pytest.mark.parametrize("points", [0, 1, 2, 5])
def test_winsorising_all_rows_at_once_is_winsorising_them_one_by_one(points: int) -> None:
    rng = np.random.default_rng(points)
    block = np.exp(rng.normal(size=(60, 40)) * 1.3) * rng.choice([-1, 1], size=(60, 1))
    block[rng.random(block.shape) < 0.1] = NAN
    block[3] = 7.0
    block[4] = NAN
    block[5, :3] = block[5].max(initial=9, where=~np.isnan(block[5]))
    choice = Treat("skew_kurtosis", max_points=points)
    for x in (block, np.nan_to_num(block, nan=1.0)):
        assert_agrees(robustness.winsorise_points(x, choice), treat_by_skew(x, choice).x, 0)


TREE = Structure(
    (
        Node("all"),
        Node("a", "all", 2.0),
        Node("b", "all", 1.0),
        Node("a1", "a", 1.0),
        Node("a2", "a", 3.0),
        Node("b1", "b", 1.0),
        Node("c", "all", 1.5),
    )
)
MEANS = {
    "arithmetic": average_arithmetic,
    "geometric": average_geometric,
    "harmonic": average_harmonic,
    "generalised": average_generalised,
    "mpi": penalise_imbalance,
}


def aggregate_plainly(x: Floats, weights: Floats, method: str) -> Floats:
    """Reckon TREE node by node for one set of weights, with the index's own aggregators."""
    a1, a2, b1, c = x
    w = dict(zip(TREE.codes, weights, strict=True))
    a = MEANS[method](np.stack([a1, a2]), np.array([w["a1"], w["a2"]]))
    b = MEANS[method](b1[None, :], np.array([w["b1"]]))
    return MEANS[method](np.stack([a, b, c]), np.array([w["a"], w["b"], w["c"]]))


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.sampled_from(sorted(MEANS)), st.sampled_from([0.0, 0.3]))
def test_draws_together_are_the_index_reckoned_for_each_draw(seed: int, method: str, gaps: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.uniform(1, 100, size=(4, 9))
    x[rng.random(x.shape) < gaps] = NAN
    weights = rng.uniform(0, 2, size=(6, 7))
    weights[rng.random(weights.shape) < 0.15] = 0.0
    together = robustness.aggregate_draws(x, TREE, weights, method=method)[:, 0]
    each = np.stack([aggregate_plainly(x, row, method) for row in weights])
    assert_agrees(together, each)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "generalised"])
def test_the_short_way_and_the_walk_agree_in_every_node(method: str) -> None:
    rng = np.random.default_rng(21)
    x = rng.uniform(1, 50, size=(4, 11))
    x[0, :3] = NAN
    weights = rng.uniform(0.1, 2, size=(5, 7))
    nodes = ["b", "all", "a", "c", "a2"]
    short = robustness.aggregate_draws(x, TREE, weights, method=method, nodes=nodes)
    # A method named for a node of its own keeps the walk, though it is the same method.
    walked = robustness.aggregate_draws(x, TREE, weights, method=method, levels={"b": method}, nodes=nodes)
    assert_agrees(short, walked)
    assert_agrees(short[:, 4], np.stack([x[1]] * 5))


@pytest.mark.parametrize("treat", ["none", "winsorise", "skew_kurtosis"])
@pytest.mark.parametrize("normalise", ["zscore", "minmax", "percentile_rank", "none"])
def test_a_replication_is_what_the_recipe_gives(treat: str, normalise: str) -> None:
    rng = np.random.default_rng(3)
    block = np.exp(rng.normal(size=(4, 25)))
    block[rng.random(block.shape) < 0.1] = NAN
    block[1] = 5.0
    levels = (("a", "hellwig"), ("b", "mpi"))
    how = Aggregate("arithmetic", min_share=0.5, levels=levels if normalise == "zscore" else ())
    recipe = Recipe(Treat(treat), normalise=Normalise(normalise), aggregate=how)
    told = replay(recipe, TREE, make_cube(block, TREE.leaves))
    choices = robustness.Choices(
        robustness.list_weights(TREE)[None, :],
        (robustness.make_treatment(recipe.treat),),
        (robustness.make_normalisation(recipe.normalise, TREE),),
        (recipe.aggregate,),
    )
    scores = robustness.replicate(block, TREE, choices, robustness.draw_plan(choices, 2))
    assert_agrees(scores, np.stack([told.scores[0, 0]] * 2))
    assert (robustness.rank_draws(scores)[0] == told.ranks[0, 0]).all()


@pytest.mark.parametrize("ddof", [0, 1])
def test_the_penalty_of_many_draws_at_once_is_that_of_each(ddof: int) -> None:
    numbers = np.random.default_rng(5)
    nodes = [Node("r", ""), Node("a", "r"), Node("b", "r"), *(Node(f"{key}{n}", key) for key in "ab" for n in range(3))]
    structure, x = Structure(tuple(nodes)), numbers.normal(100, 10, (6, 9))
    x[0, 3] = np.nan
    weights = robustness.draw_weights(structure, 7)
    choices = Aggregate("mpi", ddof=ddof)
    together = robustness.aggregate_by(x, structure, weights, choices, nodes=["r", "a", "b"])
    each = [robustness.aggregate_by(x, structure, row[None], choices, nodes=["r", "a", "b"])[0] for row in weights]
    assert np.array_equal(together, np.stack(each), equal_nan=True)


def test_levels_nodes_and_the_least_share_are_heeded() -> None:
    x = np.array([[4.0, NAN], [9.0, 9.0], [1.0, 1.0], [5.0, 5.0]])
    weights = np.ones((1, 7))
    found = robustness.aggregate_draws(x, TREE, weights, levels={"a": "geometric"}, nodes=["a", "all"])
    assert found[0, 0].tolist() == pytest.approx([6.0, 9.0])
    assert found[0, 1].tolist() == pytest.approx([4.0, 5.0])
    strict = robustness.aggregate_draws(x, TREE, weights, min_share=0.6, nodes=["a", "all"])
    assert np.isnan(strict[0, 0]).tolist() == [False, True]
    assert strict[0, 1].tolist() == pytest.approx([12.5 / 3, 3.0])


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_ranks_of_draws_are_the_ranks_of_the_index(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(-4, 5, size=(5, 12)) / 3 * rng.choice([1e-3, 1.0, 1e6])
    scores[rng.random(scores.shape) < 0.2] = NAN
    scores += scores * 1e-15
    assert (robustness.rank_draws(scores) == rank_scores(scores)).all()


def test_intervals_wins_and_frequencies_say_what_the_ranks_say() -> None:
    ranks = np.array([[1, 2, 3], [2, 1, 3], [1, 1, 3], [1, 2, 0]], dtype=np.int32)
    found = robustness.summarise_ranks(ranks, from_share=0, to_share=1)
    assert found.low.tolist() == [1, 1, 3]
    assert found.high.tolist() == [2, 2, 3]
    assert found.median.tolist() == [1, 1.5, 3]
    assert found.mean.tolist() == [1.25, 1.5, 3]
    wins = robustness.count_wins(ranks)
    assert wins[0, 1] == 0.5
    assert wins[1, 0] == 0.25
    assert wins[0, 2] == 1
    assert robustness.count_ranks(ranks).tolist() == [[0.75, 0.25, 0], [0.5, 0.5, 0], [0, 0, 0.75]]
    never = robustness.summarise_ranks(np.zeros((4, 1), dtype=np.int32))
    assert np.isnan(never.median[0])


@pytest.mark.parametrize("kind", ["uniform", "dirichlet"])
def test_a_seed_fixes_the_draws_and_the_draws_lie_around_the_weights(kind: str) -> None:
    drawn = robustness.draw_weights(TREE, 4000, seed=4, kind=kind, concentration=20)
    assert (drawn == robustness.draw_weights(TREE, 4000, seed=4, kind=kind, concentration=20)).all()
    assert (drawn != robustness.draw_weights(TREE, 4000, seed=5, kind=kind, concentration=20)).any()
    assert (drawn >= 0).all()
    split = drawn[:, 3] / (drawn[:, 3] + drawn[:, 4])
    assert split.mean() == pytest.approx(0.25, abs=0.01)
    assert split.std() > 0.02


def test_the_first_numbers_of_a_seed_never_change() -> None:
    assert robustness.draw_numbers((3,), 2026).tolist() == FIRST_OF_2026


FIRST_OF_2026: Sequence[float] = [0.17893481367543618, 0.6399131657151546, 0.4672684011434851]


def test_weights_may_be_drawn_on_some_levels_only() -> None:
    drawn = robustness.draw_weights(TREE, 50, levels=[1])
    assert (drawn[:, 3:6] == 1.0).sum() == 100
    assert (drawn[:, 4] == 3.0).all()
    assert len(np.unique(drawn[:, 1])) == 50


def test_rank_intervals_hold_the_rank_and_grow_with_the_spread() -> None:
    rng = np.random.default_rng(8)
    x = rng.normal(size=(4, 30))
    narrow = robustness.rank_intervals(x, TREE, 200, seed=1, spread=0.05)
    wide = robustness.rank_intervals(x, TREE, 200, seed=1, spread=0.9)
    assert narrow.nodes[0] == "all"
    assert set(narrow.nodes) == {"all", "a", "b"}
    assert (narrow.ranks == wide.ranks).all()
    spans = [(found.intervals.high - found.intervals.low).mean() for found in (narrow, wide)]
    assert spans[0] < spans[1]
    still = robustness.rank_intervals(x, TREE, 20, spread=0)
    assert (still.intervals.median == still.ranks).all()
    assert (still.intervals.high == still.intervals.low).all()


def test_the_order_of_units_does_not_matter() -> None:
    rng = np.random.default_rng(11)
    x = rng.normal(size=(4, 20))
    order = rng.permutation(20)
    one = robustness.rank_intervals(x, TREE, 100).intervals
    other = robustness.rank_intervals(x[:, order], TREE, 100).intervals
    assert (one.median[:, order] == other.median).all()


def test_ranks_of_scores_beyond_measure_are_ranks() -> None:
    scores = np.array([[1e308, -1e308, 1e306, NAN], [1e9, 1.0, 1e-3, 0.0]])
    assert robustness.rank_draws(scores).tolist() == [[1, 3, 2, 0], [1, 2, 3, 4]]


def test_weights_read_from_the_data_can_be_drawn_around() -> None:
    changed = robustness.reweigh(TREE, {"a": 5.0})
    assert robustness.list_weights(changed).tolist() == [1, 5, 1, 1, 3, 1, 1.5]
    x = np.random.default_rng(1).normal(size=(4, 8))
    how = Aggregate("copeland", levels=(("a", "arithmetic"),))
    found = robustness.rank_intervals(x, changed, 10, aggregate=how)
    assert (found.ranks[0] > 0).all()


def refuse(code: str, call: object) -> None:
    with pytest.raises(IndexProblem) as refused:
        call()  # type: ignore[operator]
    assert refused.value.code == code


def test_what_can_not_be_drawn_or_reckoned_is_refused() -> None:
    x, flat = np.ones((2, 3)), make_flat_structure(["x", "y"])
    choices = robustness.Choices(np.ones((1, 3)))
    refuse("robustness.seed", lambda: robustness.draw_numbers((2,), -1))
    refuse("robustness.draws", lambda: robustness.draw_weights(flat, 0))
    refuse("robustness.kind", lambda: robustness.draw_weights(flat, 1, kind="normal"))
    refuse("robustness.spread", lambda: robustness.draw_weights(flat, 1, spread=2))
    refuse("robustness.method", lambda: robustness.aggregate_draws(x, flat, np.ones((1, 3)), method="topsis"))
    refuse("aggregate.not_positive", lambda: robustness.aggregate_draws(-x, flat, np.ones((1, 3)), method="geometric"))
    refuse("robustness.no_option", lambda: robustness.Choices(np.ones((1, 3)), aggregate=()))
    refuse("robustness.plan", lambda: robustness.replicate(x, flat, choices, np.ones((1, 5), dtype=np.intp)))
    wide = robustness.Choices(np.ones((1, 4)))
    refuse("robustness.weights", lambda: robustness.replicate(x, flat, wide, np.zeros((1, 5), dtype=np.intp)))
    away = Normalise("distance_to_reference", reference="u1")
    refuse("robustness.reference", lambda: robustness.make_normalisation(away, flat))
    unknown = robustness.Choices(np.ones((1, 3)), left_out=("z",))
    refuse("robustness.left_out", lambda: robustness.replicate(x, flat, unknown, np.zeros((1, 5), dtype=np.intp)))
