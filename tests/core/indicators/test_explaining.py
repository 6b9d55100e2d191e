"""The steps of a value, shown as on paper."""

import math

from sciezka.core.indicators import Formula, explain, show_number, write_out


def write(formula: Formula, values: dict[str, dict[int, float]], year: int = 2022) -> str:
    return write_out(explain(formula, values, year), show_number).replace("\u00a0", " ")


def test_a_share_shows_its_two_numbers_and_the_factor() -> None:
    values = {"a": {2022: 2131.0}, "b": {2022: 46021.0}}
    assert write(Formula("share", ("a",), ("b",), times=100), values) == "2 131 : 46 021 × 100 = 4,6"


def test_a_value_and_a_sum_need_no_brackets() -> None:
    assert write(Formula("value", ("a",), decimals=0), {"a": {2022: 1234567.0}}) == "1 234 567 = 1 234 567"
    assert write(Formula("sum", ("a", "-b")), {"a": {2022: 9.5}, "b": {2022: 10.0}}) == "9,5 − 10 = −0,5"


def test_what_is_taken_away_stands_in_brackets_before_it_is_divided() -> None:
    values = {"births": {2022: 400.0}, "deaths": {2022: 900.0}, "people": {2022: 80000.0}}
    formula = Formula("ratio", ("births", "-deaths"), ("people",), times=1000, decimals=2)
    assert write(formula, values) == "(400 − 900) : 80 000 × 1 000 = −6,25"


def test_a_negative_number_is_not_mistaken_for_a_sign_of_the_sum() -> None:
    values = {"a": {2022: 5.0}, "b": {2022: -3.0}}
    assert write(Formula("sum", ("a", "b")), values) == "5 + (−3) = 2,0"


def test_a_change_shows_both_ends() -> None:
    values = {"a": {2020: 50.0, 2021: 1.0, 2022: 60.0}, "b": {2020: 100.0, 2021: 1.0, 2022: 100.0}}
    formula = Formula("change", ("a",), ("b",), times=100, years=2)
    assert write(formula, values) == "((60 : 100) : (50 : 100) − 1) × 100 = 20,0"
    assert write(Formula("difference", ("a",), years=2), values) == "60 − 50 = 10,0"


def test_a_mean_shows_all_its_years_from_the_newest() -> None:
    explanation = explain(Formula("mean", ("a",), years=3), {"a": {2020: 1.0, 2021: 2.0, 2022: 6.0}}, 2022)
    assert write_out(explanation, show_number) == "(6 + 2 + 1) : 3 = 3,0"
    assert explanation.years == (2022, 2021, 2020)


def test_without_a_value_the_reason_is_named_and_nothing_is_written() -> None:
    formula = Formula("change", ("a",), times=100, years=2)
    missing = explain(formula, {"a": {2022: 1.0}}, 2022)
    gap = explain(formula, {"a": {2020: 1.0, 2022: 1.0}}, 2022)
    zero = explain(formula, {"a": {2020: 0.0, 2021: 1.0, 2022: 1.0}}, 2022)
    assert [each.why_nothing for each in (missing, gap, zero)] == ["missing", "gap", "zero"]
    assert [term.year for term in missing.missing] == [2020]
    assert gap.gaps == (2021,)
    assert write_out(gap, show_number) == ""
    assert math.isnan(gap.result)


def test_numbers_are_written_in_the_polish_way() -> None:
    assert show_number(-1234.56, 1) == "−1\u00a0234,6"
    assert show_number(0.12345, None) == "0,1235"
    assert show_number(-0.04, 1) == "0,0"
    assert show_number(math.nan, 1) == "–"
    assert show_number(1234.5, None, point=".", between=",") == "1,234.5"
