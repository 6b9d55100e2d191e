"""The nouns of a chronicle: an entry, its links, the notes about it, and the page as a whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType
from typing import Any

from sciezka.core.dates import ImpreciseDate

NOTE_CODES: Mapping[str, str] = MappingProxyType(
    {
        "empty": "The page is empty.",
        "no_dates": "No line of the page is a date, so there are no entries; the whole text is kept as the preamble.",
        "preamble": "The text above the first date belongs to no entry and is kept apart.",
        "encoding_guessed": "The page does not say truly how its letters are encoded; read as {encoding}.",
        "encoding_damaged": "Some letters of the page were damaged; check them.",
        "heading_unread": "“{text}” looks like a heading but is no date that can be read; kept as text.",
        "date_impossible": "“{text}” is a date that does not exist; kept as text.",
        "date_reversed": "“{text}” ends before it starts; kept as text.",
        "date_without_year": "“{text}” has no year, and no heading above gives one; kept as text.",
        "date_in_text": "“{text}” begins with a date, but entries of this page are headed otherwise; kept as text.",
        "year_from_section": "The year was taken from the heading “{text}” above.",
        "year_short": "The year was written with two digits; read as 20xx.",
        "year_crossed": "The first day has no year; the range was read as crossing New Year.",
        "days_apart": "The days listed do not follow one another; the date runs from the first to the last.",
        "time_reversed": "The hour of the end is before the hour of the start.",
        "sentence_heading": "The date is part of the entry's first sentence; check that an entry begins here.",
        "entry_empty": "The entry has a date and no text.",
        "entry_long": "The entry is longer than 100 kB.",
        "names_person": "“{text}” seems to name a person; check whether the name should be public.",
        "stage_carried": "No stage is named; taken from the entry before it in time.",
        "link_scheme_added": "“{text}” has no https:// in front; added.",
        "link_shortened": "The address “{text}” was cut short on the page itself and will not open.",
        "link_dropped": "A link that could run a program was removed; its text is kept.",
        "link_relative": "The link “{text}” gives no full address; its text is kept, the address is not.",
        "embedded_left_out": "Footnotes or comments of the document were not read.",
    }
)
"""Every code a note may carry, with its plain English message; the one list to translate from."""

LONG_ENTRY_BYTES = 100_000
QUOTED = 120


class PageRefused(Exception):
    """The page cannot be read at all; the message says what to do instead."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the code (too_large, binary, unreadable, encrypted) and the message."""
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know, at the line where it is."""

    code: str
    line: int
    params: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @property
    def message(self) -> str:
        """Say it in plain English."""
        return NOTE_CODES[self.code].format_map(self.params)

    @classmethod
    def say(cls, code: str, line: int, **params: str) -> Note:
        """Make a note, keeping long quotations short."""
        short = {key: value if len(value) <= QUOTED else value[: QUOTED - 1] + "…" for key, value in params.items()}
        return cls(code, line, MappingProxyType(short))


@dataclass(frozen=True, slots=True)
class Link:
    """An address and the words it stands under."""

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a chronicle, as proposed for review."""

    date: ImpreciseDate
    time_start: time | None
    time_end: time | None
    title: str
    text: str
    links: tuple[Link, ...]
    kind: str
    mode: str | None
    stage: str | None
    bodies: tuple[str, ...]
    warnings: tuple[Note, ...]
    line: int
    heading: str = ""

    def digest(self) -> str:
        """Name the entry's content, blind to white space, list signs and Markdown.

        The addresses of links count, because a corrected address is a change even when the words stay.
        """
        words = " ".join(list_words(self.text))
        times = f"{self.time_start}-{self.time_end}" if self.time_start else ""
        addresses = " ".join(sorted({link.url for link in self.links}))
        content = f"{self.date.isoformat()}\n{times}\n{words}\n{addresses}"
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def as_json(self) -> dict[str, Any]:
        """Give the entry as plain data for JSON."""
        return {
            "start": self.date.start.isoformat(),
            "end": self.date.end.isoformat(),
            "precision": self.date.precision.value,
            "title": self.title,
            "text": self.text,
            "links": [{"url": link.url, "label": link.label} for link in self.links],
            "kind": self.kind,
            "mode": self.mode,
            "stage": self.stage,
            "bodies": list(self.bodies),
            "warnings": [{"code": n.code, "line": n.line, "message": n.message} for n in self.warnings],
            "time_start": self.time_start.isoformat("minutes") if self.time_start else None,
            "time_end": self.time_end.isoformat("minutes") if self.time_end else None,
            "line": self.line,
        }


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A page read: its entries in the order of the page, what stood above them, and notes about the whole."""

    entries: tuple[Entry, ...]
    preamble: str
    notes: tuple[Note, ...]
    format: str
    encoding: str


# An escaped bracket begins no link, and no bracket stands in a label unescaped: a row of a hundred thousand brackets
# must not be read to its end from each of them.
_LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\(<?[^)>\s]{0,4000}>?\)")
_AUTOLINK = re.compile(r"<([^<>\s]+)>")
_LIST_SIGN = re.compile(r"^[^\S\n]*(?:[-•]|\d{1,3}[.)]|(?:- )?[a-z]\))\s+", re.MULTILINE)
_WORD = re.compile(r"\w+")


def list_words(markdown: str) -> list[str]:
    """List the words a reader sees in a Markdown text, without list signs and marks."""
    bare = _LINK.sub(lambda m: m[1], _LIST_SIGN.sub("", markdown))
    return _WORD.findall(_AUTOLINK.sub(lambda m: m[1], bare).replace("\\", ""))
