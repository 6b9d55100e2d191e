"""Deciding, for a page as a whole, which of its lines begin an entry.

One line tells little: "09.09.2020 r. The mayor signed…" is a heading on one page and a sentence on the next. So all
lines that begin with a date are gathered first, then the page's own habit is found, and only lines that follow it
begin an entry. The rules stand in docs/methods/chronicle.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from itertools import pairwise

from sciezka.core.chronicle.lines import Line
from sciezka.core.chronicle.markdown import is_continued
from sciezka.core.chronicle.stages import find_stage
from sciezka.core.dates import (
    DateReading,
    HeadingReading,
    ImpreciseDate,
    Label,
    Precision,
    Separator,
    looks_like_date,
    read_heading,
    read_title,
)


class Habit(IntEnum):
    """The ways a page may head its entries, from surest to least sure."""

    OWN_LINE = 1  # the date has a line, heading or table cell of its own
    LEAD = 2  # the date leads the line, the entry's words follow it
    LISTED = 3  # as one of these, but inside a list
    SENTENCE = 4  # paragraphs whose first sentence begins with the date
    ROW = 5  # the date stands in the date column of a table
    FIELD = 6  # the date is one field of a form: "Date: 12.03.2021"
    TITLE = 7  # a line dressed as a heading ends with the date
    PLAIN_TITLE = 8  # a short line that stands apart ends with the date
    PUBLISHED = 9  # only the day of publication is told


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that begins with a date."""

    place: int
    line: Line
    heading: HeadingReading
    habit: Habit
    section: str = ""

    @property
    def date(self) -> ImpreciseDate | None:
        """Return the date, unless it is one that cannot be."""
        return self.heading.reading.date


@dataclass(frozen=True, slots=True)
class Layout:
    """The decision: where entries begin, what was refused and why."""

    starts: tuple[Candidate, ...]
    sections: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, tuple[str, str]] = field(default_factory=dict)
    habits: frozenset[Habit] = frozenset()
    titles_above: bool = False


_YEAR_LINE = re.compile(r"\W*(?:(?:rok|year|lata)\s+)?((?:19|20)\d\d)\s*(?:r\.?|rok|roku)?\W*", re.IGNORECASE)
_ONE_YEAR = re.compile(r"\D*\b((?:19|20)\d\d)\b\D*")
_SHORT_TITLE = 80
# A line that ends so goes on below, and a date there is the end of its sentence.
_OPEN_END = re.compile(
    r"\b(?:dnia|dniu|dniach|od|do|z|ze|w|we|na|po|przed|oraz|i|a|nr|from|to|on|of|by|until|since|and|the|between|dated)$|[,(]$",
    re.IGNORECASE,
)
_SENTENCES_AT_LEAST = 3
_WRAPPED_AT = 60
_LAST_WORD = 12
_MOSTLY = 0.8
_TITLE_LENGTH = 110
_BROAD = (Precision.MONTH, Precision.MONTHS)
_TIMETABLE = re.compile(r":$|^.{0,30}\b(?:harmonogram|terminarz|terminy|agenda|schedule|timetable)\b.{0,30}$", re.IGNORECASE)
_HABIT_AT_LEAST = 2
_STAGE_FIRST = re.compile(r"\W*(?:\w+\W+)?(?:etap|stage)\b", re.IGNORECASE)


def lay_out(lines: Sequence[Line]) -> Layout:
    """Find the page's habit and say which lines begin entries."""
    sections = _find_sections(lines)
    candidates, remarks = _gather_candidates(lines, sections)
    months = _find_month_sections(candidates)
    sections |= {place: lines[place].plain.strip() for place in months}
    chosen = _choose_habits(lines, [c for c in candidates if c.place not in months])
    timetable = _find_timetable(lines, candidates)
    starts: list[Candidate] = []
    for candidate in candidates:
        if candidate.place in months:
            continue
        sure = candidate.habit in chosen or (Habit.OWN_LINE in chosen and _is_short_lead(lines, candidate, timetable))
        if sure and candidate.date:
            starts.append(candidate)
        elif candidate.heading.reading.problem and (sure or candidate.heading.separator is Separator.ALONE):
            remarks[candidate.place] = (candidate.heading.reading.problem, candidate.heading.phrase)
        elif candidate.date and _is_shaped(lines, candidate):
            remarks[candidate.place] = ("date_in_text", candidate.line.plain.strip())
    sections |= _find_stage_sections(lines, starts)
    return Layout(tuple(starts), sections, remarks, frozenset(chosen), _has_titles_above(lines, starts))


