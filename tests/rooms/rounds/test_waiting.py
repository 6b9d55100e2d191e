"""What waits in rounds, on a person's desk."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from sciezka.kit.manifests import Waiting
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import AgreedResult, Meeting, Participant, Round
from sciezka.rooms.rounds.queries.waiting import FRESH, list_waiting
from sciezka.rooms.town.models import Membership, Process, Seat
from sciezka.rooms.town.rules import remember_rights
from tests.factories.city import City, found_city
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_sheet
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def city() -> City:
    """Give a town with a person in each role."""
    return found_city()


def ask(user: User, *processes: Process) -> list[Waiting]:
    """Ask as a new request would: nothing is remembered of the person."""
    return list_waiting(User.objects.get(pk=user.pk), processes)


def hrefs(user: User, *processes: Process) -> list[str]:
    """Give where the lines lead."""
    return [row.href for row in ask(user, *processes)]


def link(round_: Round, name: str, **words: int) -> str:
    return reverse(f"rounds:{name}", kwargs={**round_.address, **words})


def test_a_member_is_asked_until_they_have_finished_and_only_in_their_own_rounds(city: City) -> None:
    mine = make_round(city.process, people=[city.contributor], title="Pytanie do nas")
    make_round(city.process, people=[city.viewer], title="Pytanie do innych")
    (row,) = ask(city.contributor, city.process)
    assert (row.title, row.href, row.until) == ("Round: Pytanie do nas", link(mine, "answer"), mine.closes_at)
    assert row.note == "3 items wait for your answer."
    part = mine.participants.get()
    sheet = make_sheet(part, {}, done=False)
    assert [row.note for row in ask(city.contributor, city.process)] == ["Your answers are not finished."]
    sheet.delete()
    make_sheet(part, {})
    assert ask(city.contributor, city.process) == []


@pytest.mark.parametrize("phase", ["draft", "sorting", "waiting", "closed"])
def test_a_member_is_not_asked_where_nothing_can_be_answered(city: City, phase: str) -> None:
    make_round(city.process, people=[city.contributor], phase=phase)
    assert ask(city.contributor, city.process) == []


def test_proposals_are_asked_for_while_they_are_collected(city: City) -> None:
    round_ = make_round(city.process, people=[city.contributor], phase="collecting")
    (row,) = ask(city.contributor, city.process)
    assert (row.href, row.until) == (link(round_, "propose"), round_.collects_until)


def test_whoever_was_taken_off_or_has_left_the_team_is_not_asked(city: City) -> None:
    round_ = make_round(city.process, people=[city.contributor])
    Participant.objects.filter(round=round_).update(removed_at=timezone.now())
    assert ask(city.contributor, city.process) == []
    Participant.objects.filter(round=round_).update(removed_at=None)
    assert len(ask(city.contributor, city.process)) == 1
    Membership.objects.filter(user=city.contributor).update(until=timezone.localdate() - dt.timedelta(days=1))
    assert ask(city.contributor, city.process) == []


@pytest.mark.parametrize("is_anonymous", [False, True])
@pytest.mark.parametrize("is_blind", [False, True])
def test_what_others_did_changes_nobody_s_lines(city: City, *, is_anonymous: bool, is_blind: bool) -> None:
    """An open round says the same to everybody else, whoever has begun or finished, and whatever they answered."""
    people = [city.contributor, city.viewer, UserFactory.create()]
    round_ = make_round(city.process, people=people, is_anonymous=is_anonymous, is_blind=is_blind)
    watchers = [city.coordinator, city.adviser, city.viewer, city.stranger]
    before = [ask(user, city.process) for user in watchers]
    first, _second, third = round_.participants.order_by("pk")
    make_sheet(first, {round_.items.all()[0]: 5})
    make_sheet(third, {round_.items.all()[1]: 1}, done=False)
    assert [ask(user, city.process) for user in watchers] == before
    assert [len(rows) for rows in before] == [0, 0, 1, 0]


def test_whoever_runs_rounds_is_told_what_is_to_be_done_with_them(city: City) -> None:
    draft = make_round(city.process, phase="draft")
    sorting = make_round(city.process, phase="sorting")
    make_round(city.process, phase="waiting")
    make_round(city.process, phase="open")
    expected = {draft.get_absolute_url(), link(sorting, "sorting")}
    assert set(hrefs(city.coordinator, city.process)) == set(hrefs(city.adviser, city.process)) == expected
    for user in (city.contributor, city.viewer, city.stranger):
        assert ask(user, city.process) == []


def test_a_result_waits_for_agreement_until_something_is_agreed(city: City) -> None:
    round_ = make_round(city.process, phase="closed")
    user = city.coordinator
    assert ask(user, city.process) == []
    item = round_.items.all()[0]
    make_sheet(round_.participants.all()[0], {item: 4})
    assert hrefs(user, city.process) == [link(round_, "result")]
    meeting = Meeting.objects.create(round=round_)
    assert hrefs(user, city.process) == [link(round_, "meeting", meeting=meeting.pk)]
    AgreedResult.objects.create(round=round_, item=item, scale="sila", value=4)
    assert hrefs(user, city.process) == [link(round_, "meeting", meeting=meeting.pk)]
    Meeting.objects.update(ended_at=timezone.now())
    assert ask(user, city.process) == []


def test_many_results_make_one_line_of_a_process(city: City) -> None:
    for _number in range(3):
        round_ = make_round(city.process, phase="closed")
        make_sheet(round_.participants.all()[0], {round_.items.all()[0]: 4})
    (row,) = ask(city.coordinator, city.process)
    assert row.href == reverse("rounds:rounds", kwargs=city.process.address)
    assert row.note == "3 rounds are over, and nothing has been agreed about them yet."


@pytest.mark.parametrize("why", ["old", "called off", "followed"])
def test_nobody_is_urged_about_a_result_that_no_longer_waits(city: City, why: str) -> None:
    round_ = make_round(city.process, phase="closed")
    make_sheet(round_.participants.all()[0], {round_.items.all()[0]: 4})
    assert len(ask(city.coordinator, city.process)) == 1
    if why == "old":
        then = timezone.now() - FRESH - dt.timedelta(days=1)
        Round.objects.update(launched_at=then, opens_at=then - dt.timedelta(days=1), closes_at=then)
    elif why == "called off":
        Round.objects.update(called_off_at=timezone.now())
    else:
        make_round(city.process, phase="open", previous=round_)
    assert ask(city.coordinator, city.process) == []


def test_a_room_that_speaks_itself_tells_who_runs_its_rounds_and_members_are_asked_here(city: City) -> None:
    asked = make_round(city.process, people=[city.contributor], purpose="assessment")
    make_round(city.process, phase="sorting", purpose="assessment")
    assert ask(city.coordinator, city.process) == []
    assert hrefs(city.contributor, city.process) == [link(asked, "answer")]


def test_as_many_queries_for_one_process_and_round_as_for_many() -> None:
    person = UserFactory.create()
    processes: list[Process] = []

    def add_town(role: Seat.Role, rounds: int) -> None:
        place = SeatFactory.create(user=person, role=role).workspace
        process = ProcessFactory.create(workspace=place)
        processes.append(process)
        for _number in range(rounds):
            make_round(process, people=[person])
            closed = make_round(process, people=[person], phase="closed")
            make_sheet(closed.participants.get(), {closed.items.all()[0]: 3})
            make_round(process, phase="draft")

    def count() -> tuple[int, int]:
        user = User.objects.get(pk=person.pk)
        remember_rights(user, [process.workspace_id for process in processes])
        with CaptureQueriesContext(connection) as seen:
            rows = list_waiting(user, processes)
        return len(rows), len(seen)

    add_town(Seat.Role.COORDINATOR, 1)
    assert count() == (3, 2)
    for role in (Seat.Role.COORDINATOR, Seat.Role.ADVISER, Seat.Role.ADVISER):
        add_town(role, 3)
    assert count() == (24, 2)
