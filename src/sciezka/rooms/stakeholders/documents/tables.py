"""The map and the plan as tables to take away, with no cell that a spreadsheet takes for a formula."""

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from sciezka.kit.charts import defuse_cell
from sciezka.rooms.stakeholders.queries.judgements import ENGAGEMENT, INFLUENCE
from sciezka.rooms.stakeholders.queries.mapping import MapPoint, StakeholderMap, name_sector

Cell = str | float | int | None
WIDEST = 60


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


def list_map(view: StakeholderMap) -> list[list[Cell]]:
    """List the map as rows, with a heading."""
    heading: list[Cell] = [
        _("Code"), _("Place"), _("Stakeholder"), _("Sector"), _("Influence"), _("Influence: first quartile"),
        _("Influence: third quartile"), _("Influence: ratings"), _("Engagement"), _("Engagement: first quartile"),
        _("Engagement: third quartile"), _("Engagement: ratings"), _("Quadrant"), _("Influence before"),
        _("Engagement before"),
    ]  # fmt: skip
    return [heading, *(list_point(point, view) for point in view.points)]


def list_point(point: MapPoint, view: StakeholderMap) -> list[Cell]:
    """List one stakeholder of the map."""
    row: list[Cell] = [point.code, point.place, point.stakeholder.name, name_sector(point.stakeholder.sector)]
    for key, value in ((INFLUENCE, point.influence), (ENGAGEMENT, point.engagement)):
        summary = point.stands[key].summary
        row += [value, *((summary.q1, summary.q3, summary.n) if summary else (None, None, None))]
    return [*row, view.names[point.quadrant], *(point.before or (None, None))]
