"""LimeSurvey's CSV of responses as answers to the questionnaire that was made of its structure.

Headings may be codes (``Q1``, ``Q1[SQ001]``, ``Q1_SQ001``), codes with words (``Q1. How old …``) or words alone; answers
may be codes or words. Which person answered is never carried: tokens, addresses and times to the minute stay behind.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sciezka.rooms.questions.carrying.carried import CarriedAnswers, CarriedRow, CarryingProblem, Ledger
from sciezka.rooms.questions.carrying.codes import make_item_code
from sciezka.rooms.questions.carrying.documents import read_rows
from sciezka.rooms.questions.carrying.values import (
    ValueUnknown,
    find_by_words,
    normalise,
    read_answer,
    read_choice,
    read_hour,
    read_part,
    read_tick,
    tidy_answers,
)
from sciezka.rooms.questions.schema.types import LANGUAGES, Item, Kind, Questionnaire

META: Final = {
    "submitdate": "submitted", "date submitted": "submitted", "data wysłania": "submitted", "data przesłania": "submitted",
    "startlanguage": "language", "start language": "language", "język początkowy": "language",
    "datestamp": "seen", "date last action": "seen", "startdate": "seen", "date started": "seen",
}  # fmt: skip
COUNTED: Final = frozenset({"id", "response id", "lastpage", "last page", "seed", "id odpowiedzi", "ostatnia strona"})
PRIVATE: Final = frozenset({
    "token", "access code", "ipaddr", "ip address", "refurl", "referrer url", "firstname", "lastname", "email", "adres ip",
    "first name", "last name", "email address", "kod dostępu",
})  # fmt: skip
TIMES: Final = re.compile(r".*(?:time|total time|question time|group time)", re.IGNORECASE)
_HEADING: Final = re.compile(r"([A-Za-z][A-Za-z0-9_]*)((?:\[[^\]]{0,60}\]){0,3})(?:\.\s.*|\s*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column answers.

    Attributes:
        item: to which item.
        part: the row, the option or the place in a ranking.
        role: "whole", "part", "tick", "own" or "rank".
    """

    item: Item
    part: str = ""
    role: str = "whole"


@dataclass(slots=True)
class Sheet:
    """The columns of a file.

    Attributes:
        columns: what each column answers, by its number.
        meta: what is known besides, by its number.
    """

    columns: dict[int, Column] = field(default_factory=dict)
    meta: dict[int, str] = field(default_factory=dict)


def read_lss_answers(questionnaire: Questionnaire, data: bytes) -> CarriedAnswers:
    """Read responses.

    Raises:
        CarryingProblem: where the file is no table, or no column of it answers the questionnaire.
    """
    rows = read_rows(data)
    if not rows:
        raise CarryingProblem("empty", "The file is empty.")
    ledger = Ledger()
    sheet = read_headings(questionnaire, rows[0], ledger)
    if not sheet.columns:
        raise CarryingProblem("no_columns", "No column of the file answers this questionnaire.")
    unknown: Counter[tuple[str, str]] = Counter()
    carried = tuple(replace(read_row(row, sheet, unknown, rows[0]), line=line) for line, row in enumerate(rows[1:], start=2))
    for (heading, why), count in unknown.items():
        # How many, never what: a value that is no answer may be anything a person wrote.
        ledger.leave("answer", heading, why, str(count))
    if "submitted" in sheet.meta.values():
        ledger.leave("column", "", "hour", "submitdate")
    return CarriedAnswers(tuple(row for row in carried if row.answers), ledger.left_out + ledger.remarks)


def read_headings(questionnaire: Questionnaire, headings: list[str], ledger: Ledger) -> Sheet:
    """Tell what each column is; those that are nothing here are listed."""
    codes, words = list_columns(questionnaire), list_worded_columns(questionnaire)
    sheet = Sheet()
    for number, heading in enumerate(headings):
        name = normalise(heading.removeprefix("\ufeff"))
        column = find_column(heading, codes) or words.get(name)
        if column is not None:
            sheet.columns[number] = column
        elif name in META:
            sheet.meta[number] = META[name]
        elif name in PRIVATE or name.startswith("attribute_"):
            ledger.leave("column", "", "private", heading)
        elif name and name not in COUNTED:
            ledger.leave("column", "", "timing" if TIMES.fullmatch(name) else "no_item", heading)
    return sheet


def find_column(heading: str, codes: dict[str, Column]) -> Column | None:
    """Find what a heading made of codes means."""
    found = _HEADING.fullmatch(heading.strip())
    if found is None:
        return None
    parts = [found[1], *re.findall(r"\[([^\]]*)\]", found[2])]
    return codes.get(make_item_code("_".join(parts))) or codes.get(heading.strip().replace(".", "_"))


