"""Reading a line that begins an entry: a date alone, a date with words after it, or a title that ends with a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from sciezka.core.dates.reading import DateReading, scan_date
from sciezka.core.dates.words import MONTH_NAME, WEEKDAY, level_signs


class Separator(StrEnum):
    """What stands between the date and the words after it, from surest to least sure."""

    ALONE = "alone"  # nothing follows: the line is the date
    STRONG = "strong"  # a dash, a colon, a bar, a tab
    WEAK = "weak"  # "r." or a space, then a capital letter; or an hour, then a place
    SENTENCE = "sentence"  # the sentence simply goes on


class Label(StrEnum):
    """What a line says its date is."""

    NONE = ""
    EVENT = "event"  # "Data: 12.03.2021", one field of a form
    PUBLISHED = "published"  # "Published on 12.03.2021": the page's own date, seldom the event's


@dataclass(frozen=True, slots=True)
class HeadingReading:
    """A line cut in two: the date phrase as written, and what the line says beside it, from one offset to another."""

    reading: DateReading
    phrase: str
    rest: str
    separator: Separator
    rest_at: int
    rest_to: int | None = None
    label: Label = Label.NONE
    titled: bool = False


_DECORATION = re.compile(r"[\s#*_>~`|•·▪◦‣●○■□➢✓✔★☆→►▶(\[„\"'–—-]*")
_SEPARATOR = re.compile(r"[)\]*_~`]*(?:\s*[-|:;·•→►]+(?:\s+|(?=[^\W\d]|[\"„“*_\[]))|\s*\t\s*|\s{2,}|\s*[)\]*_]+\s+(?=\S))")
_GAP = re.compile(r"[)\]*_~`.,;:\s]*")
_EVENT_LABEL = re.compile(r"(?:data|date|termin|kiedy|when)\b[^:\d]{0,25}:", re.IGNORECASE)
_PUBLISHED_LABEL = re.compile(
    r"(?:(?:data|dnia|czas|ostatni\w+|last|date of)\s+)?(?:publikacj|opublikowan|aktualizacj|zaktualizowan|modyfikacj"
    r"|zmodyfikowan|zmian[ay]\b|dodan[oy]|utworzen|utworzon|wytworz|wprowadz|udostępni|published|publication|updated?\b"
    r"|modified|posted|created)\w*(?:\s+(?:w\s+dniu|dnia|strony|artykułu|informacji|on))?\s*[:|-]?\s+",
    re.IGNORECASE,
)
_LONGEST_TITLE = 160


def read_heading(line: str, *, year: int | None = None) -> HeadingReading | None:
    """Read the date a line begins with; None when it begins with none."""
    decoration = _DECORATION.match(line)
    start = decoration.end() if decoration else 0
    published = _PUBLISHED_LABEL.match(line, start) if len(line) <= _LONGEST_TITLE else None
    scanned = scan_date(line, published.end() if published else start, year)
    if scanned is None:
        return None
    reading, end = scanned
    if published:
        return HeadingReading(reading, line.strip(), "", Separator.ALONE, len(line), label=Label.PUBLISHED)
    label = Label.EVENT if _EVENT_LABEL.match(line, start) else Label.NONE
    tail = level_signs(line[end:])
    if not any(sign.isalnum() for sign in tail):
        return HeadingReading(reading, line.strip(), "", Separator.ALONE, len(line), label=label)
    separator, cut = _judge_separator(tail, line[end - 1])
    if separator is Separator.SENTENCE and reading.time_start and "," in tail[:cut]:
        separator = Separator.WEAK  # "12.03.2021, 10:00, room 5": an hour is no part of a sentence
    if separator is None:
        return None
    return HeadingReading(reading, line[: end + cut].strip(), line[end + cut :].strip(), separator, end + cut, label=label)


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


_BEFORE_DATE = re.compile(r"(?:\s+[-|:·•]+\s*|\s*[,:;|(\[]\s*|\s*\t\s*)(?=\w)")


def read_title(line: str, *, year: int | None = None) -> HeadingReading | None:
    """Read the date a title ends with, behind a dash or a comma or in brackets: "Workshop (12 March 2021)"."""
    bare = line.rstrip()
    if len(bare) > _LONGEST_TITLE or not bare or not re.search(r"\d\W*(?:r(?:oku)?\W*)?$", bare, re.IGNORECASE):
        return None
    levelled = level_signs(bare)
    for before in _BEFORE_DATE.finditer(levelled):
        words = bare[: before.start()].lstrip(' #*_>"„')
        scanned = scan_date(bare, before.end(), year) if words[:1].isupper() or words[:1].isdigit() else None
        if scanned and not any(sign.isalnum() for sign in bare[scanned[1] :]) and _ends_title(bare):
            at = before.start()
            return HeadingReading(scanned[0], bare[at:].strip(), bare[:at].strip(), Separator.SENTENCE, 0, at, titled=True)
    return None


def _ends_title(text: str) -> bool:
    return not text.endswith(".") or text.endswith(("r.", "R."))


# The words only a date is made of; what is nothing but these, and no date that is read, was meant as one.
_DATE_WORD = re.compile(
    rf"{MONTH_NAME}|{WEEKDAY}|(?:(?:roku|rok|r|br|w|we|od|do|dnia|dni|dniach|dniu|i|oraz|and|to|from|on|ok|około|godz|o|g"
    r"|początek|koniec|połowa|early|mid|late|end|of|wiosna|lato|jesień|zima|spring|summer|autumn|winter|kwartał|półrocze)"
    r"(?![^\W\d_])\.?)|[\W\d_]|(?<=\d)O(?=\d)",
    re.IGNORECASE,
)
_NAME_OF_DATE = re.compile(
    rf"{MONTH_NAME}|\b(?:wiosna|lato|jesień|zima|spring|summer|autumn|winter|kwartał|półrocze)\b", re.IGNORECASE
)
_NUMBERS_OF_DATE = re.compile(
    r"(?<![\d.,/-])(?:\d{1,2}\s?[.,/_-]+\s?(?:0?[1-9]|1[0-2])(?!\d)|\d{1,2}\s?([.,/_-])\s?\d{1,2}\s?\1\s?\d{2,4}(?!\d)"
    r"|\d{4}([./-])\d{1,2}\2\d{1,2}(?!\d)|\d{1,2}[. ]+\d{1,2}[. ]*(?:19|20)\d\d(?!\d))"
)
_STRONG = re.compile(r"\s+-+\s+|:\s+|\t")
_LONGEST_DATE = 60


def looks_like_date(line: str, *, leading: bool = False) -> bool:
    """Tell whether a line (or, leading, what stands before its dash) is made of the words and numbers of dates only."""
    levelled = level_signs(line)
    if leading:
        levelled = _STRONG.split(levelled, maxsplit=1)[0]
    if len(levelled) > _LONGEST_DATE or not any(sign.isdigit() for sign in levelled):
        return False
    if _DATE_WORD.sub("", levelled):
        return False
    return bool(_NAME_OF_DATE.search(levelled) or _NUMBERS_OF_DATE.search(levelled))
