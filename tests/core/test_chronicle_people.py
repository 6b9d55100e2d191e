"""Names of people in a chronicle are noticed, and what is no name is let be."""

import pytest

from sciezka.core.chronicle import parse_chronicle
from sciezka.core.chronicle.people import find_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Spotkanie poprowadził Pan Jan Przykładowy.", "Pan Jan Przykładowy"),
        ("Rozmowa z Panią Anną Przykładową-Wzór o celach", "Panią Anną Przykładową-Wzór"),
        ("Rozmowa z panem Janem", "panem Janem"),
        ("Ekspert: dr hab. inż. Jan Przykładowy", "dr hab. inż. Jan Przykładowy"),
        ("mgr inż. J. Przykładowy", "mgr inż. J. Przykładowy"),
        ("Zaproszono p. Przykładowską", "p. Przykładowską"),
        ("Pan Prezydent Jan Przykładowy otworzył", "Pan Prezydent Jan Przykładowy"),
        ("Pan\u00a0Łukasz", "Pan Łukasz"),
        ("A talk by Mrs Jane Example", "Mrs Jane Example"),
        ("A talk by Mr. Example", "Mr. Example"),
    ],
)
def test_a_name_after_an_honorific_is_noticed(text: str, name: str) -> None:
    assert list(find_names([text])) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Pan Prezydent otworzył spotkanie",
        "Pani Burmistrz i Pan Starosta",
        "Pan Zastępca Prezydenta Miasta",
        "Szkoła im. dr. Jana Przykładowego",
        "przy ul. dr Jana Przykładowego 5",
        "p. 12 porządku",
        "p. II porządku",
        "Polska Akademia Nauk (PAN Warszawa)",
        "Plan Rozwoju Miasta",
        "Panel Obywatelski",
        "państwo polskie",
        "Ms",
        "",
    ],
)
def test_what_names_nobody_is_let_be(text: str) -> None:
    assert list(find_names([text])) == []


def test_an_entry_gets_one_note_at_the_line_of_the_first_name() -> None:
    named = "Byli Pan Jan Wzór i Pani Ewa Wzór, mówił Pan Jan Wzór."
    page = f"09.10.2020\n\nSpotkanie zespołu.\n\n{named}\n\n10.10.2020\n\nDrugie spotkanie."
    first, second = parse_chronicle(page.encode()).entries
    [note] = first.warnings
    assert (note.code, note.line, note.params["text"]) == ("names_person", 5, "Pan Jan Wzór, Pani Ewa Wzór")
    assert "Pan Jan Wzór" in first.text
    assert second.warnings == ()


def test_a_hostile_line_is_read_in_a_moment() -> None:
    lines = ["dr " * 100_000, "pan prezydent " * 50_000, "A" * 500_000, "Pan Prezydent " + "Miasta " * 100_000]
    assert list(find_names(lines)) == []
