"""The pages of question banks: reading, rewording, importing, going back."""

import html
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sciezka.kit.models import JournalEntry
from sciezka.rooms.assessment.banks import SHIPPED, as_csv, as_toml, read_shipped
from sciezka.rooms.assessment.forms.questions import list_initial
from sciezka.rooms.assessment.models import Bank
from sciezka.rooms.assessment.queries.banks import list_banks, read_held
from sciezka.rooms.town.models import Workspace
from tests.factories import assessment as made
from tests.factories import town
from tests.rooms.town.office import Office

pytestmark = pytest.mark.django_db
BAD_ROWS = Path(__file__).parent / "data" / "bank-with-bad-rows.csv"


def home(office: Office) -> str:
    return f"{office.home}pytania/"


def fill(workspace: Workspace, key: str, code: str, **changed: Any) -> dict[str, Any]:
    """Fill the form of a question as the page shows it, with changes."""
    held = read_held(workspace, key)
    assert held is not None
    found = held.data.find_item(code)
    assert found is not None
    return {**list_initial(held.data, found[1]), **changed}


def test_the_shipped_banks_can_be_read_by_everybody_who_works_here(office: Office) -> None:
    for role in ("coordinator", "adviser", "contributor", "viewer"):
        page = office.client(role).get(home(office)).content.decode()
        for key in SHIPPED:
            assert read_shipped(key).title.pl.split()[0] in page
            assert office.client(role).get(f"{home(office)}{key}/").status_code == 200


@pytest.mark.parametrize("role", ["resident", "stranger", "operator"])
def test_outsiders_get_nothing(office: Office, role: str) -> None:
    client = office.client(role)
    for path in ("", "samoocena/", "samoocena/bank.toml", "samoocena/bank.csv", "import/", "import/przyklad.csv"):
        assert client.get(f"{home(office)}{path}").status_code == 404, path


@pytest.mark.parametrize("role", ["adviser", "contributor", "viewer"])
def test_only_the_coordinator_changes_banks(office: Office, role: str) -> None:
    client = office.client(role)
    code = read_shipped("samoocena").items[0].code
    for path in ("import/", "samoocena/tresc/", f"samoocena/pytanie/{code}/"):
        assert client.get(f"{home(office)}{path}").status_code == 404, path
    for path in ("samoocena/wersja/", "samoocena/wycofanie/"):
        assert client.post(f"{home(office)}{path}").status_code == 404, path
    assert "/tresc/" not in client.get(f"{home(office)}samoocena/").content.decode()


def test_a_question_is_reworded_without_the_file(office: Office) -> None:
    client = office.client("coordinator")
    code = read_shipped("samoocena").items[0].code
    address = f"{home(office)}samoocena/pytanie/{code}/"
    assert client.get(address).status_code == 200
    answer = client.post(address, fill(office.workspace, "samoocena", code, text_pl="Czy to nowe brzmienie?"))
    assert answer.status_code == 302
    held = read_held(office.workspace, "samoocena")
    assert held is not None
    assert held.row is not None
    assert held.version == f"{read_shipped('samoocena').version}/1"
    assert held.data.items[0].text.pl == "Czy to nowe brzmienie?"
    # Everything else is as it was shipped.
    assert held.data.items[0].levels == read_shipped("samoocena").items[0].levels
    assert held.data.items[1:] == read_shipped("samoocena").items[1:]
    assert "Czy to nowe brzmienie?" in client.get(f"{home(office)}samoocena/").content.decode().replace("\xa0", " ")
    assert JournalEntry.objects.filter(verb="bank.make").count() == 1


def test_another_workspace_keeps_the_shipped_wording(office: Office) -> None:
    made.make_bank(office.workspace, "samoocena", title="Nasza")
    other = town.WorkspaceFactory.create()
    assert [held.row for held in list_banks(other)] == [None, None, None]


def test_further_changes_go_to_the_same_version_until_it_is_used(office: Office) -> None:
    bank = made.make_bank(office.workspace)
    client = office.client("coordinator")
    address = f"{home(office)}proba/pytanie/P1/"
    client.post(address, fill(office.workspace, "proba", "P1", text_pl="Pierwsza zmiana?"))
    assert Bank.objects.count() == 1
    made.make_assessment(office.process, bank=bank, source=Bank.objects.get().source)
    client.post(address, fill(office.workspace, "proba", "P1", text_pl="Druga zmiana?"))
    assert sorted(Bank.objects.values_list("number", flat=True)) == [1, 2]
    assert "Pierwsza zmiana?" in Bank.objects.get(number=1).source
    assert "Druga zmiana?" not in Bank.objects.get(number=1).source


