"""Bringing in a city's own series: two steps, what is understood, what is refused, and that nothing half-read stays."""

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from sciezka.kit.models import Work
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.store.batches import batches_in_force
from sciezka.rooms.monitor.store.observations import find_folder, observations_of
from tests.factories.city import City, found_city, read_page
from tests.rooms.monitor.data_files import CTAB, CTAB_NAME, PLAIN, Sender, describe, make_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.HOME = tmp_path / "home"
    return found_city()


@pytest.fixture
def sender(city: City) -> Sender:
    return Sender(city.sign_in("coordinator"), reverse("monitor:series_new", kwargs=city.process.address))


def figures(city: City, key: str = "own:wnioski", unit: str = "0261011") -> dict[int, float | None]:
    found = observations_of([unit], [key], batches_in_force(city.process.workspace))
    return {item.year: item.value for item in found}


@pytest.mark.one_database
def test_the_second_step_guesses_the_columns_and_shows_what_is_understood(sender: Sender) -> None:
    page = read_page(sender.client.get(sender.open(PLAIN.encode())))
    assert "What is in “wnioski.csv”" in page
    assert '<option value="teryt" selected>' in page
    assert '<option value="rok" selected>' in page
    assert "396.5" in page
    assert not Batch.objects.exists()


def test_a_series_is_brought_in_and_sealed(city: City, sender: Sender) -> None:
    answer = sender.bring(PLAIN.encode())
    batch = Batch.objects.get()
    assert answer.url == reverse("monitor:batch", kwargs={**city.process.address, "batch": batch.pk})
    assert (batch.workspace, batch.kind, batch.title) == (city.process.workspace, "own", "Wnioski")
    assert batch.retrieved == datetime.date(2026, 1, 31)
    assert figures(city) == {2024: 396.5, 2025: 412}
    assert batches_in_force(None) == ()
    # The file itself does not stay.
    assert list((find_folder() / "incoming").glob("*")) == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("teryt;rok;Wnioski\n261011;2024;1.234,5\n", "comma", 1234.5),
        ("teryt,rok,Wnioski\n0261011,2024,1234.5\n", "point", 1234.5),
        ('teryt;rok;Wnioski\n0261011;2024;"1,234.5"\n', "point", 1234.5),
        ('teryt;rok;Wnioski\n0261011;2024;"1,234"\n', "point", 1234.0),
        ("teryt;rok;Wnioski\n0261011;2024;1 234,5\n", "comma", 1234.5),
    ],
)
def test_the_decimal_sign_decides_what_a_number_is(
    city: City, sender: Sender, text: str, decimal: str, value: float
) -> None:
    assert sender.bring(text.encode(), decimal=decimal).status_code == 302
    assert figures(city) == {2024: value}


@pytest.mark.one_database
def test_letters_of_offices_and_years_in_the_header_are_read(city: City, sender: Sender) -> None:
    text = "Kod;Zgłoszenia 2023;Zgłoszenia 2024\n0261011;5;6\n"
    assert sender.bring(text.encode("cp1250"), unit="Kod", year="", series_0="Zgłoszenia mieszkańców").status_code == 302
    assert figures(city, "own:zgloszenia_mieszkancow") == {2023: 5, 2024: 6}


@pytest.mark.one_database
def test_a_workbook_is_read_and_says_which_sheets_are_not(city: City, sender: Sender) -> None:
    data = make_workbook([["teryt", "rok", "Wnioski"], [261011, 2024, 1.5]])
    step = sender.open(data, "wnioski.xlsx")
    assert "These are not: Notatki." in read_page(sender.client.get(step))
    assert sender.client.post(step, {**describe(), "import": "1"}).status_code == 302
    assert figures(city) == {2024: 1.5}


