"""Reading a text that is wholly a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta

from sciezka.core.dates.forms import (
    DAYS_APART,
    FORMS,
    FORMS_WITHOUT_YEAR,
    JOINT,
    REVERSED,
    Parts,
    UnreadableDateError,
)
from sciezka.core.dates.imprecise import ImpreciseDate, Precision
from sciezka.core.dates.words import MONTH_NUMBERS, ROMAN_MONTHS, WEEKDAY, WEEKDAYS, level_signs, strip_diacritics

_BROAD = (Precision.MONTH, Precision.MONTHS)
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
    r"(?:(?:w\s+(?:dniach|dniu|terminie)|w\s+okresie|dni[aiu]?|dn\.|(?:data|date|termin|kiedy|when)"
    r"(?:\s+(?:spotkania|wydarzenia|warsztatów|konsultacji|posiedzenia|szkolenia|i\s+(?:godzina|czas|miejsce)"
    r"|of\s+(?:the\s+)?(?:event|meeting|workshop)))?)\s*:?\s+"
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
    rf"{_LEAD}(?:(?:at|o|od|from)\s+)?{_HOUR.format(1)}\.(?P<n1>[0-5]\d)(?P<p1>)"
    rf"(?:\s*-\s*{_HOUR.format(2)}\.(?P<n2>[0-5]\d)(?P<p2>))?"
)
_HALF_DAY = (
    rf"{_LEAD}(?:at\s+|from\s+)?{_HOUR.format(1)}(?P<n1>)\s*(?P<p1>[ap])\.?m\b\.?"
    rf"(?:{_TO}{_HOUR.format(2)}(?P<n2>)\s*(?P<p2>[ap])\.?m\b\.?)?"
)
_TIMES = tuple(re.compile(pattern + _END, re.IGNORECASE) for pattern in (_WORDED, _COLONED, _DOTTED, _HALF_DAY))


# The words a date may begin with: most lines of a page are passed over by their first word alone.
_FIRST_WORDS = frozenset(
    {*MONTH_NUMBERS, *(roman.lower() for roman in ROMAN_MONTHS), *WEEKDAYS, *map(strip_diacritics, WEEKDAYS)}
    | set(
        "w we dni dnia dniu dn data date termin kiedy when od from on between in the q h first second third fourth "  # noqa: SIM905 - a list of words
        "pierwszy drugi trzeci czwarty pierwsze drugie pierwsza pierwszej druga drugiej".split()
    )
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
            return _join_on(levelled, *found)
    return None


def _join_on(text: str, reading: DateReading, end: int) -> tuple[DateReading, int]:
    """Join the dates that follow after a dash or a comma: weekdays and hours may stand between the two."""
    while reading.date and (joint := JOINT.match(text, end)):
        following = _scan_forms(text, joint.end(), None)
        if not following or not following[0].date:
            break
        joined = _join(reading, following[0], listed=bool(joint["listed"]))
        if joined is None:
            break
        reading, end = joined, following[1]
    return reading, end


def _join(first: DateReading, last: DateReading, *, listed: bool) -> DateReading | None:
    if first.date is None or last.date is None:
        return None
    broad = [when.precision in _BROAD for when in (first.date, last.date)]
    if broad[0] != broad[1]:
        return None  # "12.03.2021 – March 2021 in figures" is a day and a title
    if last.date.start < first.date.start or last.date.end < first.date.end:
        return DateReading(None, REVERSED)
    start, end = first.date.start, last.date.end
    apart = listed and last.date.start - first.date.end > timedelta(days=1) and DAYS_APART not in first.warnings
    whole = ImpreciseDate.months(start.year, start.month, end.year, end.month)
    return DateReading(
        whole if broad[0] else ImpreciseDate.span(start, end),
        warnings=tuple(dict.fromkeys((*first.warnings, *last.warnings, *((DAYS_APART,) if apart else ())))),
        time_start=first.time_start,
        time_end=last.time_end or last.time_start,
    )


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
    if reading.date is None or reading.date.precision in _BROAD:
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
