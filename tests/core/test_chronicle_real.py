"""The city's own page: every entry, and what is proposed for it. Facts only; the page itself stays outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sciezka.core.chronicle import Chronicle, compare_with, parse_chronicle
from sciezka.core.chronicle.comparing import Change, Known
from sciezka.rooms.town.notes import is_doubtful

PAGE = Path(__file__).resolve().parents[3] / "shared" / "data" / "kalendarium" / "jelenia-gora.txt"

# In the order of the page: date, kind, mode, stage, number of links, number of list items.
EXPECTED = """
2020-10-09 decision - IV 0 3
2019-07-22 milestone - - 0 0
2019-12-19 decision - - 0 0
2020-01-13 meeting on_site I 0 0
2020-01-16 advisory on_site I 0 3
2020-01-23 legal_act - I 0 2
2020-01-24 advisory on_site II 0 4
2020-01-27/2020-02-07 survey - II 0 0
2020-01-28/2020-02-29 survey - II 0 0
2020-02-07 advisory on_site II 0 0
2020-02-10 meeting on_site II 0 0
2020-02-10/2020-02-19 individual_work individual II 0 0
2020-03-02 workshop on_site II 0 6
2020-03-12 workshop on_site II 0 0
2020-03-15 meeting teleconference II 0 0
2020-04-15 advisory video III 0 0
2020-04-21/2020-04-30 individual_work individual III 0 0
2020-05-07 seminar - III 0 0
2020-05-08 meeting video III 0 0
2020-05/2020-06 survey online II 2 2
2020-05-14 advisory video II 0 0
2020-05-19 meeting video II 0 0
2020-06-01 advisory video II 0 0
2020-06-10 advisory video III 0 0
2020-06-22 advisory video II 0 0
2020-06-25/2020-06-26 workshop video II 0 0
2020-07-09/2020-07-10 survey - III 0 0
2020-07-13 workshop video III 0 0
2020-07-15 interview on_site III 0 5
2020-07-23 workshop on_site III 0 0
2020-07-27/2020-07-28 survey - III 0 0
2020-07-30 workshop on_site III 0 0
2020-08-03 publication online III 1 0
2020-08-06 call online IV 2 2
2020-08-07 training video IV 0 0
2020-08-31 call - IV 0 0
2020-09-09 legal_act - IV 0 0
2020-09-22 advisory video IV 0 0
2020-10-06 legal_act - IV 0 0
"""


@pytest.fixture(scope="module")
def page() -> bytes:
    if not PAGE.exists():
        pytest.skip("the city's page is not kept in the repository and is not beside it here")
    return PAGE.read_bytes()


@pytest.fixture(scope="module")
def chronicle(page: bytes) -> Chronicle:
    return parse_chronicle(page)


def test_every_entry_of_the_real_page_is_read_as_expected(chronicle: Chronicle) -> None:
    read = [
        f"{e.date.isoformat()} {e.kind} {e.mode or '-'} {e.stage or '-'} {len(e.links)} "
        f"{len(re.findall(r'^ *(?:-|[0-9]+[.]) ', e.text, re.MULTILINE))}"
        for e in chronicle.entries
    ]
    assert read == EXPECTED.split("\n")[1:-1]


def test_lines_of_the_real_page_that_only_look_like_headings_are_kept_and_reported(chronicle: Chronicle) -> None:
    unread = [(e.date.isoformat(), n.line) for e in chronicle.entries for n in e.warnings if n.code == "heading_unread"]
    assert unread == [("2020-10-09", 17), ("2020-10-06", 337)]
    assert [n.code for n in chronicle.notes] == ["preamble"]


def test_entries_of_the_real_page_that_name_people_say_so(chronicle: Chronicle) -> None:
    named = [e for e in chronicle.entries if any(n.code == "names_person" for n in e.warnings)]
    assert len(named) == 2
    assert all(re.search(r"\bPan(i|em)? [A-ZŁ]", e.text) for e in named)
    assert sum(not is_doubtful(e.warnings) for e in chronicle.entries) == 34


def test_no_word_of_the_real_page_is_lost(page: bytes, chronicle: Chronicle) -> None:
    kept = chronicle.preamble + " " + " ".join(f"{e.heading} {e.text}" for e in chronicle.entries)
    kept_words = re.findall(r"\w+", kept)
    assert sorted(kept_words) == sorted(re.findall(r"\w+", page.decode()))


def test_the_real_page_saved_in_an_old_encoding_reads_the_same(page: bytes, chronicle: Chronicle) -> None:
    for encoding in ("cp1250", "iso-8859-2", "utf-16", "utf-8-sig"):
        again = parse_chronicle(page.decode().encode(encoding, "replace"))
        assert [e.date for e in again.entries] == [e.date for e in chronicle.entries]
    old = parse_chronicle(page.decode().encode("cp1250"))
    assert [e.digest() for e in old.entries] == [e.digest() for e in chronicle.entries]


def test_reading_the_real_page_again_changes_nothing(page: bytes, chronicle: Chronicle) -> None:
    known = [Known(str(n), e.digest(), e.date, e.text) for n, e in enumerate(chronicle.entries)]
    comparison = compare_with(known, parse_chronicle(page.replace(b"\n", b"\r\n")).entries)
    assert comparison.count(Change.UNCHANGED) == 39
    assert comparison.gone == ()


def test_no_person_is_proposed_as_a_body(chronicle: Chronicle) -> None:
    bodies = {body for e in chronicle.entries for body in e.bodies}
    assert {
        "Zespół Realizacyjny",
        "Zespół Strategiczny",
        "Zespół Liderów Społecznych",
        "Związek Miast Polskich",
        "OECD",
    } <= bodies
    assert len(bodies) == 13
