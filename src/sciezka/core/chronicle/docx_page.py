"""Reading a DOCX document into lines."""

from __future__ import annotations

import zipfile
import zlib
from collections import defaultdict
from dataclasses import replace
from io import BytesIO

from docx.opc.package import OpcPackage
from docx.oxml.ns import qn

from sciezka.core.chronicle.entry import PageRefused
from sciezka.core.chronicle.html_tables import Node, judge_columns
from sciezka.core.chronicle.lines import Line, Span, drop_invisible, make_line

MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 5000
_BROKEN = "The document is damaged or is no Word document. Open it, save it again as DOCX, or copy and paste its text."
_W14_OFF = ("0", "false", "off", "none")


def read_docx(data: bytes) -> tuple[list[Line], bool]:
    """Read a DOCX; returns its lines and whether it has footnotes or comments that were not read."""
    _guard_archive(data)
    try:
        package = OpcPackage.open(BytesIO(data))
        main = package.main_document_part
        element = getattr(main, "_element", None)
    except Exception as problem:  # the library raises whatever the damage leads it to
        raise PageRefused("unreadable", _BROKEN) from problem
    body = element.find(qn("w:body")) if element is not None else None
    if body is None:
        raise PageRefused("unreadable", _BROKEN)
    reader = _Reader(main)
    reader.read_blocks(body)
    notes = any(True for _ in body.iter(qn("w:footnoteReference"), qn("w:endnoteReference"), qn("w:commentReference")))
    return reader.lines, notes


