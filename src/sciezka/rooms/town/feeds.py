"""Entries of the Kalendarium for machines: Atom, JSON Feed, schema.org, and what a shared link shows."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.kit.markup import render_markdown, strip_markdown
from sciezka.rooms.town.ics import ZONE, drop_controls, name_uid, write_plain
from sciezka.rooms.town.models import Event, Process, Workspace

FEED_SIZE = 200
SUMMARY = 280
EXTENSION = "_kalendarium"
ATTENDANCE = {
    Event.Mode.ON_SITE: "OfflineEventAttendanceMode",
    Event.Mode.VIDEO: "OnlineEventAttendanceMode",
    Event.Mode.TELECONFERENCE: "OnlineEventAttendanceMode",
    Event.Mode.ONLINE: "OnlineEventAttendanceMode",
}
_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@dataclass(frozen=True, slots=True)
class State:
    """The state of a feed: a fingerprint that changes with anything it shows, and the moment of the last change."""

    etag: str
    changed_at: datetime.datetime


def read_state(process: Process) -> State:
    """Read the state of a process's feeds.

    Drafts count too, because an entry that was withdrawn has become one, and a feed must forget it.
    """
    events = process.events.order_by()
    facts = events.aggregate(updated=Max("updated_at"), published=Max("published_at"))
    moments = [
        moment for moment in (facts["updated"], facts["published"], process.published_at, process.created_at) if moment
    ]
    shown = list(events.filter(status=Event.Status.PUBLISHED).values_list("pk", "sequence"))
    names = [
        *process.stages.values_list("name", "number", "key"),
        *process.teams.values_list("name", "slug", "is_public"),
        *process.workspace.acts.order_by("pk").values_list("pk", "kind", "number", "date", "is_public"),
        (process.name, process.summary, process.slug),
        (process.workspace.name, process.workspace.slug, process.workspace.language, process.workspace.accent),
        (process.workspace.website,),
    ]
    text = repr((shown, names, sorted(moments)))
    return State(hashlib.sha256(text.encode()).hexdigest()[:32], max(moments))


def tell_days(event: Event) -> str:
    """Write an entry's date in words, in the language in force."""
    return event.date.format("en" if get_language() == "en" else "pl")


def name_event(event: Event) -> str:
    """Give an entry's title, with a word when the event was called off."""
    return f"{event.title} ({_('called off')})" if event.called_off_at else event.title


def write_atom(process: Process, events: Iterable[Event], *, base_url: str, changed_at: datetime.datetime) -> str:
    """Write an Atom feed; each entry's summary begins with its date, because a feed's own dates are those of publishing."""
    page = f"{base_url}{reverse('town:kalendarium', kwargs=process.address)}"
    feed = DatedFeed(
        changed_at,
        title=drop_controls(f"{process.name} – {process.workspace.name}"),
        link=page,
        description=drop_controls(strip_markdown(process.summary, SUMMARY)),
        language=process.workspace.language,
        feed_url=f"{base_url}{reverse('town:feed_atom', kwargs=process.address)}",
        feed_guid=page,
        author_name=drop_controls(process.workspace.name),
    )
    for event in events:
        feed.add_item(
            title=drop_controls(f"{tell_days(event)}: {name_event(event)}"),
            link=f"{base_url}{event.get_absolute_url()}",
            description=drop_controls(f"<p><strong>{tell_days(event)}</strong></p>{render_markdown(event.text)}"),
            unique_id=f"urn:uuid:{event.uid}",
            pubdate=event.published_at or event.created_at,
            updateddate=event.updated_at,
            categories=[str(event.get_kind_display()), *([drop_controls(str(event.stage))] if event.stage else [])],
        )
    return feed.writeString("utf-8")


class DatedFeed(feedgenerator.Atom1Feed):
    """An Atom feed whose own date is the last change of the Kalendarium, withdrawn entries included."""

    def __init__(self, changed_at: datetime.datetime, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(**kwargs)
        self.changed_at = changed_at

    def latest_post_date(self) -> datetime.datetime:
        """Give the moment of the last change."""
        return self.changed_at


def write_json_feed(process: Process, events: Iterable[Event], *, base_url: str) -> dict[str, Any]:
    """Write a JSON Feed 1.1 whose entries carry their imprecise dates as data (see docs/reference/feeds.md)."""
    workspace = process.workspace
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{process.name} – {workspace.name}",
        "home_page_url": f"{base_url}{reverse('town:kalendarium', kwargs=process.address)}",
        "feed_url": f"{base_url}{reverse('town:feed_json', kwargs=process.address)}",
        "description": strip_markdown(process.summary, SUMMARY),
        "language": workspace.language,
        "authors": [{"name": workspace.name, **({"url": workspace.website} if workspace.website else {})}],
        "items": [write_json_item(event, base_url=base_url) for event in events],
    }