def list_columns(questionnaire: Questionnaire) -> dict[str, Column]:
    """List headings made of codes, with what they mean."""
    columns: dict[str, Column] = {}
    for item in questionnaire.items():
        columns.setdefault(item.code, Column(item))
        for option in item.options:
            key = f"{item.code}_{option.code}"
            if option.own_words:
                columns.setdefault(key, Column(item, option.code, "own"))
            elif item.kind is Kind.MULTIPLE:
                columns.setdefault(key, Column(item, option.code, "tick"))
            elif item.kind is Kind.ALLOCATION:
                columns.setdefault(key, Column(item, option.code, "part"))
        if item.kind is Kind.RANKING:
            for place in range(1, len(item.options) + 1):
                columns.setdefault(f"{item.code}_{place}", Column(item, f"{place:04}", "rank"))
        base, _dash, tail = item.code.rpartition("_")
        for row in item.rows:
            columns.setdefault(f"{item.code}_{row.code}", Column(item, row.code, "part"))
            if base:
                # Numbers in columns, and the second of two scales: LimeSurvey writes the row first.
                columns.setdefault(f"{base}_{row.code}_{tail}", Column(item, row.code, "part"))
            else:
                columns.setdefault(f"{item.code}_{row.code}_1", Column(item, row.code, "part"))
    return columns


def list_worded_columns(questionnaire: Questionnaire) -> dict[str, Column]:
    """List headings made of words, with what they mean; words met twice mean the first."""
    columns: dict[str, Column] = {}
    coded = list_columns(questionnaire)
    for column in coded.values():
        part = column.item.find_row(column.part) or column.item.find_option(column.part)
        for language, text in column.item.text.words.items():
            if column.role == "whole":
                columns.setdefault(normalise(text), column)
                # A question that was cut into several: "question – part" was "question [part]".
                head, dash, tail = text.rpartition(" – ")
                if dash:
                    columns.setdefault(normalise(f"{head} [{tail}]"), column)
            elif part is not None:
                columns.setdefault(normalise(f"{text} [{part.text.say(language)}]"), column)
            if column.role == "own":
                for word in ("Other", "Inne", "Інше"):
                    columns.setdefault(normalise(f"{text} [{word}]"), column)
    return columns


def read_row(row: list[str], sheet: Sheet, unknown: Counter[tuple[str, str]], headings: list[str]) -> CarriedRow:
    """Read one person's answers."""
    answers: dict[str, Any] = {}
    for number, column in sheet.columns.items():
        value = row[number].strip() if number < len(row) else ""
        if not value or value == "{question_not_shown}":
            continue
        try:
            put_answer(answers, column, value)
        except ValueUnknown as problem:
            unknown[headings[number], problem.why] += 1
    finish_answers(answers, sheet)
    meta = {name: row[number].strip() if number < len(row) else "" for number, name in sheet.meta.items()}
    language = meta.get("language", "").split("-")[0].lower()
    hour: datetime | None = read_hour(meta.get("submitted", "")) or read_hour(meta.get("seen", ""))
    complete = bool(meta["submitted"]) if "submitted" in meta else True
    return CarriedRow(tidy_answers(answers), hour, language if language in LANGUAGES else "", complete)


def put_answer(answers: dict[str, Any], column: Column, value: str) -> None:
    """Put one value where it belongs.

    Raises:
        ValueUnknown: where it is no answer.
    """
    item = column.item
    if column.role == "own":
        answers[f"{item.code}.{column.part}"] = " ".join(value.split())
    elif column.role == "rank":
        answers.setdefault(item.code, {})[column.part] = read_choice(item, value)
    elif column.role == "tick":
        option = item.find_option(column.part)
        if option is not None and read_tick(value, option):
            answers.setdefault(item.code, []).append(option.code)
    elif column.role == "part":
        answers.setdefault(item.code, {})[column.part] = read_part(item, column.part, value)
    elif item.kind is Kind.MULTIPLE:
        codes = [find_by_words(item.options, part) for part in re.split(r"[;|]", value)]
        if not all(codes):
            raise ValueUnknown("not_among_options")
        answers[item.code] = codes
    else:
        answers[item.code] = read_answer(item, value)


def finish_answers(answers: dict[str, Any], sheet: Sheet) -> None:
    """Put options and places in order, and choose the option beside which own words stand."""
    for item in {column.item.code: column.item for column in sheet.columns.values()}.values():
        given = answers.get(item.code)
        if item.kind is Kind.RANKING and isinstance(given, dict):
            answers[item.code] = list(dict.fromkeys(given[place] for place in sorted(given)))
        own = next(
            (option.code for option in item.options if option.own_words and f"{item.code}.{option.code}" in answers), ""
        )
        if own and item.kind is Kind.MULTIPLE:
            given = [*(given or []), own]
        elif own and given is None:
            answers[item.code] = own
        elif own and given != own:
            # Words that were typed before another option was chosen.
            del answers[f"{item.code}.{own}"]
        if item.kind is Kind.MULTIPLE and given:
            answers[item.code] = [option.code for option in item.options if option.code in given]
