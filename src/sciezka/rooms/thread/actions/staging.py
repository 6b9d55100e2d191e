"""Putting the demonstration's thread into its past: many ties at once, by the rules of one at a time, and saved states."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from sciezka.kit import journal
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions.ties import describe
from sciezka.rooms.thread.models import Node, Snapshot, Tie
from sciezka.rooms.thread.queries.plan import find_circle, read_plan
from sciezka.rooms.thread.queries.states import digest_state, write_now
from sciezka.rooms.thread.queries.types import is_allowed, read_kind
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, Process
from sciezka.rooms.town.queries.places import basis_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A tie to be made."""

    source: Node
    target: Node
    kind: str = "supports"
    reason: str = ""


@transaction.atomic
def stage_ties(*, actor: User | None, process: Process, rows: Iterable[Wanted], on: dt.datetime) -> Sequence[Tie]:
    """Tie many nodes as of a past moment; the demonstration's own files are at fault where a rule forbids one.

    Raises:
        ValidationError: where a kind can't lead so, where a reason is missing, or where the ties close a circle.
    """
    listed = list(rows)
    for row in listed:
        if not is_allowed(row.kind, row.source.type, row.target.type):
            raise ValidationError(f"{row.source.code} → {row.target.code}: {row.kind}", code="not_allowed")
        if not row.reason and read_kind(row.kind).needs_reason:
            raise ValidationError(f"{row.source.code} → {row.target.code}", code="no_reason")
    author = actor.ref if actor else None
    made = Tie.objects.bulk_create(
        Tie(source=row.source, target=row.target, kind=row.kind, reason=row.reason, author=author, created_at=on)
        for row in listed
    )
    basis = basis_of(actor, process)
    journal.record_many(
        journal.make_entry(actor=actor, verb="tie.make", of=tie, after=describe(tie), basis=basis) for tie in made
    )
    if way := find_circle(read_plan(process, lookups={})):
        raise ValidationError(" → ".join(node.code for node in way), code="circle")
    return made


def date_nodes(process: Process, nodes: Iterable[Node], on: dt.datetime) -> None:
    """Say that nodes hang, and cite, since a past moment; so do the ties that came with them."""
    keys = [node.pk for node in nodes]
    rows = Node.objects.filter(process=process, pk__in=keys)
    rows.update(hung_at=on)
    rows.filter(cited_at__isnull=False).update(cited_at=on)
    fresh = Tie.objects.filter(Q(source__in=keys) | Q(target__in=keys), created_at__gt=on)
    fresh.update(created_at=on)


@transaction.atomic
def stage_snapshot(
    *, actor: User | None, process: Process, name: str, remarks: str, on: dt.datetime, event: Event | None = None
) -> Snapshot:
    """Save the thread as it stands now, as of a past moment; once saved, a state never changes."""
    content = write_now(process)
    made = Snapshot.objects.create(
        process=process, name=name, note=remarks, event=event, content=content, digest=digest_state(content),
        made_by=actor.ref if actor else None, made_at=on,
    )  # fmt: skip
    note(actor=actor, verb="snapshot.take", of=made, after={"name": name})
    return made
