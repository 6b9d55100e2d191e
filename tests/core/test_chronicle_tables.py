"""Tables of other offices: columns in any order, cells that reach down, pasted spreadsheets, files of values.

Each page is written as an office of an invented town would publish it; beside it stands what its people would expect.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.table import Table

from sciezka.core.chronicle import parse_chronicle

Expected = list[tuple[str, str]]

PAGES: dict[str, tuple[str, Expected]] = {
    "joomla": (
        """<div class="item-page"><h2>Kalendarium</h2><table class="category table"><thead><tr><th id="h1">Tytuł</th>
<th>Data utworzenia</th><th>Odsłony</th></tr></thead><tbody><tr><td>
<a href="https://x.example/1">Spotkanie zespołu</a></td><td>12 marca 2021</td><td>Odsłon: 120</td></tr><tr><td>
<a href="https://x.example/2">Warsztaty</a></td><td>14 marca 2021</td><td>Odsłon: 5</td></tr></tbody></table>
</div>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-14", "Warsztaty")],
    ),
    "rowspan": (
        """<table><tr><th>Data</th><th>Wydarzenie</th></tr><tr><td rowspan="2">12.03.2021</td><td>Spotkanie zespołu</td>
</tr><tr><td>Konferencja prasowa</td></tr><tr><td>15.03.2021</td><td>Warsztaty</td></tr></table>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-12", "Konferencja prasowa"), ("2021-03-15", "Warsztaty")],
    ),
    "rowspan_lp": (
        """<table><tr><th>Lp.</th><th>Data</th><th>Wydarzenie</th></tr><tr><td>1</td><td rowspan="2">12.03.2021</td>
<td>Spotkanie zespołu</td></tr><tr><td>2</td><td>Konferencja 13.03.2021</td></tr><tr><td>3</td>
<td>15.03.2021</td><td>Warsztaty</td></tr></table>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-12", "Konferencja 13.03.2021"), ("2021-03-15", "Warsztaty")],
    ),
    "emptycell": (
        """<table><tr><td>12.03.2021</td><td>Spotkanie zespołu</td></tr><tr><td></td><td>Konferencja prasowa</td></tr><tr>
<td>15.03.2021</td><td>Warsztaty</td></tr></table>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "datelast": (
        """<table><tr><th>Wydarzenie</th><th>Miejsce</th><th>Prowadzący</th><th>Data</th></tr><tr><td>Spotkanie</td>
<td>Ratusz</td><td>Zespół</td><td>12.03.2021</td></tr><tr><td>Warsztaty</td><td>Szkoła</td><td>Zespół</td>
<td>15.03.2021</td></tr></table>""",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
    "excel": (
        """Lp.\tData\tNazwa\tMiejsce
1\t12.03.2021\tSpotkanie zespołu\tRatusz
2\t15.03.2021\tWarsztaty\tSzkoła
3\tmaj 2021\tAnkieta\t""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty"), ("2021-05", "Ankieta")],
    ),
    "excel2": (
        "Nazwa\tData\tMiejsce\nSpotkanie zespołu\t12.03.2021\tRatusz\nWarsztaty\t15.03.2021\tSzkoła",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "csv": (
        """Data;Nazwa;Miejsce
12.03.2021;Spotkanie;Urząd
15.03.2021;"Warsztaty; część 1";Szkoła""",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty; część 1")],
    ),
    "csv2": (
        """"Data","Nazwa","Miejsce"
"12.03.2021","Spotkanie, otwarcie","Urząd"
"15.03.2021","Warsztaty","Szkoła"
""",
        [("2021-03-12", "Spotkanie, otwarcie"), ("2021-03-15", "Warsztaty")],
    ),
    "grid_time": (
        "<table><tr><td>Spotkanie</td><td>Ratusz</td><td>12.03.2021 r.</td></tr></table>",
        [("2021-03-12", "Spotkanie")],
    ),
}


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES.keys())
def test_the_dates_and_titles_of_a_page_are_read(page: str, expected: Expected) -> None:
    entries = parse_chronicle(page.encode()).entries
    assert [(entry.date.isoformat(), entry.title) for entry in entries] == expected


def test_a_cell_that_reaches_over_many_rows_dates_them_all() -> None:
    first, second, third = parse_chronicle(PAGES["rowspan_lp"][0].encode()).entries
    assert [entry.heading for entry in (first, second, third)] == ["1 · 12.03.2021", "2 · 12.03.2021", "3 · 15.03.2021"]


def test_the_place_of_a_row_stands_below_what_happened_there() -> None:
    page = "<table><tr><th>Data</th><th>Miejsce</th><th>Co</th></tr><tr><td>12.03.2021, godz. 10.00</td><td>Ratusz</td>"
    page += "<td>Spotkanie</td></tr><tr><td>31.02.2021</td><td>Szkoła</td><td>Objazd</td></tr></table>"
    (entry,) = parse_chronicle(page.encode()).entries
    assert (entry.title, entry.time_start) == ("Spotkanie", time(10))
    assert entry.text.startswith("Spotkanie\n\nRatusz")
    assert [note.code for note in entry.warnings] == ["date_impossible"]


def make_docx(write: Callable[[DocumentObject], None]) -> bytes:
    document = Document()
    write(document)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def fill(document: DocumentObject, rows: list[tuple[str, ...]]) -> Table:
    table: Table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    return table


def write_table(document: DocumentObject) -> None:
    fill(document, [("Data", "Miejsce", "Co"), ("12.03.2021", "Ratusz", "Spotkanie"), ("15.03.2021", "Szkoła", "Warsztaty")])


def write_merged(document: DocumentObject) -> None:
    table = fill(document, [("12.03.2021", "Spotkanie"), ("", "Konferencja"), ("15.03.2021", "Warsztaty")])
    table.cell(0, 0).merge(table.cell(1, 0))


def write_bold(document: DocumentObject) -> None:
    for date, text in (("12.03.2021", " – spotkanie"), ("15.03.2021", " – warsztaty")):
        paragraph = document.add_paragraph()
        paragraph.add_run(date).bold = True
        paragraph.add_run(text)


def write_titles(document: DocumentObject) -> None:
    for title in ("Spotkanie, 12.03.2021", "Warsztaty (15.03.2021 r.)"):
        document.add_paragraph().add_run(title).bold = True
        document.add_paragraph("Opis zdarzenia.")


def write_numbered(document: DocumentObject) -> None:
    for text in ("12.03.2021 – Spotkanie", "15.03.2021 – Warsztaty"):
        document.add_paragraph(text, style="List Number")


def write_tabs(document: DocumentObject) -> None:
    for text in ("12.03.2021\tSpotkanie", "15.03.2021\tWarsztaty\tSzkoła"):
        document.add_paragraph(text)


@pytest.mark.parametrize("write", [write_table, write_bold, write_titles, write_numbered, write_tabs])
def test_a_document_of_any_shape_gives_its_two_entries(write: Callable[[DocumentObject], None]) -> None:
    entries = parse_chronicle(make_docx(write)).entries
    assert [(e.date.isoformat(), e.title) for e in entries] == [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")]


def test_a_merged_cell_of_a_document_dates_all_its_rows() -> None:
    entries = parse_chronicle(make_docx(write_merged)).entries
    assert [e.date.isoformat() for e in entries] == ["2021-03-12", "2021-03-12", "2021-03-15"]
