"""Setting values on a noun and writing only what really changed to the journal."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from sciezka.kit.journal import find_changes, take_snapshot
from sciezka.kit.slugs import make_slug
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note


def apply_changes(
    *, actor: User | None, verb: str, of: Model, values: Mapping[str, Any], write: Callable[..., None] = note
) -> bool:
    """Set values, save, and write the difference to the journal; tell whether anything changed.

    What does not differ is neither saved nor written, so that pressing „save” twice leaves one trace. The row is read
    anew and only what changed is written, so that somebody else's change of another field stays. ``write`` puts it into
    the journal; a room that may not tell all there gives its own.
    """
    before = take_snapshot(type(of)._default_manager.select_for_update().get(pk=of.pk), values)
    for name, value in values.items():
        setattr(of, name, value)
    old, new = find_changes(before, take_snapshot(of, values))
    if not new:
        return False
    of.save(update_fields=list(new))
    write(actor=actor, verb=verb, of=of, before=old, after=new)
    return True


def make_free_slug(text: str, *, taken: set[str], fallback: str) -> str:
    """Make a word of an address that nobody uses yet, adding a number when needed."""
    word = make_slug(text, fallback=fallback, length=74)
    free, number = word, 2
    while free in taken:
        free, number = f"{word}-{number}", number + 1
    return free
