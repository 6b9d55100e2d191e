"""Writing on diagnostic cards."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import find_changes, take_snapshot
from sciezka.rooms.assessment.actions.holding import hold_open, keep_card
from sciezka.rooms.assessment.models import Card
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note

SAID = ("current_state", "strengths", "deficits_text", "causes", "priority")


@dataclass(frozen=True, slots=True, kw_only=True)
class CardValues:
    """What a team writes about one question."""

    current_state: str = ""
    strengths: str = ""
    deficits_text: str = ""
    causes: str = ""
    priority: int | None = None


@transaction.atomic
def write_card(*, actor: User | None, card: Card, values: CardValues, seen: dt.datetime | None = None) -> Card:
    """Write on a card.

    Args:
        actor: who writes.
        card: the card; one that is not kept yet is made.
        values: all that it says from now on.
        seen: when the card that the writer saw was last changed; None where it was empty. Somebody else's later change
            is never written over unseen.

    Raises:
        ValidationError: the assessment is closed, or (``changed``) somebody else changed the card meanwhile.
    """
    hold_open(card.assessment)
    held = Card.objects.filter(assessment=card.assessment_id, code=card.code).select_related("changed_by").first()
    before = take_snapshot(held or Card(), SAID)
    old, new = find_changes(before, asdict(values))
    if not new:
        return keep_card(card, actor) if held else card
    if held and held.changed_at != seen and any(before.values()):
        raise ValidationError(
            _("Somebody else changed this card meanwhile. Nothing was lost: compare both and save once more."),
            code="changed",
        )
    keep_card(card, actor)
    for name, value in asdict(values).items():
        setattr(card, name, value)
    card.changed_by, card.changed_at = actor, timezone.now()
    card.save()
    note(actor=actor, verb="card.edit", of=card, before=old, after=new)
    return card
