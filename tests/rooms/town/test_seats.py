"""People: seats given and ended; the last co-ordinator stays."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from sciezka.rooms.people.actions import collect_export, find_blockers
from sciezka.rooms.town.actions.seats import LastCoordinatorError, end_seat
from sciezka.rooms.town.models import Seat
from tests.factories import town
from tests.factories.people import UserFactory
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office() -> Office:
    """An office with somebody in each role."""
    return build_office()


def seat_of(office: Office, role: str) -> Seat:
    """Find the seat of a role."""
    return Seat.objects.get(workspace=office.workspace, user=office.people[role])


def test_a_seat_is_given_to_a_person_with_an_account(office: Office) -> None:
    person = UserFactory.create()
    data = {"email": person.email, "role": "adviser", "since": "2026-03-02"}
    answer = office.client("coordinator").post(f"{office.home}osoby/nowa/", data)
    assert answer["Location"] == f"{office.home}osoby/"
    assert Seat.objects.get(user=person).workspace == office.workspace


def test_whoever_has_no_account_is_invited(office: Office, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    data = {"email": "nowa@miasto.example", "role": "coordinator", "since": "2026-03-02"}
    with django_capture_on_commit_callbacks(execute=True):
        office.client("coordinator").post(f"{office.home}osoby/nowa/", data)
    assert [message.to for message in mail.outbox] == [["nowa@miasto.example"]]
    assert office.workspace.name in mail.outbox[0].body


def test_the_same_seat_is_not_given_twice(office: Office) -> None:
    data = {"email": office.people["adviser"].email, "role": "adviser", "since": "2026-03-02"}
    answer = office.client("coordinator").post(f"{office.home}osoby/nowa/", data)
    assert "email" in answer.context["form"].errors


def test_the_last_co_ordinator_stays_and_the_page_says_why(office: Office) -> None:
    seat = seat_of(office, "coordinator")
    answer = office.client("coordinator").post(f"{office.home}osoby/{seat.pk}/koniec/", {"last_day": "2026-03-09"})
    assert answer.status_code == 200
    assert "last_day" in answer.context["form"].errors
    seat.refresh_from_db()
    assert seat.until is None


def test_a_co_ordinator_whose_own_seat_ends_soon_does_not_count_as_another(office: Office) -> None:
    last_day = timezone.localdate() + dt.timedelta(days=30)
    town.SeatFactory.create(workspace=office.workspace, until=last_day)
    with pytest.raises(LastCoordinatorError):
        end_seat(actor=None, seat=seat_of(office, "coordinator"), last_day=last_day)
    ended = end_seat(actor=None, seat=seat_of(office, "coordinator"), last_day=last_day - dt.timedelta(days=1))
    assert ended.until == last_day - dt.timedelta(days=1)


def test_an_invited_person_who_has_not_come_does_not_count_as_another(office: Office) -> None:
    town.SeatFactory.create(workspace=office.workspace, user=UserFactory.create(is_active=False))
    with pytest.raises(LastCoordinatorError):
        end_seat(actor=None, seat=seat_of(office, "coordinator"), last_day=timezone.localdate())


def test_an_advisers_seat_ends_and_stays_in_the_history(office: Office) -> None:
    seat = seat_of(office, "adviser")
    office.client("coordinator").post(f"{office.home}osoby/{seat.pk}/koniec/", {"last_day": "2020-06-30"})
    page = office.client("coordinator").get(f"{office.home}osoby/").content.decode()
    assert str(seat.user) in page[page.index('id="past"') :]


def test_the_act_of_a_seat_is_named_later_and_only_from_the_same_workspace(office: Office) -> None:
    seat = seat_of(office, "adviser")
    client = office.client("coordinator")
    foreign = town.LegalActFactory.create()
    assert client.post(f"{office.home}osoby/{seat.pk}/", {"act": foreign.pk}).status_code == 200
    own = town.LegalActFactory.create(workspace=office.workspace)
    assert client.post(f"{office.home}osoby/{seat.pk}/", {"act": own.pk}).status_code == 302
    seat.refresh_from_db()
    assert seat.act == own


def test_ones_own_data_hold_seats_memberships_and_tasks(office: Office) -> None:
    town.TaskFactory.create(process=office.process, owner=office.people["contributor"], title="Moje")
    data = collect_export(actor=office.people["contributor"])["town"]
    assert data["memberships"][0]["team__name"] == office.team.name
    assert data["tasks"][0]["title"] == "Moje"
    assert collect_export(actor=office.people["adviser"])["town"]["seats"][0]["role"] == "adviser"


def test_the_account_of_a_last_co_ordinator_can_not_be_erased(office: Office) -> None:
    blockers = [str(text) for text in find_blockers(actor=office.people["coordinator"])]
    assert any(office.workspace.name in text for text in blockers)
    town.SeatFactory.create(workspace=office.workspace)
    assert find_blockers(actor=office.people["coordinator"]) == []
