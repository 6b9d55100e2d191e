"""Courses to targets: what is expected, how a figure stands, where a trend leads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.targets import Course, Outlook, State, Way, expect, find_way, fit_trend, judge, look_ahead

COURSE = Course(baseline=40, baseline_year=2024, target=80, target_year=2032, way=Way.UP, planned={2028: 50, 2040: 7})
FALLING = Course(baseline=12, baseline_year=2024, target=8, target_year=2028, way=Way.DOWN)
KEPT = Course(baseline=100, baseline_year=2024, target=100, target_year=2030, way=Way.KEEP)
SHRINKING = Course(baseline=13, baseline_year=2020, target=6, target_year=2025, way=Way.DOWN)
AT_NOTHING = Course(baseline=3.8, baseline_year=2020, target=0, target_year=2025, way=Way.KEEP)
LOW = Course(baseline=1.5, baseline_year=2020, target=1.5, target_year=2029, way=Way.KEEP)

figures = st.floats(-1e6, 1e6, allow_nan=False)
years = st.integers(2000, 2060)


def test_what_is_expected_goes_straight_from_station_to_station() -> None:
    expected = [expect(COURSE, year) for year in (2023, 2024, 2026, 2028, 2030, 2032, 2035)]
    assert expected == [None, 40, 45, 50, 65, 80, 80]
    # What was planned beyond the target's year is no station.
    assert [year for year, _value in COURSE.stations] == [2024, 2028, 2032]


@pytest.mark.parametrize(
    ("course", "year", "value", "state", "gap"),
    [
        (COURSE, 2026, 49, State.ON_PATH, 4),
        (COURSE, 2026, 49.1, State.AHEAD, 4.1),
        (COURSE, 2026, 40.9, State.BEHIND, -4.1),
        (FALLING, 2026, 9.5, State.AHEAD, 0.5),
        (FALLING, 2026, 10.5, State.BEHIND, -0.5),
        (FALLING, 2030, 8.4, State.ON_PATH, -0.4),
        (KEPT, 2027, 105, State.ON_PATH, -5),
        (KEPT, 2027, 94, State.BEHIND, -6),
    ],
)
def test_a_figure_is_on_the_path_within_a_tenth_of_the_way(
    course: Course, year: int, value: float, state: State, gap: float
) -> None:
    standing = judge(course, year, value)
    assert standing is not None
    assert (standing.state, standing.gap) == (state, pytest.approx(gap))


def test_the_baseline_is_not_judged() -> None:
    assert judge(COURSE, 2024, 0) is None
    assert judge(COURSE, 2020, 0) is None


@given(baseline=figures, target=figures, planned=st.dictionaries(years, figures, max_size=5))
def test_the_path_begins_at_the_baseline_ends_at_the_target_and_leaves_no_bounds(
    baseline: float, target: float, planned: dict[int, float]
) -> None:
    course = Course(baseline=baseline, baseline_year=2020, target=target, target_year=2030, way=Way.UP, planned=planned)
    assert expect(course, 2020) == pytest.approx(baseline)
    assert expect(course, 2030) == pytest.approx(target)
    values = [value for _year, value in course.stations]
    for year in range(2020, 2040):
        expected = expect(course, year)
        assert expected is not None
        assert min(values) - 1e-6 <= expected <= max(values) + 1e-6
        standing = judge(course, year, expected)
        assert standing is None or standing.state is State.ON_PATH


@given(slope=st.floats(-100, 100), start=figures, steps=st.integers(3, 12))
def test_a_straight_series_is_its_own_trend(slope: float, start: float, steps: int) -> None:
    trend = fit_trend({2010 + step: start + slope * step for step in range(steps)})
    assert trend is not None
    assert trend.slope == pytest.approx(slope, abs=1e-5)
    assert trend.at(2040) == pytest.approx(start + slope * 30, abs=1e-2)
    assert trend.last - trend.first <= 5


def test_two_years_make_no_trend() -> None:
    assert fit_trend({2020: 1, 2021: 2}) is None


@pytest.mark.parametrize(
    ("course", "series", "outlook"),
    [
        (COURSE, {2022: 44, 2023: 42, 2024: 40}, Outlook.AWAY),
        (COURSE, {2022: 39.5, 2023: 39.8, 2024: 40}, Outlook.SHORT),
        (COURSE, {2022: 30, 2023: 35, 2024: 40}, Outlook.REACHES),
        (FALLING, {2022: 10, 2023: 11, 2024: 12}, Outlook.AWAY),
        (FALLING, {2022: 14, 2023: 13, 2024: 12}, Outlook.REACHES),
        (KEPT, {2022: 104, 2023: 102, 2024: 100}, Outlook.AWAY),
        (KEPT, {2022: 101, 2023: 100, 2024: 100.5}, Outlook.REACHES),
        # Right on the edge of the band a line is within it, whatever binary fractions make of it.
        (SHRINKING, {2018: 6.7, 2019: 6.7, 2020: 6.7, 2021: 6.7, 2022: 6.7}, Outlook.REACHES),
        (AT_NOTHING, {2021: -0.008, 2022: -0.006, 2023: -0.004, 2024: -0.002}, Outlook.REACHES),
        (LOW, {2021: 1.255, 2022: 1.295, 2023: 1.335}, Outlook.REACHES),
    ],
)
def test_a_trend_leads_away_falls_short_or_reaches(course: Course, series: dict[int, float], outlook: Outlook) -> None:
    trend = fit_trend(series)
    assert trend is not None
    assert look_ahead(course, trend) is outlook


def test_which_way_is_better_is_said_or_follows_from_the_target() -> None:
    assert find_way(1, 2) is Way.UP
    assert find_way(2, 1) is Way.DOWN
    assert find_way(2, 2) is Way.KEEP
    assert find_way(2, 1, "up") is Way.UP
    assert find_way(None, 1) is None
