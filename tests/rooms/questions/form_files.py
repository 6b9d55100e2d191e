"""XLSForm workbooks made in tests."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

Sheet = Sequence[Sequence[object]]
HEADINGS = ("type", "name", "label::Polski (pl)", "relevant", "required", "constraint", "appearance", "parameters")
CHOICES = (
    ("list_name", "name", "label::Polski (pl)"),
    ("skala", 1, "źle"), ("skala", 2, "dobrze"),
    ("kolor", "a", "Czerwony"), ("kolor", "b", "Niebieski"), ("kolor", "zaden", "Żaden"),
)  # fmt: skip


def write_workbook(**sheets: Sheet) -> bytes:
    """Write sheets as a workbook."""
    workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def write_form(*rows: Sequence[object], choices: Sheet = CHOICES, headings: Sequence[str] = HEADINGS) -> bytes:
    """Write a form with the usual columns and those lists of choices that it uses."""
    used = " ".join(str(row[0]) for row in rows).split()
    return write_workbook(survey=(headings, *rows), choices=[row for row in choices if row[0] in {"list_name", *used}])
