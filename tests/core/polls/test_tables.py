"""Distributions, descriptions and cross-tabs, counted again person by person."""

import math
import statistics
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.polls.columns import ColumnSpec, attach_weights, encode_rows, iterate_rows
from sciezka.core.polls.tables import cross, describe_number, distribute
from sciezka.core.polls.types import PollsProblem
from tests.core.polls.frames import SPECS, WHY, answers, make_frame

SCALE = ColumnSpec(name="x", kind="number")


@given(answers)
def test_a_distribution_counts_each_person_who_answered(people: list[dict[str, Any]]) -> None:
    frame = encode_rows(SPECS, people)
    for name in ("sex", "city"):
        found = distribute(frame, name)
        told = [person[name] for person in people if person[name] is not None]
        assert found.n == len(told)
        assert found.missing == len(people) - len(told)
        assert found.counts == tuple(told.count(code) for code in found.codes)
        assert sum(found.counts) == found.n
        assert found.shares == tuple(told.count(code) / len(told) if told else None for code in found.codes)


@given(answers)
def test_shares_of_a_set_are_of_respondents_not_of_ticks(people: list[dict[str, Any]]) -> None:
    found = distribute(encode_rows(SPECS, people), "why")
    told = [person["why"] for person in people if person["why"] is not None]
    assert found.n == len(told)
    assert found.counts == tuple(sum(code in ticks for ticks in told) for code in WHY.codes)
    if told:
        assert found.shares == tuple(count / len(told) for count in found.counts)


def test_weights_change_shares_and_leave_counts_alone() -> None:
    frame = encode_rows(SPECS, [{"sex": "w", "why": ["work"]}, {"sex": "m", "why": []}, {}])
    plain, weighted = distribute(frame, "sex"), distribute(attach_weights(frame, [3, 1, 9]), "sex")
    assert plain.weighted_shares is None
    assert weighted.counts == plain.counts == (1, 1)
    assert weighted.shares == plain.shares == (0.5, 0.5)
    assert weighted.weighted_shares == (0.75, 0.25)
    assert weighted.weighted_n == 4
    assert distribute(attach_weights(frame, [3, 1, 9]), "why").weighted_shares == (0.75, 0, 0)


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "dk", None]), max_size=40))
def test_a_scale_is_described_like_the_numbers_of_its_steps(codes: list[str | None]) -> None:
    values = {"a": 2.0, "b": -1.0, "c": 2.5, "d": 7.0, "dk": None, None: None}
    scale = ColumnSpec(name="x", kind="scale", codes=("a", "b", "c", "d", "dk"), values=(2, -1, 2.5, 7, None))
    found = describe_number(encode_rows([scale], [{"x": code} for code in codes]), "x")
    told = [values[code] for code in codes]
    plain = describe_number(encode_rows([SCALE], [{"x": value} for value in told]), "x")
    for field in ("n", "missing", "mean", "sd", "median", "q1", "q3", "low", "high"):
        assert getattr(found, field) == pytest.approx(getattr(plain, field)), field


@given(answers)
def test_equal_weights_change_nothing(people: list[dict[str, Any]]) -> None:
    frame = encode_rows(SPECS, people)
    heavy = attach_weights(frame, [2.5] * frame.rows)
    for name in ("sex", "city", "why"):
        found = distribute(heavy, name)
        assert found.weighted_shares == pytest.approx(found.shares)
    table = cross(heavy, "sex", "why")
    assert table.weighted_row_shares is not None
    for line, weighted in zip(table.row_shares, table.weighted_row_shares, strict=True):
        assert weighted == pytest.approx(line)
    for name in ("age", "city"):
        plain, found_ = describe_number(frame, name), describe_number(heavy, name)
        for field in ("n", "missing", "mean", "sd", "median", "q1", "q3", "low", "high"):
            assert getattr(found_, field) == pytest.approx(getattr(plain, field)), field


@given(answers)
def test_numbers_are_described_as_the_standard_library_does(people: list[dict[str, Any]]) -> None:
    found = describe_number(encode_rows(SPECS, people), "age")
    ages = [person["age"] for person in people if person["age"] is not None]
    assert (found.n, found.missing) == (len(ages), len(people) - len(ages))
    if not ages:
        assert found.mean is found.median is found.sd is found.low is None
        return
    assert found.mean == pytest.approx(statistics.fmean(ages))
    assert found.median == pytest.approx(statistics.median(ages))
    assert (found.low, found.high) == (min(ages), max(ages))
    if len(ages) > 1:
        assert found.sd == pytest.approx(statistics.stdev(ages))
        q1, _median, q3 = statistics.quantiles(ages, method="inclusive")
        assert (found.q1, found.q3) == pytest.approx((q1, q3))
    else:
        assert found.sd is None


