"""Tables to take away as workbooks (XLSX), with no cell that a spreadsheet takes for a formula."""

import io
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sciezka.kit.charts import defuse_cell

Cell = str | float | int | None
WIDEST: Final = 60


def write_xlsx(rows: Sequence[Sequence[Cell]], title: str) -> bytes:
    """Write rows as a workbook of one sheet: a heading that stays, words that wrap."""
    book = Workbook()
    # The workbook begins with a sheet of its own; this one takes its place.
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([defuse_cell(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(zip(*rows, strict=True), start=1):
        width = max(len(str(cell or "")) for cell in column) + 2
        sheet.column_dimensions[get_column_letter(number)].width = min(width, WIDEST)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
