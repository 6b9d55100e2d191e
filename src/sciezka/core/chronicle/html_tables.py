"""Judging what a table of a page is: a chronicle with a date column, a grid of data, or mere layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sciezka.core.chronicle.lines import drop_invisible
from sciezka.core.dates import read_date

Node: TypeAlias = Any
"""An element of a tree of lxml, which ships no types."""

DATE_COLUMNS = 3
LONGEST_DATE = 200


@dataclass(frozen=True, slots=True)
class DateTable:
    """A table whose rows are entries, with the place of the column that dates them."""

    column: int


def judge_table(table: Node) -> DateTable | Literal["grid", "layout"]:
    """Tell what a table is from its own rows."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    texts = [[read_cell(cell) for cell in row] for row in cells]
    column = find_date_column(texts)
    if column is not None:
        return DateTable(column)
    nested = next(table.iterdescendants("table"), None) is not None
    if nested or max((len(row) for row in cells), default=0) <= 1:
        return "layout"
    # Cells with lists or many paragraphs cannot be a Markdown row.
    rich = any(len(list(cell.iterdescendants("p", "li", "div"))) > 1 for row in cells for cell in row)
    return "layout" if rich else "grid"


def read_cell(cell: Node) -> str:
    """Read the words of a cell, up to what a date may take."""
    words: list[str] = []
    length = 0
    for text in cell.itertext():
        words.append(text)
        length += len(text)
        if length > LONGEST_DATE:
            break
    return drop_invisible(" ".join(" ".join(words).split()))


def find_date_column(rows: list[list[str]]) -> int | None:
    """Find the first column, of the first three, in which most dates stand."""
    counts = [
        sum(1 for row in rows if column < len(row) > 1 and read_date(row[column]) is not None)
        for column in range(DATE_COLUMNS)
    ]
    best = max(counts)
    return counts.index(best) if best else None
