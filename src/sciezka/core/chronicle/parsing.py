"""Reading a whole page: bytes in, entries out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sciezka.core.chronicle.docx_page import read_docx
from sciezka.core.chronicle.encoding import Decoded, decode_page
from sciezka.core.chronicle.entry import LONG_ENTRY_BYTES, Chronicle, Entry, Note, PageRefused
from sciezka.core.chronicle.headings import Candidate, Habit, Layout, adjust, find_unread, is_titled_above, lay_out
from sciezka.core.chronicle.html_page import read_html
from sciezka.core.chronicle.lines import Line
from sciezka.core.chronicle.markdown import Writing, compose_text
from sciezka.core.chronicle.pasted import arrange_pasted
from sciezka.core.chronicle.people import find_names
from sciezka.core.chronicle.proposing import propose_bodies, propose_kind, propose_mode
from sciezka.core.chronicle.sniffing import looks_like_html, refuse_binary, sniff_format
from sciezka.core.chronicle.stages import propose_stages
from sciezka.core.chronicle.text_page import read_text
from sciezka.core.chronicle.titles import write_title
from sciezka.core.dates import looks_like_date

READ_FOR_BODIES = 20_000


@dataclass
class _Page:
    """A page as its reader handed it over."""

    lines: list[Line]
    format: str
    encoding: str = ""
    base: str = ""
    notes: list[Note] = field(default_factory=list)


def parse_chronicle(data: bytes, *, format: Literal["auto", "text", "html", "docx"] = "auto") -> Chronicle:  # noqa: A002 - the public word
    """Read a page and propose its entries; raises PageRefused for what is no readable page."""
    page = _open_page(data, format)
    if not page.lines:
        return Chronicle((), "", (*page.notes, Note.say("empty", 1)), page.format, page.encoding)
    layout = lay_out(page.lines)
    if not layout.starts:
        writing = Writing()
        text = compose_text(page.lines, writing, page.base)
        remarks = _gather_remarks(page.lines, range(len(page.lines)), layout, headed=False)
        notes = (*page.notes, Note.say("no_dates", 1), *writing.notes, *remarks)
        return Chronicle((), text, notes, page.format, page.encoding)
    return _divide(page, layout)


def _open_page(data: bytes, asked: str) -> _Page:
    if not data.strip():
        return _Page([], "text" if asked == "auto" else asked, "utf-8")
    if sniff_format(data, asked) == "docx":
        lines, left_out = read_docx(data)
        return _Page(arrange_pasted(lines), "docx", notes=[Note.say("embedded_left_out", 1)] if left_out else [])
    decoded = decode_page(data)
    refuse_binary(decoded.text)
    notes = _note_encoding(decoded)
    if asked == "html" or (asked == "auto" and looks_like_html(decoded.text)):
        try:
            lines, base = read_html(decoded.text)
        except (ValueError, RecursionError, MemoryError) as problem:
            raise PageRefused("unreadable", "The HTML is too broken to read. Copy and paste its text.") from problem
        return _Page(lines, "html", decoded.encoding, base, notes)
    return _Page(arrange_pasted(read_text(decoded.text)), "text", decoded.encoding, "", notes)


def _note_encoding(decoded: Decoded) -> list[Note]:
    notes = [Note.say("encoding_guessed", 1, encoding=decoded.encoding)] if decoded.guessed else []
    return [*notes, Note.say("encoding_damaged", 1)] if decoded.damaged else notes


def _gather_remarks(
    lines: Sequence[Line], places: Sequence[int], layout: Layout, *, headed: bool, titled: bool = True
) -> list[Note]:
    """Say which lines of one stretch look like headings and are not; an entry without a title has it in its first line."""
    notes: list[Note] = []
    unread = set(find_unread(lines, places, layout, headed=headed))
    for place in places:
        line = lines[place]
        if place in layout.remarks:
            code, text = layout.remarks[place]
            notes.append(Note.say(code, line.number, text=text))
        elif place not in unread or place in layout.sections:
            continue
        elif titled or place != places[0] or looks_like_date(line.plain):
            notes.append(Note.say("heading_unread", line.number, text=line.plain.strip()))
    return notes


def _divide(page: _Page, layout: Layout) -> Chronicle:
    """Cut the page at its headings."""
    lines = page.lines
    firsts = [_find_first(lines, start, layout) for start in layout.starts]
    notes = list(page.notes)
    preamble = ""
    if firsts[0]:
        writing = Writing()
        preamble = compose_text(lines[: firsts[0]], writing, page.base)
        notes += [Note.say("preamble", lines[0].number), *writing.notes]
        notes += _gather_remarks(lines, range(firsts[0]), layout, headed=False)
    entries = []
    for start, first, end in zip(layout.starts, firsts, [*firsts[1:], len(lines)], strict=True):
        entries.append(_build_entry(page, layout, start, first, end))
    return Chronicle(tuple(propose_stages(entries)), preamble, tuple(notes), page.format, page.encoding)


def _find_first(lines: Sequence[Line], start: Candidate, layout: Layout) -> int:
    """Find where an entry's lines begin: its sections and, on some pages, its title stand above its date."""
    first = start.place
    if layout.titles_above and is_titled_above(lines, start):
        first -= 1
    while first and first - 1 in layout.sections:
        first -= 1
    return first


