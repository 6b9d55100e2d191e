"""Aggregators and weights against COINr's tables of the ASEM index."""

import numpy as np
import pytest

from sciezka.core.index.aggregate import aggregate, count_copeland, measure_outranking
from sciezka.core.index.recipe import Aggregate, Recipe
from sciezka.core.index.types import Cube
from sciezka.core.index.weigh import find_components, find_effective_weights, weigh_by_components, weigh_by_contrast
from tests.core.index.golden import assert_agrees, make_cube, read_asem_structure, read_golden

THRESHOLDS = ("0", "0.5", "0.66", "0.9", "1")
PILLARS = ("Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin")


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("agg_minmax_0_100__amean", Aggregate()),
        ("agg_borda__amean", Aggregate()),
        ("agg_zscore_0_1__amean", Aggregate()),
        ("agg_zscore_10_2__gmean", Aggregate(method="geometric")),
        ("agg_minmax_1_100__amean", Aggregate()),
        ("agg_minmax_1_100__hmean", Aggregate(method="harmonic")),
        ("agg_minmax_1_100__genmean_p0.5", Aggregate(method="generalised")),
        ("agg_minmax_1_100__genmean_p2", Aggregate(method="generalised", power=2)),
        ("agg_minmax_1_100__amean_gmean_amean", Aggregate(levels=(("Conn", "geometric"), ("Sust", "geometric")))),
        (
            "agg_minmax_0_100__copeland_amean_amean",
            Aggregate(levels=tuple((code, "copeland") for code in PILLARS)),
        ),
        *(
            (f"miss_agg_amean_datthresh_{least}", Aggregate(min_share=float(least)))
            for least in ("0", "0.5", "0.66", "0.9", "1")
        ),
        ("stage_Aggregated", Aggregate()),
    ],
)
def test_every_node_agrees_with_coinr(name: str, choices: Aggregate) -> None:
    golden, structure = read_golden(f"coinr/{name}.csv"), read_asem_structure()
    cube = make_cube(golden.take(structure.leaves), structure.leaves, golden.units)
    tree = aggregate(cube, structure, Recipe(aggregate=choices))
    for node in structure.upward:
        assert_agrees(tree.scores[0, structure.position[node]], golden.take([node])[0])


def test_every_node_agrees_with_coinr_over_five_years() -> None:
    golden = read_golden("coinr/panel_aggregated_global_norm.csv", ("uCode", "Time"))
    leaves = tuple(code for code in read_asem_structure().leaves if code in golden.columns)
    structure = read_asem_structure(leaves)
    years = tuple(sorted({int(year) for _unit, year in golden.keys}))
    units = tuple(dict.fromkeys(golden.units))
    values = np.full((len(years), len(golden.columns), len(units)), np.nan)
    for (unit, year), row in zip(golden.keys, golden.values, strict=True):
        values[years.index(int(year)), :, units.index(unit)] = row
    where = [golden.columns.index(leaf) for leaf in structure.leaves]
    cube = Cube(values[:, where], years, structure.leaves, units, np.full(len(units), -1))
    tree = aggregate(cube, structure, Recipe())
    for node in structure.upward:
        assert_agrees(tree.scores[:, structure.position[node]], values[:, golden.columns.index(node)])


def test_pairs_agree_with_coinr_save_where_its_full_digits_break_a_tie() -> None:
    matrix = read_golden("coinr/outrank_matrix_equal_w.csv")
    data = read_golden("coinr/stage_Normalised.csv").sort_as(matrix)
    x = data.take(read_asem_structure().leaves)
    off = np.abs(measure_outranking(x, np.ones(len(x))) - matrix.values)
    # Greece equals Czechia and Bulgaria in one indicator each in all fifteen digits of the file, not in R's memory.
    apart = {(data.units[one], data.units[other]) for one, other in np.argwhere(off > 1e-9)}
    assert apart == {("BGR", "GRC"), ("GRC", "BGR"), ("CZE", "GRC"), ("GRC", "CZE")}
    assert off.max() == pytest.approx(0.5 / 49, abs=1e-12)


def test_copeland_agrees_with_coinr_save_where_it_takes_a_draw_for_a_loss() -> None:
    matrix = read_golden("coinr/outrank_matrix_equal_w.csv")
    golden = read_golden("coinr/copeland_equal_w.csv").sort_as(matrix).take(["copeland"])[0]
    x = read_golden("coinr/stage_Normalised.csv").sort_as(matrix).take(read_asem_structure().leaves)
    scores = count_copeland(x, np.ones(len(x)))
    # COINr adds 49 shares of 1/49; where they should make a half, its sum may lie a last digit below, and counts as a loss
    # for one side and as nothing for the other. A draw is a draw: all wins and losses cancel out.
    drawn = np.isclose(matrix.values, 0.5, rtol=0, atol=1e-9).sum(axis=1)
    assert scores.sum() == 0
    assert golden.sum() < 0
    assert (scores[drawn == 0] == golden[drawn == 0]).all()
    assert (np.abs(scores - golden) <= drawn).all()


def test_effective_weights_agree_with_coinr() -> None:
    golden = read_golden("coinr/meta_effective_weights.csv", ("iCode",))
    found = find_effective_weights(read_asem_structure())
    assert_agrees(np.array([found[code] for code in golden.units]), golden.take(["EffWeight"])[0])
    assert sum(found[leaf] for leaf in read_asem_structure().leaves) == pytest.approx(1, abs=1e-12)


def test_principal_components_agree_with_coinr() -> None:
    codes = ("Environ", "Social", "SusEcFin")
    x = read_golden("coinr/stage_Aggregated.csv").take(codes)
    found = find_components(x)
    loadings = read_golden("coinr/pca_Sust_loadings.csv", ("iCode",)).values
    # The sign of a component is free.
    assert_agrees(found.loadings * np.sign((found.loadings * loadings).sum(axis=0)), loadings)
    deviations = read_golden("coinr/pca_Sust_sdev.csv", ("component",))
    assert_agrees(found.deviations, deviations.take(["sdev"])[0])
    assert_agrees(found.explained, deviations.take(["var_explained"])[0])
    weights = read_golden("coinr/pca_Sust_weights_level2.csv", ("iCode",))
    given = dict(zip(weights.units, weights.take(["Weight"])[0], strict=True))
    assert_agrees(weigh_by_components(x, np.ones(3)), np.array([given[code] ** 2 for code in codes]))


def test_critic_weights_of_voivodeships_agree_with_pymcdm() -> None:
    data = read_golden("clustersim/in_voivodships_urban_housing_2007.csv", ("object",))
    golden = read_golden("mcda/voivodships_objective_weights.csv", ("criterion",))
    x = data.take(golden.units)
    scaled = (x - x.min(axis=1, keepdims=True)) / np.ptp(x, axis=1, keepdims=True)
    weights = weigh_by_contrast(scaled, np.ones(len(x)))
    assert_agrees(weights / weights.sum(), golden.take(["critic"])[0])
