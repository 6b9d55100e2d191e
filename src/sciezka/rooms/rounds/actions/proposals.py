"""Proposing items while a round collects them."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.rounds.actions.sheets import lock_participant, take_sheet
from sciezka.rooms.rounds.models import Participant, Phase, Proposal, Round, Sheet

MOST_PROPOSALS: Final = 200


@transaction.atomic
def propose(*, participant: Participant, title: str, text: str = "", details: Mapping[str, Any] | None = None) -> Proposal:
    """Add an item that a person proposes.

    Raises:
        ValidationError: when the round does not collect proposals now, or has too many of this person's.
    """
    participant, sheet = _open_collecting(participant)
    if sheet.proposals.count() >= MOST_PROPOSALS:
        raise ValidationError(
            _("At most %(limit)s proposals can be given by one person."), code="many", params={"limit": MOST_PROPOSALS}
        )
    proposal = Proposal.objects.create(
        round=participant.round, sheet=sheet, title=title, text=text, details=dict(details or {})
    )
    if not participant.has_started:
        Participant.objects.filter(pk=participant.pk).update(has_started=True)
    return proposal


@transaction.atomic
def edit_proposal(
    *,
    participant: Participant,
    proposal: Proposal,
    title: str,
    text: str = "",
    details: Mapping[str, Any] | None = None,
) -> Proposal:
    """Change an own proposal.

    Raises:
        ValidationError: when the round does not collect proposals now.
        Proposal.DoesNotExist: when the proposal is not this person's.
    """
    _participant, sheet = _open_collecting(participant)
    mine = sheet.proposals.select_for_update(no_key=True).get(pk=proposal.pk)
    mine.title, mine.text, mine.details = title, text, dict(details or {})
    mine.save(update_fields=["title", "text", "details"])
    return mine


@transaction.atomic
def take_back_proposal(*, participant: Participant, proposal: Proposal) -> bool:
    """Take an own proposal back; tell whether there was one.

    Raises:
        ValidationError: when the round does not collect proposals now.
    """
    _participant, sheet = _open_collecting(participant)
    return bool(sheet.proposals.filter(pk=proposal.pk).delete()[0])


def _open_collecting(participant: Participant) -> tuple[Participant, Sheet]:
    # The round first: a proposal must not slip in while the others are being made into items.
    held = Round.objects.select_for_update(no_key=True).get(pk=participant.round_id)
    participant = lock_participant(participant)
    if participant.removed_at or held.phase != Phase.COLLECTING:
        raise ValidationError(_("The round does not collect proposals now."), code="not_collecting")
    return participant, take_sheet(participant)
