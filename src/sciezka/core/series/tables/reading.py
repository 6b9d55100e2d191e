"""Telling what a file is, and reading it with the reader of its format."""

from dataclasses import dataclass, replace
from typing import Final

from sciezka.core.series.table import SeriesProblem, Table
from sciezka.core.series.tables import bank, ministry, own
from sciezka.core.series.tables.mapped import Columns, guess_columns, read_grid, read_mapped
from sciezka.core.series.tables.text import MOST_BYTES, is_year, make_word, read_letters

CTAB: Final = "ctab"
CREL: Final = "crel"
OWN: Final = "own"
BUDGET: Final = "budget"
MAPPED: Final = "mapped"


@dataclass(frozen=True, slots=True)
class Hints:
    """What whoever brings a file says about it.

    Attributes:
        columns: which column is what, for a table of no known format.
        variables: the variables' keys, for exports that do not name them.
        budget: what a budget table holds: ``expenditure`` or ``revenue``.
        year: the year of a budget table without one.
        prefix: what the keys made from headings begin with; ``own`` for a city's own series.
    """

    columns: Columns | None = None
    variables: tuple[str, ...] = ()
    budget: str = ""
    year: int | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A table and the format that it was read from."""

    table: Table
    format: str


def read_file(data: bytes, name: str = "", hints: Hints | None = None) -> ReadFile:
    """Read a file of any known format but Parquet, which the store reads itself.

    Raises:
        SeriesProblem: it is of no known format, or something in it can't be read; nothing of it is kept.
    """
    hints = hints or Hints()
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise SeriesProblem("series.size", f"The file is larger than {size} MB. Split it.", size=size)
    if data.startswith(b"PK\x03\x04"):
        return _read_grid(data, None, name, hints)
    text = read_letters(data)
    header = text.lstrip().partition("\n")[0]
    if own.looks_like_own(text):
        return ReadFile(own.read_own(text), OWN)
    if hints.columns is None and bank.looks_like_crel(header):
        return ReadFile(bank.read_crel(text, name=name, variables=hints.variables), CREL)
    if hints.columns is None and bank.looks_like_ctab(header):
        return ReadFile(bank.read_ctab(text, name=name, variables=hints.variables), CTAB)
    return _read_grid(data, text, name, hints)


def _read_grid(data: bytes, text: str | None, name: str, hints: Hints) -> ReadFile:
    rows = read_grid(data, text)
    if not rows:
        raise SeriesProblem("series.empty", "The table is empty.")
    heads = [cell.strip() for cell in rows[0].cells]
    if hints.columns is None and ministry.looks_like_budget(heads):
        return ReadFile(ministry.read_budget(rows, kind=hints.budget, year=hints.year), BUDGET)
    columns = hints.columns
    if columns is None and hints.prefix:
        columns = guess_columns(heads, prefix=hints.prefix)
        if columns is not None and not columns.year:
            columns = replace(columns, values=_name_years(heads, columns, name, hints.prefix))
    if columns is None:
        shown = ", ".join(heads)[:200]
        raise SeriesProblem(
            "series.unknown",
            f"This table is of no known format; its columns are: {shown}. Say which column is what.",
            columns=shown,
        )
    return ReadFile(read_mapped(rows, columns), MAPPED)


def _name_years(heads: list[str], columns: Columns, name: str, prefix: str) -> dict[str, str]:
    """Name the variables of a table with years in its header: by what stands before the year, or by the file."""
    values = {}
    for head in heads:
        words, _, last = head.rpartition(" ")
        if head != columns.unit and is_year(last):
            values[words.strip()] = f"{prefix}:{make_word(words) or make_word(name.rpartition('.')[0]) or 'series'}"
    return values
