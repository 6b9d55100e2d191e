"""How a text sounds when it is said aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.speech import WORDS_A_MINUTE, Speech, hear


@pytest.mark.parametrize(
    ("text", "words", "sentences", "longest"),
    [
        ("", 0, 0, 0),
        (" … – ! ", 0, 0, 0),
        ("Miasto, w którym młodzi chcą zostać.", 6, 1, 6),
        ("Żyje się tu dobrze. Pracuje się lepiej!", 7, 2, 4),
        ("Za ok. 20 lat będzie tu 3,5 tys. mieszkań", 9, 1, 9),
        ("Eko-logiczny wybór\n\nczyste powietrze", 4, 2, 2),
        ("„Dom nad rzeką.” Tak o nim mówią.", 7, 2, 4),
    ],
)
def test_words_and_sentences_are_counted_as_they_are_said(text: str, words: int, sentences: int, longest: int) -> None:
    heard = hear(text)
    assert (heard.words, heard.sentences, heard.longest) == (words, sentences, longest)


def test_a_minute_of_speech_and_what_must_be_spelled() -> None:
    assert hear("słowo " * WORDS_A_MINUTE).seconds == 60
    assert hear("jedno").seconds == 5
    assert hear("Miasto ZIT i MPA, znów ZIT.").spelled == ("ZIT", "MPA")
    assert hear("MIASTO LUDZI").spelled == ()


@given(st.text(max_size=60))
def test_any_text_can_be_heard(text: str) -> None:
    heard = hear(text)
    assert isinstance(heard, Speech)
    assert heard.longest <= heard.words
    assert (heard.words == 0) == (heard.sentences == 0) == (heard.seconds == 0)
    assert hear(f"{text} słowo").words >= 1
