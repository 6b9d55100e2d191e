"""What holds for any questionnaire and anything sent to it: nothing fails, and what is stored is valid."""

from __future__ import annotations

import copy
import json
import pickle
from time import perf_counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sciezka.rooms.questions.schema.answers import (
    INCOMPLETE,
    check_all,
    check_page,
    find_page_to_mend,
    read_plain,
    read_posted,
    replace_answers,
    write_fields,
)
from sciezka.rooms.questions.schema.routes import (
    first_page,
    measure_progress,
    next_page,
    previous_page,
    prune,
    shown_items,
    walk_pages,
)
from sciezka.rooms.questions.schema.stored import read_questionnaire, write_questionnaire
from sciezka.rooms.questions.schema.tidying import (
    clean_given,
    count_degree_decimals,
    parse_day,
    parse_number,
    round_place,
    tidy_text,
)
from sciezka.rooms.questions.schema.types import Kind, Questionnaire
from tests.conftest import THOROUGH
from tests.rooms.questions.schema_making import (
    CODES,
    JUNK,
    TEXTS,
    items,
    list_keys,
    make_one,
    make_page,
    make_questionnaire,
    questionnaires,
)

EXAMPLES = 1000 if THOROUGH else 60
LOOSE = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def draw_posted(data: st.DataObject, questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Draw form fields: sensible ones, junk, and those of other pages (a replayed page)."""
    names = [name for item in questionnaire.items() for name in list_keys(item)] + ["nobody", "q000.nothing"]
    values = st.one_of(st.sampled_from([*CODES, "1", "2", "50", "20,5", "28.02.2025", "on"]), TEXTS)
    return {name: data.draw(st.lists(values, max_size=3)) for name in names if data.draw(st.integers(0, 3))}


@LOOSE
@given(questionnaire=questionnaires(), data=st.data())
def test_whatever_is_posted_only_valid_answers_are_kept(questionnaire: Questionnaire, data: st.DataObject) -> None:
    answers: dict[str, Any] = {}
    for _ in range(data.draw(st.integers(1, 6))):
        page = data.draw(st.sampled_from(questionnaire.pages))
        typed = read_posted(page, draw_posted(data, questionnaire), answers)
        checked = check_page(questionnaire, page, typed, answers)
        answers = replace_answers(page, answers, checked.answers)
        kept = prune(questionnaire, answers)
        assert {problem.code for problem in check_all(questionnaire, kept)} <= INCOMPLETE
        stored = json.dumps(kept, allow_nan=False, ensure_ascii=False).encode()
        assert json.loads(stored) == kept
        assert b"\\u0000" not in stored
        json.dumps(checked.given, allow_nan=False, ensure_ascii=False).encode()


@LOOSE
@given(questionnaire=questionnaires(), data=st.data())
def test_whatever_json_is_given_only_valid_answers_are_kept(questionnaire: Questionnaire, data: st.DataObject) -> None:
    raw = {
        name: data.draw(JUNK)
        for name in [*(name for item in questionnaire.items() for name in list_keys(item)), "nobody"]
        if data.draw(st.booleans())
    }
    for page in questionnaire.pages:
        checked = check_page(questionnaire, page, raw, raw)
        json.dumps(checked.given, allow_nan=False, ensure_ascii=False).encode()
    plain = read_plain(questionnaire, raw)
    assert {problem.code for problem in check_all(questionnaire, plain.answers)} <= INCOMPLETE
    json.dumps(plain.given, allow_nan=False, ensure_ascii=False).encode()
    again = read_plain(questionnaire, plain.answers)
    assert again.answers == plain.answers
    check_all(questionnaire, raw)
    prune(questionnaire, raw)
    walk_pages(questionnaire, raw)


@LOOSE
@given(questionnaire=questionnaires(), data=st.data())
def test_who_goes_forward_without_problems_ends_with_a_whole_valid_set(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    answers: dict[str, Any] = {}
    page = first_page(questionnaire)
    walked, progress = [], 0.0
    while page is not None:
        come = measure_progress(questionnaire, page, answers)
        assert progress <= come < 1
        progress = come
        walked.append(page.code)
        typed = read_posted(page, draw_posted(data, questionnaire), answers)
        checked = check_page(questionnaire, page, typed, answers)
        answers = replace_answers(page, answers, checked.answers)
        if checked.problems:
            assert find_page_to_mend(questionnaire, answers) is None or checked.problems
            return
        assert [item.code for item in shown_items(page, prune(questionnaire, answers))]
        following = next_page(questionnaire, page, answers)
        if following is not None:
            before = previous_page(questionnaire, following, answers)
            assert before is not None
            assert before.code == page.code
        page = following
    assert len(set(walked)) == len(walked)
    assert check_all(questionnaire, prune(questionnaire, answers)) == ()
    assert find_page_to_mend(questionnaire, answers) is None
    assert measure_progress(questionnaire, None, answers) == 1
    assert [page.code for page in walk_pages(questionnaire, answers)] == walked


@LOOSE
@given(questionnaire=questionnaires(), data=st.data())
def test_pruning_twice_is_pruning_once(questionnaire: Questionnaire, data: st.DataObject) -> None:
    raw = {item.code: data.draw(JUNK) for item in questionnaire.items()}
    kept = prune(questionnaire, raw)
    assert prune(questionnaire, kept) == kept
    assert walk_pages(questionnaire, kept) == walk_pages(questionnaire, raw)


@LOOSE
@given(data=st.data(), kind=st.sampled_from([kind for kind in Kind if kind not in {Kind.FILE, Kind.NOTE}]))
def test_valid_answers_survive_the_form_that_shows_them(data: st.DataObject, kind: Kind) -> None:
    described = data.draw(items("q1", [], []))
    described = {**described, "kind": str(kind)}
    described.setdefault("options", [{"code": code, "text": {"pl": code}} for code in CODES])
    described.setdefault("rows", [{"code": "r1", "text": {"pl": "r1"}}])
    questionnaire = make_questionnaire(make_page("p1", described))
    page = questionnaire.pages[0]
    raw = {name: data.draw(JUNK) for name in list_keys(page.sections[0].items[0])}
    found = check_page(questionnaire, page, raw, {}).answers
    again = check_page(questionnaire, page, read_posted(page, write_fields(page, found), {}), {})
    assert again.answers == found


@LOOSE
@given(questionnaire=questionnaires())
def test_a_questionnaire_survives_its_json_copying_and_pickling(questionnaire: Questionnaire) -> None:
    walk_pages(questionnaire, {})  # what is looked up is kept now
    questionnaire.find_item("q000")
    for other in (
        read_questionnaire(json.loads(json.dumps(write_questionnaire(questionnaire)))),
        copy.deepcopy(questionnaire),
        pickle.loads(pickle.dumps(questionnaire)),  # noqa: S301 - our own
    ):
        assert other == questionnaire


@settings(max_examples=200)
@given(text=st.one_of(st.text(), TEXTS), one_line=st.booleans())
def test_a_tidy_text_is_tidy(text: str, *, one_line: bool) -> None:
    tidy = tidy_text(text, one_line=one_line)
    assert tidy_text(tidy, one_line=one_line) == tidy
    tidy.encode()
    assert "\0" not in tidy
    assert not one_line or "\n" not in tidy


@settings(max_examples=200)
@given(
    latitude=st.floats(-90, 90), longitude=st.floats(-180, 180), metres=st.sampled_from([10, 100, 200, 500, 1000, 10_000])
)
def test_a_rounded_place_stays_where_it_is(latitude: float, longitude: float, metres: int) -> None:
    north, east = round_place(latitude, longitude, metres)
    assert round_place(north, east, metres) == [north, east]
    assert abs(north) <= 90
    assert abs(east) <= 180
    # Half a cell, and what is cut off with the decimals that the cell doesn't ask for.
    cut = 10.0 ** -count_degree_decimals(metres) / 2
    assert abs(north - latitude) * 111_320 <= metres / 2 + cut * 111_320 + 1


@settings(max_examples=300)
@given(junk=JUNK)
def test_reading_single_values_never_fails(junk: Any) -> None:
    parse_number(junk)
    parse_day(junk)
    json.dumps(clean_given(junk), allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize("kind", ["multiple", "grid", "number", "long_text", "ranking", "place", "single"])
def test_ten_megabytes_are_read_quickly(kind: str) -> None:
    questionnaire = make_one(kind)
    page = questionnaire.pages[0]
    loads: list[Any] = [
        "x" * 10_000_000, "ż\u0301\u0316" * 1_500_000, ["x" * 1000] * 10_000, " \n" * 5_000_000,
        {str(number): "1" for number in range(200_000)},
    ]  # fmt: skip
    for load in loads:
        begun = perf_counter()
        values = load if isinstance(load, list) else [load]
        check_page(questionnaire, page, read_posted(page, {"q1": values, "q1.a": values, "q1.r1": values}, {}), {})
        check_page(questionnaire, page, {"q1": load, "q1.a": load}, {})
        check_all(questionnaire, {"q1": load})
        assert perf_counter() - begun < 5
