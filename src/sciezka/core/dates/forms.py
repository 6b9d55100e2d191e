"""The grammar: the whole forms a date is written in, each a pattern with the verb that builds the date from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sciezka.core.dates.imprecise import ImpreciseDate
from sciezka.core.dates.words import MONTH_NAME, WEEKDAY, number_month

IMPOSSIBLE = "date_impossible"
REVERSED = "date_reversed"
YEAR_SHORT = "year_short"
DAYS_APART = "days_apart"
YEAR_CROSSED = "year_crossed"
NEW_YEAR_SPAN = timedelta(days=62)

FIRST_YEAR, LAST_YEAR = 1900, 2199
SHORT_YEAR = 2  # digits
MONTHS_OF_YEAR = 12
LISTED = 3  # so many months are a list, not two ends


class UnreadableDateError(ValueError):
    """The form is a date's, the values are not; carries the code of what is wrong."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Found:
    """A date built from a form, with what should be said about it."""

    date: ImpreciseDate
    warnings: tuple[str, ...] = ()


Builder = Callable[["Parts"], Found]

_R = r"(?:\s?(?:roku|rok|r)(?!\w)\.?)?"
_YEAR4 = r"\d{4}(?!\d)"
# A dash that an old system could not write comes out as a question mark.
_RANGE = rf"(?:\s*-+\s*|\s+\?\s+|\s+(?:do|to|until|till|through)\s+)(?:dnia\s+)?(?:{WEEKDAY}\s*,?\s*)?"
_AND = r"(?:\s*[,&+/]\s*(?:(?:i|oraz|and)\s+)?|\s+(?:i|oraz|and)\s+)"
_AND_MONTH = r"(?:\s*[-/,&+]\s*|\s+(?:do|to|i|oraz|and)\s+)"
_ORDINAL = r"(?:(?:st|nd|rd|th|-(?:go|ego|szy|szego|gi|giego|ci|ciego|ty|tego))(?!\w))?"
_DAYS = rf"\d{{1,2}}{_ORDINAL}\.?(?:\s*-\s*\d{{1,2}}{_ORDINAL}\.?)?"


def _day(key: str) -> str:
    return rf"(?P<d{key}>\d{{1,2}}){_ORDINAL}"


def _named(key: str) -> str:
    return rf"{_day(key)}\.?[\s.\-/]*(?:of\s+)?(?P<m{key}>{MONTH_NAME})"


def _year(key: str) -> str:
    return rf"(?P<y{key}>{_YEAR4}|'\d{{2}}(?!\d)){_R}"


def _dated(key: str) -> str:
    """Match a day with its month and year after it: 9.10.2020, 9 X 2020, 9 October 2020."""
    number = (
        rf"{_day(key + 'a')}\s?(?P<s{key}>[./-])\s?(?P<m{key}a>\d{{1,2}})\s?(?P=s{key})\s?"
        rf"(?P<y{key}a>{_YEAR4}|'?\d{{2}}(?![\d:])){_R}"
    )
    return rf"(?:{number}|{_named(key + 'b')}[\s.,\-/]*{_year(key + 'b')})"


def _full(key: str) -> str:
    """Match any full date, the ISO way and the American way too."""
    iso = rf"(?P<y{key}c>\d{{4}})(?P<t{key}>[-./])(?P<m{key}c>\d{{1,2}})(?P=t{key})(?P<d{key}c>\d{{1,2}})(?!\d){_R}"
    american = rf"(?P<m{key}d>{MONTH_NAME})\s*{_day(key + 'd')}(?:\s*,\s*|\s+){_year(key + 'd')}"
    return rf"(?:{_dated(key)}|{iso}|{american})"


def _partial(key: str) -> str:
    """Match a day and a month whose year comes later."""
    return rf"(?:{_day(key + 'e')}\s?\.\s?(?P<m{key}e>\d{{1,2}})\.?|{_named(key + 'f')})"


