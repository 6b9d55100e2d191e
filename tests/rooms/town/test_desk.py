"""A person's desk."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from sciezka.rooms.town.models import Event, Seat, Task
from sciezka.rooms.town.queries.collation import as_sorted
from tests.factories import town
from tests.factories.people import UserFactory
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