def write_json_item(event: Event, *, base_url: str) -> dict[str, Any]:
    """Write one entry of the JSON feed."""
    return {
        "id": name_uid(event, base_url=base_url),
        "url": f"{base_url}{event.get_absolute_url()}",
        "title": event.title,
        # A reader needs some content: an entry with no text of its own gives its title.
        "content_html": render_markdown(event.text) or render_markdown(event.title),
        "content_text": write_plain(event.text) or event.title,
        "date_published": (event.published_at or event.created_at).isoformat(),
        "date_modified": event.updated_at.isoformat(),
        "tags": [event.kind, *([event.stage.key] if event.stage else [])],
        EXTENSION: {
            "about": "docs/reference/feeds.md",
            "start": event.start.isoformat(),
            "end": event.end.isoformat(),
            "precision": event.precision,
            "date": event.date.isoformat(),
            "date_in_words": tell_days(event),
            "time_start": f"{event.time_start:%H:%M}" if event.time_start else None,
            "time_end": f"{event.time_end:%H:%M}" if event.time_end else None,
            "time_zone": ZONE.key,
            "kind": event.kind,
            "mode": event.mode or None,
            "place": event.place_name or None,
            "stage": {"key": event.stage.key, "number": event.stage.number, "name": event.stage.name}
            if event.stage
            else None,
            "bodies": [team.name for team in event.teams.all() if team.is_public],
            "participants": event.participants or None,
            "tool": event.tool or None,
            "outcome": event.outcome or None,
            "act": str(event.act) if event.act and event.act.is_public else None,
            "links": [{"url": link.url, "label": link.label} for link in event.links.all()],
            "called_off": event.called_off_at is not None,
            "sequence": event.sequence,
        },
    }


def describe_event(event: Event, *, base_url: str, image: str = "") -> dict[str, Any]:
    """Describe an entry in schema.org's words."""
    url = f"{base_url}{event.get_absolute_url()}"
    start: Any = event.start
    end: Any = event.end
    if event.time_start and event.precision == Event.Precisions.DAY:
        start = datetime.datetime.combine(event.start, event.time_start, ZONE)
        end = datetime.datetime.combine(event.end, event.time_end, ZONE) if event.time_end else start
    data: dict[str, Any] = {
        "@type": "Event",
        "@id": url,
        "name": event.title,
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        "eventStatus": f"https://schema.org/{'EventCancelled' if event.called_off_at else 'EventScheduled'}",
        "description": strip_markdown(event.text, SUMMARY) or event.title,
        "url": url,
        "inLanguage": event.process.workspace.language,
        "organizer": describe_workspace(event.process.workspace, base_url=base_url),
        "location": {"@type": "VirtualLocation", "url": url},
    }
    if attendance := ATTENDANCE.get(Event.Mode(event.mode)) if event.mode else None:
        data["eventAttendanceMode"] = f"https://schema.org/{attendance}"
    if event.place_name or event.mode in {"", Event.Mode.ON_SITE}:
        place = event.place_name or event.process.workspace.name
        data["location"] = {"@type": "Place", "name": place, "address": event.place_name or event.process.workspace.name}
    if image:
        data["image"] = [image]
    return data


def describe_workspace(workspace: Workspace, *, base_url: str) -> dict[str, Any]:
    """Describe an office in schema.org's words."""
    return {
        "@type": "GovernmentOrganization",
        "name": workspace.name,
        "url": workspace.website or f"{base_url}{workspace.get_absolute_url()}",
    }


def describe_list(events: Sequence[Event], *, base_url: str) -> dict[str, Any]:
    """Describe a list of entries in schema.org's words."""
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "item": describe_event(event, base_url=base_url)}
            for number, event in enumerate(events, start=1)
        ],
    }


def write_linked_data(data: dict[str, Any]) -> SafeString:
    """Write data for a JSON-LD block of a page: no text in it can close the block."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_UNSAFE)
    return mark_safe(text)  # noqa: S308 - every sign that HTML could read is escaped above
