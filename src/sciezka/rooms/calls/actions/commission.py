"""What members of a commission promise and declare, and its sittings."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sciezka.kit.journal import entries_of
from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.notes import note_submission
from sciezka.rooms.calls.models import Call, Declaration, Phase, Pledge, ScoreCard, Sitting, Submission
from sciezka.rooms.calls.queries.commission import digest_words, read_members, to_declare, words_of_pledge
from sciezka.rooms.calls.queries.members import list_members
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.conflicts import refuse_stale
from sciezka.rooms.town.actions.trace import note

SEND: Final = "sciezka.rooms.calls.tasks.commission.send_member_letter"
# Ties may come to light as long as nothing is settled.
DECLARING: Final = (Phase.CHECKING, Phase.SCORING, Phase.DECIDING)
PLEDGING: Final = (Phase.ANNOUNCED, Phase.OPEN, *DECLARING)
BETWEEN_REMINDERS: Final = dt.timedelta(hours=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingValues:
    """What is written of a sitting; ``present`` holds references of accounts."""

    day: dt.date
    where: str = ""
    present: tuple[str, ...] = ()
    notes: str = ""


def tell_member(call: Call, user_id: int, about: str) -> None:
    """Send a member a letter once the transaction is over. The queue carries keys alone."""
    transaction.on_commit(partial(import_string(SEND).enqueue, call.pk, user_id, about))


@transaction.atomic
def word_pledge(*, actor: User | None, call: Call, words: str) -> None:
    """Word the pledge of a call's commission; once somebody made it, everybody makes the same one."""
    standing = hold_call(call)
    if standing.pledges.exists():
        raise ValidationError(_("Somebody has made the pledge in these words. They stay for all."), code="pledged")
    apply_changes(actor=actor, verb="commission.word_pledge", of=standing, values={"pledge": words.strip()})


@transaction.atomic
def make_pledge(*, actor: User, call: Call, digest: str) -> Pledge:
    """Make the pledge in the words that were read.

    Raises:
        ValidationError: the words were changed meanwhile, or it is not the time.
    """
    standing = hold_call(call)
    if standing.phase not in PLEDGING:
        raise ValidationError(_("The commission of this call does not work now."), code="phase")
    words = words_of_pledge(standing)
    if made := standing.pledges.filter(user=actor).first():
        return made
    if digest_words(words) != digest:
        raise ValidationError(_("The words of the pledge were changed meanwhile. Read them again."), code="changed")
    made = Pledge.objects.create(call=standing, user=actor, words=words)
    note(actor=actor, verb="commission.pledge", of=standing)
    return made


@transaction.atomic
def declare(*, actor: User, call: Call, read: Iterable[int], ties: Mapping[int, str]) -> int:
    """Declare about submissions: no ties to any that were read, but for those that are named with what ties.

    A tie takes the own card away: one that was not handed in goes, one that was handed in stops counting. Whoever stepped
    aside does not come back by the own hand.

    Args:
        actor: the member.
        call: the call.
        read: the submissions that were shown.
        ties: what ties, by the submission.

    Returns:
        From how many submissions the member has stepped aside now.
    """
    standing = hold_call(call)
    if standing.phase not in DECLARING:
        raise ValidationError(_("Declarations are made once the call is closed and until it is decided."), code="phase")
    wanted = set(read) | set(ties)
    rows = {one.pk: one for one in to_declare(standing).filter(pk__in=wanted)}
    before = {one.submission_id: one for one in Declaration.objects.filter(user=actor, submission__in=list(rows))}
    fresh: list[Declaration] = []
    recused = 0
    for key, submission in rows.items():
        if key in ties and (key not in before or before[key].stance != Declaration.Stance.CONFLICT):
            recuse(actor, submission, ties[key], before.get(key))
            recused += 1
        elif key not in before:
            fresh.append(Declaration(submission=submission, user=actor, stance=Declaration.Stance.IMPARTIAL))
    Declaration.objects.bulk_create(fresh)
    if fresh or recused:
        note(actor=actor, verb="commission.declare", of=standing, after={"declared": len(fresh) + recused, "ties": recused})
    return recused


def recuse(actor: User, submission: Submission, reason: str, before: Declaration | None) -> None:
    """Let somebody step aside from one submission. The journal keeps that they did; what ties them is not its business."""
    if not reason.strip():
        raise ValidationError(_("Say what ties you to the applicant, in a few words."), code="reason")
    values: dict[str, Any] = {
        "stance": Declaration.Stance.CONFLICT,
        "reason": reason.strip()[:300],
        "made_at": timezone.now(),
    }
    Declaration.objects.update_or_create(submission=submission, user=actor, defaults=values)
    taken, _rows = ScoreCard.objects.filter(submission=submission, user=actor, handed_in_at__isnull=True).delete()
    was = {"stance": before.stance} if before else {}
    note_submission(
        actor=actor, verb="commission.recuse", submission=submission, before=was, after={"card_taken": bool(taken)}
    )
    actor.__dict__.pop("_calls_conflicts", None)


