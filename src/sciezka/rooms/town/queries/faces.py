"""How an imprecise date is set in type: the parts of a calendar column, without markup."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import get_language

from sciezka.core.dates import ImpreciseDate, Precision
from sciezka.core.dates.words import MONTHS_ENGLISH, MONTHS_POLISH, MONTHS_POLISH_GENITIVE


@dataclass(frozen=True, slots=True)
class Face:
    """A date in parts.

    ``shape`` is ``day`` (a large figure, its month and weekday), ``range`` (two figures in one month), ``span`` (two
    days of two months, each with its month) or ``months`` (names of months only).
    """

    shape: str
    figure: str
    month: str
    note: str = ""
    last_figure: str = ""
    last_month: str = ""


def draw_face(date: ImpreciseDate) -> Face:
    """Take a date apart for its calendar column, in the language of the page."""
    is_english = get_language() == "en"
    of_month = MONTHS_ENGLISH if is_english else MONTHS_POLISH_GENITIVE
    months = MONTHS_ENGLISH if is_english else MONTHS_POLISH
    first, last = date.start, date.end
    if date.precision is Precision.DAY:
        return Face("day", str(first.day), of_month[first.month - 1], name_weekday(first))
    if date.precision is Precision.MONTH:
        return Face("months", "", months[first.month - 1])
    if date.precision is Precision.MONTHS:
        return Face("months", "", months[first.month - 1], last_month=months[last.month - 1])
    if (first.year, first.month) == (last.year, last.month):
        weekdays = f"{name_weekday(first, is_short=True)}–{name_weekday(last, is_short=True)}"
        return Face("range", str(first.day), of_month[first.month - 1], weekdays, str(last.day))
    return Face(
        "span",
        str(first.day),
        of_month[first.month - 1][:3],
        last_figure=str(last.day),
        last_month=of_month[last.month - 1][:3],
    )


def name_weekday(day: datetime.date, *, is_short: bool = False) -> str:
    """Name the day of the week: in lower case in Polish, as its spelling asks."""
    name = date_format(day, "D" if is_short else "l")
    return name if get_language() == "en" else name.lower().rstrip(".")
