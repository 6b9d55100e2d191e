"""Reading cards from a CSV and criteria from a TOML file, as they are published."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NoReturn

from sciezka.core.csv_text import decode_table, open_rows
from sciezka.core.scoring.types import LONGEST_NAME, Criterion, Points, ScoringProblem, check_criteria, check_points

COLUMNS: Final = ("submission", "assessor", "criterion", "points")
KEYS: Final = {"code": "code", "weight": "weight", "min": "least", "max": "most", "threshold": "threshold"}
# What a criterion may say besides, for people.
WORDS: Final = frozenset({"title", "name", "text", "description", "levels", "mandatory"})
MOST_BYTES: Final = 50_000_000
MOST_SIGNS: Final = 40

# Fifteen places are more than any commission gives, and all that a floating-point number of the record can tell apart.
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
LARGEST: Final = 10**15


def read_criteria(content: bytes, name: str = "CRITERIA") -> tuple[Criterion, ...]:
    """Read criteria: ``[[criterion]]`` tables with ``code``, ``weight``, ``min``, ``max`` and ``threshold``.

    ``weight`` is 1 and ``min`` 0 where they are left out; a criterion without ``threshold`` asks for none.

    Args:
        content: the file's bytes, UTF-8.
        name: what refusals call the file.

    Raises:
        ScoringProblem: the file is refused; its code begins with ``file.`` or ``criteria.``.
    """
    try:
        # Numbers are read as they are written: 0.1 is a tenth, not the nearest power of two.
        read = tomllib.loads(content.decode("utf-8-sig"), parse_float=_read_number)
    except UnicodeDecodeError:
        _refuse("file.letters", f"{name} is not text in UTF-8.", file=name)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as problem:
        _refuse("file.toml", f"{name} can't be read as TOML: {problem}.", file=name, why=str(problem))
    rows = read.get("criterion")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        _refuse("criteria.none", f"{name} has no [[criterion]] tables. Write one for each criterion.", file=name)
    criteria = tuple(_read_criterion(row, at, name) for at, row in enumerate(rows, start=1))
    check_criteria(criteria)
    return criteria


def _read_criterion(row: Mapping[str, Any], at: int, name: str) -> Criterion:
    code = row.get("code")
    if not isinstance(code, str) or not code.strip():
        _refuse("criteria.code", f"{name}: criterion {at} has no code.", file=name, at=at)
    if unknown := sorted(set(row) - set(KEYS) - WORDS):
        _refuse(
            "criteria.word",
            f"{name}, criterion {code}: {unknown[0]} is not known here.",
            file=name,
            criterion=code,
            word=unknown[0],
        )
    if "max" not in row:
        _refuse("criteria.max", f"{name}, criterion {code}: say the most points (max).", file=name, criterion=code)
    values: dict[str, Fraction] = {}
    for key, field in KEYS.items():
        if key == "code" or key not in row:
            continue
        value = row[key]
        if isinstance(value, bool) or not isinstance(value, int | Fraction) or not -LARGEST <= value <= LARGEST:
            _refuse(
                "criteria.number", f"{name}, criterion {code}: {key} is not a number.", file=name, criterion=code, word=key
            )
        values[field] = Fraction(value)
    return Criterion(code=code.strip(), **values)


def read_cards(content: bytes, criteria: Sequence[Criterion], name: str = "CARDS") -> tuple[Points, ...]:
    """Read cards: rows of ``submission,assessor,criterion,points``, in any order of columns and rows.

    Args:
        content: the file's bytes, UTF-8 (with or without a mark), UTF-16 with a mark, or cp1250; cells parted by commas,
            semicolons or tabs; points with a decimal point or comma.
        criteria: by what was judged.
        name: what refusals call the file.

    Raises:
        ScoringProblem: the file is refused; the first thing that is wrong is named with its line.
    """
    found = []
    for row in _read_rows(content, criteria, name):
        if isinstance(row, ScoringProblem):
            raise row
        found.append(row)
    return tuple(found)


def find_problems(content: bytes, criteria: Sequence[Criterion], name: str = "CARDS") -> tuple[ScoringProblem, ...]:
    """List all that is wrong in a file of cards, so that it can be mended at once; none when it can be read."""
    try:
        return tuple(row for row in _read_rows(content, criteria, name) if isinstance(row, ScoringProblem))
    except ScoringProblem as problem:
        return (problem,)


def _read_rows(content: bytes, criteria: Sequence[Criterion], name: str) -> Iterator[Points | ScoringProblem]:
    """Give each row as points, or what is wrong with it.

    Raises:
        ScoringProblem: the file can't be read as a table at all.
    """
    if len(content) > MOST_BYTES:
        _refuse("file.size", f"{name} is larger than {MOST_BYTES // 1_000_000} MB.", file=name)
    text = decode_table(content)
    if text is None:
        _refuse("file.letters", f"{name} is not a table of text. Save it as CSV in UTF-8.", file=name)
    known = {criterion.code: criterion for criterion in criteria}
    places: dict[str, int] = {}
    width = 0
    seen: dict[tuple[str, str, str], int] = {}
    is_filled = False
    for line, cells in _number_rows(text, name):
        if not places:
            places, width = _find_columns(cells, name), len(cells)
            continue
        is_filled = True
        try:
            row = _read_row(cells, places, width, (name, line))
            check_points(row, known)
            _check_once(row, seen, name, line)
        except ScoringProblem as problem:
            yield _place(problem, name, line)
        else:
            yield row
    if not places:
        _refuse("file.empty", f"{name} is empty. Write {','.join(COLUMNS)} in its first row.", file=name)
    if not is_filled:
        _refuse("cards.none", f"{name} holds no points.", file=name)


def _number_rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that hold anything, each with its line."""
    reader = open_rows(text)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as problem:
        line = reader.line_num
        _refuse("file.quotes", f"{name}, line {line}: the cells can't be read ({problem}).", file=name, line=line)