@transaction.atomic
def lift_recusal(*, actor: User, declaration: Declaration, reason: str) -> None:
    """Lift a recusal that was declared by mistake: never by whoever declared it (but see ``ties.take_tie_back``)."""
    standing = hold_call(declaration.submission.call)
    held = Declaration.objects.select_for_update(of=("self",)).select_related("submission__call__process__workspace")
    found = held.get(pk=declaration.pk)
    refuse_settled(standing, found.submission, found.user_id)
    if found.user_id == actor.pk:
        raise ValidationError(_("Somebody else has to lift your own recusal."), code="own")
    lift(actor=actor, declaration=found, reason=reason, kept="")


def refuse_settled(call: Call, submission: Submission, user_id: int) -> None:
    """Refuse to change whose card counts, once the call is decided.

    Raises:
        ValidationError: the person has handed a card of the submission in, and what follows from it is approved.
    """
    handed = ScoreCard.objects.filter(submission=submission, user_id=user_id, handed_in_at__isnull=False)
    if call.phase not in DECLARING and handed.exists():
        raise ValidationError(_("The call is decided. Nothing of it is changed."), code="phase")


def lift(*, actor: User, declaration: Declaration, reason: str, kept: str) -> None:
    """Lift a recusal of a call that is held; the journal keeps what tied and why it is lifted.

    Args:
        actor: who lifts it.
        declaration: the recusal; of any other declaration nothing changes.
        reason: why.
        kept: what the declaration says from now on: nothing, or the reason where the protocol has to tell it.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: it stays in the journal.")}, code="reason")
    if declaration.stance != Declaration.Stance.CONFLICT:
        return
    was = {"stance": declaration.stance, "reason": declaration.reason}
    declaration.stance, declaration.reason = Declaration.Stance.IMPARTIAL, kept
    declaration.save(update_fields=["stance", "reason"])
    after = {"why": reason.strip()}
    note_submission(actor=actor, verb="commission.lift_recusal", submission=declaration.submission, before=was, after=after)
    actor.__dict__.pop("_calls_conflicts", None)


@transaction.atomic
def write_sitting(*, actor: User | None, call: Call, values: SittingValues) -> Sitting:
    """Write down a sitting."""
    standing = _hold_undecided(call)
    made = Sitting.objects.create(call=standing, **_say_sitting(standing, values, ()))
    note(actor=actor, verb="sitting.hold", of=made, after={"day": values.day, "present": len(values.present)})
    return made


@transaction.atomic
def edit_sitting(*, actor: User | None, sitting: Sitting, values: SittingValues, version: int) -> Sitting:
    """Change what is written of a sitting.

    Raises:
        ValidationError: the call is decided.
        Conflict: somebody has written something else since that version was read.
    """
    call = _hold_undecided(sitting.call)
    standing = call.sittings.get(pk=sitting.pk)
    said = _say_sitting(call, values, standing.present)
    refuse_stale(standing, version, said)
    if apply_changes(actor=actor, verb="sitting.edit", of=standing, values=said):
        standing.version += 1
        standing.save(update_fields=["version"])
    return standing


def _hold_undecided(call: Call) -> Call:
    """Hold a call of whose sittings something may change still: what is approved rests on them."""
    standing = hold_call(call)
    if standing.phase in {Phase.APPROVED, Phase.PUBLISHED}:
        raise ValidationError(_("The call is decided. Nothing of it is changed."), code="phase")
    return standing


def _say_sitting(call: Call, values: SittingValues, before: Iterable[str]) -> dict[str, Any]:
    known = {str(member.user.ref) for member in list_members(call)} | set(before)
    said = asdict(values)
    said["present"] = sorted({str(uuid.UUID(ref)) for ref in values.present} & known)
    return said


@transaction.atomic
def delete_sitting(*, actor: User | None, sitting: Sitting) -> None:
    """Remove a sitting that was written down by mistake."""
    standing = _hold_undecided(sitting.call).sittings.get(pk=sitting.pk)
    note(actor=actor, verb="sitting.delete", of=standing, before={"day": standing.day, "notes": standing.notes})
    standing.delete()


@transaction.atomic
def remind_members(*, actor: User | None, call: Call) -> int:
    """Write to every member for whom something waits; at most once a day.

    Returns:
        To how many.
    """
    standing = hold_call(call)
    if standing.phase not in DECLARING:
        raise ValidationError(_("The commission of this call does not work now."), code="phase")
    since = timezone.now() - BETWEEN_REMINDERS
    if entries_of(standing).filter(verb="commission.remind", at__gte=since).exists():
        raise ValidationError(_("A reminder went out within the last day. Leave people some time."), code="often")
    waiting = [member.user.pk for member in read_members(standing) if member.waits]
    for key in waiting:
        tell_member(standing, key, "remind")
    if waiting:
        note(actor=actor, verb="commission.remind", of=standing, after={"told": len(waiting)})
    return len(waiting)
