"""Finding workspaces and processes by their addresses, and the act that a person's right rests on."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Membership, Process, Seat, Workspace
from sciezka.rooms.town.rules import in_term


def find_workspace(workspace: str) -> Workspace:
    """Find a workspace by the word in its address, or answer 404."""
    return get_object_or_404(Workspace, slug=workspace)


def find_process(workspace: str, process: str) -> Process:
    """Find a process inside its workspace, or answer 404."""
    return get_object_or_404(Process.objects.select_related("workspace"), workspace__slug=workspace, slug=process)


def find_published_process(workspace: str, process: str) -> Process:
    """Find a process that residents can see, or answer 404."""
    found = find_process(workspace, process)
    if not found.is_published:
        raise Http404
    return found


def published_processes() -> QuerySet[Process]:
    """List the processes that residents can see, with their workspaces."""
    return Process.objects.filter(published_at__isnull=False).select_related("workspace")


def workspaces_of(user: User) -> QuerySet[Workspace]:
    """List the workspaces in which a person holds a seat or a membership today."""
    seats = Seat.objects.filter(in_term(), user=user).values("workspace_id")
    memberships = Membership.objects.filter(in_term(), in_term("team__"), user=user).values("team__process__workspace_id")
    return Workspace.objects.filter(Q(pk__in=seats) | Q(pk__in=memberships))


def basis_of(user: User | None, place: Any) -> str:  # noqa: ANN401 - a workspace or a process
    """Name the legal act that a person's right in a place rests on; empty when none is recorded.

    Whoever holds a seat acts by it, so only its own act is named; a team's act stands behind its members' rights alone.
    """
    if user is None:
        return ""
    workspace = place.workspace
    # A co-ordinator's seat before an adviser's, as the wider right.
    seat = (
        Seat.objects.filter(in_term(), workspace=workspace, user=user).select_related("act").order_by("-role", "pk").first()
    )
    if seat:
        return str(seat.act or "")
    memberships = Membership.objects.filter(
        in_term(), in_term("team__"), user=user, team__act__isnull=False, team__process__workspace=workspace
    ).select_related("team__act")
    if isinstance(place, Process):
        memberships = memberships.filter(team__process=place)
    membership = memberships.first()
    return f"{membership.team.act} ({membership.team})" if membership else ""
