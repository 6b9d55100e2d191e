"""Diagnostic cards: who writes, nothing written over unseen, evidence, and what a closed assessment keeps."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sciezka.kit.models import JournalEntry
from sciezka.rooms.assessment.actions.cards import CardValues, write_card
from sciezka.rooms.assessment.actions.evidence import EvidenceValues, add_evidence
from sciezka.rooms.assessment.models import Assessment, Card, Evidence
from tests.factories.city import City, found_city
from tests.factories.thread import NodeFactory, declare_types
from tests.rooms.assessment.judged import card_of, close, judge, settle, url

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PDF = b"%PDF-1.4\n%content"


@pytest.fixture
def city() -> City:
    return found_city()


@pytest.fixture
def assessment(city: City) -> Assessment:
    return judge(city)[0]


def send(client: Client, assessment: Assessment, code: str = "P1", **typed: str) -> Any:
    address = url(assessment, "card", question=code)
    page = client.get(address)
    seen = page.context["form"]["seen"].value()
    return client.post(address, {"seen": seen, **typed})


def test_the_list_shows_every_question_with_its_level(city: City, assessment: Assessment) -> None:
    page = city.sign_in("contributor").get(url(assessment, "cards")).content.decode()
    assert all(f'href="{url(assessment, "card", question=code)}"' in page for code in ("P1", "P2", "F1", "F2"))
    assert "2 – Step 2" in page
    assert "provisional" in page


def test_a_member_writes_and_the_card_says_who_changed_it(city: City, assessment: Assessment) -> None:
    client = city.sign_in("contributor")
    answer = send(client, assessment, current_state="Strategia jest.", strengths="- Zespół", priority="1")
    assert answer.status_code == 302
    card = Card.objects.get()
    assert (card.code, card.current_state, card.priority, card.changed_by) == ("P1", "Strategia jest.", 1, city.contributor)
    assert str(city.contributor) in client.get(answer.url).content.decode()
    entry = JournalEntry.objects.get(verb="card.edit")
    assert entry.after["current_state"] == "Strategia jest."
    send(client, assessment, current_state="Strategia jest.", strengths="- Zespół", priority="1")
    assert JournalEntry.objects.filter(verb="card.edit").count() == 1


def test_saving_and_going_on_opens_the_next_card(city: City, assessment: Assessment) -> None:
    answer = send(city.sign_in("contributor"), assessment, current_state="Jest.", next="1")
    assert answer.url == url(assessment, "card", question="P2")


def test_anothers_change_is_never_written_over_unseen(city: City, assessment: Assessment) -> None:
    client = city.sign_in("contributor")
    address = url(assessment, "card", question="P1")
    seen = client.get(address).context["form"]["seen"].value()
    write_card(actor=city.coordinator, card=card_of(assessment), values=CardValues(current_state="Słowa innej osoby"))
    answer = client.post(address, {"seen": seen, "current_state": "Moje słowa"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Słowa innej osoby" in page
    assert "Moje słowa" in page
    assert Card.objects.get().current_state == "Słowa innej osoby"
    again = client.post(address, {"seen": answer.context["form"]["seen"].value(), "current_state": "Oba zdania"})
    assert again.status_code == 302
    assert Card.objects.get().current_state == "Oba zdania"


@pytest.mark.parametrize("typed", [{"priority": "9"}, {"priority": "x"}, {"causes": "a" * 10_001}, {"seen": "wczoraj"}])
def test_bad_input_keeps_what_was_typed(city: City, assessment: Assessment, typed: dict[str, str]) -> None:
    write_card(actor=None, card=card_of(assessment), values=CardValues(current_state="Było"))
    client = city.sign_in("contributor")
    answer = client.post(url(assessment, "card", question="P1"), {"current_state": "Wpisane", **typed})
    assert answer.status_code == 200
    assert "Wpisane" in answer.content.decode()
    assert Card.objects.get().current_state == "Było"


def test_who_may_read_and_write(city: City, assessment: Assessment) -> None:
    address = url(assessment, "card", question="P1")
    for role, reads, writes in (
        ("coordinator", 200, 302), ("adviser", 200, 302), ("contributor", 200, 302), ("viewer", 404, 404),
        ("stranger", 404, 404),
    ):  # fmt: skip
        client = city.sign_in(role)
        assert client.get(address).status_code == reads, role
        assert client.post(address, {"current_state": role, "seen": ""}).status_code in {
            writes,
            200 if reads == 200 else 404,
        }
    assert city.sign_in("nobody").get(address).status_code == 302
    close(assessment)
    client = city.sign_in("viewer")
    assert client.get(address).status_code == 200
    assert client.post(address, {"current_state": "viewer"}).status_code == 404


def test_a_card_of_a_question_that_is_not_asked_is_not_there(city: City, assessment: Assessment) -> None:
    client = city.sign_in("coordinator")
    assert client.get(url(assessment, "card", question="Z9")).status_code == 404
    assert client.get(url(assessment, "evidence_add", question="Z9")).status_code == 404


def test_a_closed_assessment_keeps_its_cards(city: City, assessment: Assessment) -> None:
    client = city.sign_in("contributor")
    send(client, assessment, current_state="Przed")
    close(assessment)
    answer = client.post(url(assessment, "card", question="P1"), {"current_state": "Po"})
    assert answer.status_code == 200
    assert Card.objects.get().current_state == "Przed"
    page = client.get(url(assessment, "card", question="P1")).content.decode()
    assert "<textarea" not in page


def test_reading_a_card_leaves_nothing_behind(city: City, assessment: Assessment) -> None:
    city.sign_in("coordinator").get(url(assessment, "card", question="P1"))
    assert not Card.objects.exists()


def test_the_agreed_level_stands_on_the_card_with_its_reason(city: City) -> None:
    assessment, round_ = judge(city)
    settle(round_, P1=3)
    page = city.sign_in("contributor").get(url(assessment, "card", question="P1")).content.decode()
    assert "3 – Step 3" in page
    assert "Powód" in page
    assert "P1 at level 3" in page


def test_while_members_answer_the_card_tells_no_answers(city: City) -> None:
    assessment, _round = judge(city, ends=False)
    page = city.sign_in("coordinator").get(url(assessment, "card", question="P1")).content.decode()
    assert 'class="strip"' not in page
    assert "people gave a level" not in page


def test_a_file_is_evidence_that_only_those_who_see_the_assessment_get(city: City, assessment: Assessment) -> None:
    client = city.sign_in("contributor")
    typed = {"kind": "file", "title": "", "file": SimpleUploadedFile("Raport.pdf", PDF)}
    assert client.post(url(assessment, "evidence_add", question="P1"), typed).status_code == 302
    row = Evidence.objects.get()
    assert (row.title, row.file_name) == ("Raport.pdf", "Raport.pdf")
    assert "Raport" not in row.file.name
    address = url(assessment, "evidence", question="P1", evidence=row.pk)
    assert b"".join(client.get(address).streaming_content) == PDF
    assert city.sign_in("viewer").get(address).status_code == 404
    assert client.get(url(assessment, "evidence", question="P2", evidence=row.pk)).status_code == 404
    assert client.post(url(assessment, "evidence_remove", question="P1", evidence=row.pk)).status_code == 302
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "file"}, "file"),
        ({"kind": "file", "file": SimpleUploadedFile("a.exe", b"MZ")}, "file"),
        ({"kind": "link", "url": "javascript:alert(1)"}, "url"),
        ({"kind": "link", "url": "ftp://miasto.example/plik"}, "url"),
        ({"kind": "indicator", "indicator": "E2 A1"}, "indicator"),
        ({"kind": "finding", "finding": "99999999999999999999"}, "finding"),
        ({"kind": "note"}, "title"),
        ({"kind": "kamień"}, "kind"),
        ({}, "kind"),
    ],
)
def test_bad_evidence_is_refused_at_its_field(city: City, assessment: Assessment, typed: dict[str, Any], field: str) -> None:
    declare_types()
    NodeFactory.create(process=city.process)
    answer = city.sign_in("contributor").post(url(assessment, "evidence_add", question="P1"), typed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Evidence.objects.exists()


def test_a_node_of_the_thread_and_an_indicator_are_evidence(city: City, assessment: Assessment) -> None:
    declare_types()
    node = NodeFactory.create(process=city.process, title="Ludzi ubywa")
    elsewhere = NodeFactory.create()
    client, address = city.sign_in("contributor"), url(assessment, "evidence_add", question="P1")
    assert client.post(address, {"kind": "finding", "finding": node.pk}).status_code == 302
    assert client.post(address, {"kind": "indicator", "indicator": "E2A1"}).status_code == 302
    assert client.post(address, {"kind": "finding", "finding": elsewhere.pk}).status_code == 200
    assert list(Evidence.objects.values_list("kind", "title", "node_code")) == [
        ("finding", "Ludzi ubywa", node.code), ("indicator", "E2A1", "E2A1"),
    ]  # fmt: skip
    page = client.get(url(assessment, "card", question="P1")).content.decode()
    assert "Ludzi ubywa" in page


def test_evidence_can_not_be_added_to_a_closed_assessment(city: City, assessment: Assessment) -> None:
    row = add_evidence(actor=None, card=card_of(assessment), values=EvidenceValues(kind="note", title="Notatka"))
    close(assessment)
    client = city.sign_in("contributor")
    assert client.post(url(assessment, "evidence_add", question="P1"), {"kind": "note", "title": "X"}).status_code == 200
    client.post(url(assessment, "evidence_remove", question="P1", evidence=row.pk))
    assert list(Evidence.objects.values_list("title", flat=True)) == ["Notatka"]
