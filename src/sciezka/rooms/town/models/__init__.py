"""The nouns of the town room."""

from sciezka.rooms.town.models.events import Attachment, Attendee, Event, EventLink
from sciezka.rooms.town.models.imports import ImportedEntry, PageImport
from sciezka.rooms.town.models.processes import Process, Programme, Stage, Task
from sciezka.rooms.town.models.teams import LegalAct, Membership, Team
from sciezka.rooms.town.models.workspaces import Seat, Unit, Workspace, WorkspaceUnit

__all__ = [
    "Attachment",
    "Attendee",
    "Event",
    "EventLink",
    "ImportedEntry",
    "LegalAct",
    "Membership",
    "PageImport",
    "Process",
    "Programme",
    "Seat",
    "Stage",
    "Task",
    "Team",
    "Unit",
    "Workspace",
    "WorkspaceUnit",
]
