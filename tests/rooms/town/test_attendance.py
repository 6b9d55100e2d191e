"""Holding an event: invitations as mail and calendar, answers, presence, minutes."""

import datetime as dt
from email.message import Message
from typing import Any

import icalendar
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit import journal
from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.attendance import invite_people
from sciezka.rooms.town.actions.events import delete_draft
from sciezka.rooms.town.models import Attendee, Event
from tests.factories.people import UserFactory
from tests.factories.town import EventFactory, MembershipFactory, SeatFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event() -> Event:
    """A published event tomorrow, with hours, a place and an agenda."""
    day = timezone.localdate() + dt.timedelta(days=1)
    event = EventFactory(
        title='Warsztat „Drzewo problemów", część 2',
        start=day,
        end=day,
        time_start=dt.time(9),
        time_end=dt.time(12),
        place_name="Ratusz, sala 12",
        agenda="- otwarcie\n- praca w grupach",
    )
    event.process.workspace.contact = "urzad@miasto.example"
    event.process.workspace.save()
    return event


@pytest.fixture
def coordinator(event: Event) -> User:
    return SeatFactory(workspace=event.process.workspace).user


@pytest.fixture
def client(coordinator: User) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def url(name: str, event: Event, **words: Any) -> str:
    return reverse(f"town:{name}", kwargs={**event.process.address, "event": event.pk, **words})


def read_calendar(letter: Any) -> tuple[icalendar.Calendar, icalendar.Event]:
    """Read the calendar request in a letter as a mail program gets it."""
    parts: list[Message] = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1
    calendar = icalendar.Calendar.from_ical(parts[0].get_payload(decode=True))
    assert parts[0].get_param("method") == str(calendar["METHOD"])
    return calendar, calendar.walk("VEVENT")[0]


def test_members_and_addresses_get_one_letter_each(client: Client, event: Event) -> None:
    team = TeamFactory(process=event.process)
    member = MembershipFactory(team=team).user
    MembershipFactory(team=team, user=member)
    MembershipFactory(team=team, until=dt.date(2020, 1, 2))
    addresses = f"gosc@inne.example, GOSC@inne.example\n{member.email.upper()}; drugi@inne.example"
    client.post(url("event_invite", event), {"teams": [team.pk], "addresses": addresses})
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(
        [member.email, "gosc@inne.example", "drugi@inne.example"]
    )
    assert all(len(letter.to) == 1 and not letter.cc and not letter.bcc for letter in mail.outbox)
    client.post(url("event_invite", event), {"teams": [team.pk], "addresses": "gosc@inne.example"})
    assert len(mail.outbox) == 3


