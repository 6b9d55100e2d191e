"""Pages as other offices publish them: blogs, forms, timelines, posts, pasted text.

Each page is written as an office of an invented town would publish it; beside it stands what its people would expect.
"""

from __future__ import annotations

import unicodedata
from datetime import time

import pytest

from sciezka.core.chronicle import parse_chronicle

Expected = list[tuple[str, str]]

PAGES: dict[str, tuple[str, Expected]] = {
    "wp_before": (
        """<html><body><main><article class="post"><span class="entry-date">12 marca 2021</span><h2 class="entry-title">
<a href="https://x.example/a">Spotkanie zespołu</a></h2><div class="entry-content"><p>Omówiono plan.</p></div>
</article><article class="post"><span class="entry-date">15 marca 2021</span>
<h2 class="entry-title">Warsztaty</h2><div class="entry-content"><p>Praca nad wizją.</p></div></article></main>
</body></html>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "wp_after": (
        """<html><body><div id="content"><article><h2 class="entry-title">Spotkanie zespołu</h2>
<div class="entry-meta">Opublikowano
<time class="entry-date published" datetime="2021-03-12T08:00:00+01:00">12 marca 2021</time>
przez <a href="/author/a">Administrator</a>
</div><p>Omówiono plan.</p><p><a href="/a">Czytaj więcej</a></p></article><article>
<h2 class="entry-title">Warsztaty</h2>
<div class="entry-meta">Opublikowano <time datetime="2021-03-15">15 marca 2021</time>
przez <a href="/author/a">Administrator</a>
</div><p>Praca nad wizją.</p><p><a href="/b">Czytaj więcej</a></p></article></div></body></html>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "gutenberg": (
        """<!-- wp:heading --><h2 class="wp-block-heading">12.03.2021</h2><!-- /wp:heading --><!-- wp:paragraph -->
<p>Spotkanie zespołu.</p><!-- /wp:paragraph --><!-- wp:list --><ul><li>plan</li></ul><!-- /wp:list -->
<!-- wp:heading --><h2>14.03.2021 – Warsztaty</h2><!-- /wp:heading --><!-- wp:paragraph -->
<p>Było dobrze 13.03.2021.</p><!-- /wp:paragraph -->""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-14", "Warsztaty")],
    ),
    "bip": (
        """Data: 12.03.2021
Temat: Spotkanie zespołu
Miejsce: Ratusz

Data: 15.03.2021 r.
Temat: Warsztaty
Miejsce: Szkoła

Data publikacji: 16.03.2021
Ostatnia aktualizacja: 17.03.2021""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "bip2": (
        """<ul><li>Data: 12.03.2021 Temat: Spotkanie zespołu</li><li>Data: 15.03.2021 Temat: Warsztaty</li></ul>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "bip3": (
        """Temat: Spotkanie zespołu
Data spotkania: 12.03.2021
Miejsce: Ratusz

Temat: Warsztaty
Data spotkania: 15.03.2021
Miejsce: Szkoła""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "word_br": (
        """<div class=WordSection1><p class=MsoNormal><span>12.03.2021 r.<br>Spotkanie zespołu<br>
<br>15.03.2021 r.<br>Warsztaty<br>w ratuszu<br><br>1-2.04.2021 r.<br>Objazd</span></p></div>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty"), ("2021-04-01/2021-04-02", "Objazd")],
    ),
    "news": (
        """<div class="news"><div class="item"><div class="date">20.03.2021</div><h3>
<a href="https://x.example/3">Ankieta ruszyła</a></h3><p>Zapraszamy do udziału…</p>
<a href="https://x.example/3">Czytaj więcej</a></div><div class="item"><div class="date">12.03.2021</div><h3>
<a href="https://x.example/1">Spotkanie</a></h3><p>Za nami spotkanie…</p>
<a href="https://x.example/1">Czytaj więcej</a></div></div><div class="pagination"><a>1</a><a>2</a></div>""",
        [("2021-03-20", "Ankieta ruszyła"), ("2021-03-12", "Spotkanie")],
    ),
    "timeline": (
        """<ul class="timeline"><li><span class="date">12.03.2021</span><h3>Spotkanie</h3><p>Opis spotkania</p></li><li>
<span class="date">marzec–kwiecień 2021</span><h3>Ankieta</h3><p>Opis ankiety</p></li><li>
<span class="date">15 maja 2021</span><h3>Warsztaty</h3><ul><li>jeden</li><li>dwa</li></ul></li></ul>""",
        [("2021-03-12", "Spotkanie"), ("2021-03/2021-04", "Ankieta"), ("2021-05-15", "Warsztaty")],
    ),
    "facebook": (
        """Gmina Wierzbinek Górny
12 marca 2021 o 17:00 ·
Zapraszamy na spotkanie!
12 komentarzy
Udostępnij

Gmina Wierzbinek Górny
15 marca 2021 o 09:12 ·
Dziękujemy.
3 komentarze""",
        [("2021-03-12", "Zapraszamy na spotkanie!"), ("2021-03-15", "Dziękujemy")],
    ),
    "onlypub": (
        """<div><h3>Spotkanie</h3><p>Opublikowano: 12.03.2021</p><p>Treść</p></div><div><h3>Warsztaty</h3>
<p>Opublikowano: 15.03.2021</p><p>Treść dwa</p></div>""",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
    "bold_title": (
        """<p><strong>Spotkanie zespołu</strong><br>12.03.2021<br>Opis</p><p><strong>Warsztaty</strong>
<br>15.03.2021<br>Opis dwa</p>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "plain_title": (
        """Spotkanie zespołu
12.03.2021
Opis pierwszy.

Warsztaty
15.03.2021
Opis drugi.

Objazd
17.03.2021
Opis trzeci.""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty"), ("2021-03-17", "Objazd")],
    ),
    "div_title": (
        """<div class="event"><div class="event-title">Spotkanie zespołu</div><div class="event-date">12.03.2021</div>
<div>Opis</div></div><div class="event"><div class="event-title">Warsztaty</div>
<div class="event-date">15.03.2021</div><div>Opis dwa</div></div>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "daybox": (
        """<div class="ev"><div class="date"><span class="day">12</span><span class="month">mar</span>
<span class="year">2021</span></div><h3>Spotkanie</h3></div><div class="ev"><div class="date">
<span class="day">15</span> <span class="month">mar</span> <span class="year">2021</span></div>
<h3>Warsztaty</h3></div>""",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
    "daybox2": (
        """<div class="ev"><time datetime="2021-03-12"><span>12</span><span>mar</span></time><h3>Spotkanie</h3></div>
<div class="ev"><time datetime="2021-03-15"><span>15</span><span>mar</span></time><h3>Warsztaty</h3></div>""",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
    "footer": (
        """12.03.2021

Spotkanie zespołu. Uchwała nr XII/34/2021 z dnia 5.03.2021, Dz.U. z 2021 r. poz. 12.
tel. 75 754 61 01
58-500 Lipnik
10.00-12.00
12 3456 7890 1234 5678 9012 3456
wersja 1.2.2021
10.05.2020 zł

15.03.2021

Warsztaty

Data publikacji: 16.03.2021
Ostatnia aktualizacja: 17.03.2021 10:15
Opublikowano 12.03.2021 przez Administrator
Wytworzył: Urząd, 18.03.2021
Metryka
Data wytworzenia: 2021-03-11
Liczba odsłon: 120""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "lead_footer": (
        """12.03.2021 – Spotkanie zespołu
15.03.2021 – Warsztaty

Opublikowano: 16.03.2021
Aktualizacja: 17.03.2021""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty")],
    ),
    "brackets": (
        """[12.03.2021] Spotkanie zespołu
[15.03.2021] Warsztaty
(17.03.2021 r.) Objazd""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty"), ("2021-03-17", "Objazd")],
    ),
    "trailing": (
        """Kalendarium prac

Spotkanie zespołu – 12.03.2021

Omówiono plan.

Warsztaty (12 marca 2021 r.)

Praca nad wizją, jak ustalono 10.03.2021.

Konsultacje, 12-14.06.2021 r.

W ratuszu.""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-12", "Warsztaty"), ("2021-06-12/2021-06-14", "Konsultacje")],
    ),
    "trailing_html": (
        """<h1>Kalendarium</h1><h3>Spotkanie zespołu – 12.03.2021</h3><p>Plan</p><h3>Warsztaty (14.03.2021 r.)</h3>
<p>Wizja. Następne spotkanie – 20.03.2021</p><p>Ostatnia aktualizacja: 21.03.2021</p>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-14", "Warsztaty")],
    ),
    "trailing_list": (
        """<ul><li>Spotkanie zespołu – 12.03.2021</li><li>Warsztaty – 15.03.2021 r.</li><li>Ankieta (marzec 2021)</li>
</ul>""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty"), ("2021-03", "Ankieta")],
    ),
    "place": (
        """20.05.2022 r. (piątek), godz. 17:00, sala 12
Spotkanie zespołu

21.05.2022 r. (sobota), godz. 10:00, świetlica
Warsztaty""",
        [("2022-05-20", "Spotkanie zespołu"), ("2022-05-21", "Warsztaty")],
    ),
    "place_mixed": (
        """20.05.2022 r.

Spotkanie zespołu

21.05.2022 r. (sobota), godz. 10:00, sala 12

Warsztaty

25.05.2022 r.

Objazd""",
        [("2022-05-20", "Spotkanie zespołu"), ("2022-05-21", "Warsztaty"), ("2022-05-25", "Objazd")],
    ),
    "stage_heads": (
        """<h2>Etap I</h2><h3>12.03.2021</h3><p>Spotkanie</p><h2>Etap II – Diagnoza</h2><h3>15.03.2021</h3>
<p>Warsztaty</p>""",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
    "md": (
        """# Kalendarium

**12.03.2021** Spotkanie zespołu

**15.03.2021** Warsztaty

**17.03.2021**
Objazd""",
        [("2021-03-12", "Spotkanie zespołu"), ("2021-03-15", "Warsztaty"), ("2021-03-17", "Objazd")],
    ),
    "md_list": (
        """- **12 marca 2021** – Spotkanie
- **15 marca 2021** – Warsztaty
  - część 1
  - część 2""",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
    "oldmac": (
        "12.03.2021\rSpotkanie\r\r15.03.2021\rWarsztaty\r",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
    "win": (
        "12.03.2021\r\nSpotkanie\r\n\r\n15.03.2021\r\nWarsztaty\r\n",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
    "nfd": (
        unicodedata.normalize(
            "NFD", "12 października 2021\n\nSpotkanie zespołu w ŻÓŁWINIE\n\n15 września 2021 (środa)\n\nWarsztaty\n"
        ),
        [("2021-10-12", "Spotkanie zespołu w ŻÓŁWINIE"), ("2021-09-15", "Warsztaty")],
    ),
    "soft": (
        "12.\u200b03.\xad2021\n\nSpot\xadkanie\n\n15\xa0ma\xadja\xa02021\n\nWarsztaty",
        [("2021-03-12", "Spotkanie"), ("2021-05-15", "Warsztaty")],
    ),
    "caps": (
        """12 MARCA 2021 R.

SPOTKANIE

PAŹDZIERNIK 2021

ANKIETA""",
        [("2021-03-12", "SPOTKANIE"), ("2021-10", "ANKIETA")],
    ),
    "ordinal": (
        """12-go marca 2021 r.

Spotkanie

1-szego kwietnia 2021

Warsztaty""",
        [("2021-03-12", "Spotkanie"), ("2021-04-01", "Warsztaty")],
    ),
    "eng_news": (
        """Mar 12, 2021
Kick-off meeting
Read more

March 15th, 2021
Workshop
Read more

12th–14th April 2021
Field visit""",
        [("2021-03-12", "Kick-off meeting"), ("2021-03-15", "Workshop"), ("2021-04-12/2021-04-14", "Field visit")],
    ),
    "dl": (
        """<dl><dt>Spotkanie</dt><dd>12.03.2021</dd><dd>Ratusz</dd><dt>Warsztaty</dt><dd>15.03.2021</dd><dd>Szkoła</dd>
</dl>""",
        [("2021-03-12", "Spotkanie"), ("2021-03-15", "Warsztaty")],
    ),
}


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES.keys())
def test_the_dates_and_titles_of_a_page_are_read(page: str, expected: Expected) -> None:
    entries = parse_chronicle(page.encode()).entries
    assert [(entry.date.isoformat(), entry.title) for entry in entries] == expected


UNREAD = """12.03.2021

Spotkanie

{line}

15.03.2021

Warsztaty
"""


@pytest.mark.parametrize(
    "line",
    [
        "32.13.2020", "31 lutego 2020", "2020-13-40", "maj 20", "12.03", "12 marca", "12.032021", "12..03.2021",
        "12,03,2021", "12_03_2021", "12 03 2021", "12.03.2O21", "12 marca br.", "początek marca 2021", "wiosna 2021",
        "do 15.03.2021", "20.05.2022 r., sala 12", "12.03.2021 r. Ratusz", "godz. 10:00, 12.03.2021",
        "14.03.2021-10.03.2021",
    ],
)  # fmt: skip
def test_a_date_that_begins_no_entry_is_told_at_its_line_and_kept(line: str) -> None:
    first, second = parse_chronicle(UNREAD.format(line=line).encode()).entries
    assert [note.line for note in first.warnings] == [5]
    assert line in first.text.replace("\\", "")
    assert second.title == "Warsztaty"


@pytest.mark.parametrize("line", ["31 lutego 2020", "maj 20", "12.03", "12 marca", "wiosna 2021", "2020-13-40"])
def test_a_date_that_leads_its_line_and_cannot_be_read_is_told(line: str) -> None:
    page = f"12.03.2021 – Spotkanie\n{line} – Objazd\n15.03.2021 – Warsztaty\n"
    first, _ = parse_chronicle(page.encode()).entries
    assert [note.line for note in first.warnings] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "tel. 75 754 61 01", "58-500 Lipnik", "10.00-12.00", "12 3456 7890 1234 5678 9012 3456",
        "10.05.2020 zł tyle wydano.", "Uchwała nr XII/34/2021.", "Dz.U. z 2021 r. poz. 12.",
        "Opublikowano 12.03.2021 przez biuro",
        "Data publikacji: 16.03.2021", "Ostatnia aktualizacja: 17.03.2021 10:15", "Data wytworzenia: 2021-03-11",
    ],
)  # fmt: skip
def test_numbers_and_the_page_s_own_dates_are_text_without_a_note(line: str) -> None:
    first, _ = parse_chronicle(UNREAD.format(line=line).encode()).entries
    assert not first.warnings
    assert line in first.text


def test_a_field_with_a_date_begins_no_entry_where_bare_dates_do() -> None:
    page = "12.03.2021\nOgłoszono nabór.\nTermin: 20.03.2021\n\n15.03.2021\nWarsztaty\n"
    assert len(parse_chronicle(page.encode()).entries) == 2


def test_a_title_of_a_stage_belongs_to_what_follows_it() -> None:
    first, second = parse_chronicle(PAGES["stage_heads"][0].encode()).entries
    assert (first.stage, second.stage) == ("I", "II")
    assert second.heading == "Etap II – Diagnoza · 15.03.2021"


def test_the_place_after_an_hour_stays_in_the_text() -> None:
    first = parse_chronicle(PAGES["place"][0].encode()).entries[0]
    assert (first.time_start, first.text) == (time(17), "sala 12\n\nSpotkanie zespołu")
