"""What every reader (text, HTML, DOCX) hands over: the lines of a page, in order, with what they look like."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date

from sciezka.core.dates import read_heading
from sciezka.core.dates.words import MONTHS_POLISH


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one dress."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph of a page.

    `gap` says that a blank line or the edge of a block is above; `marker` is its list sign ("-", "3.", "- a)");
    `heading` that it is dressed as a heading, `cell` that it stands in the date column of a table or list of terms;
    `when` is a machine-readable date given with it; `row` that it is a row of a table kept as a table, its cells
    parted by tabs; `lead` is what stands in the table before the date, such as the number of the row.
    """

    number: int
    spans: tuple[Span, ...]
    marker: str = ""
    depth: int = 0
    gap: bool = True
    heading: bool = False
    cell: bool = False
    row: bool = False
    when: date | None = None
    lead: str = ""
    plain: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Join the text once; it is read many times."""
        object.__setattr__(self, "plain", "".join(span.text for span in self.spans))

    def cut(self, start: int, end: int | None = None) -> tuple[Span, ...]:
        """Return the spans between two offsets of the plain text."""
        kept: list[Span] = []
        end = len(self.plain) if end is None else end
        for span in self.spans:
            if start < len(span.text) and end > 0:
                kept.append(replace(span, text=span.text[max(start, 0) : end]))
            start -= len(span.text)
            end -= len(span.text)
        return tuple(kept)


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BULLET = re.compile(r"(?:[•·▪◦‣●○■□➢✓✔→]\s*|[*–—]\s+|-\s*(?![-\d\s])|-\s+)(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})([.)])(?:\s+|(?=[^\W\d]))(?=\S)")
_MONTH_TITLE = re.compile(rf"(?:{'|'.join(name.capitalize() for name in MONTHS_POLISH)})\b")
_LETTER = re.compile(r"([a-z])\)\s+(?=\S)")


def drop_invisible(text: str) -> str:
    """Take out signs that have no width and no meaning here: soft hyphens, direction marks, control signs."""
    # Some systems save a letter and its mark apart; put together, words of theirs are the same words.
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def split_marker(text: str) -> tuple[str, int]:
    """Tell the list sign a line of plain text begins with, and where its words begin."""
    for pattern in (_BULLET, _NUMBER, _LETTER):
        match = pattern.match(text)
        if match:
            if pattern is _BULLET:
                return "-", match.end()
            if pattern is _NUMBER and read_heading(text) and not _MONTH_TITLE.match(text, match.end()):
                continue  # "9. października 2020" is a date, not the ninth item of a list
            marker = f"- {match[1]})" if pattern is _LETTER else f"{match[1]}{match[2]}"
            return marker, match.end()
    return "", 0


def make_line(line: Line) -> Line:
    """Turn a list sign typed at the start of a line into the line's marker."""
    if line.marker or line.row or line.cell:
        return line
    bare = line.plain.lstrip()
    marker, start = split_marker(bare)
    if not marker:
        return line
    spans = line.cut(len(line.plain) - len(bare) + start)
    return Line(line.number, spans, marker, line.depth, line.gap, line.heading)