def test_a_change_made_by_somebody_else_meanwhile_is_not_overwritten(office: Office) -> None:
    made.make_bank(office.workspace)
    client = office.client("coordinator")
    opened = fill(office.workspace, "proba", "P1", guidance_pl="Moje zdanie")
    address = f"{home(office)}proba/pytanie/P1/"
    client.post(address, fill(office.workspace, "proba", "P1", text_pl="Cudza zmiana?"))
    answer = client.post(address, opened)
    assert answer.status_code == 200
    assert "Moje zdanie" in answer.content.decode()
    held = read_held(office.workspace, "proba")
    assert held is not None
    assert held.data.items[0].text.pl == "Cudza zmiana?"


def test_changes_of_different_questions_do_not_hinder_each_other(office: Office) -> None:
    made.make_bank(office.workspace)
    client = office.client("coordinator")
    second = fill(office.workspace, "proba", "P2", text_pl="Druga?")
    client.post(f"{home(office)}proba/pytanie/P1/", fill(office.workspace, "proba", "P1", text_pl="Pierwsza?"))
    assert client.post(f"{home(office)}proba/pytanie/P2/", second).status_code == 302
    held = read_held(office.workspace, "proba")
    assert held is not None
    assert [item.text.pl for item in held.data.items[:2]] == ["Pierwsza?", "Druga?"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text_pl": ""}, "text_pl"),
        ({"text_pl": "x" * 2001}, "text_pl"),
        ({"level_2_pl": ""}, "level_2_pl"),
        ({"group": "hard"}, "group"),
        ({"units": ["village"]}, "units"),
        ({"level_1_pl": "To samo", "level_2_pl": "To samo"}, "__all__"),
    ],
)
def test_bad_wording_keeps_nothing_and_loses_nothing(office: Office, changed: dict[str, Any], field: str) -> None:
    made.make_bank(office.workspace)
    before = Bank.objects.get().source
    data = fill(office.workspace, "proba", "P1", evidence_pl="Wpisane ręką", **changed)
    answer = office.client("coordinator").post(f"{home(office)}proba/pytanie/P1/", data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "Wpisane ręką" in answer.content.decode()
    assert Bank.objects.get().source == before


def test_a_ladder_is_reworded_by_a_condition_a_line(office: Office) -> None:
    made.make_bank(office.workspace, method="ladder")
    client = office.client("coordinator")
    address = f"{home(office)}proba/pytanie/P1/"
    assert "Warunek P1 2.1\nWarunek P1 2.2" in client.get(address).content.decode()
    data = fill(office.workspace, "proba", "P1", level_2_pl="Jeden\n\n Drugi \nTrzeci", level_2_en="One\nTwo")
    answer = client.post(address, data)
    assert list(answer.context["form"].errors) == ["level_2_en"]
    assert client.post(address, {**data, "level_2_en": ""}).status_code == 302
    held = read_held(office.workspace, "proba")
    assert held is not None
    assert [condition.text.pl for condition in held.data.items[0].conditions_of(2)] == ["Jeden", "Drugi", "Trzeci"]


def test_a_whole_bank_is_changed_as_a_file_and_every_fault_is_listed(office: Office) -> None:
    client = office.client("coordinator")
    address = f"{home(office)}samoocena/tresc/"
    source = as_toml(read_shipped("samoocena"))
    bad = source.replace("target = ", "target = 9", 1).replace('method = "levels"', 'method = "stars"')
    answer = client.post(address, {"source": bad})
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["source"]) >= 2
    assert "stars" in answer.content.decode()
    other = client.post(address, {"source": source.replace('key = "samoocena"', 'key = "inna"', 1)})
    assert list(other.context["form"].errors) == ["source"]
    assert Bank.objects.count() == 0
    assert client.post(address, {"source": source.replace("target = 2", "target = 3"), "note": "wyżej"}).status_code == 302
    assert Bank.objects.get().note == "wyżej"


def test_going_back_to_the_shipped_bank_keeps_the_rows_for_what_used_them(office: Office) -> None:
    bank = made.make_bank(office.workspace, "samoocena", title="Nasza samoocena")
    client = office.client("coordinator")
    assert client.post(f"{home(office)}samoocena/wycofanie/").status_code == 302
    held = read_held(office.workspace, "samoocena")
    assert held is not None
    assert held.row is None
    bank.refresh_from_db()
    assert bank.withdrawn_at
    # The next own version does not take the old number again.
    client.post(f"{home(office)}samoocena/wersja/")
    assert Bank.objects.filter(withdrawn_at=None).get().number == 2


def test_an_own_bank_that_is_given_up_is_gone_from_the_list(office: Office) -> None:
    made.make_bank(office.workspace)
    client = office.client("coordinator")
    assert client.post(f"{home(office)}proba/wycofanie/").headers["Location"] == home(office)
    assert client.get(f"{home(office)}proba/").status_code == 404


