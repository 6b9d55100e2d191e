"""Texts that say nearly the same thing are found, however their words are inflected."""

import random

import pytest

from sciezka.core.alike import rank_alike, read_stems

PARK = ("Park kieszonkowy przy dworcu", "Zieleń i ławki zamiast placu po kiosku. Trzy drzewa, ławki i stojaki.")
SQUARE = (
    "Zielony skwer koło dworca",
    "Zamiast placu po kiosku posadzić drzewa, postawić kilka ławek i stojaków rowerowych.",
)
CLUB = ("Klub młodzieżowy", "Pracownia muzyczna i miejsce spotkań młodych, czynne po południu.")
ROAD = ("Droga rowerowa nad rzeką", "Asfaltowa ścieżka dla rowerów wzdłuż rzeki od mostu do stadionu.")
OTHERS = [CLUB, ROAD, ("Świetlica w szkole", "Zajęcia po lekcjach dla dzieci z klas młodszych.")]


def test_two_texts_about_one_thing_are_found_though_hardly_a_word_is_the_same_letter_for_letter() -> None:
    found = rank_alike([PARK, *OTHERS, SQUARE])
    assert [(pair.one, pair.other) for pair in found] == [(0, 4)]


def test_texts_about_different_things_are_not_found() -> None:
    assert rank_alike([PARK, *OTHERS]) == []


def test_the_same_text_twice_is_alike_in_whole_and_likeliest() -> None:
    found = rank_alike([PARK, CLUB, SQUARE, PARK])
    assert (found[0].one, found[0].other) == (0, 3)
    assert found[0].share == pytest.approx(1)


@pytest.mark.parametrize(
    ("one", "other"), [("ławki", "ławek"), ("domek", "domku"), ("biblioteka", "bibliotece"), ("dworcu", "dworcem")]
)
def test_a_word_meets_its_other_cases(one: str, other: str) -> None:
    assert read_stems(one) == read_stems(other) != frozenset()


def test_words_of_every_text_tell_nothing() -> None:
    assert read_stems("Projekt dla mieszkańców naszego miasta, w którym będzie") == frozenset()


def test_the_order_of_texts_and_of_words_changes_no_likeness() -> None:
    texts = [PARK, *OTHERS, SQUARE]
    turned = [(title, " ".join(reversed(body.split()))) for title, body in reversed(texts)]
    there, back = rank_alike(texts, least=0.01), rank_alike(turned, least=0.01)
    last = len(texts) - 1
    shares = {frozenset((pair.one, pair.other)): pair.share for pair in there}
    assert shares
    for pair in back:
        assert shares[frozenset((last - pair.one, last - pair.other))] == pytest.approx(pair.share)


@pytest.mark.parametrize("texts", [[], [PARK], [("", ""), ("", "")], [("a b", "!?"), ("1", "\x00")]])
def test_nothing_to_compare_finds_nothing(texts: list[tuple[str, str]]) -> None:
    assert rank_alike(texts) == []


def test_likeness_is_a_share() -> None:
    draw = random.Random(7)  # noqa: S311 - texts, no secrets
    words = ["".join(draw.choices("bdgkmprst", k=5)) for _ in range(120)]
    texts = [(" ".join(draw.choices(words, k=2)), " ".join(draw.choices(words, k=5))) for _ in range(40)]
    found = rank_alike(texts, least=0.0)
    assert found
    assert all(0 <= pair.share <= 1 + 1e-9 and pair.one < pair.other for pair in found)
