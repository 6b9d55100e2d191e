"""Deciding about many entries of a page at once, and publishing what was accepted.

Ten thousand drafts are written in batches of a few statements each, so this says in bulk what
:mod:`sciezka.rooms.town.actions.events` says for one entry: the same values, the same journal.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.events import PLAIN_FIELDS, EventValues, check_belonging, check_link, describe_values
from sciezka.rooms.town.actions.import_decisions import accept_entry
from sciezka.rooms.town.actions.import_values import Proposer
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, EventLink, ImportedEntry, PageImport, Process
from sciezka.rooms.town.queries.imports import accepted_drafts
from sciezka.rooms.town.queries.places import basis_of

Change, Decision = ImportedEntry.Change, ImportedEntry.Decision
Which = Literal["clean", "all"]
Step = Callable[[int], None]
BATCH = 200


def ignore_progress(_count: int) -> None:
    """Report to nobody."""


def choose_open(page: PageImport, which: Which) -> QuerySet[ImportedEntry]:
    """List the open entries of a page: all of them, or only those without warnings."""
    rows = page.entries.filter(decision=Decision.OPEN, change__in=(Change.NEW, Change.CHANGED))
    return rows.filter(is_doubtful=False) if which == "clean" else rows


def accept_many(
    *, actor: User | None, page: PageImport, which: Which, may_publish: bool, step: Step = ignore_progress
) -> int:
    """Accept the open entries of a page; gives how many.

    Args:
        actor: who accepts.
        page: the page.
        which: all open entries, or only those without warnings.
        may_publish: whether the actor may change what residents already see; if not, such entries stay open.
        step: told how many more are done, for a progress bar.
    """
    proposer = Proposer.of(page.process)
    count = 0
    chosen = choose_open(page, which)
    while done := draft_batch(actor, page, chosen.filter(event=None)[:BATCH], proposer):
        step(done)
        count += done
    with_event = chosen.filter(event__isnull=False)
    if not may_publish:
        with_event = with_event.filter(event__status=Event.Status.DRAFT)
    for entry in with_event.select_related("page__process__workspace"):
        accept_entry(actor=actor, entry=entry, proposer=proposer)
        step(1)
        count += 1
    if count:
        note(actor=actor, verb="import.accept_many", of=page, after={"count": count})
    return count


@transaction.atomic
def draft_batch(actor: User | None, page: PageImport, rows: QuerySet[ImportedEntry], proposer: Proposer) -> int:
    """Draft one batch of new entries."""
    Process.objects.select_for_update().get(pk=page.process_id)
    entries = list(rows)
    drafts = [make_draft(page.process, proposer.propose(entry)) for entry in entries]
    Event.objects.bulk_create([event for event, _values in drafts])
    bodies = Event.teams.through
    bodies.objects.bulk_create(
        bodies(event_id=event.pk, team_id=team.pk) for event, values in drafts for team in values.teams
    )
    EventLink.objects.bulk_create(
        EventLink(event=event, url=link.url, label=link.label, position=position)
        for event, values in drafts
        for position, link in enumerate(values.links)
    )
    for entry, (event, _values) in zip(entries, drafts, strict=True):
        entry.event, entry.decision = event, Decision.ACCEPTED
    ImportedEntry.objects.bulk_update(entries, ["event", "decision"])
    said = [{name: value for name, value in describe_values(values).items() if value} for _event, values in drafts]
    journal = zip((event for event, _values in drafts), said, strict=True)
    write_journal(actor, page.process, "event.draft", [(event, {}, after) for event, after in journal])
    return len(entries)


def make_draft(process: Process, values: EventValues) -> tuple[Event, EventValues]:
    """Check values and make an entry of them, not saved yet."""
    check_belonging(process, values)
    event = Event(process=process, **{name: getattr(values, name) for name in PLAIN_FIELDS})
    event.date = values.date
    event.clean_fields(exclude=("process", "stage", "act", "uid"))
    for link in values.links:
        check_link(EventLink(url=link.url, label=link.label))
    return event, values


def write_journal(
    actor: User | None, process: Process, verb: str, changes: Iterable[tuple[Event, dict[str, Any], dict[str, Any]]]
) -> None:
    """Write one verb about many entries to the journal, with the act behind the actor's right."""
    basis = basis_of(actor, process)[:250]
    now = timezone.now()
    JournalEntry.objects.bulk_create(
        JournalEntry(
            at=now,
            actor=actor.ref if actor else None,
            verb=verb,
            object_type=Event._meta.label_lower,
            object_id=str(event.pk),
            label=event.title[:250],
            scope=process.scope,
            before=before,
            after=after,
            basis=basis,
        )
        for event, before, after in changes
    )


@transaction.atomic
def skip_many(*, actor: User | None, page: PageImport) -> int:
    """Leave out every entry of a page that is still open."""
    count = choose_open(page, "all").update(decision=Decision.SKIPPED)
    if count:
        note(actor=actor, verb="import.skip_many", of=page, after={"count": count})
    return count


@transaction.atomic
def keep_many(*, actor: User | None, page: PageImport) -> int:
    """Keep in the Kalendarium every entry that left the page."""
    count = page.entries.filter(decision=Decision.OPEN, change=Change.GONE).update(decision=Decision.SKIPPED)
    if count:
        note(actor=actor, verb="import.keep_many", of=page, after={"count": count})
    return count


def publish_accepted(*, actor: User | None, page: PageImport, step: Step = ignore_progress) -> int:
    """Show residents every draft that was accepted from a page; gives how many."""
    count = 0
    drafts = list(accepted_drafts(page).values_list("pk", flat=True))
    for first in range(0, len(drafts), BATCH):
        done = publish_batch(actor, page, drafts[first : first + BATCH])
        step(done)
        count += done
    if count:
        note(actor=actor, verb="import.publish", of=page, after={"count": count})
    return count


@transaction.atomic
def publish_batch(actor: User | None, page: PageImport, keys: Sequence[int]) -> int:
    """Publish one batch of drafts, read under the lock of the process so that two people at once publish each once."""
    process = Process.objects.select_for_update().select_related("workspace").get(pk=page.process_id)
    draft, published = Event.Status.DRAFT.value, Event.Status.PUBLISHED.value
    events: Sequence[Event] = list(Event.objects.filter(pk__in=keys, status=draft))
    changed = Event.objects.filter(pk__in=[event.pk for event in events]).update(
        status=published, published_at=Coalesce("published_at", Now()), updated_at=Now()
    )
    write_journal(actor, process, "event.publish", [(event, {"status": draft}, {"status": published}) for event in events])
    return changed