def _is_shaped(lines: Sequence[Line], candidate: Candidate) -> bool:
    """Tell whether a dated line that begins no entry looks as if it should."""
    heading, plain = candidate.heading, candidate.line.plain.strip()
    if heading.titled or heading.label is Label.PUBLISHED:
        return False
    short = len(plain) <= _UNREAD_LENGTH and plain[-1] not in _ENDS and _is_apart(lines, candidate.place)
    return heading.separator in (Separator.ALONE, Separator.STRONG) or short


def _is_apart(lines: Sequence[Line], place: int) -> bool:
    """Tell whether blank lines, or the edges of a block, are above and below a line."""
    return lines[place].gap and (place + 1 == len(lines) or lines[place + 1].gap)


def _find_stage_sections(lines: Sequence[Line], starts: Sequence[Candidate]) -> dict[int, str]:
    """Find titles of stages directly above a heading: what follows belongs to them, not what stands above."""
    above = ((start.place - 1, lines[start.place - 1].plain.strip()) for start in starts if start.place)
    dated = {start.place for start in starts}
    return {
        place: plain
        for place, plain in above
        if place not in dated and not lines[place].marker and not lines[place].row and len(plain) <= _SHORT_TITLE
        and plain[-1] not in _ENDS and (lines[place].heading or lines[place].gap) and _STAGE_FIRST.match(plain)
        and find_stage(plain)
    }  # fmt: skip


def _find_sections(lines: Sequence[Line]) -> dict[int, str]:
    """Find the lines that are a year alone."""
    found = ((place, _YEAR_LINE.fullmatch(line.plain.strip())) for place, line in enumerate(lines) if not line.row)
    return {place: match[1] for place, match in found if match}


def _gather_candidates(
    lines: Sequence[Line], sections: dict[int, str]
) -> tuple[list[Candidate], dict[int, tuple[str, str]]]:
    candidates: list[Candidate] = []
    remarks: dict[int, tuple[str, str]] = {}
    year, section = None, ""
    within: ImpreciseDate | None = None
    for place, line in enumerate(lines):
        plain = line.plain.strip()
        if place in sections:
            year, section, within = int(sections[place]), plain, None
            sections[place] = plain
            continue
        heading = None if line.row else _read_dated(line, year)
        if (heading is None or heading.titled) and (lent := _find_title_year(line)):
            year, section, within = lent, plain, None
            if heading is None:
                continue
        if heading and heading.reading.date and _is_month_alone(heading):
            within = heading.reading.date
            year, section = within.start.year, plain
        heading = heading or _read_yearless(line, year, within)
        if heading is None or (_is_open(lines, place) and not line.cell):
            continue
        if year is None and "year_from_section" in heading.reading.warnings:
            if heading.separator is Separator.ALONE:
                remarks[place] = ("date_without_year", plain)
            continue
        candidates.append(Candidate(place, line, heading, _tell_habit(line, heading), section))
    return candidates, remarks


def _read_dated(line: Line, year: int | None) -> HeadingReading | None:
    """Read the date a line begins with, else the machine-readable one it carries, else the one its title ends with."""
    heading = read_heading(line.plain)
    if heading or not line.when:
        return heading or (read_title(line.plain, year=year) if not line.cell and (line.gap or line.heading) else None)
    reading = DateReading(ImpreciseDate.day(line.when))
    return HeadingReading(reading, line.plain.strip(), "", Separator.ALONE, len(line.plain))


def _find_title_year(line: Line) -> int | None:
    """Find the one year that a short heading such as "Calendar 2021" speaks of."""
    plain = line.plain.strip()
    if line.row or line.marker or not line.gap or len(plain) > _SHORT_TITLE or plain[-1] in ".;,":
        return None
    title = _ONE_YEAR.fullmatch(plain)
    return int(title[1]) if title else None


def _is_month_alone(heading: HeadingReading) -> bool:
    when = heading.reading.date
    broad = when is not None and when.precision in _BROAD and when.start.year == when.end.year
    return broad and heading.separator is Separator.ALONE


