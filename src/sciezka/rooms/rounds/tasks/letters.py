"""Letters to participants. A task carries the number of a row, never a name or an address."""

from django_tasks import task

from sciezka.rooms.rounds.documents.letters import write_letter
from sciezka.rooms.rounds.models import Participant
from sciezka.rooms.rounds.models.rounds import ASKING


@task()
def send_letter(participant_id: int, kind: str) -> None:
    """Send one person a letter, if the round still asks them when it is their turn.

    Args:
        participant_id: whom.
        kind: ``begin`` (the round asks you now) or ``remind`` (you have not finished).
    """
    rows = Participant.objects.select_related("user", "round__process__workspace")
    person = rows.filter(pk=participant_id, removed_at=None).first()
    if person is None or person.round.phase not in ASKING:
        return
    if kind == "remind" and person.has_finished:
        return
    if letter := write_letter(person, kind=kind):
        letter.send()
