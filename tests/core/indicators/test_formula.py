"""Formulas give what a person reckons by hand, and nothing where something is missing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.index.types import Floats
from sciezka.core.indicators import Formula, FormulaProblem, Read, evaluate
from sciezka.core.indicators.formula import KINDS, LOOKING_BACK

NAN = np.nan
YEARS = (2019, 2020, 2021, 2022)


def hold(**series: list[list[float]]) -> Read:
    """Give a reader of series written as rows of years."""
    return lambda key: np.array(series[key], dtype=np.float64)


def check(formula: Formula, read: Read, expected: list[list[float]], years: tuple[int, ...] = YEARS) -> None:
    np.testing.assert_allclose(evaluate(formula, read, years), np.array(expected), rtol=1e-14)


def test_a_value_is_the_variable_itself_times_its_factor() -> None:
    check(Formula("value", ("a",), times=10), hold(a=[[1.5, NAN]]), [[15, NAN]], (2020,))


def test_a_sum_takes_away_what_has_a_minus_and_lacks_a_value_when_a_part_is_missing() -> None:
    read = hold(a=[[5, 5, NAN]], b=[[2, NAN, 2]], c=[[1, 1, 1]])
    check(Formula("sum", ("a", "-b", "c")), read, [[4, NAN, NAN]], (2020,))


def test_a_ratio_divides_sums_and_a_share_is_in_per_cent() -> None:
    read = hold(a=[[2131.0]], b=[[46021.0]], c=[[79.0]])
    check(Formula("ratio", ("a",), ("b", "c"), times=1000), read, [[2131 / 46100 * 1000]], (2020,))
    check(Formula("share", ("a",), ("b",), times=100), read, [[4.630494774124856]], (2020,))


def test_a_zero_to_divide_by_gives_no_value() -> None:
    read = hold(a=[[1.0, 0.0, 3.0]], b=[[0.0, 0.0, 2.0]])
    check(Formula("ratio", ("a",), ("b",)), read, [[NAN, NAN, 1.5]], (2020,))


def test_a_change_is_in_per_cent_of_the_state_before() -> None:
    read = hold(a=[[100, 200], [110, NAN], [121, 220], [60.5, 110]])
    formula = Formula("change", ("a",), times=100, years=2)
    # The second unit lacks the year between, so neither window over it counts.
    check(formula, read, [[NAN, NAN], [NAN, NAN], [21, NAN], [-45, NAN]])


def test_a_change_of_a_ratio_divides_before_it_compares() -> None:
    read = hold(a=[[10.0], [30.0]], p=[[100.0], [200.0]])
    check(Formula("change", ("a",), ("p",), times=100, years=1), read, [[NAN], [50]], (2020, 2021))


def test_no_change_is_told_from_zero_or_from_below_it() -> None:
    read = hold(a=[[0.0, -2.0], [5.0, 4.0]])
    check(Formula("change", ("a",), times=100, years=1), read, [[NAN, NAN], [NAN, NAN]], (2020, 2021))
    check(Formula("difference", ("a",), years=1), read, [[NAN, NAN], [5, 6]], (2020, 2021))


def test_windows_go_by_the_calendar_and_not_by_the_rows() -> None:
    read = hold(a=[[1.0], [2.0], [4.0]])
    check(Formula("difference", ("a",), years=1), read, [[NAN], [NAN], [2]], (2015, 2020, 2021))


def test_the_second_row_of_an_unordered_axis_still_finds_its_year() -> None:
    check(Formula("difference", ("a",), years=1), hold(a=[[7.0], [4.0]]), [[3], [NAN]], (2021, 2020))


def test_a_mean_takes_as_many_years_as_it_says() -> None:
    read = hold(a=[[3.0], [6.0], [9.0], [NAN]])
    check(Formula("mean", ("a",), times=10, years=3), read, [[NAN], [NAN], [60], [NAN]])
    check(Formula("mean", ("a",), years=1), read, [[3], [6], [9], [NAN]])


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("formula.kind", {"kind": "product", "of": ("a",)}),
        ("formula.of", {"kind": "sum", "of": ()}),
        ("formula.of", {"kind": "sum", "of": ("-",)}),
        ("formula.value", {"kind": "value", "of": ("a", "b")}),
        ("formula.value", {"kind": "value", "of": ("-a",)}),
        ("formula.value", {"kind": "value", "of": ("a",), "per": ("b",)}),
        ("formula.per", {"kind": "ratio", "of": ("a",)}),
        ("formula.sum", {"kind": "sum", "of": ("a",), "per": ("b",)}),
        ("formula.times", {"kind": "value", "of": ("a",), "times": 0.0}),
        ("formula.times", {"kind": "value", "of": ("a",), "times": NAN}),
        ("formula.years", {"kind": "change", "of": ("a",)}),
        ("formula.years", {"kind": "mean", "of": ("a",), "years": 31}),
        ("formula.no_years", {"kind": "value", "of": ("a",), "years": 2}),
        ("formula.decimals", {"kind": "value", "of": ("a",), "decimals": 7}),
        ("formula.long", {"kind": "sum", "of": tuple(f"v{at}" for at in range(41))}),
    ],
)
def test_a_formula_that_cannot_be_reckoned_is_refused(code: str, fields: dict[str, object]) -> None:
    with pytest.raises(FormulaProblem) as caught:
        Formula(**fields)  # type: ignore[arg-type]
    assert caught.value.code == code


NUMBERS = st.one_of(st.just(NAN), st.just(0.0), st.floats(-1e9, 1e9, allow_subnormal=False))
GRIDS = st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=5, max_size=5)
FIVE = (2016, 2017, 2018, 2019, 2020)


@given(kind=st.sampled_from(KINDS), above=GRIDS, below=GRIDS)
@settings(max_examples=40)
def test_whatever_the_data_a_value_is_finite_or_missing_and_units_do_not_touch_one_another(
    kind: str, above: list[list[float]], below: list[list[float]]
) -> None:
    grids: dict[str, Floats] = {"a": np.array(above), "b": np.array(below)}
    divides = kind not in {"value", "sum"}
    formula = Formula(kind, ("a",), ("b",) if divides else (), years=2 if kind in LOOKING_BACK else 0)

    found = evaluate(formula, grids.__getitem__, FIVE)

    assert found.shape == (5, 3)
    assert not np.isinf(found).any()
    missing = np.isnan(grids["a"]) | (np.isnan(grids["b"]) | (grids["b"] == 0) if divides else False)
    assert np.isnan(found[missing]).all()
    alone = evaluate(formula, lambda key: grids[key][:, 1:2], FIVE)
    np.testing.assert_array_equal(found[:, 1:2], alone)


@given(above=GRIDS)
@settings(max_examples=40)
def test_one_missing_year_empties_every_window_over_it(above: list[list[float]]) -> None:
    grid = np.nan_to_num(np.abs(np.array(above)), nan=1.0) + 1
    grid[2] = NAN
    found = evaluate(Formula("change", ("a",), times=100, years=2), lambda _: grid, FIVE)
    assert np.isnan(found).all()
