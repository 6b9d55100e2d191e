"""Leading a meeting about a round: beginning it, going from item to item, ending it."""

from django.db import transaction
from django.utils import timezone

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Meeting, Round
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def start_meeting(*, actor: User | None, round: Round) -> Meeting:  # noqa: A002 - the noun's own name
    """Begin a meeting."""
    meeting = Meeting.objects.create(round=round, item=round.items.first())
    note(actor=actor, verb="meeting.start", of=meeting)
    return meeting


@transaction.atomic
def end_meeting(*, actor: User | None, meeting: Meeting) -> Meeting:
    """End a meeting; one that has ended stays as it is."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.ended_at is None:
        meeting.ended_at = timezone.now()
        meeting.save(update_fields=["ended_at"])
        note(actor=actor, verb="meeting.end", of=meeting)
    return meeting
