"""Who changed what on a thread between two moments, as the journal tells it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.queries import names_of
from sciezka.rooms.thread.models import Node, Snapshot, Tie, Waiver
from sciezka.rooms.town.models import Event, Process

NODE, TIE, WAIVER = (model._meta.label_lower for model in (Node, Tie, Waiver))
# What the check writes of waivers is told by what a waiver is of; of nodes and ties, by their codes.
KINDS: Final = (NODE, TIE, WAIVER)


@dataclass(frozen=True, slots=True)
class Trace:
    """The last change of something.

    Attributes:
        at: when.
        who: the name of who made it; empty when the system did, or when the account was erased.
        event: the event on whose decision the next state was saved, when there is one.
    """

    at: dt.datetime
    who: str
    event: Event | None


# A node by its code, a tie by the codes of its ends and its kind, a waiver by „waiver”, its rule, code and subject.
Traces = Mapping[object, Trace]


def read_traces(process: Process, since: dt.datetime, until: dt.datetime | None) -> Traces:
    """Read the last change of everything on a thread after one moment and until another, in at most five queries."""
    rows = JournalEntry.objects.filter(scope=process.scope, object_type__in=KINDS, at__gt=since).order_by("at", "pk")
    if until:
        rows = rows.filter(at__lte=until)
    entries = list(rows)
    if not entries:
        return {}
    codes = dict(Node.objects.filter(process=process).values_list("pk", "code"))
    waivers = {
        str(key): ("waiver", rule, code or "", about)
        for key, rule, code, about in Waiver.objects.filter(process=process).values_list("pk", "rule", "node__code", "about")
    }
    names = names_of(entry.actor for entry in entries)
    saved = (
        Snapshot.objects.filter(process=process, made_at__gt=since, event__isnull=False)
        .select_related("event")
        .defer("content")
        .order_by("made_at", "pk")
    )
    decisions = [(row.made_at, row.event) for row in saved if until is None or row.made_at <= until]
    found: dict[object, Trace] = {}
    for entry in entries:
        event = next((event for moment, event in decisions if moment >= entry.at), None)
        if key := find_key(entry, codes, waivers):
            found[key] = Trace(entry.at, names.get(entry.actor, "") if entry.actor else "", event)
    return found


def find_key(entry: JournalEntry, codes: Mapping[int, str], waivers: Mapping[str, Any]) -> object:
    """Say what an entry is about; nothing when it is not there any more."""
    if entry.object_type == NODE:
        return codes.get(int(entry.object_id)) if entry.object_id.isdecimal() else None
    if entry.object_type == WAIVER:
        return waivers.get(entry.object_id)
    held = entry.after or entry.before
    ends = codes.get(held.get("source", 0)), codes.get(held.get("target", 0))
    return (*ends, held.get("kind")) if all(ends) else None
