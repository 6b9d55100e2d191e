"""Pages that are empty, huge, binary, wrongly encoded, hostile or plainly wrong."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx import Document
from markdown_it import MarkdownIt

from sciezka.core.chronicle import MAX_BYTES, NOTE_CODES, PageRefused, parse_chronicle
from sciezka.core.chronicle.links import find_urls, judge_href


def list_codes(page: bytes) -> set[str]:
    chronicle = parse_chronicle(page)
    return {n.code for n in chronicle.notes} | {n.code for e in chronicle.entries for n in e.warnings}


def zip_up(parts: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize("page", [b"", b"  \n\t\r\n ", b"\xef\xbb\xbf", b"<html><body><p>&nbsp;</p></body></html>"])
def test_an_empty_page_says_so(page: bytes) -> None:
    chronicle = parse_chronicle(page)
    assert (chronicle.entries, chronicle.preamble) == ((), "")
    assert "empty" in {note.code for note in chronicle.notes}


def test_a_page_without_dates_keeps_its_text() -> None:
    chronicle = parse_chronicle(b"Nic sie nie dzialo.\n\nZarzadzenie z dnia 1.02.2020 r. obowiazuje.")
    assert chronicle.entries == ()
    assert "obowiazuje" in chronicle.preamble
    assert "no_dates" in {note.code for note in chronicle.notes}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x" * (MAX_BYTES + 1), "too_large"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "binary"),
        (b"%PDF-1.7\n...", "binary"),
        (b"GIF89a", "binary"),
        (b"\xff\xd8\xff\xe0", "binary"),
        (b"{\\rtf1\\ansi 12.03.2021}", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 broken", "unreadable"),
        (zip_up({"a.txt": b"12.03.2021"}), "binary"),
        (zip_up({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<nonsense"}), "unreadable"),
        (bytes(range(256)) * 4, "binary"),
    ],
)
def test_what_is_no_page_is_refused_with_advice(data: bytes, code: str) -> None:
    with pytest.raises(PageRefused) as refused:
        parse_chronicle(data)
    assert refused.value.code == code
    assert refused.value.message.endswith(".")


def test_a_text_given_as_a_document_is_refused() -> None:
    with pytest.raises(PageRefused, match="DOCX"):
        parse_chronicle(b"12.03.2021", format="docx")


def make_docx() -> bytes:
    document = Document()
    document.add_paragraph("12.03.2021")
    document.add_paragraph("Narada")
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def replace_part(docx: bytes, name: str, data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return zip_up({part: (data if part == name else archive.read(part)) for part in archive.namelist()})


def test_a_document_that_unpacks_to_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zip_up({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * (201 * 1024 * 1024)})
    assert len(bomb) < MAX_BYTES
    with pytest.raises(PageRefused) as refused:
        parse_chronicle(bomb)
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("padding", [0, 20_000])
def test_a_document_with_entities_is_refused(padding: int) -> None:
    laughs = b"<?xml version='1.0'?>" + b" " * padding + b"<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><w>&b;</w>"
    with pytest.raises(PageRefused) as refused:
        parse_chronicle(replace_part(make_docx(), "word/document.xml", laughs))
    assert refused.value.code == "unreadable"


POLISH = "Żółć i gęślą jaźń, ślad ścieżki\n\n12.03.2021\n\nŚwięto źródeł, ąę „Źle”\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", True), ("cp1250", True), ("iso-8859-2", True)],
)
def test_polish_letters_are_read_in_every_usual_encoding(encoding: str, *, told: bool) -> None:
    page = POLISH.replace("„", '"').replace("”", '"') if encoding == "iso-8859-2" else POLISH
    chronicle = parse_chronicle(page.encode(encoding))
    assert chronicle.entries[0].text == page.split("\n")[4]
    assert ("encoding_guessed" in {note.code for note in chronicle.notes}) is told


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-2", "windows-1250", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso-8859-2"])
def test_a_declared_encoding_that_lies_is_seen_through(declared: str, encoding: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body>'
    page += "<h2>12.03.2021</h2><p>Źródła i ścieżki są</p></body></html>"
    assert parse_chronicle(page.encode(encoding)).entries[0].text == "Źródła i ścieżki są"


def test_one_broken_letter_does_not_turn_a_page_into_another_encoding() -> None:
    page = POLISH.encode() + b"\xb9\n"
    chronicle = parse_chronicle(page)
    assert chronicle.entries[0].text.startswith("Święto źródeł")
    assert "encoding_damaged" in {note.code for note in chronicle.notes}


HOSTILE = """<html><body><h2>12.03.2021</h2><script>alert(1)</script>
<p onclick="alert(2)">Narada <img src=x onerror=alert(3)>
<a href="javascript:alert(4)">kliknij</a> <a href=" java&#10;script:alert(5)">tu</a> <a href="data:text/html,x">i tu</a>
<a href="vbscript:x">oraz</a> <a href="/akta">akta</a> <a href="mailto:biuro@lipnik.example">poczta</a></p>
<iframe src="javascript:alert(6)">x</iframe><svg><script>alert(7)</script></svg><template>alert(8)</template>
<p style="display:none">ukryte</p>
<p>&lt;script&gt;alert(9)&lt;/script&gt; [x](javascript:alert(10)) `kod` *gwiazdka*</p></body></html>"""


def test_nothing_of_a_hostile_page_can_run_and_its_words_stay() -> None:
    entry = parse_chronicle(HOSTILE.encode()).entries[0]
    rendered = MarkdownIt("commonmark", {"html": True}).render(entry.text)
    assert "<script" not in rendered
    assert "<img" not in rendered
    assert 'href="javascript' not in rendered
    assert "ukryte" not in entry.text
    assert all(word in rendered for word in ("kliknij", "tu", "oraz", "akta", "&lt;script&gt;alert(9)", "*gwiazdka*"))
    assert [link.url for link in entry.links] == ["mailto:biuro@lipnik.example"]
    codes = [note.code for note in entry.warnings]
    assert codes.count("link_dropped") == 4
    assert codes.count("link_relative") == 1


def test_html_in_a_page_of_text_stays_visible_text() -> None:
    page = "12.03.2021\n\n<script>alert(1)</script> <b>nie</b> a_b_c *d* [e](f) # g &amp; 1 < 2\n# h\n> i\n1986. rok\n"
    entry = parse_chronicle(page.encode(), format="text").entries[0]
    rendered = MarkdownIt("commonmark", {"html": True}).render(entry.text)
    for seen in (
        "&lt;script&gt;alert(1)",
        "&lt;b&gt;nie",
        "a_b_c *d* [e](f) # g &amp;amp; 1 &lt; 2",
        "# h",
        "&gt; i",
        "1986. rok",
    ):
        assert seen in rendered
    assert "<h1>" not in rendered
    assert "<ol" not in rendered


def test_a_base_address_completes_relative_links() -> None:
    page = '<html><head><base href="https://lipnik.example/x/"></head><body><h2>1.02.2021</h2>'
    page += '<p><a href="akta.pdf">akta</a></p></body></html>'
    assert parse_chronicle(page.encode()).entries[0].links[0].url == "https://lipnik.example/x/akta.pdf"


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("patrz https://a.pl/rozwój-lokalny, dalej", ["https://a.pl/rozwój-lokalny"]),
        ("(https://a.pl/x_(y)).", ["https://a.pl/x_(y)"]),
        ("www.lipnik.example/a i http://b.pl.", ["https://www.lipnik.example/a", "http://b.pl"]),
        ("https://a.pl/viewform...", ["https://a.pl/viewform..."]),
        ("„https://a.pl/x” i <https://a.pl/y>", ["https://a.pl/x", "https://a.pl/y"]),
        ("www. nic https:// nic", []),
    ],
)
def test_addresses_are_cut_out_of_sentences(text: str, urls: list[str]) -> None:
    assert [found.url for found in find_urls(text)] == urls


@pytest.mark.parametrize(
    "href", ["JaVaScRiPt:x", "java\tscript:x", "\x01javascript:x", "data:x", "vbscript:x", "file:///etc/passwd"]
)
def test_an_address_that_could_run_is_dropped(href: str) -> None:
    assert judge_href(href) == ("", "link_dropped")


def test_a_shortened_and_a_bare_address_are_told() -> None:
    codes = list_codes(b"12.03.2021\n\nwww.lipnik.example i https://a.example/viewform...\n")
    assert {"link_shortened", "link_scheme_added"} <= codes


WRONG = "12.03.2021\n\nNarada.\n\n31.02.2020\n\n10.05.2020 - 01.05.2020\n\n18 maja\n\nwiosna 2020\n\nObjazd gminy.\n"


def test_wrong_dates_are_told_at_their_lines_and_stay_in_the_entry_above() -> None:
    (entry,) = parse_chronicle(WRONG.encode()).entries
    assert [(note.code, note.line) for note in entry.warnings] == [
        ("date_impossible", 5),
        ("date_reversed", 7),
        ("date_without_year", 9),
        ("heading_unread", 11),
    ]
    assert all(word in entry.text for word in ("31.02.2020", "01.05.2020", "wiosna 2020", "18 maja", "Objazd"))


def test_every_code_that_is_said_stands_in_the_list() -> None:
    codes = list_codes(WRONG.encode()) | list_codes(HOSTILE.encode())
    assert codes <= NOTE_CODES.keys()


def test_a_very_long_entry_is_kept_whole_and_told() -> None:
    chronicle = parse_chronicle(b"12.03.2021\n\n" + b"slowo " * 20_000)
    assert "entry_long" in {note.code for note in chronicle.entries[0].warnings}
    assert chronicle.entries[0].text.count("slowo") == 20_000


def test_deeply_nested_html_is_read_to_its_bottom() -> None:
    page = "<div>" * 20_000 + "<h2>12.03.2021</h2><p>Dno</p>" + "</div>" * 20_000
    chronicle = parse_chronicle(page.encode(), format="html")
    assert "Dno" in chronicle.preamble + "".join(entry.text for entry in chronicle.entries)


@pytest.mark.parametrize(
    "sign", ["1", " ", "-", "(", "[", "<", "*", "maj ", "1.", "1, ", "www.", "https://a.pl/", "&", "12.03.2021 ", "<b>"]
)
def test_a_page_of_one_sign_over_and_over_is_read_to_its_end(sign: str) -> None:
    # A pattern that tries every way to read such a line would not end within a day.
    assert len(parse_chronicle(b"12.03.2021\n" + sign.encode() * 10_000).entries) >= 1
    assert len(parse_chronicle(sign.encode() * 10_000).entries) <= 1
