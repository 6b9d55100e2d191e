"""Noting that a list of submissions was taken away."""

from django.db import transaction

from sciezka.rooms.calls.models import Call
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def note_export(*, actor: User, call: Call, kind: str, count: int) -> None:
    """Note who took a list away, of which kind and of how many submissions."""
    note(actor=actor, verb="submission.export", of=call, after={"kind": kind, "count": count})
