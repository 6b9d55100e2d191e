"""Private links of applicants: made of a submission's reference and signed, so that nothing secret is stored."""

import uuid
from typing import Final

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from sciezka.rooms.calls.models import Submission

_LONGEST: Final = 120
_signer: Final = Signer(salt="calls.submission", sep=".")
_prover: Final = Signer(salt="calls.email")
_stopper: Final = Signer(salt="calls.reminders", sep=".")


def make_key(submission: Submission) -> str:
    """Give the word of a submission's private link."""
    return _signer.sign(submission.ref.hex)


def find_by_key(submission_key: str) -> Submission:
    """Find the submission that a private link names, or answer 404: a link that was guessed says nothing."""
    return _find(_signer, submission_key)


def make_stop_key(submission: Submission) -> str:
    """Give the word that stops reminders of a submission, and opens nothing: programs that carry letters press it, too."""
    return _stopper.sign(submission.ref.hex)


def find_by_stop_key(stop_key: str) -> Submission:
    """Find the submission whose reminders a word stops, or answer 404."""
    return _find(_stopper, stop_key)


def _find(signer: Signer, key: str) -> Submission:
    try:
        ref = uuid.UUID(signer.unsign(key[:_LONGEST]))
    except (BadSignature, ValueError) as wrong:
        raise Http404 from wrong
    found = Submission.objects.select_related("call__process__workspace", "edition").filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def make_proof(submission: Submission) -> str:
    """Give the word that only its letter holds: whoever brings it reads the e-mail that the submission names."""
    return _prover.signature(f"{submission.ref.hex}:{submission.email}")


def proves_email(submission: Submission, token: str) -> bool:
    """Tell whether a word is that of the letter to the e-mail that the submission names now."""
    return constant_time_compare(token[:_LONGEST], make_proof(submission))


def proof_path(submission: Submission) -> str:
    """Give the path that confirms the e-mail of a submission."""
    return reverse("calls:confirm", kwargs={"submission_key": make_key(submission), "token": make_proof(submission)})


def private_path(submission: Submission) -> str:
    """Give the path of a submission's private page."""
    return reverse("calls:mine", kwargs={"submission_key": make_key(submission)})


def reminders_path(submission: Submission) -> str:
    """Give the path on which an applicant says whether to be reminded of the closing."""
    return reverse("calls:mine_reminders", kwargs={"submission_key": make_key(submission)})


def stop_path(submission: Submission) -> str:
    """Give the path at which a mail program stops reminders at one press."""
    return reverse("calls:stop_reminders", kwargs={"stop_key": make_stop_key(submission)})