def test_a_table_becomes_a_new_bank(office: Office) -> None:
    client = office.client("coordinator")
    content = client.get(f"{home(office)}import/przyklad.csv").content
    file = SimpleUploadedFile("przyklad.csv", content, "text/csv")
    answer = client.post(f"{home(office)}import/", {"file": file, "title": "Bank urzędu", "origin": "Urząd", "target": "2"})
    assert answer.status_code == 302
    bank = Bank.objects.get()
    assert (bank.key, bank.number, bank.title) == ("bank-urzedu", 1, "Bank urzędu")
    held = read_held(office.workspace, "bank-urzedu")
    assert held is not None
    assert (held.data.target, held.data.source.pl) == (2, "Urząd")
    assert JournalEntry.objects.filter(verb="bank.import").count() == 1


def test_bad_rows_are_refused_line_by_line_and_the_good_ones_can_be_taken(office: Office) -> None:
    client = office.client("coordinator")
    address = f"{home(office)}import/"
    file = SimpleUploadedFile("bank.csv", BAD_ROWS.read_bytes(), "text/csv")
    answer = client.post(address, {"file": file, "title": "Bank urzędu"})
    assert answer.status_code == 200
    assert Bank.objects.count() == 0
    page = html.unescape(answer.content.decode())
    form = answer.context["form"]
    assert form.said
    assert [said for _line, _column, said in form.said if said not in page] == []
    # The file's content stands in the text area, to be mended there or sent on with only the good rows.
    text = form.data["text"]
    assert "KL1" in text
    taken = client.post(address, {"text": text, "title": "Bank urzędu", "only_good": "on"})
    assert taken.status_code == 302
    held = read_held(office.workspace, "bank-urzedu")
    assert held is not None
    assert len(held.data.items) == form.reading.good


def test_a_shipped_bank_goes_through_a_spreadsheet_and_back(office: Office) -> None:
    client = office.client("coordinator")
    content = client.get(f"{home(office)}samoocena/bank.csv").content
    assert content == as_csv(read_shipped("samoocena"))
    changed = content.decode().replace(read_shipped("samoocena").items[0].text.pl, "Zmienione w arkuszu?")
    answer = client.post(f"{home(office)}import/", {"text": changed, "as_bank": "samoocena"})
    assert answer.status_code == 302
    held = read_held(office.workspace, "samoocena")
    assert held is not None
    assert held.data.items[0].text.pl == "Zmienione w arkuszu?"
    shipped = read_shipped("samoocena")
    assert [area.key for area in held.data.areas] == [area.key for area in shipped.areas]
    assert [area.about for area in held.data.areas] == [area.about for area in shipped.areas]
    assert (held.data.levels, held.data.target) == (shipped.levels, shipped.target)


def test_a_toml_file_says_itself_which_bank_it_is(office: Office) -> None:
    client = office.client("coordinator")
    file = SimpleUploadedFile("bank.toml", made.write_bank("inny").encode(), "application/toml")
    assert client.post(f"{home(office)}import/", {"file": file}).status_code == 302
    assert Bank.objects.get().key == "inny"
    again = client.post(f"{home(office)}import/", {"text": made.write_bank("inny", target=2)})
    assert again.status_code == 302
    assert sorted(Bank.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "   "},
        {"text": "key = 'x'\nmethod = 'levels'"},
        {"text": "a;b\n1;2"},
        {"text": made.write_bank("import")},
        {"text": "kod;obszar;pytanie;poziom_0;poziom_1\nA;B;C;D;E"},
        {"file": SimpleUploadedFile("bank.xlsx", b"PK\x03\x04", "application/zip")},
        {"file": SimpleUploadedFile("bank.csv", b"\x00\x01\x02", "text/csv"), "title": "x"},
        {"text": "kod", "as_bank": "nie-ma"},
        {"text": "kod;obszar;pytanie;poziom_0;poziom_1\nA;B;C;D;E", "title": "x", "target": "-1"},
    ],
)
def test_a_bad_import_keeps_nothing_and_crashes_nothing(office: Office, data: dict[str, Any]) -> None:
    answer = office.client("coordinator").post(f"{home(office)}import/", data)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Bank.objects.count() == 0


def test_a_list_of_banks_asks_the_database_as_often_for_many_as_for_one(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    made.make_bank(office.workspace)
    with django_assert_max_num_queries(1):
        assert len(list_banks(office.workspace)) == 4
    for number in range(3):
        made.make_bank(office.workspace, f"bank-{number}")
    with django_assert_max_num_queries(1):
        assert len(list_banks(office.workspace)) == 7
