"""Imprecise dates: a day, a range of days, a whole month or whole months, as offices really write them.

`ImpreciseDate` is the noun, `read_date` reads a text that is wholly a date and `read_heading` a line that begins
with one. The reader knows whole forms only: a general date guesser finds dates inside sentences, and a chronicle
is full of sentences with dates in them.
"""

from sciezka.core.dates.heading import HeadingReading, Label, Separator, looks_like_date, read_heading, read_title
from sciezka.core.dates.imprecise import ImpreciseDate, Precision
from sciezka.core.dates.reading import DateReading, read_date

__all__ = [
    "DateReading",
    "HeadingReading",
    "ImpreciseDate",
    "Label",
    "Precision",
    "Separator",
    "looks_like_date",
    "read_date",
    "read_heading",
    "read_title",
]
