"""Treating outliers: COINr's numbers, and what must hold for any data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from sciezka.core.index.recipe import Recipe, Treat
from sciezka.core.index.treat import (
    reckon_kurtosis,
    reckon_skew,
    take_logarithm,
    transform_by_boxcox,
    transform_by_logarithm,
    treat,
    treat_by_skew,
    winsorise,
)
from sciezka.core.index.types import Floats, IndexProblem
from tests.core.index.golden import assert_agrees, make_cube, make_flat_structure, read_golden

BLOCKS = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 3), st.integers(1, 12)),
    elements=st.one_of(st.just(np.nan), st.integers(-50, 50).map(float), st.just(1e9)),
)


def test_the_default_rule_gives_coinrs_treated_data() -> None:
    raw = read_golden("coinr/stage_Imputed.csv")
    expected = read_golden("coinr/stage_Treated.csv").sort_as(raw)
    cube = make_cube(raw.take(raw.columns), raw.columns, raw.units)
    treated, remarks, details = treat(cube, make_flat_structure(raw.columns), Recipe(treat=Treat("skew_kurtosis")))
    assert_agrees(treated.values[0], expected.take(raw.columns))
    assert remarks == ()
    assert len(details.changes) == 35
    assert {line.how for line in details.lines} == {"winsorise"}


def test_the_treated_indicators_and_their_shapes_are_coinrs() -> None:
    raw = read_golden("coinr/stage_Imputed.csv")
    table = read_golden("coinr/treat_details.csv", ("iCode",))
    cube = make_cube(raw.take(raw.columns), raw.columns, raw.units)
    _, _, details = treat(cube, make_flat_structure(raw.columns), Recipe(treat=Treat("skew_kurtosis")))
    expected = {
        code: table.values[row] for row, code in enumerate(table.units) if table.text["check_SkewKurt0.Pass"][row] == "FALSE"
    }
    assert {line.leaf for line in details.lines} == set(expected)
    at = {column: place for place, column in enumerate(table.columns)}
    for line in details.lines:
        row = expected[line.leaf]
        assert line.points == row[at["winsorise.nwin"]]
        assert line.skew == pytest.approx((row[at["check_SkewKurt0.Skew"]], row[at["check_SkewKurt1.Skew"]]), abs=1e-9)
        assert line.kurtosis == pytest.approx((row[at["check_SkewKurt0.Kurt"]], row[at["check_SkewKurt1.Kurt"]]), abs=1e-9)


def test_the_cells_that_were_moved_are_coinrs() -> None:
    raw = read_golden("coinr/stage_Imputed.csv")
    points = read_golden("coinr/treat_points.csv", ())
    cube = make_cube(raw.take(raw.columns), raw.columns, raw.units)
    _, _, details = treat(cube, make_flat_structure(raw.columns), Recipe(treat=Treat("skew_kurtosis")))
    expected = {
        (raw.units[row], column, word) for column in points.columns for row, word in enumerate(points.text[column]) if word
    }
    found = {
        (unit, leaf, "winhi" if after < before else "winlo")
        for unit, _, leaf, before, after in details.changes.name_rows(cube)
    }
    assert found == expected


def test_logarithms_and_box_cox_are_coinrs() -> None:
    raw = read_golden("coinr/stage_Imputed.csv")
    expected = read_golden("coinr/treat_logCT_all.csv").sort_as(raw)
    assert_agrees(transform_by_logarithm(raw.take(expected.columns), Treat()).x, expected.take(expected.columns))
    table = read_golden("coinr/treat_per_indicator.csv", ("iCode",))
    x = raw.take(table.units)
    for name, y in (
        ("logCT", transform_by_logarithm(x, Treat()).x),
        ("logCTplus", take_logarithm(x)),
        ("boxcox0", transform_by_boxcox(x, Treat(power=0)).x),
        ("boxcox_m0.5", transform_by_boxcox(x, Treat(power=-0.5)).x),
    ):
        assert_agrees(reckon_skew(y), table.take([f"skew_{name}"])[0])


def test_the_number_of_points_without_a_limit_is_coinrs() -> None:
    raw = read_golden("coinr/stage_Imputed.csv")
    table = read_golden("coinr/treat_per_indicator.csv", ("iCode",))
    outcome = treat_by_skew(raw.take(table.units), Treat("skew_kurtosis", max_points=51))
    assert_agrees(outcome.points.astype(np.float64), table.take(["nwin_nolimit"])[0])
    assert_agrees(np.max(outcome.x, axis=1), table.take(["max_winNULL"])[0])
    assert_agrees(np.min(outcome.x, axis=1), table.take(["min_winNULL"])[0])


def test_what_winsorising_cannot_mend_within_its_points_takes_a_logarithm_of_the_original() -> None:
    x = np.exp(np.linspace(0, 9, 40))[None, :]
    outcome = treat_by_skew(x, Treat("skew_kurtosis", max_points=1))
    assert outcome.how == ("log",)
    assert outcome.points[0] == 0
    assert_agrees(outcome.x, np.log(x - x.min() + 0.01 * (x.max() - x.min())))


def test_an_indicator_skewed_downwards_keeps_its_order_in_the_logarithm() -> None:
    x = -np.exp(np.linspace(0, 9, 40))[None, :]
    outcome = treat_by_skew(x, Treat("skew_kurtosis", max_points=1))
    assert (np.diff(outcome.x[0]) < 0).all()
    assert abs(reckon_skew(outcome.x)[0]) < abs(reckon_skew(x)[0])


def test_winsorising_pulls_values_in_to_linear_quantiles() -> None:
    x = np.array([[1.0, 2, 3, 4, 100, np.nan], [5, 5, 5, 5, 5, 5]])
    outcome = winsorise(x, Treat(limits=(0.25, 0.75)))
    assert_agrees(outcome.x, np.array([[2.0, 2, 3, 4, 4, np.nan], [5, 5, 5, 5, 5, 5]]))
    assert outcome.points.tolist() == [2, 0]


def test_skewness_and_kurtosis_are_those_of_a_sample() -> None:
    x = np.random.default_rng(3).lognormal(size=(4, 30))
    assert_agrees(reckon_skew(x), stats.skew(x, axis=1, bias=False))
    assert_agrees(reckon_kurtosis(x), stats.kurtosis(x, axis=1, bias=False))


def test_an_outlier_is_kept_and_remarked_when_nothing_is_treated() -> None:
    x = np.array([[1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1e9], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
    cube = make_cube(x, ("A", "B"))
    treated, remarks, details = treat(cube, make_flat_structure(("A", "B")), Recipe())
    assert_agrees(treated.values[0], x)
    assert [(remark.code, remark.params["leaf"]) for remark in remarks] == [("treat.outliers", "A")]
    assert len(details.changes) == 0


def test_each_group_is_treated_by_itself() -> None:
    x = np.array([[1.0, 2, 3, 4, 100, 200, 300, 400]])
    cube = make_cube(x, ("A",), groups=["a"] * 4 + ["b"] * 4)
    recipe = Recipe(treat=Treat("winsorise", limits=(0, 0.5)))
    treated, _, details = treat(cube, make_flat_structure(("A",)), recipe)
    assert_agrees(treated.values[0], np.array([[1.0, 2, 2.5, 2.5, 100, 200, 250, 250]]))
    assert [line.block["group"] for line in details.lines] == ["a", "b"]
    assert next(iter(details.changes.name_rows(cube))) == ("u2", 0, "A", 3.0, 2.5)


def test_an_infinite_value_is_refused_with_its_place() -> None:
    cube = make_cube(np.array([[1.0, np.inf]]), ("A",), ("one", "two"))
    with pytest.raises(IndexProblem, match="two") as caught:
        treat(cube, make_flat_structure(("A",)), Recipe())
    assert caught.value.code == "data.infinite"


def test_a_power_that_no_number_can_hold_is_refused() -> None:
    cube = make_cube(np.array([[1.0, 2, 1e200]]), ("A",))
    with pytest.raises(IndexProblem) as caught:
        treat(cube, make_flat_structure(("A",)), Recipe(treat=Treat("boxcox", power=5)))
    assert caught.value.code == "treat.overflow"


@pytest.mark.parametrize("method", ["none", "winsorise", "skew_kurtosis", "log", "boxcox"])
@given(x=BLOCKS)
@settings(max_examples=25)
def test_gaps_stay_gaps_and_the_order_of_units_stays(method: str, x: Floats) -> None:
    leaves = tuple(f"x{row}" for row in range(len(x)))
    treated, _, _ = treat(make_cube(x, leaves), make_flat_structure(leaves), Recipe(treat=Treat(method)))
    y = treated.values[0]
    assert np.array_equal(np.isnan(x), np.isnan(y))
    for row in range(len(x)):
        known = ~np.isnan(x[row])
        by_value = np.argsort(x[row][known], kind="stable")
        assert (np.diff(y[row][known][by_value]) >= 0).all()


@given(x=BLOCKS)
@settings(max_examples=25)
def test_no_more_points_are_moved_than_allowed(x: Floats) -> None:
    outcome = treat_by_skew(x, Treat("skew_kurtosis", max_points=2))
    assert (outcome.points <= 2).all()
