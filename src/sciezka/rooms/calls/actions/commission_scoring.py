"""Sharing submissions out among assessors, and opening and closing the scoring."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.commission import tell_member
from sciezka.rooms.calls.actions.decisions import refuse_tied
from sciezka.rooms.calls.models import Call, Declaration, Phase, Pledge, ScoreCard, Submission
from sciezka.rooms.calls.queries.commission import read_members
from sciezka.rooms.calls.queries.commission_steps import lacks_to_close, lacks_to_open, plan_cards
from sciezka.rooms.calls.queries.members import list_members
from sciezka.rooms.calls.queries.submissions import hidden_from, in_scoring
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note

SHARING = (Phase.CHECKING, Phase.SCORING)


@transaction.atomic
def assign_cards(*, actor: User | None, call: Call) -> int:
    """Share out what nobody was given yet; cards that are there stay. Tell how many were added."""
    standing = hold_call(call)
    if standing.phase != Phase.CHECKING:
        raise ValidationError(_("Submissions are shared out after the closing and before the scoring."), code="phase")
    return _share_out(actor, standing)


def _share_out(actor: User | None, call: Call) -> int:
    plan = plan_cards(call, read_members(call))
    made = [ScoreCard(submission_id=int(submission), user_id=int(user)) for submission, user in plan.added]
    ScoreCard.objects.bulk_create(made)
    if made:
        note(actor=actor, verb="cards.assign", of=call, after={"cards": len(made)})
    return len(made)


@transaction.atomic
def open_scoring(*, actor: User | None, call: Call) -> None:
    """Open the scoring; submissions are shared out at the same time where that was not done before.

    Raises:
        ValidationError: with all that is missing.
    """
    standing = hold_call(call)
    if standing.phase == Phase.SCORING:
        return
    if standing.phase != Phase.CHECKING:
        raise ValidationError(_("Scoring is opened once the call is closed, and once only."), code="phase")
    members = read_members(standing)
    if lacks := lacks_to_open(standing, members):
        raise ValidationError([lack.text for lack in lacks], code="lacks")
    cards = ScoreCard.objects.filter(submission__call=standing)
    if not cards.exists():
        _share_out(actor, standing)
    without = in_scoring(standing).filter(cards__isnull=True)
    if codes := ", ".join(one.code for one in without):
        raise ValidationError(_("Nobody is free of ties to judge these submissions: %s.") % codes, code="lacks")
    standing.scoring_opened_at = timezone.now()
    standing.save(update_fields=["scoring_opened_at"])
    note(actor=actor, verb="scoring.open", of=standing, after={"cards": cards.count()})
    for key in cards.filter(user__isnull=False).order_by("user_id").values_list("user_id", flat=True).distinct():
        tell_member(standing, int(key or 0), "open")


@transaction.atomic
def close_scoring(*, actor: User | None, call: Call) -> None:
    """Close the scoring; what the cards say stands.

    Raises:
        ValidationError: with all that is missing.
    """
    standing = hold_call(call)
    if standing.phase != Phase.SCORING:
        raise ValidationError(_("The scoring is not open."), code="phase")
    if lacks := lacks_to_close(standing, read_members(standing), actor):
        raise ValidationError([lack.text for lack in lacks], code="lacks")
    standing.scoring_closed_at = timezone.now()
    standing.save(update_fields=["scoring_closed_at"])
    note(actor=actor, verb="scoring.close", of=standing)


@transaction.atomic
def reopen_scoring(*, actor: User | None, call: Call, reason: str) -> None:
    """Open the scoring again before anything is approved: somebody stepped aside late, or a card was wrong."""
    standing = hold_call(call)
    if standing.phase != Phase.DECIDING:
        raise ValidationError(
            _("Scoring is opened again only after it was closed and before the call is approved."), code="phase"
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stays in the journal.")}, code="reason")
    standing.scoring_closed_at = None
    standing.save(update_fields=["scoring_closed_at"])
    note(actor=actor, verb="scoring.reopen", of=standing, after={"why": reason.strip()})


def may_judge(call: Call, user: User, submissions: Iterable[Submission]) -> list[Submission]:
    """Keep the submissions that somebody may judge: they sit there, have promised, and have no tie.

    Raises:
        ValidationError: they do not sit on the commission, or have not promised.
    """
    if user.pk not in {member.user.pk for member in list_members(call) if member.user.is_active}:
        raise ValidationError(_("Choose somebody who sits on the commission."), code="member")
    if not Pledge.objects.filter(call=call, user=user).exists():
        raise ValidationError(_("This person has not made the pledge yet."), code="pledge")
    asked = list(submissions)
    tied = Declaration.objects.filter(user=user, stance=Declaration.Stance.CONFLICT, submission__in=asked)
    away = set(tied.values_list("submission_id", flat=True))
    return [one for one in asked if one.pk not in away]


@transaction.atomic
def add_card(*, actor: User | None, submission: Submission, user: User, way: str = ScoreCard.Way.ASSIGNED) -> ScoreCard:
    """Give a submission one more assessor, by hand."""
    call = hold_call(submission.call)
    refuse_tied(actor, [submission])
    if call.phase not in SHARING:
        raise ValidationError(_("Assessors are chosen after the closing and until the scoring is closed."), code="phase")
    if not in_scoring(call).filter(pk=submission.pk).exists():
        raise ValidationError(_("This submission is not scored: it has not passed the formal check."), code="formal")
    if not may_judge(call, user, [submission]):
        raise ValidationError(_("This person has stepped aside from this submission."), code="tie")
    card, is_new = ScoreCard.objects.get_or_create(submission=submission, user=user, defaults={"way": way})
    if not is_new:
        raise ValidationError(_("This person has a card of this submission already."), code="twice")
    note(actor=actor, verb="cards.add", of=submission, after={"way": way})
    if call.phase == Phase.SCORING:
        tell_member(call, user.pk, "card")
    return card


@transaction.atomic
def remove_card(*, actor: User | None, card: ScoreCard) -> None:
    """Take a card away from an assessor before it is handed in; what was handed in stays."""
    call = hold_call(card.submission.call)
    held = ScoreCard.objects.select_for_update(of=("self",)).filter(pk=card.pk).first()
    if held is None:
        return
    refuse_tied(actor, [held.submission])
    if call.phase not in SHARING:
        raise ValidationError(_("Assessors are chosen after the closing and until the scoring is closed."), code="phase")
    if held.handed_in_at is not None or held.earlier:
        raise ValidationError(_("This card was handed in. It stays."), code="handed")
    note(actor=actor, verb="cards.remove", of=card.submission)
    held.delete()


@transaction.atomic
def pass_on(*, actor: User | None, call: Call, giver: User, taker: User) -> int:
    """Pass all cards that somebody has not handed in on to another member, such as a substitute.

    Drafts are not passed on: each judges alone. Whatever the other or the actor has a tie to, or the other judges already,
    stays where it is.

    Returns:
        How many cards were passed on.
    """
    standing = hold_call(call)
    if standing.phase not in SHARING:
        raise ValidationError(_("Assessors are chosen after the closing and until the scoring is closed."), code="phase")
    if giver.pk == taker.pk:
        raise ValidationError(_("Choose two different people."), code="same")
    cards = ScoreCard.objects.select_for_update(of=("self",)).filter(
        submission__call=standing, user=giver, handed_in_at__isnull=True, earlier=[]
    )
    rows = {card.submission_id: card for card in cards.select_related("submission")}
    free = {one.pk for one in may_judge(standing, taker, [card.submission for card in rows.values()])}
    taken = set(ScoreCard.objects.filter(user=taker, submission_id__in=rows).values_list("submission_id", flat=True))
    away = hidden_from(actor, standing) if actor else frozenset()
    passed = [card for key, card in rows.items() if key in free and key not in taken and key not in away]
    ScoreCard.objects.filter(pk__in=[card.pk for card in passed]).delete()
    ScoreCard.objects.bulk_create([ScoreCard(submission=card.submission, user=taker, way=card.way) for card in passed])
    if passed:
        note(actor=actor, verb="cards.pass_on", of=standing, after={"cards": len(passed)})
        if standing.phase == Phase.SCORING:
            tell_member(standing, taker.pk, "card")
    return len(passed)
