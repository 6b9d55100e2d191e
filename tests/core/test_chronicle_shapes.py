"""Pages of other towns, in other shapes. The towns are invented."""

from __future__ import annotations

from datetime import time
from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from sciezka.core.chronicle import Chronicle, parse_chronicle

TABLE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Kalendarium 1.1.2001</title>
<style>p { color: red }</style></head><body>
<header><a href="/">Gmina Lipnik Dolny</a></header><nav><ul><li>12.12.2012</li></ul></nav>
<main><h1>Co się działo</h1>
<table><thead><tr><th>Lp.</th><th>Data</th><th>Wydarzenie</th><th>Miejsce</th></tr></thead>
<tbody>
<tr><td>1.</td><td>12.03.2021 r.</td><td><p>Spotkanie zespołu:</p><ul><li>plan pracy</li><li>podział zadań</li></ul></td>
<td>ratusz</td></tr>
<tr><td>2.</td><td>15&ndash;16 kwietnia<br>2021</td>
<td>Warsztaty z mieszkańcami, <a href="https://lipnik.example/zapisy">zapisy</a></td><td>świetlica</td></tr>
<tr><td>3.</td><td>Maj 2021</td><td>Ankieta</td><td>&nbsp;</td></tr>
</tbody></table></main><footer>1.1.2001</footer></body></html>"""

BOLD = """<div><p><strong>3 lutego 2022 r.</strong></p><p>Pierwsze spotkanie.</p>
<p><b>10.02.2022</b></p><p>Drugie spotkanie<br>w ratuszu.</p>
<p>Dnia 12.02.2022 r. nic się nie działo.</p></div>"""

ENGLISH = """Our path, month by month

18 May 2022

The Implementation Team met in the Town Hall.

31 May - 1June 2022

Workshop on the vision of the town.
By 30 June 2022 the draft will be ready.

June–July 2022

Survey of residents: https://survey.example/q?id=1.
"""

LEADING = """Kalendarium miasteczka Brzozów Mały
12.03.2021 – Spotkanie zespołu ds. rozwoju, w którym wzięło udział dziesięć osób, a które trwało
do wieczora 15.03.2021 nie wyznaczono.
14.03.2021 r. Rada podjęła uchwałę.
1–2 kwietnia 2021: warsztaty
Maj 2021 - nabór
"""

TERMS = """<dl><dt>1 marca 2023</dt><dd>Otwarcie punktu.</dd>
<dt>2 marca 2023</dt><dd><p>Szkolenie</p><p>dla chętnych.</p></dd></dl>"""

YEARS = """Kronika

Rok 2021

18 maja
Narada o drogach.

19–20 maja
Warsztaty.

2022

3 stycznia
Spotkanie noworoczne.

Luty
Ankieta o zieleni.
"""

BLOG = """<main><article><header class="entry-header"><h2 class="entry-title">
<a href="https://g.example/a">Warsztaty o wizji</a></h2>
<div class="entry-meta"><time class="entry-date" datetime="2022-05-18T10:00:00+02:00">18 maja</time></div></header>
<div class="entry-content"><p>Było twórczo.</p></div></article>
<article><header><h2>Nabór pomysłów</h2><div><time datetime="2022-06-01">1 czerwca 2022</time></div></header>
<div><p>Rusza nabór.</p></div></article></main>"""

DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
<p dir="ltr"><span style="font-weight:700;">5 września 2022&nbsp;</span></p>
<p dir="ltr"><span style="font-weight:400;">Spotkanie z radą seniorów.</span></p><br>
<ul><li dir="ltr"><p dir="ltr"><span style="font-weight:400;">ławki,</span></p></li>
<ul><li><p><span>przy rynku</span></p></li></ul>
<li><p><span style="font-weight:400;">zieleń.</span></p></li></ul>
<p dir="ltr"><span style="font-weight:700;">6 września 2022</span></p><p dir="ltr"><span>Objazd.</span></p></b>"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1250">
<!--[if gte mso 9]><xml><o:Author>12.12.2012</o:Author></xml><![endif]--><style>
<!-- p.MsoNormal {margin:0} --></style></head><body lang=PL>
<div class=WordSection1><p class=MsoNormal><b><span style='font-size:12.0pt'>7.11.2022<o:p></o:p></span></b></p>
<p class=MsoNormal>Zebranie sołtysów w świetlicy.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;&nbsp;</span></span><![endif]>drogi</p>
<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp;&nbsp;</span></span>
<![endif]>oświetlenie</p>
<p class=MsoNormal><b>8–9.11.2022</b></p><p class=MsoNormal>Żniwa pomysłów.</p></div></body></html>"""

