"""Normalising: the numbers of COINr, clusterSim, Compind and the Human Development Report."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from sciezka.core.index.normalise import normalise, spread
from sciezka.core.index.recipe import Normalise, Recipe, Treat
from sciezka.core.index.treat import treat
from sciezka.core.index.types import Cube, Floats, Node, Structure
from tests.core.index.golden import (
    assert_agrees,
    golden_file,
    make_cube,
    make_flat_structure,
    make_panel,
    read_asem_structure,
    read_golden,
)

POOLED = ()
# In COINr's own run this indicator had values that differ beyond the 15 digits of the table; written down, they tie.
TIED_BY_WRITING = "TolMin"
ORDINAL = {"borda", "prank", "rank", "rank_avg"}

COINR = {
    "borda": Normalise("borda", within=POOLED),
    "dist2max": Normalise("distance_to_leader", within=POOLED),
    "dist2ref_5": Normalise("distance_to_reference", reference="BGR", within=POOLED),
    "dist2targ_iMeta": Normalise("distance_to_target", within=POOLED),
    "minmax_0_100": Normalise("minmax", within=POOLED),
    "minmax_1_100": Normalise("minmax", low=1, within=POOLED),
    "prank": Normalise("percentile_rank", within=POOLED),
    "rank": Normalise("rank", within=POOLED),
    "rank_avg": Normalise("rank_average", within=POOLED),
    "scaled_0_100": Normalise("none", within=POOLED),
    "zscore_0_1": Normalise("zscore", ddof=1, within=POOLED),
    "zscore_10_2": Normalise("zscore", mean=10, sd=2, ddof=1, within=POOLED),
}


def run(cube: Cube, structure: Structure, choice: Normalise) -> Floats:
    normalised, remarks = normalise(cube, structure, Recipe(normalise=choice))
    assert remarks == ()
    return normalised.values


@pytest.mark.parametrize("table", COINR)
def test_asem_agrees_with_coinr(table: str) -> None:
    raw = read_golden("coinr/stage_Treated.csv")
    leaves = tuple(code for code in raw.columns if not (table in ORDINAL and code == TIED_BY_WRITING))
    cube = make_cube(raw.take(leaves), leaves, raw.units)
    expected = read_golden(f"coinr/norm_{table}.csv").sort_as(raw).take(leaves)
    assert_agrees(run(cube, read_asem_structure(), COINR[table])[0], expected)


def test_the_share_of_the_leader_agrees_with_coinr_where_more_is_better() -> None:
    raw = read_golden("coinr/stage_Treated.csv")
    structure = read_asem_structure()
    # Where less is better COINr divides negative numbers, so that more is scored higher; we divide the leader by the unit.
    # Where the leader stands at 0 or below, its quotients mean nothing, and ours are missing.
    leaves = tuple(code for code in raw.columns if structure.node(code).direction == 1 and raw.take([code]).max() > 0)
    assert len(leaves) > 30
    expected = read_golden("coinr/norm_fracmax.csv").sort_as(raw).take(leaves)
    cube = make_cube(raw.take(leaves), leaves, raw.units)
    assert_agrees(run(cube, structure, Normalise("fraction_of_leader", within=POOLED))[0], expected)


def test_missing_cells_stay_missing_as_in_coinr() -> None:
    expected = read_golden("coinr/miss_norm_minmax_0_100.csv")
    raw = read_golden("coinr/stage_Denominated.csv").sort_as(expected)
    cube = make_cube(raw.take(expected.columns), expected.columns, expected.units)
    assert_agrees(run(cube, read_asem_structure(), Normalise("minmax", within=POOLED))[0], expected.take(expected.columns))


def test_a_panel_treated_by_year_and_scaled_over_all_years_agrees_with_coinr() -> None:
    table = read_golden("coinr/panel_aggregated_global_norm.csv", ("uCode", "Time"))
    structure = read_asem_structure()
    leaves = tuple(code for code in table.columns if code in structure.leaves)
    expected = make_panel(table, leaves)
    raw = make_panel(read_golden("coinr/in_asem_iData_panel.csv", ("uCode", "Time")), leaves)
    kept = [raw.units.index(unit) for unit in expected.units]
    cube = replace(expected, values=raw.values[:, :, kept])
    recipe = Recipe(treat=Treat("skew_kurtosis", within=("year",)), normalise=Normalise("minmax", within=POOLED))
    treated, _, _ = treat(cube, structure, recipe)
    assert_agrees(run(treated, structure, recipe.normalise), expected.values)


@pytest.mark.parametrize("name", [name for name in spread.FORMULAS if name != "n10"])
def test_voivodeships_agree_with_clustersim(name: str) -> None:
    raw = read_golden("clustersim/in_voivodships_urban_housing_2007.csv", ("object",))
    expected = read_golden(f"clustersim/voiv_norm_{name}.csv", ("object",)).sort_as(raw)
    cube = make_cube(raw.take(raw.columns), raw.columns, raw.units)
    got = run(cube, make_flat_structure(raw.columns), Normalise(name, within=POOLED))
    assert_agrees(got[0], expected.take(raw.columns))


def test_the_vector_scale_is_clustersims_n11() -> None:
    raw = read_golden("clustersim/in_voivodships_urban_housing_2007.csv", ("object",))
    expected = read_golden("clustersim/voiv_norm_n11.csv", ("object",)).sort_as(raw)
    cube = make_cube(raw.take(raw.columns), raw.columns, raw.units)
    got = run(cube, make_flat_structure(raw.columns), Normalise("vector", within=POOLED))
    assert_agrees(got[0], expected.take(raw.columns))


def test_zero_unitarisation_of_voivodeships_agrees_with_kukulas_formula() -> None:
    raw = read_golden("clustersim/in_voivodships_urban_housing_2007.csv", ("object",))
    expected = read_golden("clustersim/voiv_zero_unitarisation.csv", ("object",)).sort_as(raw)
    cube = make_cube(raw.take(raw.columns), raw.columns, raw.units)
    directions = [-1 if code in {"x7", "x8"} else 1 for code in raw.columns]
    got = run(cube, make_flat_structure(raw.columns, directions), Normalise("unitarisation", within=POOLED))
    assert_agrees(got[0], expected.take(raw.columns))
    assert_agrees(got[0].mean(axis=0), expected.take(["mzu"])[0])


@pytest.mark.parametrize(
    ("number", "choice"),
    [
        (1, Normalise("zscore", ddof=1, within=())),
        (2, Normalise("minmax", high=1, within=())),
        (3, Normalise("rank", within=())),
    ],
)
def test_regions_of_europe_agree_with_compind(number: int, choice: Normalise) -> None:
    leaves = ("roads", "trains")
    raw = read_golden("compind/in_EU_NUTS1.csv", ("NUTS_CODE",))
    expected = read_golden(f"compind/EU_NUTS1_normalise_NEG_POS_method{number}.csv", ("NUTS_CODE",)).sort_as(raw)
    cube = make_cube(raw.take(leaves), leaves, raw.units)
    assert_agrees(run(cube, make_flat_structure(leaves, [-1, 1]), choice)[0], expected.take(leaves))


def test_the_worked_example_of_the_human_development_report_of_2020() -> None:
    example = json.loads(golden_file("mcda/hdi_2020_technical_note_example.json").read_text(encoding="utf-8"))
    low, high = (math.log(post) for post in example["goalposts"]["gni_pc_ppp2017"])
    structure = Structure((Node("HDI"), Node("income", "HDI", low=low, high=high)))
    cube = make_cube(np.array([[math.log(example["gni_pc"])]]), ("income",))
    income = run(cube, structure, Normalise("goalposts"))[0, 0, 0]
    assert round(income, 4) == example["gni_index"]
    hdi = (example["life_expectancy_index"] * example["education_index"] * income) ** (1 / 3)
    assert round(hdi, 3) == example["hdi"]