class Parts:
    """The named pieces of a match, whichever spelling of the form matched."""

    def __init__(self, match: re.Match[str], year: int | None) -> None:
        """Keep the match and the year lent by a section heading."""
        self.match = match
        self.lent_year = year
        self.short_year = False

    def take(self, piece: str, key: str) -> str | None:
        """Return a piece (d, m or y) of the date called key."""
        found = (v for k, v in self.match.groupdict().items() if v is not None and k[:2] == piece + key)
        return next(found, None)

    def year(self, key: str) -> int:
        """Return the year of the date called key, or the lent one."""
        written = self.take("y", key)
        if written is None:
            if self.lent_year is None:
                raise UnreadableDateError(IMPOSSIBLE)
            return self.lent_year
        bare = written.lstrip("'")
        self.short_year = self.short_year or len(bare) == SHORT_YEAR
        number = 2000 + int(bare) if len(bare) == SHORT_YEAR else int(bare)
        if not FIRST_YEAR <= number <= LAST_YEAR:
            raise UnreadableDateError(IMPOSSIBLE)
        return number

    def month(self, key: str) -> int:
        """Return the month of the date called key."""
        number = number_month(self.take("m", key) or "0")
        if not 1 <= number <= MONTHS_OF_YEAR:
            raise UnreadableDateError(IMPOSSIBLE)
        return number

    def build_day(self, key: str, year: int | None = None, month: int | None = None) -> date:
        """Build the day called key, with the year or month lent by the other end where it has none."""
        try:
            return date(year or self.year(key), month or self.month(key), int(self.take("d", key) or 0))
        except ValueError as problem:
            raise problem if isinstance(problem, UnreadableDateError) else UnreadableDateError(IMPOSSIBLE) from None

    def finish(self, start: date, end: date, *warnings: str) -> Found:
        """Join two days, refusing a reversed range."""
        if end < start:
            raise UnreadableDateError(REVERSED)
        short = (YEAR_SHORT,) if self.short_year else ()
        return Found(ImpreciseDate.span(start, end), short + warnings)

    def finish_months(self, year: int, month: int, last_year: int, last_month: int, *warnings: str) -> Found:
        """Join two months, refusing a reversed range."""
        if (last_year, last_month) < (year, month):
            raise UnreadableDateError(REVERSED)
        short = (YEAR_SHORT,) if self.short_year else ()
        return Found(ImpreciseDate.months(year, month, last_year, last_month), short + warnings)


def build_single(parts: Parts) -> Found:
    """Build one day."""
    day = parts.build_day("1")
    return parts.finish(day, day)


def build_range(parts: Parts) -> Found:
    """Build a range whose first end may borrow the month and year of the last."""
    end = parts.build_day("2")
    has_month, has_year = parts.take("m", "1"), parts.take("y", "1")
    start = parts.build_day("1", None if has_year else end.year, None if has_month else end.month)
    before = start.replace(year=start.year - 1, day=min(start.day, 28)) if start > end and not has_year else start
    if before != start and end - before < NEW_YEAR_SPAN and start.month != end.month:
        # "28 December – 3 January 2021" says the year once, at the end it belongs to
        return parts.finish(start.replace(year=start.year - 1), end, YEAR_CROSSED)
    return parts.finish(start, end)


def build_range_forward(parts: Parts) -> Found:
    """Build an American range, whose last end borrows from the first: May 18-20, 2022."""
    year = parts.year("2")
    start = parts.build_day("1", year)
    return parts.finish(start, parts.build_day("2", year, None if parts.take("m", "2") else start.month))


def join_days(parts: Parts, days: list[date]) -> Found:
    """Join listed days; days that do not follow one another are told."""
    if days != sorted(days):
        raise UnreadableDateError(REVERSED)
    apart = any(after - before > timedelta(days=1) for before, after in pairwise(days))
    return parts.finish(days[0], days[-1], *([DAYS_APART] if apart else []))


