"""LimeSurvey's table of responses is read into answers that the questionnaire accepts; who answered stays behind."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

import pytest

from sciezka.rooms.questions.carrying import CarryingProblem, read_lss, read_lss_answers
from sciezka.rooms.questions.schema.answers import check_all
from sciezka.rooms.questions.schema.types import Questionnaire
from tests.rooms.questions.lime_files import make_file


def write_table(*rows: Sequence[str], delimiter: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def make_questionnaire() -> Questionnaire:
    file, group = make_file()
    parts, answers = {"SQ001": "Bieg", "SQ002": "Rower"}, {"1": "źle", "2": "dobrze"}
    file.question(group, "plec", "G", "Płeć")
    file.question(group, "okolica", "L", "Okolica", answers={"A1": "Centrum", "A2": "Południe"}, other="Y")
    file.question(group, "sport", "M", "Sport", parts=parts, other="Y")
    file.question(group, "ocena", "F", "Ocena", parts=parts, answers=answers)
    file.question(group, "dwie", "1", "Dwie", parts=parts, answers=answers, second={"1": "x", "2": "y"})
    file.question(group, "tab", ":", "Tabela", parts=parts, columns={"c": "C"})
    file.question(group, "kolej", "R", "Kolejność", answers={"a": "A", "b": "B", "c": "C"})
    file.question(group, "punkty", "K", "Punkty", parts=parts, attributes={"equals_num_value": "100"})
    file.question(group, "wiek", "N", "Wiek")
    file.question(group, "kiedy", "D", "Kiedy")
    file.question(group, "uwagi", "T", "Uwagi")
    return read_lss(file.write()).questionnaire


CODED = {
    "id": "1", "submitdate": "2026-02-03 14:25:11", "lastpage": "1", "startlanguage": "pl",
    "token": "abc", "ipaddr": "10.0.0.1",
    "plec": "F", "okolica": "-oth-", "okolica[other]": "Zarzecze",
    "sport[SQ001]": "Y", "sport[SQ002]": "", "sport[other]": "Szachy",
    "ocena[SQ001]": "2", "ocena[SQ002]": "1", "dwie[SQ001][1]": "1", "dwie[SQ001][2]": "2",
    "tab[SQ001_c]": "7", "kolej[1]": "b",
    "kolej[2]": "a", "kolej[3]": "", "punkty[SQ001]": "60", "punkty[SQ002]": "40.0000000000", "wiek": "44.0000000000",
    "kiedy": "2026-02-01 00:00:00", "uwagi": "Dobrze,\njest", "interviewtime": "33.4",
}  # fmt: skip


def test_codes_become_answers_that_pass_the_strict_check() -> None:
    questionnaire = make_questionnaire()

    carried = read_lss_answers(questionnaire, write_table([*CODED], [*CODED.values()]))

    (row,) = carried.rows
    assert row.answers == {
        "plec": "F", "okolica": "other", "okolica.other": "Zarzecze",
        "sport": ["SQ001", "other"], "sport.other": "Szachy",
        "ocena": {"SQ001": "2", "SQ002": "1"}, "dwie": {"SQ001": "1"}, "dwie_2": {"SQ001": "2"}, "tab_c": {"SQ001": "7"},
        "kolej": ["b", "a"], "punkty": {"SQ001": 60, "SQ002": 40}, "wiek": 44, "kiedy": "2026-02-01",
        "uwagi": "Dobrze,\njest",
    }  # fmt: skip
    assert check_all(questionnaire, row.answers) == ()
    assert (row.hour, row.language, row.complete) == (datetime(2026, 2, 3, 14), "pl", True)  # noqa: DTZ001
    assert {(entry.why, entry.detail) for entry in carried.left_out} == {
        ("private", "token"), ("private", "ipaddr"), ("timing", "interviewtime"), ("hour", "submitdate"),
    }  # fmt: skip


def test_words_become_the_same_answers() -> None:
    headings = [
        "Płeć (pl)",
        "okolica. Okolica (pl)",
        "Sport (pl) [Bieg (pl)]",
        "Sport (pl) [Rower (pl)]",
        "Ocena (pl) [Bieg (pl)]",
    ]

    carried = read_lss_answers(
        make_questionnaire(), write_table(headings, ["Kobieta", "Południe (pl)", "Tak", "Nie", "dobrze (pl)"], delimiter=";")
    )

    assert carried.rows[0].answers == {"plec": "F", "okolica": "A2", "sport": ["SQ001"], "ocena": {"SQ001": "2"}}
    assert carried.left_out == ()


def test_unfinished_responses_are_told_apart_and_empty_ones_are_passed_over() -> None:
    carried = read_lss_answers(
        make_questionnaire(),
        write_table(["submitdate", "plec"], ["", "F"], ["1980-01-01 00:00:00", "M"], ["2026-02-03 10:00:00", ""]),
    )

    assert [(row.answers, row.complete, row.hour) for row in carried.rows] == [
        ({"plec": "F"}, False, None), ({"plec": "M"}, True, None),
    ]  # fmt: skip


def test_values_that_are_no_answers_are_counted_and_never_quoted() -> None:
    secret = "Anna z Zarzecza"
    carried = read_lss_answers(
        make_questionnaire(), write_table(["plec", "wiek", "nieznana"], [secret, secret, secret], [secret, "12", "x"])
    )

    assert [(entry.where, entry.why, entry.detail) for entry in carried.left_out] == [
        ("", "no_item", "nieznana"), ("plec", "not_among_options", "2"), ("wiek", "not_understood", "1"),
    ]  # fmt: skip
    assert secret not in str(carried)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"a,b\n1,2\n", "no_columns"), (b"PK\x03\x04", "table"), (b"<html>", "table"), (b"a\0b,c", "table")],
)
def test_a_table_that_does_not_fit_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(CarryingProblem) as problem:
        read_lss_answers(make_questionnaire(), data)

    assert problem.value.code == code
