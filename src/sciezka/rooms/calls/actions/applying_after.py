"""What an applicant does after sending, besides correcting: supplements, and raises reservations against the result."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.applying_files import SUPPLEMENT
from sciezka.rooms.calls.actions.applying_sending import hold_submission
from sciezka.rooms.calls.actions.formal import take_supplement
from sciezka.rooms.calls.actions.letters import tell_applicant
from sciezka.rooms.calls.actions.notes import note_submission
from sciezka.rooms.calls.models import FormalCheck, Reservation, Submission, SubmissionFile
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.reservations import reservations_until

# Whoever holds a link could else fill the office's list.
MOST_RESERVATIONS: Final = 10


@transaction.atomic
def supplement(*, submission: Submission, text: str, upload: UploadedFile[Any] | None = None) -> FormalCheck:
    """Take what supplements a submission: words, and a checked file where there is one."""
    check = take_supplement(submission=submission, text=text)
    if upload is not None:
        checked: Any = upload.checked  # type: ignore[attr-defined] # set by CheckedFileField
        kept = SubmissionFile(submission=submission, item=SUPPLEMENT, name=checked.name, size=checked.size)
        kept.file.save(checked.store_name(), upload, save=False)
        kept.save(force_insert=True)
    return check


@transaction.atomic
def raise_reservation(*, submission: Submission, text: str) -> Reservation:
    """Take a reservation against the result; one that comes after the term is kept and marked.

    Raises:
        ValidationError: there is no result yet, the call takes none, or the same was said before.
    """
    _call, held = hold_submission(submission.pk)
    until = reservations_until(held.call)
    if held.sent_at is None or until is None:
        raise ValidationError(_("There is nothing to raise reservations against."), code="none")
    said = text.strip()
    same = held.reservations.filter(text=said).first()
    if same is not None:
        return same
    if held.reservations.count() >= MOST_RESERVATIONS:
        told = _("You have written %(most)s reservations. The office answers these first.") % {"most": MOST_RESERVATIONS}
        raise ValidationError(told, code="too_many")
    now = read_now()
    made: Reservation = held.reservations.create(text=said, came_at=now, is_late=now >= until)
    note_submission(actor=None, verb="submission.reserve", submission=held, after={"is_late": made.is_late})
    tell_applicant(held, "reservation_taken", text=made.text, is_late=made.is_late)
    return made
