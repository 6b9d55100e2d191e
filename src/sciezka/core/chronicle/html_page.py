"""Reading an HTML page into lines: its main content, without scripts, menus and what is hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from sciezka.core.chronicle.html_tables import DateTable, Node, judge_table
from sciezka.core.chronicle.lines import Line, Span, drop_invisible, make_line

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "head",
        "title",
        "select",
        "button",
        "input",
        "textarea",
        "canvas",
        "audio",
        "video",
        "map",
        "frame",
        "frameset",
        "applet",
        "dialog",
        "datalist",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "figure",
        "figcaption",
        "pre",
        "address",
        "hr",
        "form",
        "fieldset",
        "legend",
        "details",
        "summary",
        "center",
        "body",
        "html",
        "hgroup",
        "search",
        "menu",
        "dir",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:title|heading|headline|tytul|naglowek)(?:$|\s)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
_SLANT = re.compile(r"font-style\s*:\s*(\w+)", re.IGNORECASE)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_UNWANTED_FRAME = frozenset({"header", "footer"})
_FRAME_KEEPERS = frozenset({"article", "main", "section", "li"})
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_MAX_DEPTH = 6


@dataclass
class _Row:
    """A row of a table being read."""

    table: DateTable | None
    first_line: int
    columns: list[int] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)


class _Reader:
    """Walks the tree once and gathers lines; a class because the walk carries its place with it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.base = ""
        self.number = 1
        self._spans: list[Span] = []
        self._line_at = 0
        self._gap = True
        self._styles: list[tuple[bool, bool]] = [(False, False)]
        self._hrefs: list[str] = [""]
        self._lists: list[list[int | None]] = []
        self._marker = ""
        self._headings = 0
        self._pre = 0
        self._time: tuple[date | None, list[str]] | None = None
        self._when: tuple[date | None, str] = (None, "")
        self._tables: list[str | DateTable] = []
        self._rows: list[_Row] = []
        self._in_date_cell = False
        self._grid: list[Span] | None = None
        self._grid_fresh = True

    def read(self, root: Node) -> list[Line]:
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, node in walk:
            if event in ("comment", "pi"):
                self._add_text(node.tail)
                continue
            tag = _name(node)
            if event == "end":
                if not _is_skipped(node, tag):
                    self._close(node, tag)
                if node is not root:
                    self._add_text(node.tail)
                continue
            self.number = node.sourceline or self.number
            if _is_skipped(node, tag):
                self.number += _count_newlines(node)
                walk.skip_subtree()
                continue
            self._open(node, tag)
            self._add_text(node.text)
        self._flush()
        return self.lines

    def _open(self, node: Node, tag: str) -> None:
        if tag == "br":
            self._break()
            return
        if tag in _BLOCKS:
            self._part()
            self._open_block(node, tag)
        bold, slanted = self._styles[-1]
        style = node.get("style") or ""
        bold = bold or tag in ("b", "strong")
        slanted = slanted or tag in ("i", "em")
        if weight := _WEIGHT.search(style):
            # Google Docs wraps a whole page in <b style="font-weight:normal">, so the style outranks the tag.
            bold = weight[1].lower() in ("bold", "bolder", "600", "700", "800", "900")
        if slant := _SLANT.search(style):
            slanted = slant[1].lower() in ("italic", "oblique")
        self._styles.append((bold, slanted))
        self._hrefs.append(node.get("href") or "" if tag == "a" else self._hrefs[-1])
        if tag == "time":
            self._time = (_read_day(node.get("datetime") or node.get("content") or ""), [])

    def _open_block(self, node: Node, tag: str) -> None:
        if tag in ("ul", "ol", "menu", "dir"):
            start = node.get("start") or "1"
            self._lists.append([int(start) if start.isdecimal() else 1] if tag == "ol" else [None])
        elif tag == "li":
            self._marker = self._count_item(node)
        elif tag == "pre":
            self._pre += 1
        elif tag == "table":
            self._tables.append(judge_table(node))
            self._grid_fresh = True
        elif tag == "tr":
            table = self._tables[-1] if self._tables else "layout"
            dated = table if isinstance(table, DateTable) else None
            self._rows.append(_Row(dated, len(self.lines), dated.columns.get(node, []) if dated else []))
            self._grid = [] if table == "grid" else self._grid
        elif tag in ("td", "th"):
            self._open_cell()
        self._headings += _is_title(node, tag)

    def _open_cell(self) -> None:
        if self._grid is not None:
            if self._rows and self._rows[-1].cells:
                self._grid.append(Span("\t"))
            if self._rows:
                self._rows[-1].cells.append((0, 0))
        elif self._rows and self._rows[-1].table:
            row = self._rows[-1]
            place = len(row.cells)
            self._in_date_cell = bool(row.table and row.columns[place : place + 1] == [row.table.column])
            row.cells.append((len(self.lines), len(self.lines)))

    def _count_item(self, node: Node) -> str:
        if not self._lists or self._lists[-1][0] is None:
            return "-"
        value = node.get("value") or ""
        number = int(value) if value.isdecimal() else self._lists[-1][0]
        self._lists[-1][0] = number + 1
        return f"{number}."

    def _close(self, node: Node, tag: str) -> None:
        if tag == "br":
            return
        self._styles.pop()
        self._hrefs.pop()
        if tag == "time" and self._time:
            self._when = (self._time[0], "".join(self._time[1]).strip())
            self._time = None
        if tag in _BLOCKS:
            self._part()
            self._close_block(node, tag)

    def _close_block(self, node: Node, tag: str) -> None:
        if tag in ("td", "th"):
            self._close_cell()
        elif tag == "tr" and self._rows:
            self._close_row(self._rows.pop())
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif tag in ("ul", "ol", "menu", "dir") and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._pre -= 1
        self._headings -= _is_title(node, tag)

    def _close_cell(self) -> None:
        if self._in_date_cell:
            self._flush()
        self._in_date_cell = False
        if self._rows and self._rows[-1].table and self._rows[-1].cells:
            row = self._rows[-1]
            row.cells[-1] = (row.cells[-1][0], len(self.lines))

    def _close_row(self, row: _Row) -> None:
        if self._grid is not None and row.table is None:
            if any(span.text.strip() for span in self._grid):
                self.lines.append(Line(self.number, tuple(self._grid), gap=self._grid_fresh, row=True))
                self._grid_fresh = False
            self._grid = None
        elif row.table and len(row.cells) == len(row.columns) and self._is_whole(row):
            cells = [(column, self.lines[a:b]) for column, (a, b) in zip(row.columns, row.cells, strict=True)]
            self.lines[row.first_line :] = row.table.arrange(cells)

    def _is_whole(self, row: _Row) -> bool:
        """Tell whether all lines of a row stand in its cells, so that none is lost by putting them in order."""
        return sum(end - start for start, end in row.cells) == len(self.lines) - row.first_line

    def _add_text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            for place, part in enumerate(text.split("\n")):
                if place:
                    self._break()
                self._add_words(part)
            return
        self._add_words(text)

    def _add_words(self, text: str) -> None:
        stripped = text.lstrip()
        if stripped and not any(span.text.strip() for span in self._spans):
            self._line_at = self.number + text[: len(text) - len(stripped)].count("\n")
        self.number += text.count("\n")
        words = drop_invisible(_WHITE.sub(" ", text))
        if not words:
            return
        bold, slanted = self._styles[-1]
        if self._time is not None:
            self._time[1].append(words)
        target = self._spans if self._grid is None else self._grid
        target.append(Span(words, bold, slanted, self._hrefs[-1]))

    def _break(self) -> None:
        if self._in_date_cell or self._grid is not None:
            self._add_words(" ")
        elif any(span.text.strip() for span in self._spans):
            self._flush()
            self._gap = False
        else:
            self._gap = True

    def _part(self) -> None:
        if self._in_date_cell or self._grid is not None:
            self._add_words(" ")
            return
        self._flush()
        self._gap = True

    def _flush(self) -> None:
        plain = "".join(span.text for span in self._spans)
        bare = plain.strip()
        if bare:
            bold = all(span.bold for span in self._spans if re.search(r"\w", span.text))
            when, shown = self._when
            line = Line(
                self._line_at, tuple(self._spans), self._marker, max(0, min(len(self._lists) - 1, _MAX_DEPTH)), self._gap,
                heading=bool(self._headings) or bold, cell=self._in_date_cell, when=when if shown == bare else None,
            )  # fmt: skip
            self.lines.append(make_line(line))
            self._marker = ""
            self._when = (None, "")
        self._spans = []


