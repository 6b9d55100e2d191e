"""Items and scales of a round: pasted, from files, moved, changed, refused."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sciezka.rooms.rounds.actions.items import ItemValues, add_items, edit_item, move_item, remove_item
from sciezka.rooms.rounds.forms.composing_items import read_table
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Process
from tests.factories import rounds as make
from tests.factories import town

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def process() -> Process:
    return town.ProcessFactory.create()


@pytest.fixture
def office(client: Client, process: Process) -> Client:
    client.force_login(town.SeatFactory.create(workspace=process.workspace).user)
    return client


def address(name: str, round_: Round, **more: Any) -> str:
    return reverse(f"rounds:{name}", kwargs={**round_.address, **more})


@pytest.mark.parametrize(
    ("rows", "items"),
    [
        ([["Cel"], ["Drugi"]], [ItemValues("Cel"), ItemValues("Drugi")]),
        ([["E1", "Cel", "Opis", "Grupa"]], [ItemValues("Cel", "E1", "Opis", "Grupa")]),
        ([["Tytuł", "Grupa"], ["Cel", "A"]], [ItemValues("Cel", group="A")]),
        ([["group", "TITLE", "uwagi"], ["A", "Cel", "pomijane"]], [ItemValues("Cel", group="A")]),
        ([["", " Cel  drugi "], ["", ""]], [ItemValues("Cel drugi")]),
        ([], []),
    ],
)
def test_rows_are_read_with_or_without_headings(rows: list[list[str]], items: list[ItemValues]) -> None:
    assert read_table(rows) == items


@pytest.mark.parametrize("rows", [[["E1", "", "opis bez tytułu"]], [["E1", "t" * 301]], [["E" * 21, "Cel"]]])
def test_rows_that_can_not_be_items_are_refused(rows: list[list[str]]) -> None:
    with pytest.raises(ValidationError):
        read_table(rows)


def workbook() -> bytes:
    book, kept = openpyxl.Workbook(), BytesIO()
    sheet = book.create_sheet("Pozycje", 0)
    sheet.append(["kod", "nazwa", "opis", "obszar"])
    sheet.append(["E1", "Dochody własne", "na mieszkańca", "Finanse"])
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pozycje.csv", "kod;nazwa;opis;obszar\nE1;Dochody własne;na mieszkańca;Finanse\n".encode()),
        ("pozycje.csv", "kod,nazwa,opis,obszar\nE1,Dochody własne,na mieszkańca,Finanse\n".encode("cp1250")),
        ("pozycje.xlsx", workbook()),
    ],
)
def test_items_come_from_a_file(office: Client, process: Process, name: str, data: bytes) -> None:
    round_ = make.make_round(process, phase="draft", items=[])
    answer = office.post(address("items_new", round_), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302
    item = round_.items.get()
    assert (item.code, item.title, item.text, item.group) == ("E1", "Dochody własne", "na mieszkańca", "Finanse")


@pytest.mark.parametrize(
    ("name", "data"), [("a.xlsx", b"PK\x03\x04nic"), ("a.pdf", b"%PDF-1.4"), ("a.csv", b"\x00\x01"), ("a.csv", b"")]
)
def test_a_file_that_can_not_be_read_says_so(office: Client, process: Process, name: str, data: bytes) -> None:
    round_ = make.make_round(process, phase="draft", items=[])
    answer = office.post(address("items_new", round_), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not round_.items.exists()


def test_columns_copied_from_a_sheet_stay_columns(office: Client, process: Process) -> None:
    round_ = make.make_round(process, phase="draft", items=["Pierwsza"])
    office.post(address("items_new", round_), {"pasted": "E1\tCel\topis\tGrupa\nE2\tDrugi"})
    assert [(item.position, item.code, item.title) for item in round_.items.all()] == [
        (1, "1", "Pierwsza"), (2, "E1", "Cel"), (3, "E2", "Drugi"),
    ]  # fmt: skip


def test_items_are_moved_and_removed_before_the_launch_only(process: Process) -> None:
    round_ = make.make_round(process, phase="draft", items=["a", "b", "c", "d"])
    last = round_.items.get(title="d")
    move_item(actor=None, item=last, to=2)
    assert [item.title for item in round_.items.all()] == ["a", "d", "b", "c"]
    move_item(actor=None, item=last, to=99)
    assert [item.title for item in round_.items.all()] == ["a", "b", "c", "d"]
    remove_item(actor=None, item=round_.items.get(title="a"))
    assert [item.title for item in round_.items.all()] == ["b", "c", "d"]
    open_ = make.make_round(process)
    for change in (
        lambda: move_item(actor=None, item=open_.items.all()[0], to=2),
        lambda: remove_item(actor=None, item=open_.items.all()[0]),
        lambda: add_items(actor=None, round=open_, items=[ItemValues("Nowa")]),
    ):
        with pytest.raises(ValidationError):
            change()
    assert open_.items.count() == 3


def test_the_buttons_of_the_list_move_an_item_by_one(office: Client, process: Process) -> None:
    round_ = make.make_round(process, phase="draft", items=["a", "b", "c"])
    rows = office.get(address("items", round_)).context["rows"]
    assert [(row.up, row.down) for row in rows] == [(None, 2), (1, 3), (2, None)]
    office.post(address("item_move", round_, item=rows[2].item.pk), {"to": rows[2].up})
    assert [item.title for item in round_.items.all()] == ["a", "c", "b"]


def test_after_the_launch_an_item_s_wording_is_mended_and_its_levels_keep_their_meaning(process: Process) -> None:
    round_ = make.make_round(process)
    item = round_.items.all()[0]
    item.descriptors = {"sila": {"1": "nic"}}
    item.save()
    edit_item(actor=None, item=item, values=ItemValues("Klub sportowy", descriptors={"sila": {"1": "dużo"}}))
    item.refresh_from_db()
    assert (item.title, item.descriptors) == ("Klub sportowy", {"sila": {"1": "nic"}})
    closed = make.make_round(process, phase="closed")
    with pytest.raises(ValidationError):
        edit_item(actor=None, item=closed.items.all()[0], values=ItemValues("Po czasie"))


def test_a_matrix_holds_fewer_items_than_a_rating(process: Process) -> None:
    rows = [ItemValues(f"Czynnik {number}") for number in range(41)]
    add_items(actor=None, round=make.make_round(process, phase="draft", items=[]), items=rows)
    matrix = make.make_round(process, phase="draft", items=[], kind=Round.Kind.MATRIX)
    with pytest.raises(ValidationError):
        add_items(actor=None, round=matrix, items=rows)


def scale_form(**more: str) -> dict[str, str]:
    return {"title": "Waga", "value_1": "3", "label_1": "duża", "value_2": "1", "label_2": "mała", **more}


def test_levels_of_a_scale_are_put_in_order(office: Client, process: Process) -> None:
    round_ = make.make_round(process, phase="draft")
    page = f"{address('scale', round_)}?skala=sila"
    assert office.post(page, scale_form(allows_na="on")).status_code == 302
    (row,) = Round.objects.get(pk=round_.pk).scales
    assert (row["key"], row["title"], row["allows_na"], row["allows_unknown"]) == ("sila", "Waga", True, False)
    assert [(level["value"], level["label"]) for level in row["levels"]] == [(1, "mała"), (3, "duża")]


@pytest.mark.parametrize(
    "wrong",
    [{"value_1": "1"}, {"value_1": "", "label_1": "bez wartości"}, {"value_1": "", "label_1": ""}, {"value_1": "1000"}],
)
def test_a_scale_that_makes_no_sense_is_refused_and_stays_in_the_form(
    office: Client, process: Process, wrong: dict[str, str]
) -> None:
    round_ = make.make_round(process, phase="draft")
    answer = office.post(f"{address('scale', round_)}?skala=sila", scale_form(**wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Round.objects.get(pk=round_.pk).scales[0]["title"] == "Siła oddziaływania"


def test_scales_are_added_and_taken_off(office: Client, process: Process) -> None:
    round_ = make.make_round(process, phase="draft")
    office.post(address("scales", round_), {"template": "influence"})
    own = office.post(address("scales", round_), {"template": "own"})
    assert own.headers["Location"].endswith("?skala=skala-1")
    assert [row["key"] for row in Round.objects.get(pk=round_.pk).scales] == ["sila", "influence", "skala-1"]
    office.post(f"{address('scale', round_)}?skala=sila", {"drop": "1"})
    assert [row["key"] for row in Round.objects.get(pk=round_.pk).scales] == ["influence", "skala-1"]


def test_scales_of_a_launched_round_stay_as_people_answered_them(office: Client, process: Process) -> None:
    round_ = make.make_round(process)
    answer = office.post(f"{address('scale', round_)}?skala=sila", scale_form())
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert Round.objects.get(pk=round_.pk).scales[0]["title"] == "Siła oddziaływania"
