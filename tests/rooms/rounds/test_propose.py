"""Proposing items: own ones only, changed and taken back until the sorting."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from sciezka.kit.manifests import Purpose
from sciezka.rooms.rounds.actions.answers import edit_proposal, propose, take_back_proposal
from sciezka.rooms.rounds.models import Participant, Proposal, Round
from sciezka.rooms.rounds.queries.sheets import key_of
from tests.factories.rounds import make_round
from tests.factories.town import ProcessFactory

pytestmark = pytest.mark.django_db


class SectorForm(forms.Form):
    """What a purpose might ask beside a title."""

    title_label = "Nazwa podmiotu"
    sector = forms.ChoiceField(label="Sektor", choices=[("ngo", "organizacja społeczna"), ("firm", "firma")])
    founded = forms.DateField(label="Od kiedy", required=False)


@pytest.fixture
def collecting(client: Client) -> Any:
    """Give a round that collects, with its first participant signed in."""
    round_ = make_round(ProcessFactory.create(), people=2, phase="collecting", items=())
    person = round_.participants.first()
    assert person
    client.force_login(person.user)  # type: ignore[arg-type]
    return round_, person


def address(round_: Round) -> str:
    return reverse("rounds:propose", kwargs=round_.address)


def test_the_answering_page_leads_to_proposals_while_they_are_collected(client: Client, collecting: Any) -> None:
    round_, _person = collecting
    assert client.get(reverse("rounds:answer", kwargs=round_.address))["Location"] == address(round_)


def test_proposals_are_added_changed_and_taken_back(client: Client, collecting: Any) -> None:
    round_, person = collecting
    client.post(address(round_), {"title": "  Klub   Kajakowy ", "text": "Prowadzi przystań."})
    client.post(address(round_), {"title": "Koło Gospodyń"})
    klub, kolo = Proposal.objects.all()
    assert (klub.title, klub.text) == ("Klub Kajakowy", "Prowadzi przystań.")
    person.refresh_from_db()
    assert person.has_started
    page = client.get(f"{address(round_)}?zmiana={klub.pk}").content.decode()
    assert 'value="Klub Kajakowy"' in page
    client.post(address(round_), {"change": klub.pk, "title": "Klub Żeglarski"})
    klub.refresh_from_db()
    assert klub.title == "Klub Żeglarski"
    client.post(address(round_), {"take_back": kolo.pk})
    assert list(Proposal.objects.all()) == [klub]


def test_the_same_name_is_asked_about_among_own_proposals_alone(client: Client, collecting: Any) -> None:
    round_, person = collecting
    other = round_.participants.exclude(pk=person.pk).get()
    propose(participant=other, title="Klub Kajakowy")
    client.post(address(round_), {"title": "Klub Kajakowy"})
    assert Proposal.objects.count() == 2, "another's proposal is not given away by a question"
    page = client.post(address(round_), {"title": "klub kajakowy"})
    assert page.context["twin"].title == "Klub Kajakowy"
    assert Proposal.objects.count() == 2
    client.post(address(round_), {"title": "klub kajakowy", "twice": "1"})
    assert Proposal.objects.count() == 3


def test_anothers_proposal_is_neither_seen_nor_changed(client: Client, collecting: Any) -> None:
    round_, person = collecting
    other = round_.participants.exclude(pk=person.pk).get()
    theirs = propose(participant=other, title="TAJEMNICA")
    assert "TAJEMNICA" not in client.get(address(round_)).content.decode()
    assert client.get(f"{address(round_)}?zmiana={theirs.pk}").status_code == 404
    assert client.post(address(round_), {"take_back": theirs.pk}).status_code == 404
    assert client.post(address(round_), {"change": theirs.pk, "title": "x"}).status_code == 404
    with pytest.raises(Proposal.DoesNotExist):
        edit_proposal(participant=person, proposal=theirs, title="x")
    assert not take_back_proposal(participant=person, proposal=theirs)


def test_the_purposes_own_fields_are_asked_and_kept(
    client: Client, collecting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_, _person = collecting
    purpose = Purpose(key="general", label="próba", proposal_form=f"{__name__}.SectorForm")
    monkeypatch.setattr("sciezka.rooms.rounds.queries.purposes.all_purposes", lambda: {"general": purpose})
    monkeypatch.setattr("sciezka.rooms.rounds.forms.proposing.import_string", lambda _path: SectorForm)
    page = client.get(address(round_)).content.decode()
    assert "Nazwa podmiotu" in page
    assert "Sektor" in page
    wrong = client.post(address(round_), {"title": "Klub", "details-sector": "inny", "details-founded": "wczoraj"})
    assert set(wrong.context["form"].own.errors) == {"sector", "founded"}
    assert 'value="Klub"' in wrong.content.decode()
    client.post(address(round_), {"title": "Klub", "details-sector": "ngo", "details-founded": "2004-05-01"})
    assert Proposal.objects.get().details == {"sector": "ngo", "founded": "2004-05-01"}
    assert "organizacja społeczna" in client.get(address(round_)).content.decode()


@pytest.mark.parametrize("title", ["", "   ", "x" * 301, "\x00"])
def test_a_proposal_needs_a_name_that_can_be_kept(client: Client, collecting: Any, title: str) -> None:
    round_, _person = collecting
    page = client.post(address(round_), {"title": title})
    assert page.status_code == 200
    assert page.context["form"].main.errors
    assert not Proposal.objects.exists()


def test_once_proposals_are_sorted_nothing_more_is_taken(client: Client, collecting: Any) -> None:
    round_, person = collecting
    mine = propose(participant=person, title="Klub")
    Round.objects.update(collects_until=round_.launched_at)
    for act in (
        lambda: propose(participant=person, title="Drugi"),
        lambda: edit_proposal(participant=person, proposal=mine, title="Drugi"),
        lambda: take_back_proposal(participant=person, proposal=mine),
    ):
        with pytest.raises(ValidationError):
            act()
    client.post(address(round_), {"title": "Drugi"})
    client.post(address(round_), {"take_back": mine.pk})
    page = client.get(address(round_)).content.decode()
    assert "Klub" in page
    assert list(Proposal.objects.values_list("title", flat=True)) == ["Klub"]


def test_the_author_reads_what_became_of_a_proposal(client: Client, collecting: Any) -> None:
    round_, person = collecting
    left, merged = (propose(participant=person, title=title) for title in ("Klub", "OSP Dolina"))
    Round.objects.update(collects_until=round_.launched_at)
    Proposal.objects.filter(pk=left.pk).update(left_out="poza miastem")
    item = round_.items.create(position=1, title="Ochotnicza Straż Pożarna")
    Proposal.objects.filter(pk=merged.pk).update(item=item)
    page = client.get(address(round_)).content.decode().replace("\xa0", " ")
    assert "poza miastem" in page
    assert "Ochotnicza Straż Pożarna" in page


def test_one_person_gives_no_endless_list(collecting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _round, person = collecting
    monkeypatch.setattr("sciezka.rooms.rounds.actions.proposals.MOST_PROPOSALS", 1)
    propose(participant=person, title="Klub")
    with pytest.raises(ValidationError):
        propose(participant=person, title="Drugi")


def test_proposals_are_given_by_a_personal_address_too(client: Client) -> None:
    round_ = make_round(ProcessFactory.create(), people=0, phase="collecting", items=(), audience=Round.Audience.LIST)
    person = Participant.objects.create(round=round_, email="a@miasto.example")
    url = reverse("rounds:key_propose", kwargs={"key": key_of(person)})
    assert client.get(url).status_code == 200
    assert client.post(url, {"title": "Klub"}).status_code == 302
    assert Proposal.objects.get().sheet.participant == person


def test_a_round_that_never_collects_has_no_page_for_proposals(client: Client) -> None:
    round_ = make_round(ProcessFactory.create(), people=1)
    client.force_login(round_.participants.get().user)  # type: ignore[arg-type]
    assert client.get(address(round_)).status_code == 302
