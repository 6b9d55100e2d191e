"""Orders drawn for each person, and answers said again in later texts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from sciezka.rooms.questions.schema.order import (
    ordered_items,
    ordered_options,
    ordered_rows,
    ordered_sections,
    put_in_order,
)
from sciezka.rooms.questions.schema.wording import cut_short, fill_in, name_question
from tests.rooms.questions.schema_making import ROWS, make_item, make_one, make_page, make_questionnaire, option

TEN = [option(code) for code in "abcdefghij"]


def draw(seed: str, **fields: Any) -> str:
    item = make_one("multiple", shuffle=True, options=TEN, **fields).pages[0].sections[0].items[0]
    return "".join(part.code for part in ordered_options(item, seed))


def test_an_order_is_one_persons_own_and_never_changes() -> None:
    assert draw("Ala") == draw("Ala") == "jgaefbhicd"
    assert draw("Ola") != draw("Ala")
    assert sorted(draw("Ola")) == list("abcdefghij")


def test_an_order_does_not_hang_on_the_process() -> None:
    code = (
        "from sciezka.rooms.questions.schema.order import put_in_order\n"
        "from sciezka.rooms.questions.schema.types import Option, Text\n"
        "parts = [Option(code=code, text=Text()) for code in 'abcdefghij']\n"
        "print(''.join(part.code for part in put_in_order(parts, 'Ala', 'q1')))\n"
    )
    for hashing in ("1", "2"):
        run = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": hashing}, capture_output=True, check=True
        )
        assert run.stdout.decode().strip() == draw("Ala")


def test_each_option_comes_first_about_equally_often() -> None:
    options = make_one("multiple", options=TEN).pages[0].sections[0].items[0].options
    firsts = Counter(put_in_order(options, str(seed), "q1")[0].code for seed in range(2000))
    assert set(firsts) == set("abcdefghij")
    assert all(140 < count < 265 for count in firsts.values())


def test_a_fixed_option_keeps_its_place() -> None:
    options = [*TEN[:5], option("none", fixed=True)]
    item = make_one("multiple", shuffle=True, options=options).pages[0].sections[0].items[0]
    for seed in "xyz":
        assert ordered_options(item, seed)[-1].code == "none"


def test_without_shuffling_everything_stays() -> None:
    questionnaire = make_questionnaire(make_page("p1", *(make_item(code, "grid") for code in "qrs")))
    page = questionnaire.pages[0]
    section = page.sections[0]
    assert ordered_items(section, "x") == section.items
    assert ordered_sections(page, "x") == page.sections
    assert ordered_options(section.items[0], "x") == section.items[0].options
    assert ordered_rows(section.items[0], "x") == section.items[0].rows


def test_of_a_grid_the_lines_are_drawn_and_the_columns_stay() -> None:
    rows = [{**ROWS[0], "code": f"r{number}"} for number in range(8)]
    item = make_one("grid", shuffle=True, rows=rows).pages[0].sections[0].items[0]
    assert ordered_options(item, "x") == item.options
    assert ordered_rows(item, "x") != item.rows
    assert {row.code for row in ordered_rows(item, "x")} == set(item.rows_by_code)


def test_a_note_keeps_its_place_among_items_that_are_drawn() -> None:
    described = [make_item("n", "note"), *(make_item(f"q{number}") for number in range(8))]
    page = make_page("p1")
    page["sections"][0] |= {"items": described, "shuffle": True}
    section = make_questionnaire(page).pages[0].sections[0]
    orders = {tuple(item.code for item in ordered_items(section, seed)) for seed in "abcdef"}
    assert len(orders) > 1
    assert {order[0] for order in orders} == {"n"}


SAID = make_questionnaire(
    make_page(
        "p1",
        make_item(
            "q1",
            options=[
                {"code": "a", "text": {"pl": "Biblioteka", "en": "Library"}},
                option("other", own_words=True),
            ],
        ),
        make_item("q2", "multiple"),
        make_item("q3", "number"),
        make_item("q4", "date"),
        make_item("q5", "grid"),
        make_item("q6", "text"),
        make_item("q7", "place"),
        make_item("q8", "consent"),
        make_item("q9", "ranking"),
        make_item("q10", "allocation"),
    ),
    languages=["pl", "en"],
)


@pytest.mark.parametrize(
    ("text", "answers", "language", "said"),
    [
        ("Jak oceniasz: {q1}?", {"q1": "a"}, "pl", "Jak oceniasz: Biblioteka?"),
        ("Rate {q1}", {"q1": "a"}, "en", "Rate Library"),
        ("{q1}", {"q1": "a"}, "uk", "Biblioteka"),
        ("{q1}", {"q1": "other", "q1.other": "Basen"}, "pl", "Basen"),
        ("{q1}", {"q1": "other"}, "pl", "other"),
        ("{q2}", {"q2": ["a", "c"]}, "pl", "a, c"),
        ("{q9}", {"q9": ["c", "a"]}, "pl", "c, a"),
        ("{q3} lat", {"q3": 1.5}, "pl", "1,5 lat"),
        ("{q3} years", {"q3": 1.5}, "en", "1.5 years"),
        ("{q4}", {"q4": "2025-03-09"}, "pl", "09.03.2025"),
        ("{q4}", {"q4": "2025-03-09"}, "en", "9 March 2025"),
        ("{q5.r1}, {q5}", {"q5": {"r1": "b"}}, "pl", "b, …"),
        ("{q10.a}", {"q10": {"a": 70}}, "pl", "70"),
        ("{q6}", {"q6": "dwa\nwiersze"}, "pl", "dwa wiersze"),
        ("{q6}", {"q6": "{q1}<b>"}, "pl", "{q1}<b>"),
        ("{q7}", {"q7": [50.9, 15.7]}, "pl", "…"),
        ("{q8}", {"q8": True}, "uk", "так"),
        ("{q1} {nobody} {q3", {}, "pl", "… … {q3"),
        ("{q1}", {"q1": {"a": 1}}, "pl", "…"),
        ("bez niczego", {}, "pl", "bez niczego"),
    ],
)
def test_an_earlier_answer_is_said_again(text: str, answers: dict[str, Any], language: str, said: str) -> None:
    assert fill_in(text, SAID, answers, language) == said


def test_a_long_answer_is_cut_at_a_word() -> None:
    said = fill_in("{q6}", SAID, {"q6": "słowo " * 1000}, "pl")
    assert len(said) <= 120
    assert said.endswith("słowo…")
    assert cut_short("x" * 200, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("Oświadczam, że to prawda.", "Oświadczam, że to prawda"),
        ("Kto to prowadzi?", "Kto to prowadzi?"),
        ("Podaj: ", "Podaj"),
        ("...", "..."),
        ("Oświadczam, że wszystko tutaj jest prawdą.", "Oświadczam, że wszystko…"),
    ],
)
def test_a_question_is_named_without_the_stop_that_would_run_into_the_colon_behind_it(asked: str, named: str) -> None:
    assert name_question(asked, 30) == named
