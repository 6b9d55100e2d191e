"""The screens of a meeting: who sees them, what each participant sees of their own, and the stream."""

import json
from typing import Any

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit import live
from sciezka.rooms.rounds.actions.meetings import agree_here, end_meeting, start_meeting
from sciezka.rooms.rounds.models import Meeting, Participant
from sciezka.rooms.rounds.queries.sheets import key_of
from tests.factories import town
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_sheet
from tests.rooms.rounds.test_meetings import Room, make_room, sign_in

pytestmark = pytest.mark.django_db
SCREENS = ("meeting_screen", "meeting_view", "meeting_stream", "meeting_state")
DESK = ("meeting", "meeting_people", "meeting_end")


@pytest.fixture
def room() -> Room:
    return make_room()


def participant_of(room: Room) -> Participant:
    found = room.round.participants.select_related("user").first()
    assert found is not None
    return found


def participant_client(room: Room) -> Client:
    user = participant_of(room).user
    assert user is not None
    user.language = "en"
    user.save()
    return sign_in(user)


def statuses(client: Client, room: Room, names: tuple[str, ...]) -> set[int]:
    found = set()
    for name in names:
        answer = client.get(room.url(name))
        found.add(answer.status_code)
        answer.close()
    return found


def test_a_participant_sees_the_screens_and_never_the_desk(room: Room) -> None:
    client = participant_client(room)
    assert statuses(client, room, SCREENS) == {200}
    assert statuses(client, room, DESK) == {404}
    assert client.post(room.url("meeting_step"), {"do": "hide_spread"}).status_code == 404


def test_a_member_of_the_process_who_was_not_asked_gets_nothing(room: Room) -> None:
    other = make_round(room.round.process, people=1, phase="closed").participants.get()
    assert other.user is not None
    assert statuses(sign_in(other.user), room, SCREENS + DESK) == {404}


def test_people_of_another_workspace_get_nothing(room: Room) -> None:
    stranger = UserFactory.create()
    town.SeatFactory.create(user=stranger)
    assert statuses(sign_in(stranger), room, SCREENS + DESK) == {404}


def test_a_participant_taken_off_the_list_sees_no_more(room: Room) -> None:
    client = participant_client(room)
    Participant.objects.update(removed_at=timezone.now())
    assert statuses(client, room, SCREENS) == {404}


def test_a_meeting_is_found_only_inside_its_own_round(room: Room) -> None:
    other = make_round(room.round.process, phase="closed")
    address = reverse("rounds:meeting", kwargs={**other.address, "meeting": room.meeting.pk})
    assert sign_in(room.leader).get(address).status_code == 404


def test_nobody_is_let_in_without_signing_in(room: Room) -> None:
    assert statuses(Client(), room, SCREENS + DESK) == {302}


def test_a_participant_finds_their_own_answer_marked_and_nobody_elses(room: Room) -> None:
    page = participant_client(room).get(room.url("meeting_view")).content.decode()
    assert page.count('<li data-topic="') == 3
    assert f'<li data-topic="{room.items[0].pk}:sila:" data-value="4">' in page
    other = room.round.participants.select_related("user").last()
    assert other is not None
    assert str(other) not in page


def test_what_all_share_names_nobody(room: Room) -> None:
    client = sign_in(room.leader)
    state = client.get(room.url("meeting_state")).content.decode()
    assert not any(str(person) in state for person in room.round.participants.select_related("user"))
    assert "own answer" not in state


def test_the_stream_sends_the_whole_state_at_once(room: Room) -> None:
    before = len(live.watch)
    answer = participant_client(room).get(room.url("meeting_stream"))
    assert isinstance(answer, StreamingHttpResponse)
    first = next(iter(answer)).decode()
    answer.close()
    state = json.loads(first.split("data: ", 1)[1])["state"]
    assert "Biblioteka" in state["html"]
    assert state["number"] == 0
    assert len(live.watch) == before


