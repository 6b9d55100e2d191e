"""Changing a workspace and the units that belong to it."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Unit, Workspace, WorkspaceUnit

MEMBER_FIELDS = ("unit", "role", "representative", "coordinator", "joined_on", "left_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceValues:
    """What an office says about itself."""

    name: str
    accent: str = ""
    language: str = "pl"
    website: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberValues:
    """A unit's part in a workspace. The representative is a position, not a name."""

    unit: Unit
    role: str = WorkspaceUnit.Role.MEMBER
    representative: str = ""
    coordinator: User | None = None
    joined_on: dt.date | None = None
    left_on: dt.date | None = None


@transaction.atomic
def edit_workspace(*, actor: User | None, workspace: Workspace, values: WorkspaceValues) -> Workspace:
    """Change what an office says about itself."""
    apply_changes(actor=actor, verb="workspace.edit", of=workspace, values=asdict(values))
    return workspace


@transaction.atomic
def add_member_unit(*, actor: User | None, workspace: Workspace, values: MemberValues) -> WorkspaceUnit:
    """Take a unit into the workspace."""
    member = WorkspaceUnit.objects.create(workspace=workspace, **list_values(values))
    note(
        actor=actor,
        verb="member.join",
        of=member,
        after={k: v for k, v in take_snapshot(member, MEMBER_FIELDS).items() if v},
    )
    return member


@transaction.atomic
def edit_member_unit(*, actor: User | None, member: WorkspaceUnit, values: MemberValues) -> WorkspaceUnit:
    """Change a unit's part; its leaving is a date, so the history stays."""
    apply_changes(actor=actor, verb="member.edit", of=member, values=list_values(values))
    return member


def list_values(values: MemberValues) -> dict[str, Any]:
    """Give the field values; nouns stay nouns."""
    return {name: getattr(values, name) for name in MEMBER_FIELDS}
