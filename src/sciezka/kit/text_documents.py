"""Text documents (DOCX) that can be edited: the page and the type, titles, lists, pictures told in words, tables.

What a document says comes as plain values: ``title``, ``workspace``, ``language``, ``headline``, ``facts``, ``day``, and
``words``.
"""

import copy
import io
from collections.abc import Iterable
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from sciezka.kit.painting import paint

ACCENT: Final = RGBColor(0x17, 0x59, 0x4A)
SOFT: Final = RGBColor(0x57, 0x52, 0x4A)
INK: Final = RGBColor(0x1D, 0x1B, 0x18)
FONT: Final = "Calibri"
WIDTH: Final = 16.6
"""Centimetres between the margins."""
PIXELS: Final = 2.0
INDENT: Final = 5.4
CELL_EDGES: Final = int(Cm(0.38))
"""What a cell keeps free on its left and right."""
_MANY: Final = 10
"""A table of more columns is set in small type, with little between them, so that its figures don't break."""
_FEW_LINES: Final = 36
"""A table of no more stays on one page with what is written next: not every program does that with its last row alone."""
_LINE: Final = 50
"""About so many signs of a table stand on a line."""
_LOCALES: Final = {"pl": "pl-PL", "en": "en-GB"}
_STYLES: Final = (
    ("Title", 28, 0),
    ("Heading 1", 19, 18),
    ("Heading 2", 12, 14),
    ("Heading 3", 11, 10),
    ("Caption", 10.5, 8),
)


def set_up(document: Document, said: dict[str, Any]) -> None:
    """Set the paper, the type, the language and the properties."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.2)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)
    for name, size, before in _STYLES:
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
        style.font.color.rgb = ACCENT if name in {"Title", "Heading 1"} else INK
        style.paragraph_format.space_before = Pt(before)
        style.element.rPr.rFonts.attrib.clear()
        for place in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            style.element.rPr.rFonts.set(qn(place), FONT)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)
    _set_language(normal, said["language"])
    about = document.core_properties
    about.title, about.author, about.language = said["title"], said["workspace"], _LOCALES.get(said["language"], "en-GB")
    about.comments = ""
    _number_pages(section.footer.paragraphs[0], said["title"])
    # As of the Word of 2013 and later; of an older one it would be opened “in compatibility mode”.
    for mark in document.settings.element.iter(qn("w:compatSetting")):
        if mark.get(qn("w:name")) == "compatibilityMode":
            mark.set(qn("w:val"), "15")


def write_title(document: Document, said: dict[str, Any]) -> None:
    """Begin the first page: what it is, the title, the finding in one sentence, and the facts about it.

    ``is_sheet`` false leaves the rest of the page to what follows.
    """
    is_sheet = said.get("is_sheet", True)
    kind = document.add_paragraph()
    kind.paragraph_format.space_before = Pt(130 if is_sheet else 0)
    run = kind.add_run(said["words"]["kind"])
    run.bold, run.font.color.rgb, run.font.size = True, ACCENT, Pt(12)
    document.add_paragraph(said["title"], style="Title")
    lead = document.add_paragraph()
    lead.add_run(said["headline"]).font.size = Pt(14)
    lead.paragraph_format.space_after = Pt(24 if is_sheet else 10)
    for label, text in [*said["facts"], [said["words"]["made"], said["day"]]]:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(INDENT))
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(INDENT), Cm(-INDENT)
        line.add_run(f"{label}\t").font.color.rgb = SOFT
        line.add_run(text)
    if is_sheet:
        foot = write_note(document, said["words"]["by"])
        foot.paragraph_format.space_before = Pt(36)


def write_list(document: Document, sentences: Iterable[str]) -> None:
    """Write sentences as points."""
    for sentence in sentences:
        document.add_paragraph(sentence, style="List Bullet")


def write_picture(document: Document, one: dict[str, str]) -> None:
    """Put a drawing (``svg``) under its sentence, told in words (``alt``) for whoever can't see it."""
    head = document.add_paragraph()
    head.add_run(one["title"]).bold = True
    head.paragraph_format.keep_with_next = True
    document.add_picture(io.BytesIO(paint(one["svg"], PIXELS)), width=Cm(WIDTH))
    shape = document.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - python-docx knows no alternative texts
    shape.set("descr", one["alt"])
    shape.set("title", one["title"])
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def save(document: Document) -> bytes:
    """Give the document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_note(document: Document, text: str) -> Paragraph:
    """Write a note in small type."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), SOFT
    paragraph.paragraph_format.space_after = Pt(10)
    return paragraph


