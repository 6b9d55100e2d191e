"""The diagnosis as a text document (DOCX) that can be edited: real headings, repeated table heads, charts told in words."""

import io
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from sciezka.kit.painting import paint
from sciezka.rooms.monitor.documents.content import collect_content
from sciezka.rooms.monitor.queries.report import Report

ACCENT: Final = RGBColor(0x17, 0x59, 0x4A)
SOFT: Final = RGBColor(0x57, 0x52, 0x4A)
FONT: Final = "Calibri"
WIDTH: Final = 16.6
"""Centimetres between the margins."""
PIXELS: Final = 2.0
_LOCALES: Final = {"pl": "pl-PL", "en": "en-GB"}


def write_docx(report: Report) -> bytes:
    """Write the report as a text document."""
    said = collect_content(report)
    document = docx.Document()
    set_up(document, said)
    _write_title(document, said)
    _write_summary(document, said)
    for chapter in said["chapters"]:
        _write_chapter(document, chapter, said["words"])
    if said["findings"]:
        document.add_heading(said["words"]["findings"], 1)
        write_table(document, said["findings"])
    if said["passages"]:
        _write_method(document, said)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def set_up(document: Document, said: dict[str, Any]) -> None:
    """Set the paper, the type, the language and the properties."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)
    for name, size, before in (("Title", 30, 0), ("Heading 1", 19, 18), ("Heading 2", 13, 14), ("Heading 3", 11, 10)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
        style.font.color.rgb = ACCENT if name in {"Title", "Heading 1"} else RGBColor(0x1D, 0x1B, 0x18)
        style.paragraph_format.space_before = Pt(before)
        style.element.rPr.rFonts.attrib.clear()
        for place in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            style.element.rPr.rFonts.set(qn(place), FONT)
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    _drop_border(document.styles["Title"])
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LOCALES.get(said["language"], "en-GB"))
    old = normal.element.get_or_add_rPr().find(qn("w:lang"))
    if old is not None:
        normal.element.rPr.remove(old)
    normal.element.rPr.append(language)
    about = document.core_properties
    about.title, about.author, about.language = said["title"], said["workspace"], _LOCALES.get(said["language"], "en-GB")
    about.comments = ""
    _number_pages(section.footer.paragraphs[0], said["title"])


def _drop_border(style: Any) -> None:  # noqa: ANN401 - python-docx has no types
    border = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if border is not None:
        style.element.pPr.remove(border)


def _number_pages(paragraph: Any, title: str) -> None:  # noqa: ANN401 - python-docx has no types
    run = paragraph.add_run(f"{title}  ·  ")
    run.font.size, run.font.color.rgb = Pt(8.5), SOFT
    number = paragraph.add_run()
    number.font.size, number.font.color.rgb = Pt(8.5), SOFT
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        number._r.append(part)  # noqa: SLF001 - python-docx knows no fields


def _write_title(document: Document, said: dict[str, Any]) -> None:
    kind = document.add_paragraph()
    kind.paragraph_format.space_before = Pt(140)
    run = kind.add_run(said["words"]["kind"])
    run.bold, run.font.color.rgb, run.font.size = True, ACCENT, Pt(12)
    document.add_paragraph(said["title"], style="Title")
    lead = document.add_paragraph()
    lead.add_run(said["headline"]).font.size = Pt(14)
    lead.paragraph_format.space_after = Pt(24)
    for label, text in [*said["facts"], [said["words"]["made"], said["day"]]]:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(5))
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(5), Cm(-5)
        line.add_run(f"{label}\t").font.color.rgb = SOFT
        line.add_run(text)
    foot = document.add_paragraph()
    foot.paragraph_format.space_before = Pt(36)
    run = foot.add_run(said["words"]["by"])
    run.font.size, run.font.color.rgb = Pt(9), SOFT


def _write_summary(document: Document, said: dict[str, Any]) -> None:
    words = said["words"]
    document.add_heading(words["summary"], 1)
    document.add_paragraph().add_run(said["headline"]).bold = True
    _write_list(document, said["summary"])
    for one in said["charts"]:
        write_picture(document, one)
        write_note(document, f"{one['note']} {words['source']}")
    for one in said["tables"]:
        write_table(document, one)
    write_note(document, words["source"])
    document.add_heading(words["members"], 2)
    document.add_paragraph(", ".join(said["members"]))


def _write_chapter(document: Document, chapter: dict[str, Any], words: dict[str, str]) -> None:
    document.add_heading(chapter["title"], 1)
    _write_list(document, chapter["sentences"])
    for one in chapter["charts"]:
        write_picture(document, one)
        write_note(document, f"{one['note']} {words['source']}")
    for section in chapter["sections"]:
        document.add_heading(section["title"], 2)
        _write_list(document, section["sentences"])
        for one in section["tables"]:
            write_table(document, one)
        if section["tables"]:
            has_star = any(cell.endswith("*") for one in section["tables"] for row in one["rows"] for cell in row)
            write_note(document, f"{words['star']} {words['source']}" if has_star else words["source"])


def _write_method(document: Document, said: dict[str, Any]) -> None:
    document.add_heading(said["words"]["method"], 1)
    for passage in said["passages"]:
        document.add_heading(passage["title"], 2)
        for sentence in passage["sentences"]:
            document.add_paragraph(sentence)
        _write_list(document, passage["points"])
        if passage["code"]:
            paragraph = document.add_paragraph()
            for at, line in enumerate(passage["code"].splitlines()):
                run = paragraph.add_run()
                if at:
                    run.add_break(WD_BREAK.LINE)
                run.add_text(line)
                run.font.name, run.font.size = "Consolas", Pt(8.5)


def _write_list(document: Document, sentences: list[str]) -> None:
    for sentence in sentences:
        document.add_paragraph(sentence, style="List Bullet")


def write_note(document: Document, text: str) -> None:
    """Write a note in small type."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), SOFT
    paragraph.paragraph_format.space_after = Pt(10)


def write_picture(document: Document, one: dict[str, str]) -> None:
    """Put a chart under its sentence, told in words for whoever can't see it."""
    head = document.add_paragraph()
    head.add_run(one["title"]).bold = True
    head.paragraph_format.keep_with_next = True
    document.add_picture(io.BytesIO(paint(one["svg"], PIXELS)), width=Cm(WIDTH))
    shape = document.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - python-docx knows no alternative texts
    shape.set("descr", one["alt"])
    shape.set("title", one["title"])
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def write_table(document: Document, one: dict[str, Any]) -> None:
    """Write a table under its title; its head is repeated on every page, and no row is broken."""
    title = document.add_paragraph()
    title.add_run(one["title"]).bold = True
    title.paragraph_format.keep_with_next = True
    title.paragraph_format.space_before = Pt(8)
    table = document.add_table(rows=1, cols=len(one["heads"]), style="Light List")
    table.style = document.styles["Table Grid"]
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _set_borders(table)
    whole = sum(one["widths"])
    widths = [Cm(WIDTH * width / whole) for width in one["widths"]]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _fill_row(table.rows[0], one["heads"], widths, one["numeric"], bold=True)
    _mark(table.rows[0], "w:tblHeader")
    for cells in one["rows"]:
        row = table.add_row()
        _fill_row(row, cells, widths, one["numeric"])
        _mark(row, "w:cantSplit")
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill_row(row: Any, cells: list[str], widths: list[Any], numeric: list[int], *, bold: bool = False) -> None:  # noqa: ANN401 - python-docx has no types
    for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        cell.width = widths[at]
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(1)
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(9), bold
        if bold:
            run.font.color.rgb = SOFT
        if at in numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


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
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - as above
