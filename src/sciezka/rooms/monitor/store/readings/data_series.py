"""A file with a city's own series: what it is, and its figures as columns, read whole or refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

import numpy as np

from sciezka.core.series.places import POLAND, read_code, write_key
from sciezka.core.series.table import SeriesProblem, Table
from sciezka.core.series.tables import bank, ministry, own
from sciezka.core.series.tables.mapped import NAME_HEADS, UNIT_HEADS, YEAR_HEADS, Columns, read_mapped
from sciezka.core.series.tables.reading import BUDGET, CREL, CTAB, MAPPED, OWN
from sciezka.core.series.tables.text import Row, find_delimiter, is_year, read_letters, read_rows
from sciezka.rooms.monitor.store.readings.data_workbooks import MOST_ROWS, read_workbook

COMMA: Final = "comma"
POINT: Final = "point"
OWN_PREFIX: Final = "own:"
FIRST_ROWS: Final = 100
VOIVODESHIPS: Final = range(2, 33, 2)
_OTHER_SIGN: Final = {COMMA: ".", POINT: ","}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column of a table is what.

    Attributes:
        unit: the heading of the column of units.
        year: the heading of the column of years; empty when the years stand in the header.
        values: pairs of a heading and the name of the series under it; with years in the header of what stands before
            the year.
        keys: the keys of the series, in the order of ``values``.
        decimal: the decimal sign of a table of text, ``comma`` or ``point``; empty when cells hold numbers.
    """

    unit: str
    year: str
    values: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    decimal: str = ""


@dataclass(frozen=True)
class Source:
    """A file as it was recognised.

    Attributes:
        kind: the format: an export of the bank, our own, a budget table, or ``mapped`` for any other table.
        text: its text; empty for a workbook.
        name: its name.
        rows: its rows, of any other table and of a budget table.
        sheet: of a workbook, the sheet that is read.
        others: of a workbook, the sheets that are not.
    """

    kind: str
    text: str
    name: str
    rows: Sequence[Row] = field(default_factory=tuple)
    sheet: str = ""
    others: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(cell.strip() for cell in self.rows[0].cells) if self.rows else ()

    @property
    def year_groups(self) -> tuple[str, ...]:
        """What stands before the years of the header, each once; nothing where only a year stands."""
        groups = [split_year(head) for head in self.heads]
        return tuple(dict.fromkeys(group for group in groups if group is not None))

    @property
    def is_text(self) -> bool:
        """Whether numbers are written as text, so that the decimal sign must be known."""
        return not self.sheet

    def guess(self, names: Sequence[str], otherwise: str = "") -> str:
        """Give the heading that is one of these names."""
        plain = {head.casefold(): head for head in reversed(self.heads)}
        return next((plain[name] for name in names if name in plain), otherwise)

    def guess_unit(self) -> str:
        """Guess the column of units: by its heading, else by what stands in the first row."""
        cells = self.rows[1].cells if len(self.rows) > 1 else ()
        codes = (
            head
            for head, cell in zip(self.heads, cells, strict=False)
            if len(cell.strip()) >= 6 and read_code(cell)  # noqa: PLR2004 - a commune's code
        )
        return self.guess(UNIT_HEADS, next(codes, ""))

    def guess_year(self) -> str:
        """Guess the column of years; empty when the header has years."""
        return self.guess(YEAR_HEADS)

    def guess_decimal(self) -> str:
        """Guess the decimal sign by the first rows."""
        cells = [cell for row in self.rows[1:200] for cell in row.cells]
        points = sum(bool(re.fullmatch(r"\s*-?\d+\.\d+\s*", cell)) for cell in cells)
        commas = sum(bool(re.fullmatch(r"\s*-?\d+,\d+\s*", cell)) for cell in cells)
        return POINT if points > commas else COMMA

    def has_numbers(self, head: str) -> bool:
        """Tell whether the first cell under a heading that says anything is a number."""
        at = self.heads.index(head) if head in self.heads else -1
        cells = (row.cells[at].strip() for row in self.rows[1:FIRST_ROWS] if 0 <= at < len(row.cells))
        first = next((cell for cell in cells if cell), "")
        return bool(re.fullmatch(r"[-+\d.,\s]*\d[-+\d.,\s]*", first))

    def value_heads(self) -> tuple[str, ...]:
        """The headings under which figures may stand."""
        taken = {self.guess_unit(), self.guess_year(), ""}
        return tuple(
            head
            for head in self.heads
            if head not in taken and head.casefold() not in NAME_HEADS and split_year(head) is None
        )


def split_year(head: str) -> str | None:
    """Give what stands before the year of a heading; None when it has no year."""
    words, _, last = head.rpartition(" ")
    return words.strip() if is_year(last) else None


def open_source(data: bytes, name: str) -> Source:
    """Tell what a file is.

    Raises:
        SeriesProblem: it is no table, or too long.
    """
    if data.startswith(b"PK\x03\x04"):
        sheet = read_workbook(data)
        return _name_kind(Source(MAPPED, "", name, sheet.rows, sheet.title, sheet.others))
    text = read_letters(data)
    lines = text.count("\n")
    if lines > MOST_ROWS:
        raise SeriesProblem("series.rows", f"The table has more than {MOST_ROWS} rows. Split it.", count=MOST_ROWS)
    header = text.lstrip().partition("\n")[0]
    if own.looks_like_own(text):
        return Source(OWN, text, name)
    if bank.looks_like_crel(header):
        return Source(CREL, text, name)
    if bank.looks_like_ctab(header):
        return Source(CTAB, text, name)
    return _name_kind(Source(MAPPED, text, name, list(read_rows(text, find_delimiter(header)))))


