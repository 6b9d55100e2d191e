"""The list of factors: kept, merged, collected in a round, judged."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.path.actions import factors as acts
from sciezka.rooms.path.actions.factors import FactorValues
from sciezka.rooms.path.models import Factor
from sciezka.rooms.path.queries.factors import read_factor, read_list, sort_lines
from sciezka.rooms.path.queries.factors_rounds import LONG
from sciezka.rooms.rounds.actions.items import merge_proposals
from sciezka.rooms.rounds.actions.rounds import settle_round
from sciezka.rooms.rounds.models import Proposal
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.models import Tie
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.conflicts import Conflict
from tests.factories.path import make_factor, make_goal, node_of
from tests.factories.path_factors import age, make_judging, make_picks
from tests.factories.rounds import make_round
from tests.factories.thread import NodeFactory, declare_types
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.both_databases
SOON = timezone.make_aware(timezone.datetime(2099, 1, 1, 12))  # type: ignore[attr-defined]


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office with one person in each role."""
    declare_types()
    return build_office()


def test_a_factor_is_kept_with_its_node_its_reason_and_its_trace(office: Office) -> None:
    actor, process = office.people["coordinator"], office.process
    made = acts.add_factor(
        actor=actor, process=process, values=FactorValues(name=" Oferta  mieszkaniowa ", dimension="social")
    )
    assert (made.name, node_of(made).code, node_of(made).title) == ("Oferta mieszkaniowa", "CZ-01", "Oferta mieszkaniowa")
    read = made.version
    acts.edit_factor(actor=actor, factor=made, version=read, values=FactorValues(name="Mieszkania na wynajem"))
    assert node_of(made).title == "Mieszkania na wynajem"
    with pytest.raises(Conflict) as conflict:
        acts.edit_factor(actor=actor, factor=made, version=read, values=FactorValues(name="Tanie mieszkania"))
    assert conflict.value.standing.name == "Mieszkania na wynajem"
    with pytest.raises(ValidationError):
        acts.take_off_factor(actor=actor, factor=made, reason="  ")
    acts.take_off_factor(actor=actor, factor=made, reason="To skutek, nie czynnik.")
    shown = read_list(actor, process)
    assert (shown.lines, [row.off_reason for row in shown.off]) == ((), ["To skutek, nie czynnik."])
    acts.put_back_factor(actor=actor, factor=made)
    (line,) = read_list(actor, process).lines
    assert (line.node.code, line.factor.off_reason) == ("CZ-01", "")
    verbs = list(JournalEntry.objects.filter(verb__startswith="factor.").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["factor.add", "factor.edit", "factor.take_off", "factor.put_back"]


def test_merging_brings_ties_along_and_counts_each_voter_once(office: Office) -> None:
    actor, process = office.people["coordinator"], office.process
    kept, other, third = (make_factor(process, name) for name in ("Mieszkania", "Lokale mieszkalne", "Praca"))
    proof = NodeFactory.create(process=process, cited={"number": 21.4, "of": "2024", "source": "GUS"})
    tie(actor=None, source=proof, target=node_of(other), kind="supports", reason="Wprost to mówi.")
    goal = make_goal(process)
    for row in (kept, other):
        tie(actor=None, source=node_of(row), target=node_of(goal), kind="uses")
    make_judging(process, [other, third], [[5, 2, 3, -2], [4, 4, 2, 1]])
    # The first voter picked both of those that are one thing.
    make_picks(process, [kept, other, third], [[0, 1], [1, 2], [2]])
    acts.merge_factors(actor=actor, kept=kept, other=other)
    shown = read_list(actor, process)
    (first, second) = shown.lines
    assert (first.factor, first.importance, first.gap, first.evidence, first.goals) == (kept, 5, 15, 1, 1)
    assert (first.votes, second.votes) == ((2,), (2,))
    assert [(row.pk, into.pk) for row, into in shown.merged] == [(other.pk, kept.pk)]
    assert Tie.objects.filter(source=proof).count() == 2
    with pytest.raises(ValidationError):
        acts.merge_factors(actor=actor, kept=third, other=other)
    acts.merge_factors(actor=actor, kept=third, other=kept)
    (line,) = read_list(actor, process).lines
    # It was judged itself, so what was judged of what it took in does not count.
    assert (line.factor, line.importance, line.gap) == (third, 4, 4)
    acts.put_back_factor(actor=actor, factor=other)
    assert {row.factor.pk for row in read_list(actor, process).lines} == {third.pk, other.pk}


def collect(office: Office, *proposals: tuple[str, Any], items: tuple[Factor, ...] = ()) -> Any:
    """Make a round whose proposals wait to be settled."""
    round_ = make_round(
        office.process, phase="sorting", items=[row.name for row in items], purpose=LONG, closes_at=SOON, people=1
    )
    for item, factor in zip(round_.items.all(), items, strict=True):
        item.noun_key = str(factor.pk)
        item.save()
    sheet = round_.sheets.create(number=1, participant=round_.participants.get())
    for title, details in proposals:
        Proposal.objects.create(round=round_, sheet=sheet, title=title, details=details, text=f"O: {title}")
    return round_


def test_settling_hangs_each_new_factor_once_and_keeps_who_proposed_it(office: Office) -> None:
    known, asked = make_factor(office.process, "Miejsca pracy"), make_factor(office.process, "Czyste powietrze")
    round_ = collect(
        office, ("Mieszkania na wynajem", {"dimension": "social"}), ("Tani najem", {"dimension": "social"}),
        ("MIEJSCA  PRACY", {}), ("czyste powietrze", {}), ("Kolej" + "!" * 290, {"dimension": 7}), ("Drogi", []),
        items=(asked,),
    )  # fmt: skip
    same = round_.proposals.filter(title__in=["Mieszkania na wynajem", "Tani najem"])
    merge_proposals(actor=None, round=round_, proposals=same, title="Najem mieszkań")
    settle_round(actor=office.people["coordinator"], round=round_)
    found = {row.name[:14]: row for row in Factor.objects.all()}
    assert set(found) == {"Miejsca pracy", "Czyste powietr", "Najem mieszkań", "Kolej!!!!!!!!!", "Drogi"}
    flats = found["Najem mieszkań"]
    assert (flats.dimension, "O: Tani najem" in flats.about, node_for(flats) is not None) == ("social", True, True)
    items = {item.noun_key: item for item in round_.items.all()}
    assert set(items) == {str(row.pk) for row in found.values()}
    assert items[str(flats.pk)].proposals.count() == 2
    assert items[str(asked.pk)].proposals.count() == 1
    assert items[str(known.pk)].code == "CZ-01"
    assert found["Kolej!!!!!!!!!"].about.startswith("Kolej!")


def test_judgements_are_seen_by_those_who_may_and_sorted_with_the_unknown_last(office: Office) -> None:
    process, team = office.process, [office.people["contributor"]]
    flats, jobs, air = (make_factor(process, name) for name in ("Mieszkania", "Żłobki", "Łąki"))
    age(make_judging(process, [flats, jobs], [[3, 3, 3, 0], [5, 1, 2, -2]], team), 30)
    newest = make_judging(process, [flats, jobs], [[4, 2, 5, 2], [5, 4, 1, -1]], team, title="Druga fala")
    shown = read_list(office.people["coordinator"], process)
    assert shown.round == newest
    assert [line.gap for line in shown.lines] == [12, 5, None]
    assert [line.signed_direction for line in shown.lines] == ["+2", "−1", ""]
    assert [line.factor for line in sort_lines(shown.lines, "-luka")] == [flats, jobs, air]
    assert [line.factor for line in sort_lines(shown.lines, "luka")] == [jobs, flats, air]
    assert [line.factor for line in sort_lines(shown.lines, "nazwa")] == [air, flats, jobs]
    assert sort_lines(shown.lines, "glosy0") == sort_lines(shown.lines, "nonsense") == list(shown.lines)
    earlier = read_list(office.people["contributor"], process, shown.rounds[1].pk)
    assert [line.gap for line in earlier.lines] == [6, 20, None]
    assert read_list(office.people["viewer"], process).round is None
    waves = read_factor(office.people["coordinator"], jobs).waves
    assert [[stand.value for stand in wave.stands if stand] for wave in waves] == [[5, 4, 1, -1], [5, 1, 2, -2]]
