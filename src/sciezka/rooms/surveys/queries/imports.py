"""Answers out of a file, for a survey: a file of our own, LimeSurvey's responses or an export of Google Forms.

Reading never stores anything. What a file holds is told by its headings. Each row is checked as strictly as an answer given
here, except that something required may be missing: nobody can be asked again.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils import timezone

from sciezka.rooms.questions.carrying.carried import CarriedAnswers, CarriedRow, CarryingProblem
from sciezka.rooms.questions.carrying.documents import read_rows
from sciezka.rooms.questions.carrying.google import TIMES, read_google_csv
from sciezka.rooms.questions.carrying.lime_answers import read_lss_answers
from sciezka.rooms.questions.carrying.values import normalise
from sciezka.rooms.questions.schema.answers import read_plain
from sciezka.rooms.questions.schema.routes import is_chosen
from sciezka.rooms.questions.schema.types import LANGUAGES, Kind, Questionnaire
from sciezka.rooms.surveys.queries.exports_variables import Role, Variable, list_variables
from sciezka.rooms.surveys.queries.imports_google import put_into

Source = Literal["own", "limesurvey", "google"]
MAY_LACK: Final = frozenset({"required", "rows", "hidden"})
"""What a row may lack, or have too much of: answers to what was not to be asked are left out, and told."""
WORDLESS: Final = "–"
MOST_ROWS: Final = 10_000
FORMULAS: Final = ("'=", "'+", "'-", "'@", "'\t", "'\r")
NOON: Final = dt.time(12)


@dataclass(frozen=True, slots=True)
class FileAnswers:
    """Answers as a file has them.

    Attributes:
        source: whose file it is.
        rows: the answers; a row without any is among them.
        groups: the group of each row, where the file says one.
        left_out: what was not read, as ``questions`` tells it.
        digest: tells files apart.
    """

    source: Source
    rows: tuple[CarriedRow, ...]
    groups: tuple[str, ...]
    left_out: tuple[Mapping[str, str], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class SoundRow:
    """A row that may be taken."""

    line: int
    answers: Mapping[str, Any]
    hour: dt.datetime | None
    language: str
    group: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows can't be taken: a code and the item that it is about, with the rows' numbers in the file."""

    code: str
    item: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file that was looked through.

    Attributes:
        file: what it holds.
        sound: rows that may be taken.
        bad: numbers of rows that may not.
        reasons: why not, the most frequent first.
        hidden: in how many sound rows answers to what was not to be asked are left out.
        wordless: in how many an own answer was chosen without its words.
    """

    file: FileAnswers
    sound: tuple[SoundRow, ...]
    bad: tuple[int, ...]
    reasons: tuple[Reason, ...]
    hidden: int
    wordless: int


def review_file(questionnaire: Questionnaire, data: bytes) -> Reviewed:
    """Read a file of answers and check each row of it.

    Raises:
        CarryingProblem: where it cannot be read, or nothing of it answers the questionnaire.
    """
    file = read_file(questionnaire, data)
    if not file.rows:
        raise CarryingProblem("no_answers", "The table holds no answers.")
    if len(file.rows) > MOST_ROWS:
        raise CarryingProblem("too_many", "The file has more rows or columns than can be read.")
    sound: list[SoundRow] = []
    bad: list[int] = []
    why: dict[tuple[str, str], list[int]] = defaultdict(list)
    hidden = wordless = 0
    for row, group in zip(file.rows, file.groups, strict=True):
        line = row.line
        answers, lacks_words = fill_own_words(questionnaire, row.answers)
        checked = read_plain(questionnaire, answers)
        problems = {(one.code, one.item) for one in checked.problems if one.code not in MAY_LACK}
        if not checked.answers:
            problems.add(("empty", ""))
        elif not row.complete:
            problems = {("unfinished", "")}
        if problems:
            bad.append(line)
            for problem in problems:
                why[problem].append(line)
            continue
        hidden += any(one.code == "hidden" for one in checked.problems)
        wordless += lacks_words
        sound.append(SoundRow(line, checked.answers, read_hour(row.hour), row.language, group))
    listed = sorted(why.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    reasons = tuple(Reason(code, item, tuple(lines)) for (code, item), lines in listed)
    return Reviewed(file, tuple(sound), tuple(bad), reasons, hidden, wordless)


def fill_own_words(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Put a dash where an own answer was chosen and its words were left out of the file; tell whether that was so."""
    filled = dict(answers)
    for item in questionnaire.items():
        given = answers.get(item.code)
        for option in item.options_of_own_words if given is not None else ():
            if is_chosen(option, given) and not str(answers.get(f"{item.code}.{option}") or "").strip():
                filled[f"{item.code}.{option}"] = WORDLESS
    return filled, len(filled) > len(answers)


