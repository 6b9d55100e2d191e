"""Which items show, where the next page is, and which answers count."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import pytest

from sciezka.rooms.questions.schema.answers import check_page, read_posted, replace_answers, write_fields
from sciezka.rooms.questions.schema.routes import (
    first_page,
    holds,
    is_required,
    measure_progress,
    next_page,
    previous_page,
    prune,
    shown_items,
    shown_rows,
    walk_pages,
)
from sciezka.rooms.questions.schema.stored import read_condition
from sciezka.rooms.questions.schema.types import Page, Questionnaire
from tests.rooms.questions.schema_making import (
    ROWS,
    compare,
    make_item,
    make_one,
    make_page,
    make_questionnaire,
    option,
)

LEAPING = [option("a", skip_to="p3"), option("b", skip_to="end"), option("c")]


def list_codes(pages: tuple[Page, ...]) -> list[str]:
    return [page.code for page in pages]


def find(questionnaire: Questionnaire, code: str) -> Page:
    page = questionnaire.find_page(code)
    assert page is not None
    return page


@pytest.mark.parametrize(
    ("answer", "op", "value", "expected"),
    [
        ("a", "is", "a", True),
        ("a", "is", "b", False),
        (["a"], "is", "a", True),
        (["a", "b"], "is", "a", False),
        (["a", "b"], "includes", "b", True),
        (["a", "b"], "excludes", "b", False),
        (["a", "b"], "excludes", "c", True),
        ("a", "in", ["a", "b"], True),
        (["c", "b"], "in", ["a", "b"], True),
        ("c", "in", ["a", "b"], False),
        ("a", "is_not", "b", True),
        (["a", "b"], "at_least", 2, True),
        (["a", "b"], "above", 2, False),
        (18, "at_least", 18, True),
        (17.5, "at_least", 18, False),
        (18, "above", 18, False),
        (18, "at_most", 18, True),
        (18, "below", 18, False),
        ("4", "at_least", 4, True),
        ("a", "at_least", 0, False),
        ("2025-03-01", "at_least", "2025-02-28", True),
        ("2025-03-01", "below", "2025-02-28", False),
        ("sometimes", "at_least", "2025-02-28", False),
        (True, "is", True, True),
        (True, "is", 1, False),
        (1, "is", True, False),
        ("a", "answered", None, True),
        ("a", "unanswered", None, False),
        (0, "answered", None, True),
        (0, "is", 0, True),
        ({"r1": "a", "r2": "b"}, "includes", "b", True),
    ],
)
def test_a_condition_compares_as_it_says(answer: Any, op: str, value: Any, *, expected: bool) -> None:
    assert holds(read_condition(compare("q1", op, value)), {"q1": answer}) is expected


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("is", False),
        ("is_not", True),
        ("includes", False),
        ("excludes", True),
        ("answered", False),
        ("unanswered", True),
        ("at_least", False),
        ("below", False),
    ],
)
@pytest.mark.parametrize("answers", [{}, {"q1": []}, {"q1": {}}, {"q1": ""}, {"q1": None}])
def test_of_an_unanswered_item_only_what_denies_holds(op: str, answers: dict[str, Any], *, expected: bool) -> None:
    assert holds(read_condition(compare("q1", op, 1 if op in {"at_least", "below"} else "a")), answers) is expected


def test_a_row_is_compared_by_itself() -> None:
    condition = read_condition(compare("q1", "is", "a", "r1"))
    assert holds(condition, {"q1": {"r1": "a"}})
    assert not holds(condition, {"q1": {"r2": "a"}})
    assert not holds(condition, {"q1": "a"})


def test_conditions_join_all_any_and_none() -> None:
    parts = [compare("q1", "is", "a"), compare("q2", "is", "b")]
    both, one, neither = {"q1": "a", "q2": "b"}, {"q1": "a", "q2": "x"}, {"q1": "x", "q2": "x"}
    assert [holds(read_condition({"all": parts}), given) for given in (both, one, neither)] == [True, False, False]
    assert [holds(read_condition({"any": parts}), given) for given in (both, one, neither)] == [True, True, False]
    assert [holds(read_condition({"none": parts}), given) for given in (both, one, neither)] == [False, False, True]


def test_an_option_leaps_before_its_page_does() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", options=LEAPING), skip_to="p4"),
        *(make_page(f"p{number}", make_item(f"q{number}", "text")) for number in (2, 3, 4)),
    )
    assert list_codes(walk_pages(questionnaire, {"q1": "a"})) == ["p1", "p3", "p4"]
    assert list_codes(walk_pages(questionnaire, {"q1": "b"})) == ["p1"]
    assert list_codes(walk_pages(questionnaire, {"q1": "c"})) == ["p1", "p4"]
    assert next_page(questionnaire, find(questionnaire, "p1"), {"q1": "b"}) is None


def test_a_leap_backwards_or_nowhere_goes_on_to_the_next_page() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", "text"), skip_to="nowhere"),
        make_page("p2", make_item("q2", options=[option("a", skip_to="p1"), option("b")])),
        make_page("p3", make_item("q3", "text"), skip_to="p3"),
    )
    assert list_codes(walk_pages(questionnaire, {"q2": "a"})) == ["p1", "p2", "p3"]


def test_a_page_that_shows_nothing_is_passed_by() -> None:
    hidden = {"show_if": compare("q1", "is", "b")}
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1")),
        make_page("p2", make_item("q2", "text", **hidden)),
        make_page("p3", make_item("q3", "text"), **hidden),
        make_page("p4"),
        make_page("p5", make_item("q5", "grid", rows=[{**row, **hidden} for row in ROWS])),
        make_page("p6", make_item("q6", "note")),
    )
    assert list_codes(walk_pages(questionnaire, {"q1": "a"})) == ["p1", "p6"]
    assert list_codes(walk_pages(questionnaire, {"q1": "b"})) == ["p1", "p2", "p3", "p5", "p6"]


def test_an_answer_given_before_another_way_was_chosen_does_not_count() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", options=[option("a"), option("b", skip_to="p3")])),
        make_page("p2", make_item("q2")),
        make_page("p3", make_item("q3", "text", show_if=compare("q2", "is", "a")), make_item("q4", "text")),
    )
    answers = {"q1": "b", "q2": "a", "q3": "x", "q4": "y"}
    assert prune(questionnaire, answers) == {"q1": "b", "q4": "y"}
    assert prune(questionnaire, {**answers, "q1": "a"}) == {**answers, "q1": "a"}


def test_a_page_waits_only_for_answers_that_count() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1")),
        make_page("p2", make_item("q2"), show_if=compare("q1", "is", "a")),
        make_page("p3", make_item("q3"), show_if=compare("q2", "is", "a")),
    )
    assert list_codes(walk_pages(questionnaire, {"q1": "a", "q2": "a"})) == ["p1", "p2", "p3"]
    assert list_codes(walk_pages(questionnaire, {"q1": "b", "q2": "a"})) == ["p1"]


def test_an_item_hidden_on_the_same_page_hides_what_depends_on_it() -> None:
    questionnaire = make_questionnaire(
        make_page(
            "p1",
            make_item("q1"),
            make_item("q2", show_if=compare("q1", "is", "a")),
            make_item("q3", show_if=compare("q2", "is", "a")),
        )
    )
    page = questionnaire.pages[0]
    assert [item.code for item in shown_items(page, {"q1": "a", "q2": "a"})] == ["q1", "q2", "q3"]
    assert [item.code for item in shown_items(page, {"q1": "b", "q2": "a"})] == ["q1"]


def test_pruning_drops_hidden_rows_and_words_beside_what_is_not_chosen() -> None:
    rows = [ROWS[0], {**ROWS[1], "show_if": compare("q1", "is", "other")}]
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", options=[option("a"), option("other", own_words=True)])),
        make_page("p2", make_item("q2", "grid", rows=rows)),
    )
    answers = {"q1": "a", "q1.other": "words", "q2": {"r1": "a", "r2": "b"}, "nobody": 1}
    assert prune(questionnaire, answers) == {"q1": "a", "q2": {"r1": "a"}}
    assert prune(questionnaire, {**answers, "q1": "other"}) == {
        "q1": "other",
        "q1.other": "words",
        "q2": {"r1": "a", "r2": "b"},
    }
    item = questionnaire.find_item("q2")
    assert item is not None
    assert [row.code for row in shown_rows(item, {"q1": "a"})] == ["r1"]


def test_going_back_leads_where_one_came_from() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", options=LEAPING)),
        *(make_page(f"p{number}", make_item(f"q{number}", "text")) for number in (2, 3)),
    )
    before = previous_page(questionnaire, find(questionnaire, "p3"), {"q1": "a"})
    assert before is not None
    assert before.code == "p1"
    assert previous_page(questionnaire, find(questionnaire, "p1"), {"q1": "a"}) is None


def test_required_if_makes_required_and_a_note_never_is() -> None:
    item = make_one("text", required_if=compare("q0", "is", "a")).pages[0].sections[0].items[0]
    assert is_required(item, {"q0": "a"})
    assert not is_required(item, {})
    assert not is_required(make_one("note", required=True).pages[0].sections[0].items[0], {})


def test_progress_rises_from_nothing_to_all() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", options=LEAPING)),
        *(make_page(f"p{number}", make_item(f"q{number}", "text")) for number in (2, 3)),
    )
    answers = {"q1": "a"}
    assert measure_progress(questionnaire, find(questionnaire, "p1"), answers) == 0
    assert measure_progress(questionnaire, find(questionnaire, "p3"), answers) == pytest.approx(1 / 2)
    assert measure_progress(questionnaire, find(questionnaire, "p3"), {"q1": "c"}) == pytest.approx(2 / 3)
    assert measure_progress(questionnaire, None, answers) == 1


def test_an_empty_questionnaire_has_no_first_page() -> None:
    assert first_page(make_questionnaire()) is None
    assert measure_progress(make_questionnaire(), None, {}) == 1


def test_routes_and_checks_of_twenty_five_items_take_little_time() -> None:
    kinds = ("single", "multiple", "grid", "number", "long_text")
    questionnaire = make_questionnaire(
        *(
            make_page(f"p{number}", *(make_item(f"q{number}_{kind}", kind, required=True) for kind in kinds))
            for number in range(5)
        )
    )
    answers: dict[str, Any] = {}
    for page in questionnaire.pages:
        answers |= {
            f"q{page.code[1:]}_single": "a",
            f"q{page.code[1:]}_multiple": ["a"],
            f"q{page.code[1:]}_grid": {"r1": "a", "r2": "b"},
            f"q{page.code[1:]}_number": 5,
            f"q{page.code[1:]}_long_text": "zażółć " * 20,
        }
    page = questionnaire.pages[-1]
    posted = write_fields(page, answers)
    times = []
    for _ in range(30):
        begun = perf_counter()
        checked = check_page(questionnaire, page, read_posted(page, posted, answers), answers)
        next_page(questionnaire, page, replace_answers(page, answers, checked.answers))
        times.append(perf_counter() - begun)
    assert checked.problems == ()
    # About 0.15 ms on a machine at rest; the best of many, as others may be at work.
    assert min(times) < 0.003


def test_what_is_found_by_code_keeps_its_order() -> None:
    questionnaire = make_questionnaire(make_page("p1", *(make_item(code) for code in ("q1", "q2", "q1", "q3"))))
    assert list(questionnaire.items_by_code) == ["q1", "q2", "q3"]
    assert questionnaire.find_item("q1") is questionnaire.pages[0].sections[0].items[0]
    assert list(questionnaire.pages[0].sections[0].items[0].options_by_code) == ["a", "b", "c"]
