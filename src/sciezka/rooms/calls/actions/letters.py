"""Letters to applicants: one sentence of what happened, their private link, and what they can do.

A letter is a pair of templates ``calls/mail/<about>_subject.txt`` and ``calls/mail/<about>.txt``. The queue carries the
submission's key and plain words, never an address or a private link. A task is named by its dotted path, as the queue keeps
it: tasks call actions, so actions may not import tasks.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.module_loading import import_string

from sciezka.rooms.calls.models import Submission, SubmissionVersion

SEND: Final = "sciezka.rooms.calls.tasks.letters.send_letter"
SEND_FAREWELL: Final = "sciezka.rooms.calls.tasks.letters.send_farewell"
REMINDER: Final = "reminder"


def tell_applicant(submission: Submission, about: str, **words: Any) -> None:  # noqa: ANN401 - plain values for the template
    """Send an applicant a letter once the transaction is over; whoever gave no address is told nothing.

    Args:
        submission: whose applicant.
        about: the letter's name, such as ``receipt``.
        words: plain values (JSON) that the template reads beside ``submission``, ``call``, ``workspace`` and ``link``.
    """
    if not submission.email:
        return
    enqueue: Callable[..., Any] = import_string(SEND).enqueue
    transaction.on_commit(partial(enqueue, submission.pk, about, words))


def tell_earlier_address(version: SubmissionVersion) -> None:
    """Tell the address that a version named that letters go to another one, once the transaction is over."""
    enqueue: Callable[..., Any] = import_string(SEND_FAREWELL).enqueue
    transaction.on_commit(partial(enqueue, version.pk))