def _name(node: Node) -> str:
    return node.tag.lower() if isinstance(node.tag, str) else ""


def _is_title(node: Node, tag: str) -> bool:
    return tag in _HEADINGS or bool(_TITLE_CLASS.search(node.get("class") or ""))


def _is_skipped(node: Node, tag: str) -> bool:
    if tag in _SKIPPED or node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    if tag in _UNWANTED_FRAME:
        return not any(_name(above) in _FRAME_KEEPERS for above in node.iterancestors())
    return bool(_HIDDEN_STYLE.search(node.get("style") or ""))


def _count_newlines(node: Node) -> int:
    return sum(text.count("\n") for text in node.itertext())


def _read_day(text: str) -> date | None:
    match = _ISO_DAY.match(text.strip())
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _weigh(node: Node) -> int:
    return sum(len(text.strip()) for text in node.itertext(etree.Element) if text) if node is not None else 0


def choose_content(root: Node) -> Node:
    """Choose the part of the page that is its content: main, else the only article, else the body."""
    mains = [*root.iter("main"), *root.xpath("//*[@role='main']")]
    body = root.find("body") if root.find("body") is not None else root
    for candidates in (mains, list(root.iter("article"))):
        if candidates and (candidates is mains or len(candidates) == 1):
            best = max(candidates, key=_weigh)
            if _weigh(best) * (1 if candidates is mains else 2) > (0 if candidates is mains else _weigh(body)):
                return best
    return body


_LOOSE_TAG = re.compile(r"</?(?!(?:p|h[1-6]|li|tr|td|th|br|a|script|style)\b)[a-z][^>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^>]*>")


def read_html(text: str) -> tuple[list[Line], str]:
    """Read HTML, broken or not, into lines; returns them with the base address of the page."""
    clean = drop_invisible(text)
    root, too_deep = _parse(clean)
    if too_deep:
        # The parser stops at a depth no honest page has; its words are read all the same, without the nesting.
        root, too_deep = _parse(_LOOSE_TAG.sub("<br>", clean))
    if too_deep:
        root, _ = _parse(_ANY_TAG.sub("<br>", clean))
    if root is None:
        return [], ""
    base = next((str(node.get("href")) for node in root.iter("base") if node.get("href")), "")
    return _Reader().read(choose_content(root)), base


def _parse(text: str) -> tuple[Node, bool]:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(text.encode("utf-8", "replace") or b"<p></p>", parser)
    return root, any("depth" in entry.message.lower() for entry in parser.error_log)
