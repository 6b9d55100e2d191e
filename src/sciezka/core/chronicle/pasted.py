"""Tables pasted as text: columns copied from a spreadsheet, with tabs, or a file of values parted by semicolons."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from sciezka.core.chronicle.html_tables import judge_columns
from sciezka.core.chronicle.lines import Line, Span

_ROWS_AT_LEAST = 2
_LONGEST_ROW = 5000  # what a row of a spreadsheet may say; and the csv module refuses far longer fields


def arrange_pasted(lines: Sequence[Line]) -> list[Line]:
    """Turn each run of lines that is a table with a date column into the lines of its cells."""
    arranged: list[Line] = []
    run: list[tuple[Line, list[tuple[Span, ...]]]] = []
    sign = ""
    for line in lines:
        found = _find_sign(line)
        if found != sign:
            arranged += _close_run(run)
            run, sign = [], found
        if found:
            run.append((line, list(_split(line, found))))
        else:
            arranged.append(line)
    return [*arranged, *_close_run(run)]


def _find_sign(line: Line) -> str:
    plain = line.plain.strip()
    if line.marker.startswith("-") or line.row or line.cell or line.heading or len(plain) > _LONGEST_ROW:
        return ""
    if "\t" in plain:
        return "\t"
    if ";" in plain.rstrip(";"):
        return ";"
    return "," if plain.startswith('"') and '","' in plain else ""


def _split(line: Line, sign: str) -> Iterator[tuple[Span, ...]]:
    if line.marker:
        yield (Span(line.marker),)
    if sign != "\t":
        yield from ((Span(cell),) for cell in next(csv.reader([line.plain.strip().replace("\r", " ")], delimiter=sign)))
        return
    start = 0
    for cell in line.plain.split(sign):
        yield line.cut(start, start + len(cell))
        start += len(cell) + 1


def _close_run(run: Sequence[tuple[Line, list[tuple[Span, ...]]]]) -> list[Line]:
    texts = [["".join(span.text for span in cell).strip() for cell in cells] for _, cells in run]
    table = judge_columns(texts)
    if table is None or len(run) < _ROWS_AT_LEAST or table.dates * 2 < len(run):
        return [line for line, _ in run]
    arranged: list[Line] = []
    for line, cells in run:
        parts = [(column, Line(line.number, spans, cell=column == table.column)) for column, spans in enumerate(cells)]
        arranged += table.arrange([(column, [part] if part.plain.strip() else []) for column, part in parts])
    return arranged
