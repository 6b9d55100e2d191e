"""Taking part by an open link."""

from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.rounds.models import Participant, Phase, Round

# More than a question to a known group ever has; an open link that leaked must not fill the disk.
MOST_PARTICIPANTS: Final = 2000


@transaction.atomic
def enter_round(*, round: Round, name: str = "") -> Participant:  # noqa: A002 - the noun's own name
    """Add a person who came by the open link; in an anonymous round nothing about them is kept.

    Raises:
        ValidationError: when the round takes nobody any more.
    """
    held = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    takes = held.phase in {Phase.COLLECTING, Phase.SORTING, Phase.WAITING, Phase.OPEN}
    if held.audience != Round.Audience.LINK or not takes:
        raise ValidationError(_("The round does not take answers now."), code="not_open")
    if held.participants.count() >= MOST_PARTICIPANTS:
        raise ValidationError(
            _("So many people have come in that the round takes no more. Ask the co-ordinator."), code="full"
        )
    return Participant.objects.create(round=held, name="" if held.is_anonymous else name)
