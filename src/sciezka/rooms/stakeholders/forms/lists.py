"""Reading a list of stakeholders: a CSV or XLSX file, or lines pasted from anywhere."""

import csv
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO, StringIO
from typing import Any, Final

import openpyxl
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from sciezka.core.chronicle.encoding import decode_page
from sciezka.core.namesakes import fold_letters
from sciezka.rooms.stakeholders.models import Sector, Stakeholder

MOST_ROWS: Final = 500
MOST_COLUMNS: Final = 40
LONGEST_TEXT: Final = 4000
# The words of a heading, without diacritics, in both languages.
HEADINGS: Final = {
    "name": ("nazwa", "interesariusz", "nazwa interesariusza", "name", "stakeholder"),
    "sector": ("sektor", "sector"),
    "is_person": ("osoba fizyczna", "osoba", "natural person", "person"),
    "represents": ("kogo reprezentuje", "reprezentuje", "whom it represents", "represents"),
    "territory": ("gdzie dziala", "obszar", "obszar dzialania", "territory", "where it works"),
    "district": ("dzielnica", "osiedle", "district"),
    "contact": ("kontakt", "e-mail", "email", "telefon", "contact"),
    "interests": (
        "zainteresowania i oczekiwania",
        "interesy i oczekiwania",
        "oczekiwania",
        "interests",
        "interests and expectations",
    ),
    "brings": ("co moze wniesc", "co wnosi", "zasoby", "wnosi", "brings", "what it brings", "what it can bring"),
}
# What a damaged workbook makes its reader raise.
UNREADABLE: Final = (
    InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, OSError, SyntaxError,
)  # fmt: skip
YES: Final = frozenset({"tak", "t", "x", "1", "yes", "y", "true", "prawda"})


@dataclass(frozen=True, slots=True)
class ListRow:
    """One stakeholder of a list: the line it stands on, what was read, and what could not be."""

    line: int
    values: dict[str, Any]
    problems: list[str] = field(default_factory=list)

    def as_plain(self) -> dict[str, Any]:
        """Give what JSON can hold."""
        return asdict(self)


def read_file(data: bytes, name: str) -> list[ListRow]:
    """Read a list from a file.

    Raises:
        ValidationError: nothing of it can be read.
    """
    if name.lower().endswith(".xlsx"):
        return read_cells(list(read_sheet(data)))
    return read_text(decode_page(data).text)


def read_sheet(data: bytes) -> Iterable[list[str]]:
    """Read the first sheet of a workbook."""
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS + 50, max_col=MOST_COLUMNS, values_only=True)
        return [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        OSError,
        SyntaxError,
    ) as wrong:
        raise ValidationError(
            _("This workbook can't be read. Save it anew as XLSX, or paste the list."), code="book"
        ) from wrong


def read_text(text: str) -> list[ListRow]:
    """Read a list from text: cells parted by semicolons or tabs, by commas only under a heading; else a name a line."""
    clean = text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    first = next((line for line in clean.splitlines() if line.strip()), "")
    parts = [mark for mark in ("\t", ";") if mark in first]
    if not parts and "," in first and "name" in match_heading(first.split(",")):
        parts = [","]
    if not parts:
        return read_cells([[line.strip()] for line in clean.splitlines()])
    try:
        return read_cells([[cell.strip() for cell in row] for row in csv.reader(StringIO(clean), delimiter=parts[0])])
    except csv.Error as wrong:
        raise ValidationError(_("The list can't be read: its quotes do not close."), code="quotes") from wrong


def match_heading(cells: Sequence[str]) -> dict[str, int]:
    """Tell which column holds what; empty where this is no heading."""
    words = [" ".join(fold_letters(cell).replace(":", " ").split()) for cell in cells]
    found = {key: next((words.index(word) for word in known if word in words), -1) for key, known in HEADINGS.items()}
    return {key: place for key, place in found.items() if place >= 0}


def read_cells(rows: Sequence[Sequence[str]]) -> list[ListRow]:
    """Read the rows of a table, under a heading or by a name in the first column."""
    filled = [(line, row) for line, row in enumerate(rows, start=1) if any(row)]
    if not filled:
        raise ValidationError(_("The list is empty."), code="empty")
    columns = match_heading(filled[0][1])
    if "name" in columns:
        filled = filled[1:]
    else:
        columns = {"name": 0}
    if len(filled) > MOST_ROWS:
        raise ValidationError(
            _("At most %(most)s rows are read at once. Split the list.") % {"most": MOST_ROWS}, code="many"
        )
    if not filled:
        raise ValidationError(_("The list holds a heading and nothing below it."), code="empty")
    return [read_row(line, row, columns) for line, row in filled]


def read_row(line: int, cells: Sequence[str], columns: dict[str, int]) -> ListRow:
    """Read one row; what is too long is cut, and the row says so."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, place in columns.items():
        text = cells[place] if place < len(cells) else ""
        if key == "is_person":
            values[key] = fold_letters(text) in YES
        elif key == "sector":
            values[key] = read_sector(text)
            if text and not values[key]:
                problems.append(_("The sector “%(text)s” is not known; it is left empty.") % {"text": text[:60]})
        else:
            longest = getattr(Stakeholder._meta.get_field(key), "max_length", None) or LONGEST_TEXT
            values[key] = (" ".join(text.split()) if longest < LONGEST_TEXT else text)[:longest]
            if len(text) > longest:
                problems.append(_("A text was longer than %(most)s signs and is cut.") % {"most": longest})
    if not values.get("name"):
        problems.append(_("There is no name."))
    return ListRow(line, values, problems)


def read_sector(text: str) -> str:
    """Read a sector by its key or by its name in either language."""
    wanted = " ".join(fold_letters(text).split())
    for language in ("pl", "en"):
        with translation.override(language):
            for key, label in Sector.choices:
                if wanted and wanted in {key, fold_letters(str(label))}:
                    return str(key)
    return SHORT_SECTORS.get(wanted, "")


# What lists of offices usually say for short.
SHORT_SECTORS: Final = {
    "publiczny": "public",
    "administracja": "public",
    "biznes": "business",
    "gospodarczy": "business",
    "przedsiebiorcy": "business",
    "pozarzadowy": "ngo",
    "spoleczny": "ngo",
    "organizacje pozarzadowe": "ngo",
    "edukacja": "education",
    "nauka": "education",
    "kultura": "culture",
    "sport": "culture",
    "kosciol": "church",
    "koscioly": "church",
    "grupa nieformalna": "informal",
    "mieszkaniec": "resident",
    "mieszkancy": "resident",
}
