"""Every note and refusal of the reader of pages has a sentence for people."""

import ast
from pathlib import Path

import pytest

from sciezka.core import chronicle
from sciezka.core.chronicle import MAX_BYTES, NOTE_CODES, Note
from sciezka.rooms.town.notes import QUIET, REFUSALS, SENTENCES, is_doubtful, say_note
from sciezka.rooms.town.views.import_rows import compare, split_words

PARAMS = {"text": "Maj 20%20 {x}", "encoding": "cp1250"}


def test_every_code_of_the_reader_has_a_sentence() -> None:
    assert set(SENTENCES) == set(NOTE_CODES)
    assert set(NOTE_CODES) >= QUIET


@pytest.mark.parametrize("code", sorted(NOTE_CODES))
def test_a_sentence_quotes_the_page_as_it_is(code: str) -> None:
    remark = say_note(code, 7, PARAMS)
    assert "%(" not in remark.met
    assert remark.advice
    if "%(text)s" in str(SENTENCES[code][0]):
        assert PARAMS["text"] in remark.met


def test_every_refusal_of_the_reader_is_named_for_translation() -> None:
    said: set[str] = set()
    for path in Path(chronicle.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            is_refusal = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PageRefused" and len(node.args) == 2
            if is_refusal and isinstance(node.args[1], ast.Constant):
                said.add(node.args[1].value)
    assert said
    assert said <= set(REFUSALS)
    assert f"The page is larger than {MAX_BYTES // 1024 // 1024} MB. Give the part with the chronicle only." in REFUSALS


def test_only_what_asks_for_a_look_is_doubtful() -> None:
    assert not is_doubtful([Note.say("stage_carried", 1)])
    assert is_doubtful([Note.say("stage_carried", 1), Note.say("date_reversed", 1, text="x")])


def test_two_versions_are_compared_word_by_word() -> None:
    difference = compare("Text", "Wybrano dwóch partnerów", "Wybrano trzech partnerów")
    assert [(piece.text, piece.is_marked) for piece in difference.old] == [
        ("Wybrano ", False),
        ("dwóch ", True),
        ("partnerów", False),
    ]
    assert [piece.text for piece in difference.new if piece.is_marked] == ["trzech "]


def test_a_very_long_text_is_compared_by_lines() -> None:
    assert len(split_words("słowo " * 4000)) == 1
    assert len(split_words("słowo " * 10)) == 10
