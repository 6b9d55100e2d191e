"""Filling gaps: COINr's numbers, and that nothing is filled in silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sciezka.core.index.impute import impute
from sciezka.core.index.recipe import METHODS, Impute, Recipe
from sciezka.core.index.types import Cube, Floats
from tests.core.index.golden import (
    assert_agrees,
    make_cube,
    make_flat_structure,
    make_panel,
    read_asem_structure,
    read_golden,
)

PANEL = ("LPI", "Flights", "Ship", "Bord", "Elec")
NAN = np.nan


def make_series(*series: list[float], years: tuple[int, ...] = (2015, 2016, 2017, 2018, 2019)) -> Cube:
    """One indicator, one unit per series."""
    values = np.array(series).T[:, None, :]
    units = tuple(f"u{at}" for at in range(len(series)))
    return Cube(values, years, ("A",), units, np.zeros(len(units), dtype=np.intp))


def fill(cube: Cube, method: str, max_gap: int = 0) -> Floats:
    filled, _, _ = impute(cube, make_flat_structure(cube.leaves), Recipe(impute=Impute(method, max_gap)))
    return filled.values[:, 0, :].T


@pytest.mark.parametrize(
    ("method", "max_gap", "table"),
    [("constant", 0, "constant"), ("latest", 2, "latest_max2"), ("linear", 0, "linear_constant")],
)
def test_filling_in_time_gives_coinrs_panel(method: str, max_gap: int, table: str) -> None:
    cube = make_panel(read_golden("coinr/panel_impute_input.csv", ("uCode", "Time")), PANEL)
    expected = make_panel(read_golden(f"coinr/panel_impute_{table}.csv", ("uCode", "Time")), PANEL)
    filled, _, changes = impute(cube, make_flat_structure(PANEL), Recipe(impute=Impute(method, max_gap)))
    assert_agrees(filled.values, expected.values)
    assert len(changes) == np.isnan(cube.values).sum() - np.isnan(expected.values).sum()


@pytest.mark.parametrize("method", ["mean", "median"])
@pytest.mark.parametrize("group", ["", "GDP_group"])
def test_filling_from_other_units_gives_coinrs_table(method: str, group: str) -> None:
    raw = read_golden("coinr/stage_Denominated.csv")
    data = read_golden("coinr/in_asem_iData.csv").sort_as(raw)
    name = f"coinr/miss_impute_i_{method}{f'_grp_{group}' if group else ''}.csv"
    expected = read_golden(name).sort_as(raw)
    cube = make_cube(raw.take(raw.columns), raw.columns, raw.units, data.text[group] if group else None)
    recipe = Recipe(impute=Impute(method, within=("group",)))
    filled, remarks, changes = impute(cube, make_flat_structure(raw.columns), recipe)
    assert_agrees(filled.values[0], expected.take(raw.columns))
    assert len(changes) == 65
    assert sum(remark.params["count"] for remark in remarks if remark.code == "impute.filled") == 65


def test_filling_from_siblings_gives_coinrs_imputation_by_row() -> None:
    raw = read_golden("coinr/stage_Denominated.csv")
    expected = read_golden("coinr/miss_impute_row_mean_level2.csv").sort_as(raw)
    cube = make_cube(raw.take(raw.columns), raw.columns, raw.units)
    filled, _, changes = impute(cube, read_asem_structure(), Recipe(impute=Impute("siblings")))
    assert_agrees(filled.values[0], expected.take(raw.columns))
    assert len(changes) == 65


def test_a_gap_without_siblings_stays() -> None:
    cube = make_cube(np.array([[1.0, NAN, 3], [4, NAN, 4]]), ("A", "B"))
    filled, _, changes = impute(cube, make_flat_structure(("A", "B")), Recipe(impute=Impute("siblings")))
    assert_agrees(filled.values, cube.values)
    assert len(changes) == 0


def test_the_line_between_two_observations_follows_the_years() -> None:
    cube = make_series([10, NAN, NAN, 40, NAN], years=(2010, 2011, 2014, 2020, 2021))
    assert_agrees(fill(cube, "linear"), np.array([[10.0, 13, 22, 40, 40]]))
    assert_agrees(fill(cube, "linear_inside"), np.array([[10.0, 13, 22, 40, NAN]]))


def test_the_last_observation_is_carried_forward_but_never_back() -> None:
    cube = make_series([NAN, 2, NAN, NAN, 5])
    assert_agrees(fill(cube, "latest"), np.array([[NAN, 2, 2, 2, 5]]))
    assert_agrees(fill(cube, "latest", 1), np.array([[NAN, 2, 2, NAN, 5]]))
    assert_agrees(fill(cube, "constant"), np.array([[2.0, 2, 2, 2, 5]]))


def test_gaps_longer_than_allowed_stay() -> None:
    cube = make_series([1, NAN, NAN, 4, NAN], [1, NAN, 3, NAN, 5])
    assert_agrees(fill(cube, "linear_inside", 1), np.array([[1.0, NAN, NAN, 4, NAN], [1, 2, 3, 4, 5]]))


def test_an_indicator_without_any_value_stays_empty_and_is_remarked() -> None:
    cube = make_cube(np.array([[NAN, NAN, NAN], [1, NAN, 3]]), ("A", "B"))
    filled, remarks, changes = impute(cube, make_flat_structure(("A", "B")), Recipe(impute=Impute("mean")))
    assert_agrees(filled.values[0], np.array([[NAN, NAN, NAN], [1, 2, 3]]))
    assert {(remark.code, remark.params["leaf"]) for remark in remarks} == {
        ("impute.filled", "B"),
        ("impute.nothing_known", "A"),
    }
    assert next(iter(changes.name_rows(cube)))[:3] == ("u1", 0, "B")


@pytest.mark.parametrize("method", METHODS["impute"])
def test_a_unit_that_is_not_there_in_a_year_is_not_made_up(method: str) -> None:
    cube = make_series([1, NAN, 3, 4, 5], [2, 3, 4, 5, 6])
    present = np.ones((5, 2), dtype=bool)
    present[1, 0] = False
    filled, _, _ = impute(replace(cube, present=present), make_flat_structure(("A",)), Recipe(impute=Impute(method)))
    assert np.isnan(filled.values[1, 0, 0])


@pytest.mark.parametrize("method", METHODS["impute"])
@given(
    values=hnp.arrays(
        np.float64,
        st.tuples(st.integers(1, 5), st.integers(1, 2), st.integers(1, 4)),
        elements=st.one_of(st.just(NAN), st.floats(-1e6, 1e6)),
    )
)
@settings(max_examples=15)
def test_what_was_observed_is_never_touched_and_every_filled_cell_is_listed(method: str, values: Floats) -> None:
    years, leaves, units = values.shape
    codes = tuple(f"x{at}" for at in range(leaves))
    cube = Cube(values, tuple(range(years)), codes, tuple(map(str, range(units))), np.zeros(units, dtype=np.intp))
    filled, _, changes = impute(cube, make_flat_structure(codes), Recipe(impute=Impute(method, within=("year",))))
    known = ~np.isnan(values)
    assert np.array_equal(filled.values[known], values[known])
    assert len(changes) == np.count_nonzero(~np.isnan(filled.values)) - np.count_nonzero(known)
    assert np.isnan(changes.before).all()
    if method == "none":
        assert len(changes) == 0
