"""Moving a submission on the reserve list by hand, with a reason."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.decisions import refuse_tied
from sciezka.rooms.calls.models import Call, Phase, ReserveMove, Submission
from sciezka.rooms.calls.queries.reserve import list_reserve
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def move_on_reserve(
    *, actor: User | None, call: Call, submission: Submission, place: int, why: str, seen: int = 0
) -> ReserveMove:
    """Move a submission to a place of the reserve list; those between its old place and the new one close up.

    Args:
        actor: who moves it.
        call: the call, while it is being decided.
        submission: which one.
        place: where to, from 1.
        why: the reason, which the protocol tells.
        seen: the last move that the person saw, by its key; 0 where there was none.

    Raises:
        ValidationError: it isn't time, something is unsaid, somebody else moved meanwhile, or the person has a tie to an
            applicant on the list.
    """
    held = hold_call(call)
    if held.phase != Phase.DECIDING:
        raise ValidationError(_("The reserve list is put in order before the results are approved."), code="phase")
    lines = list_reserve(held)
    # Whoever moves one moves the others too.
    refuse_tied(actor, [line.submission for line in lines])
    before = next((line.place for line in lines if line.submission.pk == submission.pk), None)
    faults: dict[str, str] = {}
    if before is None:
        faults["submission"] = _("Choose a submission from the reserve list.")
    if not 1 <= place <= len(lines):
        faults["place"] = _("Choose a place of the list.")
    elif before == place:
        faults["place"] = _("It stands there already.")
    if not why.strip():
        faults["why"] = _("Give a reason: it stands in the protocol.")
    if faults or before is None:
        raise ValidationError(faults)
    last = held.reserve_moves.last()
    if (last.pk if last else 0) != seen:
        said = _("Somebody moved a submission meanwhile. Look at the list as it stands now, then move yours.")
        raise ValidationError(said, code="conflict")
    order = [line.submission.pk for line in lines]
    order.insert(place - 1, order.pop(before - 1))
    made = ReserveMove.objects.create(
        call=held, submission=submission, place_before=before, place_after=place, order=order, why=why.strip()
    )
    note(actor=actor, verb="reserve.move", of=made, before={"place": before}, after={"place": place, "why": made.why})
    return made
