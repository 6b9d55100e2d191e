"""The letter to an address to which nothing of a submission goes any more."""

from django.core.mail import EmailMessage

from sciezka.kit.letters import write_letter
from sciezka.rooms.calls.models import SubmissionVersion


def write_farewell(version: SubmissionVersion) -> EmailMessage:
    """Write to the address that an earlier version of a submission named; the private link is not in it.

    Args:
        version: the last version that named the address; its submission with call, process and workspace is read.
    """
    submission = version.submission
    workspace = submission.call.process.workspace
    words = {"submission": submission, "call": submission.call, "workspace": workspace}
    return write_letter(
        "calls/mail/address", words, to=version.head["email"], language=submission.language or workspace.language,
        replies_to=workspace.contact,
    )  # fmt: skip
