"""Questionnaires as JSON: what is written is read again, and what has a wrong shape is refused with its place."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from sciezka.rooms.questions.schema.stored import (
    read_condition,
    read_item,
    read_questionnaire,
    write_condition,
    write_item,
    write_questionnaire,
)
from sciezka.rooms.questions.schema.types import SchemaProblem, Text
from tests.rooms.questions.schema_making import compare, make_item, make_page

WHOLE: dict[str, Any] = {
    "languages": ["pl", "en"],
    "title": {"pl": "Ankieta", "en": "Survey"},
    "pages": [make_page("p1", make_item("q1", "number", least=1, most=5, show_if={"any": [compare("q0", "is", "a")]}))],
}


def test_what_is_written_is_read_again() -> None:
    questionnaire = read_questionnaire(WHOLE)
    assert write_questionnaire(questionnaire) == WHOLE
    assert read_questionnaire(json.loads(json.dumps(write_questionnaire(questionnaire)))) == questionnaire
    item = questionnaire.pages[0].sections[0].items[0]
    assert read_item(write_item(item)) == item
    assert write_condition(read_condition(compare("q1", "in", ["a", "b"]))) == compare("q1", "in", ["a", "b"])


def change(path: str, value: Any) -> dict[str, Any]:
    whole = copy.deepcopy(WHOLE)
    item = whole["pages"][0]["sections"][0]["items"][0]
    (whole if path in {"languages", "title", "pages", "colour"} else item)[path] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("languages", [], "questionnaire.languages"),
        ("languages", ["pl", "pl"], "questionnaire.languages"),
        ("languages", ["de"], "questionnaire.languages"),
        ("title", "Ankieta", "shape.text"),
        ("title", {"de": "Umfrage"}, "text.language"),
        ("title", {"pl": "x\0"}, "shape.string"),
        ("pages", {}, "shape.list"),
        ("pages", [{}] * 101, "shape.many"),
        ("colour", 1, "shape.unknown"),
        ("code", "1q", "shape.code"),
        ("code", "q.1", "shape.code"),
        ("code", "x" * 41, "shape.code"),
        ("kind", "essay", "item.kind"),
        ("required", 1, "shape.flag"),
        ("decimals", True, "shape.whole"),
        ("decimals", 7, "shape.whole"),
        ("least", float("nan"), "shape.number"),
        ("least", [], "shape.number"),
        ("centre", [91, 0, 10], "item.centre"),
        ("show_if", {"item": "q1", "op": "like"}, "condition.operator"),
        ("show_if", {"all": []}, "condition.shape"),
        ("show_if", {"all": [], "any": []}, "condition.shape"),
        ("show_if", {"item": "q1", "op": "is", "value": "a", "or": 1}, "condition.shape"),
        ("show_if", {"item": "q1", "op": "at_least", "value": None}, "shape.number"),
    ],
)
def test_a_wrong_shape_is_refused_by_name(path: str, value: Any, code: str) -> None:
    with pytest.raises(SchemaProblem) as refusal:
        read_questionnaire(change(path, value))
    assert refusal.value.code == code


def test_conditions_nested_too_deep_are_refused() -> None:
    nested = compare("q1", "answered")
    for _ in range(2000):
        nested = {"all": [nested]}
    with pytest.raises(SchemaProblem):
        read_condition(nested)


def test_a_text_is_said_in_the_language_or_the_base_or_any() -> None:
    text = Text({"en": "Library", "uk": "Бібліотека"})
    assert text.say("uk") == "Бібліотека"
    assert text.say("pl", "uk") == "Бібліотека"
    assert text.say("pl") == "Library"
    assert Text().say("pl") == ""
    assert not Text({"pl": " "})


def test_signs_that_no_document_can_hold_are_taken_out_of_texts_and_emoji_stay() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    stored = {"languages": ["pl"], "title": {"pl": f"a\ufffeb\x0bc\x1b\ud800{family}\uffff"}}
    assert read_questionnaire(stored).title.words == {"pl": f"ab\nc{family}"}
