"""An event that was called off: what residents, calendars, the invited and the office see, and taking it back."""

import datetime as dt
import json
import re
from typing import Any

import icalendar
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit import journal
from sciezka.rooms.town.actions.attendance import call_off, reinstate
from sciezka.rooms.town.actions.events import edit_event, publish_event, read_values, withdraw_event
from sciezka.rooms.town.models import Attendee, Event
from sciezka.rooms.town.queries.next_steps import next_steps, read_situation
from tests.factories.town import EventFactory, SeatFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event() -> Event:
    """A published event tomorrow."""
    day = timezone.localdate() + dt.timedelta(days=1)
    event: Event = EventFactory(title="Warsztat o celach", start=day, end=day)
    return event


@pytest.fixture
def client(event: Event) -> Client:
    client = Client()
    client.force_login(SeatFactory(workspace=event.process.workspace).user)
    return client


def url(name: str, event: Event) -> str:
    return reverse(f"town:{name}", kwargs={**event.process.address, "event": event.pk})


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_calling_off_leaves_a_state_and_taking_it_back_clears_it(event: Event) -> None:
    before = event.sequence
    call_off(actor=None, event=event)
    event.refresh_from_db()
    assert event.called_off_at
    assert event.sequence == before + 1
    assert not event.is_planned
    call_off(actor=None, event=event)
    reinstate(actor=None, event=event)
    reinstate(actor=None, event=event)
    event.refresh_from_db()
    assert event.called_off_at is None
    assert event.sequence == before + 2
    assert event.is_planned
    assert [entry.verb for entry in journal.entries_of(event)] == ["event.reinstate", "event.call_off"]


def test_residents_see_everywhere_that_it_was_called_off(event: Event) -> None:
    home = event.process.get_absolute_url()
    month = f"{home}kalendarium/{event.start.year}/{event.start.month}/"
    pages = [event.get_absolute_url(), home, f"{home}kalendarium/", month, f"{home}kalendarium/widget/"]
    anybody = Client(headers={"accept-language": "en"})
    for page in pages:
        assert "off-mark" not in read(anybody, page)
    call_off(actor=None, event=event)
    for page in pages:
        assert "off-mark" in read(anybody, page), page


def test_feeds_and_linked_data_say_that_it_was_called_off(event: Event) -> None:
    home, anybody = event.process.get_absolute_url(), Client()

    def read_feeds() -> tuple[icalendar.Event, dict[str, Any], str, str]:
        calendar = icalendar.Calendar.from_ical(anybody.get(f"{home}kalendarium.ics").content)
        assert isinstance(calendar, icalendar.Calendar)
        item = json.loads(anybody.get(f"{home}kalendarium.json").content)["items"][0]
        atom = anybody.get(f"{home}kalendarium.atom").content.decode()
        return calendar.events[0], item["_kalendarium"], atom, anybody.get(event.get_absolute_url()).content.decode()

    before, item, atom, page = read_feeds()
    assert before["STATUS"] == "CONFIRMED"
    assert item["called_off"] is False
    assert "schema.org/EventScheduled" in page
    plain_title = atom.count("Warsztat o celach (")
    call_off(actor=None, event=event)
    after, item, atom, page = read_feeds()
    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["UID"] == before["UID"]
    assert item["called_off"] is True
    assert "schema.org/EventCancelled" in page
    assert plain_title == 0
    assert atom.count("Warsztat o celach (") == 1


def test_the_office_sees_the_state_and_is_not_asked_to_invite_anew(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    assert client.post(url("event_call_off", event)).url == url("event_office", event)
    page = client.get(url("event_office", event))
    text = page.content.decode()
    assert page.context["event"].called_off_at
    assert url("event_reinstate", event) in text
    assert url("event_send", event) not in text
    assert f'{url("event_invite", event)}"' not in text
    assert f'{url("event_call_off", event)}"' not in text
    sent = len(mail.outbox)
    client.post(url("event_send", event))
    client.post(url("event_invite", event), {"addresses": "inny@inne.example"})
    assert len(mail.outbox) == sent
    assert Attendee.objects.count() == 1
    client.post(url("event_reinstate", event))
    client.post(url("event_send", event))
    letter = mail.outbox[-1]
    assert len(mail.outbox) == sent + 1
    assert letter.to == ["gosc@inne.example"]


def test_a_letter_still_waiting_is_not_warned_about(client: Client, event: Event) -> None:
    Attendee.objects.create(event=event, email="gosc@inne.example", invited_at=timezone.now(), told_sequence=event.sequence)
    Event.objects.filter(pk=event.pk).update(called_off_at=timezone.now(), sequence=event.sequence + 1)
    page = client.get(url("event_office", event))
    assert page.context["count"].outdated == 1
    assert url("event_send", event) not in page.content.decode()


def test_an_event_to_which_nobody_was_invited_can_be_called_off(client: Client, event: Event) -> None:
    assert url("event_call_off", event) in read(client, url("event_office", event))
    assert client.get(url("event_call_off", event)).status_code == 200
    client.post(url("event_call_off", event))
    event.refresh_from_db()
    assert event.called_off_at
    assert not mail.outbox


def test_a_draft_known_to_nobody_is_not_called_off(client: Client, event: Event) -> None:
    withdraw_event(actor=None, event=event)
    client.post(url("event_call_off", event))
    event.refresh_from_db()
    assert event.called_off_at is None


def test_an_event_called_off_can_still_be_changed_withdrawn_and_published(event: Event) -> None:
    call_off(actor=None, event=event)
    event.title = "Nowy tytuł"
    edit_event(actor=None, event=event, values=read_values(event))
    withdraw_event(actor=None, event=event)
    publish_event(actor=None, event=event)
    event.refresh_from_db()
    assert event.title == "Nowy tytuł"
    assert event.is_published
    assert event.called_off_at


def test_what_was_called_off_is_no_next_step(event: Event) -> None:
    def titles() -> list[str]:
        return [step.title for step in next_steps(read_situation(event.process, [], frozenset()))]

    assert event.title in titles()
    call_off(actor=None, event=event)
    assert event.title not in titles()
