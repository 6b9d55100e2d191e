"""Writing and reading the journal.

Every action calls :func:`record` inside its transaction, so that a change and its trace stand or fall together.
"""

import datetime
import decimal
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from sciezka.kit.models import JournalEntry
from sciezka.kit.places import Placed


class Actor(Protocol):
    """Whoever acts: an account with a lasting pseudonym."""

    @property
    def ref(self) -> uuid.UUID:
        """The pseudonym that the journal keeps."""


def record(
    *,
    actor: Actor | None,
    verb: str,
    of: Model | type[Model],
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    basis: str = "",
) -> JournalEntry:
    """Add one entry to the journal.

    Args:
        actor: who did it; None when the system did.
        verb: a stable name such as ``event.publish``; rooms translate their verbs in their manifests.
        of: the noun that was changed, whose ``place`` says where it belongs; or a class of nouns changed together.
        before: the values before, only those that changed.
        after: the values after, only those that changed.
        basis: the legal act that the right to do it rests on.
    """
    entry = make_entry(actor=actor, verb=verb, of=of, before=before, after=after, basis=basis)
    entry.save(force_insert=True)
    return entry


def make_entry(
    *,
    actor: Actor | None,
    verb: str,
    of: Model | type[Model],
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    basis: str = "",
) -> JournalEntry:
    """Make an entry that is not in the journal yet; see :func:`record`."""
    return JournalEntry(
        actor=actor.ref if actor else None,
        verb=verb,
        object_type=of._meta.label_lower,
        object_id=str(of.pk) if isinstance(of, Model) else "",
        label=str(of if isinstance(of, Model) else of._meta.verbose_name_plural)[:250],
        scope=of.place.scope if isinstance(of, Placed) else "",
        before=make_plain(before or {}),
        after=make_plain(after or {}),
        basis=basis[:250],
    )


def record_many(entries: Iterable[JournalEntry]) -> None:
    """Add many entries at once, in their order."""
    JournalEntry.objects.bulk_create(entries)


def take_snapshot(noun: Model, fields: Iterable[str]) -> dict[str, Any]:
    """Read the named fields of a noun as plain values."""
    return {name: make_plain(noun.serializable_value(name)) for name in fields}


def find_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keep only what differs between two snapshots."""
    changed = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in changed}, {key: after[key] for key in changed}


def make_plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - any value of a model field, one line for each sort
    """Turn a value into what JSON can hold."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime.date() | datetime.time():
            return value.isoformat()
        case decimal.Decimal() | uuid.UUID() | Promise():
            return str(value)
        case Mapping():
            return {str(key): make_plain(item) for key, item in value.items()}
        case Model():
            return value.pk
        case Iterable():
            return [make_plain(item) for item in value]
        case _:
            return str(value)


def entries_of(noun: Model) -> QuerySet[JournalEntry]:
    """List the journal of one noun, newest first."""
    return JournalEntry.objects.filter(object_type=noun._meta.label_lower, object_id=str(noun.pk))


def entries_within(scope: str) -> QuerySet[JournalEntry]:
    """List the journal of a place and everything in it, newest first."""
    return JournalEntry.objects.filter(scope__startswith=scope)
