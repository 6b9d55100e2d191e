"""The diagnosis as a text document (DOCX) that can be edited: real headings, repeated table heads, charts told in words."""

from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from sciezka.kit.text_documents import save, set_up, write_list, write_note, write_picture, write_table, write_title
from sciezka.rooms.monitor.documents.content import collect_content
from sciezka.rooms.monitor.queries.report import Report


def write_docx(report: Report) -> bytes:
    """Write the report as a text document."""
    said = collect_content(report)
    document = docx.Document()
    set_up(document, said)
    write_title(document, said)
    _write_summary(document, said)
    for chapter in said["chapters"]:
        _write_chapter(document, chapter, said["words"])
    if said["findings"]:
        document.add_heading(said["words"]["findings"], 1)
        write_table(document, said["findings"])
    if said["passages"]:
        _write_method(document, said)
    return save(document)


def _write_summary(document: Document, said: dict[str, Any]) -> None:
    words = said["words"]
    document.add_heading(words["summary"], 1)
    document.add_paragraph().add_run(said["headline"]).bold = True
    write_list(document, said["summary"])
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
    write_list(document, chapter["sentences"])
    for one in chapter["charts"]:
        write_picture(document, one)
        write_note(document, f"{one['note']} {words['source']}")
    for section in chapter["sections"]:
        document.add_heading(section["title"], 2)
        write_list(document, section["sentences"])
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
        write_list(document, passage["points"])
        if passage["code"]:
            paragraph = document.add_paragraph()
            for at, line in enumerate(passage["code"].splitlines()):
                run = paragraph.add_run()
                if at:
                    run.add_break(WD_BREAK.LINE)
                run.add_text(line)
                run.font.name, run.font.size = "Consolas", Pt(8.5)
