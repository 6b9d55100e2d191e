"""How long a questionnaire takes, how hard it is to read, and what changed between two editions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from sciezka.rooms.questions.schema.comparing import Change, compare_editions, same_question
from sciezka.rooms.questions.schema.reading import (
    count_syllables,
    estimate_item,
    estimate_seconds,
    estimate_span,
    gather_words,
    measure_readability,
)
from sciezka.rooms.questions.schema.stored import read_item
from sciezka.rooms.questions.schema.types import Questionnaire
from tests.rooms.questions.schema_making import (
    SCALE,
    compare,
    make_item,
    make_one,
    make_page,
    make_questionnaire,
    option,
    questionnaires,
)


@pytest.mark.parametrize(
    ("word", "language", "syllables"),
    [
        ("dom", "pl", 1),
        ("miasto", "pl", 2),
        ("niania", "pl", 2),
        ("mieszkaniec", "pl", 3),
        ("mieszkańcy", "pl", 3),
        ("autor", "pl", 2),
        ("Europa", "pl", 3),
        ("przedsiębiorczość", "pl", 4),
        ("nie", "pl", 1),
        ("biblioteka", "pl", 4),
        ("w", "pl", 1),
        ("бібліотека", "uk", 5),
        ("library", "en", 3),
        ("office", "en", 2),
    ],
)
def test_syllables_are_counted_by_vowels(word: str, language: str, syllables: int) -> None:
    assert count_syllables(word, language) == syllables


def test_the_fog_index_follows_its_formula() -> None:
    # Ten words, two sentences, one of four syllables or more: 0.4 × (10 / 2 + 100 × 1 / 10) = 6.
    text = "Idę do domu z psem i kotem. Mieszkam w spółdzielni. "
    measured = measure_readability(text.replace("spółdzielni", "wspólnocie"), "pl")
    assert (measured.words, measured.sentences, measured.hard_words) == (10, 2, ())
    assert measured.index == pytest.approx(2.0)
    measured = measure_readability(text.replace("spółdzielni", "kamienicy"), "pl")
    assert (measured.hard_words, measured.index, measured.grade_years) == (("kamienicy",), 6.0, 6)


def test_official_prose_is_harder_than_plain_words() -> None:
    plain = "Pytamy o szkołę. Powiedz, co chcesz robić potem. Ankieta trwa pięć minut."
    official = (
        "Niniejsza ankieta realizowana jest w celu zdiagnozowania uwarunkowań funkcjonowania przedsiębiorczości, "
        "z uwzględnieniem zidentyfikowanych ograniczeń administracyjnych."
    )
    assert measure_readability(plain, "pl").index < 8
    assert measure_readability(official, "pl").index > 18
    assert measure_readability("", "pl").index == 0


def test_all_words_of_a_language_are_gathered() -> None:
    questionnaire = make_one("grid", text={"pl": "Oceń", "en": "Rate"}, help={"pl": "Krótko"})
    assert gather_words(questionnaire, "pl") == "Oceń\nKrótko\nr1\nr2"
    assert gather_words(questionnaire, "en") == "Rate"


def test_more_to_read_and_to_answer_takes_longer() -> None:
    def time(kind: str, **fields: Any) -> float:
        return estimate_item(read_item(make_item("q1", kind, **fields)), "pl")

    assert time("note") < time("single") < time("grid") < time("long_text")
    assert time("single", text={"pl": "słowo " * 40}) == pytest.approx(time("single", text={"pl": "słowo " * 20}) + 6)


def test_what_shows_sometimes_counts_half_and_leaps_by_their_share() -> None:
    items = [make_item("q1"), make_item("q2", "long_text", show_if=compare("q1", "is", "a"))]
    span = estimate_span(make_questionnaire(make_page("p1", *items)), "pl")
    long_text = estimate_item(read_item(make_item("q2", "long_text")), "pl")
    assert span.longest - span.typical == pytest.approx(long_text / 2, abs=1)
    leaping = make_item("q1", options=[option("a", skip_to="end"), option("b")])
    ways = make_questionnaire(make_page("p1", leaping), make_page("p2", make_item("q2", "long_text")))
    span = estimate_span(ways, "pl")
    assert span.longest - span.typical == pytest.approx((long_text + 3) / 2, abs=1)
    waiting = make_page("p2", make_item("q2", "long_text"), show_if=compare("q1", "is", "a"))
    span = estimate_span(make_questionnaire(make_page("p1", make_item("q1")), waiting), "pl")
    assert span.longest - span.typical == pytest.approx((long_text + 3) / 2, abs=1)
    assert estimate_seconds(make_questionnaire(), "pl") == 0


@settings(max_examples=100)
@given(questionnaire=questionnaires())
def test_the_typical_time_is_never_above_the_longest(questionnaire: Questionnaire) -> None:
    span = estimate_span(questionnaire, "pl")
    assert 0 < span.typical <= span.longest


Q = make_item("q1", text={"pl": "Jak ocenia Pan(i) pracę urzędu?"})


@pytest.mark.parametrize(
    ("other", "likeness"),
    [
        (Q, "same"),
        ({**Q, "code": "q7"}, "same"),
        ({**Q, "kind": "dropdown"}, "same"),
        ({**Q, "required": True}, "same"),
        ({**Q, "text": {"pl": "jak ocenia  Pan(i) pracę urzędu"}}, "same"),
        ({**Q, "options": SCALE[::-1]}, "same"),
        ({**Q, "text": {"pl": "Jak ocenia Pan(i) pracę naszego urzędu?"}}, "reworded"),
        ({**Q, "options": [{**SCALE[0], "text": {"pl": "inaczej"}}, *SCALE[1:]]}, "reworded"),
        ({**Q, "options": SCALE[:2]}, "rescaled"),
        ({**Q, "options": [{**SCALE[0], "value": 5}, *SCALE[1:]]}, "rescaled"),
        ({**Q, "text": {"pl": "Czym dojeżdża Pan(i) do pracy?"}}, "different"),
        ({**Q, "kind": "multiple"}, "different"),
    ],
)
def test_two_questions_are_told_apart(other: dict[str, Any], likeness: str) -> None:
    assert same_question(read_item(Q), read_item(other)) == likeness
    assert same_question(read_item(other), read_item(Q)) == likeness


def test_bank_codes_decide() -> None:
    one = read_item({**Q, "bank": "URZAD-OCENA"})
    assert same_question(one, read_item({**Q, "bank": "INNE"})) == "different"
    anew = {**Q, "text": {"pl": "Zupełnie innymi słowami"}, "bank": "URZAD-OCENA"}
    assert same_question(one, read_item(anew)) == "reworded"
    assert same_question(one, read_item({**anew, "kind": "nps", "options": []})) == "rescaled"


def test_two_editions_are_compared_item_by_item() -> None:
    before = make_questionnaire(make_page("p1", *(make_item(code) for code in ("q1", "q2", "q3", "q4", "q5"))))
    after = make_questionnaire(
        make_page(
            "p1",
            make_item("q2"),
            make_item("q3", text={"pl": "Pytanie trzecie q3?"}),
            make_item("q1"),
            make_item("q4", options=[*SCALE, option("d")], required=True),
            make_item("q6"),
        )
    )
    comparison = compare_editions(before, after)
    assert comparison.same == ("q2", "q1")
    assert comparison.changes == (
        Change("q3", "reworded"),
        Change("q1", "moved"),
        Change("q4", "rescaled", {"options_added": ("d",)}),
        Change("q6", "added"),
        Change("q5", "removed"),
    )
    assert compare_editions(before, before).changes == ()
