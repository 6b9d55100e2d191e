"""Who may do what in a workspace. Rights follow from seats and from memberships of teams, in their terms."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import rules
from django.db.models import Q
from django.utils import timezone

from sciezka.rooms.town.models import Attachment, Event, Membership, Process, Seat, Team, Workspace


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person is in one workspace today."""

    is_coordinator: bool = False
    is_adviser: bool = False
    views: frozenset[int] = field(default_factory=frozenset)
    contributes: frozenset[int] = field(default_factory=frozenset)


NO_RIGHTS = Rights()


def in_term(prefix: str = "") -> Q:
    """Select rows whose term covers today; an open end has no limit."""
    today = timezone.localdate()
    return (Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": today})) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": today})
    )


def covers(day: date, since: date | None, until: date | None) -> bool:
    """Tell whether a term covers a day; an open end has no limit."""
    return (since is None or since <= day) and (until is None or until >= day)


def read_rights(user: Any, workspace: Workspace) -> Rights:  # noqa: ANN401 - any kind of user
    """Read a person's rights in a workspace, once for each request (the user object remembers them)."""
    if not user.is_authenticated or not user.is_active:
        return NO_RIGHTS
    known: dict[int, Rights] = user.__dict__.setdefault("_town_rights", {})
    if workspace.pk not in known:
        remember_rights(user, [workspace.pk])
    return known[workspace.pk]


def remember_rights(user: Any, workspaces: Collection[int]) -> None:  # noqa: ANN401 - a person
    """Read a person's rights in some workspaces, in two queries for all of them, and let the user object remember them.

    Each page asks for this. The few rows of one person are read whole and their terms looked at here, which takes half as
    long as writing the terms into the query anew each time.
    """
    today = timezone.localdate()
    seats = Seat.objects.filter(workspace__in=workspaces, user=user).order_by()
    roles = {
        (workspace, role)
        for workspace, role, *term in seats.values_list("workspace_id", "role", "since", "until")
        if covers(today, *term)
    }
    memberships = Membership.objects.filter(user=user, team__process__workspace__in=workspaces).order_by()
    held = {
        (workspace, process, right)
        for workspace, process, right, *terms in memberships.values_list(
            "team__process__workspace_id", "team__process_id", "team__rights",
            "since", "until", "team__since", "team__until",
        )
        if covers(today, *terms[:2]) and covers(today, *terms[2:])
    }  # fmt: skip
    known: dict[int, Rights] = user.__dict__.setdefault("_town_rights", {})
    for key in workspaces:
        here = {(process, right) for workspace, process, right in held if workspace == key}
        known[key] = Rights(
            is_coordinator=(key, Seat.Role.COORDINATOR) in roles,
            is_adviser=(key, Seat.Role.ADVISER) in roles,
            views=frozenset(process for process, _ in here),
            contributes=frozenset(process for process, right in here if right == Team.Rights.CONTRIBUTE),
        )


def rights_on(user: Any, subject: Any) -> tuple[Rights, Process | None]:  # noqa: ANN401 - any placed noun
    """Give a person's rights in the subject's workspace, and the subject's process if it has one."""
    if subject is None:
        return NO_RIGHTS, None
    place = subject.place
    return read_rights(user, place.workspace), place if isinstance(place, Process) else None


@rules.predicate
def is_coordinator(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Holds the co-ordinator's seat in the workspace."""
    return rights_on(user, subject)[0].is_coordinator


@rules.predicate
def is_adviser(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Holds an adviser's seat in the workspace."""
    return rights_on(user, subject)[0].is_adviser


@rules.predicate
def is_member(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Belongs to a team of the process (or of any process, when asked of the workspace)."""
    rights, process = rights_on(user, subject)
    return process.pk in rights.views if process else bool(rights.views)


@rules.predicate
def is_contributor(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Belongs to a team whose members may draft."""
    rights, process = rights_on(user, subject)
    return process.pk in rights.contributes if process else bool(rights.contributes)


@rules.predicate
def is_published(_user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Has been published, together with its process."""
    if isinstance(subject, Attachment):
        return subject.is_public and subject.event.is_published and subject.event.process.is_published
    if isinstance(subject, Event):
        return subject.is_published and subject.process.is_published
    return isinstance(subject, Process) and subject.is_published


@rules.predicate
def is_draft(_user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Has not been published, so that whoever drafts may still change it."""
    return isinstance(subject, Event) and not subject.is_published


@rules.predicate
def is_operator(user: Any) -> bool:  # noqa: ANN401
    """Runs this instance (which opens no workspace)."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


works_here = is_coordinator | is_adviser | is_member
drafts_here = is_coordinator | is_adviser | is_contributor

rules.add_perm("town.view_office", works_here)
rules.add_perm("town.view_event", is_published | works_here)
rules.add_perm("town.view_process", is_published | works_here)
rules.add_perm("town.draft_event", drafts_here)
rules.add_perm("town.edit_event", is_coordinator | (drafts_here & is_draft))
rules.add_perm("town.publish_event", is_coordinator)
rules.add_perm("town.hold_event", is_coordinator | is_contributor)
rules.add_perm("town.import_page", drafts_here)
rules.add_perm("town.move_task", is_coordinator | is_contributor)
rules.add_perm("town.plan_tasks", is_coordinator | is_adviser)
rules.add_perm("town.edit_process", is_coordinator)
rules.add_perm("town.open_process", is_coordinator)
rules.add_perm("town.manage_teams", is_coordinator)
rules.add_perm("town.manage_seats", is_coordinator)
rules.add_perm("town.edit_workspace", is_coordinator)
rules.add_perm("town.read_journal", is_coordinator | is_adviser)
rules.add_perm("town.edit_programmes", is_operator)
