"""The report as a text document (DOCX) that can be edited: real headings, repeated table heads, charts told in words."""

import io
from typing import Any, Final

import docx
from docx.document import Document
from docx.shared import Cm, Pt

from sciezka.kit.painting import paint
from sciezka.rooms.assessment.charts.paper import put_on_paper
from sciezka.rooms.assessment.documents.content import collect_content
from sciezka.rooms.assessment.documents.docx_parts import ACCENT, SOFT, WIDTH, set_up, write_note, write_table
from sciezka.rooms.assessment.queries.report import Report

PIXELS: Final = 2.0


def write_docx(report: Report) -> bytes:
    """Write the report as a text document."""
    said = collect_content(report)
    words = said["words"]
    document = docx.Document()
    set_up(document, said)
    _write_title(document, said)
    document.add_heading(words["summary"], 1)
    document.add_paragraph().add_run(said["headline"]).bold = True
    _write_list(document, said["summary"])
    if said["reason"]:
        document.add_heading(words["reason"], 2)
        document.add_paragraph(said["reason"])
    for one in said["charts"]:
        _write_picture(document, one)
    for one in said["tables"]:
        write_table(document, one)
    for chapter in said["chapters"]:
        document.add_heading(chapter["title"], 1)
        _write_list(document, chapter["sentences"])
        for one in chapter["questions"]:
            _write_question(document, one)
    if said["closing"]:
        document.add_heading(words["plan"], 1)
        for one in said["closing"]:
            write_table(document, one)
    document.add_heading(words["method"], 1)
    for sentence in said["method"]:
        document.add_paragraph(sentence)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_title(document: Document, said: dict[str, Any]) -> None:
    kind = document.add_paragraph()
    kind.paragraph_format.space_before = Pt(130)
    run = kind.add_run(said["words"]["kind"])
    run.bold, run.font.color.rgb, run.font.size = True, ACCENT, Pt(12)
    document.add_paragraph(said["title"], style="Title")
    lead = document.add_paragraph()
    lead.add_run(said["headline"]).font.size = Pt(14)
    lead.paragraph_format.space_after = Pt(24)
    for label, text in [*said["facts"], [said["words"]["made"], said["day"]]]:
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(5.4))
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Cm(5.4), Cm(-5.4)
        line.add_run(f"{label}\t").font.color.rgb = SOFT
        line.add_run(text)
    write_note(document, said["words"]["by"])


def _write_question(document: Document, one: dict[str, Any]) -> None:
    document.add_heading(f"{one['code']} {one['title']}", 2)
    if one["question"]:
        paragraph = document.add_paragraph()
        paragraph.add_run(one["question"]).font.color.rgb = SOFT
        paragraph.paragraph_format.keep_with_next = True
    level = document.add_paragraph()
    level.add_run(one["level"]).bold = True
    level.add_run(f" ({one['standing']})" if one["standing"] else "").font.color.rgb = SOFT
    for passage in one["passages"]:
        label = document.add_paragraph()
        label.paragraph_format.keep_with_next = True
        label.paragraph_format.space_after = Pt(2)
        label.add_run(passage["label"]).bold = True
        if passage["points"]:
            _write_list(document, passage["points"])
        else:
            for text in passage["text"].splitlines():
                document.add_paragraph(text)


def _write_list(document: Document, sentences: list[str]) -> None:
    for sentence in sentences:
        document.add_paragraph(sentence, style="List Bullet")


def _write_picture(document: Document, one: dict[str, str]) -> None:
    """Put a chart under its title, told in words for whoever can't see it."""
    head = document.add_paragraph()
    head.add_run(one["title"]).bold = True
    head.paragraph_format.keep_with_next = True
    document.add_picture(io.BytesIO(paint(put_on_paper(one["svg"]), PIXELS)), width=Cm(WIDTH))
    shape = document.inline_shapes[-1]._inline.docPr  # noqa: SLF001 - python-docx knows no alternative texts
    shape.set("descr", one["alt"])
    shape.set("title", one["title"])
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    write_note(document, one["note"])
