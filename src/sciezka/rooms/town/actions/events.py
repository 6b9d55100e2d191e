"""Changing entries of the Kalendarium: draft, edit, publish, withdraw, delete."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.core.dates import ImpreciseDate
from sciezka.kit.journal import find_changes, make_plain
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, EventLink, LegalAct, Process, Stage, Team

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
PLAIN_FIELDS = (
    "title", "text", "time_start", "time_end", "kind", "mode",
    "stage", "place_name", "participants", "tool", "outcome", "act",
)  # fmt: skip


class EventChangedError(Exception):
    """Somebody else saved the entry after it was opened for editing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkValues:
    """A link of an entry."""

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventValues:
    """Everything that an entry says."""

    title: str
    date: ImpreciseDate
    text: str = ""
    time_start: dt.time | None = None
    time_end: dt.time | None = None
    kind: str = "meeting"
    mode: str = ""
    stage: Stage | None = None
    place_name: str = ""
    teams: tuple[Team, ...] = ()
    participants: str = ""
    tool: str = ""
    outcome: str = ""
    act: LegalAct | None = None
    links: tuple[LinkValues, ...] = ()


@transaction.atomic
def draft_event(*, actor: User | None, process: Process, values: EventValues) -> Event:
    """Write a new entry that only the office sees.

    Raises:
        ValidationError: when a value does not fit the entry or belongs to another process.
    """
    event = Event(process=process)
    write_values(event, values)
    _before, after = find_changes({}, {name: value for name, value in describe_event(event).items() if value})
    note(actor=actor, verb="event.draft", of=event, after=after)
    return event


@transaction.atomic
def edit_event(*, actor: User | None, event: Event, values: EventValues, seen: dt.datetime | None = None) -> Event:
    """Change an entry. Whoever follows the calendar or was invited learns of it by a raised sequence.

    Args:
        actor: who changes it; None when the system does.
        event: the entry.
        values: all that it is to say from now on.
        seen: the ``updated_at`` of the entry as the actor saw it; given, a newer entry is not overwritten.

    Raises:
        EventChangedError: when the entry is newer than ``seen``.
        ValidationError: when a value does not fit the entry or belongs to another process.
    """
    event = lock_event(event)
    if seen is not None and event.updated_at != seen:
        raise EventChangedError
    before = describe_event(event)
    changes = find_changes(before, describe_values(values))
    if changes[1]:
        event.updated_at = timezone.now()
        raise_sequence(event)
        write_values(event, values)
        note(actor=actor, verb="event.edit", of=event, before=changes[0], after=changes[1])
    return event


@transaction.atomic
def publish_event(*, actor: User | None, event: Event) -> Event:
    """Show an entry to residents. An entry that is shown already stays as it is."""
    event = lock_event(event)
    if not event.is_published:
        before = {"status": event.status}
        event.status = Event.Status.PUBLISHED
        event.published_at = event.published_at or timezone.now()
        event.updated_at = timezone.now()
        event.save(update_fields=["status", "published_at", "updated_at"])
        note(actor=actor, verb="event.publish", of=event, before=before, after={"status": event.status})
    return event


@transaction.atomic
def publish_events(*, actor: User | None, events: Iterable[Event]) -> list[Event]:
    """Show many entries to residents at once: all of them or none."""
    return [publish_event(actor=actor, event=event) for event in events]


@transaction.atomic
def withdraw_event(*, actor: User | None, event: Event) -> Event:
    """Take an entry back from residents: it becomes a draft again."""
    event = lock_event(event)
    if event.is_published:
        before = {"status": event.status}
        event.status = Event.Status.DRAFT
        event.updated_at = timezone.now()
        # Whoever holds the entry in a calendar must be able to tell this state from the one that was published.
        event.sequence += 1
        event.save(update_fields=["status", "updated_at", "sequence"])
        note(actor=actor, verb="event.withdraw", of=event, before=before, after={"status": event.status})
    return event


