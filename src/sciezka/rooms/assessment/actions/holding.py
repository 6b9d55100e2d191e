"""Holding an assessment while its cards change, and making the card that is written on."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sciezka.rooms.assessment.models import Assessment, Card
from sciezka.rooms.people.models import User


def hold_open(assessment: Assessment) -> None:
    """Let one change of an assessment wait for another, and refuse changes of one that was closed meanwhile.

    Raises:
        ValidationError: it is closed.
    """
    held = Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    if held.is_closed:
        raise ValidationError(
            _("The assessment is closed. Whoever runs it can open it anew; until then its cards stay as they are."),
            code="closed",
        )


def keep_card(card: Card, actor: User | None) -> Card:
    """Give the card as it is kept; a question on which nobody wrote yet gets its card now."""
    if card._state.adding:
        kept, is_new = Card.objects.get_or_create(assessment=card.assessment, code=card.code, defaults={"changed_by": actor})
        card.pk = kept.pk
        card._state.adding = False
        if not is_new:
            for name in ("current_state", "strengths", "deficits_text", "causes", "priority", "changed_by", "changed_at"):
                setattr(card, name, getattr(kept, name))
    return card
