"""Reading a list: pasted, CSV, XLSX; doubles shown before anything is kept."""

import io
import re

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse

from sciezka.rooms.stakeholders.forms.lists import MOST_ROWS, read_file, read_text
from sciezka.rooms.stakeholders.models import Stakeholder
from tests.factories.stakeholders import make_stakeholder
from tests.factories.town import ProcessFactory, SeatFactory
from tests.rooms.stakeholders.conftest import Office

pytestmark = pytest.mark.both_databases

TABLE = "Nazwa;Sektor;Osoba fizyczna;Kontakt\nKlub Iskra;Kultura;nie;biuro@iskra.example\nLiderka osiedla;mieszkaniec;tak;"


def read_token(answer: HttpResponse) -> str:
    found = re.search(r'name="token" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def test_pasted_lines_are_names() -> None:
    rows = read_text("Klub Iskra\n\n  Bank, Oddział w mieście \n")
    assert [(row.line, row.values["name"]) for row in rows] == [(1, "Klub Iskra"), (3, "Bank, Oddział w mieście")]


@pytest.mark.parametrize("mark", [";", "\t", ","])
def test_a_table_is_read_by_its_headings(mark: str) -> None:
    rows = read_text(TABLE.replace(";", mark))
    assert [row.values["name"] for row in rows] == ["Klub Iskra", "Liderka osiedla"]
    assert [row.values["sector"] for row in rows] == ["culture", "resident"]
    assert [row.values["is_person"] for row in rows] == [False, True]
    assert rows[0].values["contact"] == "biuro@iskra.example"


def test_headings_and_sectors_are_read_in_english_too() -> None:
    (row,) = read_text("Stakeholder;Sector\nBank;business")
    assert row.values["sector"] == "business"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
def test_a_file_in_any_usual_encoding_is_read(encoding: str) -> None:
    rows = read_file("Nazwa;Oczekiwania\nŻłobek;łąka".encode(encoding), "lista.csv")
    assert (rows[0].values["name"], rows[0].values["interests"]) == ("Żłobek", "łąka")


def test_a_workbook_is_read() -> None:
    book = openpyxl.Workbook()
    for row in (["Nazwa", "Sektor", "Dzielnica"], ["Klub", "NGO", 7], [None, None, None], ["Bank", "kosmos", None]):
        book.active.append(row)  # type: ignore[union-attr]
    kept = io.BytesIO()
    book.save(kept)
    rows = read_file(kept.getvalue(), "lista.xlsx")
    assert [(row.line, row.values["sector"], row.values["district"]) for row in rows] == [(2, "ngo", "7"), (4, "", "")]
    assert "kosmos" in rows[1].problems[0]


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"PK\x03\x04zepsute", "a.xlsx"), (b"", "a.csv"), (b"Nazwa;Sektor\n", "a.csv"), (b"x\n" * (MOST_ROWS + 2), "a.txt")],
)
def test_what_cannot_be_read_is_told(data: bytes, name: str) -> None:
    with pytest.raises(ValidationError):
        read_file(data, name)


def test_too_long_texts_are_cut_and_told() -> None:
    (row,) = read_text("x" * 400)
    assert len(row.values["name"]) == 300
    assert row.problems


def test_doubles_are_shown_before_anything_is_kept(office: Office) -> None:
    known = make_stakeholder(office.process, "Klub Sportowy Iskra", contact="", territory="całe miasto")
    client = office.sign_in(office.contributor)
    text = "Nazwa;Kontakt;Gdzie działa\nKlubu Sportowego Iskra;ks@iskra.example;gdzie indziej\nBank\nBanku\n;bez nazwy"
    answer = client.post(office.url("stakeholders_import"), {"text": text})
    page = answer.content.decode()
    assert Stakeholder.objects.count() == 1
    assert f'value="{known.pk}"' in page
    assert page.count('value="skip" selected') == 2
    token = read_token(answer)
    client.post(office.url("stakeholders_import"), {"token": token, "row-0": str(known.pk), "row-1": "add", "row-2": "skip"})
    known.refresh_from_db()
    assert (known.contact, known.territory) == ("ks@iskra.example", "całe miasto")
    assert sorted(Stakeholder.objects.values_list("name", flat=True)) == ["Bank", "Klub Sportowy Iskra"]


def test_doubles_are_left_out_unless_chosen_otherwise(office: Office) -> None:
    make_stakeholder(office.process, "Klub Sportowy Iskra")
    client = office.sign_in(office.contributor)
    token = read_token(client.post(office.url("stakeholders_import"), {"text": "Klub sportowy „Iskra”\nBank"}))
    client.post(office.url("stakeholders_import"), {"token": token})
    assert Stakeholder.objects.count() == 2


def test_a_choice_that_was_not_offered_is_not_taken(office: Office) -> None:
    stranger = make_stakeholder(ProcessFactory.create(), "Obcy")
    client = office.sign_in(office.contributor)
    token = read_token(client.post(office.url("stakeholders_import"), {"text": "Nazwa;Kontakt\nBank;x@bank.example"}))
    client.post(office.url("stakeholders_import"), {"token": token, "row-0": str(stranger.pk)})
    stranger.refresh_from_db()
    assert stranger.contact == ""
    assert Stakeholder.objects.filter(process=office.process, name="Bank").exists()


def test_a_list_read_for_one_process_is_not_kept_in_another(office: Office) -> None:
    client = office.sign_in(office.coordinator)
    token = read_token(client.post(office.url("stakeholders_import"), {"text": "Bank"}))
    other = ProcessFactory.create()
    SeatFactory.create(workspace=other.workspace, user=office.coordinator)
    for wrong in (token, "x", "", token + "x"):
        answer = client.post(office.url("stakeholders_import", **other.address), {"token": wrong})
        assert answer.status_code == 302
    assert not Stakeholder.objects.exists()


def test_a_file_is_sent_and_a_wrong_one_told(office: Office) -> None:
    client = office.sign_in(office.contributor)
    for name, data in (("lista.pdf", b"%PDF-1.4"), ("lista.xlsx", b"PK\x03\x04"), ("lista.csv", b"")):
        sent = io.BytesIO(data)
        sent.name = name
        assert client.post(office.url("stakeholders_import"), {"file": sent}).status_code == 200
    sent = io.BytesIO(TABLE.encode())
    sent.name = "lista.csv"
    assert "Klub\u00a0Iskra" in client.post(office.url("stakeholders_import"), {"file": sent}).content.decode().replace(
        " ", "\u00a0"
    )
    assert client.post(office.url("stakeholders_import"), {}).status_code == 200
    assert not Stakeholder.objects.exists()
