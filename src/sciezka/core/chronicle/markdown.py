"""Writing lines as Markdown in which every sign of the page stays what it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sciezka.core.chronicle.entry import Link, Note
from sciezka.core.chronicle.lines import Line, Span
from sciezka.core.chronicle.links import find_urls, judge_href

_SPECIAL = re.compile(r"([\\`*\[\]<>~|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|!(?=\[))")
_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+|[\s\u00a0]{2,}")
_START = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|-{2,}\s*$|:?-+:?\s*\|)")
_START_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_LABEL = re.compile(r"([^:.]{2,80}):\s*$")
_INDENT = "    "


@dataclass
class Writing:
    """Markdown in the making: the text so far, its links and what was noticed."""

    links: list[Link] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add_link(self, url: str, label: str) -> None:
        """Keep a link once; the first label that says anything wins."""
        for place, link in enumerate(self.links):
            if link.url == url:
                if label and not link.label:
                    self.links[place] = Link(url, label)
                return
        self.links.append(Link(url, label))


def escape(text: str) -> str:
    """Escape what Markdown would take for a mark."""
    return _SPECIAL.sub(r"\\\1", text)


def squeeze(text: str) -> str:
    """Join runs of white space into one space; a single non-breaking space stays."""
    return _SPACES.sub(" ", text)


def write_spans(spans: Sequence[Span], number: int, writing: Writing, base: str = "", before: str = "") -> str:
    """Write the runs of one line, gathering links; `before` is the line above, for the label of a bare address."""
    spans = merge_spans(spans)
    pieces: list[str] = []
    for place, span in enumerate(spans):
        text = squeeze(span.text)
        if span.href:
            piece = _write_anchor(text, span.href, number, writing, base)
        else:
            said = "".join(s.text for s in spans[:place]) or before
            piece = _write_plain(text, number, writing, said)
        left = spans[place - 1].text[-1:] if place else ""
        right = spans[place + 1].text[:1] if place + 1 < len(spans) else ""
        pieces.append(_dress(piece, span, left, right))
    return _guard_start(squeeze("".join(pieces)).strip())


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Join neighbours in the same dress, so that marks are not doubled."""
    merged: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        last = merged[-1] if merged else None
        if last and (last.bold, last.italic, last.href) == (span.bold, span.italic, span.href):
            merged[-1] = Span(last.text + span.text, span.bold, span.italic, span.href)
        else:
            merged.append(span)
    return merged


def _write_plain(text: str, number: int, writing: Writing, said: str) -> str:
    pieces: list[str] = []
    place = 0
    for found in find_urls(text):
        written = text[found.start : found.end]
        on_line = text[: found.start]
        label = _LABEL.search(on_line if re.search(r"\w", on_line) else said)
        writing.add_link(found.url, squeeze(label[1]).strip() if label else "")
        if found.shortened:
            writing.notes.append(Note.say("link_shortened", number, text=written))
        if found.scheme_added:
            writing.notes.append(Note.say("link_scheme_added", number, text=written))
        shown = f"[{escape(written)}]({_quote(found.url)})" if found.scheme_added else f"<{written}>"
        pieces += [escape(text[place : found.start]), shown]
        place = found.end
    return "".join([*pieces, escape(text[place:])])


def _write_anchor(text: str, href: str, number: int, writing: Writing, base: str) -> str:
    url, code = judge_href(href, base)
    if code:
        writing.notes.append(Note.say(code, number, text=href if code != "link_dropped" else ""))
    if not url:
        return _write_plain(text, number, writing, "")
    label = text.strip()
    shown = "" if label == url else label
    writing.add_link(url, shown)
    if not label:
        return text
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if not shown and not re.search(r"[\s<>]", url) and ":" in url:
        return f"{lead}<{url}>{tail}"
    return f"{lead}[{escape(label)}]({_quote(url)}){tail}"


def _quote(url: str) -> str:
    # An address with brackets or spaces would end the Markdown link early.
    for sign, code in ((" ", "%20"), ("(", "%28"), (")", "%29"), ("<", "%3C"), (">", "%3E"), ("\\", "%5C")):
        url = url.replace(sign, code)
    return url


def _dress(piece: str, span: Span, left: str, right: str) -> str:
    mark = "**" * span.bold + "*" * span.italic
    core = piece.strip()
    if not mark or not core or not re.search(r"\w", core):
        return piece
    lead, tail = piece[: len(piece) - len(piece.lstrip())], piece[len(piece.rstrip()) :]
    # Markdown sees a mark only where it cannot be mistaken: inside at a letter, or outside at a space or an edge.
    opens = core[0].isalnum() or not left or bool(lead) or left.isspace()
    closes = core[-1].isalnum() or not right or bool(tail) or right.isspace()
    return f"{lead}{mark}{core}{mark[::-1]}{tail}" if opens and closes else piece


def _guard_start(text: str) -> str:
    text = _START.sub(r"\\\1", text, count=1) if _START.match(text) else text
    return _START_NUMBER.sub(r"\1\\\2", text, count=1) if _START_NUMBER.match(text) else text


def compose_text(lines: Sequence[Line], writing: Writing, base: str = "") -> str:
    """Write lines as one Markdown text, keeping paragraphs, wrapped lines and lists."""
    blocks: list[str] = []
    previous: Line | None = None
    depth = base_depth = 0
    for line in lines:
        before = previous.plain if previous else ""
        text = (
            write_spans(line.spans, line.number, writing, base, before) if not line.row else _write_row(line, writing, base)
        )
        if not text:
            continue
        in_list = previous is not None and bool(previous.marker)
        if line.marker:
            # A list may itself stand in an item of the page's own list of entries.
            base_depth = min(base_depth, line.depth) if in_list else line.depth
            depth = min(line.depth - base_depth, depth + 1) if in_list else 0
            text = f"{_INDENT * depth}{line.marker} {text}"
        elif in_list and not is_continued(previous, line):
            depth = 0
        if previous is None:
            blocks.append(text)
        elif (in_list and line.marker) or (line.row and previous.row and not line.gap) or is_continued(previous, line):
            blocks.append("\n" + text)
        else:
            blocks.append("\n\n" + text)
        # A wrapped line of a list item still belongs to the item.
        previous = _inherit_marker(line, previous) if is_continued(previous, line) else line
    return "".join(blocks)


def _inherit_marker(line: Line, previous: Line | None) -> Line:
    marker = previous.marker if previous else ""
    return line if line.marker else Line(line.number, line.spans, marker, line.depth, line.gap)


def _write_row(line: Line, writing: Writing, base: str) -> str:
    cells: list[list[Span]] = [[]]
    for span in line.spans:
        if span.text == "\t":
            cells.append([])
        else:
            cells[-1].append(span)
    written = [write_spans(cell, line.number, writing, base) for cell in cells]
    rule = f"\n|{'---|' * len(cells)}" if line.gap else ""
    return f"| {' | '.join(written)} |{rule}"


WRAPPED_AT = 50


def is_continued(previous: Line | None, line: Line) -> bool:
    """Tell whether a line goes on with the sentence of the line above it, as in hard-wrapped text."""
    if previous is None or line.gap or line.marker or line.row or previous.row:
        return False
    above, below = previous.plain.rstrip(), line.plain.lstrip()
    if not above or not below or above[-1] in ".!?:;":
        return False
    return below[0].islower() or (len(above) >= WRAPPED_AT and not below[0].isupper())
