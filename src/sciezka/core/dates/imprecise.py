"""The imprecise date itself: what it holds, how it sorts and how it is written."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from sciezka.core.dates.words import MONTHS_ENGLISH, MONTHS_POLISH, MONTHS_POLISH_GENITIVE

NBSP = "\u00a0"
DASH = "–"

Language = Literal["pl", "en"]


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    MONTHS = "months"


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, order=True, slots=True)
class ImpreciseDate:
    """A stretch of days together with the precision it was told in; sorts by start, then end."""

    start: date
    end: date
    precision: Precision

    def __post_init__(self) -> None:
        """Refuse what could not be written back as it was told."""
        if self.end < self.start:
            msg = f"the end {self.end} is before the start {self.start}"
            raise ValueError(msg)
        if self.precision is Precision.DAY and self.start != self.end:
            msg = "a day starts and ends on the same day"
            raise ValueError(msg)
        if self.precision is Precision.RANGE and self.start == self.end:
            msg = "a range has at least two days"
            raise ValueError(msg)
        if self.precision in (Precision.MONTH, Precision.MONTHS):
            self._check_whole_months()

    def _check_whole_months(self) -> None:
        if self.start.day != 1 or (self.end + timedelta(days=1)).day != 1:
            msg = "months are told as whole months"
            raise ValueError(msg)
        same = (self.start.year, self.start.month) == (self.end.year, self.end.month)
        if same != (self.precision is Precision.MONTH):
            msg = "one month is a MONTH, more are MONTHS"
            raise ValueError(msg)

    @classmethod
    def day(cls, day: date) -> ImpreciseDate:
        """Make a single day."""
        return cls(day, day, Precision.DAY)

    @classmethod
    def span(cls, start: date, end: date) -> ImpreciseDate:
        """Make a range of days; one day long, it is a day."""
        return cls(start, end, Precision.DAY if start == end else Precision.RANGE)

    @classmethod
    def month(cls, year: int, month: int) -> ImpreciseDate:
        """Make a whole month."""
        return cls(date(year, month, 1), last_of_month(year, month), Precision.MONTH)

    @classmethod
    def months(cls, year: int, month: int, last_year: int, last_month: int) -> ImpreciseDate:
        """Make whole months, both ends counted; one month long, it is a month."""
        single = (year, month) == (last_year, last_month)
        precision = Precision.MONTH if single else Precision.MONTHS
        return cls(date(year, month, 1), last_of_month(last_year, last_month), precision)

    def isoformat(self) -> str:
        """Write it the ISO way: 2020-10-09, 2020-10-09/2020-10-12, 2020-05, 2020-05/2020-06."""
        whole_months = self.precision in (Precision.MONTH, Precision.MONTHS)
        start, end = (f"{d:%Y-%m}" if whole_months else d.isoformat() for d in (self.start, self.end))
        return start if start == end else f"{start}/{end}"

    def format(self, language: Language, *, nbsp: bool = True) -> str:
        """Write it in the field's typography, with non-breaking spaces unless told otherwise."""
        wordy = self._format_months if self.precision in (Precision.MONTH, Precision.MONTHS) else self._format_days
        text = wordy(language)
        return text.replace(" ", NBSP).replace(f"{NBSP}{DASH}{NBSP}", f"{NBSP}{DASH} ") if nbsp else text

    def _format_days(self, language: Language) -> str:
        names = MONTHS_POLISH_GENITIVE if language == "pl" else MONTHS_ENGLISH
        first, last = self.start, self.end
        end = f"{last.day} {names[last.month - 1]} {last.year}"
        if first == last:
            return end
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}{DASH}{end}"
        start = f"{first.day} {names[first.month - 1]}"
        return f"{start} {DASH} {end}" if first.year == last.year else f"{start} {first.year} {DASH} {end}"

    def _format_months(self, language: Language) -> str:
        names = MONTHS_POLISH if language == "pl" else MONTHS_ENGLISH
        first, last = self.start, self.end
        end = f"{names[last.month - 1]} {last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return end
        start = names[first.month - 1]
        return f"{start}{DASH}{end}" if first.year == last.year else f"{start} {first.year} {DASH} {end}"
