"""What all readers of tables share: letters, rows, numbers, years."""

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Final

from sciezka.core.series.table import FIRST_YEAR, LAST_YEAR, SeriesProblem

MOST_BYTES: Final = 200_000_000
MOST_COLUMNS: Final = 2_000
# No figure of a town or a country is larger; sums of figures stay exact enough below it.
LARGEST: Final = 1e18

# How tables write that a cell has no value; the bank's own signs.
SIGNS: Final = {".": 4, "x": 4, "X": 14, "-": 15, "–": 15, "n": 50}

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_GROUPS = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?:\D|$))")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table and the line on which it ends."""

    line: int
    cells: tuple[str, ...]


def read_letters(data: bytes) -> str:
    """Turn bytes into text: UTF-8 with or without a mark, else cp1250, as Polish offices write.

    Raises:
        SeriesProblem: nothing is there, it is not a text, or it is too long.
    """
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise SeriesProblem("series.size", f"The file is larger than {size} MB. Split it and import the parts.", size=size)
    if not data.strip():
        raise SeriesProblem("series.empty", "The file is empty.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise _refuse_letters() from None
    if b"\x00" in data[:10_000]:
        raise _refuse_letters()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1250")
    except UnicodeDecodeError:
        raise _refuse_letters() from None


def _refuse_letters() -> SeriesProblem:
    return SeriesProblem("series.letters", "This is not a table of text. Save it as CSV (UTF-8) or XLSX and import that.")


def find_delimiter(line: str) -> str:
    """Tell what separates the cells of a line."""
    return max(";\t,", key=line.count)


def read_rows(text: str, delimiter: str) -> Iterator[Row]:
    """Read the rows of a table, without empty ones.

    Raises:
        SeriesProblem: the quotes or the cells of a line can't be read.
    """
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise SeriesProblem(
                    "series.columns",
                    f"Line {reader.line_num} has more than {MOST_COLUMNS} columns.",
                    line=reader.line_num,
                )
            if any(cell.strip() for cell in cells):
                yield Row(reader.line_num, tuple(cells))
    except csv.Error as problem:
        raise SeriesProblem(
            "series.row", f"Line {reader.line_num} can't be read: its quotes do not close.", line=reader.line_num
        ) from problem


def read_number(text: str, line: int, column: str) -> tuple[float, int | None]:
    """Read a cell's number: decimal comma or point, spaces between thousands.

    Returns:
        The number (NaN for an empty cell or a sign of "no value") and, for such a sign, its attribute.

    Raises:
        SeriesProblem: ``series.number`` for anything else, infinity and "NaN" and absurdly large numbers included.
    """
    bare = text.strip().strip('"').strip()
    if not bare:
        return math.nan, None
    if bare in SIGNS:
        return math.nan, SIGNS[bare]
    plain = _GROUPS.sub("", bare).replace("\u2212", "-")
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    number = float(plain) if _NUMBER.fullmatch(plain) else math.nan
    if not abs(number) <= LARGEST:
        raise SeriesProblem(
            "series.number",
            f"Line {line}, column “{column}”: “{bare[:40]}” is not a number.",
            line=line,
            column=column,
            text=bare[:40],
        )
    return number, None


def read_year(text: str, line: int) -> int:
    """Read a calendar year.

    Raises:
        SeriesProblem: it is none.
    """
    digits = text.strip().strip('"').removesuffix(".0")
    if not digits.isascii() or not digits.isdigit() or not FIRST_YEAR <= int(digits) <= LAST_YEAR:
        raise SeriesProblem(
            "series.year", f"Line {line}: “{text.strip()[:40]}” is not a year.", line=line, text=text.strip()[:40]
        )
    return int(digits)


def is_year(text: str) -> bool:
    """Tell whether a cell of a header is a calendar year."""
    return bool(_YEAR.fullmatch(text.strip().strip('"').removesuffix(".0")))


def refuse_code(text: str, line: int) -> SeriesProblem:
    """Say that a cell is not the code of a unit."""
    shown = text.strip()[:40]
    return SeriesProblem(
        "series.unit",
        f"Line {line}: “{shown}” is not the code of a unit. Codes are TERYT (2 to 7 digits) or the bank's (12 digits).",
        line=line,
        text=shown,
    )


def make_word(text: str) -> str:
    """Make a plain word for a key out of a heading: small Latin letters, digits and underscores."""
    plain = text.casefold().translate(str.maketrans("ąćęłńóśźż", "acelnoszz"))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]
