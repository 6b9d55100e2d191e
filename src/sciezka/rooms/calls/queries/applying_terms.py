"""Until when an applicant may do what."""

import datetime as dt
from typing import Final

from django.db.models import Q, QuerySet

from sciezka.rooms.calls.models import Call, Decision, FormalCheck, Phase, Submission
from sciezka.rooms.calls.queries.as_decided import show_as_decided

# So long after the closing a draft that was never sent is kept.
DRAFT_DAYS = 30
# So many days before the closing whoever has not sent what they write is reminded.
REMINDER_DAYS: Final = (3, 1)


def may_correct(submission: Submission, instant: dt.datetime) -> bool:
    """Tell whether what was sent may be written anew: until the closing, or while a decision asks to revise it."""
    if submission.sent_at is None or submission.call.called_off_at is not None:
        return False
    if submission.call.phase_at(instant) == Phase.OPEN:
        return True
    return may_revise(submission, instant)


def may_revise(submission: Submission, instant: dt.datetime) -> bool:
    """Tell whether the published decision asks to revise it and submit it again, and there is still time."""
    decision = find_decision(submission)
    return (
        decision is not None and decision.outcome == Decision.Outcome.REVISE and submission.withdrawn_at is None
        and decision.revise_until is not None and instant < decision.revise_until
    )  # fmt: skip


def find_decision(submission: Submission) -> Decision | None:
    """Give the decision once its applicant may read it: when results are published.

    The one that it is merged into is another applicant's: of that it tells what was decided about.
    """
    if submission.call.results_at is None:
        return None
    decision = Decision.objects.select_related("into").filter(submission=submission).first()
    if decision is not None and decision.into is not None:
        show_as_decided(submission.call, [decision.into])
    return decision


def find_check(submission: Submission) -> FormalCheck | None:
    """Give the formal check of a submission."""
    return FormalCheck.objects.filter(submission=submission).first()


def may_supplement(check: FormalCheck | None, instant: dt.datetime) -> bool:
    """Tell whether the applicant is asked to supplement, has not done so, and there is still time."""
    return (
        check is not None and check.outcome == FormalCheck.Outcome.SUPPLEMENT and check.supplemented_at is None
        and check.due_at is not None and instant <= check.due_at
    )  # fmt: skip


def find_drafts_end(call: Call) -> dt.datetime | None:
    """Give the instant from which drafts that were never sent are deleted."""
    return call.closes_at + dt.timedelta(days=DRAFT_DAYS) if call.closes_at else None


def list_reminders(call: Call) -> list[dt.datetime]:
    """List the instants at which those who have not sent what they write are reminded."""
    return [call.closes_at - dt.timedelta(days=days) for days in REMINDER_DAYS] if call.closes_at else []


def list_unsent(call: Call, now: dt.datetime) -> QuerySet[Submission]:
    """List what is being written and is to be reminded of now.

    Each instant of reminding counts once for each submission: whoever was reminded after it waits for the next one. So a
    closing that was moved later brings its own reminders, and nothing has to be forgotten.
    """
    due = [at for at in list_reminders(call) if at <= now]
    if not due or call.phase_at(now) != Phase.OPEN:
        return Submission.objects.none()
    unsent = Q(sent_at__isnull=True) | Q(correction__isnull=False)
    not_yet = Q(reminded_at__isnull=True) | Q(reminded_at__lt=max(due))
    # Whoever began after that instant has just had the letter with the link.
    rows = call.submissions.filter(unsent, not_yet, wants_reminders=True, created_at__lt=max(due)).exclude(email="")
    return rows.order_by("email", "-saved_at")
