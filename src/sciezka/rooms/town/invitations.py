"""Invitations to an event: the letter, the calendar request inside it, and the cancellation."""

import datetime as dt
from email.utils import parseaddr
from typing import Literal

import icalendar
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sciezka.kit import letters
from sciezka.rooms.town.ics import calendar_event, drop_controls, open_calendar, write_plain
from sciezka.rooms.town.models import Attendee, Event

Method = Literal["REQUEST", "CANCEL"]
PARTSTATS = {Attendee.Answer.YES.value: "ACCEPTED", Attendee.Answer.NO.value: "DECLINED"}


def write_letter(attendee: Attendee, *, method: Method) -> EmailMultiAlternatives:
    """Write the letter that invites one person, or tells that the event is off, in that person's language.

    It carries the calendar request twice: as an alternative, which mail programs turn into buttons, and as a file.
    """
    event = attendee.event
    workspace = event.process.workspace
    language = attendee.user.language if attendee.user else workspace.language
    with translation.override(language):
        words = {
            "event": event,
            "process": event.process,
            "answer_url": name_answer_address(attendee),
            "public_url": f"{settings.BASE_URL}{event.get_absolute_url()}" if is_public(event) else "",
            "agenda": write_plain(event.agenda),
            "is_change": method == "REQUEST" and attendee.told_sequence is not None,
        }
        stem = "invitation" if method == "REQUEST" else "cancellation"
        file_name = _("invitation.ics") if method == "REQUEST" else _("cancellation.ics")
    letter = letters.write_letter(
        f"town/mail/{stem}", words, to=attendee.address, language=language, replies_to=workspace.contact
    )
    request = write_request(attendee, method=method)
    letter.attach_alternative(request, f"text/calendar; method={method}")
    letter.attach(file_name, request.encode(), "application/ics")
    return letter


def write_request(attendee: Attendee, *, method: Method) -> str:
    """Write the calendar request for one person; it names nobody else."""
    event = attendee.event
    calendar = open_calendar(event.process)
    calendar.add("method", method)
    entry = calendar_event(event, base_url=settings.BASE_URL)
    if not is_public(event):
        entry.pop("url", None)
    # Of two letters of the same version the later one counts.
    entry["dtstamp"] = icalendar.vDatetime(timezone.now().astimezone(dt.UTC).replace(microsecond=0))
    entry["status"] = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
    entry["description"] = icalendar.vText(describe_request(attendee, method=method))
    entry["organizer"] = write_organizer(event)
    guest = icalendar.vCalAddress(f"mailto:{attendee.address}")
    guest.params["cn"] = clean_param(attendee.shown_name) or attendee.address
    guest.params["cutype"] = "INDIVIDUAL"
    guest.params["role"] = "REQ-PARTICIPANT"
    guest.params["partstat"] = PARTSTATS.get(attendee.answer, "NEEDS-ACTION")
    guest.params["rsvp"] = "TRUE" if method == "REQUEST" else "FALSE"
    entry.add("attendee", guest, encode=False)
    calendar.add_component(entry)
    if calendar.get_missing_tzids():
        calendar.add_missing_timezones()
    return str(calendar.to_ical().decode())


def describe_request(attendee: Attendee, *, method: Method) -> str:
    """Say in the calendar what the letter says: the agenda, where to answer, where to read more."""
    event = attendee.event
    with translation.override(attendee.user.language if attendee.user else event.process.workspace.language):
        lines = [write_plain(event.agenda)]
        if method == "REQUEST":
            lines.append(f"{_('Answer here')}: {name_answer_address(attendee)}")
        if is_public(event):
            lines.append(f"{_('In the Kalendarium')}: {settings.BASE_URL}{event.get_absolute_url()}")
    return drop_controls("\n\n".join(line for line in lines if line))


def write_organizer(event: Event) -> icalendar.vCalAddress:
    """Name the office as the organizer, at the address to which calendar programs send answers."""
    address = event.process.workspace.contact or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = icalendar.vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = clean_param(event.process.workspace.name)
    return organizer


def clean_param(text: str) -> str:
    """Make a text fit for a calendar parameter, which can hold neither quotes nor line ends."""
    return " ".join(drop_controls(text).replace('"', "'").split())


def name_answer_address(attendee: Attendee) -> str:
    """Give the address at which an invited person answers without an account."""
    return f"{settings.BASE_URL}{reverse('town:event_answer', kwargs={'key': attendee.key})}"


def is_public(event: Event) -> bool:
    """Tell whether the entry's public page exists for residents."""
    return event.is_published and event.process.is_published
