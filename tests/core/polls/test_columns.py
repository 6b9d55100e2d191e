"""Answers as columns: what goes in comes out, and what does not belong is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from sciezka.core.polls.columns import (
    ColumnSpec,
    attach_weights,
    build_frame,
    encode_rows,
    find_where,
    iterate_rows,
    join_frames,
    keep_between,
    keep_where,
    select,
)
from sciezka.core.polls.types import PollsProblem
from tests.core.polls.frames import AGE, CITY, SEX, SPECS, WHY, answers, make_frame


@given(answers)
def test_answers_come_out_as_they_went_in(people: list[dict[str, Any]]) -> None:
    frame = encode_rows(SPECS, people)
    assert frame.rows == len(people)
    for name in ("sex", "city", "age"):
        assert list(iterate_rows(frame, name)) == [person[name] for person in people]
    ticks = [None if person["why"] is None else tuple(c for c in WHY.codes if c in person["why"]) for person in people]
    assert list(iterate_rows(frame, "why")) == ticks


def test_nothing_ticked_is_an_answer_and_nothing_shown_is_none() -> None:
    frame = encode_rows([WHY], [{"why": []}, {"why": None}, {}])
    assert frame["why"].answered.tolist() == [True, False, False]


def test_whole_numbers_stand_for_codes_and_texts_stay_out() -> None:
    frame = encode_rows([CITY], [{"city": 3, "open": "what I think"}, {"city": ""}])
    assert list(iterate_rows(frame, "city")) == ["3", None]
    assert list(frame.columns) == ["city"]


def test_numbers_of_a_scale_leave_out_who_stands_outside_of_it() -> None:
    frame = encode_rows([CITY], [{"city": "5"}, {"city": "dk"}, {}])
    np.testing.assert_array_equal(frame["city"].numbers, [5, np.nan, np.nan])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"sex": "x"}, "code.unknown"),
        ({"sex": ["w"]}, "code.unknown"),
        ({"sex": 1.5}, "code.unknown"),
        ({"why": "work"}, "value.set"),
        ({"why": ["work", "war"]}, "code.unknown"),
        ({"why": 3}, "value.set"),
        ({"age": "old"}, "value.number"),
        ({"age": True}, "value.number"),
        ({"age": float("inf")}, "value.number"),
        ({"age": 10**400}, "value.number"),
        ({"age": [1]}, "value.number"),
    ],
)
def test_an_answer_that_can_not_be_is_refused_with_its_row(row: dict[str, object], code: str) -> None:
    with pytest.raises(PollsProblem) as problem:
        encode_rows(SPECS, [{}, row])
    assert problem.value.code == code
    assert problem.value.fields["row"] == 1


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"kind": "text"}, "spec.kind"),
        ({"kind": "choice"}, "spec.codes"),
        ({"kind": "number", "codes": ("a",)}, "spec.codes"),
        ({"kind": "set", "codes": ("a", "a")}, "spec.twice"),
        ({"kind": "scale", "codes": ("a", "b"), "values": (1,)}, "spec.values"),
        ({"kind": "scale", "codes": ("a",), "values": (float("nan"),)}, "spec.values"),
        ({"kind": "choice", "codes": ("a",), "values": (1,)}, "spec.values"),
    ],
)
def test_a_column_that_can_not_be_is_refused(given_: dict[str, Any], code: str) -> None:
    with pytest.raises(PollsProblem) as problem:
        ColumnSpec(name="q", **given_)
    assert problem.value.code == code


def test_nobody_can_change_a_frame() -> None:
    frame = make_frame(10, weighted=True)
    with pytest.raises(ValueError, match="read-only"):
        frame["sex"].data[0] = 1
    with pytest.raises(TypeError):
        frame.columns["sex"] = frame["city"]  # type: ignore[index]


def test_weights_are_one_for_each_and_never_below_nothing() -> None:
    frame = make_frame(3)
    for weights, code in (([1, 1], "weights.count"), ([1, 1, -1], "weights.negative"), ([1, 1, np.nan], "weights.negative")):
        with pytest.raises(PollsProblem) as problem:
            attach_weights(frame, weights)
        assert problem.value.code == code


@given(answers, answers)
def test_joined_frames_hold_the_respondents_of_both(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    joined = join_frames([encode_rows(SPECS, one), encode_rows(SPECS, other)])
    together = encode_rows(SPECS, [*one, *other])
    for spec in SPECS:
        assert list(iterate_rows(joined, spec.name)) == list(iterate_rows(together, spec.name))


def test_versions_of_a_questionnaire_join_with_the_codes_of_both() -> None:
    late = ColumnSpec(name="sex", kind="choice", codes=("other", "m", "w"))
    more = ColumnSpec(name="why", kind="set", codes=("peace", "family"))
    scale = ColumnSpec(name="city", kind="scale", codes=("0", "1"), values=(0, 1))
    joined = join_frames(
        [
            encode_rows([SEX, WHY, CITY], [{"sex": "w", "why": ["work", "family"], "city": "5"}]),
            encode_rows([late, more, scale, AGE], [{"sex": "other", "why": ["family"], "city": "0", "age": 30}]),
        ]
    )
    assert joined["sex"].spec.codes == ("w", "m", "other")
    assert list(iterate_rows(joined, "sex")) == ["w", "other"]
    assert list(iterate_rows(joined, "why")) == [("work", "family"), ("family",)]
    assert joined["city"].numbers.tolist() == [5, 0]
    assert list(iterate_rows(joined, "age")) == [None, 30]


def test_frames_that_contradict_each_other_do_not_join() -> None:
    frame = make_frame(3)
    number = encode_rows([ColumnSpec(name="sex", kind="number")], [])
    turned = encode_rows([ColumnSpec(name="city", kind="scale", codes=("5",), values=(1,))], [])
    for other, code in ((number, "join.kind"), (turned, "join.values"), (make_frame(3, weighted=True), "join.weights")):
        with pytest.raises(PollsProblem) as problem:
            join_frames([frame, other])
        assert problem.value.code == code


def test_joining_keeps_weights() -> None:
    frame = make_frame(5, weighted=True)
    assert frame.weights is not None
    joined = join_frames([frame, frame])
    np.testing.assert_array_equal(joined.weights, [*frame.weights, *frame.weights])


def test_filters_keep_whom_they_name() -> None:
    frame = make_frame(100, weighted=True)
    women = keep_where(frame, "sex", ["w"])
    assert set(iterate_rows(women, "sex")) == {"w"}
    assert women.rows == list(iterate_rows(frame, "sex")).count("w")
    assert women.weights is not None
    assert women.weights.size == women.rows
    movers = keep_where(frame, "why", ["work", "study"])
    assert all(set(ticks or ()) & {"work", "study"} for ticks in iterate_rows(movers, "why"))
    assert movers.rows == sum(bool(set(t or ()) & {"work", "study"}) for t in iterate_rows(frame, "why"))
    young = keep_between(frame, "age", 18, 30)
    assert all(18 <= float(age) <= 30 for age in iterate_rows(young, "age"))  # type: ignore[arg-type]
    assert keep_where(frame, "sex", []).rows == 0


def test_filters_refuse_what_is_not_there() -> None:
    frame = make_frame(5)
    for name, codes, code in (
        ("age", ["1"], "column.kind"),
        ("sex", ["x"], "code.unknown"),
        ("nothing", ["x"], "column.unknown"),
    ):
        with pytest.raises(PollsProblem) as problem:
            find_where(frame, name, codes)
        assert problem.value.code == code
    with pytest.raises(PollsProblem, match="mask"):
        select(frame, np.array([0, 1]))


def test_columns_of_a_frame_have_names_and_lengths_of_their_own() -> None:
    column = make_frame(5)["sex"]
    for rows, columns, code in ((5, [column, column], "column.twice"), (4, [column], "column.rows")):
        with pytest.raises(PollsProblem) as problem:
            build_frame(rows, columns)
        assert problem.value.code == code
