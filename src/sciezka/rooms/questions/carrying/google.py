"""A Google Forms export (CSV) as a questionnaire with its answers.

The table holds questions as headings and nothing of their kinds, so the kinds are guessed and each guess is told. Columns
that name a person are never carried, and the time of an answer is kept to the hour.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sciezka.rooms.questions.carrying.carried import Carried, CarriedAnswers, CarriedRow, CarryingProblem, Ledger
from sciezka.rooms.questions.carrying.codes import make_option_code, make_unique
from sciezka.rooms.questions.carrying.documents import read_rows
from sciezka.rooms.questions.carrying.fitting import fit_questionnaire
from sciezka.rooms.questions.carrying.google_guessing import Guess, guess, split_parts
from sciezka.rooms.questions.carrying.lime_items import SAID
from sciezka.rooms.questions.carrying.values import ValueUnknown, normalise, read_answer, read_hour
from sciezka.rooms.questions.carrying.wording import read_item_text
from sciezka.rooms.questions.schema.types import Item, Kind, Option, Page, Questionnaire, Row, Section, Text

TIMES: Final = {"timestamp": "en", "sygnatura czasowa": "pl", "позначка часу": "uk", "znacznik czasu": "pl"}
PERSON: Final = re.compile(
    r"e-?mail|imi[eęa]|nazwisk|\bname\b|username|nazwa użytkownika|telefon|\bphone|pesel|adres zamieszk|home address"
    r"|прізвище|ім.?я|електронн",
    re.IGNORECASE,
)
SCORES: Final = re.compile(r"score|wynik|.*\[(?:score|feedback|wynik|opinia)\]", re.IGNORECASE)
MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_GRID: Final = re.compile(r"(.{1,2000}?)\s*\[([^\[\]]{1,500})\]\s*", re.DOTALL)
_HOURS: Final = re.compile(r"(\d{4}/\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/\d{4}) (\d{1,2}):(\d{2}):(\d{2})(?: ([AaPp])\.?[Mm])?.*")


@dataclass(slots=True)
class Asked:
    """One question, with the columns that answer it."""

    item: Item
    guess: Guess
    columns: dict[int, str] = field(default_factory=dict)


def read_google_csv(data: bytes) -> tuple[Carried, CarriedAnswers]:
    """Read a Google Forms export.

    Raises:
        CarryingProblem: where it is no table, holds no answers, or no column of it is a question.
    """
    rows = read_rows(data)
    if not rows:
        raise CarryingProblem("empty", "The file is empty.")
    if len(rows) == 1:
        raise CarryingProblem("no_answers", "The table holds no answers, and from headings alone nothing can be guessed.")
    ledger, answers_ledger = Ledger(), Ledger()
    headings = [read_item_text(heading.removeprefix("\ufeff")) for heading in rows[0]]
    times = [number for number, heading in enumerate(headings) if normalise(heading) in TIMES]
    language = guess_language(headings)
    values = {
        number: [row[number].strip() for row in rows[1:] if number < len(row) and row[number].strip()]
        for number in range(len(headings))
    }
    kept = [
        number for number in range(len(headings)) if number not in times and keep(headings[number], values[number], ledger)
    ]
    asked = list_asked(headings, values, kept, language, ledger)
    if not asked:
        raise CarryingProblem("no_items", "The file holds no question that can be carried.")
    items = tuple(question.item for question in asked)
    page = Page(code="p1", sections=(Section(code="s1", items=items),))
    questionnaire = fit_questionnaire(Questionnaire(languages=(language,), pages=(page,)), ledger)
    if times:
        # Told with the questions too: whoever brings in only these asks where the column is.
        ledger.leave("column", "", "hour", headings[times[0]])
        answers_ledger.leave("column", "", "hour", headings[times[0]])
    carried = tuple(
        replace(read_row(row, asked, times, answers_ledger), line=line) for line, row in enumerate(rows[1:], start=2)
    )
    found = CarriedAnswers(tuple(row for row in carried if row.answers), answers_ledger.left_out + answers_ledger.remarks)
    return Carried(questionnaire, ledger.left_out, ledger.remarks), found


def guess_language(headings: list[str]) -> str:
    """Guess the language of the questions."""
    words = " ".join(headings)
    if re.search(r"[а-яіїєґ]", words, re.IGNORECASE):
        return "uk"
    if re.search(r"[ąćęłńóśźż]", words, re.IGNORECASE):
        return "pl"
    return next((TIMES[normalise(heading)] for heading in headings if normalise(heading) in TIMES), "pl")


def keep(heading: str, values: list[str], ledger: Ledger) -> bool:
    """Tell whether a column is a question; one that names a person, or marks answers, is listed."""
    if not heading:
        if values:
            ledger.leave("column", "", "no_heading", str(len(values)))
        return False
    mails = sum(1 for value in values if MAIL.fullmatch(value))
    if (PERSON.search(heading) and len(heading) < 60) or (values and mails * 2 > len(values)):  # noqa: PLR2004
        ledger.leave("column", "", "private", heading)
        return False
    if SCORES.fullmatch(heading):
        ledger.leave("column", "", "assessment", heading)
        return False
    return True


def list_asked(
    headings: list[str], values: dict[int, list[str]], kept: list[int], language: str, ledger: Ledger
) -> list[Asked]:
    """Make questions of columns; those that differ only by what stands in brackets are one grid."""
    grids: dict[str, list[int]] = {}
    for number in kept:
        if (found := _GRID.fullmatch(headings[number])) is not None:
            grids.setdefault(found[1], []).append(number)
    asked: list[Asked] = []
    done: set[int] = set()
    for number in kept:
        if number in done:
            continue
        code = f"q{len(asked) + 1}"
        found = _GRID.fullmatch(headings[number])
        lines = grids.get(found[1], []) if found else []
        question = make_grid(code, headings, values, lines, language) if len(lines) > 1 else None
        if question is None:
            question = make_question(code, headings[number], values[number], language)
            question.columns[number] = ""
        done |= set(question.columns)
        asked.append(question)
        ledger.leave("question", code, "guessed", f"{question.item.kind}: {question.item.text.say(language)}")
    return asked


def make_grid(code: str, headings: list[str], values: dict[int, list[str]], lines: list[int], language: str) -> Asked | None:
    """Make a grid of columns that share their question; nothing where the answers are not the same few."""
    together = [value for number in lines for value in values[number]]
    found = guess("", together)
    if found.kind is not Kind.SINGLE or found.has_other:
        return None
    columns = {number: f"r{place}" for place, number in enumerate(lines, start=1)}
    parts = [_GRID.fullmatch(headings[number]) for number in lines]
    rows = tuple(
        Row(code=columns[number], text=Text({language: part[2]})) for number, part in zip(lines, parts, strict=True) if part
    )
    text = Text({language: parts[0][1]}) if parts[0] else Text()
    item = Item(code=code, kind=Kind.GRID, text=text, options=make_options(found, language), rows=rows)
    return Asked(item, found, columns)


def make_question(code: str, heading: str, values: list[str], language: str) -> Asked:
    """Make a question of one column."""
    found = guess(heading, values)
    decimals = 6 if found.kind is Kind.NUMBER and any(re.search(r"\d[.,]\d", value) for value in values) else 0
    item = Item(
        code=code, kind=found.kind, text=Text({language: heading}), options=make_options(found, language), decimals=decimals
    )
    return Asked(item, found)


def make_options(found: Guess, language: str) -> tuple[Option, ...]:
    """Make options of the answers that were guessed to be ones."""
    codes: set[str] = set()
    options = []
    for place, words in enumerate(found.options, start=1):
        code = make_unique(words if found.is_scale else f"a{place}", codes)
        codes.add(code)
        value = int(words) if found.is_scale else None
        options.append(Option(code=make_option_code(code), text=Text({language: words}), value=value))
    if found.has_other:
        options.append(Option(code="other", text=Text({language: SAID["other"][language]}), own_words=True, fixed=True))
    return tuple(options)


def read_row(row: list[str], asked: list[Asked], times: list[int], ledger: Ledger) -> CarriedRow:
    """Read one person's answers."""
    answers: dict[str, Any] = {}
    for question in asked:
        for number, part in question.columns.items():
            value = row[number].strip() if number < len(row) else ""
            if not value:
                continue
            try:
                put_answer(answers, question, part, value)
            except ValueUnknown as problem:
                ledger.leave("answer", question.item.code, problem.why)
    moment = row[times[0]].strip() if times and times[0] < len(row) else ""
    return CarriedRow(answers, read_google_hour(moment), "", complete=True)


