"""Making and changing a workspace and the units that belong to it."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Seat, Unit, Workspace, WorkspaceUnit
from sciezka.rooms.town.models.workspaces import RESERVED_SLUGS

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
def create_workspace(  # noqa: PLR0913 - one keyword for each thing that is known at the start
    *,
    actor: User | None,
    slug: str,
    name: str,
    kind: str = Workspace.Kind.OFFICE,
    units: tuple[Unit, ...] = (),
    accent: str = "",
    contact: str = "",
) -> Workspace:
    """Make a workspace; its first unit leads.

    Raises:
        ValidationError: when the address is reserved or taken, or a value can't be accepted.
    """
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("The address “%(slug)s” is kept for the product itself."), code="reserved", params={"slug": slug}
        )
    workspace = Workspace(slug=slug, name=name, kind=kind, accent=accent, contact=contact)
    workspace.full_clean()
    workspace.save()
    for place, unit in enumerate(units):
        role = WorkspaceUnit.Role.MEMBER if place else WorkspaceUnit.Role.LEAD
        WorkspaceUnit.objects.create(workspace=workspace, unit=unit, role=role)
    after = {"slug": slug, "name": name, "kind": kind, "units": [unit.pk for unit in units]}
    note(actor=actor, verb="workspace.create", of=workspace, after=after)
    return workspace


@transaction.atomic
def seat_first_coordinator(*, actor: User | None, workspace: Workspace, user: User) -> Seat:
    """Give the co-ordinator's seat to the person who will run a new workspace."""
    seat = Seat.objects.create(workspace=workspace, user=user, role=Seat.Role.COORDINATOR, since=timezone.localdate())
    note(actor=actor, verb="seat.give", of=seat, after=take_snapshot(seat, ("user", "role", "since")))
    return seat


@transaction.atomic
def edit_workspace(*, actor: User | None, workspace: Workspace, values: WorkspaceValues) -> Workspace:
    """Change what an office says about itself."""
    apply_changes(actor=actor, verb="workspace.edit", of=workspace, values=asdict(values))
    return workspace


@transaction.atomic
def add_member_unit(*, actor: User | None, workspace: Workspace, values: MemberValues) -> WorkspaceUnit:
    """Take a unit into the workspace.

    Raises:
        ValidationError: when the unit belongs to it already.
    """
    if Workspace.objects.select_for_update().get(pk=workspace.pk).members.filter(unit=values.unit).exists():
        raise ValidationError(_("This unit already belongs to the workspace."), code="twice")
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
