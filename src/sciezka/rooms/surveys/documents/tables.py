"""Tables of all results as a workbook: a sheet for all together and one for each way of parting the respondents."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from sciezka.rooms.surveys.charts.results import list_rows
from sciezka.rooms.surveys.documents.answers_sheets import BOLD, PLAIN, Sheet, bind_sheets
from sciezka.rooms.surveys.queries.results_groups import Grouping
from sciezka.rooms.surveys.queries.results_page import Chapter

WIDTHS: Final = (60, 34, *([14] * 30))
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
LONGEST_TAB: Final = 31
Parted = Sequence[tuple[Grouping | None, Sequence[Chapter]]]


def write_tables(source: str, parted: Parted, target: IO[bytes]) -> None:
    """Write the tables into a file, exactly as protected as the pages show them."""
    with ExitStack() as open_sheets:
        sheets: list[Sheet] = []
        for grouping, chapters in parted:
            sheet = open_sheets.enter_context(
                Sheet(_name_tab(grouping, [one.name for one in sheets]), WIDTHS, filters=False)
            )
            sheet.add([source])
            said = _("An empty cell is hidden: a number in it could tell about a single person.")
            sheet.add([said if grouping is None else f"{_('By: %(label)s') % {'label': grouping.label}}. {said}"])
            for card in (card for chapter in chapters for card in chapter.cards):
                _add_card(sheet, list_rows(card, grouping))
            sheet.close()
            sheets.append(sheet)
        bind_sheets(sheets, target)


def _add_card(sheet: Sheet, rows: Sequence[Sequence[str]]) -> None:
    sheet.add([])
    for at, row in enumerate(rows):
        sheet.add([" – ".join(row)] if not at else [read_number(cell) for cell in row], PLAIN if at else BOLD)


def read_number(cell: str) -> Any:  # noqa: ANN401 - a number where it is one, else the words
    """Give a cell of digits as a number, so that it can be reckoned with."""
    try:
        return (
            int(cell)
            if cell.isdecimal() and cell.isascii()
            else float(cell)
            if "." in cell and cell[:1].isdecimal()
            else cell
        )
    except ValueError:
        return cell


def _name_tab(grouping: Grouping | None, taken: list[str]) -> str:
    words = _("All together") if grouping is None else grouping.label
    base = " ".join(words.translate(_FORBIDDEN).strip("'").split())[:LONGEST_TAB] or "–"
    name, number = base, 1
    while name.casefold() in {one.casefold() for one in taken}:
        number += 1
        name = f"{base[: LONGEST_TAB - 4]} ({number})"
    return name
