"""The report as a text document (DOCX) that can be edited: real headings, repeated table heads, charts told in words."""

from typing import Any

import docx
from docx.document import Document
from docx.shared import Pt

from sciezka.kit.text_documents import SOFT, save, set_up, write_list, write_note, write_picture, write_table, write_title
from sciezka.rooms.assessment.charts.paper import put_on_paper
from sciezka.rooms.assessment.documents.content import collect_content
from sciezka.rooms.assessment.queries.report import Report


def write_docx(report: Report) -> bytes:
    """Write the report as a text document."""
    said = collect_content(report)
    words = said["words"]
    document = docx.Document()
    set_up(document, said)
    write_title(document, said)
    document.add_heading(words["summary"], 1)
    document.add_paragraph().add_run(said["headline"]).bold = True
    write_list(document, said["summary"])
    if said["reason"]:
        document.add_heading(words["reason"], 2)
        document.add_paragraph(said["reason"])
    for one in said["charts"]:
        write_picture(document, {**one, "svg": put_on_paper(one["svg"])})
        write_note(document, one["note"])
    for one in said["tables"]:
        write_table(document, one)
    for chapter in said["chapters"]:
        document.add_heading(chapter["title"], 1)
        write_list(document, chapter["sentences"])
        for one in chapter["questions"]:
            _write_question(document, one)
    if said["closing"]:
        document.add_heading(words["plan"], 1)
        for one in said["closing"]:
            write_table(document, one)
    document.add_heading(words["method"], 1)
    for sentence in said["method"]:
        document.add_paragraph(sentence)
    return save(document)


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
            write_list(document, passage["points"])
        else:
            for text in passage["text"].splitlines():
                document.add_paragraph(text)