def test_a_reconnected_screen_is_told_what_it_missed(room: Room) -> None:
    client = participant_client(room)
    client.get(room.url("meeting_stream")).close()
    agree_here(actor=room.leader, meeting=room.meeting, item=room.items[1], scale="sila", value=3, reason="Po rozmowie")
    answer = client.get(room.url("meeting_stream"))
    assert isinstance(answer, StreamingHttpResponse)
    state = json.loads(next(iter(answer)).decode().split("data: ", 1)[1])["state"]
    answer.close()
    assert state["said"].endswith("Agreed: 3 – średnia")
    assert "Po rozmowie" in state["html"]


def test_words_of_people_cannot_become_markup_on_the_screens(room: Room) -> None:
    agree_here(
        actor=room.leader,
        meeting=room.meeting,
        item=room.items[1],
        scale="sila",
        value=3,
        reason="<script>alert(1)</script>",
    )
    state = json.loads(sign_in(room.leader).get(room.url("meeting_state")).content)["state"]
    assert "<script" not in state["html"]
    assert "&lt;script" in state["html"]


@pytest.fixture
def listed() -> Room:
    """Make a round answered by personal addresses, with a meeting."""
    process = town.ProcessFactory.create()
    leader = UserFactory.create(language="en")
    town.SeatFactory.create(workspace=process.workspace, user=leader)
    round_ = make_round(process, people=0, audience="list", phase="closed")
    items = list(round_.items.all())
    for number in range(3):
        person = Participant.objects.create(round=round_, name=f"Osoba {number}", email=f"o{number}@miasto.example")
        make_sheet(person, {items[0]: 2 + number})
    return Room(round_, leader, items, start_meeting(actor=leader, round=round_))


def key_urls(room: Room) -> list[str]:
    key = key_of(participant_of(room))
    return [reverse(f"rounds:{name}", kwargs={"key": key}) for name in ("key_meeting", "key_state", "key_stream")]


def read(client: Client, url: str) -> Any:
    answer = client.get(url)
    answer.close()
    return answer


def test_a_personal_address_shows_the_meeting_without_an_account(listed: Room) -> None:
    client = Client(headers={"accept-language": "en"})
    for url in key_urls(listed):
        answer = read(client, url)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
    page = client.get(key_urls(listed)[0]).content.decode()
    assert f'<li data-topic="{listed.items[0].pk}:sila:" data-value="2">' in page
    assert "Osoba 1" not in page


def test_a_wrong_personal_address_shows_nothing(listed: Room) -> None:
    for name in ("key_meeting", "key_state", "key_stream"):
        for key in ("1:forged", f"{key_of(participant_of(listed))}x", "x"):
            assert Client().get(reverse(f"rounds:{name}", kwargs={"key": key})).status_code == 404


def test_a_personal_address_says_when_no_meeting_goes_on(listed: Room) -> None:
    Meeting.objects.all().delete()
    client = Client(headers={"accept-language": "en"})
    page, state, stream = key_urls(listed)
    assert "No meeting is going on" in client.get(page).content.decode()
    assert [client.get(url).status_code for url in (state, stream)] == [404, 404]


def test_a_personal_address_shows_nothing_while_the_round_hides_its_answers(listed: Room) -> None:
    listed.round.closes_at = None
    listed.round.save()
    page, state, stream = key_urls(listed)
    client = Client(headers={"accept-language": "en"})
    assert "No meeting is going on" in client.get(page).content.decode()
    assert [client.get(url).status_code for url in (state, stream)] == [404, 404]


def test_the_end_of_a_meeting_is_shown_on_all_screens(room: Room) -> None:
    end_meeting(actor=room.leader, meeting=room.meeting)
    assert "The meeting has ended" in participant_client(room).get(room.url("meeting_view")).content.decode()


def test_who_has_no_answers_of_their_own_is_told_so() -> None:
    room = make_room(people=6)
    asked = UserFactory.create(language="en")
    Participant.objects.create(round=room.round, user=asked)
    town.MembershipFactory.create(team=room.round.team, user=asked)
    assert "There are no own answers" in sign_in(asked).get(room.url("meeting_view")).content.decode()
