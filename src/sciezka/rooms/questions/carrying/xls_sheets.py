"""The sheets of an XLSForm: rows of named columns, each text by its language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sciezka.rooms.questions.carrying.carried import CarryingProblem
from sciezka.rooms.questions.carrying.documents import MOST_FORM_ROWS, open_workbook, read_sheet

Words = Mapping[str, str]
TRANSLATED: Final = frozenset({
    "label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video", "big-image",
})  # fmt: skip
SAME: Final[Mapping[str, str]] = {
    "caption": "label", "relevance": "relevant", "bind::relevant": "relevant", "bind::required": "required",
    "bind::constraint": "constraint", "calculate": "calculation", "bind::calculate": "calculation", "command": "type",
    "tag": "name", "value": "name", "list name": "list_name", "constraining_message": "constraint_message",
    "bind::jr:constraintmsg": "constraint_message", "requiredmsg": "required_message", "read_only": "readonly",
    "bind::jr:requiredmsg": "required_message", "control::appearance": "appearance", "count": "repeat_count",
    "repeat count": "repeat_count", "choice filter": "choice_filter", "bind::readonly": "readonly",
    "title": "form_title", "set form title": "form_title", "set_form_title": "form_title", "guidance hint": "guidance_hint",
    "constraint message": "constraint_message", "required message": "required_message",
}  # fmt: skip
LANGUAGES_BY_NAME: Final[Mapping[str, str]] = {
    "polski": "pl", "polish": "pl", "english": "en", "angielski": "en", "ukrainian": "uk", "ukraiński": "uk",
    "українська": "uk",
}  # fmt: skip
READ: Final = frozenset({"survey", "choices", "settings"})


@dataclass(slots=True)
class FormRow:
    """One row of a sheet.

    Attributes:
        number: the row's number in the sheet, as a person counts it.
        cells: what stands in columns without a language.
        words: what stands in columns with one, by column and language; ``""`` for the default language.
    """

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Give what stands in a column."""
        return self.cells.get(name, "").strip()


@dataclass(slots=True)
class FormSheets:
    """What is read of a workbook."""

    survey: list[FormRow]
    choices: dict[str, list[FormRow]]
    settings: FormRow
    others: dict[str, int]

    def list_languages(self) -> tuple[str, ...]:
        """List the languages of all texts, the default one first."""
        rows = [*self.survey, *(row for rows in self.choices.values() for row in rows)]
        met = dict.fromkeys(language for row in rows for words in row.words.values() for language in words)
        default = read_language(self.settings.get("default_language"))
        return tuple(dict.fromkeys((*((default,) if default in met else ()), *(("",) if "" in met else ()), *met))) or ("",)


def read_sheets(data: bytes) -> FormSheets:
    """Read an XLSForm's sheets.

    Raises:
        CarryingProblem: where the file is no workbook, or has no sheet called survey.
    """
    workbook = open_workbook(data)
    try:
        survey = list(read_rows_of(workbook, "survey"))
        choices: dict[str, list[FormRow]] = {}
        for row in read_rows_of(workbook, "choices"):
            choices.setdefault(row.get("list_name"), []).append(row)
        settings = next(iter(read_rows_of(workbook, "settings")), FormRow(2))
        others = {
            name: count
            for name in workbook.sheetnames
            if name.strip().lower() not in READ and (count := sum(1 for _row in read_sheet(workbook, name.strip().lower())))
        }
    finally:
        workbook.close()
    if not survey:
        raise CarryingProblem("xlsform_kind", "The workbook has no sheet called survey with questions.")
    return FormSheets(survey, choices, settings, others)


def read_rows_of(workbook: Any, name: str) -> Iterator[FormRow]:  # noqa: ANN401 - openpyxl's own type
    """Read a sheet's rows by the names of its columns.

    Raises:
        CarryingProblem: where there are more than any form has.
    """
    headings: list[tuple[str, str]] = []
    for number, cells in enumerate(read_sheet(workbook, name), start=1):
        if number > MOST_FORM_ROWS:
            raise CarryingProblem("too_many", "The file has more rows or columns than can be read.")
        if not any(cells):
            continue
        if not headings:
            headings = [read_heading(cell) for cell in cells]
            continue
        row = FormRow(number)
        for (column, language), value in zip(headings, cells, strict=False):
            if not column or not value:
                continue
            if column in TRANSLATED:
                row.words.setdefault(column, {})[language] = value
            else:
                row.cells[column] = value
        yield row


def read_heading(heading: str) -> tuple[str, str]:
    """Read a column's name and its language: ``label::Polski (pl)``, ``media::image::pl``."""
    parts = [part.strip() for part in re.split(r"::?(?!\w+Msg)", heading.strip()) if part.strip()]
    if not parts:
        return "", ""
    if parts[0].lower() == "media" and len(parts) > 1:
        parts = parts[1:]
    name = parts[0].lower()
    name = SAME.get(name, name)
    if name in TRANSLATED:
        return name, read_language(parts[1]) if len(parts) > 1 else ""
    whole = "::".join(part.lower() for part in parts)
    return SAME.get(whole, whole), ""


def read_language(name: str) -> str:
    """Read a language's code out of ``Polski (pl)``, ``pl`` or ``Polski``; a name that is unknown stays."""
    found = re.fullmatch(r".*\(([A-Za-z-]{2,15})\)\s*", name.strip())
    plain = (found[1] if found else name).strip()
    return LANGUAGES_BY_NAME.get(plain.lower(), plain)
