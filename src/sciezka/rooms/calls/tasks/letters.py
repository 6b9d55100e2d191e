"""Sending letters to applicants."""

from typing import Any

from django_tasks import task

from sciezka.rooms.calls.actions.letters import REMINDER
from sciezka.rooms.calls.documents.address_mail import write_farewell
from sciezka.rooms.calls.documents.letters_mail import write_letter
from sciezka.rooms.calls.models import Submission, SubmissionVersion


@task()
def send_letter(submission_id: int, about: str, words: dict[str, Any]) -> None:
    """Send one applicant one letter; a submission that is gone gets none.

    Args:
        submission_id: whose applicant.
        about: the letter's name.
        words: plain values for its template.
    """
    rows = Submission.objects.select_related("call__process__workspace")
    submission = rows.filter(pk=submission_id).exclude(email="").first()
    if submission is not None and (about != REMINDER or submission.is_unsent):
        # Whoever sent it while the reminder waited in the queue is not told that it was not sent.
        write_letter(submission, about, words).send()


@task()
def send_farewell(version_id: int) -> None:
    """Tell an address that a submission named that letters about it go to another one; one that is gone is not told.

    Args:
        version_id: the last version that named it.
    """
    version = SubmissionVersion.objects.select_related("submission__call__process__workspace").filter(pk=version_id).first()
    if version is not None and version.head.get("email"):
        write_farewell(version).send()
