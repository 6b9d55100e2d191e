"""Finding stakeholders and what belongs to them by the words of an address."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from sciezka.rooms.rounds.models import Round
from sciezka.rooms.stakeholders.models import Contact, Engagement, Handle, Invitation, Stakeholder


def find_stakeholder(workspace: str, process: str, stakeholder: int) -> Stakeholder:
    """Find a stakeholder inside its process, or answer 404."""
    rows = Stakeholder.objects.select_related("process__workspace")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=stakeholder)


def find_handle(workspace: str, process: str, stakeholder: int, handle: int) -> Handle:
    """Find a sign of a stakeholder, or answer 404."""
    found = find_stakeholder(workspace, process, stakeholder)
    return get_object_or_404(found.handles.select_related("stakeholder__process__workspace"), pk=handle)


def find_contact(workspace: str, process: str, stakeholder: int, contact: int) -> Contact:
    """Find a contact of a stakeholder, or answer 404."""
    found = find_stakeholder(workspace, process, stakeholder)
    return get_object_or_404(found.contacts.select_related("stakeholder__process__workspace"), pk=contact)


def find_engagement(workspace: str, process: str, engagement: int) -> Engagement:
    """Find a line of the engagement plan inside its process, or answer 404."""
    rows = Engagement.objects.select_related("stakeholder__process__workspace", "owner")
    within = {"stakeholder__process__workspace__slug": workspace, "stakeholder__process__slug": process}
    return get_object_or_404(rows, **within, pk=engagement)


def find_invitation(workspace: str, process: str, invitation: int) -> Invitation:
    """Find an invitation inside its process, or answer 404."""
    rows = Invitation.objects.select_related("stakeholder__process__workspace")
    within = {"stakeholder__process__workspace__slug": workspace, "stakeholder__process__slug": process}
    return get_object_or_404(rows, **within, pk=invitation)


def result_address(round_: Round) -> str:
    """Give the address of the map that a round leads to."""
    return f"{reverse('stakeholders:map', kwargs=round_.process.address)}?tura={round_.pk}"
