"""Ties to an applicant of those who deal with a submission in the office, members of the commission or not.

It is the members' own declaration (:class:`Declaration`), made about one submission at any time after it came. Whoever has
declared a tie sees nothing of the submission and does nothing about it.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.commission import lift, recuse, refuse_settled
from sciezka.rooms.calls.models import Declaration, Submission
from sciezka.rooms.calls.queries.ties import may_take_back
from sciezka.rooms.people.models import User

LONGEST = 300


@transaction.atomic
def declare_tie(*, actor: User, submission: Submission, reason: str) -> None:
    """Step aside from one submission; said twice it is done once.

    Raises:
        ValidationError: no reason is given, or the own card counts in results that are approved.
    """
    call = hold_call(submission.call)
    before = Declaration.objects.filter(submission=submission, user=actor).first()
    if before is not None and before.stance == Declaration.Stance.CONFLICT:
        return
    refuse_settled(call, submission, actor.pk)
    recuse(actor, submission, reason, before)


@transaction.atomic
def take_tie_back(*, actor: User, submission: Submission, reason: str) -> None:
    """Take an own tie back that was declared by mistake; the protocol tells it, and the journal keeps both.

    A member of the commission does not come back by the own hand: somebody else lifts it (``commission.lift_recusal``).

    Raises:
        ValidationError: see above, or no reason is given.
    """
    call = hold_call(submission.call)
    rows = Declaration.objects.select_for_update(of=("self",)).select_related("submission__call__process__workspace")
    held = rows.filter(submission=submission, user=actor, stance=Declaration.Stance.CONFLICT).first()
    if held is None:
        return
    if not may_take_back(call, submission, actor):
        raise ValidationError(_("Somebody else has to lift your own recusal."), code="own")
    lift(actor=actor, declaration=held, reason=reason, kept=reason.strip()[:LONGEST])
