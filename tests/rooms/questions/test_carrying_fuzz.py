"""Whatever a file holds, reading it gives a questionnaire that can be stored, or a problem, and never anything else."""

import csv
import io
import random
import zipfile
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.rooms.questions.carrying import (
    CarryingProblem,
    read_google_csv,
    read_lss,
    read_lss_answers,
    write_xlsform,
)
from sciezka.rooms.questions.carrying.any_file import read_file
from sciezka.rooms.questions.carrying.carried import WHAT, WHY, Carried
from sciezka.rooms.questions.carrying.expressions import ExpressionUnknown, parse
from sciezka.rooms.questions.carrying.google_guessing import guess
from sciezka.rooms.questions.carrying.wording import read_item_text, read_markdown
from sciezka.rooms.questions.schema.stored import LONGEST_TEXT, read_questionnaire, write_questionnaire
from sciezka.rooms.questions.schema.types import Questionnaire
from tests.rooms.questions.form_files import write_form
from tests.rooms.questions.lime_files import LimeFile, make_file

ODD = [
    "",
    "\ufffd",
    "]]>",
    "{",
    "}",
    "&amp;",
    "<",
    "${x}",
    "NaN",
    "1e999",
    "-1",
    "9" * 400,
    "a" * 30_000,
    "'",
    '"',
    "1;2",
    "|",
    "Y",
    "\u202e",
]
WORDS = st.text(max_size=40) | st.sampled_from(ODD)


@cache
def make_survey() -> LimeFile:
    """Make a survey with one question of each type."""
    file, group = make_file(languages=("pl", "en"))
    for place, kind in enumerate("L!OMPFABCEH1:;5YGNKSTUQRDX*|I"):
        file.question(
            group, f"q{place}", kind, f"Pytanie {{q{place - 1}}}", parts={"a": "A", "b": "B|C"}, columns={"c": "C"},
            answers={"1": "x", "2": "y"}, second={"1": "z"}, other="Y", mandatory="Y", relevance=f"q{place - 1} == 1",
            attributes={"array_filter": "q3", "max_answers": "2", "min_num_value_n": "1", "equals_num_value": "9"},
        )  # fmt: skip
    return file


def check(carried: Carried) -> Questionnaire:
    """See that what was carried is whole, and each reason known."""
    stored = write_questionnaire(carried.questionnaire)
    assert read_questionnaire(stored) == carried.questionnaire
    assert {entry.what for entry in (*carried.left_out, *carried.remarks)} <= WHAT
    assert {entry.why for entry in (*carried.left_out, *carried.remarks)} <= WHY
    return carried.questionnaire


@settings(max_examples=150)
@given(seed=st.integers(0, 2**32), words=st.lists(WORDS, min_size=1, max_size=12))
def test_a_survey_with_odd_values_in_any_of_its_cells(seed: int, words: list[str]) -> None:
    draw = random.Random(seed)  # noqa: S311 - which cell is mutated need not be secret
    file = make_survey()
    tables = {name: [dict(row) for row in rows] for name, rows in file.tables.items()}
    for word in words:
        row = draw.choice(tables[draw.choice(sorted(tables))])
        row[draw.choice(sorted(row))] = "".join(sign for sign in word if sign.isprintable())
    with suppress(CarryingProblem):
        check(read_lss(LimeFile(languages=file.languages, tables=tables).write()))


@settings(max_examples=150)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 60))
def test_a_survey_with_bytes_changed_or_cut(seed: int, count: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    data = bytearray(make_survey().write())
    for _time in range(count):
        place = draw.randrange(len(data))
        data[place : place + draw.randrange(40)] = draw.randbytes(draw.randrange(4))
    with suppress(CarryingProblem):
        check(read_file(bytes(data)).carried)


@settings(max_examples=60)
@given(
    rows=st.lists(st.lists(WORDS.filter(lambda word: word.isprintable()), max_size=9), min_size=1, max_size=8),
    data=st.data(),
)
def test_a_form_with_odd_cells(rows: list[list[Any]], data: st.DataObject) -> None:
    kinds = ["text", "integer", "select_one kolor", "select_multiple kolor", "begin_group", "end_group", "begin_repeat",
             "range",
             "select_one kolor or_other", "note", "date", "x"]  # fmt: skip
    odd = [[data.draw(st.sampled_from(kinds)), *row] for row in rows]
    with suppress(CarryingProblem):
        questionnaire = check(read_file(write_form(*odd)).carried)
        check(read_file(write_xlsform(questionnaire)).carried)


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_a_workbook_with_bytes_changed_inside_its_parts(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_form(("text", "a", "A"), ("integer", "b", "B")))) as package:
        parts = {name: bytearray(package.read(name)) for name in package.namelist()}
    for _time in range(draw.randrange(1, 6)):
        part = parts[draw.choice(sorted(parts))]
        place = draw.randrange(len(part))
        part[place : place + draw.randrange(1, 9)] = draw.randbytes(draw.randrange(3))
    with zipfile.ZipFile(written, "w") as package:
        for name, content in parts.items():
            package.writestr(name, bytes(content))
    with suppress(CarryingProblem):
        check(read_file(written.getvalue()).carried)


@settings(max_examples=200)
@given(data=st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes(data: bytes) -> None:
    with suppress(CarryingProblem):
        check(read_file(data).carried)


@settings(max_examples=100)
@given(rows=st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=2, max_size=12))
def test_any_table_of_answers(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    data = written.getvalue().encode("utf-8", "replace")
    with suppress(CarryingProblem):
        carried, _answers = read_google_csv(data)
        check(carried)
    headings = ",".join(item.code for item in read_lss(make_survey().write()).questionnaire.items())
    with suppress(CarryingProblem):
        read_lss_answers(read_lss(make_survey().write()).questionnaire, headings.encode() + b"\n" + data)


@given(expression=st.text(alphabet="ab1.${}()!=<>&|'\" ,-_", max_size=80))
def test_any_expression_is_read_or_unknown(expression: str) -> None:
    try:
        parse(expression)
    except ExpressionUnknown:
        return


@given(values=st.lists(st.text(max_size=30).map(str.strip).filter(bool), max_size=30))
def test_any_column_is_guessed(values: list[str]) -> None:
    found = guess("Pytanie", values)

    assert len(found.options) == len(set(found.options))


@pytest.mark.parametrize(
    "piece", ["<img ", "<script ", "<a href=", "<br ", "<b> ", "&nbsp;", "{", "*", "[", "<p>", "</li>", "(", "\u00a0", " "]
)
def test_a_text_of_one_piece_repeated_is_read_in_a_moment(piece: str) -> None:
    text = f"<{piece * (200_000 // len(piece))}"

    assert len(read_markdown(text)) <= LONGEST_TEXT
    assert len(read_item_text(text)) <= LONGEST_TEXT


def test_conditions_inside_one_another_without_end_are_unknown() -> None:
    for expression in ("(" * 3_000, "!" * 3_000, "not " * 900 + "a", "count(" * 600):
        with pytest.raises(ExpressionUnknown):
            parse(expression)
