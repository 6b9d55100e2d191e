"""The operator's pages of programmes."""

import pytest

from sciezka.rooms.town.actions.programmes import load_shipped_programmes
from sciezka.rooms.town.models import Programme
from sciezka.rooms.town.programmes import as_toml_source
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.django_db
SOURCE = as_toml_source("strategia-gminy")


@pytest.fixture
def office() -> Office:
    """An office with somebody in each role."""
    return build_office()


@pytest.mark.parametrize("path", ["", "nowy/", "strategia-gminy/", "strategia-gminy/zmiana/"])
def test_only_the_operator_opens_programmes(office: Office, path: str) -> None:
    load_shipped_programmes()
    opened = {
        role
        for role in [*office.people, "anonymous"]
        if office.client(role).get(f"/biuro/programy/{path}").status_code == 200
    }
    assert opened == {"operator"}


@pytest.mark.parametrize("path", ["wczytanie/", "strategia-gminy/przywrocenie/"])
def test_only_the_operator_changes_programmes(office: Office, path: str) -> None:
    load_shipped_programmes()
    Programme.objects.update(version="0.1")
    for role in ("coordinator", "adviser", "resident", "anonymous"):
        office.client(role).post(f"/biuro/programy/{path}")
    assert set(Programme.objects.values_list("version", flat=True)) == {"0.1"}


def test_the_operator_takes_in_what_came_with_the_product(office: Office) -> None:
    client = office.client("operator")
    client.post("/biuro/programy/wczytanie/")
    assert Programme.objects.count() == 3
    page = client.get("/biuro/programy/rozwoj-lokalny/").content.decode()
    assert "Nowa Ścieżka Rozwoju" in page


def test_every_fault_is_listed_with_its_place_and_what_was_typed_stays(office: Office) -> None:
    load_shipped_programmes()
    broken = SOURCE.replace('stage = "diagnoza"', 'stage = "nie-ma"', 1).replace("days = 21", "days = 0", 1)
    answer = office.client("operator").post("/biuro/programy/strategia-gminy/zmiana/", {"source": broken})
    errors = " ".join(answer.context["form"].non_field_errors())
    assert "].stage" in errors
    assert "].days" in errors
    assert "nie-ma" in answer.content.decode()
    assert not Programme.objects.get(key="strategia-gminy").is_edited


@pytest.mark.parametrize("source", ["[" * 3000, "to nie jest TOML", "format = 1", 'key = "\\u0000"'])
def test_what_is_no_template_is_refused_kindly(office: Office, source: str) -> None:
    load_shipped_programmes()
    answer = office.client("operator").post("/biuro/programy/strategia-gminy/zmiana/", {"source": source})
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_programme_is_edited_and_brought_back(office: Office) -> None:
    load_shipped_programmes()
    client = office.client("operator")
    source = SOURCE.replace('version = "1.0"', 'version = "2.0"').replace("\n", "\r\n")
    assert client.post("/biuro/programy/strategia-gminy/zmiana/", {"source": source}).status_code == 302
    programme = Programme.objects.get(key="strategia-gminy")
    assert (programme.version, programme.is_edited) == ("2.0", True)
    client.post("/biuro/programy/strategia-gminy/przywrocenie/")
    programme.refresh_from_db()
    assert (programme.source, programme.is_edited) == (SOURCE, False)


def test_the_key_of_a_programme_stays(office: Office) -> None:
    load_shipped_programmes()
    source = SOURCE.replace('key = "strategia-gminy"', 'key = "inna"', 1)
    answer = office.client("operator").post("/biuro/programy/strategia-gminy/zmiana/", {"source": source})
    assert "inna" in answer.content.decode()
    assert answer.context["form"].errors


@pytest.mark.parametrize(("key", "accepted"), [("moja", True), ("nowy", False), ("strategia-gminy", False)])
def test_an_own_programme_is_added_under_a_free_key(office: Office, key: str, accepted: bool) -> None:  # noqa: FBT001
    load_shipped_programmes()
    source = SOURCE.replace('key = "strategia-gminy"', f'key = "{key}"', 1)
    answer = office.client("operator").post("/biuro/programy/nowy/", {"source": source})
    assert (answer.status_code == 302) == accepted


def test_a_programme_that_can_no_longer_be_read_opens_for_mending(office: Office) -> None:
    load_shipped_programmes()
    Programme.objects.filter(key="strategia-gminy").update(source="zepsute", is_edited=True)
    answer = office.client("operator").get("/biuro/programy/strategia-gminy/")
    assert answer["Location"] == "/biuro/programy/strategia-gminy/zmiana/"
    assert office.client("coordinator").get(f"{office.home}nowy-proces/").status_code == 200
