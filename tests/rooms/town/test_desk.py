"""A person's desk."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Event, Process, Seat, Task
from sciezka.rooms.town.queries.collation import as_sorted
from tests.factories import town
from tests.factories.assessment import make_assessment
from tests.factories.calls import make_call
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round
from tests.factories.surveys import make_survey
from tests.rooms.town.office import BACKEND, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TODAY = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _frozen() -> object:
    """Stop the clock, and read English sentences."""
    with time_machine.travel(TODAY, tick=False), translation.override("en"):
        yield


def read_desk(user: object) -> str:
    """Give the desk of a person as text."""
    client = Client()
    client.force_login(user, backend=BACKEND)  # type: ignore[arg-type]
    answer = client.get("/biuro/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_person_without_a_seat_finds_a_kind_word() -> None:
    page = read_desk(UserFactory.create(language="en"))
    assert "No workspace is open to this account" in page
    assert "<table" not in page


def test_one_workspace_with_one_process_still_shows_the_desk() -> None:
    office = build_office(name="Jedyny proces")
    assert "Jedyny proces" in read_desk(office.people["coordinator"])


def test_the_desk_lists_open_tasks_of_the_person_and_of_their_teams() -> None:
    office = build_office()
    user = office.people["contributor"]
    town.TaskFactory.create(process=office.process, title="Moje zadanie", owner=user)
    town.TaskFactory.create(process=office.process, title="Zadanie mojego zespołu", team=office.team)
    town.TaskFactory.create(process=office.process, title="Cudze zadanie", owner=office.people["adviser"])
    town.TaskFactory.create(process=office.process, title="Dawno zrobione", owner=user, status=Task.Status.DONE)
    page = read_desk(user)
    assert "Moje zadanie" in page
    assert "Zadanie mojego zespołu" in page
    assert "Cudze zadanie" not in page
    assert "Dawno zrobione" not in page


def test_a_task_of_a_process_that_is_closed_to_the_person_does_not_show() -> None:
    office = build_office()
    user = office.people["contributor"]
    town.TaskFactory.create(process=office.process, title="Po kadencji", owner=user)
    office.team.memberships.update(until=dt.date(2026, 6, 14))
    assert "Po kadencji" not in read_desk(user)


def test_drafts_wait_for_the_co_ordinator_alone() -> None:
    office = build_office()
    town.EventFactory.create(process=office.process, status=Event.Status.DRAFT)
    for user in office.people.values():
        user.language = "en"
        user.save()
    assert "1 draft waits for publication" in read_desk(office.people["coordinator"])
    assert "waits for publication" not in read_desk(office.people["adviser"])


def test_an_ending_seat_shows_a_month_ahead() -> None:
    office = build_office()
    seat = Seat.objects.get(user=office.people["adviser"])
    seat.until = dt.date(2026, 7, 20)
    seat.save()
    assert str(seat.user) not in read_desk(office.people["coordinator"])
    seat.until = dt.date(2026, 7, 10)
    seat.save()
    assert str(seat.user) in read_desk(office.people["coordinator"])


def test_the_desk_costs_the_same_for_one_town_and_for_three(
    django_assert_num_queries: DjangoAssertNumQueries, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = UserFactory.create()
    client = Client()

    def add_town() -> None:
        process = town.ProcessFactory.create()
        stage = town.StageFactory.create(process=process)
        town.TaskFactory.create(process=process, stage=stage, owner=user)
        town.EventFactory.create(process=process, stage=stage)
        town.SeatFactory.create(workspace=process.workspace, user=user)

    add_town()
    client.force_login(user, backend=BACKEND)
    client.get("/biuro/")
    with django_assert_max_num_queries(20) as once:
        client.get("/biuro/")
    add_town()
    add_town()
    with django_assert_num_queries(len(once)):
        client.get("/biuro/")


def test_names_are_sorted_as_in_polish() -> None:
    names = ["Żywiec", "Zgierz", "Malbork", "Łomża", "Lublin", "Ćmielów", "Chełm"]
    assert sorted(names, key=as_sorted) == ["Chełm", "Ćmielów", "Lublin", "Łomża", "Malbork", "Zgierz", "Żywiec"]


def lines_of(page: str) -> list[str]:
    """Give the texts of what waits, in order."""
    part = page.split('<ul class="lines waiting">', 1)[1].split("</ul>", 1)[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", item).replace("\u00a0", " ").split()) for item in part.split("<li>")[1:]]


def make_owner() -> User:
    return UserFactory.create(language="en")


def add_place(user: User, name: str = "Proces") -> Process:
    """Give a person a process that they co-ordinate."""
    process = town.ProcessFactory.create(name=name)
    town.SeatFactory.create(workspace=process.workspace, user=user)
    return process


def test_what_closes_first_comes_first_and_what_is_late_after_what_closes_today() -> None:
    user = make_owner()
    process = add_place(user)
    today = TODAY.date()
    for title, days in (("Za rok", 365), ("Jutro", 1), ("Dawno", -40)):
        town.TaskFactory.create(process=process, title=title, owner=user, due_on=today + dt.timedelta(days=days))
    for title, hours in (("za godzinę", 1), ("za trzy dni", 72)):
        make_round(process, people=[user], title=title, closes_at=TODAY + dt.timedelta(hours=hours))
    make_round(process, title="szkic", phase="draft")
    found = lines_of(read_desk(user))
    expected = ["Round: za godzinę", "Dawno", "Jutro", "Round: za trzy dni", "Round: szkic", "Za rok"]
    assert [next(words for words in expected if line.startswith(words)) for line in found] == expected
    assert "until today, 15:00" in found[0]


def test_one_process_does_not_hide_another_and_the_rest_stands_behind_a_link() -> None:
    user = make_owner()
    busy, quiet = add_place(user, "Proces pełny"), add_place(user, "Proces cichy")
    for number in range(5):
        make_round(busy, people=[user], title=f"pełna {number}")
        town.TaskFactory.create(process=busy, title=f"Zadanie {number}", owner=user)
    make_round(quiet, people=[user], title="cicha", closes_at=TODAY + dt.timedelta(days=9))
    page = read_desk(user)
    lines = lines_of(page)
    assert [sum(word in line for line in lines) for word in ("Round: pełna", "Zadanie", "Round: cicha")] == [3, 3, 1]
    assert f'href="?proces={busy.pk}"' in page
    assert f'href="?proces={quiet.pk}"' not in page
    assert "4 more things" in page

    client = Client()
    client.force_login(user, backend=BACKEND)
    page = client.get("/biuro/", {"proces": busy.pk}).content.decode()
    assert len(lines_of(page)) == 10
    assert "more thing" not in page
    for wrong in (add_place(make_owner()).pk, "x", "9" * 30):
        assert len(lines_of(client.get("/biuro/", {"proces": wrong}).content.decode())) == len(lines)


def test_many_drafts_of_one_room_hide_nothing_of_another() -> None:
    user = make_owner()
    process = add_place(user, "Proces pełny")
    add_place(user, "Drugi")
    for number in range(5):
        make_round(process, phase="draft", title=f"szkic {number}")
    make_call(process, "Zielone podwórka", phase="draft")
    make_survey(process, phase="draft", title="Mieszkańcy")
    kinds = [line.split(":")[0] for line in lines_of(read_desk(user))]
    assert kinds == ["Call", "Survey", "Round"]


def test_the_desk_never_drowns_however_many_towns_there_are() -> None:
    user = make_owner()
    for _number in range(12):
        process = add_place(user)
        for _each in range(2):
            make_round(process, people=[user])
            town.TaskFactory.create(process=process, owner=user)
    page = read_desk(user)
    assert len(lines_of(page)) == 16
    left = [int(number) for number in re.findall(r"(\d+) more thing", page)]
    assert sum(left) == 48 - 16


def test_a_process_that_has_ended_waits_for_nobody() -> None:
    user = make_owner()
    process = add_place(user)
    make_round(process, people=[user])
    assert "Round: " in read_desk(user)
    Process.objects.update(ended_on=TODAY.date())
    assert "Round: " not in read_desk(user)


def test_what_all_rooms_say_costs_the_same_for_one_town_and_for_four() -> None:
    user = make_owner()

    def add_town(number: int) -> None:
        process = add_place(user)
        for _each in range(number):
            make_round(process, people=[user])
            make_assessment(process)
            make_survey(process)
            make_call(process, phase="checking")
            town.TaskFactory.create(process=process, owner=user)

    def count() -> int:
        client = Client()
        client.force_login(user, backend=BACKEND)
        with CaptureQueriesContext(connection) as seen:
            assert "Round: " in client.get("/biuro/").content.decode()
        return len(seen)

    add_town(1)
    once = count()
    for _town in range(3):
        add_town(2)
    assert count() == once


def test_nobody_learns_on_their_desk_what_waits_for_others() -> None:
    office = build_office()
    make_round(office.process, people=[office.people["contributor"]], title="dla zespołu")
    make_round(office.process, phase="draft", title="szkic rundy")
    make_assessment(office.process, title="Urząd")
    make_survey(office.process, title="Mieszkańcy")
    told = {
        role: {title for title in ("dla zespołu", "szkic rundy", "Urząd", "Mieszkańcy") if title in read_desk(user)}
        for role, user in office.people.items()
    }
    runs = {"szkic rundy", "Urząd", "Mieszkańcy"}
    assert told.pop("coordinator") == told.pop("adviser") == runs
    assert told.pop("contributor") == {"dla zespołu"}
    assert not any(told.values())
