"""Sending: the one moment after which a submission is the town's to deal with, at an instant that nobody can dispute.

The instant is read from the database's clock *before* the sender waits for a turn, so that a crowd at the closing makes
nobody late who was not. The number is given under the lock of the call's row. Whatever is sent twice is sent once.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.applying_files import drop_unnamed_files
from sciezka.rooms.calls.actions.floods import may_write_to
from sciezka.rooms.calls.actions.letters import tell_applicant, tell_earlier_address
from sciezka.rooms.calls.actions.notes import note_submission
from sciezka.rooms.calls.models import Call, Candidate, Phase, Submission, SubmissionVersion
from sciezka.rooms.calls.queries.applying_ready import list_missing
from sciezka.rooms.calls.queries.applying_terms import may_correct
from sciezka.rooms.calls.queries.applying_work import CANDIDATE, MONEY, WORDS, Work, read_head, read_work
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.queries.budgets import sum_budgets
from sciezka.rooms.questions.schema.routes import prune

# Each is kept with all it said, and each is told by letter.
MOST_VERSIONS: Final = 100


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a sender is told.

    Attributes:
        submission: what was sent.
        version: what stands, as it was sent.
        is_new: whether this sending made it; nothing new is made of what is sent twice.
    """

    submission: Submission
    version: SubmissionVersion
    is_new: bool = True


def send_submission(*, submission: Submission, instant: dt.datetime | None = None) -> Receipt:
    """Send what an applicant wrote, or a correction of it.

    Args:
        submission: what is sent.
        instant: when it was sent; now by the database's clock unless told otherwise (loading and demonstrations).

    Raises:
        ValidationError: it is not ready (``unready``), the call is not open yet (``early``) or was called off
            (``called_off``), a correction comes after the closing (``closed``): then what was sent before counts; or it was
            withdrawn and no correction was begun since (``withdrawn``).
    """
    return _send(submission.pk, instant or read_now())


@transaction.atomic
def _send(key: int, instant: dt.datetime) -> Receipt:
    call, submission = hold_submission(key)
    work = read_work(submission)
    is_first = submission.sent_at is None
    standing = submission.versions.last()
    if standing is not None and not submission.is_being_corrected:
        if submission.withdrawn_at is not None:
            # A browser that sends an old page anew must not take a withdrawal back.
            raise ValidationError(_("It was withdrawn. To send it again, begin a correction."), code="withdrawn")
        return Receipt(submission, standing, is_new=False)
    refuse_unless_taken(call, submission, instant)
    if standing is not None and standing.number >= MOST_VERSIONS:
        told = _("It has been sent %(most)s times. Write to the office if something has to be changed still.")
        raise ValidationError(told % {"most": MOST_VERSIONS}, code="too_many")
    if missing := list_missing(work, submission.language):
        said = [f"{one.what}: {one.sentence}" for one in missing]
        told = _("It can’t be sent yet. Something is missing or has to be mended.")
        raise ValidationError([ValidationError(told, code="unready"), *said])
    earlier, was_confirmed = submission.email, submission.confirmed_at is not None
    take_over(work)
    submission.withdrawn_at = None
    version = enter(submission=submission, call=call, instant=instant)
    drop_unnamed_files(submission)
    note_submission(
        actor=None, verb="submission.send" if is_first else "submission.correct", submission=submission,
        after={"number": submission.number, "version": version.number, "sent_at": instant, "is_late": submission.is_late},
    )  # fmt: skip
    about = "late" if submission.is_late else "receipt" if is_first else "corrected"
    if may_write_to(submission):
        tell_applicant(submission, about, version=version.number)
    # A link that got around must not take a submission away from whoever sent it without their knowing. To an address that
    # nobody confirmed nothing goes: it may be a stranger's, mistyped.
    if standing is not None and was_confirmed and earlier.lower() != submission.email.lower():
        tell_earlier_address(standing)
    return Receipt(submission, version)


def hold_submission(key: int) -> tuple[Call, Submission]:
    """Lock a submission and its call, the call first, as everybody does who gives out numbers.

    The call's row alone and not its key, as ``calls.hold_call`` does: whoever begins a draft names the call, and holds the
    count of letters to an address that a sender may wait for.
    """
    found = Submission.objects.values_list("call_id", flat=True).get(pk=key)
    rows = Call.objects.select_for_update(of=("self",), no_key=True).select_related("process__workspace")
    call = rows.get(pk=found)
    submission = Submission.objects.select_for_update(of=("self",)).select_related("edition").get(pk=key)
    submission.call = call
    return call, submission


