"""Reading the units of a workspace."""

from django.db.models import QuerySet

from sciezka.rooms.town.models import Workspace, WorkspaceUnit


def member_rows(workspace: Workspace) -> QuerySet[WorkspaceUnit]:
    """List the units of a workspace with their co-ordinators, the leader first."""
    return workspace.members.select_related("unit", "coordinator")
