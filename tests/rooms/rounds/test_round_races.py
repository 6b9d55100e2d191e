"""People act on a round at the same moment: nothing is lost, nothing stands twice, nobody waits for ever."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from sciezka.rooms.rounds.actions.answers import keep_edits
from sciezka.rooms.rounds.actions.meetings import agree_here, start_meeting
from sciezka.rooms.rounds.actions.participants import bring_back_participant, remind, remove_participant
from sciezka.rooms.rounds.actions.proposals import propose
from sciezka.rooms.rounds.actions.results import accept_proposed, agree
from sciezka.rooms.rounds.actions.rounds import launch_round, settle_round
from sciezka.rooms.rounds.models import AgreedResult, Item, Meeting, Participant, Round
from tests.factories.rounds import make_round
from tests.factories.town import ProcessFactory
from tests.rooms.rounds.test_sheet_races import make_edit, run_at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TURNS = 8


def refuse_or(act: Callable[[], object]) -> Callable[[], object]:
    """Give the act as one that tells of its being refused."""

    def tried() -> object:
        try:
            return act()
        except ValidationError as wrong:
            return wrong

    return tried


def test_a_proposal_that_comes_while_the_proposals_are_settled_is_taken_wholly_or_refused() -> None:
    round_ = make_round(ProcessFactory.create(), people=5, phase="collecting", items=("Jedna",))
    Round.objects.update(opens_at=None, closes_at=round_.collects_until)
    people = list(round_.participants.select_related("round"))
    proposers = [
        lambda person=person: [
            refuse_or(lambda person=person, turn=turn: propose(participant=person, title=f"{person.pk} {turn}"))()
            for turn in range(TURNS)
        ]
        for person in people
    ]  # type: ignore[misc]
    run_at_once([*proposers, refuse_or(lambda: settle_round(actor=None, round=Round.objects.get()))])
    assert Round.objects.get().settled_at
    assert not round_.proposals.filter(item=None).exists()


def test_reminding_and_taking_off_do_not_get_in_the_way_of_first_answers() -> None:
    round_ = make_round(ProcessFactory.create(), people=6)
    item = round_.items.all()[0]
    people = list(round_.participants.select_related("round"))

    def run_the_round() -> None:
        for _turn in range(TURNS):
            remind(actor=None, round=round_)
            remove_participant(actor=None, participant=Participant.objects.get(pk=people[5].pk))
            bring_back_participant(actor=None, participant=Participant.objects.get(pk=people[5].pk))

    acts = [lambda person=person: keep_edits(participant=person, edits=[make_edit(item, 3)]) for person in people[:5]]  # type: ignore[misc]
    kept = run_at_once([run_the_round, *acts])[1:]
    assert all(one.counted for one in kept)  # type: ignore[attr-defined]


def test_two_who_agree_at_once_leave_one_result_and_both_are_heard() -> None:
    round_ = make_round(ProcessFactory.create(), people=2, phase="closed")
    meeting = start_meeting(actor=None, round=round_)
    items = list(round_.items.all())

    def agree_at_the_desk() -> list[AgreedResult]:
        return [
            agree_here(actor=None, meeting=meeting, item=item, scale="sila", value=2) for _ in range(TURNS) for item in items
        ]

    def agree_on_the_page() -> list[AgreedResult]:
        return [agree(actor=None, round=round_, item=item, scale="sila", value=4) for _ in range(TURNS) for item in items]

    run_at_once([agree_at_the_desk, agree_on_the_page, lambda: accept_proposed(actor=None, round=round_)])
    assert AgreedResult.objects.count() == len(items)
    assert {result.meeting for result in AgreedResult.objects.all()} == {meeting}


def test_what_can_happen_once_happens_once() -> None:
    round_ = make_round(ProcessFactory.create(), people=2, phase="draft")
    Round.objects.update(closes_at=make_round(round_.process).closes_at)
    launched = run_at_once([refuse_or(lambda: launch_round(actor=None, round=Round.objects.get(pk=round_.pk)))] * 4)
    assert sum(isinstance(one, ValidationError) for one in launched) == 3
    sorting = make_round(round_.process, phase="sorting", items=("Jedna",))
    Round.objects.filter(pk=sorting.pk).update(closes_at=Round.objects.get(pk=round_.pk).closes_at)
    settled = run_at_once([refuse_or(lambda: settle_round(actor=None, round=Round.objects.get(pk=sorting.pk)))] * 4)
    assert sum(isinstance(one, ValidationError) for one in settled) == 3
    assert Item.objects.filter(round=sorting).count() == 1
    closed = make_round(round_.process, phase="closed")
    begun = run_at_once([refuse_or(lambda: start_meeting(actor=None, round=closed))] * 4)
    assert sum(isinstance(one, Meeting) for one in begun) == 1