def _build_entry(page: _Page, layout: Layout, start: Candidate, first: int, end: int) -> Entry:
    lines = page.lines
    heads = [lines[place].plain.strip() for place in range(first, start.place) if place in layout.sections]
    above = [place for place in range(first, start.place) if place not in layout.sections]
    below = range(start.place + 1, end)
    body = [lines[place] for place in above]
    in_sentence = start.habit is Habit.SENTENCE
    if in_sentence:
        body.append(replace(start.line, marker="", depth=0))
    elif start.heading.rest:
        body.append(adjust(start))
    said = bool(body)
    body += [lines[place] for place in below]
    writing = Writing()
    text = compose_text(body, writing, page.base)
    warnings = _warn_heading(start, text, in_sentence=in_sentence)
    # The cells of a row are no headings; the first line below a bare date is the entry's title, however it is dressed.
    warnings += _gather_remarks(lines, below, layout, headed=not start.line.cell, titled=said)
    warnings += _warn_names(body)
    plain = [line.plain.strip() for line in body]
    kind = propose_kind(plain, start.heading.reading.date)
    reading = start.heading.reading
    if reading.date is None:
        msg = "an entry begins at a date that was read"
        raise ValueError(msg)
    return Entry(
        date=reading.date,
        time_start=reading.time_start,
        time_end=reading.time_end,
        title=write_title(plain),
        text=text,
        links=tuple(writing.links),
        kind=kind,
        mode=propose_mode(plain, kind, writing.links),
        stage=None,
        bodies=propose_bodies("\n".join(plain)[:READ_FOR_BODIES]),
        warnings=tuple(sorted([*warnings, *writing.notes], key=lambda note: note.line)),
        line=start.line.number,
        heading=" · ".join(filter(None, [*heads, *_name_heading(start, in_sentence=in_sentence)])),
    )


def _name_heading(start: Candidate, *, in_sentence: bool) -> list[str]:
    """Give what stands on the heading's line and is not in the entry's text."""
    numbered = start.line.marker if any(sign.isalnum() for sign in start.line.marker) else ""
    return [start.line.lead, numbered.lstrip("- "), "" if in_sentence else start.heading.phrase]


def _warn_names(body: Sequence[Line]) -> list[Note]:
    """Note, once for an entry, which people it seems to name, at the line of the first."""
    found = [(line.number, name) for line in body for name in find_names([line.plain])]
    if not found:
        return []
    names = dict.fromkeys(name for _number, name in found)
    return [Note.say("names_person", found[0][0], text=", ".join(names))]


def _warn_heading(start: Candidate, text: str, *, in_sentence: bool) -> list[Note]:
    number = start.line.number
    notes = [Note.say(code, number, text=start.section) for code in start.heading.reading.warnings]
    if in_sentence:
        notes.append(Note.say("sentence_heading", number))
    if not text:
        notes.append(Note.say("entry_empty", number))
    if len(text.encode()) > LONG_ENTRY_BYTES:
        notes.append(Note.say("entry_long", number))
    return notes
