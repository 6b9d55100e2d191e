"""Units by their codes: what a code says, and what a name says beside it."""

import re
from dataclasses import dataclass
from typing import Final

COUNTRY: Final = "country"
VOIVODESHIP: Final = "voivodeship"
COUNTY: Final = "county"
COMMUNE: Final = "commune"
PART: Final = "part"

KEY_LENGTH: Final = 7
BANK_LENGTH: Final = 12
FIRST_CITY_COUNTY: Final = 61
COMMUNE_KINDS: Final = (1, 2, 3)
POLAND: Final = 0

_KIND_NOTE = re.compile(r"\s*\([1-9]\)\s*$")
_YEARS_NOTE = re.compile(r"\s+(?:od \d{4} do \d{4}|od \d{4}|do \d{4})\s*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of territory.

    Attributes:
        key: its code of seven digits.
        name: its name, without notes about its kind or years.
        level: ``country``, ``voivodeship``, ``county`` or ``commune``.
        kind: of a commune 1 urban, 2 rural, 3 urban-rural; otherwise 0.
        first_year: the first year of which figures are known; None when not known.
        last_year: the last one.
        successor: the code under which its series go on; empty when they go on under its own, a dash when nowhere.
    """

    key: str
    name: str
    level: str
    kind: int = 0
    first_year: int | None = None
    last_year: int | None = None
    successor: str = ""

    @property
    def voivodeship(self) -> str:
        """The key of its voivodeship; empty for the country."""
        return "" if self.level == COUNTRY else f"{self.key[:2]}00000"

    @property
    def county(self) -> str:
        """The key of its county; empty above counties."""
        return f"{self.key[:4]}000" if self.level in {COUNTY, COMMUNE} else ""

    @property
    def is_city_county(self) -> bool:
        """Whether it is a city with county rights."""
        return self.level == COMMUNE and int(self.key[2:4]) >= FIRST_CITY_COUNTY


def read_code(text: str) -> int | None:
    """Read a unit's code: the bank's twelve digits, TERYT of seven, four (county) or two, leading zeros lost or not.

    Returns:
        The seven digits as a number; None when the unit is of a level that the monitor does not keep (a macroregion, a
        region, a subregion) or when it is no code at all.
    """
    digits = text.strip().strip("\"'").removesuffix(".0")
    if not digits.isascii() or not digits.isdigit():
        return None
    if len(digits) > KEY_LENGTH:
        # A bank's id begins with a macroregion below 10, so that a number has eleven digits left, or fewer.
        return _read_bank_id(digits.zfill(BANK_LENGTH)) if len(digits) <= BANK_LENGTH else None
    if int(digits) == 0:
        return POLAND
    if len(digits) in {6, 7}:
        return int(digits)
    if len(digits) in {3, 4}:
        return int(digits) * 1000
    return int(digits) * 100_000 if len(digits) <= 2 else None  # noqa: PLR2004 - two digits: a voivodeship


def _read_bank_id(digits: str) -> int | None:
    region, subregion, rest = digits[4], digits[5:7], digits[7:]
    if digits[2:4] == "00":
        return POLAND if int(digits) == 0 else None
    if rest == "00000" and (region != "0" or subregion != "00"):
        return None
    return int(digits[2:4] + rest)


def level_of(code: int) -> str:
    """Tell the level of a unit from its code."""
    if code == POLAND:
        return COUNTRY
    if code % 100_000 == 0:
        return VOIVODESHIP
    if code % 1000 == 0:
        return COUNTY
    return COMMUNE if code % 10 in COMMUNE_KINDS else PART


def write_key(code: int) -> str:
    """Write a code with its leading zeros."""
    return f"{code:07d}"


def clean_name(name: str) -> str:
    """Strip what a table adds to a name: kind „(1)”, years „do 2001”, „od 2013”, stars of footnotes."""
    bare = _KIND_NOTE.sub("", name.strip().strip('"')).rstrip("* ").strip()
    return _YEARS_NOTE.sub("", bare).strip()


def make_unit(code: int, name: str, first: int | None = None, last: int | None = None, successor: str = "") -> Unit:
    """Describe a unit by its code and name; capitals of the register become ordinary letters."""
    level = level_of(code)
    plain = clean_name(name)
    if level in {COUNTRY, VOIVODESHIP} and plain.isupper():
        plain = plain.title() if level == COUNTRY else plain.lower()
    if level == COUNTY:
        plain = plain.removeprefix("Powiat ").strip()
        plain = plain.removeprefix("m. ").removeprefix("m.")
    kind = code % 10 if level == COMMUNE else 0
    return Unit(write_key(code), plain, level, kind, first, last, successor)
