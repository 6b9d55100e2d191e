"""Any table of text or any workbook, with a mapping that says which column is what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, Self
from zipfile import BadZipFile, ZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from sciezka.core.series.attributes import UNKNOWN
from sciezka.core.series.places import PART, level_of, read_code
from sciezka.core.series.table import SeriesProblem, Table, make_table, refuse_doubles
from sciezka.core.series.tables.own import KEY
from sciezka.core.series.tables.text import (
    MOST_COLUMNS,
    Row,
    find_delimiter,
    is_year,
    make_word,
    read_number,
    read_rows,
    read_year,
    refuse_code,
)

UNIT_HEADS: Final = ("unit", "teryt", "teryt7", "teryt4", "kod", "kod teryt", "kod_teryt", "jednostka", "code")
YEAR_HEADS: Final = ("year", "rok")
NAME_HEADS: Final = ("name", "nazwa", "city", "miasto", "gmina")

MOST_UNPACKED: Final = 400_000_000
MOST_ROWS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table is what.

    Attributes:
        unit: the heading of the column with the units' codes.
        year: the heading of the column with the years; empty when the years stand in the header.
        values: the variables' keys by the heading of their column; with years in the header by what stands before the
            year, or one key under an empty heading for them all.
    """

    unit: str
    year: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a mapping written as ``unit=Kod,year=Rok,bdl:72305=Ludność``.

        Raises:
            SeriesProblem: a part is not ``what=heading``, a key is none, the column of units is not named.
        """
        named: dict[str, str] = {}
        for part in text.split(","):
            what, equals, heading = part.partition("=")
            if not equals or not what.strip():
                raise SeriesProblem(
                    "mapping.part", f"“{part.strip()[:60]}” is not of the form what=heading.", text=part.strip()[:60]
                )
            named[what.strip()] = heading.strip()
        unit, year = named.pop("unit", ""), named.pop("year", "")
        if not unit:
            raise SeriesProblem("mapping.unit", "The mapping does not name the column of units. Write unit=HEADING.")
        for key in named:
            if not KEY.fullmatch(key):
                raise SeriesProblem(
                    "series.key",
                    f"“{key[:60]}” is not the key of a variable. Write bdl:NUMBER, gus:NAME, mf:NAME or own:NAME.",
                    text=key[:60],
                )
        return cls(unit, year, {heading: key for key, heading in named.items()})


def guess_columns(heads: Sequence[str], *, prefix: str = "own") -> Columns | None:
    """Guess a mapping from the headings; None when there is no column of units, or neither years nor a column of years."""
    plain = [head.strip().casefold() for head in heads]
    unit = next((heads[plain.index(name)] for name in UNIT_HEADS if name in plain), "")
    year = next((heads[plain.index(name)] for name in YEAR_HEADS if name in plain), "")
    if not unit or not (year or any(is_year(head.rpartition(" ")[2]) for head in heads)):
        return None
    taken = {unit, year}
    if not year:
        return Columns(unit, "", {})
    words = {
        head: f"{prefix}:{make_word(head)}"
        for head, name in zip(heads, plain, strict=True)
        if head not in taken and name not in NAME_HEADS and make_word(head)
    }
    return Columns(unit, year, words)


def read_grid(data: bytes, text: str | None) -> list[Row]:
    """Read the rows of a table of text, or of the first sheet of a workbook."""
    if text is None:
        return _read_workbook(data)
    return list(read_rows(text, find_delimiter(text.partition("\n")[0])))


def _read_workbook(data: bytes) -> list[Row]:
    _refuse_bombs(data)
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, TypeError, AttributeError) as problem:
        raise _refuse_workbook() from problem
    try:
        sheet = book.worksheets[0]
        return list(_read_sheet(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as problem:
        if isinstance(problem, SeriesProblem):
            raise
        raise _refuse_workbook() from problem
    finally:
        book.close()


def _read_sheet(rows: Iterable[tuple[object, ...]]) -> Iterable[Row]:
    for line, cells in enumerate(rows, start=1):
        if line > MOST_ROWS:
            raise SeriesProblem("series.rows", f"The sheet has more than {MOST_ROWS} rows. Split it.", count=MOST_ROWS)
        texts = ["" if cell is None else str(cell) for cell in cells]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            yield Row(line, tuple(texts))


def _refuse_bombs(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except BadZipFile as problem:
        raise _refuse_workbook() from problem
    if size > MOST_UNPACKED:
        raise SeriesProblem("series.size", "The workbook unpacks to too much. Split it.", size=MOST_UNPACKED // 1_000_000)


def _refuse_workbook() -> SeriesProblem:
    return SeriesProblem("series.workbook", "This workbook can't be read. Save it again as XLSX or CSV, and import that.")


def read_mapped(rows: Sequence[Row], columns: Columns) -> Table:
    """Read a table by a mapping.

    Raises:
        SeriesProblem: a column that the mapping names is not there, a cell can't be read, a value twice.
    """
    if len(rows) < 2:  # noqa: PLR2004 - a header and something under it
        raise SeriesProblem("series.empty", "The table has no rows under its header.")
    heads = [cell.strip() for cell in rows[0].cells]
    unit_at = _find(heads, columns.unit)
    year_at = _find(heads, columns.year) if columns.year else None
    wanted = _find_values(heads, columns, unit_at)
    keys = {key: at for at, key in enumerate(dict.fromkeys(key for _, key, _ in wanted))}
    found: list[tuple[int, int, int, float, int]] = []
    passed = 0
    for row in rows[1:]:
        cells = [*row.cells, *[""] * (len(heads) - len(row.cells))]
        if any(cell.strip() for cell in cells[len(heads) :]):
            raise SeriesProblem(
                "series.width",
                f"Line {row.line} has {len(row.cells)} cells; the header has {len(heads)}.",
                line=row.line,
            )
        unit = read_code(cells[unit_at])
        if unit is None:
            raise refuse_code(cells[unit_at], row.line)
        year = read_year(cells[year_at], row.line) if year_at is not None else 0
        kept = level_of(unit) != PART
        passed += not kept
        for at, key, of_year in wanted:
            value, sign = read_number(cells[at], row.line, heads[at])
            if kept:
                found.append((unit, keys[key], of_year or year, value, UNKNOWN if sign is None else sign))
    table = make_table(
        unit=[item[0] for item in found],
        variable=[item[1] for item in found],
        year=[item[2] for item in found],
        reported=[item[3] for item in found],
        attribute=[item[4] for item in found],
        variables=tuple(keys),
        names=_read_names(rows, heads, unit_at),
        labels={key: heading for heading, key in columns.values.items() if heading},
        passed_over={"part": passed} if passed else {},
    )
    refuse_doubles(table)
    return table


def _find(heads: Sequence[str], heading: str) -> int:
    if heading not in heads:
        shown = ", ".join(heads)[:200]
        raise SeriesProblem(
            "mapping.column", f"The table has no column “{heading}”. It has: {shown}.", column=heading, columns=shown
        )
    return heads.index(heading)


def _find_values(heads: Sequence[str], columns: Columns, unit_at: int) -> list[tuple[int, str, int]]:
    """Find where the values stand: position, key, and the year when the header has it."""
    if columns.year:
        if not columns.values:
            raise SeriesProblem("mapping.values", "The mapping names no column with figures. Write KEY=HEADING.")
        return [(_find(heads, heading), key, 0) for heading, key in columns.values.items()]
    found = []
    for at, head in enumerate(heads):
        words, _, last = head.rpartition(" ")
        year = last if words or is_year(head) else head
        if at != unit_at and is_year(year):
            key = columns.values.get(words.strip())
            if key is not None:
                found.append((at, key, int(year)))
    if not found:
        raise SeriesProblem(
            "mapping.years", "The header has no years, and the mapping names no column of years. Write year=HEADING."
        )
    return found


def _read_names(rows: Sequence[Row], heads: Sequence[str], unit_at: int) -> dict[int, str]:
    plain = [head.casefold() for head in heads]
    name_at = next((plain.index(name) for name in NAME_HEADS if name in plain), None)
    if name_at is None:
        return {}
    names = {}
    for row in rows[1:]:
        code = read_code(row.cells[unit_at])
        if code is not None and name_at < len(row.cells):
            names[code] = row.cells[name_at]
    return names
