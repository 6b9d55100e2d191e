"""Announcing a call, amending what was announced, and calling it off."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.calls.actions.calls import edit_call
from sciezka.rooms.calls.actions.calls_criteria import add_criterion, edit_criterion, move_criterion, remove_criterion
from sciezka.rooms.calls.actions.calls_files import remove_file
from sciezka.rooms.calls.actions.calls_running import amend_call, announce_call, call_off_call
from sciezka.rooms.calls.models import Call, Phase, digest_criteria
from sciezka.rooms.calls.queries.calls_ready import earliest_closing, list_lacks, say_too_early
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process, Seat
from tests.factories import calls as make
from tests.factories import town

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY = dt.timedelta(days=1)


@pytest.fixture
def seat() -> Seat:
    return town.SeatFactory.create(workspace=town.WorkspaceFactory.create(contact="urzad@miasto.example"))


@pytest.fixture
def process(seat: Seat) -> Process:
    return town.ProcessFactory.create(workspace=seat.workspace)


@pytest.fixture
def leader(seat: Seat) -> User:
    return seat.user


def make_draft(process: Process, **values: Any) -> Call:
    values = {"opens_at": None, "closes_at": timezone.now() + 30 * DAY, "announcement": "Szukamy.", **values}
    return make.make_call(process, phase="draft", **values)


def local(*parts: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime(*parts))  # type: ignore[arg-type] # noqa: DTZ001


@pytest.mark.parametrize(
    ("announced", "earliest"),
    [
        ((2026, 8, 6, 0, 0), (2026, 8, 28)),
        ((2026, 8, 6, 23, 59, 59), (2026, 8, 28)),
        # The clock goes back an hour within the term, and forward.
        ((2026, 10, 10, 12, 0), (2026, 11, 1)),
        ((2027, 3, 10, 12, 0), (2027, 4, 1)),
    ],
)
def test_a_partner_call_stays_open_for_21_full_days(announced: tuple[int, ...], earliest: tuple[int, ...]) -> None:
    call = Call(kind=Call.Kind.PARTNERS)
    first, moment = local(*earliest, 0, 0), local(*announced)
    assert earliest_closing(call, moment) == first
    assert say_too_early(call, first, moment) == ""
    assert say_too_early(call, first - dt.timedelta(microseconds=1), moment)
    assert earliest_closing(Call(kind=Call.Kind.UNDERTAKINGS), moment) is None


def test_a_partner_call_that_would_close_too_early_is_not_announced(process: Process, leader: User) -> None:
    call = make_draft(process, kind="partners", closes_at=timezone.now() + 21 * DAY)
    with pytest.raises(ValidationError, match="21"):
        announce_call(actor=leader, call=call)
    edit_call(actor=leader, call=call, values={"closes_at": timezone.now() + 23 * DAY})
    assert announce_call(actor=leader, call=call).phase == Phase.OPEN


def test_everything_that_is_missing_is_said(process: Process) -> None:
    process.published_at = None
    call = make_draft(
        process, announcement=" ", questionnaire=None, selects="money", opens_at=timezone.now() - DAY, closes_at=None
    )
    call.criteria.all().delete()
    found = [lack.code for lack in list_lacks(call, timezone.now())]
    assert found == ["text", "dates", "dates", "money", "form", "criteria", "place"]


def test_announcing_freezes_the_form_and_the_criteria(process: Process, leader: User) -> None:
    call = announce_call(actor=leader, call=make_draft(process, opens_at=timezone.now() + DAY))
    criteria = list(call.criteria.all())
    assert call.phase == Phase.ANNOUNCED
    assert call.criteria_digest == digest_criteria(criteria)
    assert call.edition is not None
    file = make.make_call_file(call)
    for refused in (
        lambda: edit_call(actor=leader, call=call, values={"title": "Inny"}),
        lambda: add_criterion(actor=leader, call=call, values={"name": "Nowe"}),
        lambda: edit_criterion(actor=leader, criterion=criteria[0], values={"weight": 9}),
        lambda: move_criterion(actor=leader, criterion=criteria[0], steps=1),
        lambda: remove_criterion(actor=leader, criterion=criteria[0]),
        lambda: remove_file(actor=leader, file=file),
        lambda: announce_call(actor=leader, call=call),
    ):
        with pytest.raises(ValidationError):
            refused()
    assert digest_criteria(list(call.criteria.all())) == call.criteria_digest


def test_an_amendment_only_extends(process: Process, leader: User) -> None:
    call = make.make_call(process, budget=1000, places=3, areas="Cieplice\nZabobrze")
    goal = Goal.objects.create(process=process, name="Cel")
    call.goals.add(goal)
    assert call.closes_at is not None
    narrower: list[dict[str, Any]] = [
        {"closes_at": call.closes_at - DAY}, {"closes_at": None}, {"opens_at": timezone.now()}, {"budget": 999},
        {"budget": None}, {"places": 2}, {"areas": "Cieplice"}, {"takes_paper": False}, {"supplement_days": 3},
        {"reservation_days": 3},
    ]  # fmt: skip
    for values in narrower:
        with pytest.raises(ValidationError):
            amend_call(actor=leader, call=call, why="Zmiana", values=values)
    with pytest.raises(ValidationError):
        amend_call(actor=leader, call=call, why="Zmiana", values={}, goals=[])
    with pytest.raises(ValidationError):
        amend_call(actor=leader, call=call, why="Nic nowego", values={"budget": call.budget})
    with pytest.raises(ValueError, match="selects"):
        amend_call(actor=leader, call=call, why="Zmiana", values={"selects": "money"})
    assert not call.amendments.exists()
    later = call.closes_at + 7 * DAY
    made = amend_call(actor=leader, call=call, why="Tydzień więcej", values={"closes_at": later, "budget": 2000})
    call.refresh_from_db()
    assert call.closes_at == later
    assert call.budget == 2000
    assert set(made.before) == set(made.after) == {"closes_at", "budget"}
    assert amend_call(actor=leader, call=call, why="Wstęp", values={"lead": "Nowy wstęp"}).number == 2


@pytest.mark.parametrize("phase", ["draft", "checking", "published", "called_off"])
def test_nothing_is_amended_before_the_announcement_or_after_the_closing(process: Process, leader: User, phase: str) -> None:
    call = make.make_call(process, phase=phase)
    with pytest.raises(ValidationError):
        amend_call(actor=leader, call=call, why="Więcej czasu", values={"closes_at": timezone.now() + 90 * DAY})


def test_everybody_who_began_or_sent_something_is_told(
    process: Process, leader: User, django_capture_on_commit_callbacks: Any
) -> None:
    call = make.make_call(process)
    make.make_submission(call, email="wyslane@miasto.example")
    make.make_submission(call, email="szkic@miasto.example", draft=True)
    make.make_submission(call, email="")
    make.make_submission(call, email="wycofane@miasto.example", withdrawn_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        made = amend_call(actor=leader, call=call, why="Wydłużamy nabór.", values={"lead": "Nowy wstęp"})
    assert made.told == 2
    assert {letter.to[0] for letter in mail.outbox} == {"wyslane@miasto.example", "szkic@miasto.example"}
    assert all("Wydłużamy nabór." in letter.body for letter in mail.outbox)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        call_off_call(actor=leader, call=call, why="Brak środków & „czasu”")
    assert len(mail.outbox) == 2
    assert all("Brak środków & „czasu”" in letter.body for letter in mail.outbox)
    call.refresh_from_db()
    assert call.phase == Phase.CALLED_OFF


def test_the_entry_of_the_kalendarium_follows_the_call(process: Process, leader: User) -> None:
    call = announce_call(actor=leader, call=make_draft(process), entry="published")
    assert call.event is not None
    assert call.closes_at is not None
    later = call.closes_at + 7 * DAY
    amend_call(actor=leader, call=call, why="Więcej czasu", values={"closes_at": later})
    call.event.refresh_from_db()
    assert call.event.end == timezone.localtime(later).date()
    call_off_call(actor=leader, call=call, why="Brak środków")
    call.event.refresh_from_db()
    assert "Brak środków" in call.event.outcome


def test_the_page_of_an_amendment_sends_only_what_was_changed(client: Client, process: Process, leader: User) -> None:
    client.force_login(leader)
    # At noon: an hour of the night may come twice in a year, or not at all.
    noon = (timezone.localtime() + 10 * DAY).replace(hour=12)
    call = make.make_call(process, closes_at=noon, timetable=[{"day": "2027-01-05", "until": "", "what": "Wyniki"}])
    page = client.get(reverse("calls:call_amend", kwargs=call.address))
    form = page.context["form"]
    sent = {name: field.value() for name, field in ((one.name, one) for one in form)}
    sent = {name: value for name, value in sent.items() if value not in (None, False, "")}
    assert call.closes_at is not None
    sent |= {
        "closes_at": f"{timezone.localtime(call.closes_at):%Y-%m-%dT%H:%M}", "why": "Dodajemy dzień wyników.",
        "t-TOTAL_FORMS": "2", "t-INITIAL_FORMS": "0", "t-0-day": "2027-01-05", "t-0-what": "Wyniki",
        "t-1-day": "2027-01-08", "t-1-what": "Zastrzeżenia",
    }  # fmt: skip
    answer = client.post(reverse("calls:call_amend", kwargs=call.address), sent)
    assert answer.headers.get("Location") == call.get_absolute_url(), answer.context["form"].errors
    made = call.amendments.get()
    assert list(made.after) == ["timetable"], json.dumps(made.after)
    assert "Dodajemy dzień wyników." in client.get(call.get_absolute_url()).content.decode()
