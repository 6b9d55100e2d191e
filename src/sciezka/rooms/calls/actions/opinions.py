"""Separate opinions of members: in their own words, until the result is approved."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.models import AFTER_CLOSING, Call, Opinion, Phase
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note

MOST_OF_ONE = 5


@transaction.atomic
def write_opinion(*, actor: User, call: Call, text: str) -> Opinion:
    """Add a member's separate opinion; the journal says that there is one, not what it says.

    Raises:
        ValidationError: before the closing, after the approval, or when the same member has written many.
    """
    call = hold_open(call)
    if call.opinions.filter(user=actor).count() >= MOST_OF_ONE:
        raise ValidationError(
            _("There are %(most)s opinions of yours already. Take one back first.") % {"most": MOST_OF_ONE}
        )
    made = Opinion.objects.create(call=call, user=actor, text=text.strip())
    note(actor=actor, verb="opinion.write", of=made)
    return made


@transaction.atomic
def take_back_opinion(*, actor: User, opinion: Opinion) -> None:
    """Take one's own opinion back; a protocol that was made keeps it.

    Raises:
        PermissionDenied: when it is somebody else's.
        ValidationError: after the approval.
    """
    if opinion.user_id != actor.pk:
        raise PermissionDenied
    call = hold_open(opinion.call)
    standing = call.opinions.get(pk=opinion.pk)
    note(actor=actor, verb="opinion.take_back", of=standing)
    standing.delete()


def hold_open(call: Call) -> Call:
    """Read a call anew and hold its row; opinions belong between the closing and the approval."""
    held = hold_call(call)
    if held.phase not in AFTER_CLOSING or held.phase in {Phase.APPROVED, Phase.PUBLISHED}:
        raise ValidationError(_("Separate opinions are written after the closing and before the approval."), code="phase")
    return held