@dataclass(frozen=True, slots=True)
class Understood:
    """One figure as it was understood."""

    unit: str
    series: str
    year: int
    value: float | None


def preview_series(source: Source, mapping: Mapping | None = None, most: int = 8) -> tuple[Table, list[Understood]]:
    """Read the first rows of a file, and give the first figures as they are understood.

    Raises:
        SeriesProblem: something in the first rows can't be read.
    """
    first = replace(source, rows=source.rows[:FIRST_ROWS], text="\n".join(source.text.splitlines()[:FIRST_ROWS]))
    table = read_series(first, mapping)
    columns = (table.unit.tolist(), table.variable.tolist(), table.year.tolist(), table.value.tolist())
    return table, [
        Understood(
            write_key(unit),
            table.labels.get(table.variables[at], table.variables[at]),
            year,
            value if value == value else None,  # noqa: PLR0124 - only NaN differs from itself
        )
        for unit, at, year, value in islice(zip(*columns, strict=True), most)
    ]


def _name_kind(source: Source) -> Source:
    if not source.rows:
        raise SeriesProblem("series.empty", "The table is empty.")
    if ministry.looks_like_budget(source.heads):
        return replace(source, kind=BUDGET)
    named = [head for head in source.heads if head]
    twice = next((head for head in named if named.count(head) > 1), "")
    if twice:
        raise SeriesProblem("series.heads", f"Two columns are called “{twice}”. Give each its own name.", column=twice)
    return source


def read_series(source: Source, mapping: Mapping | None = None) -> Table:
    """Read the figures of a file.

    Raises:
        SeriesProblem: something in it can't be read, or its figures are not a city's own nor those of an export.
    """
    if source.kind == CREL:
        table = bank.read_crel(source.text, name=source.name)
    elif source.kind == CTAB:
        table = bank.read_ctab(source.text, name=source.name)
    elif source.kind == OWN:
        table = own.read_own(source.text)
    elif source.kind == BUDGET:
        raise _refuse_official("mf:")
    elif mapping is None:
        shown = ", ".join(source.heads)[:200]
        raise SeriesProblem(
            "series.unknown",
            f"This table is of no known format; its columns are: {shown}. Say which column is what.",
            columns=shown,
        )
    else:
        table = _read_table(source, mapping)
    if source.kind in {OWN, MAPPED}:
        official = next((key for key in table.variables if not key.startswith(OWN_PREFIX)), "")
        if official:
            raise _refuse_official(official)
    _refuse_nowhere(table, source)
    return table


def _read_table(source: Source, mapping: Mapping) -> Table:
    keys = {heading: key for (heading, _name), key in zip(mapping.values, mapping.keys, strict=True)}
    wanted = set(keys) if mapping.year else {head for head in source.heads if split_year(head) in keys}
    rows = source.rows
    if source.is_text and mapping.decimal:
        places = [at for at, head in enumerate(source.heads) if head in wanted]
        rows = [source.rows[0], *(_read_signs(row, places, source.heads, mapping.decimal) for row in source.rows[1:])]
    table = read_mapped(rows, Columns(mapping.unit, mapping.year, keys))
    names = {key: name for (_heading, name), key in zip(mapping.values, mapping.keys, strict=True)}
    return replace(table, labels=names)


def _read_signs(row: Row, places: Sequence[int], heads: Sequence[str], decimal: str) -> Row:
    """Read the other sign than the decimal one as what stands between thousands, or refuse the number."""
    other = _OTHER_SIGN[decimal]
    cells = list(row.cells)
    for at in places:
        cell = cells[at].strip() if at < len(cells) else ""
        if other not in cell or not re.search(r"\d", cell):
            continue
        if not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{other}\d{{3}})+(?:[.,]\d+)?", cell):
            raise SeriesProblem(
                "series.number",
                f"Line {row.line}, column “{heads[at]}”: “{cell[:40]}” is not a number.",
                line=row.line,
                column=heads[at],
                text=cell[:40],
            )
        cells[at] = cell.replace(other, "")
    return Row(row.line, tuple(cells))


def _refuse_official(key: str) -> SeriesProblem:
    return SeriesProblem(
        "series.official",
        f"{key} is a key of official figures. Bring those in as an export of the Local Data Bank, or let the operator do "
        "it. The keys of the city's own series begin with own:.",
        key=key,
    )


def _refuse_nowhere(table: Table, source: Source) -> None:
    """Refuse codes that lie in no voivodeship: a wrong column, or digits that were lost."""
    codes = np.unique(table.unit).tolist()
    wrong = next((code for code in codes if code != POLAND and code // 100_000 not in VOIVODESHIPS), None)
    if wrong is None:
        return
    rows = source.rows or read_rows(source.text, ";")
    line = next((row.line for row in rows if wrong in (read_code(cell) for cell in row.cells)), 1)
    raise SeriesProblem(
        "series.nowhere",
        f"Line {line}: {write_key(wrong)} lies in no voivodeship. Check the codes of the units.",
        line=line,
        unit=write_key(wrong),
    )