def _read_yearless(line: Line, year: int | None, within: ImpreciseDate | None) -> HeadingReading | None:
    """Read a day and month without a year; a leap year is lent for the trial when no section gives one."""
    heading = None if line.row else read_heading(line.plain, year=year or 2000)
    if heading is None or heading.separator in (Separator.WEAK, Separator.SENTENCE):
        return None
    when = heading.reading.date
    broad = when is not None and when.precision in _BROAD
    digits = not re.search(r"[^\W\d]", heading.phrase)
    refused = (
        within and when and not (within.start <= when.start and when.end <= within.end),
        line.marker and not heading.phrase[:1].isalnum(),
        # "12.5" alone is a number and "10.00-12.00" are hours; without a year above, digits need more to be a date.
        year is None and digits and (when is None or re.fullmatch(r"\d{1,2}\.\d{1,2}", heading.phrase)),
        broad and (year is None or heading.separator is not Separator.ALONE),
    )
    return None if any(refused) else heading


def _tell_habit(line: Line, heading: HeadingReading) -> Habit:
    if line.cell:
        return Habit.ROW
    if heading.titled:
        return Habit.TITLE if line.heading else Habit.PLAIN_TITLE
    if heading.label is not Label.NONE:
        return Habit.FIELD if heading.label is Label.EVENT else Habit.PUBLISHED
    if line.marker:
        return Habit.SENTENCE if heading.separator is Separator.SENTENCE else Habit.LISTED
    dressed = line.heading or (line.gap and _is_bold(line, heading))
    if heading.separator is Separator.ALONE or dressed:
        return Habit.OWN_LINE
    return Habit.SENTENCE if heading.separator is Separator.SENTENCE else Habit.LEAD


def _is_bold(line: Line, heading: HeadingReading) -> bool:
    """Tell whether just the date is in bold: dressed as a heading that shares its line with the text."""
    first = next((span for span in line.spans if span.text.strip()), None)
    return bool(first and first.bold and len(first.text.strip()) <= len(heading.phrase))


def _is_open(lines: Sequence[Line], place: int) -> bool:
    """Tell whether the line above breaks off in a sentence that this line goes on with."""
    if not place or lines[place].gap or lines[place].marker:
        return False
    above = lines[place - 1]
    end = above.plain.rstrip()
    if _OPEN_END.search(end[-_LAST_WORD:]):
        return True
    long = len(end) >= _WRAPPED_AT and end[-1] not in '.!?:;"”)…'
    return long and is_continued(above, lines[place])


def _find_month_sections(candidates: Sequence[Candidate]) -> set[int]:
    """Find months that head days: "May 2021" directly above "18 May 2021" tells nothing of its own."""
    found: set[int] = set()
    for candidate, following in pairwise(candidates):
        month, day = candidate.date, following.date
        if not month or not day or candidate.heading.separator is not Separator.ALONE:
            continue
        whole = month.precision in (Precision.MONTH, Precision.MONTHS)
        inside = month.start <= day.start and day.end <= month.end and month != day
        if whole and inside and following.place == candidate.place + 1 and not candidate.line.cell:
            found.add(candidate.place)
    return found