NOISE = """Gmina Olszyny Nowe
12 marca 2023 · 🌐
Zapraszamy na spotkanie!
Lubię to! Komentarz Udostępnij
14 marca 2023 · 🌐
Dziękujemy za udział.
Zobacz więcej
"""


def list_days(chronicle: Chronicle) -> list[str]:
    return [entry.date.isoformat() for entry in chronicle.entries]


def read(page: str) -> Chronicle:
    return parse_chronicle(page.encode())


@pytest.mark.parametrize(
    ("page", "days"),
    [
        (TABLE, ["2021-03-12", "2021-04-15/2021-04-16", "2021-05"]),
        (BOLD, ["2022-02-03", "2022-02-10"]),
        (ENGLISH, ["2022-05-18", "2022-05-31/2022-06-01", "2022-06/2022-07"]),
        (LEADING, ["2021-03-12", "2021-03-14", "2021-04-01/2021-04-02", "2021-05"]),
        (TERMS, ["2023-03-01", "2023-03-02"]),
        (YEARS, ["2021-05-18", "2021-05-19/2021-05-20", "2022-01-03", "2022-02"]),
        (BLOG, ["2022-05-18", "2022-06-01"]),
        (DOCS, ["2022-09-05", "2022-09-06"]),
        (WORD, ["2022-11-07", "2022-11-08/2022-11-09"]),
        (NOISE, ["2023-03-12", "2023-03-14"]),
    ],
    ids=["table", "bold", "english", "leading", "terms", "years", "blog", "docs", "word", "noise"],
)
def test_the_entries_of_a_page_of_another_shape_are_found(page: str, days: list[str]) -> None:
    assert list_days(read(page)) == days


def test_a_row_of_a_table_becomes_an_entry_with_its_lists_and_links() -> None:
    first, second, third = read(TABLE).entries
    assert first.text == "Spotkanie zespołu:\n\n- plan pracy\n- podział zadań\n\nratusz"
    assert first.heading == "1. · 12.03.2021 r."
    assert [(link.url, link.label) for link in second.links] == [("https://lipnik.example/zapisy", "zapisy")]
    assert third.text == "Ankieta"


def test_menus_scripts_and_footers_of_a_page_are_not_read() -> None:
    chronicle = read(TABLE)
    everything = chronicle.preamble + "".join(entry.text for entry in chronicle.entries)
    assert "2012" not in everything
    assert "2001" not in everything
    assert "red" not in everything
    assert "Co się działo" in chronicle.preamble


def test_a_date_in_a_sentence_starts_no_entry_on_a_page_of_date_headings() -> None:
    chronicle = read(BOLD)
    assert "Dnia 12.02.2022 r. nic się nie działo." in chronicle.entries[1].text


def test_a_wrapped_line_that_begins_with_a_date_starts_no_entry() -> None:
    page = "12.03.2021\nPodpisano zarządzenie burmistrza w sprawie zespołu z dnia\n10.03.2021 r.\n\n14.03.2021\nPrzerwa.\n"
    chronicle = read(page)
    assert list_days(chronicle) == ["2021-03-12", "2021-03-14"]
    assert "10.03.2021 r." in chronicle.entries[0].text


def test_a_long_line_that_begins_with_a_date_is_text_where_headings_are_bare_dates() -> None:
    page = "01.09.2020\n\nNabór trwa.\n\n10.09.2020\n\nNarada.\n\n"
    page += "09.09.2020 r. Prezydent podpisał zarządzenie, w którym powołał komisję.\n"
    chronicle = read(page)
    assert list_days(chronicle) == ["2020-09-01", "2020-09-10"]
    assert "09.09.2020 r. Prezydent" in chronicle.entries[1].text


def test_the_same_long_line_is_an_entry_where_all_entries_begin_so() -> None:
    page = "01.09.2020 r. Rozpoczął się nabór.\n\n09.09.2020 r. Prezydent podpisał zarządzenie, w którym powołał komisję.\n"
    first, second = read(page).entries
    assert (first.text, second.title[:19]) == ("Rozpoczął się nabór.", "Prezydent podpisał ")


