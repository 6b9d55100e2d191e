"""A page of a questionnaire as HTML: every kind, what was answered in it, what is to be mended, what is hidden."""

from typing import Any, Final

import lxml.html
import pytest
from django.utils import translation
from lxml.html import HtmlElement

from sciezka.rooms.questions.queries import showing_items
from sciezka.rooms.questions.queries.showing import list_seen, show_page
from sciezka.rooms.questions.queries.showing_logic import write_logic
from sciezka.rooms.questions.queries.showing_problems import list_mendings
from sciezka.rooms.questions.schema.answers import Problem, check_page, read_posted, write_fields
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import Kind, Questionnaire
from tests.factories.surveys import make_item, make_option

ANSWERS: Final[dict[str, Any]] = {
    "single": "b", "multiple": ["a", "c"], "dropdown": "c", "grid": {"r1": "a", "r2": "c"}, "semantic": {"r1": 2, "r2": 7},
    "number": 12.5, "text": "Długa 7 „a” <b>", "long_text": "Pierwszy\nDrugi & trzeci", "date": "2026-03-09",
    "ranking": ["c", "a"], "nps": 10, "allocation": {"a": 60, "b": 0, "c": 40}, "place": [50.9, 15.7], "consent": True,
}  # fmt: skip


def ask(*items: dict[str, Any], **more: Any) -> Questionnaire:
    """Make a questionnaire of one page."""
    page = {"code": "p1", "sections": [{"code": "s1", "items": list(items)}], **more}
    return read_questionnaire({"languages": ["en", "pl"], "title": {"en": "Survey"}, "pages": [page]})


def show(questionnaire: Questionnaire, answers: dict[str, Any] | None = None, **more: Any) -> HtmlElement:
    """Show its page."""
    words = {"language": "en", "seed": "s", **more}
    return lxml.html.fragment_fromstring(
        show_page(questionnaire, questionnaire.pages[0], answers or {}, **words), create_parent="form"
    )


def read_form(form: HtmlElement) -> dict[str, list[str]]:
    """Read the fields as a browser would send them."""
    fields: dict[str, list[str]] = {}
    for name, value in lxml.html.fromstring(lxml.html.tostring(form)).form_values():
        if value and name != "seen":
            fields.setdefault(name, []).append(value)
    return fields


@pytest.mark.parametrize("mark", ["", "kept"])
@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_what_was_answered_stands_in_the_form_and_would_be_sent_again(kind: str, mark: str) -> None:
    questionnaire = ask(make_item("q1", kind, decimals=1))
    page = questionnaire.pages[0]
    answers = {"q1": ANSWERS[kind]}
    fields = read_form(show(questionnaire, answers, mark=mark and f"{mark}-{kind}"))
    assert fields == {name: values for name, values in write_fields(page, answers).items() if values != [""]}
    again = check_page(questionnaire, page, read_posted(page, fields, {}), {})
    assert again.problems == ()
    assert again.answers["q1"] == ANSWERS[kind] or kind == "place"


@pytest.mark.parametrize("kind", [str(kind) for kind in Kind])
def test_every_control_has_a_name_that_is_said_aloud(kind: str) -> None:
    form = show(ask(make_item("q1", kind)))
    ids = {element.get("id") for element in form.iter() if element.get("id")}
    labels = {label.get("for") for label in form.iter("label")}
    for control in form.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
        named = (control.get("aria-labelledby") or "").split()
        assert control.get("id") in labels
        assert set(named) <= ids
    assert len(ids) == len([element for element in form.iter() if element.get("id")])


def test_a_grid_is_a_table_with_heads_whose_buttons_are_named_by_row_and_column() -> None:
    form = show(ask(make_item("q1", "grid", rows=[make_option("r1", "Autobusy")], options=[make_option("a", "dobrze")])))
    table = form.find(".//table")
    assert table is not None
    assert [head.get("scope") for head in table.iter("th")] == ["col", "row"]
    button = table.find(".//input")
    assert button is not None
    named = [form.get_element_by_id(one).text_content() for one in (button.get("aria-labelledby") or "").split()]
    assert named == ["Autobusy", "dobrze"]