def put_answer(answers: dict[str, Any], question: Asked, part: str, value: str) -> None:
    """Put one value where it belongs.

    Raises:
        ValueUnknown: where it is no answer.
    """
    item = question.item
    if part:
        answers.setdefault(item.code, {})[part] = find_option(item, value)
    elif item.kind is Kind.MULTIPLE:
        parts = split_known(item, value, question.guess.separator)
        codes = [find_option(item, words) for words in parts]
        answers[item.code] = [option.code for option in item.options if option.code in codes]
        keep_own_words(answers, item, [words for words, code in zip(parts, codes, strict=True) if code == "other"])
    elif item.kind is Kind.SINGLE:
        answers[item.code] = find_option(item, value)
        keep_own_words(answers, item, [value] if answers[item.code] == "other" else [])
    else:
        answers[item.code] = read_answer(item, value)


def find_option(item: Item, value: str) -> str:
    """Find the option that has the words of an answer; else that of one's own words.

    Raises:
        ValueUnknown: where there is neither.
    """
    wanted = " ".join(value.split())
    for option in item.options:
        if not option.own_words and wanted in option.text.words.values():
            return option.code
    if any(option.own_words for option in item.options):
        return "other"
    raise ValueUnknown("not_among_options")


def split_known(item: Item, value: str, separator: str) -> list[str]:
    """Split an answer into options, keeping together those that hold a comma."""
    parts = split_parts(value, separator)
    if separator != ", ":
        return parts
    known = {words for option in item.options for words in option.text.words.values()}
    joined: list[str] = []
    while parts:
        for length in range(len(parts), 0, -1):
            tried = ", ".join(parts[:length])
            if tried in known or length == 1:
                joined.append(tried)
                del parts[:length]
                break
    return joined


def keep_own_words(answers: dict[str, Any], item: Item, words: list[str]) -> None:
    """Keep people's own words beside the option for them."""
    if words:
        answers[f"{item.code}.other"] = ", ".join(words)


def read_google_hour(moment: str) -> datetime | None:
    """Read the hour of an answer; Google writes it by the reader's country, with "AM" or without."""
    found = _HOURS.fullmatch(moment)
    if found is None:
        return read_hour(moment)
    hour = int(found[2]) % 12 + (12 if found[5] in {"P", "p"} else 0) if found[5] else int(found[2])
    parts = [int(part) for part in found[1].split("/")]
    year, month, day = parts if parts[0] > 31 else (parts[2], parts[0], parts[1])  # noqa: PLR2004 - a year is no day
    if month > 12:  # noqa: PLR2004 - the day stands first
        month, day = day, month
    try:
        return datetime(year, month, day, hour)  # noqa: DTZ001 - files do not say which clock they mean
    except ValueError:
        return None
