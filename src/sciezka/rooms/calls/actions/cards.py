"""Filling a score card alone, handing it in, and settling a great spread of points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.commission import tell_member
from sciezka.rooms.calls.models import Call, Criterion, Declaration, Phase, Pledge, ScoreCard, Submission
from sciezka.rooms.calls.queries.cards import is_below, read_points
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.trace import note


@dataclass(frozen=True, slots=True, kw_only=True)
class CardValues:
    """What an assessor says: points and reasons by the codes of criteria, and remarks on the whole."""

    points: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    remarks: str = ""


def hold_card(card: ScoreCard) -> ScoreCard:
    """Read a card anew, hold its row, and check that it may still be written on.

    Raises:
        ValidationError: it was handed in, taken away, or the scoring is not open.
    """
    rows = ScoreCard.objects.select_for_update(of=("self",)).select_related("submission__call__process__workspace")
    standing = rows.filter(pk=card.pk).first()
    if standing is None:
        raise ValidationError(_("This card was taken away from you."), code="gone")
    call = standing.submission.call
    if call.phase != Phase.SCORING:
        raise ValidationError(_("The scoring is not open."), code="phase")
    if standing.handed_in_at is not None:
        raise ValidationError(_("The card was handed in. It can't be changed any more."), code="handed")
    if not standing.submission.is_in:
        raise ValidationError(_("The submission was withdrawn."), code="withdrawn")
    assessor = standing.user_id or 0
    if not Pledge.objects.filter(call=call, user_id=assessor).exists():
        raise ValidationError(_("Make the pledge first."), code="pledge")
    declared = Declaration.objects.filter(user_id=assessor, submission=standing.submission).first()
    if declared is None:
        raise ValidationError(_("Declare first whether anything ties you to the applicant."), code="declare")
    if declared.stance == Declaration.Stance.CONFLICT:
        raise ValidationError(_("You have stepped aside from this submission."), code="tie")
    return standing


@transaction.atomic
def save_card(*, card: ScoreCard, version: int, values: CardValues) -> ScoreCard:
    """Keep a draft. The journal tells nothing of drafts: they are the assessor's alone.

    Raises:
        Conflict: when it was saved in another window since the version that was read, and says something else.
        ValidationError: when it may not be written on any more.
    """
    standing = hold_card(card)
    _write(standing, version, values)
    return standing


def _write(standing: ScoreCard, version: int, values: CardValues) -> None:
    said = {"points": dict(values.points), "reasons": dict(values.reasons), "remarks": values.remarks}
    if all(getattr(standing, name) == value for name, value in said.items()):
        return
    if standing.version != version:
        raise Conflict(standing)
    standing.points, standing.reasons, standing.remarks = said["points"], said["reasons"], values.remarks
    standing.saved_at = timezone.now()
    standing.version += 1
    standing.save(update_fields=["points", "reasons", "remarks", "saved_at", "version"])


@transaction.atomic
def hand_in(*, actor: User, card: ScoreCard, version: int, values: CardValues) -> ScoreCard:
    """Hand a card in: from now on it counts and can't be changed.

    Raises:
        Conflict: when it was saved in another window meanwhile.
        ValidationError: when something is missing, by the codes of criteria.
    """
    hold_call(card.submission.call)
    standing = hold_card(card)
    lacks = find_gaps(standing.submission.call.criteria.all(), values)
    if lacks:
        raise ValidationError(lacks)
    _write(standing, version, values)
    standing.handed_in_at = timezone.now()
    standing.version += 1
    standing.save(update_fields=["handed_in_at", "version"])
    # What it says stays out of the journal, which others read before their own cards are in.
    note(actor=actor, verb="card.hand_in", of=standing.submission)
    return standing


def find_gaps(criteria: Iterable[Criterion], values: CardValues) -> dict[str, list[str]]:
    """Say what is missing on a card, by the codes of criteria; ``remarks`` for the whole.

    Points are needed in each mandatory criterion; words where points are under a threshold, and somewhere on the card.
    """
    gaps: dict[str, list[str]] = {}
    for one in criteria:
        said = values.points.get(one.code, "")
        points = read_points(said)
        if points is None and one.is_mandatory:
            gaps[one.code] = [_("Give points in this criterion.")]
        elif points is not None and not one.least <= points <= one.most:
            gaps[one.code] = [
                _("Give from %(least)s to %(most)s points.") % {"least": f"{one.least:g}", "most": f"{one.most:g}"}
            ]
        elif is_below(one, said) and not values.reasons.get(one.code, "").strip():
            gaps[one.code] = [_("The points are under the threshold: give the reason, the applicant will read it.")]
    if not values.remarks.strip() and not any(reason.strip() for reason in values.reasons.values()):
        gaps["remarks"] = [_("Give at least one reason in words, in a criterion or here.")]
    return gaps


@transaction.atomic
def discuss_spread(
    *, actor: User | None, submission: Submission, words: str, given_back: Iterable[ScoreCard] = (), seen: str = ""
) -> None:
    """Record what a discussion of differing points came to; cards may be given back to be judged anew.

    Args:
        actor: who records it.
        submission: whose points differed.
        words: what the discussion came to.
        given_back: the cards that are judged anew.
        seen: the sign of the record that was read (:func:`mark_discussion`).

    Raises:
        ValidationError: it says nothing, or the scoring is not open.
        Conflict: somebody else has recorded another outcome since.
    """
    call = _hold_scoring(submission)
    if not words.strip():
        raise ValidationError({"words": _("Write what the discussion came to.")}, code="words")
    rows = Submission.objects.select_for_update(of=("self",)).select_related("call__process__workspace")
    standing = rows.get(pk=submission.pk)
    if mark_discussion(standing) != seen and standing.discussion != words.strip():
        raise Conflict(standing)
    standing.discussed_at, standing.discussion = timezone.now(), words.strip()
    standing.save(update_fields=["discussed_at", "discussion"])
    note(actor=actor, verb="spread.discuss", of=standing)
    for card in given_back:
        give_back(actor, call, card)


def mark_discussion(submission: Submission) -> str:
    """Give the sign of what stands recorded of a discussion; empty where nothing does."""
    return submission.discussed_at.isoformat() if submission.discussed_at else ""


def give_back(actor: User | None, call: Call, card: ScoreCard) -> None:
    """Give a card back to its assessor; what it said is kept."""
    held = (
        ScoreCard.objects.select_for_update(of=("self",))
        .select_related("submission__call__process__workspace")
        .get(pk=card.pk)
    )
    if held.handed_in_at is None or held.user_id is None:
        return
    said = {
        "points": held.points, "reasons": held.reasons, "remarks": held.remarks,
        "handed_in_at": held.handed_in_at.isoformat(),
    }  # fmt: skip
    held.earlier = [*held.earlier, said]
    held.handed_in_at = None
    held.version += 1
    held.save(update_fields=["earlier", "handed_in_at", "version"])
    note(actor=actor, verb="card.give_back", of=held.submission)
    tell_member(call, held.user_id, "back")


def _hold_scoring(submission: Submission) -> Call:
    call = hold_call(submission.call)
    if call.phase != Phase.SCORING:
        raise ValidationError(_("The scoring is not open."), code="phase")
    return call
