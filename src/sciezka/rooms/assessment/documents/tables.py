"""Tables as files: comma-separated values, and a workbook whose first sheet explains the columns."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sciezka.kit.charts import defuse_cell
from sciezka.rooms.assessment.documents.columns import COLUMNS

Rows = Sequence[Mapping[str, Any]]
LONGEST_CELL: Final = 32_767
NARROW: Final = 12
WIDE: Final = 48
WRAPS: Final = 30
FIRST_PRINTED: Final = 32


def write_csv(rows: Rows) -> bytes:
    """Write a table as comma-separated values that a spreadsheet opens with Polish letters and without formulas."""
    out = io.StringIO()
    columns = list(rows[0]) if rows else []
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([make_cell(row[column]) for column in columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def write_xlsx(tables: Mapping[str, Rows]) -> bytes:
    """Write a workbook: what the columns mean, then a sheet for each table with its head fixed and filters on."""
    book = Workbook(write_only=True)
    book.properties.creator = ""
    readme = book.create_sheet("README")
    for letter, width in (("A", 18), ("B", 78), ("C", 78)):
        readme.column_dimensions[letter].width = width
    readme.append([_write_text(readme, text, is_head=True) for text in ("column", "po polsku", "in English")])
    known = {column for rows in tables.values() if rows for column in rows[0]}
    for column, (polish, english) in COLUMNS.items():
        if column in known:
            readme.append([_write_text(readme, text) for text in (column, polish, english)])
    for name, rows in tables.items():
        _add_sheet(book, name, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def make_cell(value: Any) -> Any:  # noqa: ANN401 - any value of a row
    """Give a value as a cell holds it, defused so that no spreadsheet takes it for a formula."""
    if isinstance(value, float):
        return round(value, 4)
    return "" if value is None else defuse_cell(value)


def _add_sheet(book: Workbook, name: str, rows: Rows) -> None:
    sheet = book.create_sheet(name)
    columns = list(rows[0]) if rows else []
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, start=1):
        longest = max((len(str(row[column] or "")) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(WIDE, max(NARROW, len(column) + 2, longest))
    if columns:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.append([_write_text(sheet, column, is_head=True) for column in columns])
    for row in rows:
        cells = (make_cell(row[column]) for column in columns)
        sheet.append([_write_text(sheet, cell) if isinstance(cell, str) else cell for cell in cells])


def _write_text(sheet: Any, text: str, *, is_head: bool = False) -> Any:  # noqa: ANN401 - openpyxl's own types
    # Characters that a workbook can't hold would make it unreadable.
    kept = "".join(letter for letter in text if letter in "\n\t" or ord(letter) >= FIRST_PRINTED)
    cell = WriteOnlyCell(sheet, value=kept[:LONGEST_CELL])
    if kept:
        cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=len(kept) > WRAPS)
    if is_head:
        cell.font = Font(bold=True)
    return cell