def _find_columns(cells: Sequence[str], name: str) -> dict[str, int]:
    said = [cell.strip().casefold() for cell in cells]
    for column in COLUMNS:
        if said.count(column) != 1:
            _refuse(
                "file.columns",
                f"{name}: its first row has to name each of {', '.join(COLUMNS)} once.",
                file=name,
                column=column,
            )
    return {column: said.index(column) for column in COLUMNS}


def _read_row(cells: Sequence[str], places: Mapping[str, int], width: int, where: tuple[str, int]) -> Points:
    name, line = where
    said = {column: cells[at].strip() if at < len(cells) else "" for column, at in places.items()}
    for column in COLUMNS:
        if not said[column]:
            _refuse("cards.cell", f"the cell {column} is empty.", file=name, line=line, column=column)
        if len(said[column]) > LONGEST_NAME:
            _refuse("cards.long", f"the cell {column} is too long.", file=name, line=line, column=column)
    if any(cell.strip() for cell in cells[width:]):
        _refuse(
            "cards.wide",
            "there are more cells than columns. Put a number with a decimal comma in quotes.",
            file=name,
            line=line,
        )
    points = _read_number(said["points"])
    if points is None:
        _refuse(
            "cards.points",
            f"“{said['points'][:MOST_SIGNS]}” is not a number of points.",
            file=name,
            line=line,
            said=said["points"][:MOST_SIGNS],
        )
    return Points(
        submission=said["submission"],
        assessor=said["assessor"],
        criterion=said["criterion"],
        points=points,
    )


# Commissions give few different numbers, and making one is what takes long.
@lru_cache(maxsize=1 << 12)
def _read_number(said: str) -> Fraction | None:
    """Read a number as people write it; None where it is none, has no end, or would fill a page."""
    return Fraction(said.replace(",", ".")) if _NUMBER.fullmatch(said) else None


def _check_once(row: Points, seen: dict[tuple[str, str, str], int], name: str, line: int) -> None:
    key = (row.submission, row.assessor, row.criterion)
    if key in seen:
        _refuse(
            "cards.twice",
            f"{row.assessor} gave {row.submission} points in {row.criterion} on line {seen[key]} already.",
            file=name,
            line=line,
            before=seen[key],
        )
    seen[key] = line


def _place(problem: ScoringProblem, name: str, line: int) -> ScoringProblem:
    """Say in which line of the file something is wrong."""
    fields = {**problem.fields, "file": name, "line": line}
    return ScoringProblem(problem.code, f"{name}, line {line}: {problem.sentence}", **fields)


def _refuse(code: str, sentence: str, **fields: Any) -> NoReturn:  # noqa: ANN401 - values of any kind
    raise ScoringProblem(code, sentence, **fields) from None
