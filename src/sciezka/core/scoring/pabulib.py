"""Participatory budgets in the format of Pabulib (``.pb``): what was proposed, how it was voted on, what was selected.

A file has three parts, each with a heading of its own: ``META`` (a key and its value in each line), ``PROJECTS`` and
``VOTES``. Fields are parted by semicolons. What a project won is its score where the file gives one for each project, else
its votes; where it gives neither, the votes are counted here.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sciezka.core.scoring.selection import Ask, Selection, select_within
from sciezka.core.scoring.types import ScoringProblem

PARTS: Final = ("META", "PROJECTS", "VOTES")
SELECTED: Final = "1"
REFUSED: Final = "0"
COUNTED: Final = frozenset({"approval", "choose-1"})
SUMMED: Final = frozenset({"cumulative", "scoring"})
PLAIN: Final = "greedy"
_NUMBER: Final = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,9})?")
_DAY: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_MOST_ROWS: Final = 5_000_000
_LONGEST_FIELD: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project that was voted on.

    Attributes:
        key: its number in the file.
        name: its title.
        cost: what it costs.
        points: what it won.
        outcome: ``1`` selected, ``0`` not; anything else, empty too, says neither.
        category: what it is about, as the file lists it.
        target: for whom, likewise.
    """

    key: str
    name: str
    cost: Fraction
    points: Fraction
    outcome: str = ""
    category: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VotedBudget:
    """A participatory budget as its file tells it.

    Attributes:
        meta: all that it says of itself.
        projects: in the file's order, which also parts those that are level.
        budget: the money.
    """

    meta: Mapping[str, str]
    projects: tuple[Project, ...]
    budget: Fraction

    @property
    def rule(self) -> str:
        """The rule by which it was decided, as the file names it."""
        return self.meta.get("rule", "")

    @property
    def tells_selection(self) -> bool:
        """Tell whether the file says what was selected."""
        return any(project.outcome for project in self.projects)

    @property
    def published(self) -> frozenset[str]:
        """The projects that were selected, by their numbers."""
        return frozenset(project.key for project in self.projects if project.outcome == SELECTED)

    @property
    def first_day(self) -> dt.date | None:
        """The day on which voting began."""
        return read_day(self.meta.get("date_begin", ""))

    @property
    def last_day(self) -> dt.date | None:
        """The day on which voting ended."""
        return read_day(self.meta.get("date_end", ""))


def replay(budget: VotedBudget) -> Selection:
    """Select by the plain rule: the most points first, each that still fits; those that are level in the file's order."""
    ranked = sorted(budget.projects, key=lambda project: -project.points)
    ranks: dict[str, int] = {}
    for place, project in enumerate(ranked, start=1):
        before = ranked[place - 2] if place > 1 else None
        level = before is not None and before.points == project.points
        ranks[project.key] = ranks[before.key] if before is not None and level else place
    return select_within([Ask(project.key, project.cost) for project in ranked], budget.budget, ranks)


def read_pabulib(text: str) -> VotedBudget:
    """Read a file.

    Raises:
        ScoringProblem: a part, a column or a number is missing or can't be read; the line is named.
    """
    parts = _cut_parts(text)
    meta = {row[0].strip(): row[1].strip() for _line, row in parts["META"][1:] if len(row) > 1}
    budget = _read_number(meta.get("budget", ""), "budget", 0)
    rows = _read_table("PROJECTS", parts["PROJECTS"], ("project_id", "cost"))
    met: set[str] = set()
    for line, row in rows:
        if not row["project_id"] or row["project_id"] in met:
            raise _refuse("project", f"Line {line}: a project without a number, or with one met before.", line=line)
        met.add(row["project_id"])
    won = _find_points(rows, meta, parts.get("VOTES", []))
    projects = tuple(
        Project(
            key=row["project_id"], name=row.get("name", ""), cost=_read_number(row["cost"], "cost", line),
            points=won[row["project_id"]], outcome=row.get("selected", ""), category=row.get("category", ""),
            target=row.get("target", ""),
        )
        for line, row in rows
    )  # fmt: skip
    if not projects:
        raise _refuse("empty", "The file has no projects.")
    return VotedBudget(meta=meta, projects=projects, budget=budget)


