"""Legal acts: recording, files, and what rests on them."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from sciezka.kit.models import JournalEntry
from sciezka.rooms.town.models import LegalAct, Seat
from tests.factories import town
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def office() -> Office:
    """An office with somebody in each role."""
    return build_office()


def fill(**changed: object) -> dict[str, object]:
    """Fill the form of an act."""
    return {"kind": "order", "number": "0050.414.2020.VIII", "date": "2020-01-23", "title": "w sprawie zespołu", **changed}


def test_an_act_is_recorded_with_its_file_and_given_back_to_the_office_only(office: Office) -> None:
    data = fill(file=SimpleUploadedFile("../zarządzenie.pdf", PDF, "application/pdf"))
    answer = office.client("coordinator").post(f"{office.home}akty/nowy/", data)
    act = LegalAct.objects.get()
    assert answer["Location"] == f"{office.home}akty/{act.pk}/"
    assert act.file_name == "zarządzenie.pdf"
    assert "zarz" not in Path(act.file.name or "").name
    url = f"{office.home}akty/{act.pk}/plik/"
    served = office.client("viewer").get(url)
    assert b"".join(served.streaming_content) == PDF  # type: ignore[attr-defined]
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert office.client("stranger").get(url).status_code == 404
    assert office.client("anonymous").get(url).status_code == 302


@pytest.mark.parametrize(
    ("name", "content"), [("akt.exe", b"MZ"), ("akt.pdf", b"<script>alert(1)</script>"), ("akt.pdf", b"")]
)
def test_a_file_that_is_not_a_pdf_is_refused_and_the_rest_is_kept(office: Office, name: str, content: bytes) -> None:
    answer = office.client("coordinator").post(f"{office.home}akty/nowy/", fill(file=SimpleUploadedFile(name, content)))
    assert answer.status_code == 200
    assert "0050.414.2020.VIII" in answer.content.decode()
    assert "file" in answer.context["form"].errors
    assert not LegalAct.objects.exists()


def test_an_act_without_a_file_has_nothing_to_download(office: Office) -> None:
    act = town.LegalActFactory.create(workspace=office.workspace)
    assert office.client("coordinator").get(f"{office.home}akty/{act.pk}/plik/").status_code == 404


def test_a_new_file_is_written_to_the_journal_even_under_the_same_name(office: Office) -> None:
    client = office.client("coordinator")
    client.post(f"{office.home}akty/nowy/", fill(file=SimpleUploadedFile("akt.pdf", PDF)))
    act = LegalAct.objects.get()
    before = act.file.name
    client.post(f"{office.home}akty/{act.pk}/zmiana/", fill(file=SimpleUploadedFile("akt.pdf", PDF + b"%")))
    act.refresh_from_db()
    assert act.file.name != before
    assert JournalEntry.objects.filter(verb="act.file").count() == 1


def test_changing_an_act_without_choosing_a_file_keeps_the_one_it_has(office: Office) -> None:
    client = office.client("coordinator")
    client.post(f"{office.home}akty/nowy/", fill(file=SimpleUploadedFile("akt.pdf", PDF)))
    act = LegalAct.objects.get()
    client.post(f"{office.home}akty/{act.pk}/zmiana/", fill(title="w sprawie komisji"))
    act.refresh_from_db()
    assert (act.title, act.file_name) == ("w sprawie komisji", "akt.pdf")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "nie adres", "ftp:/"])
def test_an_address_that_is_none_is_refused(office: Office, url: str) -> None:
    answer = office.client("coordinator").post(f"{office.home}akty/nowy/", fill(url=url))
    assert "url" in answer.context["form"].errors


def test_the_list_names_what_rests_on_each_act(office: Office) -> None:
    act = town.LegalActFactory.create(workspace=office.workspace)
    office.team.act = act
    office.team.save()
    Seat.objects.filter(user=office.people["adviser"]).update(act=act)
    page = office.client("viewer").get(f"{office.home}akty/").content.decode()
    assert office.team.name in page
    assert str(office.people["adviser"]) in page


def test_the_list_costs_the_same_for_one_act_and_for_three(office: Office, django_assert_max_num_queries: object) -> None:
    client = office.client("coordinator")

    def count() -> int:
        town.TeamFactory.create(process=office.process, act=town.LegalActFactory.create(workspace=office.workspace))
        client.get(f"{office.home}akty/")
        with django_assert_max_num_queries(20) as found:  # type: ignore[operator]
            client.get(f"{office.home}akty/")
        return len(found)

    once = count()
    count()
    assert count() == once


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "other", "number": ""}, "act of "),
        ({"kind": "other", "number": "7/2020"}, "act No. 7/2020 of "),
        ({"kind": "order", "number": ""}, "order of "),
    ],
)
def test_an_act_of_another_kind_is_called_an_act_and_not_another_one(values: dict[str, str], said: str) -> None:
    with translation.override("en"):
        assert str(town.LegalActFactory.build(workspace=None, **values)).startswith(said)