def test_a_drawing_is_kept_and_never_holds_an_answer() -> None:
    questionnaire = ask(make_item("q1", "text"), make_item("q2"))
    blank = lxml.html.tostring(show(questionnaire, mark="osobna"))
    filled = lxml.html.tostring(show(questionnaire, {"q1": "TAJNE", "q2": "a"}, mark="osobna"))
    assert b"TAJNE" in filled
    assert lxml.html.tostring(show(questionnaire, mark="osobna")) == blank
    assert not any("TAJNE" in drawing.blank for drawing in showing_items._kept.values())  # noqa: SLF001 - what is kept


def test_nothing_is_left_of_the_gaps() -> None:
    items = [make_item(f"q{n}", str(kind)) for n, kind in enumerate(Kind)]
    text = lxml.html.tostring(show(ask(*items), {"q0": "a"}), encoding="unicode")
    assert "\x1c" not in text
    assert "\x1d" not in text


def test_signs_of_gaps_in_a_text_are_taken_out() -> None:
    text = "Pytanie\x1cvalue\x1dq1\x1d\x1c?"
    form = show(ask(make_item("q1", "text", text)), {"q1": "TAJNE"})
    assert "TAJNE" not in form.find(".//label").text_content()


def test_texts_of_authors_are_shown_as_text() -> None:
    evil = "<script>alert(1)</script>"
    item = make_item("q1", text=evil, options=[make_option("a", evil)], help={"en": evil})
    form = show(ask(item, make_item("q2", "note", evil)))
    assert not list(form.iter("script"))
    assert evil in form.text_content()


def test_problems_stand_at_the_question_and_what_was_typed_stays() -> None:
    questionnaire = ask(make_item("q1", "number", help={"en": "Roughly."}))
    problems = [Problem("q1", "number")]
    form = show(questionnaire, given={"q1": "dwa"}, problems=problems, mark="kept-problems")
    field = form.find(".//input[@id='i-q1']")
    assert field is not None
    assert (field.get("value"), field.get("aria-invalid")) == ("dwa", "true")
    assert field.get("aria-describedby") == "i-q1-help i-q1-error"
    assert "A number is needed here" in form.get_element_by_id("i-q1-error").text_content()
    assert [line.anchor for line in list_mendings(questionnaire, problems, "en")] == ["i-q1"]


def test_a_box_left_unticked_is_called_neither_consent_nor_declaration() -> None:
    questionnaire = ask(make_item("q1", "consent", "I declare that it is true.", required=True))
    problem = Problem("q1", "consent")
    with translation.override("en"):
        (mending,) = list_mendings(questionnaire, [problem], "en")
        form = show(questionnaire, problems=[problem], mark="kept-declaration")
    assert mending.question == "I declare that it is true"
    assert "Tick this box" in mending.sentence
    assert "consent" not in mending.sentence
    assert mending.sentence in form.get_element_by_id("i-q1-error").text_content()


def test_a_day_that_is_none_is_shown_as_it_was_typed() -> None:
    form = show(ask(make_item("q1", "date")), given={"q1": "31.02.2026"}, problems=[Problem("q1", "date")])
    field = form.find(".//input[@id='i-q1']")
    assert field is not None
    assert (field.get("type"), field.get("value")) == ("text", "31.02.2026")


def test_what_must_be_answered_says_so() -> None:
    form = show(ask(make_item("q1", required=True), make_item("q2")))
    assert len(form.find_class("ask__need")) == 1


def test_hidden_questions_are_there_but_hidden() -> None:
    condition = {"item": "q1", "op": "is", "value": "a"}
    questionnaire = ask(make_item("q1"), make_item("q2", "text", show_if=condition))
    hidden = [box.get("hidden") is not None for box in show(questionnaire).find_class("ask")]
    shown = [box.get("hidden") is not None for box in show(questionnaire, {"q1": "a"}).find_class("ask")]
    assert (hidden, shown) == ([False, True], [False, False])
    assert list_seen(questionnaire.pages[0], {}) == ["q1"]
    assert list_seen(questionnaire.pages[0], {"q1": "a"}) == ["q1", "q2"]