def test_weighted_numbers_follow_the_formula() -> None:
    frame = attach_weights(encode_rows([SCALE], [{"x": 1}, {"x": 2}, {"x": 3}, {"x": 4}, {"x": 99}]), [1, 1, 2, 4, 0])
    found = describe_number(frame, "x")
    # By hand: the mean is (1 + 2 + 6 + 16)/8; Σw(x − x̄)²/Σw = 8.875/8, times 4/3. The weights add up to n = 4 as 0.5,
    # 0.5, 1, 2: of the places 1.75, 2.5 and 3.25 the running sum 0.5, 1, 2, 4 gives 2 and 3, 3 and 4, 4 and 4.
    assert (found.n, found.missing) == (4, 1)
    assert found.mean == 3.125
    assert found.sd == pytest.approx(math.sqrt(8.875 / 8 * 4 / 3))
    assert (found.q1, found.median, found.q3) == (2.75, 3.5, 4)
    assert found.high == 4


def test_who_stands_outside_of_a_scale_is_missing_from_its_numbers() -> None:
    found = describe_number(encode_rows(SPECS, [{"city": "5"}, {"city": "dk"}, {}]), "city")
    assert (found.n, found.missing, found.mean) == (1, 2, 5)


@given(answers)
def test_a_cross_tab_counts_who_answered_both(people: list[dict[str, Any]]) -> None:
    table = cross(encode_rows(SPECS, people), "city", "sex")
    both = [(p["city"], p["sex"]) for p in people if p["city"] is not None and p["sex"] is not None]
    assert table.is_partition
    assert table.n == len(both) == sum(map(sum, table.counts))
    assert table.counts == tuple(tuple(both.count((r, c)) for c in table.column_codes) for r in table.row_codes)
    assert table.row_bases == tuple(sum(line) for line in table.counts)
    assert table.column_bases == tuple(sum(line[at] for line in table.counts) for at in range(2))
    for at, line in enumerate(table.row_shares):
        base = table.row_bases[at]
        assert line == tuple(count / base if base else None for count in table.counts[at])


@given(answers)
def test_options_of_a_set_are_rows_whose_base_is_people(people: list[dict[str, Any]]) -> None:
    table = cross(encode_rows(SPECS, people), "why", "sex")
    both = [(p["why"], p["sex"]) for p in people if p["why"] is not None and p["sex"] is not None]
    assert not table.is_partition
    assert table.n == len(both)
    assert table.column_bases == tuple(sum(sex == code for _why, sex in both) for code in table.column_codes)
    assert table.row_bases == tuple(sum(code in why for why, _sex in both) for code in table.row_codes)
    for line, code in zip(table.counts, table.row_codes, strict=True):
        assert line == tuple(sum(code in why and sex == c for why, sex in both) for c in table.column_codes)
    for at, base in enumerate(table.column_bases):
        shares = [line[at] for line in table.column_shares]
        assert shares == [line[at] / base if base else None for line in table.counts]


@given(answers)
def test_a_set_crossed_with_itself_tells_what_goes_together(people: list[dict[str, Any]]) -> None:
    frame = encode_rows(SPECS, people)
    table, alone = cross(frame, "why", "why"), distribute(frame, "why")
    assert tuple(table.counts[at][at] for at in range(3)) == alone.counts == table.row_bases == table.column_bases


def test_weighted_cross_tabs_share_weights() -> None:
    frame = make_frame(300, weighted=True)
    assert frame.weights is not None
    table = cross(frame, "city", "sex")
    weights: dict[tuple[Any, Any], float] = {}
    for city, sex, weight in zip(iterate_rows(frame, "city"), iterate_rows(frame, "sex"), frame.weights, strict=True):
        if city is not None and sex is not None:
            weights[city, sex] = weights.get((city, sex), 0) + weight
    assert table.weighted_row_shares is not None
    assert table.weighted_column_shares is not None
    for i, row in enumerate(table.row_codes):
        for j, column in enumerate(table.column_codes):
            tall = sum(weight for (city, _sex), weight in weights.items() if city == row)
            wide = sum(weight for (_city, sex), weight in weights.items() if sex == column)
            assert table.weighted_row_shares[i][j] == pytest.approx(weights.get((row, column), 0) / tall)
            assert table.weighted_column_shares[i][j] == pytest.approx(weights.get((row, column), 0) / wide)


def test_what_has_no_codes_or_no_numbers_is_refused() -> None:
    frame = make_frame(5)
    for reckon in (
        lambda: distribute(frame, "age"),
        lambda: cross(frame, "sex", "age"),
        lambda: describe_number(frame, "sex"),
        lambda: describe_number(frame, "why"),
    ):
        with pytest.raises(PollsProblem) as problem:
            reckon()
        assert problem.value.code == "column.kind"
    with pytest.raises(PollsProblem) as problem:
        distribute(frame, "nothing")
    assert problem.value.code == "column.unknown"


def test_a_large_table_is_counted_without_overflow() -> None:
    codes = tuple(str(at) for at in range(300))
    specs = [ColumnSpec(name=name, kind="choice", codes=codes) for name in "ab"]
    rng = np.random.default_rng(3)
    rows = [{"a": codes[i], "b": codes[j]} for i, j in rng.integers(300, size=(2000, 2))]
    table = cross(encode_rows(specs, rows), "a", "b")
    assert sum(map(sum, table.counts)) == 2000
    assert table.counts[int(str(rows[0]["a"]))][int(str(rows[0]["b"]))] >= 1