def read_day(written: str) -> dt.date | None:
    """Read a day as files write it, ``6.09.2019``; None where it is none."""
    found = _DAY.fullmatch(written.strip())
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


Row = tuple[int, list[str]]
Record = tuple[int, dict[str, str]]


def _refuse(code: str, sentence: str, **fields: object) -> ScoringProblem:
    return ScoringProblem(f"pabulib.{code}", sentence, **fields)


def _cut_parts(text: str) -> dict[str, list[Row]]:
    """Cut a file at the headings of its parts."""
    parts: dict[str, list[Row]] = {}
    now: list[Row] | None = None
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=";")
    try:
        for row in reader:
            if reader.line_num > _MOST_ROWS or any(len(cell) > _LONGEST_FIELD for cell in row):
                raise _refuse("large", "The file is too large.")
            word = row[0].strip() if row else ""
            if len(row) == 1 and word in PARTS:
                now = parts.setdefault(word, [])
            elif now is not None and any(cell.strip() for cell in row):
                now.append((reader.line_num, row))
    except csv.Error as problem:
        raise _refuse("table", f"Line {reader.line_num} can't be read.", line=reader.line_num) from problem
    for word in ("META", "PROJECTS"):
        if not parts.get(word):
            raise _refuse("part", f"The part {word} is missing: this is no Pabulib file.", part=word)
    return parts


def _read_table(part: str, rows: list[Row], needed: Iterable[str]) -> list[Record]:
    (_line, heads), *rest = rows
    names = [head.strip() for head in heads]
    for name in needed:
        if name not in names:
            raise _refuse("column", f"{part}: the column {name} is missing.", part=part, column=name)
    return [
        (line, {name: cell.strip() for name, cell in zip(names, row, strict=False)} | _fill(names, row))
        for line, row in rest
    ]


def _fill(names: list[str], row: list[str]) -> dict[str, str]:
    """Give what a short row leaves out."""
    return dict.fromkeys(names[len(row) :], "")


def _read_number(written: str, column: str, line: int) -> Fraction:
    if not _NUMBER.fullmatch(written.strip()):
        raise _refuse("number", f"Line {line}, {column}: no number of 0 or more.", line=line, column=column)
    return Fraction(written.strip().replace(",", "."))


def _find_points(rows: list[Record], meta: Mapping[str, str], votes: list[Row]) -> dict[str, Fraction]:
    """Find what each project won: scores, else votes, else what counting the votes gives."""
    for column in ("score", "votes"):
        if rows and all(row.get(column) for _line, row in rows):
            return {row["project_id"]: _read_number(row[column], column, line) for line, row in rows}
    if not votes:
        raise _refuse("votes", "Neither scores nor votes of all projects stand in the file.")
    return count_votes((row["project_id"] for _line, row in rows), meta.get("vote_type", ""), votes)


def count_votes(projects: Iterable[str], vote_type: str, votes: list[Row]) -> dict[str, Fraction]:
    """Count votes: one for each who named a project, or the points they gave it.

    Raises:
        ScoringProblem: votes of another kind, or a vote that can't be read.
    """
    won = dict.fromkeys(projects, Fraction(0))
    needed = ("vote",) if vote_type in COUNTED else ("vote", "points")
    if vote_type not in COUNTED | SUMMED:
        raise _refuse("kind", f"Votes of this kind aren't counted here: {vote_type}.", kind=vote_type)
    for line, row in _read_table("VOTES", votes, needed):
        named = [key.strip() for key in row["vote"].split(",") if key.strip()]
        given = [Fraction(1)] * len(named)
        if vote_type in SUMMED:
            given = [_read_number(points, "points", line) for points in row["points"].split(",") if points.strip()]
        if len(given) != len(named) or any(key not in won for key in named):
            raise _refuse("vote", f"Line {line}: the vote names a project that there isn't, or lacks points.", line=line)
        for key, points in zip(named, given, strict=True):
            won[key] += points
    return won
