"""Reading a matrix of influences from a CSV: names in the first row and in the first column, a rating in each cell.

It is tolerant of how spreadsheets write (a mark at the start, semicolons, tabs, spaces, cp1250, empty rows) and strict in
what is said: what is not plainly a rating is refused with its row and column.
"""

import csv
import re
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from sciezka.core.consensus.ratings import shorten
from sciezka.core.csv_text import decode_table, open_rows
from sciezka.core.structural.types import Cell, InfluenceMatrix, Potential, StructuralProblem, check_factors, tidy_name

MOST_BYTES: Final = 5_000_000
MOST_CELLS: Final = 1_000

_NUMBER = re.compile(r"[0-3](?:[.,]0+)?", re.ASCII)
_POTENTIAL = re.compile(r"[Pp]\s*([1-3]?)", re.ASCII)


def read_matrix(content: bytes, name: str = "MATRIX") -> InfluenceMatrix:
    """Read a matrix: the row's factor influences the column's, 0 none to 3 strong, P potential (P1 to P3: how strong).

    The corner may say anything. Names stand in the same order down the side as along the top. The diagonal is empty or 0;
    an empty cell elsewhere was not filled.

    Args:
        content: the file's bytes, UTF-8 (with or without a mark), UTF-16 with a mark, or cp1250; cells parted by commas,
            semicolons or tabs.
        name: what refusals call the file.

    Raises:
        StructuralProblem: the file is refused; its code starts with ``file.`` or ``matrix.``.
    """
    factors, body = _open_matrix(content, name)
    cells: list[tuple[Cell, ...]] = []
    for at, (line, row) in enumerate(body):
        _check_row(row, factors, at, name, line)
        cells.append(tuple(_read_cell(cell, factors, (at, column), name, line) for column, cell in enumerate(row[1:])))
    return InfluenceMatrix(factors=factors, rows=tuple(cells))


def find_problems(content: bytes, name: str = "MATRIX") -> tuple[StructuralProblem, ...]:
    """List all that is wrong in the rows and cells of a matrix, so that it can be mended at once.

    What keeps the file from being read as a table at all stands alone. None when :func:`read_matrix` takes it.

    Args:
        content: the file's bytes.
        name: what refusals call the file.
    """
    try:
        factors, body = _open_matrix(content, name)
    except StructuralProblem as problem:
        return (problem,)
    found: list[StructuralProblem] = []
    for at, (line, row) in enumerate(body):
        try:
            _check_row(row, factors, at, name, line)
        except StructuralProblem as problem:
            found.append(problem)
        for column, cell in enumerate(row[1:]):
            try:
                _read_cell(cell, factors, (at, column), name, line)
            except StructuralProblem as problem:
                found.append(problem)
    return tuple(found)


def _open_matrix(content: bytes, name: str) -> tuple[tuple[str, ...], list[tuple[int, list[str]]]]:
    """Give the factors, and their rows with the line of each."""
    rows = _read_rows(_decode(content, name), name)
    if not rows:
        _refuse("file.empty", f"{name} is empty. Write the factors' names in the first row and the first column.", file=name)
    (line, header), *body = rows
    factors = tuple(tidy_name(cell) for cell in header[1:])
    if not body and len(header) < 2:  # noqa: PLR2004 - a corner and a name
        _refuse(
            "file.header", f"{name}, line {line} names no factors. Write them after the first cell.", file=name, line=line
        )
    check_factors(factors)
    if len(body) != len(factors):
        _refuse(
            "matrix.rows",
            f"{name} names {len(factors)} factors in its first row and has {len(body)} rows under it. "
            "Give each factor one column and one row.",
            file=name,
            columns=len(factors),
            rows=len(body),
        )
    return factors, body


def _decode(content: bytes, name: str) -> str:
    if len(content) > MOST_BYTES:
        _refuse("file.size", f"{name} is larger than {MOST_BYTES // 1_000_000} MB, which no matrix is.", file=name)
    if (text := decode_table(content)) is not None:
        return text
    return _refuse("file.letters", f"{name} is not a table of text. Save it as CSV in UTF-8.", file=name)


def _read_rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    """Give the rows that hold anything, each with its line, without the empty columns that spreadsheets leave behind."""
    reader = open_rows(text)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if len(cells) > MOST_CELLS or len(rows) > MOST_CELLS:
                _refuse("file.wide", f"{name} has more than {MOST_CELLS} rows or columns.", file=name, count=MOST_CELLS)
            if any(cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as problem:
        _refuse("file.quotes", f"{name}, line {line}: the cells can't be read ({problem}).", file=name, line=line)
    width = max((len(_strip_end(cells)) for _line, cells in rows), default=0)
    if rows:
        # The last factor's column is empty but for its name, so that the header tells the width, not the longest row.
        width = max(width, len(_strip_end(rows[0][1])))
    return [(line, [*cells[:width], *[""] * (width - len(cells))]) for line, cells in rows]


def _strip_end(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _check_row(row: Sequence[str], factors: Sequence[str], at: int, name: str, line: int) -> None:
    said, expected = tidy_name(row[0]), factors[at]
    if said == expected:
        return
    if not said:
        _refuse(
            "matrix.row_unnamed",
            f"{name}, line {line}: the row has no name. Write {shorten(expected)}, as in the first row.",
            file=name,
            line=line,
            factor=expected,
        )
    if said in factors:
        _refuse(
            "matrix.order",
            f"{name}, line {line}: the row is called {shorten(said)} where the first row has {shorten(expected)}. "
            "Put rows and columns in the same order.",
            file=name,
            line=line,
            said=said,
            factor=expected,
        )
    _refuse(
        "matrix.stranger",
        f"{name}, line {line}: {shorten(said)} is not in the first row, which has {shorten(expected)} there. "
        "Write both alike.",
        file=name,
        line=line,
        said=said,
        factor=expected,
    )


def _read_cell(cell: str, factors: Sequence[str], place: tuple[int, int], name: str, line: int) -> Cell:
    row, column = place
    where = {"file": name, "line": line, "row": factors[row], "column": factors[column]}
    at = f"{name}, line {line}, row {shorten(factors[row])}, column {shorten(factors[column])}"
    if row == column:
        if cell and not re.fullmatch(r"0(?:[.,]0+)?", cell):
            _refuse(
                "matrix.diagonal",
                f"{at}: a factor does not influence itself. Leave the cell empty or write 0.",
                **where,
                said=cell,
            )
        return 0
    if not cell:
        return None
    if _NUMBER.fullmatch(cell):
        return int(cell[0])
    if found := _POTENTIAL.fullmatch(cell):
        return Potential(int(found[1]) if found[1] else None)
    return _refuse(
        "matrix.cell",
        f"{at}: {shorten(cell)} is not a rating. Write 0, 1, 2, 3 or P, or leave it empty.",
        **where,
        said=cell,
    )


def _refuse(code: str, sentence: str, **fields: Any) -> NoReturn:  # noqa: ANN401 - values of any kind
    raise StructuralProblem(code, sentence, **fields) from None
