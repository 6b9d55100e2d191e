"""Deciding what becomes of submissions.

The commission decides while the call is being decided. Once results are published nothing is taken back; what was to be
revised, and what waits on the reserve list, is then decided about once more.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import find_changes, take_snapshot
from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.letters import tell_applicant
from sciezka.rooms.calls.actions.selected import hang_selected
from sciezka.rooms.calls.models import SELECTED, Call, Decision, Declaration, Phase, Submission, write_code
from sciezka.rooms.calls.queries.ranking import is_to_decide
from sciezka.rooms.calls.queries.submissions import to_decide
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import refuse_stale
from sciezka.rooms.town.actions.trace import note

FIELDS: Final = ("outcome", "reason", "into", "granted", "revise_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is decided about one submission.

    Args:
        outcome: what becomes of it.
        reason: what its applicant reads.
        into: the one that it is merged into.
        granted: the money that it gets.
        revise_until: until when it can be revised and submitted again.
    """

    outcome: str
    reason: str
    into: Submission | None = None
    granted: Decimal | None = None
    revise_until: dt.datetime | None = None

    def tidied(self) -> "Verdict":
        """Leave out what the outcome has no use for."""
        return Verdict(
            outcome=self.outcome,
            reason=self.reason.strip(),
            into=self.into if self.outcome == Decision.Outcome.MERGED else None,
            granted=self.granted if self.outcome in SELECTED else None,
            revise_until=self.revise_until if self.outcome == Decision.Outcome.REVISE else None,
        )


@transaction.atomic
def decide(*, actor: User | None, submission: Submission, verdict: Verdict, version: int = 0) -> Decision:
    """Decide about a submission, or change what was decided.

    Args:
        actor: who records it.
        submission: about which one.
        verdict: what is decided.
        version: the version of the decision that was read; 0 where there was none.

    Raises:
        ValidationError: it may not be decided now, or not so, or not by this person.
        Conflict: somebody else has decided otherwise since.
    """
    call = hold_call(submission.call)
    refuse_tied(actor, [submission])
    return record(actor=actor, call=call, submission=submission, verdict=verdict.tidied(), version=version)


@transaction.atomic
def decide_many(*, actor: User | None, call: Call, verdicts: Iterable[tuple[Submission, Verdict, int]]) -> int:
    """Decide about many submissions at once, all or none; give how many.

    Args:
        actor: who records it.
        call: the call.
        verdicts: the submission, what is decided, and the version of the decision that was read, for each.

    Raises:
        ValidationError: one of them may not be decided so.
        Conflict: somebody else has decided otherwise about one of them.
    """
    held = hold_call(call)
    listed = list(verdicts)
    refuse_tied(actor, [submission for submission, _verdict, _version in listed])
    for submission, verdict, version in listed:
        record(actor=actor, call=held, submission=submission, verdict=verdict.tidied(), version=version)
    return len(listed)


def record(*, actor: User | None, call: Call, submission: Submission, verdict: Verdict, version: int) -> Decision:
    """Write down one decision of a call that is held."""
    standing = Decision.objects.filter(submission=submission).first()
    is_afterwards = refuse_untimely(call, standing)
    check_verdict(submission, verdict)
    values = {name: getattr(verdict, name) for name in FIELDS}
    if standing is None:
        if not to_decide(call).filter(pk=submission.pk).exists():
            raise ValidationError(_("Only what came in time and was formally passed is decided about."), code="not_in")
        made, is_new = Decision.objects.create(submission=submission, **values), True
        said = {name: value for name, value in take_snapshot(made, FIELDS).items() if value not in (None, "")}
        note(actor=actor, verb="decision.make", of=made, after=said)
    else:
        refuse_stale(standing, version, values)
        made, is_new = standing, change(actor=actor, standing=standing, verdict=verdict)
    if is_afterwards and is_new:
        tell_applicant(submission, "result")
        if made.outcome in SELECTED:
            hang_selected(actor=actor, call=call, submissions=[submission])
    return made


def change(*, actor: User | None, standing: Decision, verdict: Verdict) -> bool:
    """Change a decision, and tell whether it says anything else now; what says the same leaves no trace."""
    before = take_snapshot(standing, FIELDS)
    for name, value in ((name, getattr(verdict, name)) for name in FIELDS):
        setattr(standing, name, value)
    old, new = find_changes(before, take_snapshot(standing, FIELDS))
    if new:
        standing.version += 1
        standing.decided_at = timezone.now()
        standing.save()
        note(actor=actor, verb="decision.change", of=standing, before=old, after=new)
    return bool(new)