def test_hidden_rows_are_there_but_hidden() -> None:
    rows = [make_option("r1"), {**make_option("r2"), "show_if": {"item": "q1", "op": "includes", "value": "b"}}]
    questionnaire = ask(make_item("q1", "multiple"), make_item("q2", "grid", rows=rows))
    hidden = [row.get("data-row") for row in show(questionnaire).iter("tr") if row.get("hidden") is not None]
    assert hidden == ["r2"]
    assert list_seen(questionnaire.pages[0], {"q1": ["b"]}) == ["q1", "q2", "q2.r1", "q2.r2"]


def test_a_section_of_which_nothing_shows_is_hidden_with_its_title() -> None:
    sections = [
        {"code": "s1", "items": [make_item("q1")]},
        {"code": "s2", "title": {"en": "More"}, "show_if": {"item": "q1", "op": "is", "value": "a"},
         "items": [make_item("q2")]},
    ]  # fmt: skip
    questionnaire = read_questionnaire({"languages": ["en"], "pages": [{"code": "p1", "sections": sections}]})
    assert [part.get("hidden") is not None for part in show(questionnaire).iter("section")] == [False, True]


def test_the_script_gets_conditions_of_this_page_and_no_answer_of_another() -> None:
    pages = [
        {"code": "p1", "sections": [{"code": "s1", "items": [make_item("q1", "text")]}]},
        {"code": "p2", "sections": [{"code": "s2", "items": [
            make_item("q2"),
            make_item("q3", show_if={"all": [{"item": "q1", "op": "is", "value": "TAJNE"},
                                             {"item": "q2", "op": "is", "value": "a"}]}),
            make_item("q4", show_if={"item": "q1", "op": "answered"}),
        ]}]},
    ]  # fmt: skip
    questionnaire = read_questionnaire({"languages": ["en"], "pages": pages})
    logic = write_logic(questionnaire.pages[1], {"q1": "TAJNE"})
    assert logic is not None
    conditions = {item["item"]: item.get("if") for item in logic[0]["items"]}
    same = {"item": "q2", "op": "is", "value": "a", "row": ""}
    assert conditions == {"q2": None, "q3": {"all": [True, same]}, "q4": True}
    assert write_logic(questionnaire.pages[0], {}) is None


def test_json_in_the_page_ends_no_script() -> None:
    condition = {"item": "q1", "op": "is", "value": "</script><b>"}
    form = show(ask(make_item("q1", "text"), make_item("q2", show_if=condition)))
    scripts = list(form.iter("script"))
    assert len(scripts) == 1
    assert scripts[0].get("type") == "application/json"
    assert not list(form.iter("b"))


def test_the_order_of_rows_and_sections_is_the_person_s() -> None:
    rows = [make_option(f"r{n}") for n in range(8)]
    questionnaire = ask(make_item("q1", "grid", rows=rows, shuffle=True))
    orders = {
        seed: [row.get("data-row") for row in show(questionnaire, seed=seed, mark="order").iter("tr") if row.get("data-row")]
        for seed in "abcd"
    }
    assert len({tuple(order) for order in orders.values()}) > 1
    assert all(sorted(order) == [row["code"] for row in rows] for order in orders.values())
    assert orders["a"] == [row.get("data-row") for row in show(questionnaire, seed="a").iter("tr") if row.get("data-row")]


def test_what_is_not_translated_says_in_which_language_it_is() -> None:
    questionnaire = ask({**make_item("q1", "text"), "text": {"en": "Street"}})
    assert 'lang="en"' in lxml.html.tostring(show(questionnaire, language="pl"), encoding="unicode")
    assert "lang=" not in lxml.html.tostring(show(questionnaire, language="en"), encoding="unicode")


def test_a_file_that_was_sent_is_named_and_can_be_removed() -> None:
    file = {"name": "plan <1>.pdf", "size": 2048, "key": "x"}
    form = show(ask(make_item("q1", "file")), {"q1": file}, mark="file")
    assert "plan <1>.pdf" in form.text_content()
    assert form.find(".//input[@name='q1.remove']") is not None