def test_a_timetable_inside_an_entry_starts_no_entries() -> None:
    page = "01.09.2020\nTerminy:\n02.09.2020 – rynek\n03.09.2020 – szkoła\n04.09.2020 – świetlica\n\n10.09.2020\nNarada.\n"
    chronicle = read(page)
    assert list_days(chronicle) == ["2020-09-01", "2020-09-10"]
    assert [note.code for note in chronicle.entries[0].warnings].count("date_in_text") == 3


def test_entries_may_be_items_of_a_list_under_months() -> None:
    page = "<h2>Maj 2021</h2><ul><li>12.05.2021 – spotkanie</li><li>14.05.2021 – objazd</li></ul>"
    page += "<h2>Czerwiec 2021</h2><ul><li>1.06.2021 – festyn</li></ul>"
    chronicle = read(page)
    assert list_days(chronicle) == ["2021-05-12", "2021-05-14", "2021-06-01"]
    assert chronicle.entries[2].heading == "Czerwiec 2021 · 1.06.2021 –"


def test_paragraphs_that_all_open_with_a_date_are_entries_to_be_checked() -> None:
    page = "\n\n".join(f"W dniu {day} marca 2021 r. odbyło się spotkanie nr {day}." for day in (2, 9, 16))
    chronicle = read(page)
    assert list_days(chronicle) == ["2021-03-02", "2021-03-09", "2021-03-16"]
    assert chronicle.entries[0].text == "W dniu 2 marca 2021 r. odbyło się spotkanie nr 2."
    assert "sentence_heading" in {note.code for note in chronicle.entries[0].warnings}


def test_a_short_titled_date_that_stands_apart_is_an_entry_among_bare_dates_too() -> None:
    page = "18 May 2022 – Kick-off meeting\nAgenda.\n\n25 May 2022, 10:00-12:00\nWorkshop.\n\n31 May - 1June 2022\nSurvey.\n"
    first, second, third = read(page).entries
    assert (first.title, second.time_start, third.date.isoformat()) == (
        "Kick-off meeting",
        time(10),
        "2022-05-31/2022-06-01",
    )


def test_a_date_in_bold_leads_its_paragraph() -> None:
    page = "<p><strong>12.03.2021 r.</strong> – odbyło się spotkanie</p>"
    page += "<p><strong>15.03.2021 r.</strong> odbyły się warsztaty</p>"
    assert [entry.text for entry in read(page).entries] == ["odbyło się spotkanie", "odbyły się warsztaty"]


def test_a_table_inside_an_entry_starts_no_entries() -> None:
    rows = "".join(f"<tr><td>{day}.03.2021</td><td>rynek</td></tr>" for day in (14, 15, 16))
    page = f"<h2>12.03.2021</h2><p>Harmonogram</p><table>{rows}</table><h2>13.03.2021</h2><p>Narada</p>"
    chronicle = read(page)
    assert list_days(chronicle) == ["2021-03-12", "2021-03-13"]
    assert chronicle.entries[0].text.count("rynek") == 3


def test_a_markdown_page_is_read_by_its_headings() -> None:
    chronicle = read("# Kalendarium\n\n## 12.03.2021\n\nNarada\n\n## 13–14.03.2021: Warsztaty\n\n* a\n* b\n")
    assert list_days(chronicle) == ["2021-03-12", "2021-03-13/2021-03-14"]
    assert chronicle.entries[1].text == "Warsztaty\n\n- a\n- b"


def test_a_table_pasted_as_text_is_read_by_its_tabs() -> None:
    chronicle = read("Data\tCo\tGdzie\n12.03.2021\tSpotkanie\tRatusz\nMaj 2021\tAnkieta\tSzkoła\n")
    assert [entry.text for entry in chronicle.entries] == ["Spotkanie\n\nRatusz", "Ankieta\n\nSzkoła"]


def test_the_number_of_an_item_is_not_the_day_of_a_month() -> None:
    chronicle = read("1. 12.03.2021 – Spotkanie\n2. 9. marca 2021 – Objazd\n3. Maj 2021 – Ankieta\n")
    assert list_days(chronicle) == ["2021-03-12", "2021-03-09", "2021-05"]


def test_days_in_a_list_under_a_month_take_its_year() -> None:
    chronicle = read("Marzec 2021\n• 12 marca – spotkanie\n• 15 marca – warsztaty\nKwiecień 2021\n• 2 kwietnia – objazd\n")
    assert list_days(chronicle) == ["2021-03-12", "2021-03-15", "2021-04-02"]


def test_a_phase_of_the_call_is_no_stage_of_the_work() -> None:
    page = "12.03.2021\nII Etap naboru wniosków zakończony.\n\n"
    page += "13.03.2021\nDo II etapu naboru przeszło pięć gmin; prace w etapie III.\n"
    assert [entry.stage for entry in read(page).entries] == [None, "III"]


