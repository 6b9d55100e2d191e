"""The formal check: whether a submission meets the conditions; it may be supplemented once, within the call's term."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import default_task_backend

from sciezka.rooms.calls.actions.applying_sending import hold_submission
from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.decisions import refuse_tied
from sciezka.rooms.calls.actions.letters import tell_applicant
from sciezka.rooms.calls.actions.notes import note_submission
from sciezka.rooms.calls.models import Call, FormalCheck, Phase, Submission
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.formal import NO, SUPPLEMENT, YES, list_conditions, settle
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.trace import note

REMIND: Final = "sciezka.rooms.calls.tasks.formal.remind_to_supplement"
DAYS_BEFORE: Final = 2
END_OF_DAY: Final = dt.time(23, 59, 59)


@transaction.atomic
def check_formally(
    *, actor: User, submission: Submission, answers: Mapping[str, str], remarks: str = "", read_at: str = ""
) -> FormalCheck:
    """Keep what a person found; where something is to be supplemented, ask the applicant for it.

    Args:
        actor: who checks.
        submission: what is checked.
        answers: ``yes``, ``no`` or ``supplement`` by the codes of the conditions; it may be unfinished.
        remarks: what the applicant reads.
        read_at: the instant of the check that was read before, as it was shown; empty when there was none.

    Raises:
        Conflict: somebody else has checked it meanwhile and found something else, or its applicant has supplemented it.
        ValidationError: it can't be checked now, or what was found doesn't hold together.
    """
    _call, held = hold_submission(submission.pk)
    # Held too: what an applicant adds at the same moment must neither be written over nor be passed over.
    check = FormalCheck.objects.select_for_update().filter(submission=held).first() or FormalCheck(submission=held)
    codes = [one["code"] for one in list_conditions(held.call)]
    kept = {code: answers[code] for code in codes if answers.get(code) in {YES, NO, SUPPLEMENT}}
    outcome = settle(codes, kept)
    refuse_tied(actor, [held])
    _refuse_untimely(held, check)
    before = {"outcome": check.outcome, "answers": check.answers, "remarks": check.remarks}
    after = {"outcome": outcome, "answers": kept, "remarks": remarks.strip()}
    if before == after and not check._state.adding:
        return check
    if not check._state.adding and read_at != say_instant(check):
        raise Conflict(check)
    _refuse_unsound(check, after)
    for name, value in after.items():
        setattr(check, name, value)
    check.checked_at, check.checked_by = timezone.now(), actor.ref
    if outcome == FormalCheck.Outcome.SUPPLEMENT and check.asked_at is None:
        check.asked_at = check.checked_at
        check.due_at = find_due(check.asked_at, held.call.supplement_days)
    check.save()
    note_submission(
        actor=actor,
        verb="submission.check",
        submission=held,
        before={"outcome": before["outcome"]},
        after={"outcome": outcome},
    )
    if check.asked_at == check.checked_at:
        note_submission(actor=actor, verb="submission.ask_supplement", submission=held, after={"due_at": check.due_at})
        _ask(held, check)
    return check


def _refuse_untimely(submission: Submission, check: FormalCheck) -> None:
    """Refuse a check of what the commission doesn't deal with, before the closing, and once points are being given."""
    if not submission.is_in:
        raise ValidationError(_("Only what came in time and was not withdrawn is checked."), code="not_in")
    phase = submission.call.phase
    open_still = check.outcome in {"", FormalCheck.Outcome.SUPPLEMENT}
    if phase != Phase.CHECKING and not (phase == Phase.SCORING and open_still):
        said = _("The formal check runs from the closing of the call until points are given.")
        raise ValidationError(said, code="phase")


def _refuse_unsound(check: FormalCheck, found: Mapping[str, Any]) -> None:
    if found["outcome"] == FormalCheck.Outcome.SUPPLEMENT and check.supplemented_at is not None:
        said = _("It was supplemented already, and that is possible once. Answer yes or no.")
        raise ValidationError(said, code="once")
    if found["outcome"] in {FormalCheck.Outcome.SUPPLEMENT, FormalCheck.Outcome.FAILED} and not found["remarks"]:
        raise ValidationError({"remarks": _("Write what is missing or wrong: the applicant reads it.")})


