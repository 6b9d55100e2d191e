"""Finding rounds and their parts by the words of an address, always through workspace and process."""

from django.shortcuts import get_object_or_404

from sciezka.rooms.rounds.models import Item, Meeting, Participant, Proposal, Round


def find_round(workspace: str, process: str, round: int) -> Round:  # noqa: A002 - the address's own word
    """Find a round inside its process, or answer 404."""
    rows = Round.objects.select_related("process__workspace", "team")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=round)


def find_item(workspace: str, process: str, round: int, item: int) -> Item:  # noqa: A002 - the address's own word
    """Find an item inside its round, or answer 404."""
    found = find_round(workspace, process, round)
    return get_object_or_404(found.items.select_related("round__process__workspace"), pk=item)


def find_participant(workspace: str, process: str, round: int, participant: int) -> Participant:  # noqa: A002
    """Find a participant inside the round, or answer 404."""
    found = find_round(workspace, process, round)
    return get_object_or_404(found.participants.select_related("round__process__workspace", "user"), pk=participant)


def find_proposal(workspace: str, process: str, round: int, proposal: int) -> Proposal:  # noqa: A002
    """Find a proposal inside its round, or answer 404."""
    found = find_round(workspace, process, round)
    return get_object_or_404(found.proposals.select_related("round__process__workspace", "item"), pk=proposal)


def find_meeting(workspace: str, process: str, round: int, meeting: int) -> Meeting:  # noqa: A002
    """Find a meeting inside its round, or answer 404."""
    found = find_round(workspace, process, round)
    return get_object_or_404(found.meetings.select_related("round__process__workspace", "item"), pk=meeting)
