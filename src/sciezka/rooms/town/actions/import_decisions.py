"""Deciding about the entries of a page: accept, correct, skip, withdraw, undo."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.events import (
    EventValues,
    delete_draft,
    draft_event,
    edit_event,
    publish_event,
    read_values,
    withdraw_event,
)
from sciezka.rooms.town.actions.import_values import (
    Proposer,
    find_differences,
    keep_values,
    merge_values,
    restore_values,
)
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, ImportedEntry, Process

Change, Decision = ImportedEntry.Change, ImportedEntry.Decision


def lock_entry(entry: ImportedEntry) -> ImportedEntry:
    """Read the entry anew, and hold the process so that decisions about one entry take turns."""
    Process.objects.select_for_update().get(pk=entry.page.process_id)
    return ImportedEntry.objects.select_related("page__process__workspace", "event__process", "previous").get(pk=entry.pk)


def propose_values(entry: ImportedEntry, proposer: Proposer | None = None) -> EventValues:
    """Say what the entry of the Kalendarium would hold if the page's version were accepted as it is."""
    proposer = proposer or Proposer.of(entry.page.process)
    new = proposer.propose(entry)
    if entry.event is None:
        return new
    current = read_values(entry.event)
    if entry.previous is None or entry.change == Change.NEW:
        return new
    return merge_values(current, proposer.propose(entry.previous), new)


@transaction.atomic
def accept_entry(
    *, actor: User | None, entry: ImportedEntry, values: EventValues | None = None, proposer: Proposer | None = None
) -> ImportedEntry:
    """Draft the entry in the Kalendarium, or bring the page's change into the one that is there.

    Args:
        actor: who accepts; None when the system does.
        entry: the page's entry; one that is already decided stays as it is, so accepting twice drafts once.
        values: the entry as the reviewer corrected it; without them the page's version is taken.
        proposer: the process's stages and teams, when the caller has read them.
    """
    entry = lock_entry(entry)
    if entry.decision == Decision.ACCEPTED and values is not None and entry.event and entry.change != Change.GONE:
        return correct_entry(actor=actor, entry=entry, values=values)
    if entry.decision != Decision.OPEN or entry.change not in (Change.NEW, Change.CHANGED):
        return entry
    values = values or propose_values(entry, proposer)
    if entry.event:
        before = read_values(entry.event)
        entry.before = keep_values(before, find_differences(before, values))
        entry.event = edit_event(actor=actor, event=entry.event, values=values)
    else:
        entry.event = draft_event(actor=actor, process=entry.page.process, values=values)
    return decide(actor, entry, Decision.ACCEPTED, "import.accept")


def correct_entry(*, actor: User | None, entry: ImportedEntry, values: EventValues) -> ImportedEntry:
    """Correct an entry that was accepted before."""
    if entry.event is None:
        return entry
    before = read_values(entry.event)
    if entry.before:
        # An undo brings back what stood before the first change.
        entry.before = {**keep_values(before, find_differences(before, values)), **entry.before}
        entry.save(update_fields=["before"])
    edit_event(actor=actor, event=entry.event, values=values)
    return entry


@transaction.atomic
def skip_entry(*, actor: User | None, entry: ImportedEntry) -> ImportedEntry:
    """Leave the entry out; of an entry that left the page: keep it in the Kalendarium."""
    entry = lock_entry(entry)
    if entry.decision != Decision.OPEN:
        return entry
    return decide(actor, entry, Decision.SKIPPED, "import.keep" if entry.change == Change.GONE else "import.skip")


@transaction.atomic
def withdraw_gone(*, actor: User | None, entry: ImportedEntry) -> ImportedEntry:
    """Take an entry that left the page out of the Kalendarium: what was published becomes a draft, a draft is deleted."""
    entry = lock_entry(entry)
    if entry.decision != Decision.OPEN or entry.change != Change.GONE:
        return entry
    event = entry.event
    if event and event.is_published:
        withdraw_event(actor=actor, event=event)
        entry.before = {"status": Event.Status.PUBLISHED.value}
    elif event:
        values = read_values(event)
        entry.before = keep_values(values, EventValues.__dataclass_fields__)
        delete_draft(actor=actor, event=event)
        entry.event = None
    return decide(actor, entry, Decision.ACCEPTED, "import.withdraw")


@transaction.atomic
def undo_decision(*, actor: User | None, entry: ImportedEntry) -> ImportedEntry:
    """Open a decision again and bring the Kalendarium back to what it was before it.

    Raises:
        ValidationError: when residents already see what would be undone, or a newer reading rests on the decision.
    """
    entry = lock_entry(entry)
    if entry.decision not in (Decision.ACCEPTED, Decision.SKIPPED) or entry.change == Change.UNCHANGED:
        return entry
    if entry.later.exclude(decision=Decision.MOVED).exists():
        raise ValidationError(_("A newer reading of the page has this entry. Decide about it there."), code="newer")
    if entry.decision == Decision.ACCEPTED:
        undo = undo_withdrawal if entry.change == Change.GONE else undo_acceptance
        undo(actor, entry)
    entry.before = {}
    return decide(actor, entry, Decision.OPEN, "import.undo")


def undo_acceptance(actor: User | None, entry: ImportedEntry) -> None:
    """Bring the entry of the Kalendarium back, or delete the draft that was made."""
    event = entry.event
    if event is None:
        return
    existed = entry.previous is not None and entry.previous.event_id == event.pk
    if existed:
        values = replace(read_values(event), **restore_values(event.process, entry.before))
        edit_event(actor=actor, event=event, values=values)
        return
    if event.is_published:
        raise ValidationError(_("Residents already see this entry. Withdraw it in the Kalendarium first."), code="published")
    delete_draft(actor=actor, event=event)
    entry.event = None


def undo_withdrawal(actor: User | None, entry: ImportedEntry) -> None:
    """Publish again what was withdrawn, or draft again what was deleted."""
    if entry.event and entry.before.get("status") == Event.Status.PUBLISHED:
        publish_event(actor=actor, event=entry.event)
    elif entry.event is None and entry.before:
        values = EventValues(**restore_values(entry.page.process, entry.before))
        entry.event = draft_event(actor=actor, process=entry.page.process, values=values)
        if entry.previous:
            ImportedEntry.objects.filter(pk=entry.previous.pk).update(event=entry.event)


def decide(actor: User | None, entry: ImportedEntry, decision: str, verb: str) -> ImportedEntry:
    """Keep a decision and write it to the journal."""
    before = entry.decision
    entry.decision = decision
    entry.save(update_fields=["decision", "event", "before"])
    note(actor=actor, verb=verb, of=entry, before={"decision": before}, after={"decision": str(decision)})
    return entry