def _guard_archive(data: bytes) -> None:
    """Refuse bombs before anything is unpacked: zipfile never reads past the size an archive declares."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise PageRefused("encrypted", "The document is protected by a password. Save it without one.")
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
                raise PageRefused("binary", "This is a packed file but no Word document. Give the page itself.")
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise PageRefused("too_large", "The document unpacks to more than can be read. Copy and paste its text.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        head = stream.read(4096)
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or b"<\x00!\x00D" in head:
                        raise PageRefused("unreadable", _BROKEN)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as problem:
        raise PageRefused("unreadable", _BROKEN) from problem


class _Reader:
    """Walks the document once; numbers its paragraphs, since a document has no lines."""

    def __init__(self, part: Node) -> None:
        self.lines: list[Line] = []
        self._part = part
        self._number = 0
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._numbering = _read_numbering(part)
        self._styles = _read_styles(part)
        self._gap = True

    def read_blocks(self, parent: Node) -> None:
        for node in parent:
            if node.tag == qn("w:p"):
                self._read_paragraph(node)
            elif node.tag == qn("w:tbl"):
                self._read_table(node)
            elif node.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")):
                self.read_blocks(node)

    def _read_paragraph(self, node: Node) -> None:
        self._number += 1
        runs = self._gather_runs(node)
        if not any(span.text.strip() for span in runs):
            self._gap = True
            return
        style = self._styles.get(_value(node, "w:pPr/w:pStyle"), "")
        marker, depth = self._count_item(node, style)
        pieces = _split_lines(runs)
        for place, spans in enumerate(pieces):
            bold = all(span.bold for span in spans if any(sign.isalnum() for sign in span.text))
            heading = bold or style.lower().startswith(("heading", "title", "nagłówek", "tytuł"))
            line = Line(self._number, spans, "" if place else marker, depth, not place, heading=heading)
            self.lines.append(make_line(line))
        # Paragraphs of a document are blocks of their own; a list needs no blank line between its items.
        self._gap = True

    def _gather_runs(self, node: Node, href: str = "") -> list[Span]:
        spans: list[Span] = []
        for child in node:
            if child.tag == qn("w:r"):
                spans += self._read_run(child, href)
            elif child.tag == qn("w:hyperlink"):
                spans += self._gather_runs(child, self._find_target(child) or href)
            elif child.tag in (
                qn("w:ins"), qn("w:smartTag"), qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:fldSimple"),
                qn("w:moveTo"),
            ):  # fmt: skip
                spans += self._gather_runs(child, href)
        return spans

    def _read_run(self, run: Node, href: str) -> list[Span]:
        bold, slanted = _is_on(run, "w:b"), _is_on(run, "w:i")
        text = ""
        extra: list[Span] = []
        for child in run:
            if child.tag == qn("w:t"):
                text += child.text or ""
            elif child.tag == qn("w:tab"):
                text += "\t"
            elif child.tag in (qn("w:br"), qn("w:cr")):
                text += "\n"
            elif child.tag == qn("w:noBreakHyphen"):
                text += "-"
            else:
                # Text boxes stand inside a run; the fallback copy of the same box is left out.
                for box in child.iter(qn("w:txbxContent")):
                    if not any(str(above.tag).endswith("}Fallback") for above in box.iterancestors()):
                        extra += [Span("\n"), *(s for p in box.iter(qn("w:p")) for s in [*self._gather_runs(p), Span("\n")])]
        return [Span(drop_invisible(text), bold, slanted, href), *extra]

    def _find_target(self, node: Node) -> str:
        relation = self._part.rels.get(node.get(qn("r:id")) or "")
        return str(relation.target_ref) if relation is not None and relation.is_external else ""

    def _count_item(self, node: Node, style: str) -> tuple[str, int]:
        style_id = _value(node, "w:pPr/w:pStyle")
        number = _value(node, "w:pPr/w:numPr/w:numId") or self._numbering.get(f"style:{style_id}", "")
        level = int(_value(node, "w:pPr/w:numPr/w:ilvl") or 0)
        if not number or number == "0":
            is_list = style.lower().startswith(("list bullet", "lista punktowana"))
            return ("-", 0) if is_list else ("", 0)
        form, _, start = self._numbering.get(f"{number}:{level}", "bullet:1").partition(":")
        counters = self._counters[number]
        counters[level] = counters.get(level, int(start or 1) - 1) + 1
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]
        if form in ("bullet", "none"):
            return "-", level
        if form in ("lowerLetter", "upperLetter"):
            letter = chr(ord("a") + (counters[level] - 1) % 26)
            return f"- {letter})", level
        return f"{counters[level]}.", level

    def _read_table(self, table: Node) -> None:
        rows = [[cell for cell in row.iter(qn("w:tc")) if _row_of(cell) is row] for row in table.iter(qn("w:tr"))]
        rows = [row for row in rows if row and _table_of(row[0]) is table]
        texts = [[" ".join("".join(cell.itertext(qn("w:t"))).split()) for cell in row] for row in rows]
        judged = judge_columns(texts)
        for row in rows:
            cells: list[tuple[int, list[Line]]] = []
            for column, cell in enumerate(row):
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                reached = merge is not None and merge.get(qn("w:val")) != "restart"
                if not reached or any(
                    text.strip() for text in cell.itertext(qn("w:t"))
                ):  # else it is the lower part of a cell above
                    cells.append((column, self._read_cell(cell, dated=judged is not None and column == judged.column)))
            self.lines += judged.arrange(cells) if judged else [line for _, lines in cells for line in lines]

    def _read_cell(self, cell: Node, *, dated: bool) -> list[Line]:
        start = len(self.lines)
        if dated:
            self._number += 1
            spans = tuple(replace(span, text=span.text.replace("\n", " ")) for paragraph in cell.iter(qn("w:p"))
                          for span in [*self._gather_runs(paragraph), Span(" ")])  # fmt: skip
            return [Line(self._number, spans, cell=True)] if any(span.text.strip() for span in spans) else []
        self.read_blocks(cell)
        lines = self.lines[start:]
        del self.lines[start:]
        return lines


def _row_of(cell: Node) -> Node:
    return next(cell.iterancestors(qn("w:tr")), None)


def _table_of(cell: Node) -> Node:
    return next(cell.iterancestors(qn("w:tbl")), None)


def _value(node: Node, path: str) -> str:
    found = node.find("/".join(qn(step) for step in path.split("/")))
    return (found.get(qn("w:val")) or "") if found is not None else ""


def _is_on(run: Node, name: str) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return found is not None and (found.get(qn("w:val")) or "1") not in _W14_OFF


def _split_lines(spans: list[Span]) -> list[tuple[Span, ...]]:
    lines: list[list[Span]] = [[]]
    for span in spans:
        for place, part in enumerate(span.text.split("\n")):
            if place:
                lines.append([])
            if part:
                lines[-1].append(Span(part, span.bold, span.italic, span.href))
    return [tuple(line) for line in lines if any(span.text.strip() for span in line)]


def _find_part(part: Node, kind: str) -> Node:
    for relation in part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            return getattr(relation.target_part, "_element", None)
    return None


def _read_numbering(part: Node) -> dict[str, str]:
    """Read "number:level" → "form:start" for lists, and "style:id" → number for styles that carry a list."""
    tree = _find_part(part, "numbering")
    forms: dict[str, str] = {}
    if tree is not None:
        abstract = {node.get(qn("w:abstractNumId")): node for node in tree.iter(qn("w:abstractNum"))}
        for number in tree.iter(qn("w:num")):
            levels = abstract.get(_value(number, "w:abstractNumId"))
            for level in levels.iter(qn("w:lvl")) if levels is not None else ():
                form, start = _value(level, "w:numFmt"), _value(level, "w:start") or "1"
                forms[f"{number.get(qn('w:numId'))}:{level.get(qn('w:ilvl'))}"] = f"{form or 'decimal'}:{start}"
    styles = _find_part(part, "styles")
    for style in styles.iter(qn("w:style")) if styles is not None else ():
        number_id = _value(style, "w:pPr/w:numPr/w:numId")
        if number_id:
            forms[f"style:{style.get(qn('w:styleId'))}"] = number_id
    return forms


def _read_styles(part: Node) -> dict[str, str]:
    styles = _find_part(part, "styles")
    found = styles.iter(qn("w:style")) if styles is not None else ()
    return {style.get(qn("w:styleId")) or "": _value(style, "w:name") for style in found}
