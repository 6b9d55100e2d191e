"""Proposing improvements, planning them and telling how far they have come.

The plan is carried out after the assessment was closed, so that its lines can be changed then too.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.assessment.actions.holding import keep_card
from sciezka.rooms.assessment.models import Assessment, Card, Deficit, Improvement
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note

SAID = ("title", "deficit", "owner", "person", "due", "priority", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementValues:
    """What is to be done, by whom and by when."""

    title: str
    deficit: Deficit | None = None
    owner: str = ""
    person: User | None = None
    due: dt.date | None = None
    priority: int = 2
    state: str = Improvement.State.PROPOSED


def _read(values: ImprovementValues) -> dict[str, object]:
    return {name: getattr(values, name) for name in SAID}


@transaction.atomic
def propose_improvement(*, actor: User | None, card: Card, values: ImprovementValues) -> Improvement:
    """Propose an improvement for a card.

    Raises:
        ValidationError: the deficit stands on another card.
    """
    Assessment.objects.select_for_update(no_key=True).get(pk=card.assessment_id)
    keep_card(card, actor)
    _check(card, values)
    made = Improvement.objects.create(card=card, **_read(values))
    said = {"question": card.code, **take_snapshot(made, SAID)}
    note(actor=actor, verb="improvement.propose", of=made, after={key: value for key, value in said.items() if value})
    return made


@transaction.atomic
def edit_improvement(*, actor: User | None, improvement: Improvement, values: ImprovementValues) -> Improvement:
    """Change a line of the action plan.

    Raises:
        ValidationError: the deficit stands on another card.
    """
    _check(improvement.card, values)
    apply_changes(actor=actor, verb="improvement.edit", of=improvement, values=_read(values))
    return improvement


@transaction.atomic
def remove_improvement(*, actor: User | None, improvement: Improvement) -> None:
    """Remove an improvement that was only proposed; one that was planned is dropped and stays readable.

    Raises:
        ValidationError: it was planned already.
    """
    held = Improvement.objects.select_for_update().get(pk=improvement.pk)
    if held.state != Improvement.State.PROPOSED:
        raise ValidationError(
            _("It is part of the plan already. Set its state to “dropped”; it then stays readable."), code="planned"
        )
    note(actor=actor, verb="improvement.remove", of=improvement, before=take_snapshot(held, SAID))
    improvement.delete()


def _check(card: Card, values: ImprovementValues) -> None:
    if values.deficit is not None and values.deficit.card_id != card.pk:
        raise ValidationError({"deficit": _("Choose a deficit of this card.")}, code="foreign")
