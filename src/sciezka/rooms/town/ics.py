"""Entries of the Kalendarium as iCalendar: the live feed, one entry's file, and what an invitation carries.

An imprecise date becomes what a calendar program can hold: a day or a range of days is an all-day event whose end is
exclusive; a month or months is an all-day span that blocks nobody's time and says in words how the date was told.
"""

import datetime
import html
import re
from collections.abc import Iterable
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
import nh3
from django.utils import translation
from django.utils.translation import gettext as _

from sciezka.core.dates import Precision
from sciezka.kit.markup import render_markdown
from sciezka.rooms.town.models import Event, Process

ZONE = ZoneInfo("Europe/Warsaw")
PRODUCT = "-//Sciezka//Kalendarium//PL"
REFRESH = datetime.timedelta(hours=6)
ONE_DAY = datetime.timedelta(days=1)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LINE_ENDS = re.compile(r"</(?:p|li|h[3-6]|tr|blockquote)>|<br\s*/?>")
_LINK = re.compile(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def drop_controls(text: str) -> str:
    """Drop the control characters that neither a calendar nor XML may carry."""
    return _CONTROLS.sub("", text)


def write_plain(text: str) -> str:
    """Write a Markdown text as plain lines: list items keep their lines, links keep their addresses."""
    marked = re.sub(r"<li>\s*", "– ", render_markdown(text))
    marked = _LINK.sub(lambda link: link[2] if link[1] in link[2] else f"{link[2]} ({link[1]})", marked)
    plain = html.unescape(nh3.clean(_LINE_ENDS.sub("\n", marked), tags=set()))
    lines = [" ".join(line.split(" ")).strip() for line in drop_controls(plain).splitlines()]
    return "\n".join(line for line in lines if line)


def name_uid(event: Event, *, base_url: str) -> str:
    """Give the identifier that an entry keeps in every calendar for good."""
    return f"{event.uid}@{urlsplit(base_url).hostname or 'localhost'}"


def describe(event: Event, *, url: str) -> str:
    """Write an entry's description: imprecise date in words, text, outcome, links, and the way back."""
    language: Literal["pl", "en"] = "en" if translation.get_language() == "en" else "pl"
    lines = []
    if event.precision in {Precision.MONTH.value, Precision.MONTHS.value}:
        lines.append(_("Date: %(date)s (the exact day is not given)") % {"date": event.date.format(language, nbsp=False)})
    elif event.precision == Precision.RANGE.value and event.time_start:
        lines.append(_("Hours: %(hours)s") % {"hours": write_hours(event)})
    if event.text:
        lines.append(write_plain(event.text))
    if event.outcome:
        lines.append(f"{_('Outcome')}: {write_plain(event.outcome)}")
    lines += [f"{link.label}: {link.url}" if link.label else link.url for link in event.links.all()]
    lines.append(f"{_('In the Kalendarium')}: {url}")
    return drop_controls("\n\n".join(lines))


def write_hours(event: Event) -> str:
    """Write an entry's hours as „9:00–11:30”; empty when it has none."""
    hours = [f"{hour.hour}:{hour.minute:02d}" for hour in (event.time_start, event.time_end) if hour]
    return "–".join(hours)


def add_dates(entry: icalendar.Event, event: Event) -> None:
    """Set the start and the end, timed only when one day has its hours."""
    if event.precision == Precision.DAY.value and event.time_start:
        start = datetime.datetime.combine(event.start, event.time_start, ZONE)
        entry.add("dtstart", start)
        if event.time_end and event.time_end > event.time_start:
            entry.add("dtend", datetime.datetime.combine(event.end, event.time_end, ZONE))
        return
    entry.add("dtstart", event.start)
    # The end of an all-day event is exclusive; the calendar's very last day has no day after it.
    entry.add("dtend", event.end + ONE_DAY if event.end < datetime.date.max else event.end)


def calendar_event(event: Event, *, base_url: str) -> icalendar.Event:
    """Turn an entry into an iCalendar event, in the language of its workspace.

    The identifier never changes and ``SEQUENCE`` grows with every edit, so a subscriber's copy is replaced, not doubled.
    Reads ``event.process.workspace`` and ``event.links``: load them beforehand for many entries.

    Args:
        event: the entry, published or (for invitations) still a draft.
        base_url: the instance's address without a slash at its end; its host stands in the identifier.
    """
    url = f"{base_url}{event.get_absolute_url()}"
    whole_months = event.precision in {Precision.MONTH.value, Precision.MONTHS.value}
    entry = icalendar.Event()
    with translation.override(event.process.workspace.language):
        entry.add("uid", name_uid(event, base_url=base_url))
        entry.add("sequence", event.sequence)
        entry.add("dtstamp", event.updated_at.astimezone(datetime.UTC))
        entry.add("created", event.created_at.astimezone(datetime.UTC))
        entry.add("last-modified", event.updated_at.astimezone(datetime.UTC))
        add_dates(entry, event)
        entry.add("summary", drop_controls(event.title))
        entry.add("description", describe(event, url=url))
        entry.add("url", url)
        if event.place_name:
            entry.add("location", drop_controls(event.place_name))
        entry.add("categories", [str(event.get_kind_display())])
        entry.add("status", name_status(event))
        entry.add("transp", "OPAQUE" if event.time_start and not whole_months else "TRANSPARENT")
    return entry


def name_status(event: Event) -> str:
    """Name an entry's state in the calendar's words."""
    if event.called_off_at:
        return "CANCELLED"
    return "CONFIRMED" if event.is_published else "TENTATIVE"


def open_calendar(process: Process, *, source: str = "") -> icalendar.Calendar:
    """Begin a calendar that carries a process's name; with a ``source`` it says where it is refreshed from."""
    # The library does not escape what programs write beside the standard, so these stand in one line.
    name = " ".join(drop_controls(f"{process.name} – {process.workspace.name}").split())
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE.key)
    if source:
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
        calendar.add("source", source, parameters={"VALUE": "URI"})
    return calendar


def write_calendar(process: Process, events: Iterable[Event], *, base_url: str, source: str = "") -> bytes:
    """Write entries of one process as an iCalendar file, with the time zone that its timed entries need."""
    calendar = open_calendar(process, source=source)
    for event in events:
        calendar.add_component(calendar_event(event, base_url=base_url))
    # Named zones must be defined in the file; the library describes those that are used.
    if calendar.get_missing_tzids():
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
