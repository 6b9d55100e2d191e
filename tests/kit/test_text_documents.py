"""Tables of text documents: rows are written alike, sums stand out, many columns fit beside each other."""

import io
from typing import Any

import docx
import pytest

from sciezka.kit.text_documents import keep_end, save, set_up, write_table

SAID = {"title": "Protokół", "workspace": "Miasto", "language": "pl"}


def write(columns: int, rows: list[list[str]], **more: Any) -> Any:
    document = docx.Document()
    set_up(document, SAID)
    table = {"title": "Punkty", "heads": ["K"] * columns, "widths": [1] * columns, "numeric": [1], "rows": rows, **more}
    write_table(document, table)
    return docx.Document(io.BytesIO(save(document))).tables[0]


def test_every_row_says_its_own_words_and_is_never_broken() -> None:
    table = write(2, [["pierwsza", "8"], ["druga\nw dwóch liniach", ""]])
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["K", "K"],
        ["pierwsza", "8"],
        ["druga\nw dwóch liniach", ""],
    ]
    marks = [[mark.tag.rpartition("}")[2] for mark in row._tr.trPr] for row in table.rows]  # noqa: SLF001
    assert marks == [["tblHeader", "cantSplit"], ["cantSplit"], ["cantSplit"]]


def test_only_the_head_and_rows_that_sum_up_are_bold() -> None:
    table = write(2, [["A1", "8"], ["średnia", "8"]], strong=[1])
    assert [bool(row.cells[0].paragraphs[0].runs[0].bold) for row in table.rows] == [True, False, True]


def test_rows_that_are_bound_go_to_the_next_page_together() -> None:
    table = write(2, [["A1", "8"], ["średnia", "8"], ["A1", "7"]], bound=[0])
    bound = [[cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells] for row in table.rows]
    # The head goes with the first row.
    assert bound == [[True, True], [True, True], [None, None], [None, None]]


@pytest.mark.parametrize(("rows", "bound"), [(8, [True] * 9), (60, [True, *[None] * 59, True])])
def test_what_comes_last_stays_with_what_is_written_next(rows: int, bound: list[bool | None]) -> None:
    document = docx.Document()
    set_up(document, SAID)
    table = {"title": "Kryteria", "heads": ["K"], "widths": [1], "numeric": [], "rows": [["K1"]] * rows}
    write_table(document, table)
    keep_end(document)
    assert [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in document.tables[0].rows] == bound
    assert document.paragraphs[-1].paragraph_format.keep_with_next
    for words in ("Nikt nie złożył zdania odrębnego.", "Koniec."):
        document.add_paragraph(words)
    keep_end(document)
    assert [one.paragraph_format.keep_with_next for one in document.paragraphs[-2:]] == [None, True]


def test_each_page_says_which_of_how_many_it_is() -> None:
    document = docx.Document()
    set_up(document, SAID)
    footer = document.sections[0].footer.paragraphs[0]
    fields = [part.text for part in footer._p.iter("{*}instrText")]  # noqa: SLF001
    assert (footer.text, fields) == ("Protokół  ·  1 / 1", ["PAGE", "NUMPAGES"])
    assert next(mark for mark in document.settings.element.iter("{*}compatSetting")).values()[-1] == "15"


@pytest.mark.parametrize(("columns", "points", "has_margins"), [(10, 9, False), (11, 7.5, True)])
def test_a_table_of_many_columns_is_set_small_and_close(columns: int, points: float, has_margins: bool) -> None:  # noqa: FBT001 - a case
    table = write(columns, [["8,3333"] * columns])
    assert table.rows[1].cells[0].paragraphs[0].runs[0].font.size.pt == points
    parts = [part.tag.rpartition("}")[2] for part in table._tbl.tblPr]  # noqa: SLF001
    assert ("tblCellMar" in parts) is has_margins
    # Word refuses a file whose table says these in another order.
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"]
    assert parts == [part for part in order if part in parts]
