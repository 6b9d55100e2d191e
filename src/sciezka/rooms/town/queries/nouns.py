"""Finding one noun by its address, always through its workspace and process, or answering 404."""

from django.shortcuts import get_object_or_404

from sciezka.rooms.town.models import LegalAct, Membership, Programme, Seat, Task, Team, WorkspaceUnit


def find_task(workspace: str, process: str, task: int) -> Task:
    """Find a task inside its process."""
    tasks = Task.objects.select_related("process__workspace", "stage", "owner", "team")
    return get_object_or_404(tasks, process__workspace__slug=workspace, process__slug=process, pk=task)


def find_team(workspace: str, process: str, team: str) -> Team:
    """Find a team inside its process."""
    teams = Team.objects.select_related("process__workspace", "act")
    return get_object_or_404(teams, process__workspace__slug=workspace, process__slug=process, slug=team)


def find_membership(workspace: str, process: str, team: str, membership: int) -> Membership:
    """Find a membership inside its team."""
    rows = Membership.objects.select_related("team__process__workspace", "user")
    return get_object_or_404(
        rows, team__process__workspace__slug=workspace, team__process__slug=process, team__slug=team, pk=membership
    )


def find_act(workspace: str, act: int) -> LegalAct:
    """Find a legal act inside its workspace."""
    return get_object_or_404(LegalAct.objects.select_related("workspace"), workspace__slug=workspace, pk=act)


def find_seat(workspace: str, seat: int) -> Seat:
    """Find a seat inside its workspace."""
    return get_object_or_404(Seat.objects.select_related("workspace", "user", "act"), workspace__slug=workspace, pk=seat)


def find_member_unit(workspace: str, member: int) -> WorkspaceUnit:
    """Find a member unit inside its workspace."""
    rows = WorkspaceUnit.objects.select_related("workspace", "unit", "coordinator")
    return get_object_or_404(rows, workspace__slug=workspace, pk=member)


def find_programme(programme: str) -> Programme:
    """Find a programme by its key."""
    return get_object_or_404(Programme, key=programme)