def test_days_that_lead_their_lines_take_the_year_above_too() -> None:
    assert list_days(read("Rok 2022\n3 stycznia – spotkanie noworoczne\n5–6 lutego – objazd\n")) == [
        "2022-01-03",
        "2022-02-05/2022-02-06",
    ]


def test_days_under_a_year_take_it_with_a_warning() -> None:
    chronicle = read(YEARS)
    assert all("year_from_section" in {n.code for n in e.warnings} for e in chronicle.entries)
    assert chronicle.entries[0].heading == "Rok 2021 · 18 maja"
    assert chronicle.preamble == "Kronika"


def test_a_blog_s_title_above_its_date_belongs_to_the_entry_below() -> None:
    first, second = read(BLOG).entries
    assert first.title == "Warsztaty o wizji"
    assert second.title == "Nabór pomysłów"
    assert "Nabór" not in first.text


def test_text_pasted_from_a_word_processor_keeps_its_lists() -> None:
    assert read(DOCS).entries[0].text.endswith("- ławki,\n    - przy rynku\n- zieleń.")
    assert read(WORD).entries[0].text.endswith("1. drogi\n2. oświetlenie")


def test_what_people_did_not_write_is_kept_all_the_same() -> None:
    chronicle = read(NOISE)
    assert chronicle.preamble == "Gmina Olszyny Nowe"
    assert "Lubię to!" in chronicle.entries[0].text


def make_docx() -> bytes:
    document = Document()
    document.add_heading("Kalendarium", level=1)
    document.add_heading("12.03.2021", level=2)
    document.add_paragraph("Spotkanie zespołu:")
    document.add_paragraph("plan pracy", style="List Bullet")
    document.add_paragraph("podział zadań", style="List Bullet")
    paragraph = document.add_paragraph("Zapisy: ")
    address = document.part.relate_to("https://lipnik.example/zapisy", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), address)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "https://lipnik.example/zapisy"
    run.append(words)
    link.append(run)
    paragraph._p.append(link)  # noqa: SLF001 - the library has no way to write a link
    bold = document.add_paragraph()
    bold.add_run("15–16 kwietnia 2021 r.").bold = True
    document.add_paragraph("pierwszy krok", style="List Number")
    document.add_paragraph("drugi krok", style="List Number")
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


SAME_TEXT = """Kalendarium

12.03.2021

Spotkanie zespołu:
• plan pracy
• podział zadań
Zapisy: https://lipnik.example/zapisy

15–16 kwietnia 2021 r.

1. pierwszy krok
2. drugi krok
"""

SAME_HTML = """<h1>Kalendarium</h1><h2>12.03.2021</h2><p>Spotkanie <b>zespołu</b>:</p>
<ul><li>plan pracy<li>podział zadań</ul>
<p>Zapisy: <a href="https://lipnik.example/zapisy">https://lipnik.example/zapisy</a></p>
<p><strong>15–16 kwietnia 2021 r.</strong></p><ol><li>pierwszy krok</li><li>drugi krok</li></ol>"""


def test_text_html_and_docx_of_one_page_give_the_same_entries() -> None:
    text, html, docx = read(SAME_TEXT), read(SAME_HTML), parse_chronicle(make_docx())
    assert (text.format, html.format, docx.format) == ("text", "html", "docx")
    assert list_days(text) == list_days(html) == list_days(docx) == ["2021-03-12", "2021-04-15/2021-04-16"]
    digests = [[entry.digest() for entry in chronicle.entries] for chronicle in (text, html, docx)]
    assert digests[0] == digests[1] == digests[2]
    assert docx.entries[1].text == "1. pierwszy krok\n2. drugi krok"
    assert docx.entries[0].links == html.entries[0].links or [x.url for x in docx.entries[0].links] == [
        x.url for x in html.entries[0].links
    ]


def test_rows_of_a_table_in_a_document_are_entries() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    for row, words in zip(table.rows, [("Data", "Co"), ("1.02.2021", "Narada"), ("2–3.02.2021", "Objazd")], strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    saved = BytesIO()
    document.save(saved)
    chronicle = parse_chronicle(saved.getvalue())
    assert list_days(chronicle) == ["2021-02-01", "2021-02-02/2021-02-03"]
    assert [entry.text for entry in chronicle.entries] == ["Narada", "Objazd"]
