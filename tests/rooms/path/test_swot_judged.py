"""A SWOT judged by two teams, the position that it comes to, what the data propose, and the rules that it is held to."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.core.swot import Position
from sciezka.kit.models import JournalEntry
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.path.actions.swot import cross
from sciezka.rooms.path.actions.swot_proposals import take_offer
from sciezka.rooms.path.actions.swot_rounds import AskValues, ask_swot, settle_items
from sciezka.rooms.path.models import Quadrant, SwotEntry
from sciezka.rooms.path.queries.swot import read_board
from sciezka.rooms.path.queries.swot_judged import JudgedSwot, read_judged
from sciezka.rooms.path.queries.swot_proposals import read_offers
from sciezka.rooms.rounds.models import Answer, Participant, Proposal, Round, Sheet
from sciezka.rooms.rounds.models.results import AgreedResult
from sciezka.rooms.thread.actions import hang
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.checks import check
from sciezka.rooms.town.models import Process, Team
from tests.factories.assessment import make_assessment, make_card
from tests.factories.monitor import make_store
from tests.factories.path import make_goal, make_swot_entry, node_of
from tests.factories.people import UserFactory
from tests.factories.rounds import make_sheet
from tests.factories.town import MembershipFactory, TeamFactory
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office() -> Office:
    return build_office()


def url(process: Process, name: str, **words: Any) -> str:
    return reverse(f"path:{name}", kwargs={**process.address, **words})


def english(office: Office, role: str) -> Client:
    client = office.client(role)
    office.people[role].language = "en"
    office.people[role].save()
    return client


def judge_swot(process: Process, team: Team, ratings: dict[str, int], weight: int = 3) -> Round:
    """Let one member of a team give a rating to every entry of a quadrant, all of one weight, and close the round."""
    round_ = ask_swot(actor=None, process=process, values=AskValues(title="Wagi i oceny", team=team))
    user = UserFactory.create()
    MembershipFactory.create(team=team, user=user)
    person = Participant.objects.create(round=round_, user=user)
    items = list(round_.items.all())
    quadrants = {str(entry.pk): entry.quadrant for entry in SwotEntry.objects.filter(process=process)}
    sheet = make_sheet(person, {item: ratings[quadrants[item.noun_key]] for item in items}, scale="rating")
    for answer in sheet.answers.all():
        Answer.objects.create(
            sheet=sheet, item=answer.item, scale="weight", edit=uuid.uuid4(), edited_at=timezone.now(), value=weight
        )
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(launched_at=now, opens_at=now - dt.timedelta(days=2), closes_at=now)
    return round_


def read(office: Office, role: str = "coordinator") -> JudgedSwot:
    return read_judged(office.people[role], read_board(office.process))


def test_two_teams_are_shown_each_and_joined_and_what_was_agreed_wins(office: Office) -> None:
    process = office.process
    entries = {key: make_swot_entry(process, f"Zdanie {key}", key) for key in Quadrant.values}
    first = judge_swot(process, office.team, {"strength": 5, "weakness": 3, "opportunity": 4, "threat": 2})
    second = judge_swot(
        process, TeamFactory.create(process=process), {"strength": 1, "weakness": 3, "opportunity": 4, "threat": 4}
    )
    judged = read(office)
    assert [(voice.round.pk, voice.judgement.inner, voice.judgement.outer) for voice in judged.voices] == [
        (first.pk, 0.5, 0.5), (second.pk, -0.5, 0.0),
    ]  # fmt: skip
    assert (judged.judgement.inner, judged.judgement.outer) == (0.0, 0.25)
    assert judged.judgement.positions == (Position.AGGRESSIVE, Position.COMPETITIVE)
    item = second.items.get(noun_key=str(entries["strength"].pk))
    AgreedResult.objects.create(round=second, item=item, scale="rating", value=4)
    line = read(office).by_key[entries["strength"].pk]
    assert (line.rating, line.weight, line.agreed) == (4.0, 3.0, frozenset({"rating"}))
    assert read(office).judgement.positions == (Position.AGGRESSIVE,)
    # A member of neither team sees neither result, and is told so.
    viewer = read(office, "viewer")
    assert (viewer.voices, viewer.hidden, viewer.judgement.positions) == ((), 2, ())
    for inner in ("strength", "weakness"):
        for outer in ("opportunity", "threat"):
            value = -2 if inner == "weakness" else 1
            cross(actor=None, inner=entries[inner], outer=entries[outer], value=value)
    client = english(office, "coordinator")
    said = client.get(url(process, "swot_position")).content.decode()
    assert "Strategic position: aggressive" in said
    assert "The readings differ" in said
    assert "competitive / defensive" in said
    svg = client.get(url(process, "swot_svg")).content.decode()
    assert "var(" not in svg
    assert svg.count("<circle") >= 3
    assert client.get(url(process, "swot_png")).content.startswith(b"\x89PNG")
    rows = client.get(url(process, "swot_csv")).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("MS-01,strength,Zdanie strength,3,4,1,4,")
    assert "belong to other teams" in english(office, "viewer").get(url(process, "swot_position")).content.decode()
    # What was judged of a strength says nothing of the threat that it became.
    client.post(url(process, "swot_move", swot_entry=entries["strength"].pk), {"quadrant": "threat"})
    moved = read(office)
    assert moved.by_key[entries["strength"].pk].rating is None
    assert moved.judgement.missing == ("strength",)
    assert "nothing is judged among: strengths" in client.get(url(process, "swot_position")).content.decode()


def test_a_round_is_prepared_and_what_members_propose_becomes_entries(office: Office) -> None:
    process, client = office.process, english(office, "coordinator")
    known = make_swot_entry(process, "Czyste powietrze", "strength")
    typed = {"title": "SWOT", "team": office.team.pk, "way": "collect", "closes_at": "2030-01-01T10:00"}
    answer: Any = client.post(url(process, "swot_ask"), typed)
    round_ = Round.objects.get()
    assert answer.url == round_.get_absolute_url()
    assert [scale["key"] for scale in round_.scales] == ["weight", "rating"]
    person = Participant.objects.create(round=round_, user=office.people["contributor"])
    sheet = Sheet.objects.create(round=round_, participant=person, number=77)
    for title, quadrant in (("czyste  powietrze", "strength"), ("Susze", "threat"), ("Bez miejsca", "")):
        item = round_.items.create(title=title, position=9)
        Proposal.objects.create(round=round_, sheet=sheet, title=title, details={"quadrant": quadrant}, item=item)
    settle_items(actor=None, round=round_)
    assert sorted(SwotEntry.objects.values_list("text", "quadrant")) == [
        ("Bez miejsca", "strength"), ("Czyste powietrze", "strength"), ("Susze", "threat"),
    ]  # fmt: skip
    assert list(round_.items.values_list("code", flat=True)) == ["MS-01", "MS-02", "ZG-01"]
    assert round_.items.get(noun_key=str(known.pk)).proposals.count() == 1
    refused = client.post(url(process, "swot_ask"), {"title": "", "team": "x"})
    assert refused.status_code == 200
    assert refused.context["form"].errors


def test_areas_far_from_the_peers_are_proposed_taken_with_evidence_or_declined_until_the_figure_moves(
    office: Office,
) -> None:
    make_store()
    process, client = office.process, english(office, "contributor")
    card = make_card(make_assessment(process, people=[], team=office.team))
    deficit = card.deficits.get()
    evidence = hang(actor=None, process=process, type="deficit", noun=deficit, title="Nadal brakuje danych")
    offers = read_offers(process)
    assert not offers.trouble
    told = [offer for offer in offers.offers if offer.source == "monitor"]
    assert told
    assert all(offer.quadrant in {"strength", "weakness"} for offer in told)
    assert [offer.text for offer in offers.offers if offer.source == "thread"] == ["Nadal brakuje danych"]
    page = client.get(url(process, "swot_proposals")).content.decode()
    assert all(f'value="{offer.key}"' in page for offer in offers.offers)
    first = told[0]
    client.post(url(process, "swot_take"), {"offer": first.key, "text": "Nasze własne zdanie"})
    entry = SwotEntry.objects.get(is_taken=True)
    assert (entry.text, entry.proposed_from["subject"], entry.quadrant) == (
        "Nasze własne zdanie",
        first.subject,
        first.quadrant,
    )
    tied = Tie.objects.select_related("source").get(target=node_of(entry))
    assert (tied.kind, tied.source.type, Finding.objects.get().subject) == ("supports", "finding", first.subject)
    assert read_offers(process).find(first.key) is None
    # Somebody else read the proposals before it was taken.
    with pytest.raises(ValidationError):
        take_offer(actor=office.people["contributor"], offers=offers, offer=first)
    assert client.post(url(process, "swot_take"), {"offer": first.key}).status_code == 302
    assert client.post(url(process, "swot_take"), {"offer": "x" * 999}).status_code == 302
    if len(told) > 1:
        other = told[1].key
        assert client.post(url(process, "swot_take"), {"offer": other, "text": "ż" * 301}).status_code == 422
        for reason in (" ", "z\x00ero", "ż" * 2001):
            client.post(url(process, "swot_decline"), {"offer": other, "reason": reason})
        assert client.post(url(process, "swot_take"), {"offer": other, "text": "z\x00ero"}).status_code == 422
        assert read_offers(process).find(other)
        client.post(url(process, "swot_decline"), {"offer": other, "reason": "Dane sprzed powodzi."})
        declined = SwotEntry.objects.get(is_taken=False)
        assert read_offers(process).find(other) is None
        assert "Dane sprzed powodzi." in client.get(url(process, "swot_proposals")).content.decode()
        assert "This proposal was declined" in client.get(declined.get_absolute_url()).content.decode()
        assert len(read_board(process).cards) == 1
        declined.proposed_from["number"] = -1
        declined.save()
        assert read_offers(process).find(other)
    assert JournalEntry.objects.filter(verb="finding.save").count() == 1
    client.post(url(process, "swot_take"), {"offer": f"thread.{evidence.code}"})
    weakness = SwotEntry.objects.get(text="Nadal brakuje danych")
    assert Tie.objects.get(target=node_of(weakness)).source_id == evidence.pk
    # As if another figure had been cited than the monitor gives today.
    client.post(url(process, "swot_off", swot_entry=weakness.pk))
    Node.objects.filter(pk=tied.source_id).update(cited={**tied.source.cited, "number": -1.0})
    assert "W05" in {fault.rule.code for fault in check(process).faults}


def test_the_rules_tell_what_a_swot_lacks(office: Office) -> None:
    process = office.process
    used = make_swot_entry(process, "Czyste powietrze na wzgórzach", "strength")
    for number in range(10):
        make_swot_entry(process, f"{chr(97 + number) * 6} {chr(98 + number) * 7}", "strength")
    make_swot_entry(process, "Czyste powietrze na wzgórzach miasta", "opportunity")
    make_swot_entry(process, "Odpływ młodych", "threat")
    make_swot_entry(process, "Niskie płace", "weakness")

    def heard() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for fault in check(process).faults:
            if fault.rule.code.startswith("W"):
                assert "%(" not in fault.text
                assert str(fault.href).startswith("/biuro/")
                found.setdefault(fault.rule.code, []).append(fault.node.code if fault.node else "-")
        return found

    assert heard() == {"W02": ["SZ-01"], "W03": ["-"]}
    goal = make_goal(process)
    Tie.objects.create(source=node_of(used), target=node_of(goal), kind="uses")
    judge_swot(process, office.team, dict.fromkeys(Quadrant.values, 3))
    found = heard()
    assert found["W04"] == ["-"]
    assert len(found["W01"]) == 13
    assert "MS-01" not in found["W01"]
