"""Judgements of stakeholders as evidence: what is cited, what the newest wave says, and what may not be cited."""

import pytest
from django.core.exceptions import ValidationError

from sciezka.kit.models import JournalEntry
from sciezka.rooms.rounds.models import AgreedResult
from sciezka.rooms.stakeholders.actions.findings import take_finding
from sciezka.rooms.stakeholders.actions.register import StakeholderValues, edit_stakeholder, merge_stakeholders
from sciezka.rooms.stakeholders.models import StakeholderFinding
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import node_for, node_with_ties
from tests.factories.people import UserFactory
from tests.factories.stakeholders import make_judging, make_stakeholder
from tests.rooms.stakeholders.conftest import Office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_judgement_is_taken_from_the_page_and_the_thread_tells_when_a_newer_wave_says_otherwise(office: Office) -> None:
    izba = make_stakeholder(office.process, "Izba")
    wave = make_judging(office.process, {izba: (4, 2)}, people=[office.contributor, office.viewer], team=office.team)
    client, page = office.sign_in(office.coordinator), office.url("finding_new", stakeholder=izba.pk)
    assert f"{page}?tura={wave.pk}" in client.get(izba.get_absolute_url()).content.decode()
    assert f"{page}?tura={wave.pk}" in client.get(office.url("map")).content.decode()
    assert office.sign_in(office.contributor).get(page).status_code == 404
    assert client.get(f"{page}?tura={wave.pk}&skala=engagement").context["form"].initial["scale"] == "engagement"
    assert client.post(f"{page}?tura={wave.pk}", {"scale": "zła"}).status_code == 200
    assert client.get(f"{page}?tura=999999999").status_code == 404
    answer = client.post(f"{page}?tura={wave.pk}", {"scale": "influence", "title": ""})
    node = Node.objects.get(type="stakeholder_judgement")
    assert answer["Location"] == node.get_absolute_url()
    assert node.citation is not None
    assert (node.code, node.citation.number, node.citation.source) == ("OI-01", 4.0, wave.title)
    assert "Izba" in node.title
    assert "2" in node.citation.text  # how many judged
    assert node.code in client.get(izba.get_absolute_url()).content.decode()
    assert JournalEntry.objects.filter(verb="stakeholder_finding.take").count() == 1
    assert not node_with_ties(node).has_moved
    # Taken again in other words: the same node.
    again = take_finding(actor=None, stakeholder=izba, round=wave, scale="influence", title="Izba może wiele")
    assert (again.pk, again.title) == (node.pk, "Izba może wiele")
    newer = make_judging(office.process, {izba: (2, 2)}, people=[office.contributor], team=office.team, previous=wave)
    AgreedResult.objects.create(round=newer, item=newer.items.get(), scale="influence", value=3)
    told = node_with_ties(Node.objects.select_related("process__workspace").get(pk=node.pk))
    assert told.has_moved
    assert told.lookup.standing is not None
    assert told.lookup.standing.now is not None
    assert told.lookup.standing.now.number == 3


def test_of_a_person_nothing_is_cited_nor_before_the_end_nor_of_few_in_an_anonymous_wave(office: Office) -> None:
    izba, person = make_stakeholder(office.process, "Izba"), make_stakeholder(office.process, "Osoba", is_person=True)
    people = [office.contributor]
    both = {izba: (4, 2), person: (5, 5)}
    closed = make_judging(office.process, both, people=people)
    refused = [
        (person, closed),
        (izba, make_judging(office.process, both, people=people, phase="open")),
        (izba, make_judging(office.process, both, people=UserFactory.create_batch(4), is_anonymous=True)),
        (izba, make_judging(office.process, both, people=people, purpose="general")),
    ]
    for who, wave in refused:
        with pytest.raises(ValidationError):
            take_finding(actor=None, stakeholder=who, round=wave, scale="influence")
    client = office.sign_in(office.coordinator)
    page = office.url("finding_new", stakeholder=person.pk)
    assert client.post(f"{page}?tura={closed.pk}", {"scale": "influence"})["Location"] == person.get_absolute_url()
    assert page not in client.get(person.get_absolute_url()).content.decode()
    assert not StakeholderFinding.objects.exists()


def test_who_turns_out_to_be_a_person_leaves_the_thread_and_the_title_names_nobody(office: Office) -> None:
    izba = make_stakeholder(office.process, "Jan z Izby")
    wave = make_judging(office.process, {izba: (4, 2)}, people=[office.contributor])
    node = take_finding(actor=None, stakeholder=izba, round=wave, scale="influence")
    edit_stakeholder(actor=None, stakeholder=izba, values=StakeholderValues(name="Jan z Izby", is_person=True))
    node.refresh_from_db()
    assert node.is_taken_off
    assert "Jan" not in f"{node.title} {node.cited}"
    assert "Jan" not in StakeholderFinding.objects.get().title


def test_merged_stakeholders_keep_what_was_cited_of_either(office: Office) -> None:
    one, other = make_stakeholder(office.process, "Izba"), make_stakeholder(office.process, "Izba gospodarcza")
    wave = make_judging(office.process, {other: (4, 2)}, people=[office.contributor])
    node = take_finding(actor=None, stakeholder=other, round=wave, scale="influence")
    merge_stakeholders(actor=None, kept=one, other=other)
    finding = StakeholderFinding.objects.get()
    assert finding.stakeholder == one
    assert node_for(finding) == node
