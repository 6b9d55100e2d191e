"""Each kind of answer, sound and unsound, and what a page says of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import pytest
from django.http import QueryDict

from sciezka.core.polls.places import round_place as find_cell
from sciezka.rooms.questions.schema.answers import (
    Problem,
    check_all,
    check_file,
    check_page,
    find_page_to_mend,
    read_plain,
    read_posted,
    replace_answers,
)
from tests.rooms.questions.schema_making import ROWS, compare, make_item, make_one, make_page, make_questionnaire, option

OWN = [option("a"), option("other", own_words=True)]
FILE = {"name": "plan.pdf", "size": 1000, "key": "answers/1f"}


def check(kind: str, given: Any, **fields: Any) -> tuple[Any, list[str]]:
    """Check one answer: what is stored, and the codes of problems."""
    questionnaire = make_one(kind, **fields)
    checked = check_page(questionnaire, questionnaire.pages[0], {"q1": given}, {})
    return checked.answers.get("q1"), [problem.code for problem in checked.problems]


@pytest.mark.parametrize(
    ("kind", "given", "stored", "fields"),
    [
        ("single", " a ", "a", {}),
        ("single", ["b", "a"], "a", {}),
        ("dropdown", "c", "c", {}),
        ("multiple", ["c", "a", "c", ""], ["a", "c"], {}),
        ("multiple", "b", ["b"], {}),
        ("multiple", ["a"], ["a"], {"options": [option("a", exclusive=True), option("b")], "least": 2}),
        ("grid", {"r1": "a"}, {"r1": "a"}, {}),
        ("semantic", {"r1": "7", "r2": 1}, {"r1": 7, "r2": 1}, {}),
        ("number", "1 234,5", 1234.5, {"decimals": 1}),
        ("number", "1\u00a0234\u202f567", 1234567, {}),
        ("number", "0,50", 0.5, {"decimals": 1}),
        ("number", "−3", -3, {}),
        ("number", ",5", 0.5, {"decimals": 1}),
        ("number", "12 zł", 12, {"unit": {"pl": "zł"}}),
        ("number", 7, 7, {"least": 7, "most": 7}),
        ("number", "2.0", 2, {}),
        ("text", "  Ala\n ma\tkota ", "Ala ma kota", {}),
        ("text", "z\u0307o\u0301\u202e\x00", "żó", {}),
        ("long_text", " a\r\nb\rc\u2028d \n", "a\nb\nc\nd", {}),
        ("long_text", "=1+1 <b>", "=1+1 <b>", {}),
        ("text", 12, "12", {}),
        ("date", "9.03.2025", "2025-03-09", {}),
        ("date", "2024-2-29", "2024-02-29", {"least": "2024-02-29", "most": "2024-02-29"}),
        ("date", "1. 2. 2025 r.", "2025-02-01", {}),
        ("ranking", {"a": "2", "c": "1", "b": ""}, ["c", "a"], {}),
        ("ranking", {"a": "9", "c": "3"}, ["c", "a"], {}),
        ("ranking", ["b", "a"], ["b", "a"], {}),
        ("nps", "10", 10, {}),
        ("nps", 0, 0, {}),
        ("allocation", {"a": "70", "b": "30"}, {"a": 70, "b": 30, "c": 0}, {}),
        ("allocation", {"a": "", "b": "0"}, None, {}),
        ("place", {"lat": "", "lon": " "}, None, {}),
        ("consent", "on", True, {}),
        ("consent", True, True, {}),
        ("consent", "no", None, {}),
        ("file", FILE, FILE, {}),
    ],
)
def test_a_sound_answer_is_stored_in_its_shape(kind: str, given: Any, stored: Any, fields: dict[str, Any]) -> None:
    answer, problems = check(kind, given, **fields)
    assert (answer, problems) == (stored, [])
    assert type(answer) is type(stored)


@pytest.mark.parametrize(
    ("kind", "given", "problem", "fields"),
    [
        ("single", "x", "choice", {}),
        ("single", {"a": 1}, "choice", {}),
        ("single", ["a", ["b"]], "choice", {}),
        ("multiple", ["a", "x"], "choice", {}),
        ("multiple", ["a", 1], "choice", {}),
        ("multiple", 5, "choice", {}),
        ("multiple", ["a"], "too_few", {"least": 2}),
        ("multiple", ["a", "b", "c"], "too_many", {"most": 2}),
        ("multiple", ["a", "b"], "exclusive", {"options": [option("a", exclusive=True), option("b")]}),
        ("grid", {"r1": "x"}, "choice", {}),
        ("grid", {"r9": "a"}, "unknown", {}),
        ("grid", "a", "choice", {}),
        ("semantic", {"r1": "8"}, "choice", {}),
        ("semantic", {"r1": "0"}, "choice", {}),
        ("number", "12 34", "number", {}),
        ("number", "1,234.5", "number", {"decimals": 1}),
        ("number", "٣", "number", {}),
        ("number", "nan", "number", {}),
        ("number", "1e5", "number", {}),
        ("number", float("inf"), "number", {}),
        ("number", True, "number", {}),
        ("number", "9" * 16, "number", {}),
        ("number", "1,5", "decimals", {}),
        ("number", "1,25", "decimals", {"decimals": 1}),
        ("number", "17", "too_small", {"least": 18}),
        ("number", "101", "too_big", {"most": 100}),
        ("text", "x" * 501, "too_long", {}),
        ("text", "abc", "too_long", {"longest": 2}),
        ("date", "31.02.2025", "date", {}),
        ("date", "wiosna", "date", {}),
        ("date", "0025-05-01", "date", {}),
        ("date", "2025-01-01", "too_small", {"least": "2025-01-02"}),
        ("date", "2025-01-03", "too_big", {"most": "2025-01-02"}),
        ("ranking", {"a": "1", "b": "1"}, "tied", {}),
        ("ranking", ["a", "a"], "tied", {}),
        ("ranking", {"a": "pierwsze"}, "number", {}),
        ("ranking", {"a": "0"}, "number", {}),
        ("ranking", {"x": "1"}, "choice", {}),
        ("ranking", {"a": "1"}, "too_few", {"least": 2}),
        ("ranking", ["a", "b"], "too_many", {"most": 1}),
        ("nps", "11", "choice", {}),
        ("nps", "-1", "choice", {}),
        ("allocation", {"a": "70", "b": "20"}, "sum", {}),
        ("allocation", {"a": "101"}, "sum", {}),
        ("allocation", {"a": "-1", "b": "101"}, "number", {}),
        ("allocation", {"a": "33,3"}, "number", {}),
        ("place", {"lat": "91", "lon": "0"}, "place", {}),
        ("place", {"lat": "50"}, "place", {}),
        ("place", [50, float("nan")], "place", {}),
        ("file", {**FILE, "name": "virus.exe"}, "file", {}),
        ("file", {**FILE, "size": 6 * 1024 * 1024}, "file", {}),
        ("file", {**FILE, "key": "../\n"}, "file", {}),
        ("file", "plan.pdf", "file", {}),
        ("note", "x", "unknown", {}),
    ],
)
def test_an_unsound_answer_is_named_and_not_stored(kind: str, given: Any, problem: str, fields: dict[str, Any]) -> None:
    assert check(kind, given, **fields) == (None, [problem])


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("single", "required"),
        ("consent", "consent"),
        ("allocation", "required"),
        ("place", "required"),
        ("grid", "required"),
    ],
)
def test_what_is_required_and_missing_is_named(kind: str, code: str) -> None:
    assert check(kind, "", required=True) == (None, [code])
    assert check(kind, "") == (None, [])


def test_a_required_grid_names_the_lines_left_out_and_keeps_the_others() -> None:
    questionnaire = make_one("grid", required=True)
    checked = check_page(questionnaire, questionnaire.pages[0], {"q1": {"r2": "a"}}, {})
    assert checked.answers == {"q1": {"r2": "a"}}
    assert checked.problems == (Problem("q1", "rows", "r1", {"rows": ("r1",), "missing": 1}),)
    assert [problem.code for problem in check_all(questionnaire, checked.answers)] == ["rows"]


@pytest.mark.parametrize(("metres", "decimals"), [(10, 5), (100, 4), (200, 4), (500, 3), (1000, 3), (10_000, 2)])
def test_a_place_has_the_decimals_that_its_grid_means(metres: int, decimals: int) -> None:
    place, _problems = check("place", [50.9044123, 15.7344987], round_to=metres)
    assert place == [round(part, decimals) for part in place]
    assert any(part != round(part, decimals - 1) for part in place)


def test_a_place_is_moved_to_a_grid_before_it_is_stored() -> None:
    typed = {"lat": "50,904", "lon": "15.7301"}
    place, problems = check("place", typed, round_to=500)
    assert problems == []
    assert 0 < abs(place[0] - 50.904) * 111_320 <= 250
    assert 0 < abs(place[1] - 15.7301) * 111_320 * 0.631 <= 251
    # No more decimals than such a grid means, and still in the same cell of it.
    assert place == [round(part, 3) for part in dataclasses.astuple(find_cell(50.904, 15.7301, metres=500))[2:]]
    assert find_cell(*place, metres=500) == find_cell(50.904, 15.7301, metres=500)
    # Who points a little beside it comes to the same place; who points a grid's width away does not.
    assert check("place", [place[0] + 0.001, place[1] - 0.001], round_to=500)[0] == place
    assert check("place", [place[0] + 0.004, place[1]], round_to=500)[0] != place


def test_a_hidden_line_is_not_missed() -> None:
    rows = [ROWS[0], {**ROWS[1], "show_if": compare("q0", "is", "a")}]
    questionnaire = make_questionnaire(
        make_page("p0", make_item("q0")), make_page("p1", make_item("q1", "grid", required=True, rows=rows))
    )
    page = questionnaire.pages[1]
    given = {"q1": {"r1": "a", "r2": "b"}}
    checked = check_page(questionnaire, page, given, {"q0": "b"})
    assert (checked.answers, checked.problems) == ({"q1": {"r1": "a"}}, ())
    assert check_page(questionnaire, page, given, {"q0": "a"}).answers == given


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_words_of_ones_own_are_asked_for_where_chosen_and_dropped_otherwise(kind: str) -> None:
    questionnaire = make_one(kind, options=OWN)
    page = questionnaire.pages[0]

    def post(**fields: list[str]) -> tuple[Mapping[str, Any], list[str]]:
        posted = {name.replace("_", "."): values for name, values in fields.items()}
        checked = check_page(questionnaire, page, read_posted(page, posted, {}), {})
        return checked.answers, [problem.code for problem in checked.problems]

    chosen: Any = ["other"] if kind == "multiple" else "other"
    assert post(q1=["other"], q1_other=[" moje "]) == ({"q1": chosen, "q1.other": "moje"}, [])
    assert post(q1=["other"], q1_other=[" "]) == ({}, ["own_words"])
    assert post(q1=["a"], q1_other=["moje"]) == ({"q1": ["a"] if kind == "multiple" else "a"}, [])
    assert post(q1=["other"], q1_other=["x" * 501]) == ({}, ["too_long"])
    # Who writes words and ticks nothing means them.
    assert post(q1_other=["moje"]) == ({"q1": chosen, "q1.other": "moje"}, [])


def test_what_was_typed_comes_back_even_where_it_is_wrong_or_hidden() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", "number"), make_item("q2", "text", show_if=compare("q1", "at_least", 18)))
    )
    page = questionnaire.pages[0]
    checked = check_page(questionnaire, page, {"q1": "osiem\x00naście", "q2": "słowa", "q9": "obce"}, {})
    assert checked.answers == {}
    assert checked.given == {"q1": "osiemnaście", "q2": "słowa"}
    assert check_page(questionnaire, page, {"q1": "18", "q2": "słowa"}, {}).answers == {"q1": 18, "q2": "słowa"}


def test_an_earlier_page_that_no_longer_counts_shows_nothing_here() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", options=[option("a"), option("b", skip_to="p3")])),
        make_page("p2", make_item("q2")),
        make_page("p3", make_item("q3", "text", required=True, show_if=compare("q2", "is", "a")), make_item("q4", "text")),
    )
    page = questionnaire.pages[2]
    assert check_page(questionnaire, page, {}, {"q1": "b", "q2": "a"}).problems == ()
    assert [problem.item for problem in check_page(questionnaire, page, {}, {"q1": "a", "q2": "a"}).problems] == ["q3"]


def test_fields_of_a_form_are_read_also_from_djangos_own_mapping() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", "multiple"), make_item("q2", "grid"), make_item("q3", "place"))
    )
    posted = QueryDict("q1=c&q1=a&q2.r1=b&q2.r2=&q3.lat=50&q3.lon=15&q9=x")
    expected = {"q1": ["c", "a"], "q2": {"r1": "b"}, "q3": {"lat": "50", "lon": "15"}}
    assert read_posted(questionnaire.pages[0], dict(posted.lists()), {}) == expected
    assert read_posted(questionnaire.pages[0], posted, {}) == expected


def test_a_file_stays_until_it_is_taken_off() -> None:
    page = make_one("file").pages[0]
    assert read_posted(page, {"q1": ["evil"]}, {"q1": FILE}) == {"q1": FILE}
    assert read_posted(page, {"q1.remove": ["1"]}, {"q1": FILE}) == {}


def test_a_file_is_judged_before_it_is_kept() -> None:
    item = make_one("file", extensions=[".ODT"], most_mb=1).pages[0].sections[0].items[0]
    assert check_file(item, "List.odt", 1024 * 1024) is None
    assert check_file(item, "List.odt", 1024 * 1024 + 1) == Problem("q1", "file", fields={"most_mb": 1})
    assert check_file(item, "odt", 1) == Problem("q1", "file", fields={"extensions": ("odt",)})


def test_answers_of_a_page_replace_those_given_before() -> None:
    questionnaire = make_questionnaire(make_page("p1", make_item("q1", options=OWN)), make_page("p2", make_item("q2")))
    before = {"q1": "other", "q1.other": "x", "q2": "a"}
    assert replace_answers(questionnaire.pages[0], before, {"q1": "a"}) == {"q1": "a", "q2": "a"}


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        ({"q1": "a"}, []),
        ({}, [("q1", "required")]),
        ({"q1": "a", "q9": "x"}, [("q9", "unknown")]),
        ({"q1": "a", "q1.nothing": "x"}, [("q1.nothing", "unknown")]),
        ({"q1": "a", "q1.other": "x"}, [("q1", "hidden")]),
        ({"q1": "a", "q2": ["a"]}, [("q2", "hidden")]),
        ({"q1": "other", "q1.other": "x", "q2": ["a"]}, []),
        ({"q1": "other", "q1.other": " x", "q2": ["a"]}, [("q1", "shape")]),
        ({"q1": "other"}, [("q1", "own_words")]),
        ({"q1": "other", "q1.other": "x", "q2": ["c", "a"]}, [("q2", "shape")]),
        ({"q1": "other", "q1.other": "x", "q2": ["a", "a"]}, [("q2", "shape")]),
        ({"q1": "a", "q3": "5"}, [("q3", "shape")]),
        ({"q1": "a", "q3": 5.0}, [("q3", "shape")]),
        ({"q1": "a", "q3": True}, [("q3", "number")]),
        ({"q1": ["a"]}, [("q1", "shape")]),
    ],
)
def test_the_whole_is_checked_strictly(answers: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", options=OWN, required=True)),
        make_page("p2", make_item("q2", "multiple", show_if=compare("q1", "is", "other")), make_item("q3", "number")),
    )
    assert [(problem.item, problem.code) for problem in check_all(questionnaire, answers)] == problems


def test_where_to_go_on_is_the_first_page_with_something_missing() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1")), make_page("p2", make_item("q2", required_if=compare("q1", "is", "a")))
    )
    page = find_page_to_mend(questionnaire, {"q1": "a"})
    assert page is not None
    assert page.code == "p2"
    assert find_page_to_mend(questionnaire, {"q1": "b"}) is None


def test_answers_from_elsewhere_are_read_and_nothing_of_them_is_dropped_silently() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", options=OWN), make_item("q2", "number")),
        make_page("p2", make_item("q3", "text", show_if=compare("q1", "is", "other")), make_item("q4", "date")),
    )
    given = {"q1": "a", "q1.other": "słowa", "q2": "1 200", "q3": "ukryte", "q4": "32.01.2025", "Uwagi": "x"}
    plain = read_plain(questionnaire, given)
    assert plain.answers == {"q1": "a", "q2": 1200}
    assert {(problem.item, problem.code) for problem in plain.problems} == {
        ("q1", "hidden"),
        ("q3", "hidden"),
        ("q4", "date"),
        ("Uwagi", "unknown"),
    }
