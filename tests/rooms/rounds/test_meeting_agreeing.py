"""What is agreed while a meeting goes on: wherever it is recorded the screens show it, and a departure says why."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.live import read_pulses
from sciezka.rooms.rounds.actions.answers import keep_edits
from sciezka.rooms.rounds.actions.edits import Edit
from sciezka.rooms.rounds.actions.items import ItemValues, edit_item
from sciezka.rooms.rounds.actions.meetings import agree_here, end_meeting, show_spread, start_meeting
from sciezka.rooms.rounds.actions.results import accept_proposed, agree, withdraw_result
from sciezka.rooms.rounds.actions.rounds import call_off
from sciezka.rooms.rounds.models import AgreedResult, Item
from sciezka.rooms.rounds.queries.meetings import pulse_of
from sciezka.rooms.rounds.queries.results import departs
from tests.factories import town
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round
from tests.rooms.rounds.tallies import crossed, ranked
from tests.rooms.rounds.test_meetings import Room, make_room, refresh, sign_in, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return make_room()


def count_pulses(room: Room) -> int:
    return read_pulses([pulse_of(room.meeting)]).get(pulse_of(room.meeting), 0)


def test_what_is_agreed_on_the_page_of_results_shows_on_the_screens(room: Room) -> None:
    client = sign_in(room.leader)
    item = room.meeting.item
    assert item is not None
    page = reverse("rounds:agree", kwargs={**room.round.address, "item": item.pk})
    day = client.get(page).context["company"].initial["agreed_on"]
    client.post(page, {"lsila-value": "3", "agreed_on": f"{day}"})
    assert count_pulses(room) == 1
    assert "Agreed: 3" in state_of(client, room)["said"]


def test_taking_back_and_accepting_show_on_the_screens_too(room: Room) -> None:
    result = agree(actor=room.leader, round=room.round, item=room.items[1], scale="sila", value=3)
    withdraw_result(actor=room.leader, result=result)
    assert count_pulses(room) == 2
    assert accept_proposed(actor=room.leader, round=room.round) == 1
    assert count_pulses(room) == 3


def test_an_answer_to_an_open_round_that_hides_nothing_shows_on_the_screens() -> None:
    round_ = make_round(town.ProcessFactory.create(), phase="open", is_blind=False)
    meeting = start_meeting(actor=None, round=round_)
    item = round_.items.all()[0]
    edit = Edit(key=uuid.uuid4(), item=item.pk, scale="sila", value=3, edited_at=timezone.now())
    keep_edits(participant=round_.participants.all()[0], edits=[edit])
    assert read_pulses([pulse_of(meeting)]) == {pulse_of(meeting): 1}
    edit_item(actor=None, item=item, values=ItemValues(title="Nowa nazwa"))
    call_off(actor=None, round=round_)
    assert read_pulses([pulse_of(meeting)]) == {pulse_of(meeting): 3}


def test_an_ended_meeting_is_told_nothing(room: Room) -> None:
    end_meeting(actor=room.leader, meeting=room.meeting)
    before = count_pulses(room)
    agree(actor=room.leader, round=room.round, item=room.items[1], scale="sila", value=3)
    assert count_pulses(room) == before


def test_what_is_agreed_while_a_meeting_goes_on_belongs_to_it_wherever_it_is_recorded(room: Room) -> None:
    agree(actor=room.leader, round=room.round, item=room.items[1], scale="sila", value=3)
    accept_proposed(actor=room.leader, round=room.round)
    assert {row.meeting for row in AgreedResult.objects.all()} == {room.meeting}


def test_words_mended_after_a_meeting_stay_with_it_and_another_value_does_not(room: Room) -> None:
    agree_here(actor=room.leader, meeting=room.meeting, item=room.items[1], scale="sila", value=3)
    end_meeting(actor=room.leader, meeting=room.meeting)
    said = agree(actor=room.leader, round=room.round, item=room.items[1], scale="sila", value=3, reason="Bez literówki")
    assert said.meeting == room.meeting
    changed = agree(actor=room.leader, round=room.round, item=room.items[1], scale="sila", value=4, reason="Nowe dane")
    assert changed.meeting is None


def test_nobody_goes_on_before_it_is_written_why_the_median_was_departed_from(room: Room) -> None:
    client = sign_in(room.leader)
    step, word = room.url("meeting_step"), f"{room.items[1].pk}:sila:"
    client.post(step, {"to": word, "level": "5"})
    answer = client.post(step, {"to": f"{room.items[0].pk}:sila:"}, headers={"HX-Request": "true"})
    assert "Write the reason first" in answer.content.decode()
    assert refresh(room).item == room.items[1]
    assert AgreedResult.objects.get().value == 5
    client.post(room.url("meeting_end"))
    assert refresh(room).ended_at is None
    client.post(step, {"to": word, "do": "words", "reason": "Nowe dane"})
    client.post(step, {"to": f"{room.items[0].pk}:sila:"})
    assert refresh(room).item == room.items[0]
    client.post(room.url("meeting_end"))
    assert refresh(room).ended_at is not None


def test_a_hidden_spread_spares_nobody_the_reason(room: Room) -> None:
    show_spread(meeting=room.meeting, shows=False)
    agree_here(actor=room.leader, meeting=room.meeting, item=room.items[1], scale="sila", value=1)
    client = sign_in(room.leader)
    client.post(room.url("meeting_step"), {"to": f"{room.items[0].pk}:sila:"})
    assert refresh(room).item == room.items[1]


def test_a_reason_that_was_typed_and_not_saved_is_kept_in_going_on(room: Room) -> None:
    client = sign_in(room.leader)
    step, word = room.url("meeting_step"), f"{room.items[1].pk}:sila:"
    client.post(step, {"to": word, "level": "5"})
    sent = {"to": f"{room.items[0].pk}:sila:", "of": word, "reason": "Zmiana w trakcie rozmowy", "dissent": ""}
    client.post(step, sent)
    assert refresh(room).item == room.items[0]
    assert AgreedResult.objects.get().reason == "Zmiana w trakcie rozmowy"
    # A form without the fields of words says nothing about them.
    client.post(step, {"to": word, "of": word})
    assert AgreedResult.objects.get().reason == "Zmiana w trakcie rozmowy"


def test_a_cell_of_a_matrix_that_departs_asks_for_its_reason_too() -> None:
    round_ = crossed([{(1, 2): 3, (1, 3): 1}] * 3)
    rows = list(round_.items.all())
    leader = town.SeatFactory.create(workspace=round_.process.workspace).user
    room = Room(round_, leader, rows, start_meeting(actor=leader, round=round_))
    client = sign_in(leader)
    step, word = room.url("meeting_step"), f"{rows[0].pk}::{rows[1].pk}"
    client.post(step, {"to": f"{rows[0].pk}::"})
    client.post(step, {"to": word, "level": "0"})
    assert f'for="reason-{word}"' in client.get(room.url("meeting")).content.decode()
    client.post(step, {"to": f"{rows[1].pk}::"})
    assert refresh(room).item == rows[0]
    client.post(step, {"to": word, "do": "words", "reason": "Bez wpływu"})
    client.post(step, {"to": f"{rows[1].pk}::"})
    assert refresh(room).item == rows[1]


def test_two_items_on_one_place_of_a_ranking_are_told_and_may_stay() -> None:
    round_ = ranked([(1, 2, 3), (2, 1, 3)])
    items = list(round_.items.all())
    leader = town.SeatFactory.create(workspace=round_.process.workspace, user=UserFactory.create(language="en")).user
    room = Room(round_, leader, items, start_meeting(actor=leader, round=round_))
    client = sign_in(leader)
    step, warning = room.url("meeting_step"), "Place 1 is held by: Pozycja 1. If they"

    def agree_on(item: Item, place: int) -> str:
        client.post(step, {"to": f"{item.pk}::"})
        client.post(step, {"to": f"{item.pk}::", "level": f"{place}"})
        return client.get(room.url("meeting")).content.decode()

    assert "is held by: " not in agree_on(items[0], 1)
    page = agree_on(items[1], 1)
    assert warning in page
    assert page.count('title="Place 1 is held by: Pozycja 1"') == 1
    assert list(AgreedResult.objects.values_list("value", flat=True)) == [1, 1]
    assert warning not in agree_on(items[1], 2)
    page = reverse("rounds:agree", kwargs={**round_.address, "item": items[1].pk})
    day = client.get(page).context["company"].initial["agreed_on"]
    for place, told in (("1", True), ("3", False)):
        answer = client.post(page, {"l-value": place, "agreed_on": f"{day}"}, follow=True)
        assert AgreedResult.objects.get(item=items[1]).value == int(place)
        assert (warning in answer.content.decode()) is told


def test_levels_of_a_rating_are_held_by_nobody(room: Room) -> None:
    for item in room.items[:2]:
        agree_here(actor=room.leader, meeting=room.meeting, item=item, scale="sila", value=3)
    assert "data-held" not in sign_in(room.leader).get(room.url("meeting")).content.decode()


@pytest.mark.parametrize(
    ("value", "median", "levels", "expected"),
    [
        (3, 3.0, (1, 2, 3, 4, 5), False),
        (3, 2.5, (1, 2, 3, 4, 5), False),
        (2, 2.5, (1, 2, 3, 4, 5), False),
        (4, 2.5, (1, 2, 3, 4, 5), True),
        (4, 3.0, (1, 2, 3, 4, 5), True),
        (1, 2.0, (1, 3, 5), False),
        (5, 2.0, (1, 3, 5), True),
        (None, 2.0, (1, 2, 3), True),
        (None, None, (1, 2, 3), False),
    ],
)
def test_a_level_departs_from_the_median_when_another_lies_nearer(
    *, value: int | None, median: float | None, levels: tuple[float, ...], expected: bool
) -> None:
    assert departs(value, median, levels) is expected
