"""Erasing what is personal in a submission, once nothing more has to be written to its applicant.

What the town has to account for stays: the number, the instants, what was decided, points and reasons. A protocol keeps what
the commission signed.
"""

import datetime as dt
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.applying_files import drop_unnamed_files, remove_file
from sciezka.rooms.calls.actions.applying_sending import hold_submission
from sciezka.rooms.calls.actions.notes import note_submission
from sciezka.rooms.calls.models import Candidate, Submission
from sciezka.rooms.calls.queries.applying_terms import may_revise
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.public_ideas import NAMED
from sciezka.rooms.calls.queries.reservations import reservations_until
from sciezka.rooms.people.models import User

CONTACT: Final = ("email", "phone")


@transaction.atomic
def forget_applicant(*, actor: User | None, submission: Submission) -> Submission:
    """Erase how to reach an applicant, and the name of a person or a group without a legal form, in all that was sent.

    Of what nobody judged – withdrawn, late, or of a call that was called off – the contents and the files go, too. It
    can't be taken back.

    Raises:
        ValidationError: something may still have to be written to the applicant.
    """
    call, held = hold_submission(submission.pk)
    if say := say_too_early(held, read_now()):
        raise ValidationError(say, code="early")
    blanks: dict[str, Any] = dict.fromkeys(CONTACT, "")
    if held.applicant_kind not in NAMED:
        blanks["applicant"] = ""
    is_judged = held.is_in and call.called_off_at is None
    if not is_judged:
        blanks["summary"] = ""
        held.answers = {}
    for name, value in blanks.items():
        setattr(held, name, value)
    held.correction = None
    held.version += 1
    held.save()
    Candidate.objects.filter(submission=held).update(signatories="")
    for version in held.versions.all():
        candidate = {"candidate": {**version.head["candidate"], "signatories": ""}} if version.head.get("candidate") else {}
        version.head = {**version.head, **blanks, **candidate}
        version.answers = version.answers if is_judged else {}
        version.save(update_fields=["head", "answers"])
    drop_unnamed_files(held)
    if not is_judged:
        for file in held.files.all():
            remove_file(file)
    note_submission(actor=actor, verb="submission.forget", submission=held, after={"contents": not is_judged})
    return held


def say_too_early(submission: Submission, now: dt.datetime) -> str:
    """Say why what is personal can't be erased yet; nothing when it can."""
    call = submission.call
    if not submission.is_in or call.called_off_at is not None:
        return ""
    until = reservations_until(call)
    if call.results_at is None or (until is not None and now < until) or may_revise(submission, now):
        return _("The applicant still has to be told what becomes of it, or may still object.")
    if submission.reservations.filter(answered_at__isnull=True).exists():
        return _("Answer the applicant’s reservation first.")
    return ""
