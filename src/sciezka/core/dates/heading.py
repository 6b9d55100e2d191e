"""Reading a line that begins an entry: a date alone, or a date with the entry's own words after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sciezka.core.dates.reading import DateReading, scan_date
from sciezka.core.dates.words import level_signs


class Separator(StrEnum):
    """What stands between the date and the words after it, from surest to least sure."""

    ALONE = "alone"  # nothing follows: the line is the date
    STRONG = "strong"  # a dash, a colon, a bar, a tab
    WEAK = "weak"  # "r." or a space, then a capital letter
    SENTENCE = "sentence"  # the sentence simply goes on


@dataclass(frozen=True, slots=True)
class HeadingReading:
    """A line cut in two: the date phrase as written, and what the line says after it."""

    reading: DateReading
    phrase: str
    rest: str
    separator: Separator
    rest_at: int


_DECORATION = re.compile(r"[\s#*_>~`|•·▪◦‣●○■□➢✓✔★☆→►▶(\[„\"'–—-]*")
_SEPARATOR = re.compile(r"[)\]*_~`]*(?:\s*[-|:;·•→►]+(?:\s+|(?=[^\W\d]|[\"„“*_\[]))|\s*\t\s*|\s{2,}|\s*[)\]*_]+\s+(?=\S))")
_GAP = re.compile(r"[)\]*_~`.,;:\s]*")


def read_heading(line: str, *, year: int | None = None) -> HeadingReading | None:
    """Read the date a line begins with; None when it begins with none."""
    decoration = _DECORATION.match(line)
    start = decoration.end() if decoration else 0
    scanned = scan_date(line, start, year)
    if scanned is None:
        return None
    reading, end = scanned
    tail = level_signs(line[end:])
    if not any(sign.isalnum() for sign in tail):
        return HeadingReading(reading, line.strip(), "", Separator.ALONE, len(line))
    separator, cut = _judge_separator(tail, line[end - 1])
    if separator is Separator.SENTENCE and reading.time_start and "," in tail[:cut]:
        separator = Separator.WEAK  # "12.03.2021, 10:00, room 5": an hour is no part of a sentence
    if separator is None:
        return None
    return HeadingReading(reading, line[: end + cut].strip(), line[end + cut :].strip(), separator, end + cut)


def _judge_separator(tail: str, before: str) -> tuple[Separator | None, int]:
    strong = _SEPARATOR.match(tail)
    if strong and any(sign.isalpha() for sign in tail[strong.end() :]):
        return Separator.STRONG, strong.end()
    gap = _GAP.match(tail)
    cut = gap.end() if gap else 0
    following = tail[cut:]
    if following[0].isdigit() or (cut == 0 and not (following[0].isupper() and (before.isdigit() or before == "."))):
        return None, 0
    opening = following.lstrip("\"'„“”«([<")
    return (Separator.WEAK if opening[:1].isupper() else Separator.SENTENCE), cut