def build_day_list(parts: Parts) -> Found:
    """Build a list of days of one month: 1, 2 and 3 March 2021."""
    last = parts.build_day("2")
    days: list[date] = []
    try:
        for first, until in re.findall(r"(\d+)[^\d-]*(?:-\D*(\d+))?", _PLAIN_ORDINAL.sub("", parts.match["days"])):
            days += (last.replace(day=day) for day in range(int(first), int(until or first) + 1))
    except ValueError:
        raise UnreadableDateError(IMPOSSIBLE) from None
    return join_days(parts, [*days, last])


def build_partial_list(parts: Parts) -> Found:
    """Build two days listed, of which the first borrows the year: 12.03 and 20.03.2021."""
    last = parts.build_day("2")
    return join_days(parts, [parts.build_day("1", last.year), last])


def build_full_list(parts: Parts) -> Found:
    """Build a list of full dates: 12.03.2021 and 13.03.2021."""
    days = [Parts(found, None).build_day("1") for found in _ONE_FULL.finditer(parts.match[0])]
    return join_days(parts, days)


def build_months(parts: Parts) -> Found:
    """Build the months named, all in one year: May, May-June, May, June and July."""
    year = parts.year("1")
    numbers = [number_month(word) for word in _ONE_MONTH.findall(parts.match["months"])]
    apart = any(after - before > 1 for before, after in pairwise(numbers))
    listed = apart and (len(numbers) >= LISTED or not re.search(r"-|\b(?:do|to)\b", parts.match["months"]))
    return parts.finish_months(year, numbers[0], year, numbers[-1], *([DAYS_APART] if listed else []))


def build_month_range(parts: Parts) -> Found:
    """Build months from one to another, each with its own year or sharing one."""
    last = parts.year("2")
    first = parts.year("1") if parts.take("y", "1") else last
    return parts.finish_months(first, parts.month("1"), last, parts.month("2"))


_PART_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
                 "pierwszy": 1, "drugi": 2, "trzeci": 3, "czwarty": 4, "pierwsze": 1, "drugie": 2,
                 "pierwsza": 1, "pierwszej": 1, "druga": 2, "drugiej": 2}  # fmt: skip


def build_part_of_year(parts: Parts) -> Found:
    """Build quarters or half-years as months."""
    year = parts.year("1")
    unit = (parts.match["unit"] or parts.match["letter"]).lower()
    length, count = (3, 4) if unit[0] in "kq" else (6, 2)
    first, last = (_number_part(parts.match[group]) for group in ("n1", "n2"))
    last = last or first
    if not 1 <= first <= count or last > count:
        raise UnreadableDateError(IMPOSSIBLE)
    return parts.finish_months(year, (first - 1) * length + 1, year, last * length)


def _number_part(word: str | None) -> int:
    bare = re.sub(r"\W|st|nd|rd|th$", "", word.lower()) if word and word[0].isdecimal() else (word or "").lower()
    return int(bare) if bare.isdecimal() else _PART_NUMBERS.get(bare, 0)


JOINT = re.compile(rf"(?P<listed>{_AND})|{_RANGE}", re.IGNORECASE)
_NTH = r"(?:iv|i{1,3}|[1-4](?:st|nd|rd|th)?|first|second|third|fourth|pierwsz[yeaj]{1,2}|drug(?:i|ie|a|iej)|trzeci|czwarty)"
_UNIT = r"(?P<unit>kwarta[łl]u?|kw\.|p[óo][łl]rocz[eu]|po[łl]ow(?:a|ie|y|ę)|quarter|half(?:-year)?)(?!\w)"
_MONTHS = rf"(?P<months>{MONTH_NAME}(?:{_AND_MONTH}{MONTH_NAME})*)"
_NUM_MONTH = r"(?P<m{0}>\d{{1,2}})[./-]\s?(?P<y{0}>\d{{4}})(?!\d)" + _R.replace("{", "{{").replace("}", "}}")


