"""Noting that somebody read single answers: who and when, never whose."""

import datetime as dt
from typing import Final

from django.utils import timezone

from sciezka.kit.journal import entries_of
from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.town.actions.trace import note

AGAIN: Final = dt.timedelta(hours=1)
"""Turning pages within an hour is one look."""


def note_look(*, actor: User, survey: Survey, what: str) -> None:
    """Note a look at single answers, once an hour."""
    looks = entries_of(survey).filter(verb="answers.look", actor=actor.ref, at__gte=timezone.now() - AGAIN)
    if all(look.after.get("what") != what for look in looks):
        note(actor=actor, verb="answers.look", of=survey, after={"what": what})