def say_instant(check: FormalCheck | None) -> str:
    """Write the instant of a check, or of its supplement when that is later, as a form carries it."""
    if check is None or not check.pk:
        return ""
    return max(check.checked_at, check.supplemented_at or check.checked_at).isoformat()


def find_due(asked_at: dt.datetime, days: int) -> dt.datetime:
    """Give the end of the term: the last second of the day so many days after the day of asking."""
    day = timezone.localdate(asked_at) + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, END_OF_DAY))


def _ask(submission: Submission, check: FormalCheck) -> None:
    """Send the letter, and queue the reminder two days before the end, where the worker has a clock."""
    assert check.due_at is not None  # noqa: S101 - set with the asking
    tell_applicant(submission, "supplement")
    at = check.due_at - dt.timedelta(days=DAYS_BEFORE)
    if default_task_backend.supports_defer and at > timezone.now():
        enqueue: Callable[..., Any] = import_string(REMIND).using(run_after=at).enqueue
        transaction.on_commit(partial(enqueue, check.pk))


@transaction.atomic
def pass_clean(*, actor: User, call: Call, submissions: Iterable[Submission]) -> int:
    """Tell of many submissions at once that they meet all conditions; those checked meanwhile stay as they are."""
    call = hold_call(call)
    if call.phase != Phase.CHECKING:
        said = _("The formal check runs from the closing of the call until points are given.")
        raise ValidationError(said, code="phase")
    keys = [row.pk for row in submissions]
    held = list(Submission.objects.select_for_update().filter(call=call, pk__in=keys))
    refuse_tied(actor, held)
    checks = {check.submission_id: check for check in FormalCheck.objects.select_for_update().filter(submission__in=keys)}
    answers = {one["code"]: YES for one in list_conditions(call)}
    passed = []
    for submission in held:
        check = checks.get(submission.pk) or FormalCheck(submission=submission)
        if submission.is_in and not check.outcome:
            check.answers, check.outcome = answers, FormalCheck.Outcome.PASSED
            check.checked_at, check.checked_by = timezone.now(), actor.ref
            check.save()
            passed.append(submission.code)
    if passed:
        note(actor=actor, verb="submission.check_many", of=call, after={"passed": passed})
    return len(passed)


@transaction.atomic
def take_supplement(*, submission: Submission, text: str) -> FormalCheck:
    """Keep what an applicant added; once, and until the end of the term by the database's clock.

    Raises:
        ValidationError: nothing is to be supplemented, or it is too late.
    """
    call, held = hold_submission(submission.pk)
    check = FormalCheck.objects.select_for_update().filter(submission=held).first()
    is_asked = check is not None and check.outcome == FormalCheck.Outcome.SUPPLEMENT and check.supplemented_at is None
    if check is None or not is_asked or not held.is_in or call.called_off_at is not None:
        raise ValidationError(_("Nothing is to be supplemented now."), code="none")
    now = read_now()
    if check.due_at is None or now > check.due_at:
        raise ValidationError(_("The term for supplementing is over."), code="late")
    if not text.strip():
        raise ValidationError({"text": _("Write what you add or explain.")})
    check.supplement, check.supplemented_at = text.strip(), now
    check.save(update_fields=["supplement", "supplemented_at"])
    note_submission(actor=None, verb="submission.supplement", submission=held, after={"supplemented_at": now})
    tell_applicant(held, "supplemented")
    return check


@transaction.atomic
def remind_to_supplement(*, check: FormalCheck) -> bool:
    """Remind an applicant who has not supplemented yet, once; tell whether it was done."""
    rows = FormalCheck.objects.select_for_update(of=("self",)).select_related("submission__call__process__workspace")
    held = rows.filter(pk=check.pk).first()
    if held is None or held.outcome != FormalCheck.Outcome.SUPPLEMENT or held.supplemented_at or held.reminded_at:
        return False
    if held.due_at is None or held.due_at < timezone.now() or not held.submission.is_in:
        return False
    if held.submission.call.called_off_at is not None:
        return False
    held.reminded_at = timezone.now()
    held.save(update_fields=["reminded_at"])
    tell_applicant(held.submission, "supplement_reminder")
    note_submission(actor=None, verb="submission.remind", submission=held.submission)
    return True
