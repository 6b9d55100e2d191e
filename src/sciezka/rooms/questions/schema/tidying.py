"""What people type, made tidy: texts, numbers, days and places. Nothing here ever fails, whatever comes in."""

import datetime
import math
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sciezka.core.polls.places import METRES_OF_A_DEGREE
from sciezka.core.polls.places import round_place as find_cell

# Signs that are not seen or turn a text around; half of a pair that no encoding can write; line ends of other systems.
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+"
)
LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
BLANKS: Final = re.compile(r"\s+")
SPACES: Final = " \u00a0\u2007\u2009\u202f"
NUMBER: Final = re.compile(
    rf"([+-]?)((?:[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+|[0-9]+))(?:[.,]([0-9]*))?|([+-]?)[.,]([0-9]+)"
)
DAY_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
DAY_POLISH: Final = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})(?:\s?r\.?)?")
EARLIEST_YEAR: Final = 1000
LONGEST_NUMBER: Final = 40
GREATEST: Final = 10**15
"""Numbers from here on can't be told apart by one."""
FIRST_MARK: Final = "\u0300"
MOST_MARKS: Final = 30
MOST_PARTS: Final = 1000
"""So many parts of what was typed into one field are shown again."""


def clean_signs(text: str) -> str:
    """Take out signs that are unseen or cannot be stored, and give all lines one kind of end."""
    # Nearly every text holds only what is printed; asking this is far quicker than looking for all the rest.
    return text if text.isprintable() else LINE_ENDS.sub("\n", UNSEEN.sub("", text))


def tidy_text(text: str, *, one_line: bool) -> str:
    """Give a text as it is stored: composed letters (NFC), no unseen signs, nothing empty at its ends.

    Args:
        text: what was typed; cut it before if it may be very long, as some texts take long to compose.
        one_line: whether line ends and runs of blanks become one space.
    """
    text = clean_signs(text)
    if one_line:
        text = BLANKS.sub(" ", text)
    if not text.isascii():
        # Composing a letter takes the square of how many marks stand over it, so they are counted before (and after, as
        # some fall apart into two).
        text = _cut_marks(unicodedata.normalize("NFC", _cut_marks(text)))
    return text.strip()


def _cut_marks(text: str) -> str:
    """Leave at most 30 marks over one letter, as the Stream-Safe Text Format does (Unicode Annex 15, section 13)."""
    if max(text, default="") < FIRST_MARK:
        return text
    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if sign >= FIRST_MARK and unicodedata.combining(sign) else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def parse_number(typed: object) -> Decimal | None:
    """Read a number as people write it: a comma or a point before decimals, spaces between thousands.

    Only digits of the Western kind count. A number of a JSON is read as it is.

    Returns:
        The number, or nothing where this is none.
    """
    if isinstance(typed, bool):
        return None
    if isinstance(typed, int):
        return Decimal(typed) if abs(typed) < GREATEST else None
    if isinstance(typed, float):
        return Decimal(repr(typed)) if math.isfinite(typed) and abs(typed) < GREATEST else None
    if not isinstance(typed, str) or len(typed) > LONGEST_NUMBER:
        return None
    found = NUMBER.fullmatch(typed.strip().replace("\u2212", "-"))
    if not found:
        return None
    sign, whole, decimals = found[1] or found[4] or "", found[2] or "0", found[3] or found[5] or ""
    for space in SPACES:
        whole = whole.replace(space, "")
    number = Decimal(f"{sign}{whole}.{decimals or '0'}")
    return number if abs(number) < GREATEST else None


def count_decimals(number: Decimal) -> int:
    """Count digits after the comma, without zeros at the end."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def write_number(number: Decimal) -> float:
    """Give a number as JSON has it: whole where it is whole."""
    return int(number) if number == number.to_integral_value() else float(number)


def parse_whole(typed: object) -> int | None:
    """Read a whole number, or give nothing."""
    number = parse_number(typed)
    return int(number) if number is not None and number == number.to_integral_value() else None


def parse_day(typed: object) -> str | None:
    """Read a day written as ``2025-03-09`` or ``9.03.2025``.

    Returns:
        ``YYYY-MM-DD``, or nothing where there is no such day.
    """
    if not isinstance(typed, str) or len(typed) > LONGEST_NUMBER:
        return None
    typed = typed.strip()
    if found := DAY_ISO.fullmatch(typed):
        year, month, day = found.groups()
    elif found := DAY_POLISH.fullmatch(typed):
        day, month, year = found.groups()
    else:
        return None
    try:
        read = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return read.isoformat() if read.year >= EARLIEST_YEAR else None


def parse_degrees(typed: object) -> float | None:
    """Read a latitude or a longitude, or give nothing."""
    number = parse_number(typed)
    return None if number is None else float(number)


def round_place(latitude: float, longitude: float, metres: int) -> list[float]:
    """Move a place to the middle of its cell of a grid, so that it no longer tells where exactly somebody pointed.

    The grid is that by which places are counted later, so that each is counted in its own cell. A place that has been moved
    stays where it is.

    Args:
        latitude: from -90 to 90.
        longitude: from -180 to 180.
        metres: the side of a cell.
    """
    cell = find_cell(latitude, longitude, metres=metres)
    decimals = count_degree_decimals(metres)
    # Adding nothing makes of -0.0 a plain zero.
    return [round(cell.latitude, decimals) + 0.0, round(cell.longitude, decimals) + 0.0]


def count_degree_decimals(metres: int) -> int:
    """Give how many decimals of a degree a cell of so many metres asks for: more would feign a place that nobody gave.

    What is cut off is at most a sixth of a cell, so that the middle of a cell stays in it.
    """
    return max(0, math.ceil(0.5 - math.log10(metres / METRES_OF_A_DEGREE)))


def clean_given(given: object) -> Any:  # noqa: ANN401 - what was typed, of any shape
    """Give what was typed in a shape that can be shown again and stored: strings, numbers, lists and mappings of them."""
    if isinstance(given, str):
        return clean_signs(given)
    if isinstance(given, float):
        return given if math.isfinite(given) else str(given)
    if isinstance(given, bool | int):
        return given if abs(given) < GREATEST else ""
    if isinstance(given, Mapping):
        parts = list(given.items())[:MOST_PARTS]
        return {clean_signs(key[:80]): _clean_part(part) for key, part in parts if isinstance(key, str)}
    if isinstance(given, list | tuple):
        return [_clean_part(part) for part in given[:MOST_PARTS]]
    return ""


def _clean_part(part: object) -> Any:  # noqa: ANN401 - what was typed, of any shape
    if isinstance(part, Mapping):
        # A line of a budget; nothing of what is inside it has parts of its own.
        inside = list(part.items())[:MOST_PARTS]
        return {clean_signs(key[:80]): clean_given(typed) for key, typed in inside
                if isinstance(key, str) and isinstance(typed, str | float | int)}  # fmt: skip
    return clean_given(part) if isinstance(part, str | float | int) else ""
