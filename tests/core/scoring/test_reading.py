"""Published cards and criteria as files: what is read, and what is refused with its line."""

from fractions import Fraction

import pytest

from sciezka.core.scoring import ScoringProblem, find_problems, rank, read_cards, read_criteria

TOML = b"""
[[criterion]]
code = "K1"
weight = 0.1
min = 0
max = 10
threshold = 4.5

[[criterion]]
code = "K2"
max = 5
title = "Wp\xc5\x82yw"
"""
CARDS = "submission,assessor,criterion,points\nA,x,K1,7\nA,x,K2,3\n"


def test_numbers_are_read_as_they_are_written() -> None:
    first, second = read_criteria(TOML)
    assert (first.weight, first.threshold) == (Fraction(1, 10), Fraction(9, 2))
    assert (second.weight, second.least, second.threshold) == (1, 0, None)


@pytest.mark.parametrize(
    "content",
    [
        CARDS.encode(),
        CARDS.encode("utf-8-sig"),
        CARDS.encode("utf-16"),
        CARDS.replace(",", ";").replace("7", "7,0").encode(),
        b"points\tcriterion\tassessor\tsubmission\n7\tK1\tx\tA\n\n3\tK2\tx\tA\n",
    ],
)
def test_cards_are_read_as_offices_send_them(content: bytes) -> None:
    row = rank(read_cards(content, read_criteria(TOML)), read_criteria(TOML)).rows[0]
    assert (row.submission, row.score) == ("A", Fraction(37, 10))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file.empty"),
        ("submission,assessor,points\n", "file.columns"),
        ("submission,assessor,criterion,points\n", "cards.none"),
        (CARDS + "A,x,K1,7\n", "cards.twice"),
        (CARDS + "A,y,K1,siedem\n", "cards.points"),
        (CARDS + "A,y,K1,1e999\n", "cards.points"),
        (CARDS + "A,y,K1,٣\n", "cards.points"),
        (CARDS + "A,y,K1,11\n", "cards.range"),
        (CARDS + "A,y,K9,1\n", "cards.criterion"),
        (CARDS + "A,,K1,1\n", "cards.cell"),
        # A decimal comma in a table that is parted by commas would lose its tenths.
        (CARDS + "A,y,K1,7,5\n", "cards.wide"),
        (CARDS + '"A,y,K1,1\n', "file.quotes"),
    ],
)
def test_cards_that_cannot_be_read_are_refused_with_their_line(text: str, code: str) -> None:
    criteria = read_criteria(TOML)
    with pytest.raises(ScoringProblem) as refusal:
        read_cards(text.encode(), criteria, "karty.csv")
    assert refusal.value.code == code
    assert refusal.value.sentence.startswith("karty.csv")
    assert next(iter(find_problems(text.encode(), criteria))).code == code


def test_all_that_is_wrong_is_listed_at_once() -> None:
    text = CARDS + "A,y,K1,99\nA,y,K9,1\nA,y,K2,x\n"
    assert [problem.fields["line"] for problem in find_problems(text.encode(), read_criteria(TOML))] == [4, 5, 6]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "criteria.none"),
        ("criterion = 3", "criteria.none"),
        ("[[criterion]]\nmax = 3", "criteria.code"),
        ('[[criterion]]\ncode = "a"', "criteria.max"),
        ('[[criterion]]\ncode = "a"\nmax = "3"', "criteria.number"),
        ('[[criterion]]\ncode = "a"\nmax = true', "criteria.number"),
        ('[[criterion]]\ncode = "a"\nmax = nan', "criteria.number"),
        ('[[criterion]]\ncode = "a"\nmax = inf', "criteria.number"),
        ('[[criterion]]\ncode = "a"\nmax = 1e99999999', "criteria.number"),
        (f'[[criterion]]\ncode = "a"\nmax = 1{"0" * 400}', "criteria.number"),
        ('[[criterion]]\ncode = "a"\nmax = 3\nwaga = 2', "criteria.word"),
        ('[[criterion]]\ncode = "a"\nmax = 3\n' * 2, "criteria.twice"),
        ("[[criterion", "file.toml"),
        ("\0", "file.toml"),
    ],
)
def test_criteria_that_cannot_be_read_are_refused(text: str, code: str) -> None:
    with pytest.raises(ScoringProblem) as refusal:
        read_criteria(text.encode())
    assert refusal.value.code == code
