"""Words of open answers, and what in them looks personal. All numbers are made up; their check digits hold."""

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.polls import screening
from sciezka.core.polls.screening import (
    Kind,
    check_account,
    check_identity_card,
    check_nip,
    check_pesel,
    find_personal_data,
    mask_personal_data,
)
from sciezka.core.polls.words import count_words, split_words, stem_word
from tests.core.polls.steps import count_calls

FIVE = 5


def test_a_word_counts_once_for_each_answer_whatever_its_form() -> None:
    answers = ["Autobus! autobus, AUTOBUSY", "więcej autobusów", "autobusem do szkoły", "autobusami", "Autobusach", ""]
    (found,) = count_words(answers)
    assert found.word == "autobus"
    assert (found.answers, found.share) == (5, 1)
    assert set(found.forms) == {"autobus", "autobusy", "autobusów", "autobusem", "autobusami", "autobusach"}


def test_words_of_fewer_answers_than_the_threshold_are_not_told() -> None:
    answers = ["park"] * 5 + ["basen"] * 4
    assert [one.word for one in count_words(answers)] == ["park"]
    assert [one.word for one in count_words(answers, threshold=4)] == ["park", "basen"]
    assert [one.word for one in count_words(answers, threshold=4, most=1)] == ["park"]


def test_small_words_and_wanted_ones_are_passed_over() -> None:
    answers = ["The park that they have", "Żeby był park i las", "Щоб був парк"] * FIVE
    assert {one.word for one in count_words(answers, stop_words=["LAS"])} == {"park", "парк"}


def test_ukrainian_and_english_words_are_put_together_by_their_own_endings() -> None:
    assert [one.answers for one in count_words(["дорога", "дороги", "дорогу", "дорогами", "дорогою"], language="uk")] == [5]
    assert [
        one.answers for one in count_words(["bus", "buses", "park", "parks", "park's", "parks", "park"], language="en")
    ] == [5]


def test_a_stem_is_cautious() -> None:
    assert stem_word("dom") == "dom"
    assert stem_word("domy") == "domy"
    assert stem_word("szkoły") == stem_word("szkoła") == stem_word("szkołami")
    assert stem_word("drodze") != stem_word("droga")


def test_the_same_letters_written_otherwise_are_the_same_word() -> None:
    composed, apart = "żłobek", "z\u0307łobek"
    assert split_words(composed) == split_words(apart)
    assert split_words("п'ять п’ять пʼять") == ("п'ять",) * 3
    assert split_words("e-sport, 5G 2024") == ("e-sport", "g")


def test_what_looks_personal_is_no_word() -> None:
    assert split_words("Pani Przykładowa z ul. Zmyślonej 5, pisz: ktos@przyklad.pl") == ("z", "pisz")


@pytest.mark.parametrize(
    ("text", "kind", "marked"),
    [
        ("pisz na jan_x+1@poczta.przyklad.pl.", Kind.EMAIL, "jan_x+1@poczta.przyklad.pl"),
        ("tel. 600 700 800", Kind.PHONE, "600 700 800"),
        ("tel.600-700-800!", Kind.PHONE, "600-700-800"),
        ("+48600700800", Kind.PHONE, "+48600700800"),
        ("0048 75 123 45 67", Kind.PHONE, "0048 75 123 45 67"),
        ("(75) 123-45-67", Kind.PHONE, "(75) 123-45-67"),
        ("+380 44 123 45 67", Kind.PHONE, "+380 44 123 45 67"),
        ("PESEL 44051401359", Kind.PESEL, "44051401359"),
        ("NIP 123-456-32-18", Kind.NIP, "123-456-32-18"),
        ("NIP: 1234563218", Kind.NIP, "1234563218"),
        ("PL61 1090 1014 0000 0712 1981 2874", Kind.ACCOUNT, "PL61 1090 1014 0000 0712 1981 2874"),
        ("konto 61109010140000071219812874", Kind.ACCOUNT, "61109010140000071219812874"),
        ("dowód JON554756", Kind.IDENTITY_CARD, "JON554756"),
        ("mieszkam na ul. Długiej 12a/3", Kind.ADDRESS, "ul. Długiej 12a/3"),
        ("ulica 1 Maja 7 m. 4 jest", Kind.ADDRESS, "ulica 1 Maja 7 m. 4"),
        ("os. Słoneczne 5", Kind.ADDRESS, "os. Słoneczne 5"),
        ("al. Jana Pawła II 15", Kind.ADDRESS, "al. Jana Pawła II 15"),
        ("вул. Шевченка 10", Kind.ADDRESS, "вул. Шевченка 10"),
        ("Pan Przykładowski był niemiły", Kind.PERSON, "Pan Przykładowski"),
        ("z panią Zmyśloną-Wymyśloną z okienka", Kind.PERSON, "panią Zmyśloną-Wymyśloną"),
        ("u pana dyrektora", None, ""),
        ("pani kierownik Wymyślona", Kind.PERSON, "pani kierownik Wymyślona"),
        ("p. Zmyślony", Kind.PERSON, "p. Zmyślony"),
        ("Mr. Example said", Kind.PERSON, "Mr. Example"),
        ("пані Вигадана", Kind.PERSON, "пані Вигадана"),
        ("budżet 2 000 000 zł w 2024 roku", None, ""),
        ("12345678901", None, ""),
        ("autobus nr 12 o 7:30, 100 %", None, ""),
        ("ta ulica jest dziurawa od 5 lat", None, ""),
        ("panować, Panama, pan i pani", None, ""),
        ("@urzad #miasto a@b", None, ""),
    ],
)
def test_what_looks_personal_is_marked_and_the_rest_is_not(text: str, kind: Kind | None, marked: str) -> None:
    found = find_personal_data(text)
    assert [(mark.kind, text[mark.start : mark.end]) for mark in found] == ([] if kind is None else [(kind, marked)])


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("44051401359", True),
        ("44051401358", False),
        ("02270803624", True),
        ("44951401359", False),
        ("1", False),
        ("00000000000", False),
    ],
)
def test_a_pesel_is_known_by_its_date_and_check(number: str, is_one: bool) -> None:  # noqa: FBT001
    assert check_pesel(number) is is_one


