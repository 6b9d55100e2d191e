"""Reading teams, memberships, legal acts and seats, with how their terms stand today."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from sciezka.rooms.town.models import LegalAct, Membership, Process, Seat, Team, Workspace
from sciezka.rooms.town.rules import in_term

WARNING_DAYS = 30


@dataclass(frozen=True, slots=True)
class Term:
    """How a term stands: open-ended, running, expiring within a month, expired, or not begun."""

    state: Literal["open", "running", "expiring", "expired", "ahead"]
    since: dt.date | None
    until: dt.date | None
    days_left: int

    @property
    def is_current(self) -> bool:
        """Tell whether the term covers today."""
        return self.state in {"open", "running", "expiring"}


def read_term(noun: Team | Seat | Membership, today: dt.date | None = None) -> Term:
    """Tell how the term of a team, a seat or a membership stands."""
    today = today or timezone.localdate()
    if noun.since and noun.since > today:
        return Term("ahead", noun.since, noun.until, 0)
    if noun.until is None:
        return Term("open", noun.since, None, 0)
    days = (noun.until - today).days
    state: Literal["expired", "expiring", "running"] = (
        "expired" if days < 0 else "expiring" if days <= WARNING_DAYS else "running"
    )
    return Term(state, noun.since, noun.until, days)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with its term and how many people belong to it today."""

    team: Team
    term: Term
    members: int


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """A membership with its term."""

    membership: Membership
    term: Term


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat with its term."""

    seat: Seat
    term: Term


def teams_of(process: Process) -> list[TeamLine]:
    """List the teams of a process."""
    teams = process.teams.select_related("act", "process__workspace").annotate(
        members_now=Count("memberships", filter=in_term("memberships__"))
    )
    return [TeamLine(team, read_term(team), team.members_now) for team in teams]


def members_of(team: Team) -> tuple[list[MembershipLine], list[MembershipLine]]:
    """List a team's memberships: those of today or to come, and those of the past."""
    lines = [MembershipLine(row, read_term(row)) for row in team.memberships.select_related("user")]
    present = [line for line in lines if line.term.state != "expired"]
    past = [line for line in lines if line.term.state == "expired"]
    return present, sorted(past, key=lambda line: line.term.until or dt.date.max, reverse=True)


def seats_of(workspace: Workspace) -> tuple[list[SeatLine], list[SeatLine]]:
    """List a workspace's seats: those of today or to come, and those of the past."""
    lines = [SeatLine(seat, read_term(seat)) for seat in workspace.seats.select_related("user", "act")]
    present = [line for line in lines if line.term.state != "expired"]
    past = [line for line in lines if line.term.state == "expired"]
    return present, sorted(past, key=lambda line: line.term.until or dt.date.max, reverse=True)


def acts_of(workspace: Workspace) -> QuerySet[LegalAct]:
    """List the legal acts of a workspace."""
    return workspace.acts.all()


def what_rests_on(workspace: Workspace) -> dict[int, list[str]]:
    """Name the teams and seats that rest on each act of a workspace, in two queries."""
    found: dict[int, list[str]] = defaultdict(list)
    for team in Team.objects.filter(act__workspace=workspace).order_by("name"):
        found[team.act_id or 0].append(team.name)
    for seat in Seat.objects.filter(act__workspace=workspace).select_related("user").order_by("since"):
        found[seat.act_id or 0].append(f"{seat.get_role_display()} – {seat.user}")
    return found


def teams_resting_on(act: LegalAct) -> QuerySet[Team]:
    """List the teams that an act establishes."""
    return Team.objects.filter(act=act).select_related("process__workspace")


def seats_resting_on(act: LegalAct) -> QuerySet[Seat]:
    """List the seats that an act gives."""
    return Seat.objects.filter(act=act).select_related("user", "workspace")


def expiring_seats(workspaces: QuerySet[Workspace]) -> QuerySet[Seat]:
    """List the seats of some workspaces that end within a month, the soonest first."""
    return Seat.objects.filter(ends_soon(), workspace__in=workspaces).select_related("user", "workspace").order_by("until")


def expiring_teams(processes: QuerySet[Process]) -> QuerySet[Team]:
    """List the teams of some processes whose term ends within a month, the soonest first."""
    return Team.objects.filter(ends_soon(), process__in=processes).select_related("process__workspace").order_by("until")


def ends_soon() -> Q:
    """Select rows whose term ends between today and a month from now."""
    today = timezone.localdate()
    return Q(until__gte=today, until__lte=today + dt.timedelta(days=WARNING_DAYS))