def test_the_letter_carries_a_calendar_request(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    letter = mail.outbox[0]
    attendee = Attendee.objects.get()
    calendar, entry = read_calendar(letter)
    assert str(calendar["METHOD"]) == "REQUEST"
    assert str(entry["UID"]).startswith(str(event.uid))
    assert entry["SEQUENCE"] == event.sequence
    assert str(entry["ORGANIZER"]) == "mailto:urzad@miasto.example"
    assert str(entry["ATTENDEE"]) == "mailto:gosc@inne.example"
    assert entry["ATTENDEE"].params["RSVP"] == "TRUE"
    assert entry["DTSTART"].dt.hour == 9
    assert str(entry["SUMMARY"]) == event.title
    assert letter.reply_to == ["urzad@miasto.example"]
    assert reverse("town:event_answer", kwargs={"key": attendee.key}) in letter.body
    assert "praca w grupach" in letter.body.replace("\u00a0", " ")
    files = [(name, kind) for name, _content, kind in letter.attachments]
    assert [kind for _name, kind in files] == ["application/ics"]
    assert files[0][0].endswith(".ics")
    # The calendar that the file carries is the same.
    assert icalendar.Calendar.from_ical(letter.attachments[0][1]).walk("VEVENT")[0]["UID"] == entry["UID"]


def test_a_letter_names_no_other_guest(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example drugi@inne.example"})
    for letter in mail.outbox:
        other = {"gosc@inne.example", "drugi@inne.example"} - set(letter.to)
        assert other.pop() not in letter.message().as_string() + letter.body


def test_a_letter_is_written_in_its_readers_language(client: Client, event: Event) -> None:
    reader = UserFactory(language="en")
    team = TeamFactory(process=event.process)
    MembershipFactory(team=team, user=reader)
    client.post(url("event_invite", event), {"teams": [team.pk]})
    assert mail.outbox[0].subject == f"Invitation: {event.title}"


def test_a_draft_is_announced_without_its_public_page(client: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(status="draft")
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    _calendar, entry = read_calendar(mail.outbox[0])
    assert "URL" not in entry
    assert event.get_absolute_url() not in mail.outbox[0].body + str(entry["DESCRIPTION"])


@pytest.mark.parametrize("addresses", ["", "to nie adres", "a@b.example, zły@", "<script>@x"])
def test_wrong_addresses_are_named_and_nothing_is_sent(client: Client, event: Event, addresses: str) -> None:
    response = client.post(url("event_invite", event), {"addresses": addresses})
    assert response.status_code == 200
    assert not mail.outbox
    assert not Attendee.objects.exists()


def test_the_list_has_a_limit(client: Client, event: Event) -> None:
    addresses = [f"gosc{number}@inne.example" for number in range(501)]
    with pytest.raises(ValidationError):
        invite_people(actor=None, event=event, addresses=addresses)
    response = client.post(url("event_invite", event), {"addresses": "\n".join(addresses)})
    assert response.status_code == 200
    assert not Attendee.objects.exists()
    assert len(invite_people(actor=None, event=event, addresses=addresses[:500])) == 500


def test_nobody_is_invited_to_a_month(client: Client, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(start="2026-05-01", end="2026-05-31", precision="month")
    response = client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    assert response.url == url("event_office", event)
    assert not Attendee.objects.exists()


def test_a_change_is_sent_with_a_higher_sequence_when_that_is_ticked(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    form = client.get(url("event_edit", event)).context["form"]
    data = {name: value for name in form.fields if (value := form[name].value()) is not None}
    links = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}
    client.post(url("event_edit", event), {**data, **links, "place_name": "Biblioteka", "tell": "1"})
    first, second = mail.outbox
    _calendar, before = read_calendar(first)
    _calendar, after = read_calendar(second)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert str(after["LOCATION"]) == "Biblioteka"
    # Asking once more sends nothing: everybody knows this version.
    client.post(url("event_send", event))
    assert len(mail.outbox) == 2


def test_without_the_tick_the_page_offers_to_send_the_change(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    client.post(
        url("event_agenda", event),
        {"text": "Nowy porządek", "seen": client.get(url("event_agenda", event)).context["form"]["seen"].value()},
    )
    assert len(mail.outbox) == 1
    page = client.get(url("event_office", event))
    assert page.context["count"].outdated == 1
    client.post(url("event_send", event))
    assert "Nowy porządek" in mail.outbox[1].body


def test_withdrawing_tells_the_invited_that_it_is_off(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    assert client.get(url("event_withdraw", event)).status_code == 200
    client.post(url("event_withdraw", event), {"call_off": "1"})
    calendar, entry = read_calendar(mail.outbox[1])
    assert str(calendar["METHOD"]) == "CANCEL"
    assert str(entry["STATUS"]) == "CANCELLED"
    assert entry["SEQUENCE"] > event.sequence
    assert Attendee.objects.get().invited_at is None


def test_withdrawing_without_the_tick_tells_nobody(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    client.post(url("event_withdraw", event))
    assert len(mail.outbox) == 1


def test_a_draft_with_invited_people_is_deleted_only_after_it_was_called_off(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    client.post(url("event_withdraw", event))
    with pytest.raises(ValidationError):
        delete_draft(actor=None, event=event)
    client.post(url("event_delete", event))
    assert Event.objects.filter(pk=event.pk).exists()
    assert client.get(url("event_call_off", event)).status_code == 200
    client.post(url("event_call_off", event))
    assert str(read_calendar(mail.outbox[1])[0]["METHOD"]) == "CANCEL"
    client.post(url("event_delete", event))
    assert not Event.objects.filter(pk=event.pk).exists()


def test_a_person_taken_off_the_list_is_told_first(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    waiting = Attendee.objects.create(event=event, email="jeszcze-nie@inne.example")
    client.post(url("attendee_remove", event, attendee=waiting.pk))
    assert len(mail.outbox) == 1
    client.post(url("attendee_remove", event, attendee=Attendee.objects.get().pk))
    assert str(read_calendar(mail.outbox[1])[0]["METHOD"]) == "CANCEL"
    assert not Attendee.objects.exists()


def test_a_letter_that_cannot_be_sent_is_named_and_can_be_sent_later(client: Client, event: Event, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    attendee = Attendee.objects.get()
    assert attendee.invited_at is None
    assert "ConnectionRefusedError" in attendee.problem
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(url("event_send", event))
    attendee.refresh_from_db()
    assert attendee.invited_at
    assert not attendee.problem
    assert len(mail.outbox) == 1


def test_an_invited_person_answers_without_an_account(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    attendee = Attendee.objects.get()
    address = reverse("town:event_answer", kwargs={"key": attendee.key})
    guest = Client()
    page = guest.get(address)
    assert page.status_code == 200
    assert "gosc@inne.example" not in page.content.decode()
    attendee.refresh_from_db()
    assert attendee.answer == "", "opening the page is no answer: mail programs open links on their own"
    guest.post(address, {"answer": "yes"})
    guest.post(address, {"answer": "perhaps"})
    attendee.refresh_from_db()
    assert attendee.answer == "yes"
    guest.post(address, {"answer": "no"})
    attendee.refresh_from_db()
    assert attendee.answer == "no"


def test_an_unknown_or_taken_back_key_opens_nothing(event: Event) -> None:
    key = "00000000-0000-4000-8000-000000000000"
    assert Client().get(reverse("town:event_answer", kwargs={"key": key})).status_code == 404
    waiting = Attendee.objects.create(event=event, email="jeszcze-nie@inne.example")
    assert Client().get(reverse("town:event_answer", kwargs={"key": waiting.key})).status_code == 404


def test_a_past_event_takes_no_answers(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(start="2020-01-01", end="2020-01-01")
    attendee = Attendee.objects.create(event=event, email="a@inne.example", invited_at=timezone.now())
    address = reverse("town:event_answer", kwargs={"key": attendee.key})
    assert Client().get(address).status_code == 200
    Client().post(address, {"answer": "yes"})
    attendee.refresh_from_db()
    assert attendee.answer == ""


def test_presence_is_noted_with_guests_and_counted_in_the_minutes(client: Client, event: Event) -> None:
    invited = Attendee.objects.bulk_create(
        Attendee(event=event, email=f"gosc{number}@inne.example", invited_at=timezone.now()) for number in range(3)
    )
    came = [attendee.pk for attendee in invited[:2]]
    client.post(url("event_attendance", event), {"present": came, "guests": "Kierownik wydziału\n\n  Radca  "})
    count = client.get(url("event_minutes", event)).context["count"]
    assert (count.present_invited, count.expected, count.guests) == (2, 3, 2)
    assert set(event.attendees.filter(was_present=True).values_list("name", flat=True)) == {
        "",
        "Kierownik wydziału",
        "Radca",
    }
    foreign = Attendee.objects.create(event=EventFactory(), email="obcy@inne.example")
    response = client.post(url("event_attendance", event), {"present": [foreign.pk]})
    assert response.status_code == 200
    foreign.refresh_from_db()
    assert foreign.was_present is None


def test_the_sheet_for_signatures_names_people_but_no_addresses(client: Client, event: Event) -> None:
    Attendee.objects.create(event=event, email="gosc@inne.example")
    Attendee.objects.create(event=event, user=UserFactory(name="Inspektor"))
    page = client.get(url("event_sheet", event)).content.decode()
    assert "Inspektor" in page
    assert "gosc@inne.example" not in page


def test_minutes_are_not_overwritten_unseen(client: Client, event: Event) -> None:
    seen = client.get(url("event_minutes", event)).context["form"]["seen"].value()
    client.post(url("event_minutes", event), {"text": "Pierwsza wersja", "seen": seen})
    clash = client.post(url("event_minutes", event), {"text": "Druga wersja", "seen": seen})
    assert clash.status_code == 409
    page = clash.content.decode()
    assert "Pierwsza wersja" in page
    assert "Druga wersja" in page
    assert Event.objects.get(pk=event.pk).minutes == "Pierwsza wersja"
    client.post(url("event_minutes", event), {"text": "Obie", "seen": clash.context["form"]["seen"].value()})
    assert Event.objects.get(pk=event.pk).minutes == "Obie"


def test_the_preview_of_minutes_saves_nothing(client: Client, event: Event) -> None:
    page = client.post(url("event_minutes", event), {"text": "**Ważne**", "preview": "1"}).content.decode()
    assert "<strong>Ważne</strong>" in page
    assert not Event.objects.get(pk=event.pk).minutes


def test_the_journal_and_the_public_page_know_no_guest(client: Client, event: Event) -> None:
    client.post(url("event_invite", event), {"addresses": "gosc@inne.example"})
    attendee = Attendee.objects.get()
    Client().post(reverse("town:event_answer", kwargs={"key": attendee.key}), {"answer": "yes"})
    client.post(url("event_attendance", event), {"present": [attendee.pk], "guests": "Radca Prawna"})
    client.post(
        url("event_minutes", event),
        {
            "text": "Głos zabrała Radca Prawna",
            "seen": client.get(url("event_minutes", event)).context["form"]["seen"].value(),
        },
    )
    verbs = {entry.verb for entry in journal.entries_of(event)}
    assert verbs == {"event.invite", "event.answer", "event.attendance", "event.minutes"}
    kept = str(list(JournalEntry.objects.values("label", "before", "after")))
    public = Client().get(event.get_absolute_url()).content.decode()
    for secret in ("gosc@inne.example", "Radca Prawna"):
        assert secret not in kept
        assert secret not in public


def test_who_only_reads_sees_counts_but_no_names(event: Event) -> None:
    Attendee.objects.create(event=event, email="gosc@inne.example", name="Radca Prawna", invited_at=timezone.now())
    viewer = MembershipFactory(team=TeamFactory(process=event.process, rights="view")).user
    client = Client()
    client.force_login(viewer)
    page = client.get(url("event_office", event)).content.decode()
    assert "Radca Prawna" not in page
    assert "gosc@inne.example" not in page
