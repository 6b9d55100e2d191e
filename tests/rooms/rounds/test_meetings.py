"""Leading a meeting: who may, what stands on the screens, what is recorded."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.journal import entries_of
from sciezka.kit.live import read_pulses
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.meetings import agree_here, end_meeting, show_item, show_spread, start_meeting, turn_timer
from sciezka.rooms.rounds.models import AgreedResult, Item, Meeting, Round
from sciezka.rooms.rounds.queries.meetings import list_points, pulse_of, read_board, read_clock
from sciezka.rooms.rounds.queries.places import find_meeting
from tests.factories import town
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_scale, make_sheet

pytestmark = pytest.mark.django_db
BACKEND = "sciezka.rooms.people.backends.AccountBackend"


class Room(NamedTuple):
    """A closed round that a meeting is about."""

    round: Round
    leader: User
    items: list[Item]
    meeting: Meeting

    def url(self, name: str) -> str:
        """Give the address of one of the meeting's pages."""
        return reverse(f"rounds:{name}", kwargs={**self.round.address, "meeting": self.meeting.pk})


def make_room(people: int = 6, **fields: Any) -> Room:
    """Make a closed round: all agree on the first item, opposite camps on the second, the third lies between."""
    process = town.ProcessFactory.create()
    leader = UserFactory.create(language="en")
    town.SeatFactory.create(workspace=process.workspace, user=leader)
    round_ = make_round(process, people=people, **{"phase": "closed", **fields})
    items = list(round_.items.all())
    for number, person in enumerate(round_.participants.all()):
        make_sheet(person, {items[0]: 4, items[1]: 1 if number % 2 else 5, items[2]: 3 + number % 2})
    return Room(round_, leader, items, start_meeting(actor=leader, round=round_))


@pytest.fixture
def room() -> Room:
    return make_room()


def sign_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=BACKEND)
    return client


def refresh(room: Room) -> Meeting:
    return find_meeting(**room.round.address, meeting=room.meeting.pk)  # type: ignore[arg-type]


def state_of(client: Client, room: Room) -> dict[str, Any]:
    answer = client.get(room.url("meeting_state"))
    assert answer.status_code == 200
    state: dict[str, Any] = json.loads(answer.content)["state"]
    return state


def test_what_needs_talk_most_is_on_the_screen_first(room: Room) -> None:
    assert room.meeting.item == room.items[1]
    points = list_points(room.meeting)
    assert [point.item for point in points] == [room.items[1], room.items[2], room.items[0]] or points[0].needs_talk
    assert [point.item for point in list_points(room.meeting, by_need=False)] == room.items


def test_no_meeting_begins_while_answers_are_hidden() -> None:
    round_ = make_round(town.ProcessFactory.create(), phase="open")
    with pytest.raises(ValidationError):
        start_meeting(actor=None, round=round_)
    assert not round_.meetings.exists()


def test_a_meeting_may_begin_while_a_round_that_hides_nothing_is_open() -> None:
    round_ = make_round(town.ProcessFactory.create(), phase="open", is_blind=False)
    assert start_meeting(actor=None, round=round_).item is not None


def test_one_meeting_about_a_round_goes_on_at_a_time(room: Room) -> None:
    with pytest.raises(ValidationError):
        start_meeting(actor=room.leader, round=room.round)
    end_meeting(actor=room.leader, meeting=room.meeting)
    assert start_meeting(actor=room.leader, round=room.round).pk != room.meeting.pk


def test_each_step_raises_the_pulse_of_the_meeting(room: Room) -> None:
    key = pulse_of(room.meeting)
    show_item(meeting=room.meeting, item=room.items[0], scale="sila")
    show_spread(meeting=room.meeting, shows=False)
    turn_timer(meeting=room.meeting, turn="start")
    agree_here(actor=room.leader, meeting=room.meeting, item=room.items[0], scale="sila", value=4)
    assert read_pulses([key]) == {key: 4}


