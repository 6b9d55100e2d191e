"""What letters to applicants say."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from sciezka.kit import letters
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.calls.queries.applying_ready import Missing, list_missing
from sciezka.rooms.calls.queries.applying_said import write_copy
from sciezka.rooms.calls.queries.applying_work import read_work
from sciezka.rooms.calls.queries.as_decided import read_decided_title
from sciezka.rooms.calls.queries.keys import private_path, proof_path, reminders_path, stop_path
from sciezka.rooms.calls.queries.reservations import reservations_until

STOPPED: Final = frozenset({"reminder"})
"""Letters that come again until they are stopped; all others tell once what happened."""


def write_letter(submission: Submission, about: str, words: Mapping[str, Any]) -> EmailMessage:
    """Write a letter to an applicant in their language, with their private link.

    Args:
        submission: whose applicant; its call with process and workspace is read.
        about: the letter's name.
        words: plain values for its template.
    """
    call = submission.call
    workspace = call.process.workspace
    context = {
        **words, "submission": submission, "call": call, "workspace": workspace,
        "link": f"{settings.BASE_URL}{private_path(submission)}",
        "confirm": "" if submission.confirmed_at else f"{settings.BASE_URL}{proof_path(submission)}",
        "call_link": f"{settings.BASE_URL}{call.public_url}",
        "results_link": f"{settings.BASE_URL}{reverse('calls:public_results', kwargs=call.address)}",
        "reservations": reservations_until(call),
        "reminders": f"{settings.BASE_URL}{reminders_path(submission)}",
        # Read only where a letter says it.
        "sent": partial(_find_instant, submission, int(words.get("version") or 0)),
        "missing": partial(_list_missing, submission),
        "into": partial(_name_into, submission),
        "copy": partial(write_copy, submission, int(words.get("version") or 0)),
    }  # fmt: skip
    language = submission.language or workspace.language
    return letters.write_letter(
        f"calls/mail/{about}", context, to=submission.email, language=language, replies_to=workspace.contact,
        stops_at=f"{settings.BASE_URL}{stop_path(submission)}" if about in STOPPED else "",
    )  # fmt: skip


def _find_instant(submission: Submission, number: int) -> dt.datetime | None:
    return submission.versions.filter(number=number).values_list("sent_at", flat=True).first()


def _name_into(submission: Submission) -> str:
    into = submission.decision.into
    return read_decided_title(into) if into else ""


def _list_missing(submission: Submission) -> list[Missing]:
    return list_missing(read_work(submission), submission.language)
