"""Faults of shape, of the way, of scales: each named where it is, and none where all is well."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.rooms.questions.queries.fault_words import SENTENCES
from sciezka.rooms.questions.schema import checking
from sciezka.rooms.questions.schema.answers import check_all, read_plain
from sciezka.rooms.questions.schema.checking import find_faults, measure_translation
from sciezka.rooms.questions.schema.faults.reach import reach_pages
from sciezka.rooms.questions.schema.routes import shown_items, walk_pages
from sciezka.rooms.questions.schema.types import Questionnaire
from tests.rooms.questions.schema_making import (
    CODES,
    ROWS,
    SCALE,
    compare,
    make_item,
    make_one,
    make_page,
    make_questionnaire,
    option,
    questionnaires,
)

ITEM = "pages[0].sections[0].items[0]"
SECOND = "pages[1].sections[0].items[0]"


def list_faults(questionnaire: Questionnaire, *severities: str, **how: str) -> list[tuple[str, str]]:
    chosen = severities or ("error", "warning", "hint")
    return [(fault.code, fault.path) for fault in find_faults(questionnaire, **how) if fault.severity in chosen]


def list_errors(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    return list_faults(questionnaire, "error")


def scale(*labels: str, missing: str = "", **fields: Any) -> Questionnaire:
    options = [option(f"o{n}", text={"pl": label}) for n, label in enumerate(labels)]
    if missing:
        options.append(option("dk", text={"pl": missing}, missing=True))
    return make_one("single", options=options, **fields)


def test_a_sound_questionnaire_has_no_faults() -> None:
    assert find_faults(make_one("number", text={"pl": "Ile osób liczy gospodarstwo?"}, least=1, most=20)) == ()


def test_an_empty_questionnaire_is_an_error() -> None:
    assert list_errors(make_questionnaire()) == [("questionnaire.no_pages", "")]
    assert list_errors(make_questionnaire(make_page("p1", make_item("q1", "note")))) == [("questionnaire.no_items", "")]
    assert ("page.empty", "pages[1]") in list_faults(make_questionnaire(make_page("p1", make_item()), make_page("p2")))


@pytest.mark.parametrize(
    ("kind", "fields", "error"),
    [
        ("single", {"options": [option("a")]}, ("options.few", ITEM)),
        ("grid", {"rows": []}, ("rows.few", ITEM)),
        ("single", {"options": [option("a"), option("a")]}, ("option.twice", f"{ITEM}.options[1]")),
        ("grid", {"rows": [ROWS[0], ROWS[0]]}, ("row.twice", f"{ITEM}.rows[1]")),
        ("text", {"text": {"en": "Only English"}}, ("text.missing", f"{ITEM}.text")),
        ("single", {"options": [option("a"), option("b", text={})]}, ("text.missing", f"{ITEM}.options[1].text")),
        ("semantic", {"rows": [ROWS[0]]}, ("text.missing", f"{ITEM}.rows[0].right")),
        ("number", {"least": 5, "most": 4}, ("bounds.crossed", ITEM)),
        ("number", {"least": "2025-01-01"}, ("bounds.kind", f"{ITEM}.least")),
        ("date", {"most": 5}, ("bounds.kind", f"{ITEM}.most")),
        ("date", {"least": "2025-02-01", "most": "2025-01-01"}, ("bounds.crossed", ITEM)),
        ("multiple", {"least": 4}, ("bounds.too_many", f"{ITEM}.least")),
        ("multiple", {"most": 0}, ("bounds.none", f"{ITEM}.most")),
        ("ranking", {"most": 1.5}, ("bounds.whole", f"{ITEM}.most")),
        ("grid", {"options": [option("a", skip_to="end"), option("b")]}, ("leap.kind", f"{ITEM}.options[0].skip_to")),
    ],
)
def test_an_item_that_cannot_be_used_is_an_error(kind: str, fields: dict[str, Any], error: tuple[str, str]) -> None:
    assert error in list_errors(make_one(kind, **fields))


def test_codes_met_twice_are_errors() -> None:
    questionnaire = make_questionnaire(
        make_page("end", make_item("q1"), make_item("Q1")), make_page("p2", make_item("q1")), make_page("p2")
    )
    # The second q1 is named once, not also for the Q1 that stands before it.
    assert list_errors(questionnaire) == [
        ("code.twice", "pages[2]"),
        ("code.twice", "pages[2].sections[0]"),
        ("code.twice", SECOND),
        ("code.capitals", "pages[0].sections[0].items[1]"),
        ("code.reserved", "pages[0]"),
    ]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (compare("q9", "answered"), "condition.item"),
        (compare("q2", "answered"), "condition.later"),
        (compare("q3", "answered"), "condition.later"),
        (compare("q1", "is", "z"), "condition.option"),
        (compare("q1", "in", ["a", "z"]), "condition.option"),
        (compare("q1", "is", 1), "condition.option"),
        (compare("q1", "is", "a", "r1"), "condition.row"),
        (compare("q1", "at_least", 2), "condition.operator"),
        (compare("n1", "answered"), "condition.note"),
        (compare("g1", "is", "a"), "condition.operator"),
        (compare("g1", "is", "a", "r9"), "condition.row"),
        (compare("g1", "is", "z", "r1"), "condition.option"),
        (compare("v1", "at_least", "2025-01-01"), "condition.operator"),
        (compare("v1", "is", "5"), "condition.operator"),
        (compare("d1", "at_least", 5), "condition.operator"),
        (compare("c1", "is", "yes"), "condition.operator"),
        ({"any": [{"none": [compare("q9", "answered")]}]}, "condition.item"),
        (compare("q1", "is", "a"), ""),
        (compare("q1", "in", ["a", "b"]), ""),
        (compare("g1", "is", "a", "r1"), ""),
        (compare("g1", "includes", "a"), ""),
        (compare("m1", "at_least", 2), ""),
        (compare("v1", "at_least", 5), ""),
        (compare("d1", "at_least", "2025-01-01"), ""),
        (compare("c1", "is", value=True), ""),
        (compare("a1", "at_least", 5, "a"), ""),
    ],
)
@pytest.mark.parametrize("where", ["show_if", "required_if"])
def test_a_condition_asks_only_what_is_known_and_fits(condition: dict[str, Any], code: str, where: str) -> None:
    questionnaire = make_questionnaire(
        make_page(
            "p1", make_item("q1"), make_item("n1", "note"), make_item("g1", "grid"), make_item("v1", "number"),
            make_item("d1", "date"), make_item("c1", "consent"), make_item("m1", "multiple"), make_item("a1", "allocation"),
        ),
        make_page("p2", make_item("q2", "text", **{where: condition}), make_item("q3")),
    )  # fmt: skip
    expected = [(code, f"{SECOND}.{where}")] if code else []
    assert list_errors(questionnaire) == expected


def test_a_page_and_a_section_wait_for_what_comes_before_them() -> None:
    page = make_page("p1", make_item("q1"), show_if=compare("q1", "answered"))
    page["sections"].append({"code": "s2", "items": [make_item("q2")], "show_if": compare("q1", "answered")})
    page["sections"].append({"code": "s3", "items": [make_item("q3")], "show_if": compare("q3", "answered")})
    assert list_errors(make_questionnaire(page)) == [
        ("condition.later", "pages[0].show_if"),
        ("condition.later", "pages[0].sections[2].show_if"),
    ]


def test_items_drawn_in_any_order_do_not_wait_for_one_another() -> None:
    page = make_page("p1", make_item("q1"), make_item("q2", show_if=compare("q1", "answered")))
    assert list_errors(make_questionnaire(page)) == []
    page["sections"][0]["shuffle"] = True
    assert list_errors(make_questionnaire(page)) == [("condition.later", "pages[0].sections[0].items[1].show_if")]


def test_leaps_backwards_or_nowhere_are_errors() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1"), skip_to="p9"),
        make_page("p2", make_item("q2", options=[option("a", skip_to="p1"), option("b", skip_to="p2"), option("c")])),
        make_page("p3", make_item("q3"), skip_to="end"),
    )
    assert list_errors(questionnaire) == [
        ("leap.unknown", "pages[0].skip_to"),
        ("leap.back", f"{SECOND}.options[0].skip_to"),
        ("leap.back", f"{SECOND}.options[1].skip_to"),
    ]


def test_an_answer_said_again_too_early_is_named() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1"), make_item("q2", "text", text={"pl": "O {q1} i {q3} i {q9}"})),
        make_page("p2", make_item("q3", text={"pl": "Znowu {q1}"})),
    )
    found = [fault for fault in find_faults(questionnaire) if fault.code.startswith("repeated")]
    assert sorted((fault.code, fault.fields["asked"]) for fault in found) == [
        ("repeated.later", "q1"),
        ("repeated.later", "q3"),
        ("repeated.unknown", "q9"),
    ]


def test_pages_that_every_way_passes_by_are_named() -> None:
    away = [option("a", skip_to="p3"), option("b", skip_to="end")]
    pages = [make_page(f"p{number}", make_item(f"q{number}")) for number in (2, 3)]
    led_away = make_questionnaire(make_page("p1", make_item("q1", options=away, required=True)), *pages)
    assert ("page.unreachable", "pages[1]") in list_faults(led_away)
    assert ("page.unreachable", "pages[2]") not in list_faults(led_away)
    may_stay = make_questionnaire(make_page("p1", make_item("q1", options=away)), *pages)
    assert not any(code == "page.unreachable" for code, _ in list_faults(may_stay))
    leapt = make_questionnaire(make_page("p1", make_item("q1"), skip_to="p3"), *pages)
    assert ("page.unreachable", "pages[1]") in list_faults(leapt)


@pytest.mark.parametrize(
    ("condition", "lost"),
    [
        ({"all": [compare("q1", "is", "a"), compare("q1", "is", "b")]}, True),
        ({"all": [compare("v1", "at_least", 5), compare("v1", "at_most", 4)]}, True),
        ({"all": [compare("v1", "at_least", 5), compare("v1", "at_most", 5)]}, False),
        ({"any": [compare("q1", "is", "a"), compare("q1", "is", "b")]}, False),
        ({"any": [compare("q1", "is", "c"), compare("q1", "in", ["c"])]}, True),
        (compare("q1", "is", "c"), True),
        (compare("q1", "in", ["a", "c"]), False),
        (compare("q1", "is_not", "c"), False),
    ],
)
def test_a_condition_that_never_holds_is_named(condition: dict[str, Any], *, lost: bool) -> None:
    first = make_item("q1", options=[option("a"), option("b"), option("c", skip_to="p3")])
    questionnaire = make_questionnaire(
        make_page("p1", first, make_item("v1", "number")),
        make_page("p2", make_item("q2", show_if=condition), make_item("q3", show_if=compare("q2", "answered"))),
        make_page("p3", make_item("q4", show_if=compare("q1", "is", "c"))),
    )
    unreachable = [path for code, path in list_faults(questionnaire) if code == "item.unreachable"]
    assert unreachable == (["pages[1].sections[0].items[0]", "pages[1].sections[0].items[1]"] if lost else [])


@settings(max_examples=300)
@given(questionnaire=questionnaires(), data=st.data())
def test_finding_faults_never_fails_and_what_somebody_reached_is_not_called_unreachable(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    faults = find_faults(questionnaire, audience="youth")
    assert {fault.severity for fault in faults} <= {"error", "warning", "hint"}
    typed = {
        key: data.draw(st.sampled_from([*CODES, 1, 5, 9, True, {"r1": "a", "r2": "b"}, {"a": 100}, [50, 15], "2025-01-01"]))
        for item in questionnaire.items()
        for key in (item.code, f"{item.code}.other")
    }
    answers = read_plain(questionnaire, typed).answers
    if check_all(questionnaire, answers):
        return
    seen = walk_pages(questionnaire, answers)
    assert {questionnaire.places[page.code] for page in seen} <= reach_pages(questionnaire)
    lost = {fault.fields.get("item") for fault in faults if fault.code == "item.unreachable"}
    assert not lost & {item.code for page in seen for item in shown_items(page, answers)}
    lost = {fault.fields.get("page") for fault in faults if fault.code == "page.unreachable"}
    assert not lost & {page.code for page in seen}


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (("bardzo źle", "źle", "ani dobrze, ani źle", "dobrze", "bardzo dobrze"), []),
        (("źle", "dobrze", "bardzo dobrze", "znakomicie"), ["scale.unbalanced"]),
        (("bardzo ważne", "ważne", "średnio ważne", "nieważne"), ["scale.unbalanced"]),
        (("zdecydowanie nie", "raczej nie", "raczej tak", "zdecydowanie tak"), []),
        (("zdecydowanie się nie zgadzam", "nie zgadzam się", "zgadzam się", "zdecydowanie się zgadzam"), []),
        (("nie", "tak, częściowo", "tak, w całości"), []),
        (("autobus", "rower", "samochód", "pieszo"), []),
    ],
)
def test_a_scale_with_more_praise_than_blame_is_named(labels: tuple[str, ...], codes: list[str]) -> None:
    assert [code for code, _ in list_faults(scale(*labels, missing="trudno powiedzieć"))] == codes


def test_an_opinion_without_a_way_out_is_named() -> None:
    labels = ("źle", "średnio", "dobrze")
    assert list_faults(scale(*labels), "hint") == [("options.no_unsure", ITEM)]
    assert list_faults(scale(*labels, required=True), "warning") == [("options.no_unsure", ITEM)]
    assert list_faults(scale(*labels, missing="nie mam zdania", required=True)) == []
    assert list_faults(scale("autobus", "rower", "pieszo", required=True)) == []


def test_values_of_a_scale_are_looked_at() -> None:
    def value(*values: float, **fields: Any) -> list[str]:
        options = [option(f"o{n}", value=each) for n, each in enumerate(values)]
        dont_know = option("dk", text={"pl": "trudno powiedzieć"}, **fields)
        return [code for code, _ in list_faults(make_one("single", options=[*options, dont_know]))]

    assert value(1, 2, 3, missing=True) == []
    assert value(3, 2, 1, missing=True) == []
    assert value(1, 2, 2, missing=True) == ["scale.same_values"]
    assert value(1, 3, 2, missing=True) == ["scale.values_mixed"]
    assert value(1, 2, 3, value=4) == ["option.not_missing"]


def test_wide_and_long_grids_are_named() -> None:
    wide = make_one("grid", options=[option(f"o{n}") for n in range(8)])
    assert ("grid.wide", ITEM) in list_faults(wide)
    long = make_one("grid", rows=[{"code": f"r{n}", "text": {"pl": "w"}} for n in range(11)])
    assert ("grid.long", ITEM) in list_faults(long)
    assert list_faults(make_one("grid")) == []


def test_long_lists_not_drawn_and_required_texts_are_named() -> None:
    ten = [option(f"o{n}") for n in range(10)]
    assert list_faults(make_one("multiple", options=ten)) == [("options.unshuffled", ITEM)]
    assert list_faults(make_one("multiple", options=ten, shuffle=True)) == []
    assert list_faults(make_one("dropdown", options=ten)) == []
    assert list_faults(make_one("long_text", required=True)) == [("open.required", ITEM)]


def test_a_long_questionnaire_is_named() -> None:
    short = make_questionnaire(make_page("p1", *(make_item(f"q{n}", "nps") for n in range(20))))
    assert not any(code.startswith("length") for code, _ in list_faults(short))
    long = make_questionnaire(make_page("p1", *(make_item(f"q{n}", "long_text") for n in range(61))))
    assert {code for code, _ in list_faults(long) if code.startswith("length")} == {"length.time", "length.items"}


def test_missing_translations_are_named_by_item_and_counted() -> None:
    both = [{**each, "text": {"pl": each["code"], "en": each["code"]}} for each in SCALE]
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1"), make_item("q2", text={"pl": "Co?", "en": "What?"}, options=both)),
        languages=["pl", "en"],
        title={"pl": "Ankieta", "en": "Survey"},
    )
    found = [fault for fault in find_faults(questionnaire) if fault.code == "translation.missing"]
    assert [(fault.path, dict(fault.fields)) for fault in found] == [(ITEM, {"language": "en", "missing": 4, "item": "q1"})]
    assert measure_translation(questionnaire) == {"pl": (9, 9), "en": (5, 9)}


def test_errors_come_first() -> None:
    questionnaire = make_questionnaire(
        make_page("p1", make_item("q1", "long_text", required=True), make_item("q1", options=[option("a")]))
    )
    severities = [fault.severity for fault in find_faults(questionnaire)]
    assert severities == sorted(severities)
    assert {"error", "warning"} <= set(severities)


def test_every_fault_and_problem_is_in_the_reference_and_every_fault_has_a_sentence() -> None:
    package = Path(checking.__file__).parent
    rules = "\n".join(path.read_text(encoding="utf-8") for path in (package / "faults").glob("*.py"))
    faults = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)?)", "(?:error|warning|hint|maybe)"', rules))
    faults |= set(re.findall(r'"((?:questionnaire|code|option|row|condition|leap|wording)\.[a-z_]+)"', rules))
    faults |= set(re.findall(r'"(length\.[a-z]+)"', (package / "checking.py").read_text(encoding="utf-8")))
    problems = set(re.findall(r'\.add\("([a-z_]+)"', (package / "valuing.py").read_text(encoding="utf-8")))
    reference = Path(__file__).parents[3].joinpath("docs/reference/questionnaire-format.md").read_text(encoding="utf-8")
    faults -= {"error", "warning", "hint", "title"}
    assert len(faults) > 50
    assert len(problems) > 14
    assert [code for code in sorted(faults | problems) if f"`{code}`" not in reference] == []
    assert sorted(faults - SENTENCES.keys()) == []
