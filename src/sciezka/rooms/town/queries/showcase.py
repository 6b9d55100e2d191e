"""What the front page and a city's page show: published processes, units, teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from sciezka.kit.guards import may
from sciezka.rooms.town.models import Event, Process, Team, Workspace, WorkspaceUnit
from sciezka.rooms.town.queries.kalendarium import search_texts
from sciezka.rooms.town.queries.places import published_processes
from sciezka.rooms.town.rules import in_term

PAGE_SIZE = 50
SEARCH_FROM = 8
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace with those of its processes that stand on this page."""

    workspace: Workspace
    processes: list[Process]


def read_search(text: str) -> str:
    """Read what a reader typed in a search box."""
    return " ".join(text.replace("\x00", " ").split())[:LONGEST_SEARCH]


def list_processes(text: str) -> QuerySet[Process]:
    """List published processes by workspace, with the number of their entries and the nearest dates."""
    published = Event.objects.filter(process=OuterRef("pk"), status=Event.Status.PUBLISHED).order_by().values("process")
    today = timezone.localdate()
    coming = Event.objects.filter(process=OuterRef("pk"), status=Event.Status.PUBLISHED, start__gte=today).order_by("start")
    processes = published_processes().annotate(
        entries=Subquery(published.annotate(size=Count("pk")).values("size")),
        last_day=Subquery(
            published.filter(start__lte=today).annotate(day=Max("start")).values("day"), output_field=DateField()
        ),
        next_day=Subquery(coming.values("start")[:1]),
    )
    found = search_texts(processes, text, "workspace__name", "name")
    return found.order_by("workspace__name", "workspace_id", "-started_on", "pk")


def group_by_workspace(processes: Iterable[Process]) -> list[Place]:
    """Put processes, which come sorted by workspace, under their workspaces."""
    places: list[Place] = []
    for process in processes:
        if not places or places[-1].workspace.pk != process.workspace_id:
            places.append(Place(process.workspace, []))
        places[-1].processes.append(process)
    return places


def find_shown_workspace(user: Any, workspace: str) -> Workspace:  # noqa: ANN401 - any kind of user
    """Find a workspace that has published something (or is this person's office); else 404."""
    found = get_object_or_404(Workspace, slug=workspace)
    if not (found.processes.filter(published_at__isnull=False).exists() or may(user, "town.view_office", found)):
        raise Http404
    return found


def member_units(workspace: Workspace) -> QuerySet[WorkspaceUnit]:
    """List the units that belong to a workspace today, the leader first."""
    today = timezone.localdate()
    here = (Q(joined_on__isnull=True) | Q(joined_on__lte=today)) & (Q(left_on__isnull=True) | Q(left_on__gte=today))
    return workspace.members.filter(here).select_related("unit__parent__parent")


def public_teams(process: Process) -> list[Team]:
    """List the teams that residents may know of, those whose term has ended last."""
    teams = list(process.teams.filter(is_public=True).select_related("act"))
    current = set(process.teams.filter(in_term()).values_list("pk", flat=True))
    for team in teams:
        team.is_current = team.pk in current  # type: ignore[attr-defined]
    return sorted(teams, key=lambda team: team.pk not in current)
