"""Noting what a public register says of a candidate."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.calls.models import Candidate, Submission
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def note_register(*, actor: User | None, submission: Submission, said: str, day: dt.date) -> Candidate:
    """Note what the office found of a candidate in public registers, and on which day it looked.

    Raises:
        ValidationError: for a day that has not come yet.
    """
    if day > timezone.localdate():
        raise ValidationError({"day": _("That day has not come yet.")}, code="future")
    Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    candidate, _made = Candidate.objects.get_or_create(submission=submission)
    before = {"note": candidate.register_note, "day": candidate.register_checked_on}
    after = {"note": said, "day": day}
    if before != after:
        candidate.register_note, candidate.register_checked_on = said, day
        candidate.save(update_fields=["register_note", "register_checked_on"])
        # Of the submission: whoever has a tie to it may not read of it in the journal either.
        note(actor=actor, verb="candidate.check", of=submission, after={"day": day})
    return candidate
