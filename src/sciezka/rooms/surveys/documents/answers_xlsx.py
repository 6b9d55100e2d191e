"""Answers as a workbook: what it is, answers in words, the same in codes, and the codebook."""

from collections.abc import Callable, Iterator
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.rooms.surveys.documents.answers_notes import list_notes
from sciezka.rooms.surveys.documents.answers_sheets import WRAPPED, Sheet, bind_sheets
from sciezka.rooms.surveys.queries.exports import Export
from sciezka.rooms.surveys.queries.exports_variables import LABELLED, Variable, label_variable, list_values

WIDE: Final = 28
NARROW: Final = 14
BOOK_WIDTHS: Final = (24, 60, 12, 14, 24, 50, 10)


def write_xlsx(export: Export, target: IO[bytes]) -> None:
    """Write answers into a file."""
    widths = [WIDE if variable.item else NARROW for variable in export.variables]
    with (
        Sheet(pgettext("sheet of answers", "About"), [110], heads=0) as notes,
        Sheet(pgettext("sheet of answers", "In words"), widths, heads=2) as labels,
        Sheet(pgettext("sheet of answers", "In codes"), widths) as codes,
        Sheet(pgettext("sheet of answers", "Codebook"), BOOK_WIDTHS) as book,
    ):
        for line in list_notes(export):
            notes.add([line], WRAPPED)
        _add_answers(export, labels, codes)
        for entry in list_book(export):
            book.add(entry, WRAPPED)
        sheets = (notes, labels, codes, book)
        for sheet in sheets:
            sheet.close()
        bind_sheets(sheets, target)


def _add_answers(export: Export, labels: Sheet, codes: Sheet) -> None:
    language = export.wish.language
    # The question above, the name below: filters stand at the names.
    labels.add([label_variable(variable, language) for variable in export.variables])
    labels.add(export.names)
    codes.add(export.names)
    turn = [_make_turner(variable, language) for variable in export.variables]
    for row in export.rows():
        codes.add(row)
        labels.add([say(cell) if say and cell is not None else cell for say, cell in zip(turn, row, strict=True)])


def _make_turner(variable: Variable, language: str) -> Callable[[Any], Any] | None:
    """Give what turns a code into its words, where there are any."""
    if variable.role not in LABELLED:
        return None
    words = {value.code: value.label for value in list_values(variable, language)}
    return lambda cell: words.get(str(cell), cell)


def list_book(export: Export) -> Iterator[list[Any]]:
    """List the codebook: a line for each variable, and one for each of its values."""
    language = export.wish.language
    measures = {
        "nominal": pgettext("measure", "names"),
        "ordinal": pgettext("measure", "order"),
        "scale": pgettext("measure", "numbers"),
    }
    yield [_("Variable"), _("Question"), _("Measure"), _("Bank code"), _("Code"), pgettext("codebook", "Words"), "SPSS"]
    for variable in export.variables:
        bank = variable.item.bank if variable.item else ""
        yield [variable.name, label_variable(variable, language), measures[variable.measure], bank, None, None, None]
        for value in list_values(variable, language):
            label = _("%(label)s (no opinion)") % {"label": value.label} if value.is_missing else value.label
            yield [variable.name, None, None, None, value.code, label, value.number]
