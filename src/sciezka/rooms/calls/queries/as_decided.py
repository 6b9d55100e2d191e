"""What is told of a submission that was revised after the decision: what the decision was about, until the next one.

A decision that asks to revise a submission leaves it open: its applicant writes it anew, and the row holds what was sent
last. Nobody has looked at that yet, so whoever reads what was decided (residents, other applicants, a protocol) reads the
version that it was decided about. A new decision takes the revised version in, whatever it comes to.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from sciezka.rooms.calls.models import Call, Decision, Submission, SubmissionVersion

# What others than the office read of a submission.
TOLD: Final = ("title", "summary", "applicant", "applicant_kind", "area")
# Before the publication a decision may be changed at any time, so what was sent until then is what it is about.
DECIDED_ABOUT: Final = Q(sent_at__lte=F("submission__decision__decided_at")) | Q(
    sent_at__lte=F("submission__call__results_at")
)


def to_revise(call: Call) -> QuerySet[SubmissionVersion]:
    """List the versions of what the published results ask to revise; of any other submission what was sent last holds."""
    revised = Q(submission__decision__outcome=Decision.Outcome.REVISE, submission__call__results_at__isnull=False)
    return SubmissionVersion.objects.filter(revised, submission__call=call)


def decided_heads(call: Call) -> dict[int, Mapping[str, Any]]:
    """Give the heads that were decided about of submissions being revised, by their keys; one query for all."""
    if call.results_at is None:
        return {}
    rows = to_revise(call).filter(DECIDED_ABOUT).order_by("number")
    return dict(rows.values_list("submission_id", "head"))


def show_as_decided(call: Call, submissions: Iterable[Submission]) -> dict[int, Mapping[str, Any]]:
    """Let rows that are not saved say what was decided about, and give the heads that were put into them."""
    heads = decided_heads(call)
    for row in submissions:
        head = heads.get(row.pk, {})
        for name in TOLD:
            # Not read where nothing is put in: a list may have left the field behind.
            if name in head:
                setattr(row, name, head[name])
    return heads


def read_decided_title(submission: Submission) -> str:
    """Give the title by which others than the office know a submission."""
    return str(decided_heads(submission.call).get(submission.pk, {}).get("title") or submission.title)


def read_title_until_decided(submission: Submission) -> str:
    """Give the title that residents go on reading once a revised version was sent; nothing where none waits."""
    if submission.call.results_at is None:
        return ""
    waits = to_revise(submission.call).filter(submission=submission).exclude(DECIDED_ABOUT).exists()
    return read_decided_title(submission) if waits else ""