_ISO_MONTH = r"(?P<y{0}>\d{{4}})-(?P<m{0}>\d{{1,2}})"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{pattern}(?![./-]?\d)", re.IGNORECASE)


_PLAIN_ORDINAL = re.compile(r"-(?=[^\W\d])")
_ONE_FULL = re.compile(_full("1"), re.IGNORECASE)
_ONE_MONTH = re.compile(MONTH_NAME, re.IGNORECASE)

FORMS: tuple[tuple[re.Pattern[str], Builder], ...] = (
    (_compile(_full("1") + rf"(?:{_RANGE}|\s*/\s*)" + _full("2")), build_range),
    (_compile(_full("1") + rf"(?:{_AND}{_full('2')})(?:{_AND}{_full('3')})*"), build_full_list),
    (_compile(rf"{_partial('1')}{_RANGE}{_dated('2')}"), build_range),
    (_compile(rf"{_partial('1')}{_AND}{_dated('2')}"), build_partial_list),
    (_compile(rf"{_day('1')}\.?{_RANGE}{_dated('2')}"), build_range),
    (_compile(rf"(?P<days>{_DAYS}(?:{_AND}{_DAYS})*){_AND}{_dated('2')}"), build_day_list),
    (_compile(rf"(?P<m1>{MONTH_NAME})\s*{_day('1')}{_RANGE}(?:(?P<m2>{MONTH_NAME})\s*)?{_day('2')}[\s,]+{_year('2')}"),
     build_range_forward),
    (_compile(_full("1")), build_single),
    (_compile(rf"(?P<m1>{MONTH_NAME})[\s.,]*{_year('1')}{_AND_MONTH}(?P<m2>{MONTH_NAME})[\s.,]*{_year('2')}"),
     build_month_range),
    (_compile(rf"{_MONTHS}[\s.,/\-]*(?:of\s+)?{_year('1')}"), build_months),
    (_compile(rf"{_year('1')}\s*[,:\-]?\s*{_MONTHS}"), build_months),
    (_compile(_NUM_MONTH.format(1) + _RANGE + _NUM_MONTH.format(2)), build_month_range),
    (_compile(rf"(?P<m1>\d{{1,2}})\s*[-/]\s*{_NUM_MONTH.format(2)}"), build_month_range),
    (_compile(rf"(?P<months>{_NUM_MONTH.format(1)})"), lambda p: p.finish_months(*(p.year("1"), p.month("1")) * 2)),
    (_compile(_ISO_MONTH.format(1) + rf"(?:{_RANGE}|\s*/\s*)" + _ISO_MONTH.format(2)), build_month_range),
    (_compile(r"(?P<y1>\d{4})[-/](?P<m1>\d{1,2})"), lambda p: p.finish_months(*(p.year("1"), p.month("1")) * 2)),
    (_compile(rf"(?P<n1>{_NTH})\.?(?:\s*[-/i]\s*(?P<n2>{_NTH})\.?)?\s*(?P<letter>){_UNIT}[\s,/]*(?:of\s+)?{_year('1')}"),
     build_part_of_year),
    (_compile(rf"(?P<letter>[qh])(?P<n1>[1-4])(?P<n2>)(?P<unit>)[\s/]*{_year('1')}"), build_part_of_year),
)  # fmt: skip

FORMS_WITHOUT_YEAR: tuple[tuple[re.Pattern[str], Builder], ...] = (
    (_compile(rf"{_partial('1')}{_RANGE}{_partial('2')}"), build_range),
    (_compile(rf"{_day('1')}\.?{_RANGE}{_partial('2')}"), build_range),
    (_compile(rf"(?P<days>{_DAYS}(?:{_AND}{_DAYS})*){_AND}{_partial('2')}"), build_day_list),
    (_compile(_partial("1")), build_single),
    (_compile(rf"(?P<m1f>{MONTH_NAME})\s*{_day('1f')}"), build_single),
    (_compile(rf"{_MONTHS}"), build_months),
)
