"""Reading a meeting: what stands on the screens."""

from django.core import signing
from django.http import Http404

from sciezka.rooms.rounds.models import Meeting, Participant

KEY_SALT = "rounds.participant"


def find_meeting_of_key(key: str) -> tuple[Participant, Meeting | None]:
    """Find a participant by their personal key and the newest meeting about their round, or answer 404."""
    try:
        number = int(signing.Signer(salt=KEY_SALT).unsign(key))
    except (signing.BadSignature, ValueError) as wrong:
        raise Http404 from wrong
    rows = Participant.objects.select_related("round__process__workspace", "user").filter(
        pk=number, removed_at=None, round__launched_at__isnull=False
    )
    if (participant := rows.first()) is None:
        raise Http404
    return participant, participant.round.meetings.order_by("-started_at").first()