def test_the_facilitator_leads_by_plain_forms(room: Room) -> None:
    client = sign_in(room.leader)
    desk = client.get(room.url("meeting")).content.decode()
    assert "Biblioteka" in desk
    client.post(room.url("meeting_step"), {"to": f"{room.items[0].pk}:sila:"})
    assert refresh(room).item == room.items[0]
    answer = client.post(
        room.url("meeting_step"), {"to": f"{room.items[0].pk}:sila:", "level": "5", "reason": "Po rozmowie"}, follow=True
    )
    assert "Agreed: 5" in answer.content.decode()
    agreed = AgreedResult.objects.get()
    assert (agreed.value, agreed.reason, agreed.meeting, agreed.recorded_by) == (
        5,
        "Po rozmowie",
        room.meeting,
        room.leader.ref,
    )


def test_what_differs_from_the_median_asks_for_a_reason(room: Room) -> None:
    client = sign_in(room.leader)
    client.post(room.url("meeting_step"), {"to": f"{room.items[0].pk}:sila:"})
    client.post(room.url("meeting_step"), {"to": f"{room.items[0].pk}:sila:", "level": "2"})
    assert "differs from the median" in client.get(room.url("meeting")).content.decode()
    client.post(room.url("meeting_step"), {"to": f"{room.items[0].pk}:sila:", "do": "words", "reason": "Nowe dane"})
    assert "differs from the median" not in client.get(room.url("meeting")).content.decode()
    assert AgreedResult.objects.get().value == 2


