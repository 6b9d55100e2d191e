"""Workbooks that people send: the first sheet as rows, and everything in it that would be lost in silence."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - the library's own small letters

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from sciezka.core.series.table import SeriesProblem
from sciezka.core.series.tables.text import MOST_COLUMNS, Row

# A workbook is read at about a megabyte a second, while its sender waits; what is larger goes as CSV.
MOST_UNPACKED: Final = 10_000_000
MOST_ROWS: Final = 300_000
_FORMULA: Final = (b"<f>", b"<f ", b"<f/")
_BROKEN: Final = (
    InvalidFileException, BadZipFile, ZlibError, KeyError, ValueError, OSError, TypeError, AttributeError, IndexError,
    EOFError, SyntaxError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet of a workbook.

    Attributes:
        rows: its rows that say anything.
        title: its name.
        others: the names of the sheets that are not read.
    """

    rows: list[Row]
    title: str
    others: tuple[str, ...]


def read_workbook(data: bytes) -> Sheet:
    """Read the first sheet of a workbook.

    Raises:
        SeriesProblem: it is none, it unpacks to too much, its first sheet is hidden, or a formula has no value.
    """
    _refuse_bomb(data)
    try:
        return _read_workbook(data)
    except SeriesProblem:
        raise
    except _BROKEN as problem:
        raise SeriesProblem(
            "series.workbook", "This workbook can't be read. Save it again as XLSX or CSV, and import that."
        ) from problem


def _read_workbook(data: bytes) -> Sheet:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet: Any = book.worksheets[0]
        if sheet.sheet_state != "visible":
            name = str(sheet.title)[:60]
            raise SeriesProblem(
                "series.hidden", f"The first sheet “{name}” is hidden. Show it, or put another first.", sheet=name
            )
        # What a sheet says of its own size may be anything.
        sheet.reset_dimensions()
        rows = list(_read_rows(sheet.iter_rows(values_only=True)))
        if _has_formulas(data):
            _refuse_empty_formulas(data, {(row.line, at) for row in rows for at, cell in enumerate(row.cells) if cell})
        return Sheet(rows, str(sheet.title), tuple(str(other.title)[:60] for other in book.worksheets[1:]))
    finally:
        book.close()


def _read_rows(rows: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    for line, cells in enumerate(rows, start=1):
        if line > MOST_ROWS:
            raise SeriesProblem("series.rows", f"The sheet has more than {MOST_ROWS} rows. Split it.", count=MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise SeriesProblem("series.columns", f"Line {line} has more than {MOST_COLUMNS} columns.", line=line)
        texts = ["" if cell is None else str(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            yield Row(line, tuple(texts))


def _refuse_bomb(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise SeriesProblem(
            "series.workbook", "This workbook can't be read. Save it again as XLSX or CSV, and import that."
        ) from problem
    if size > MOST_UNPACKED:
        most = MOST_UNPACKED // 1_000_000
        raise SeriesProblem("series.size", f"The workbook unpacks to more than {most} MB. Split it.", size=most)


def _has_formulas(data: bytes) -> bool:
    with ZipFile(BytesIO(data)) as archive:
        for member in archive.infolist():
            if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                content = archive.read(member)
                if any(sign in content for sign in _FORMULA):
                    return True
    return False


def _refuse_empty_formulas(data: bytes, known: set[tuple[int, int]]) -> None:
    """Refuse a formula whose value was not saved: it would be read as an empty cell."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            for at, cell in enumerate(cells):
                if cell.data_type == "f" and (line, at) not in known:
                    place = f"{get_column_letter(at + 1)}{line}"
                    raise SeriesProblem(
                        "series.formula",
                        f"The cell {place} (line {line}) holds a formula without a value. "
                        "Open the file in a spreadsheet and save it, or put the values in place of the formulas.",
                        line=line,
                        cell=place,
                    )
    finally:
        book.close()
