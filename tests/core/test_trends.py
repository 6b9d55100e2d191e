"""Slopes and rates, with gaps and breaks, by hand, by numpy's own fit and by the published tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sciezka.core import trends
from sciezka.core.index.types import Floats, IndexProblem
from sciezka.core.series.breaks import Break
from tests.core.index.golden import assert_agrees, make_panel, read_golden

NAN = float("nan")
YEARS = (2008, 2009, 2010, 2011, 2012)


def test_a_straight_line_has_its_slope_by_every_measure_that_knows_one() -> None:
    line = np.array([[10.0], [12.0], [NAN], [16.0], [18.0]])
    for measure in ("slope", "theil_sen", "annual_change"):
        assert trends.MEASURES[measure](line, YEARS) == pytest.approx([2.0])
    assert trends.measure_difference(line, YEARS) == pytest.approx([8.0])
    assert trends.measure_percent(line, YEARS) == pytest.approx([20.0])


def test_steady_growth_has_its_rate_by_both_rates() -> None:
    grown: Floats = 100 * 1.03 ** np.arange(5.0)[:, None]
    grown[2] = NAN
    assert trends.measure_cagr(grown, YEARS) == pytest.approx([0.03])
    assert trends.measure_log_rate(grown, YEARS) == pytest.approx([0.03])


def test_one_wild_year_moves_the_slope_but_not_the_median_of_slopes() -> None:
    series = np.array([[1.0], [2.0], [3.0], [4.0], [500.0]])
    assert trends.fit_theil_sen(series, YEARS)[0] == pytest.approx(1.0)
    assert trends.fit_slope(series, YEARS)[0] > 90


@pytest.mark.parametrize("measure", sorted(trends.MEASURES))
def test_fewer_than_two_known_years_have_no_change(measure: str) -> None:
    series = np.full((5, 2), NAN)
    series[3, 1] = 7.0
    assert np.isnan(trends.MEASURES[measure](series, YEARS)).all()


@pytest.mark.parametrize("measure", sorted(trends.MEASURES))
def test_a_series_that_stays_the_same_changes_by_nothing(measure: str) -> None:
    assert trends.MEASURES[measure](np.full((5, 1), 4.2), YEARS) == pytest.approx([0.0])


def test_rates_that_do_not_exist_are_missing() -> None:
    ends = np.array([[0.0, -1.0, 0.0], [1.0, 1.0, 0.0]])
    assert np.isnan(trends.measure_cagr(ends, (0, 1))[:2]).all()
    assert trends.measure_cagr(ends, (0, 1))[2] == 0
    assert np.isnan(trends.measure_log_rate(ends, (0, 1))).all()
    assert np.isnan(trends.measure_percent(ends, (0, 1))[0])


@settings(max_examples=30)
@given(arrays(np.float64, (8, 3), elements=st.one_of(st.just(NAN), st.integers(-1000, 1000).map(float))))
def test_the_slope_is_that_of_an_ordinary_fit(series: Floats) -> None:
    years = np.arange(2000.0, 2008.0)
    got = trends.fit_slope(series, years.tolist())
    for column in range(3):
        known = ~np.isnan(series[:, column])
        if known.sum() > 1:
            assert got[column] == pytest.approx(np.polyfit(years[known] - 2004, series[known, column], 1)[0], abs=1e-9)
        else:
            assert np.isnan(got[column])


def test_any_shape_after_the_years_is_kept() -> None:
    cube = np.random.default_rng(1).normal(size=(5, 3, 4))
    for measure in trends.MEASURES.values():
        assert measure(cube, YEARS).shape == (3, 4)
    assert trends.fit_slope(cube, YEARS)[2, 1] == pytest.approx(trends.fit_slope(cube[:, 2, 1:2], YEARS)[0])


def test_a_window_says_which_breaks_it_crosses() -> None:
    census = Break("", "people", 2010, "census", reason="National census 2011")
    others = [Break("u", "", 2008, "territory"), Break("u", "", 2011, "code"), Break("u", "", 2012, "merged")]
    found = trends.measure_trend(np.arange(5.0)[:, None], YEARS, start=2008, end=2012, breaks=[*others, census])
    assert [remark.code for remark in found.remarks] == ["trend.break.census", "trend.break.merged"]
    assert found.remarks[0].sentence == "The window 2008–2012 crosses the census rebase of 2010: National census 2011."
    assert found.remarks[1].sentence == "The window 2008–2012 crosses the merger with another unit of 2012."
    assert not trends.measure_trend(np.arange(5.0)[:, None], YEARS, start=2010, end=2012, breaks=[census]).remarks


def test_a_series_known_on_one_side_only_does_not_cross_the_break() -> None:
    series = np.array([[1.0, NAN], [2.0, NAN], [3.0, 3.0], [4.0, 4.0], [5.0, NAN]])
    found = trends.measure_trend(series, YEARS, start=2008, end=2012)
    assert found.first.tolist() == [2008, 2010]
    assert found.last.tolist() == [2012, 2011]
    assert found.known.tolist() == [5, 2]
    assert trends.flag_crossing(found, [Break("", "", 2010, "census")]).tolist() == [True, False]


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("trend.measure", {"measure": "guess", "start": 2008, "end": 2012}),
        ("trend.window", {"start": 2012, "end": 2008}),
        ("trend.window", {"start": 2012, "end": 2015}),
    ],
)
def test_what_cannot_be_measured_is_refused(code: str, asked: dict[str, object]) -> None:
    with pytest.raises(IndexProblem) as refused:
        trends.measure_trend(np.zeros((5, 1)), YEARS, **asked)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_years_out_of_order_and_unknown_breaks_are_refused() -> None:
    with pytest.raises(IndexProblem, match="rising order"):
        trends.fit_slope(np.zeros((2, 1)), (2009, 2008))
    with pytest.raises(IndexProblem, match="not known"):
        Break("", "", 2010, "flood")


PANEL = ("LPI", "Flights", "Goods")


@pytest.mark.parametrize(("table", "column", "factor"), [("CAGR", "CAGR", "cagr"), ("prc_change", "prc_change", "percent")])
def test_rates_agree_with_the_published_panel(table: str, column: str, factor: str) -> None:
    expected = read_golden(f"coinr/panel_trends_{table}.csv", ("uCode", "iCode"))
    cube = make_panel(read_golden("coinr/in_asem_iData_panel.csv", ("uCode", "Time")), PANEL)
    got = trends.MEASURES[factor](cube.values, cube.years)
    listed = np.array([got[PANEL.index(leaf), cube.units.index(unit)] for unit, leaf in expected.keys])
    assert_agrees(listed, expected.take([column])[0])


def test_the_latest_three_years_agree_with_the_published_panel() -> None:
    expected = read_golden("coinr/panel_trends_prc_change_latest3_interp.csv", ("uCode", "iCode"))
    cube = make_panel(read_golden("coinr/in_asem_iData_panel.csv", ("uCode", "Time")), PANEL)
    filled = trends.fill_between(cube.values, cube.years)
    got = trends.measure_trend(filled, cube.years, measure="percent", start=2020, end=2022).values
    listed = np.array([got[PANEL.index(leaf), cube.units.index(unit)] for unit, leaf in expected.keys])
    assert_agrees(listed, expected.take(["prc_change"])[0])


def test_eighty_years_of_states_income_grow_at_a_likely_rate() -> None:
    table = read_golden("data/us_states_pcincome_1929_2009.csv", ("Name",))
    years = tuple(year for year in table.columns if year.isdigit())
    series = table.take(years)
    when = [float(year) for year in years]
    cagr = trends.measure_cagr(series, when)
    rate = trends.measure_log_rate(series, when)
    assert np.all((cagr > 0.04) & (cagr < 0.07))
    assert np.all(np.abs(cagr - rate) < 0.015)
    assert np.all(trends.fit_slope(series, when) > 0)
    assert np.all(trends.fit_theil_sen(series, when) > 0)


def test_gaps_are_filled_between_known_years_only() -> None:
    series = np.array([[NAN], [1.0], [NAN], [3.0], [NAN]])
    assert trends.fill_between(series, YEARS)[:, 0].tolist() == pytest.approx([NAN, 1, 2, 3, NAN], nan_ok=True)
