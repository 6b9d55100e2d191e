"""Reading a page of plain text into lines."""

from __future__ import annotations

import re

from sciezka.core.chronicle.lines import Line, Span, drop_invisible, split_marker

TAB_WIDTH = 4
_HASHES = re.compile(r"#{1,6}\s+(?=\S)")
MAX_DEPTH = 4


def read_text(text: str) -> list[Line]:
    """Read plain text: every line counts, blank lines part paragraphs."""
    lines: list[Line] = []
    gap = True
    for number, raw in enumerate(text.splitlines(), 1):
        visible = drop_invisible(raw)
        bare = visible.strip()
        if not bare:
            gap = True
            continue
        hashes = _HASHES.match(bare)
        marker, start = ("", 0) if hashes else split_marker(bare)
        indent = len(visible.expandtabs(TAB_WIDTH)) - len(visible.expandtabs(TAB_WIDTH).lstrip())
        depth = min(indent // TAB_WIDTH, MAX_DEPTH) if marker else 0
        lines.append(Line(number, (Span(bare[start:]),), marker, depth, gap, heading=bool(hashes)))
        gap = False
    return lines