def refuse_untimely(call: Call, standing: Decision | None) -> bool:
    """Tell whether it is decided after the publication; refuse it where it can't be decided at all.

    Raises:
        ValidationError: scoring goes on, the results are approved, or what was published would be taken back.
    """
    if is_to_decide(call, standing):
        return call.phase != Phase.DECIDING
    said = {
        Phase.APPROVED: _("The results are approved. What was decided can't be changed any more."),
        Phase.PUBLISHED: _("The results are published and are not taken back. Add a correction, if something is wrong."),
    }.get(call.phase, _("Decisions are made once scoring is closed."))
    raise ValidationError(said, code="phase")


def refuse_tied(actor: User | None, submissions: Iterable[Submission]) -> None:
    """Refuse a person who declared a tie to one of the applicants.

    Raises:
        ValidationError: see above.
    """
    if actor is None:
        return
    rows = Declaration.objects.filter(
        user=actor, submission__in=list(submissions), stance=Declaration.Stance.CONFLICT
    ).values_list("submission__number", flat=True)
    if codes := ", ".join(write_code(number) for number in rows.order_by("submission__number")):
        said = _("You declared a tie to the applicant, so you don’t decide about: %(codes)s.") % {"codes": codes}
        raise ValidationError(said, code="tied")


def check_verdict(submission: Submission, verdict: Verdict) -> None:
    """Refuse a verdict that leaves something unsaid.

    Raises:
        ValidationError: with the field that is wrong.
    """
    faults: dict[str, ValidationError] = {}
    if verdict.outcome not in Decision.Outcome.values:
        faults["outcome"] = ValidationError(_("Choose what becomes of it."), code="outcome")
    if not verdict.reason:
        faults["reason"] = ValidationError(_("Give a reason: the applicant reads it."), code="reason")
    if verdict.outcome == Decision.Outcome.MERGED and not is_fit_to_hold(submission, verdict.into):
        faults["into"] = ValidationError(
            _("Choose another submission of this call, which is not merged into one itself."), code="into"
        )
    if verdict.outcome == Decision.Outcome.REVISE and verdict.revise_until is None:
        faults["revise_until"] = ValidationError(_("Say until when it can be revised."), code="revise_until")
    if verdict.granted is not None and verdict.granted < 0:
        faults["granted"] = ValidationError(_("Money can’t be negative."), code="granted")
    if faults:
        raise ValidationError(dict(faults))


def is_fit_to_hold(submission: Submission, into: Submission | None) -> bool:
    """Tell whether a submission can be merged into another one, which is dealt with: a chain of mergers leads nowhere."""
    if into is None or into.pk == submission.pk or into.call_id != submission.call_id:
        return False
    if not to_decide(into.call).filter(pk=into.pk).exists():
        return False
    merged = Decision.Outcome.MERGED
    leads_on = Decision.objects.filter(submission=into, outcome=merged).exists()
    return not leads_on and not Decision.objects.filter(into=submission, outcome=merged).exists()


@transaction.atomic
def correct_decision(*, actor: User | None, decision: Decision, text: str) -> Decision:
    """Add a correction to a published decision: what it said stays, the correction stands below with its day.

    The same words sent twice on one day are one correction, and one letter.

    Raises:
        ValidationError: the results are not published, or the text is empty.
    """
    call = hold_call(decision.submission.call)
    text = text.strip()
    if call.phase != Phase.PUBLISHED:
        raise ValidationError(_("Before the results are published a decision is simply changed."), code="phase")
    if not text:
        raise ValidationError({"text": _("Write what is corrected.")})
    refuse_tied(actor, [decision.submission])
    standing = Decision.objects.select_for_update().get(pk=decision.pk)
    day = timezone.localdate()
    added = f"\n\n{_('Correction')} ({day:%d.%m.%Y}): {text}"
    if standing.reason.endswith(added):
        return standing
    standing.reason += added
    standing.version += 1
    standing.save(update_fields=["reason", "version"])
    note(actor=actor, verb="decision.correct", of=standing, after={"text": text})
    tell_applicant(decision.submission, "correction", correction=text)
    return standing