def write_table(document: Document, one: dict[str, Any]) -> None:
    """Write a table under its title; its head is repeated on every page and never ends one, and no row is broken.

    ``bars``, where there are any, is the number of a column and how much of it is filled in each row, in hundredths: a chart
    that needs no picture, and so is drawn at once and stays sharp and editable. ``strong``, where there are any, are the
    numbers of rows that sum up others; ``bound`` are those of rows that stay on one page with the next one.
    """
    title = document.add_paragraph(style="Caption")
    title.add_run(one["title"])
    title.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(one["heads"]))
    table.style = document.styles["Table Grid"]
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _set_borders(table)
    is_dense = len(one["heads"]) > _MANY
    size = Pt(7.5 if is_dense else 9)
    if is_dense:
        _set_margins(table, 40)
    whole = sum(one["widths"])
    widths = [Cm(WIDTH * width / whole) for width in one["widths"]]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill_row(table.rows[0], one["heads"], widths, one["numeric"], size)
    _mark(table.rows[0], "w:tblHeader")
    keep_whole(table.rows[0])
    _bind(table.rows[0])
    _name_table(table, one["title"])
    model = table.add_row()
    _fill_row(model, one["heads"], widths, one["numeric"], size)
    keep_whole(model)
    _embolden(table.rows[0], SOFT)
    table._tbl.remove(model._tr)  # noqa: SLF001 - as above
    column, shares = one.get("bars") or (0, ())
    strong, bound = set(one.get("strong") or ()), set(one.get("bound") or ())
    for at, cells in enumerate(one["rows"]):
        row = _copy_row(table, model, cells)
        if at in strong:
            _embolden(row)
        if at in bound:
            _bind(row)
        if at < len(shares) and shares[at] > 0:
            _draw_bar(row.cells[column], widths[column], min(shares[at], 100) / 100)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def keep_end(document: Document) -> None:
    """Keep what is written next on the page of the last words, or of the last row where a table comes last."""
    for part in reversed(list(document.iter_inner_content())):
        if isinstance(part, Table):
            rows = list(part.rows)
            for row in rows if sum(map(_count_lines, rows)) <= _FEW_LINES else rows[-1:]:
                _bind(row)
            return
        part.paragraph_format.keep_with_next = True
        if part.text.strip():
            return


def _count_lines(row: Any) -> int:  # noqa: ANN401 - python-docx has no types
    return max(sum(1 + len(line) // _LINE for line in cell.text.split("\n")) for cell in row.cells)


def _set_language(style: Any, language: str) -> None:  # noqa: ANN401 - python-docx has no types
    properties = style.element.get_or_add_rPr()
    old = properties.find(qn("w:lang"))
    if old is not None:
        properties.remove(old)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), _LOCALES.get(language, "en-GB"))
    properties.append(mark)


def _number_pages(paragraph: Any, title: str) -> None:  # noqa: ANN401 - python-docx has no types
    for text, field in ((f"{title}  ·  ", ""), ("", "PAGE"), (" / ", ""), ("", "NUMPAGES")):
        # Each part of a field in a run of its own, so that what it comes to has the run's type.
        for kind in ("begin", "code", "separate", "shown", "end") if field else ("",):
            run = paragraph.add_run(text or ("1" if kind == "shown" else ""))
            run.font.size, run.font.color.rgb = Pt(8.5), SOFT
            if kind in {"", "shown"}:
                continue
            part = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
            if kind == "code":
                part.text = field
            else:
                part.set(qn("w:fldCharType"), kind)
            run._r.append(part)  # noqa: SLF001 - python-docx knows no fields


def _fill_row(row: Any, cells: list[str], widths: list[Any], numeric: list[int], size: Pt) -> None:  # noqa: ANN401 - python-docx has no types
    for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        cell.width = widths[at]
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(text).font.size = size
        if at in numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _copy_row(table: Any, model: Any, cells: list[str]) -> Any:  # noqa: ANN401 - python-docx has no types
    """Add a row like another one: a long table is written many times faster than by setting every cell anew."""
    made = copy.deepcopy(model._tr)  # noqa: SLF001 - python-docx copies no rows
    table._tbl.append(made)  # noqa: SLF001 - as above
    for run, text in zip(made.iter(qn("w:r")), cells, strict=True):
        run.text = text
    return _Row(made, table)


def _bind(row: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Keep a row on the page of what follows it."""
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _embolden(row: Any, color: RGBColor | None = None) -> None:  # noqa: ANN401 - python-docx has no types
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
            if color is not None:
                run.font.color.rgb = color


def _draw_bar(cell: Any, width: int, share: float) -> None:  # noqa: ANN401 - python-docx has no types
    """Fill a part of a cell: a paragraph of nothing but its ground, as wide as the share."""
    paragraph = cell.paragraphs[0]
    room = width - CELL_EDGES
    paragraph.paragraph_format.space_before = Pt(2)
    paragraph.paragraph_format.right_indent = Emu(int(room * (1 - share)))
    paragraph.runs[0].text = "\N{NO-BREAK SPACE}"
    paragraph.runs[0].font.size = Pt(7)
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", str(ACCENT))):
        ground.set(qn(f"w:{name}"), value)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx knows no grounds
    # The order of what a paragraph has is fixed: its ground before its spacing.
    properties.insert_element_before(ground, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def keep_whole(row: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Keep a row of a table on one page."""
    _mark(row, "w:cantSplit")


def _name_table(table: Any, title: str) -> None:  # noqa: ANN401 - python-docx has no types
    """Give a table the name by which a screen reader announces it."""
    name = OxmlElement("w:tblCaption")
    name.set(qn("w:val"), title)
    table._tbl.tblPr.append(name)  # noqa: SLF001 - python-docx knows no such names


def _mark(row: Any, name: str) -> None:  # noqa: ANN401 - python-docx has no types
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx knows no such marks


def _set_borders(table: Any) -> None:  # noqa: ANN401 - python-docx has no types
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        is_drawn = side in {"top", "bottom", "insideH"}
        line.set(qn("w:val"), "single" if is_drawn else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "D9D4CA")
        borders.append(line)
    # The order of what a table has is fixed: its borders, its layout, its margins, its looks.
    table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # noqa: SLF001 - as above


def _set_margins(table: Any, twentieths: int) -> None:  # noqa: ANN401 - python-docx has no types
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        part = OxmlElement(f"w:{side}")
        part.set(qn("w:w"), str(twentieths))
        part.set(qn("w:type"), "dxa")
        margins.append(part)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 - as above
