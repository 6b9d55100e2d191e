"""Reading a text that is wholly a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from sciezka.core.dates.forms import FORMS, FORMS_WITHOUT_YEAR, Parts, UnreadableDateError
from sciezka.core.dates.imprecise import ImpreciseDate, Precision
from sciezka.core.dates.words import MONTH_NUMBERS, ROMAN_MONTHS, WEEKDAY, WEEKDAYS, level_signs, strip_diacritics

YEAR_LENT = "year_from_section"
TIME_REVERSED = "time_reversed"


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text says about when: a date with its times, or the code of what is wrong with it."""

    date: ImpreciseDate | None
    problem: str = ""
    warnings: tuple[str, ...] = ()
    time_start: time | None = None
    time_end: time | None = None


_PREFIX = re.compile(
    r"(?:(?:w\s+(?:dniach|dniu|terminie)|w\s+okresie|dni[aiu]?|dn\.|data|date|termin|kiedy|when)\s*:?\s+"
    r"|(?:od\s+dnia|od|from|on|between|we?|in)\s+)?"
    rf"(?:{WEEKDAY}(?:\s*-\s*{WEEKDAY})?\s*[,.]?\s*)?(?:(?:dnia|od|the)\s+)?",
    re.IGNORECASE,
)
_WEEKDAY_AFTER = re.compile(rf"\s*,?\s*(?:[(\[]\s*{WEEKDAY}(?:\s*-\s*{WEEKDAY})?\s*[)\]]|{WEEKDAY})", re.IGNORECASE)
_HOUR = r"(?P<h{0}>[01]?\d|2[0-3])"
_PART_OF_DAY = r"(?:\s*(?P<p{0}>[ap])\.?m\b\.?)?"
_TO = r"\s*(?:-|do|to|until)\s*(?:godz\.?\s*)?"
_LOOSE = _HOUR + r"(?:[:.](?P<n{0}>[0-5]\d))?" + _PART_OF_DAY
_TIGHT = _HOUR + r":(?P<n{0}>[0-5]\d)(?::[0-5]\d)?" + _PART_OF_DAY
_LEAD = r"\s*[,;|·•-]?\s*"
_END = r"(?![\d:]|[.,]\d|\s*%)"
_WORDED = (
    rf"{_LEAD}(?:(?:o|od|w|from)\s+)?(?:godz(?:ina|inie|inach|iny|\.)?|g\.|hours?|time:?)\s*:?\s*"
    rf"{_LOOSE.format(1)}(?:{_TO}{_LOOSE.format(2)})?"
)
_COLONED = rf"{_LEAD}[T(]?(?:(?:at|o|od|from)\s+)?{_TIGHT.format(1)}(?:{_TO}{_TIGHT.format(2)})?\)?"
_DOTTED = (
    rf"{_LEAD}(?:(?:at|o|od|from)\s+)?{_HOUR.format(1)}\.(?P<n1>[0-5]\d)(?P<p1>)\s*-\s*"
    rf"{_HOUR.format(2)}\.(?P<n2>[0-5]\d)(?P<p2>)"
)
_HALF_DAY = (
    rf"{_LEAD}(?:at\s+|from\s+)?{_HOUR.format(1)}(?P<n1>)\s*(?P<p1>[ap])\.?m\b\.?"
    rf"(?:{_TO}{_HOUR.format(2)}(?P<n2>)\s*(?P<p2>[ap])\.?m\b\.?)?"
)
_TIMES = tuple(re.compile(pattern + _END, re.IGNORECASE) for pattern in (_WORDED, _COLONED, _DOTTED, _HALF_DAY))


# The words a date may begin with: most lines of a page are passed over by their first word alone.
_FIRST_WORDS = frozenset(
    {*MONTH_NUMBERS, *(roman.lower() for roman in ROMAN_MONTHS), *WEEKDAYS, *map(strip_diacritics, WEEKDAYS)}
    | {
        "w",
        "we",
        "dni",
        "dnia",
        "dniu",
        "dn",
        "data",
        "date",
        "termin",
        "kiedy",
        "when",
        "od",
        "from",
        "on",
        "between",
        "in",
        "the",
        "q",
        "h",
        "first",
        "second",
        "third",
        "fourth",
    }
    | {"pierwszy", "drugi", "trzeci", "czwarty", "pierwsze", "drugie"}
)
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def _may_begin(text: str, start: int) -> bool:
    sign = text[start : start + 1]
    if sign.isdecimal() or sign in ("'", "\u2019"):
        return True
    word = _FIRST_WORD.match(text, start)
    return word is not None and word[0].lower() in _FIRST_WORDS


def scan_date(text: str, start: int, year: int | None = None) -> tuple[DateReading, int] | None:
    """Read the date standing at an offset, with its weekday and times; return it and where it ends."""
    if not _may_begin(text, start):
        return None
    levelled = level_signs(text)
    prefix = _PREFIX.match(levelled, start)
    for offset in dict.fromkeys((prefix.end() if prefix else start, start)):
        found = _scan_forms(levelled, offset, year)
        if found:
            return found
    return None


def _scan_forms(text: str, offset: int, year: int | None) -> tuple[DateReading, int] | None:
    if not text[offset : offset + 1].isalnum():
        return None
    for without_year, forms in ((False, FORMS), (True, FORMS_WITHOUT_YEAR if year else ())):
        for pattern, build in forms:
            match = pattern.match(text, offset)
            if not match:
                continue
            try:
                found = build(Parts(match, year if without_year else None))
            except UnreadableDateError as problem:
                return DateReading(None, problem.code), _skip_weekday(text, match.end())
            lent = (YEAR_LENT,) if without_year else ()
            reading = DateReading(found.date, warnings=found.warnings + lent)
            return _read_times(text, _skip_weekday(text, match.end()), reading)
    return None


def _skip_weekday(text: str, offset: int) -> int:
    after = _WEEKDAY_AFTER.match(text, offset)
    return after.end() if after else offset


def _read_times(text: str, offset: int, reading: DateReading) -> tuple[DateReading, int]:
    if reading.date is None or reading.date.precision in (Precision.MONTH, Precision.MONTHS):
        return reading, offset
    for pattern in _TIMES:
        match = pattern.match(text, offset)
        if match:
            start, end = _build_time(match, 1), _build_time(match, 2)
            if start is None:
                continue
            reversed_ = end is not None and end < start and reading.date.precision is Precision.DAY
            warnings = reading.warnings + ((TIME_REVERSED,) if reversed_ else ())
            return DateReading(reading.date, "", warnings, start, end), match.end()
    return reading, offset


def _build_time(match: re.Match[str], key: int) -> time | None:
    hour, minute = match[f"h{key}"], match[f"n{key}"]
    if hour is None:
        return None
    number, part = int(hour), (match[f"p{key}"] or "").lower()
    half_day = 12
    if part and 1 <= number <= half_day:
        number = number % half_day + (half_day if part == "p" else 0)
    return time(number, int(minute or 0))


def read_date(text: str, *, year: int | None = None) -> DateReading | None:
    """Read a text that is wholly a date; a year may be lent to a day and month without one.

    Returns None for what is no date, and a reading with a problem for a date that cannot be.
    """
    bare = text.strip()
    scanned = scan_date(bare, 0, year)
    if scanned is None or any(sign.isalnum() for sign in bare[scanned[1] :]):
        return None
    return scanned[0]