def read_file(questionnaire: Questionnaire, data: bytes) -> FileAnswers:
    """Read a file of any kind that is known.

    Raises:
        CarryingProblem: where it cannot be read.
    """
    rows = read_rows(data)
    if not rows:
        raise CarryingProblem("empty", "The file is empty.")
    digest = hashlib.sha256(data).hexdigest()
    headings = [heading.removeprefix("\ufeff").strip() for heading in rows[0]]
    variables = {variable.name: variable for variable in list_variables(questionnaire)}
    marks = [name for name, one in variables.items() if one.role in {Role.RESPONSE, Role.WAY, Role.EDITION}]
    if set(marks) <= set(headings):
        return _read_own(variables, headings, rows[1:], digest)
    if any(normalise(heading) in TIMES for heading in headings):
        carried, answers = read_google_csv(data)
        put = put_into(questionnaire, carried.questionnaire, answers)
        return _keep("google", put, digest, extra=tuple(one.write() for one in carried.left_out))
    return _keep("limesurvey", read_lss_answers(questionnaire, data), digest)


def _keep(source: Source, carried: CarriedAnswers, digest: str, *, extra: tuple[Mapping[str, str], ...] = ()) -> FileAnswers:
    left_out = (*extra, *(one.write() for one in carried.left_out))
    return FileAnswers(source, carried.rows, ("",) * len(carried.rows), left_out, digest)


def _read_own(variables: Mapping[str, Variable], headings: list[str], rows: list[list[str]], digest: str) -> FileAnswers:
    known = [(at, variables[name]) for at, name in enumerate(headings) if name in variables]
    if not any(variable.item for _at, variable in known):
        raise CarryingProblem("no_columns", "No column of the file answers this questionnaire.")
    strange = [name for name in headings if name and name not in variables]
    left_out = tuple({"what": "column", "where": "", "why": "no_item", "detail": name[:80]} for name in strange)
    files = [one.name for _at, one in known if one.role == Role.GIVEN and one.item and one.item.kind == Kind.FILE]
    left_out += tuple({"what": "attachment", "where": name, "why": "not_kept", "detail": ""} for name in files)
    made, groups = [], []
    for line, row in enumerate(rows, start=2):
        cells = [(variable, undo(row[at])) for at, variable in known if at < len(row) and row[at].strip()]
        besides = {variable.role: cell for variable, cell in cells if variable.item is None}
        language = besides.get(Role.LANGUAGE, "")
        made.append(
            CarriedRow(
                gather_answers(cells),
                read_noon(besides.get(Role.ANSWERED_ON, "")),
                language if language in LANGUAGES else "",
                line=line,
            )
        )
        groups.append(besides.get(Role.GROUP, "")[:120])
    return FileAnswers("own", tuple(made), tuple(groups), left_out, digest)


def gather_answers(cells: list[tuple[Variable, str]]) -> dict[str, Any]:
    """Gather the cells of a row into answers, nearly in the shape in which they are stored."""
    answers: dict[str, Any] = {}
    for variable, cell in cells:
        item = variable.item
        if item is None:
            continue
        match variable.role:
            case Role.OWN:
                answers[f"{item.code}.{variable.part}"] = cell
            case Role.TICK:
                answers.setdefault(item.code, [])
                answers[item.code] += [variable.part] if cell == "1" else []
            case Role.ROW | Role.STEP | Role.RANK | Role.SHARE:
                answers.setdefault(item.code, {})[variable.part] = cell
            case Role.DEGREE:
                answers.setdefault(item.code, {})[variable.part] = cell.replace(",", ".")
            case Role.SUM:
                # The lines tell the sums again.
                continue
            case Role.GIVEN:
                if item.kind == Kind.CONSENT:
                    answers[item.code] = cell == "1"
            case _:
                answers[item.code] = cell
    return {code: answer for code, answer in answers.items() if answer != []}


def undo(cell: str) -> str:
    """Give the words of a cell that was defused for spreadsheets."""
    return cell[1:] if cell.startswith(FORMULAS) else cell


def read_hour(hour: dt.datetime | None) -> dt.datetime | None:
    """Take an hour that a file tells for one of this place's clock."""
    return timezone.make_aware(hour) if hour is not None and timezone.is_naive(hour) else hour


def read_noon(day: str) -> dt.datetime | None:
    """Read a day as its noon: a file knows no hours."""
    try:
        return timezone.make_aware(dt.datetime.combine(dt.date.fromisoformat(day), NOON))
    except ValueError:
        return None