def test_what_was_agreed_can_be_taken_back(room: Room) -> None:
    client = sign_in(room.leader)
    word = f"{room.items[1].pk}:sila:"
    client.post(room.url("meeting_step"), {"to": word, "level": "3"})
    client.post(room.url("meeting_step"), {"to": word, "do": "take_back"})
    assert not AgreedResult.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {}, {"to": "0:sila:"}, {"to": "x"}, {"to": "999999999999999999:sila:"}, {"do": "dance"}, {"do": "words"},
        {"to": "ITEM", "level": "9"}, {"to": "ITEM", "level": "99999"}, {"to": "ITEM", "level": "four"},
        {"to": "ITEM", "do": "words", "reason": "za wcześnie"}, {"to": "OTHER"}, {"to": "ITEM", "reason": "x" * 5000},
    ],
)  # fmt: skip
def test_a_step_that_makes_no_sense_changes_nothing_and_says_so(room: Room, data: dict[str, str]) -> None:
    other = make_round(room.round.process, phase="closed").items.first()
    assert other is not None
    words = {"ITEM": f"{room.items[0].pk}:sila:", "OTHER": f"{other.pk}:sila:"}
    sent = {name: words.get(value, value) for name, value in data.items()}
    answer = sign_in(room.leader).post(room.url("meeting_step"), sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'data-color="danger"' in answer.content.decode()
    assert not AgreedResult.objects.exists()
    assert refresh(room).item == room.items[1]


def test_a_refused_reason_is_kept_in_the_form(room: Room) -> None:
    sent = {"to": f"{room.items[1].pk}:sila:", "level": "9", "reason": "Długo o tym rozmawiano"}
    answer = sign_in(room.leader).post(room.url("meeting_step"), sent, headers={"HX-Request": "true"})
    assert "Długo o tym rozmawiano" in answer.content.decode()


def test_hiding_the_spread_hides_it_from_every_screen(room: Room) -> None:
    leader = sign_in(room.leader)
    assert "spread__fill" in state_of(leader, room)["html"]
    leader.post(room.url("meeting_step"), {"do": "hide_spread"})
    for page in ("meeting", "meeting_screen", "meeting_view"):
        assert "spread__fill" not in leader.get(room.url(page)).content.decode()
    assert "spread__fill" not in state_of(leader, room)["html"]


def test_the_timer_runs_stops_and_begins_anew(room: Room) -> None:
    assert read_clock(room.meeting).text == "5:00"
    running = turn_timer(meeting=room.meeting, turn="start")
    assert read_clock(running).is_running
    assert read_clock(turn_timer(meeting=room.meeting, turn="more")).left in {359, 360}
    stopped = turn_timer(meeting=room.meeting, turn="pause")
    assert not read_clock(stopped).is_running
    assert read_clock(turn_timer(meeting=room.meeting, turn="reset")).text == "5:00"


def test_a_timer_that_ran_out_stands_at_nothing_and_begins_anew(room: Room) -> None:
    Meeting.objects.update(timer_ends_at=timezone.now() - dt.timedelta(minutes=1))
    assert read_clock(refresh(room)).text == "0:00"
    turn_timer(meeting=room.meeting, turn="pause")
    assert read_clock(turn_timer(meeting=room.meeting, turn="start")).left in {299, 300}


def test_going_on_begins_the_time_anew_and_agreeing_stops_it(room: Room) -> None:
    turn_timer(meeting=room.meeting, turn="start")
    Meeting.objects.update(timer_ends_at=timezone.now() + dt.timedelta(seconds=9))
    assert read_clock(show_item(meeting=room.meeting, item=room.items[0], scale="sila")).left in {299, 300}
    agree_here(actor=room.leader, meeting=room.meeting, item=room.items[0], scale="sila", value=4)
    assert not read_clock(refresh(room)).is_running


def test_people_noted_as_present_are_tied_to_what_is_agreed(room: Room) -> None:
    client = sign_in(room.leader)
    event = town.EventFactory.create(process=room.round.process)
    people = [str(pk) for pk in room.round.participants.values_list("pk", flat=True)[:2]]
    client.post(room.url("meeting_people"), {"event": event.pk, "present": people, "guests": "Ekspertka", "minutes": "3"})
    client.post(room.url("meeting_step"), {"to": f"{room.items[1].pk}:sila:", "level": "3"})
    agreed = AgreedResult.objects.get()
    assert (agreed.event, agreed.present.count(), agreed.guests) == (event, 2, "Ekspertka")
    assert refresh(room).timer_seconds == 180


def test_the_record_goes_into_the_minutes_once(room: Room) -> None:
    client = sign_in(room.leader)
    event = town.EventFactory.create(process=room.round.process, minutes="Początek")
    client.post(room.url("meeting_people"), {"event": event.pk, "minutes": "5"})
    client.post(room.url("meeting_step"), {"to": f"{room.items[1].pk}:sila:", "level": "3", "dissent": "Jan: 5"})
    client.post(room.url("meeting_end"))
    for _ in range(2):
        client.post(room.url("meeting_end"), {"minutes": "1"})
    event.refresh_from_db()
    assert event.minutes.startswith("Początek\n\n## ")
    assert event.minutes.count("Biblioteka: **3 – średnia**") == 1
    assert "Jan: 5" in event.minutes


def test_an_ended_meeting_changes_no_more(room: Room) -> None:
    client = sign_in(room.leader)
    client.post(room.url("meeting_end"))
    client.post(room.url("meeting_end"))
    assert [entry.verb for entry in entries_of(room.meeting)].count("meeting.end") == 1
    client.post(room.url("meeting_step"), {"to": f"{room.items[1].pk}:sila:", "level": "3"})
    assert not AgreedResult.objects.exists()
    assert client.get(room.url("meeting")).status_code == 302
    assert client.get(room.url("meeting_people")).status_code == 302
    assert "The meeting has ended" in state_of(client, room)["html"]


def test_beginning_is_offered_refused_and_led_back_to(room: Room) -> None:
    client = sign_in(room.leader)
    start = reverse("rounds:meeting_start", kwargs=room.round.address)
    assert "Go back to the meeting" in client.get(start).content.decode()
    assert "A meeting is going on" in client.post(start, {"minutes": "5"}).content.decode()
    assert room.round.meetings.count() == 1
    client.post(room.url("meeting_end"))
    assert "Earlier meetings" in client.get(start).content.decode()
    assert client.post(start, {"minutes": "0"}).status_code == 200
    assert client.post(start, {"minutes": "5", "event": "x" * 50}).status_code == 200
    assert client.post(start, {"minutes": "5"}).status_code == 302
    waiting = make_round(room.round.process, phase="open")
    assert "when the round is closed" in client.get(reverse("rounds:meeting_start", kwargs=waiting.address)).content.decode()


def test_who_answered_a_named_round_is_ticked_as_present_and_nobody_of_an_anonymous_one() -> None:
    ticked = {}
    for is_anonymous in (False, True):
        round_ = make_round(town.ProcessFactory.create(), people=7, phase="closed", is_anonymous=is_anonymous)
        people = list(round_.participants.all())
        for person in people[:6]:
            make_sheet(person, {round_.items.all()[0]: 4})
        people[5].removed_at = timezone.now()
        people[5].save()
        leader = UserFactory.create()
        town.SeatFactory.create(workspace=round_.process.workspace, user=leader)
        form = sign_in(leader).get(reverse("rounds:meeting_start", kwargs=round_.address)).context["form"]
        ticked[is_anonymous] = {people.index(person) for person in people if person.pk in form["present"].initial}
        assert "checked" in str(form["present"]) or is_anonymous
    assert ticked == {False: {0, 1, 2, 3, 4}, True: set()}


def test_the_screen_to_project_hides_the_note_of_the_demonstration(room: Room) -> None:
    assert "frame--screen" in sign_in(room.leader).get(room.url("meeting_screen")).content.decode()
    path = finders.find("rounds/css/meeting.css")
    assert isinstance(path, str)
    assert "body:has(.frame--screen) .demo-note { display: none; }" in Path(path).read_text(encoding="utf-8")


def test_an_anonymous_round_of_few_shows_no_spread() -> None:
    room = make_room(people=4, is_anonymous=True)
    board = read_board(refresh(room))
    assert board.topic is not None
    assert board.topic.summary is None
    assert "Fewer than five" in state_of(sign_in(room.leader), room)["html"]


def test_a_round_opened_again_hides_its_answers_again(room: Room) -> None:
    Round.objects.update(closes_at=timezone.now() + dt.timedelta(days=1))
    assert "spread__fill" not in state_of(sign_in(room.leader), room)["html"]


def test_a_matrix_is_agreed_cell_by_cell() -> None:
    room = make_room(people=0, kind="matrix", scales=[make_scale("wplyw", "Wpływ")])
    client = sign_in(room.leader)
    item = room.meeting.item
    assert item is not None
    others = [one for one in room.items if one != item]
    for one in others:
        client.post(room.url("meeting_step"), {"to": f"{item.pk}::{one.pk}", "level": "2"})
    assert {(row.item, row.against, row.value) for row in AgreedResult.objects.all()} == {(item, one, 2) for one in others}
    desk = client.get(room.url("meeting")).content.decode()
    assert "Agreed 1 of 3" in desk
    assert "cells__agreed" in state_of(client, room)["html"]


@pytest.mark.parametrize(("kind", "level", "said"), [("ranking", "2", "Agreed: 2"), ("pick", "1", "Agreed: chosen")])
def test_rankings_and_picks_are_agreed_too(kind: str, level: str, said: str) -> None:
    room = make_room(people=0, kind=kind, scales=[])
    client = sign_in(room.leader)
    assert room.meeting.item is not None
    client.post(room.url("meeting_step"), {"to": f"{room.meeting.item.pk}::", "level": level})
    assert state_of(client, room)["said"].endswith(said)
    assert client.get(room.url("meeting_end")).status_code == 200


def test_a_round_without_items_can_be_met_about_and_says_so() -> None:
    process = town.ProcessFactory.create()
    leader = UserFactory.create(language="en")
    town.SeatFactory.create(workspace=process.workspace, user=leader)
    round_ = make_round(process, items=(), phase="closed")
    room = Room(round_, leader, [], start_meeting(actor=leader, round=round_))
    client = sign_in(leader)
    assert "no items" in client.get(room.url("meeting")).content.decode()
    assert "nothing on the screen" in state_of(client, room)["html"]


def count_queries(room: Room, django_assert_max_num_queries: Any) -> int:
    client = sign_in(room.leader)
    client.get(room.url("meeting"))
    with django_assert_max_num_queries(60) as counted:
        client.get(room.url("meeting"))
    return len(counted)


def test_the_desk_asks_as_often_for_many_items_as_for_few(django_assert_max_num_queries: Any) -> None:
    few = count_queries(make_room(), django_assert_max_num_queries)
    many = make_room(people=9, items=[f"Pozycja {n}" for n in range(12)])
    assert count_queries(many, django_assert_max_num_queries) == few


def test_the_page_says_in_polish_what_it_shows(room: Room) -> None:
    room.leader.language = "pl"
    room.leader.save()
    page = sign_in(room.leader).get(room.url("meeting_screen")).content.decode()
    assert re.search(r'<html lang="pl"', page)