def _choose_habits(lines: Sequence[Line], candidates: Sequence[Candidate]) -> set[Habit]:
    """Choose the page's habits: of the rules below, the first that holds."""
    counts = dict.fromkeys(Habit, 0)
    for candidate in candidates:
        counts[candidate.habit] += 1
    own, lead, listed, titles = (counts[h] for h in (Habit.OWN_LINE, Habit.LEAD, Habit.LISTED, Habit.TITLE))
    days = sum(1 for c in candidates if c.habit is Habit.OWN_LINE and c.date and c.date.precision not in _BROAD)
    lead_counted = lead - len(_find_timetable(lines, candidates)) if own else lead
    paragraphs = sum(1 for line in lines if line.gap and not line.marker)
    plain_titles = counts[Habit.PLAIN_TITLE]
    openings = sum(1 for c in candidates if c.line.gap and c.habit is Habit.SENTENCE)
    rules: tuple[tuple[bool, set[Habit]], ...] = (
        (counts[Habit.ROW] > 0 and days < _HABIT_AT_LEAST, {Habit.OWN_LINE, Habit.ROW}),
        (titles >= max(_HABIT_AT_LEAST, own + 1, lead), {Habit.OWN_LINE, Habit.TITLE}),
        (own > 0 and own >= lead_counted and own >= listed // 3, {Habit.OWN_LINE}),
        (lead > 0 and listed > own + lead, {Habit.OWN_LINE, Habit.LEAD, Habit.LISTED}),
        (lead > 0, {Habit.OWN_LINE, Habit.LEAD}),
        (listed > 0, {Habit.OWN_LINE, Habit.LISTED}),
        (counts[Habit.FIELD] > 0, {Habit.FIELD}),
        (plain_titles >= _HABIT_AT_LEAST and plain_titles * 4 >= paragraphs, {Habit.TITLE, Habit.PLAIN_TITLE}),
        (openings >= _SENTENCES_AT_LEAST and openings * 2 >= paragraphs, {Habit.SENTENCE}),
        (counts[Habit.PUBLISHED] >= _HABIT_AT_LEAST, {Habit.PUBLISHED}),
    )
    return next((habits for holds, habits in rules if holds), {Habit.OWN_LINE})


def _find_timetable(lines: Sequence[Line], candidates: Sequence[Candidate]) -> set[int]:
    """Find dated lines in runs below a colon or the word for a timetable: they are text of their entry."""
    in_run: set[int] = set()
    for candidate in candidates:
        above = candidate.place - 1
        if candidate.habit is not Habit.LEAD or above < 0:
            continue
        if above in in_run or _TIMETABLE.search(lines[above].plain.strip()):
            in_run.add(candidate.place)
    return in_run


def _is_short_lead(lines: Sequence[Line], candidate: Candidate, timetable: set[int]) -> bool:
    """Tell a date with a title or a place after it, standing apart, from a sentence that begins with a date."""
    heading = candidate.heading
    placed = heading.reading.time_start and heading.rest[-1:] not in _ENDS and _is_apart(lines, candidate.place)
    headed = heading.separator is Separator.STRONG or (placed and heading.separator is Separator.WEAK)
    short = candidate.line.gap and len(heading.rest) <= _TITLE_LENGTH
    return bool(candidate.habit is Habit.LEAD and headed and short and candidate.place not in timetable)


def _has_titles_above(lines: Sequence[Line], starts: Sequence[Candidate]) -> bool:
    """Tell whether the page puts each entry's title above its date, as blogs do."""
    if len(starts) < _HABIT_AT_LEAST:  # one alone shows no habit
        return False
    dated = {start.place for start in starts}
    titles = [lines[s.place - 1].plain.strip() for s in starts if s.place - 1 not in dated and is_titled_above(lines, s)]
    # What stands above every date alike is the name of who posted, not a title.
    return len(titles) >= len(starts) * _MOSTLY and len(set(titles)) * 2 > len(titles)


def is_titled_above(lines: Sequence[Line], start: Candidate) -> bool:
    """Tell whether the line above a date is dressed as a heading, or opens the paragraph the date stands in."""
    if not start.place or start.line.cell or start.heading.titled:
        return False
    above = lines[start.place - 1]
    if above.heading:
        return not start.line.heading
    opens = above.gap and not start.line.gap and not above.marker and not start.line.marker and not above.row
    return opens and len(above.plain.strip()) <= _TITLE_LENGTH


_UNREAD_LENGTH = 60
_DATED_WORDS = 4
_ENDS = ".!?:;,…"


def find_unread(lines: Sequence[Line], places: Sequence[int], layout: Layout, *, headed: bool) -> Iterator[int]:
    """Find lines that look like headings or dates; `headed` where one that is no date may be a heading as well."""
    leading = bool({Habit.LEAD, Habit.LISTED} & layout.habits)
    for place in places:
        line = lines[place]
        plain = line.plain.strip()
        if line.row or (line.marker and Habit.LISTED not in layout.habits):
            continue
        if looks_like_date(plain, leading=leading) or (line.cell and re.search(r"\d", plain)):
            yield place
        elif not line.marker and len(plain) <= _UNREAD_LENGTH and any(sign.isalpha() for sign in plain):
            alone = _is_apart(lines, place)
            dated = bool(re.search(r"\b(?:19|20)\d\d\b", plain)) and len(plain.split()) <= _DATED_WORDS and alone
            linked = all(span.href for span in line.spans if span.text.strip())  # "Read more" is no heading
            shaped = line.heading or (alone and plain[0].isupper() and not linked)
            if (dated or (shaped and headed)) and plain[-1] not in _ENDS and "://" not in plain and not _is_published(plain):
                yield place


def _is_published(plain: str) -> bool:
    heading = read_heading(plain)
    return heading is not None and heading.label is Label.PUBLISHED


def adjust(candidate: Candidate) -> Line:
    """Return what a heading line says beside its date, as a line of its own."""
    line, heading = candidate.line, candidate.heading
    spans = line.cut(heading.rest_at, heading.rest_to)
    if spans and len(line.spans) == 1 and line.plain.lstrip().startswith("**") and heading.rest.endswith("**"):
        spans = (replace(spans[0], text=spans[0].text.rstrip()[:-2]),)
    return Line(line.number, spans, "", 0, gap=True)