def test_check_digits_of_other_numbers_hold_or_do_not() -> None:
    assert check_nip("1234563218")
    assert not check_nip("1234563219")
    assert not check_nip("0000000000")
    assert check_account("PL61109010140000071219812874")
    assert not check_account("61109010140000071219812875")
    for number in ("JON554756", "XGG765762"):
        assert check_identity_card(number)
    assert not check_identity_card("ABC123456")


def test_masked_text_keeps_the_rest() -> None:
    text = "Dzwoń 600 700 800 albo pisz a.b@przyklad.pl, dziękuję"
    assert mask_personal_data(text) == "Dzwoń [phone] albo pisz [email], dziękuję"
    assert mask_personal_data(text, lambda kind: kind.name) == "Dzwoń [PHONE] albo pisz [EMAIL], dziękuję"


@given(st.text(max_size=300))
def test_marks_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = find_personal_data(text)
    ends = [place for mark in found for place in (mark.start, mark.end)]
    assert ends == sorted(ends)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found)
    split_words(text)


def list_repeats(parsed: Any) -> Iterator[int]:
    """Give how often at most each part of a regular expression is repeated."""
    for part in parsed:
        if isinstance(part, tuple) and len(part) == 2 and "REPEAT" in str(part[0]):
            yield int(part[1][1])
        if isinstance(part, (tuple, list)) or type(part).__name__ == "SubPattern":
            yield from list_repeats(part)


def list_patterns(values: Iterable[object]) -> list[re.Pattern[str]]:
    """Give the regular expressions among some values and in the tuples there."""
    found: list[re.Pattern[str]] = []
    for value in values:
        if isinstance(value, re.Pattern):
            found.append(value)
        elif isinstance(value, tuple):
            found += list_patterns(value)
    return found


def test_no_text_keeps_the_screen_busy_with_one_place() -> None:
    # From any letter on each pattern reads a bounded number of letters, so a text takes time as it is long and no more.
    parser = import_module("re._parser")
    patterns = list_patterns(list(vars(screening).values()))
    assert len({pattern.pattern for pattern in patterns}) >= 9
    for pattern in patterns:
        parsed = parser.parse(pattern.pattern)
        assert max(list_repeats(parsed)) <= 64
        assert parsed.getwidth()[1] < 600
    assert max(list_repeats(parser.parse("(?:(?=x*)y)"))) == parser.MAXREPEAT  # an unbounded one would be seen


@pytest.mark.parametrize("piece", ["Pan Aaa ", "ul. Aaa 1, ", "a@b.pl ", "44051401458 ", "600 100 200 "])
def test_a_text_full_of_marks_takes_steps_as_it_is_long(piece: str) -> None:
    assert len(find_personal_data(piece * 200)) >= 100
    short = count_calls(lambda: find_personal_data(piece * 50))
    assert count_calls(lambda: find_personal_data(piece * 200)) < 5 * short