def enter(
    *, submission: Submission, call: Call, instant: dt.datetime, actor: User | None = None, is_late: bool | None = None
) -> SubmissionVersion:
    """Enter a submission among those that were sent: its number, instant and lateness once, and this version of it.

    The caller holds both (:func:`hold_submission`). Paper and files come in by this door, too.

    Args:
        submission: what came.
        call: its call, locked.
        instant: when it came.
        actor: who entered what came on paper.
        is_late: whether it came too late, where that is judged otherwise than by the instant.
    """
    if submission.number is None:
        call.last_number += 1
        call.save(update_fields=["last_number"])
        submission.number, submission.sent_at = call.last_number, instant
        after_end = call.closes_at is not None and instant >= call.closes_at
        submission.is_late = after_end if is_late is None else is_late
    if actor is not None:
        submission.registered_by = actor.ref
    submission.saved_at = timezone.now()
    submission.correction = None
    submission.version += 1
    submission.save()
    last = submission.versions.last()
    return SubmissionVersion.objects.create(
        submission=submission, number=last.number + 1 if last else 1, sent_at=instant, head=read_head(submission),
        answers=submission.answers,
    )  # fmt: skip


def take_over(work: Work) -> None:
    """Make what was written the row's own; money comes from the form where the form reckons it."""
    submission, form = work.submission, work.questionnaire
    answers = prune(form, work.answers) if form is not None else dict(work.answers)
    if work.head.get("email") != submission.email:
        submission.confirmed_at = None
    set_head(submission, work.head)
    submission.answers, submission.page = answers, ""
    sums = sum_budgets(form, answers) if form is not None and submission.call.asks_money else None
    if sums is not None:
        submission.asked, submission.own = sums.asked, sums.own


def set_head(submission: Submission, head: Any) -> None:  # noqa: ANN401 - plain values by the names of fields
    """Put a head into the row of a saved submission, with its goals and its candidate; the row itself is not saved."""
    for name in WORDS:
        setattr(submission, name, head.get(name) or "")
    for name in MONEY:
        setattr(submission, name, None if head.get(name) is None else Decimal(head[name]))
    goals = [one["pk"] for one in head.get("goals", ())]
    submission.goals.set(Goal.objects.filter(pk__in=goals, process=submission.call.process_id))
    if submission.call.kind == Call.Kind.PARTNERS and (said := head.get("candidate")):
        Candidate.objects.update_or_create(
            submission=submission, defaults={name: said[name] for name in CANDIDATE if name in said}
        )


def refuse_unless_taken(call: Call, submission: Submission, instant: dt.datetime) -> None:
    """Refuse what can't be sent at that instant; what comes late for the first time is taken, and marked."""
    phase = call.phase_at(instant)
    if phase == Phase.CALLED_OFF:
        raise ValidationError(_("The call was called off. Nothing can be sent to it."), code="called_off")
    if phase in {Phase.DRAFT, Phase.ANNOUNCED}:
        raise ValidationError(_("The call is not open yet."), code="early")
    if submission.sent_at is not None and not may_correct(submission, instant):
        raise ValidationError(
            _("The correction came too late and was not taken. What was sent before it counts."), code="closed"
        )


@transaction.atomic
def withdraw_submission(*, submission: Submission) -> Submission:
    """Withdraw what was sent; it stays in the register with its number."""
    _call, held = hold_submission(submission.pk)
    if held.sent_at is None or held.withdrawn_at is not None:
        return held
    if held.call.approved_at is not None or held.call.results_at is not None:
        raise ValidationError(_("It has already been decided, so it can’t be withdrawn here."), code="decided")
    held.withdrawn_at = read_now()
    held.correction = None
    held.version += 1
    held.save(update_fields=["withdrawn_at", "correction", "version"])
    note_submission(actor=None, verb="submission.withdraw", submission=held, after={"withdrawn_at": held.withdrawn_at})
    if may_write_to(held):
        tell_applicant(held, "withdrawn")
    return held


@transaction.atomic
def confirm_email(*, submission: Submission) -> Submission:
    """Keep that whoever reads the e-mail opened its link."""
    _call, held = hold_submission(submission.pk)
    # Whoever wrote another e-mail meanwhile has not proved that one.
    if held.confirmed_at is None and held.email == submission.email:
        held.confirmed_at = timezone.now()
        held.save(update_fields=["confirmed_at"])
        if held.number is not None:
            note_submission(actor=None, verb="submission.confirm", submission=held)
    return held
