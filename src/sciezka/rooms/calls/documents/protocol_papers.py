"""A protocol on paper: a PDF that lasts, and a text document that the secretary can add to."""

from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document
from docx.shared import Cm, Pt

from sciezka.kit.papers import set_pdf
from sciezka.kit.text_documents import (
    SOFT,
    WIDTH,
    keep_end,
    keep_whole,
    save,
    set_up,
    write_list,
    write_note,
    write_table,
    write_title,
)
from sciezka.kit.typography import bind_words, keep_writable

TEMPLATE: Final = Path(__file__).with_name("protocol.typ")
_SIGNATURES_A_ROW: Final = 2
# Of signatures; more of them don't fit on one page, so they are not kept on one.
_ROWS_ON_A_PAGE: Final = 9


def write_protocol_pdf(said: dict[str, Any]) -> bytes:
    """Set one of a protocol's two documents as a PDF."""
    return set_pdf(TEMPLATE, "protocol", clean(said))


def write_protocol_docx(said: dict[str, Any]) -> bytes:
    """Write one of a protocol's two documents as a text document."""
    said = clean(said)
    document = docx.Document()
    # A call may have several protocols, and a town several calls: the foot of a page tells which one it belongs to.
    whole = {**said, "title": f"{said['title']} – {said['headline']}"}
    set_up(document, whole)
    # A protocol has no sheet of its own: its first page is numbered like the others.
    document.sections[0].different_first_page_header_footer = False
    document.styles["Heading 1"].paragraph_format.page_break_before = False
    document.styles["Title"].font.size = Pt(22)
    document.styles["Heading 1"].font.size = Pt(14.5)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(8)
    # As on the PDF, the town stands above the title, which says itself what it is.
    words = {**said["words"], "kind": said["workspace"]}
    write_title(document, {**said, "words": words, "is_sheet": False})
    write_note(document, said["words"]["by"])
    for at, section in enumerate(said["sections"], start=1):
        document.add_heading(f"{at}. {section['title']}", 1)
        write_list(document, section["sentences"])
        for table in section["tables"]:
            rows = table["rows"]
            # Rows about one submission stay together down to what sums them up.
            bound = [at for at in range(len(rows) - 1) if rows[at]["of"] and rows[at]["of"] == rows[at + 1]["of"]]
            bound = bound if table.get("strong") else []
            write_table(document, {**table, "rows": [row["cells"] for row in rows], "bound": bound})
        for passage in section["passages"]:
            document.add_heading(passage["label"], 2)
            for line in filter(str.strip, passage["text"].splitlines()):
                document.add_paragraph(line)
    if said["signatures"]:
        # Nobody signs a page on which nothing else stands.
        keep_end(document)
        document.add_heading(said["words"]["signatures"], 1)
        document.add_paragraph(whole["title"]).paragraph_format.keep_with_next = True
        write_signatures(document, said["signatures"])
    return save(document)


def write_signatures(document: Document, people: list[dict[str, str]]) -> None:
    """Draw a line for each person to sign on, two beside each other."""
    rows = -(-len(people) // _SIGNATURES_A_ROW)
    table = document.add_table(rows=rows, cols=_SIGNATURES_A_ROW)
    for column in table.columns:
        column.width = Cm(WIDTH / _SIGNATURES_A_ROW)
    for at, row in enumerate(table.rows):
        keep_whole(row)
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = rows <= _ROWS_ON_A_PAGE and at < rows - 1
    for at, one in enumerate(people):
        cell = table.rows[at // _SIGNATURES_A_ROW].cells[at % _SIGNATURES_A_ROW]
        line = cell.paragraphs[0]
        line.paragraph_format.space_before = Pt(34)
        line.paragraph_format.space_after = Pt(2)
        line.add_run("." * 44).font.color.rgb = SOFT
        cell.add_paragraph(one["name"]).paragraph_format.space_after = Pt(0)
        cell.add_paragraph().add_run(one["function"]).font.color.rgb = SOFT


def clean(value: Any) -> Any:  # noqa: ANN401 - any plain value
    """Leave out of plain values the signs that no document can hold, and bind words that no line may part."""
    if isinstance(value, str):
        return bind_words(keep_writable(value))
    if isinstance(value, list):
        return [clean(one) for one in value]
    return {name: clean(one) for name, one in value.items()} if isinstance(value, dict) else value
