"""Judging what a table of a page is: a chronicle with a date column, a grid of data, or mere layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from sciezka.core.chronicle.lines import Line, drop_invisible
from sciezka.core.dates import read_date

Node: TypeAlias = Any
"""An element of a tree of lxml, which ships no types."""

LONGEST_DATE = 200
MOST_COLUMNS = 100
_PLACE = re.compile(r"\W*(?:miejsc[ea]|lokalizacja|gdzie|adres|sala|place|venue|where|location|room)\b", re.IGNORECASE)


@dataclass(slots=True)
class DateTable:
    """A table whose rows are entries: the column that dates them, how many it dates, the columns that only say where.

    `columns` tells for each row in which column each of its cells stands, since a cell may reach over many rows.
    """

    column: int
    dates: int = 0
    places: frozenset[int] = frozenset()
    columns: dict[Node, list[int]] = field(default_factory=dict)
    last: Line | None = None

    def arrange(self, cells: Sequence[tuple[int, Sequence[Line]]]) -> list[Line]:
        """Put the lines of a row in the order of an entry: its date, what happened, and where."""
        dated = [line for column, lines in cells for line in lines if column == self.column]
        if not dated and self.last and all(column != self.column for column, _ in cells):
            dated = [replace(self.last, lead="")]  # the date's cell reaches down from a row above
        others = [(column, lines) for column, lines in cells if column != self.column]
        numbers = [line.plain.strip() for column, lines in others for line in lines if _is_number(line, column, self.column)]
        said = [line for place in (False, True) for column, lines in others if (column in self.places) is place
                for line in lines if not dated or not _is_number(line, column, self.column)]  # fmt: skip
        if dated:
            # The number of the row belongs to the heading, or it would be the entry's title.
            dated[0] = replace(dated[0], lead=" ".join(numbers))
            self.last = dated[0]
        return [*dated, *said]


def _is_number(line: Line, column: int, dates: int) -> bool:
    return column < dates and not any(sign.isalpha() for sign in line.plain)


def judge_table(table: Node) -> DateTable | Literal["grid", "layout"]:
    """Tell what a table is from its own rows."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
    columns = _place_cells(cells)
    texts = [
        dict(zip(places, (read_cell(cell) for cell in row), strict=True)) for places, row in zip(columns, cells, strict=True)
    ]
    judged = judge_columns([[row.get(column, "") for column in range(max(row, default=-1) + 1)] for row in texts])
    if judged is not None:
        judged.columns = dict(zip(rows, columns, strict=True))
        return judged
    nested = next(table.iterdescendants("table"), None) is not None
    if nested or max((len(row) for row in cells), default=0) <= 1:
        return "layout"
    # Cells with lists or many paragraphs cannot be a Markdown row.
    rich = any(len(list(cell.iterdescendants("p", "li", "div"))) > 1 for row in cells for cell in row)
    return "layout" if rich else "grid"


def _place_cells(rows: Sequence[Sequence[Node]]) -> list[list[int]]:
    """Tell in which column each cell stands when some reach over many rows or columns."""
    placed: list[list[int]] = []
    reaching: dict[int, int] = {}
    for row in rows:
        columns: list[int] = []
        taken = {column for column, left in reaching.items() if left}
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1}
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            columns.append(column)
            wide, deep = _read_span(cell, "colspan"), _read_span(cell, "rowspan")
            reaching |= dict.fromkeys(range(column, column + wide), deep - 1)
            column += wide
        placed.append(columns)
    return placed


def _read_span(cell: Node, name: str) -> int:
    written = (cell.get(name) or "").strip()
    return min(max(int(written), 1), MOST_COLUMNS) if re.fullmatch(r"[0-9]{1,5}", written) else 1


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


def judge_columns(rows: Sequence[Sequence[str]]) -> DateTable | None:
    """Find the first column in which most dates stand, and those whose head says they tell the place."""
    counts = [0] * min(max(map(len, rows), default=0), MOST_COLUMNS)
    for row in rows:
        for column, text in enumerate(row[:MOST_COLUMNS]):
            counts[column] += len(row) > 1 and len(text) <= LONGEST_DATE and read_date(text) is not None
    best = max(counts, default=0)
    if not best:
        return None
    places = frozenset(column for column, text in enumerate(rows[0]) if _PLACE.match(text))
    return DateTable(counts.index(best), best, places)
