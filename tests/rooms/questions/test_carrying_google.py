"""A Google Forms table says nothing of its questions' kinds: they are guessed, told, and never name a person."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

import pytest

from sciezka.rooms.questions.carrying import read_google_csv
from sciezka.rooms.questions.carrying.google import read_google_hour
from sciezka.rooms.questions.carrying.google_guessing import guess
from sciezka.rooms.questions.schema.answers import check_all
from sciezka.rooms.questions.schema.types import Kind


def write_table(*rows: Sequence[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


HEADINGS = [
    "Sygnatura czasowa", "Adres e-mail", "Jak ocenia Pani/Pan obsługę?", "Z czego korzysta Pani/Pan?", "Drogi [jakość]",
    "Drogi [liczba]", "Czy poleci Pani/Pan miasto?", "Uwagi", "Ile minut zajmuje dojazd?", "Imię i nazwisko",
]  # fmt: skip
ROWS = [
    [
        "2020/05/12 10:22:33 AM EET",
        "a@example.org",
        "5",
        "Basen, Park, skwer lub las",
        "dobra",
        "zła",
        "9",
        "Więcej ławek.",
        "15",
        "X",
    ],
    ["2020/05/12 11:59:59 PM EET", "b@example.org", "3", "Basen", "zła", "zła", "10", "", "40", "Y"],
    [
        "2020/05/13 8:02:03 AM EET",
        "c@example.org",
        "5",
        "Park, skwer lub las, Kino",
        "dobra",
        "dobra",
        "0",
        "Bez uwag",
        "7",
        "Z",
    ],
    ["2020/05/13 8:12:03 AM EET", "d@example.org", "1", "Kino, Basen", "dobra", "zła", "8", "", "25", "W"],
]


def test_kinds_are_guessed_from_the_answers_and_told() -> None:
    carried, answers = read_google_csv(write_table(HEADINGS, *ROWS))

    items = list(carried.questionnaire.items())
    assert [item.kind for item in items] == [
        Kind.SINGLE, Kind.MULTIPLE, Kind.GRID, Kind.NPS, Kind.TEXT, Kind.NUMBER,
    ]  # fmt: skip
    assert [option.value for option in items[0].options] == [1, 2, 3, 4, 5]
    assert [option.text.words["pl"] for option in items[1].options] == ["Basen", "Park, skwer lub las", "Kino"]
    assert [row.text.words["pl"] for row in items[2].rows] == ["jakość", "liczba"]
    assert [entry.where for entry in carried.remarks if entry.why == "guessed"] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert [entry.detail for entry in carried.remarks if entry.why != "guessed"] == ["Sygnatura czasowa"]
    assert answers.rows[2].answers["q2"] == ["a2", "a3"]
    assert all(check_all(carried.questionnaire, row.answers) == () for row in answers.rows)


def test_columns_that_name_people_never_come() -> None:
    carried, answers = read_google_csv(write_table(HEADINGS, *ROWS))

    assert [(entry.why, entry.detail) for entry in carried.left_out] == [
        ("private", "Adres e-mail"), ("private", "Imię i nazwisko"),
    ]  # fmt: skip
    assert "@example.org" not in str(answers)


def test_addresses_under_an_innocent_heading_never_come_either() -> None:
    carried, answers = read_google_csv(write_table(["Kontakt", "Ocena"], ["a@example.org", "3"], ["b@example.org", "4"]))

    assert [entry.detail for entry in carried.left_out] == ["Kontakt"]
    assert "@" not in str(answers)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2020/05/12 10:22:33 AM GMT+2", datetime(2020, 5, 12, 10)),  # noqa: DTZ001
        ("2020/05/12 12:22:33 PM EET", datetime(2020, 5, 12, 12)),  # noqa: DTZ001
        ("12.05.2020 23:01:02", datetime(2020, 5, 12, 23)),  # noqa: DTZ001
        ("5/31/2020 9:01:02", datetime(2020, 5, 31, 9)),  # noqa: DTZ001
        ("31/5/2020 9:01:02", datetime(2020, 5, 31, 9)),  # noqa: DTZ001
        ("wczoraj", None),
    ],
)
def test_the_time_is_kept_to_the_hour(written: str, hour: datetime | None) -> None:
    assert read_google_hour(written) == hour


@pytest.mark.parametrize(
    ("values", "kind", "options"),
    [
        (["Tak, ale rzadko", "Nie", "Tak, często", "Nie", "Tak, często", "Tak, ale rzadko"], Kind.SINGLE, 3),
        (["A;B", "B", "A;C", "C"], Kind.MULTIPLE, 3),
        (["raczej tak", "zdecydowanie nie"], Kind.SINGLE, 2),
        (["12.05.2020", "2020-05-13"], Kind.DATE, 0),
        (["071 321", "071 322"], Kind.TEXT, 0),
        (["1,5", "2"], Kind.NUMBER, 0),
        (["Zdanie pierwsze.", "Zdanie drugie."], Kind.TEXT, 0),
        (["x" * 200, "y"], Kind.LONG_TEXT, 0),
        (["https://drive.google.com/open?id=1"], Kind.FILE, 0),
        ([], Kind.TEXT, 0),
    ],
)
def test_a_column_is_guessed(values: list[str], kind: Kind, options: int) -> None:
    found = guess("Pytanie", values)

    assert (found.kind, len(found.options)) == (kind, options)


def test_rare_answers_among_common_ones_are_words_of_ones_own() -> None:
    values = ["Autobus"] * 8 + ["Pociąg"] * 8 + ["Hulajnoga", "Konno"]
    carried, answers = read_google_csv(write_table(["Czym Pani/Pan jeździ?"], *([value] for value in values)))

    (item,) = carried.questionnaire.items()
    assert [option.code for option in item.options] == ["a1", "a2", "other"]
    assert answers.rows[-1].answers == {"q1": "other", "q1.other": "Konno"}
    assert check_all(carried.questionnaire, answers.rows[-1].answers) == ()


def test_known_scales_stand_in_their_own_order() -> None:
    assert guess("", ["raczej tak", "Zdecydowanie nie", "raczej tak"]).options == ("Zdecydowanie nie", "raczej tak")
