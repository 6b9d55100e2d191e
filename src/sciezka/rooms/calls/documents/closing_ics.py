"""The closing of a call as a calendar file, with a reminder of the calendar's own a day before."""

import datetime as dt
from typing import Final
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from sciezka.kit.templatetags.kit import deadline
from sciezka.rooms.calls.models import Call
from sciezka.rooms.town.ics import PRODUCT, drop_controls

DAY: Final = dt.timedelta(days=1)
MINUTE: Final = dt.timedelta(minutes=1)


def write_closing(call: Call) -> bytes:
    """Write the closing as one event; its name never changes, so that one that was moved replaces the earlier one."""
    assert call.closes_at is not None  # noqa: S101 - whatever was announced has a closing
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    url = f"{settings.BASE_URL}{call.public_url}"
    with translation.override(call.process.workspace.language):
        summary = drop_controls(_("The call closes: %(title)s") % {"title": call.title})
        until = _("Submissions are taken until %(moment)s.") % {"moment": deadline(call.closes_at)}
    event = icalendar.Event()
    event.add("uid", f"call-{call.pk}@{host}")
    event.add("sequence", call.amendments.count() + (call.called_off_at is not None))
    event.add("dtstamp", (call.published_at or call.created_at).astimezone(dt.UTC))
    # A closing at midnight belongs to the day that it ends.
    moment = (call.closes_at - MINUTE).astimezone(dt.UTC)
    event.add("dtstart", moment)
    event.add("dtend", call.closes_at.astimezone(dt.UTC))
    event.add("summary", summary)
    event.add("description", f"{until}\n\n{url}")
    event.add("url", url)
    event.add("status", "CANCELLED" if call.called_off_at else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -DAY)
    event.add_component(alarm)
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