@transaction.atomic
def delete_draft(*, actor: User | None, event: Event) -> None:
    """Delete a draft with its links and files. The journal keeps what it said.

    Raises:
        ValidationError: when residents can see the entry, something cites it, or invited people have not been told that
            it is off.
    """
    event = lock_event(event)
    if event.is_published:
        raise ValidationError(_("A published entry must be withdrawn before it can be deleted."), code="published")
    if event.attendees.filter(invited_at__isnull=False).exists():
        raise ValidationError(
            _("Invited people must be told that the event is off before it can be deleted."), code="invited"
        )
    before = {name: value for name, value in describe_event(event).items() if value}
    files = [(attachment.file.storage, str(attachment.file.name)) for attachment in event.attachments.all()]
    note(actor=actor, verb="event.delete", of=event, before=before)
    try:
        event.delete()
    except ProtectedError as cited:
        # The journal's row goes with the transaction.
        said = _("Something that was agreed cites this entry, so it can't be deleted. It can stay withdrawn.")
        raise ValidationError(said, code="cited") from cited
    for storage, name in files:
        # Only once the rows are gone for good: a rolled back deletion must not leave rows without files.
        transaction.on_commit(partial(storage.delete, name))


def lock_event(event: Event) -> Event:
    """Read the entry anew and hold it until the transaction ends."""
    return (
        Event.objects.select_for_update(of=("self",)).select_related("process__workspace", "stage", "act").get(pk=event.pk)
    )


def raise_sequence(event: Event) -> None:
    """Raise the sequence if anybody may hold the entry in a calendar: residents by the feed, the invited by mail."""
    if event.is_published or event.attendees.filter(invited_at__isnull=False).exists():
        event.sequence += 1


def write_values(event: Event, values: EventValues) -> None:
    """Put the values into the entry and save it with its bodies and links."""
    check_belonging(event.process, values)
    for name in PLAIN_FIELDS:
        setattr(event, name, getattr(values, name))
    event.date = values.date
    event.clean_fields(exclude=("process", "stage", "act", "uid"))
    links = [
        EventLink(event=event, url=link.url.strip(), label=link.label.strip(), position=position)
        for position, link in enumerate(values.links)
    ]
    for link in links:
        check_link(link)
    event.save()
    event.teams.set(values.teams)
    if [(link.url, link.label) for link in links] != list(event.links.values_list("url", "label")):
        event.links.all().delete()
        EventLink.objects.bulk_create(links)


def check_belonging(process: Process, values: EventValues) -> None:
    """Refuse a stage, body or act of another process."""
    foreign = (
        (values.stage is not None and values.stage.process_id != process.pk)
        or any(team.process_id != process.pk for team in values.teams)
        or (values.act is not None and values.act.workspace_id != process.workspace_id)
    )
    if foreign:
        raise ValidationError(
            _("The stage, the bodies and the act must belong to the same process as the entry."), code="foreign"
        )


def check_link(link: EventLink) -> None:
    """Refuse a link that is too long or leads anywhere but to the web, a mailbox or a telephone."""
    link.clean_fields(exclude=("event", "url"))
    if len(link.url) > 1000 or read_scheme(link.url) not in LINK_SCHEMES:  # noqa: PLR2004 - the column's length
        raise ValidationError(_("This link can't be kept: %(url)s."), code="link", params={"url": link.url[:200]})


def read_scheme(url: str) -> str:
    """Read what kind of address a link has; nothing of one that can't be read."""
    try:
        return urlsplit(url).scheme.lower()
    except ValueError:
        return ""


def describe_event(event: Event) -> dict[str, Any]:
    """Say what an entry holds, in words that the journal can keep."""
    return describe_values(read_values(event))


def read_values(event: Event) -> EventValues:
    """Read an entry back into values."""
    return EventValues(
        **{name: getattr(event, name) for name in PLAIN_FIELDS},
        date=event.date,
        teams=tuple(event.teams.all()),
        links=tuple(LinkValues(url=link.url, label=link.label) for link in event.links.all()),
    )


def describe_values(values: EventValues) -> dict[str, Any]:
    """Say what the values are, in words that the journal can keep: names instead of numbers."""
    said = {name: getattr(values, name) for name in PLAIN_FIELDS}
    return {
        **{name: make_plain(value) for name, value in said.items()},
        "stage": str(values.stage or ""),
        "act": str(values.act or ""),
        "date": values.date.isoformat(),
        "teams": sorted(team.name for team in values.teams),
        "links": [
            f"{link.label.strip()} <{link.url.strip()}>" if link.label.strip() else link.url.strip() for link in values.links
        ],
    }
