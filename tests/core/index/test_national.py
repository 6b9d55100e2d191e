"""The national engines: the same numbers from compiled loops, NumPy, DuckDB and the step-by-step replay."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sciezka.core.index.national import (
    choose_engine,
    kernels_normalise,
    kernels_tree,
    regroup,
    reweigh,
    run_in_chunks,
    run_national,
    split_years,
    warm,
)
from sciezka.core.index.national.compiling import compile_kernel
from sciezka.core.index.national.plan import National, change_weights, make_plan
from sciezka.core.index.recipe import Aggregate, Normalise, Rank, Recipe, Treat, Weigh
from sciezka.core.index.replay import replay
from sciezka.core.index.types import Cube, IndexProblem, Node, Structure
from sciezka.core.trends import fit_slope
from tests.core.index.panels import YEARS, make_panel, make_structure

TREE = make_structure()
PANEL = make_panel()
WINDOW = (2016, 2018)
BOTH = ("year", "group")
TREATED = Recipe(treat=Treat("winsorise"), aggregate=Aggregate(min_share=0.6))
RECIPES = {
    "as it comes": Recipe(),
    "winsorised, half of the data needed": TREATED,
    "wide tails, sample deviation": Recipe(
        treat=Treat("winsorise", (0.3, 0.6)), normalise=Normalise(ddof=1, mean=100, sd=10)
    ),
    "geometric above": Recipe(
        normalise=Normalise("minmax", low=1, high=100, within=("year",)),
        aggregate=Aggregate("geometric", levels=(("T", "arithmetic"), ("S01", "arithmetic"))),
    ),
    "pooled over years": Recipe(normalise=Normalise("unitarisation", within=("group",)), weigh=Weigh("equal")),
    "all together, nothing normalised": Recipe(Treat("winsorise"), normalise=Normalise("none", within=())),
}


def compare(one: National, other: National, tolerance: float) -> None:
    """Demand the same gaps, scores, ranks, counts and slopes."""
    assert np.array_equal(np.isnan(one.scores), np.isnan(other.scores))
    known = ~np.isnan(one.scores)
    scale = np.maximum(1, np.abs(other.scores[known]))
    assert (np.abs(one.scores[known] - other.scores[known]) <= tolerance * scale).all()
    for name in ("ranks", "group_ranks", "seen"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.slopes is not None
    assert other.slopes is not None
    np.testing.assert_allclose(one.slopes, other.slopes, rtol=tolerance, atol=tolerance * scale.max())


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_compiled_loops_agree_with_numpy(recipe: Recipe) -> None:
    oracle = run_national(PANEL, TREE, recipe, engine="numpy", window=WINDOW)
    compiled = run_national(PANEL, TREE, recipe, engine="numba", window=WINDOW)
    compare(compiled, oracle, 1e-12)
    assert compiled.remarks == oracle.remarks


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_duckdb_agrees_with_numpy(recipe: Recipe) -> None:
    oracle = run_national(PANEL, TREE, recipe, engine="numpy", window=WINDOW)
    compare(run_national(PANEL, TREE, recipe, engine="duckdb", window=WINDOW), oracle, 1e-9)


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
@pytest.mark.parametrize("seed", [1, 2])
def test_numpy_agrees_with_the_replay(recipe: Recipe, seed: int) -> None:
    panel = make_panel(seed, units=90)
    done = run_national(panel, TREE, recipe, engine="numpy", window=WINDOW)
    step_by_step = replay(recipe, TREE, panel)
    np.testing.assert_allclose(done.scores, step_by_step.scores, rtol=1e-12, atol=1e-12)
    inner = done.plan.inner_nodes
    assert np.array_equal(done.ranks, step_by_step.ranks[:, inner])
    by_group = replay(replace(recipe, rank=Rank(BOTH)), TREE, panel, step_by_step)
    assert np.array_equal(done.group_ranks, by_group.ranks[:, inner])
    assert np.array_equal(done.coverage, step_by_step.coverage[:, inner])
    assert done.slopes is not None
    slopes = fit_slope(step_by_step.scores[1:, inner], YEARS[1:])
    np.testing.assert_allclose(done.slopes, slopes, rtol=1e-9, atol=1e-9)


def test_ties_share_the_lowest_rank_and_gaps_have_none() -> None:
    done = run_national(PANEL, TREE, TREATED)
    assert (done.ranks[..., 20] == done.ranks[..., 21]).all()
    assert (done.group_ranks[..., 20] == done.group_ranks[..., 21]).all()
    assert (done.ranks[..., 30] == 0).all()
    assert not np.isnan(done.scores[:, 0, 20]).all()
    assert done.ranks[0, 0].max() <= (~np.isnan(done.scores[0, 0])).sum()


def test_scores_that_differ_after_the_twelfth_digit_tie() -> None:
    tree = Structure((Node("T"), Node("a", "T")))
    values = np.array([1.0, 1.0 + 1e-14, 1.0 + 1e-9, -1.0, 1e-18, -1e-17, np.nan])
    panel = Cube(values[None, None, :], (2020,), ("a",), tuple("abcdefg"), np.zeros(7, dtype=np.intp))
    recipe = Recipe(normalise=Normalise("none"))
    for engine in ("numba", "numpy", "duckdb"):
        assert run_national(panel, tree, recipe, engine=engine).ranks[0, 0].tolist() == [2, 2, 1, 6, 4, 4, 0], engine


def test_an_outlier_that_crowds_all_others_together_leaves_the_ranks_right() -> None:
    rng = np.random.default_rng(5)
    values = rng.permutation(np.concatenate([rng.normal(size=999), [1e7]]))
    tree = Structure((Node("T"), Node("a", "T")))
    panel = Cube(values[None, None, :], (0,), ("a",), tuple(map(str, range(1000))), np.zeros(1000, dtype=np.intp))
    done = run_national(panel, tree, Recipe(normalise=Normalise("none")))
    assert done.ranks[0, 0].tolist() == (np.argsort(np.argsort(-values)) + 1).tolist()


def test_quantiles_deep_in_a_large_group_are_those_of_numpy() -> None:
    values = np.random.default_rng(6).normal(size=1100)
    tree = Structure((Node("T"), Node("a", "T")))
    panel = Cube(values[None, None, :], (0,), ("a",), tuple(map(str, range(1100))), np.zeros(1100, dtype=np.intp))
    for limits in ((0.01, 0.99), (0.1, 0.9), (0.4, 0.7)):
        done = run_national(panel, tree, Recipe(Treat("winsorise", limits), normalise=Normalise("none")))
        np.testing.assert_allclose(done.scores[0, 1], np.clip(values, *np.quantile(values, limits)), rtol=0, atol=0)


def test_new_weights_give_what_a_whole_new_run_gives() -> None:
    weights = {"A0": 3.0, "I3": 0.25, "lone": 0.0}
    done = run_national(PANEL, TREE, TREATED)
    drawn = reweigh(done, year=2017, weights=weights)
    other = Structure(tuple(replace(node, weight=weights.get(node.code, node.weight)) for node in TREE.nodes))
    anew = run_national(PANEL, other, TREATED)
    np.testing.assert_array_equal(drawn.scores, anew.scores[2])
    assert np.array_equal(drawn.ranks, anew.ranks[2])
    assert np.array_equal(drawn.group_ranks, anew.group_ranks[2])
    assert not np.array_equal(drawn.ranks, done.ranks[2])


def test_a_new_group_gives_what_a_cube_of_these_units_gives() -> None:
    units = PANEL.units[10:40]
    chosen = regroup(PANEL, TREE, TREATED, units=units, window=WINDOW)
    assert PANEL.present is not None
    alone = Cube(
        PANEL.values[:, :, 10:40], YEARS, PANEL.leaves, units, np.zeros(30, dtype=np.intp), ("x",), PANEL.present[:, 10:40]
    )
    compare(chosen, run_national(alone, TREE, TREATED, engine="numpy", window=WINDOW), 1e-12)
    assert np.array_equal(chosen.ranks, chosen.group_ranks)


def test_chunks_of_years_give_the_same_as_one_run_also_from_a_mapped_file(tmp_path: Path) -> None:
    np.save(tmp_path / "values.npy", PANEL.values)
    mapped = replace(PANEL, values=np.load(tmp_path / "values.npy", mmap_mode="r"))
    whole = run_national(PANEL, TREE, TREATED)
    parts = list(run_in_chunks(split_years(mapped, 3), TREE, TREATED))
    assert [part.years for part in parts] == [YEARS[:3], YEARS[3:]]
    np.testing.assert_array_equal(np.concatenate([part.scores for part in parts]), whole.scores)
    np.testing.assert_array_equal(np.concatenate([part.ranks for part in parts]), whole.ranks)


def test_warming_names_the_engine_and_without_numba_it_is_numpy() -> None:
    assert warm() == choose_engine() == "numba"
    lines = "import sys; sys.modules['numba'] = None; from sciezka.core.index.national import warm; print(warm())"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)  # noqa: S603 - our words
    assert done.stdout == "numpy\n"


def test_warming_compiles_all_that_requests_need() -> None:
    kernels = (
        kernels_normalise.normalise_blocks,
        kernels_tree.climb_tree,
        kernels_tree.rank_rows,
        kernels_tree.fit_slopes,
    )
    warm()
    panel = replace(make_panel(units=50), values=np.asfortranarray(make_panel(units=50).values))
    panel.values.flags.writeable = False
    scaled = Normalise("minmax", low=1, high=100)
    for recipe in (Recipe(), Recipe(Treat("winsorise", (0, 1)), normalise=scaled, aggregate=Aggregate("geometric"))):
        done = run_national(panel, TREE, recipe, window=(2015, 2017))
        reweigh(done, year=2016, weights={"A0": 3})
        regroup(panel, TREE, recipe, units=panel.units[5:15], window=(2015, 2017))
    assert [len(vars(kernel)["overloads"]) for kernel in kernels] == [1, 1, 1, 1]


def test_loops_compile_where_no_cache_can_be_kept() -> None:
    words: dict[str, Any] = {}
    exec("def double(x):\n    return 2 * x", words)  # noqa: S102 - a function without a file has no place for a cache
    assert compile_kernel(words["double"])(21) == 42


def test_leaves_named_by_code_are_read_whatever_stands_in_the_code() -> None:
    duckdb = pytest.importorskip("duckdb")
    from sciezka.core.index.national.on_duckdb import list_observations  # noqa: PLC0415 - after the check
    from sciezka.core.index.national.relational import DUCKDB, write_scores  # noqa: PLC0415

    plan = make_plan(TREE, TREATED, PANEL.leaves)
    with duckdb.connect() as connection:
        columns = list_observations(PANEL, plan)
        columns["leaf"] = np.array(plan.codes, dtype=object)[columns["leaf"]]
        connection.register("long", columns)
        query = write_scores(plan, DUCKDB, table="long", coded=True)
        scored = connection.execute(f"SELECT count(DISTINCT node) FROM ({query})").fetchone()  # noqa: S608 - our own
    seen = {code for code in plan.codes if not np.isnan(run_national(PANEL, TREE, TREATED).scores).all()}
    assert scored == (len(seen),)


@pytest.mark.parametrize(
    ("recipe", "key"),
    [
        (Recipe(treat=Treat("boxcox")), "treat.method"),
        (Recipe(treat=Treat("winsorise", within=("year",))), "treat.within"),
        (Recipe(normalise=Normalise("borda")), "normalise.method"),
        (Recipe(weigh=Weigh("pca")), "weigh.method"),
        (Recipe(aggregate=Aggregate("topsis")), "aggregate.method"),
        (Recipe(aggregate=Aggregate(levels=(("T", "mpi"),))), "aggregate.levels.T"),
    ],
)
@pytest.mark.parametrize("engine", ["numba", "numpy", "duckdb", "spark"])
def test_a_choice_that_an_engine_does_not_make_is_refused_and_named(recipe: Recipe, key: str, engine: str) -> None:
    with pytest.raises(IndexProblem, match=key) as refused:
        run_national(PANEL, TREE, recipe, engine=engine)
    assert refused.value.code == "national.unsupported"


@pytest.mark.parametrize("engine", ["numba", "numpy", "duckdb"])
def test_bad_numbers_are_refused_with_their_place(engine: str) -> None:
    with pytest.raises(IndexProblem, match="0 or less") as refused:
        run_national(PANEL, TREE, Recipe(aggregate=Aggregate("geometric")), engine=engine)
    assert refused.value.code == "aggregate.not_positive"
    values = PANEL.values.copy()
    values[1, 2, 3] = np.inf
    with pytest.raises(IndexProblem) as refused:
        run_national(replace(PANEL, values=values), TREE, Recipe(), engine=engine)
    assert (refused.value.code, refused.value.params["unit"]) == ("data.infinite", PANEL.units[3])


def test_what_is_unknown_is_refused() -> None:
    done = run_national(PANEL, TREE, TREATED)
    plan = done.plan
    for call, code in (
        (lambda: run_national(PANEL, TREE, Recipe(), engine="abacus"), "national.engine"),
        (lambda: run_national(replace(PANEL, leaves=("x", *PANEL.leaves[1:])), TREE, Recipe()), "data.leaf_missing"),
        (
            lambda: run_national(PANEL, TREE, Recipe(aggregate=Aggregate(levels=(("I1", "geometric"),)))),
            "recipe.unknown_node",
        ),
        (lambda: reweigh(done, year=1999, weights={}), "national.unknown_year"),
        (lambda: change_weights(plan, {"x": 1}), "structure.unknown_node"),
        (lambda: change_weights(plan, {"A0": -1}), "structure.weight"),
        (lambda: change_weights(plan, dict.fromkeys(TREE.children["T"], 0)), "structure.weights_zero"),
        (lambda: regroup(PANEL, TREE, TREATED, units=["x"]), "national.unknown_unit"),
        (lambda: regroup(PANEL, TREE, TREATED, units=[PANEL.units[0]] * 2), "national.unit_twice"),
        (lambda: list(run_in_chunks([PANEL], TREE, Recipe(normalise=Normalise(within=())))), "national.chunks"),
    ):
        with pytest.raises(IndexProblem) as refused:
            call()
        assert refused.value.code == code
