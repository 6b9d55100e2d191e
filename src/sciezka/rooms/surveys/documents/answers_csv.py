"""Answers as comma-separated values: a row for each person, codes as they are stored, ready for a Polish spreadsheet and R.

UTF-8 with its mark, ``;`` between columns and a comma in decimals, as ``read.csv2`` and spreadsheets in Polish expect.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sciezka.kit.charts import defuse_cell
from sciezka.rooms.surveys.queries.exports import Export

DELIMITER: Final = ";"
AT_ONCE: Final = 500


def write_csv(export: Export) -> Iterator[bytes]:
    """Write answers piece by piece, so that nobody's memory holds all of them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow(export.names)
    for number, row in enumerate(export.rows(), start=1):
        writer.writerow(write_cells(row))
        if number % AT_ONCE == 0:
            yield _take(out)
    yield _take(out)


def write_cells(row: Iterable[Any]) -> list[Any]:
    """Give the cells of a row; words that a spreadsheet would take for a formula are defused."""
    return [
        "" if cell is None else defuse_cell(cell) if isinstance(cell, str) else f"{cell:.10g}".replace(".", ",")
        if isinstance(cell, float) else cell
        for cell in row
    ]  # fmt: skip


def _take(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()