def test_an_export_of_the_bank_needs_no_description(city: City, sender: Sender) -> None:
    step = sender.open(CTAB.encode(), CTAB_NAME)
    page = read_page(sender.client.get(step))
    assert "The format of this file is known" in page
    assert 'value="2025-06-16"' in page
    assert sender.client.post(step, {**describe(), "import": "1"}).status_code == 302
    batch = Batch.objects.get()
    assert (batch.kind, batch.workspace) == ("export", city.process.workspace)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("teryt;rok;Wnioski\n0261011;2024;1\n0261011;2025;dużo\n", "Line 3, column “Wnioski”: “dużo” is not a number."),
        ("teryt;rok;Wnioski\n0261011;20217;1\n", "Line 2: “20217” is not a year."),
        ("teryt;rok;Wnioski\n0261011;2024;1\n0261011;2024;2\n", "Unit 0261011 has two values of own:wnioski in 2024."),
        ("teryt;rok;Wnioski\nJelenia Góra;2024;1\n", "Line 2: “Jelenia Góra” is not the code of a unit."),
        ("teryt;rok;Wnioski\n0261011;2024;1\n9961011;2024;1\n", "Line 3: 9961011 lies in no voivodeship."),
        ("teryt;rok;Wnioski\n0261011;2024;NaN\n", "Line 2, column “Wnioski”: “NaN” is not a number."),
        ("teryt;rok;Wnioski\n0261011;2024;1.5\n", "Line 2, column “Wnioski”: “1.5” is not a number."),
        ("teryt;rok;Wnioski\n0261011;2024;1;2;3\n", "Line 2 has another number of cells than the header."),
        ("teryt;rok;Wnioski\n", "The file holds no figures."),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line_and_nothing_is_kept(sender: Sender, text: str, sentence: str) -> None:
    answer = sender.bring(text.encode())
    page = read_page(answer)
    assert answer.status_code == 200
    assert sentence in page
    assert 'value="Urząd Miasta"' in page
    assert not Batch.objects.exists()
    assert not (find_folder() / "observations").exists()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.csv", "is empty"),
        (b"teryt;rok;a;a\n0261011;2024;1;2\n", "a.csv", "Two columns are called “a”."),
        (b"MZ\x90\x00", "a.csv", "is not a file of the kind CSV"),
        (b"PK\x03\x04nothing", "a.xlsx", "is not a file of the kind XLSX"),
        (b"x", "a.exe", "can&#x27;t be accepted"),
        (b"a;b\n" * 300_002, "a.csv", "has more than 300000 rows"),
        (make_workbook([["teryt"], [261011]], hide_first=True), "a.xlsx", "The first sheet, “Dane”, is hidden."),
        (
            make_workbook([["teryt", "x"], [261011, "=1+1"]]),
            "a.xlsx",
            "the cell B2 holds a formula without a value.",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_once(sender: Sender, data: bytes, name: str, sentence: str) -> None:
    answer = sender.send(data, name)
    assert answer.status_code == 200
    assert sentence in read_page(answer)
    assert not (find_folder() / "incoming").exists()


def test_official_keys_come_from_exports_only(sender: Sender) -> None:
    text = "# sciezka series\nunit;variable;year;value\n0261011;bdl:72305;2024;1\n"
    assert "bdl:72305 is a key of official figures." in read_page(sender.bring(text.encode()))
    budget = "WK;PK;GK;GT;DZIAL;WYKONANIE;ROK\n02;61;01;1;801;5;2024\n"
    assert "is a key of official figures" in read_page(sender.bring(budget.encode()))
    assert not Batch.objects.exists()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"unit": ""}, "Column of units"),
        ({"year": ""}, "The headings hold no years."),
        ({"year": "teryt"}, "can&#x27;t stand in the same column"),
        ({"series_0": ""}, "No series is named."),
        ({"series_0": "???"}, "A name needs a letter or a digit."),
        ({"series_1": "wnioski!"}, "Two series would have the same key, own:wnioski."),
        ({"retrieved": "2999-01-01"}, "This day is yet to come."),
        ({"unit": "nic"}, "Select a valid choice."),
    ],
)
def test_a_mapping_that_cannot_be_used_is_explained_and_kept_as_typed(
    sender: Sender, said: dict[str, str], sentence: str
) -> None:
    page = read_page(sender.bring(PLAIN.encode(), **said))
    assert sentence in page
    assert 'value="Urząd Miasta"' in page
    assert not Batch.objects.exists()


def test_a_kept_file_is_for_one_person_and_one_workspace(city: City, sender: Sender) -> None:
    step = sender.open(PLAIN.encode())
    ticket = step.partition("?")[2]
    other = found_city()
    foreign = f"{reverse('monitor:series_new', kwargs=other.process.address)}?{ticket}"
    answer = other.sign_in("coordinator").get(foreign)
    assert (answer.status_code, answer.url) == (302, foreign.partition("?")[0])
    for ticket in ("plik=nothing", "plik=a:b:c"):
        assert sender.client.get(f"{sender.url}?{ticket}").status_code == 302
    assert city.sign_in("adviser").get(sender.url).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_read_in_the_background_and_a_fault_is_told_there(
    city: City, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sciezka.rooms.monitor.views.series.LARGE", 10)
    sender.bring(PLAIN.encode())
    work = Work.objects.get()
    batch = Batch.objects.get()
    assert work.state == Work.State.DONE, work.message
    assert work.result_url == reverse("monitor:batch", kwargs={**city.process.address, "batch": batch.pk})
    assert figures(city) == {2024: 396.5, 2025: 412}
    sender.bring(PLAIN.replace("412", "dużo").encode())
    failed = Work.objects.get(state=Work.State.FAILED)
    assert "Line 3" in failed.message or "Wiersz 3" in failed.message
    assert Batch.objects.count() == 1


def test_the_same_figures_again_change_nothing(sender: Sender) -> None:
    sender.bring(PLAIN.encode())
    answer = sender.client.get(sender.bring(PLAIN.encode()).url)
    assert "These very figures are here already." in read_page(answer)
    assert Batch.objects.count() == 1


@pytest.mark.one_database
def test_a_workbook_that_unpacks_to_too_much_or_leaps_over_rows_is_refused(sender: Sender) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.cell(row=1, column=1, value="teryt")
    sheet.cell(row=1_000_000, column=1, value=261011)
    out = io.BytesIO()
    book.save(out)
    assert "has more than 300000 rows" in read_page(sender.send(out.getvalue(), "a.xlsx"))
    padded = io.BytesIO(make_workbook([["teryt"]]))
    with zipfile.ZipFile(padded, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/padding.xml", b" " * 10_000_000)
    assert "The file is larger than 10 MB." in read_page(sender.send(padded.getvalue(), "a.xlsx"))
