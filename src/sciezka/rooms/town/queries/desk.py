"""Reading a person's desk: their processes in all workspaces, side by side, in a fixed number of queries."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.module_loading import import_string

from sciezka.kit.manifests import Waiting, all_manifests
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Event, Membership, Process, Seat, Task, Workspace
from sciezka.rooms.town.queries.collation import as_sorted
from sciezka.rooms.town.queries.stages import StageState
from sciezka.rooms.town.rules import in_term, read_rights, remember_rights


def processes_of(user: User) -> QuerySet[Process]:
    """List the processes whose office a person may enter today: by a seat all of a workspace's, else by a team."""
    seats = Seat.objects.filter(in_term(), user=user).values("workspace_id")
    teams = Membership.objects.filter(in_term(), in_term("team__"), user=user).values("team__process_id")
    return Process.objects.filter(Q(workspace__in=seats) | Q(pk__in=teams)).select_related("workspace")


def processes_of_workspace(user: User, workspace: Workspace) -> QuerySet[Process]:
    """List the processes of one workspace that a person may enter today."""
    rights = read_rights(user, workspace)
    processes = workspace.processes.select_related("workspace", "programme")
    has_seat = rights.is_coordinator or rights.is_adviser
    return processes if has_seat else processes.filter(pk__in=rights.views)


def coordinated_workspaces(user: User) -> QuerySet[Workspace]:
    """List the workspaces that a person co-ordinates today."""
    seats = Seat.objects.filter(in_term(), user=user, role=Seat.Role.COORDINATOR)
    return Workspace.objects.filter(pk__in=seats.values("workspace_id"))


def with_overview(processes: QuerySet[Process]) -> QuerySet[Process]:
    """Add to each process its last entry, its next one, and how many tasks are overdue and drafts wait.

    All of it comes in the one query that reads the processes.
    """
    today = timezone.localdate()
    events = Event.objects.filter(process=OuterRef("pk"))
    past = events.filter(status=Event.Status.PUBLISHED, start__lte=today).order_by("-start", "-end", "-pk")
    coming = events.filter(start__gt=today).order_by("start", "end", "pk")
    late = Task.objects.filter(process=OuterRef("pk"), due_on__lt=today).exclude(status=Task.Status.DONE)
    return processes.annotate(
        last_on=Subquery(past.values("start")[:1]),
        last_title=Subquery(past.values("title")[:1]),
        next_on=Subquery(coming.values("start")[:1]),
        next_title=Subquery(coming.values("title")[:1]),
        late=count_rows(late),
        drafts=count_rows(events.filter(status=Event.Status.DRAFT)),
    )


def overview_of(user: User) -> list[Process]:
    """List all of a person's processes with their overview, by town in Polish order, the newest first."""
    rows = list(with_overview(processes_of(user)).order_by("-started_on", "pk"))
    return sorted(rows, key=lambda process: as_sorted(process.workspace.name))


def count_rows(rows: QuerySet[Any]) -> Coalesce:
    """Count the rows that belong to each process."""
    numbers = rows.order_by().values("process").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(numbers, output_field=IntegerField()), 0)


@dataclass(frozen=True, slots=True)
class Drafts:
    """How many drafts of a process wait for publication."""

    process: Process
    number: int


def drafts_waiting(user: User) -> list[Drafts]:
    """List the processes with drafts that a person may publish, in one query."""
    processes = (
        Process.objects.filter(workspace__in=coordinated_workspaces(user))
        .select_related("workspace")
        .annotate(number=Count("events", filter=Q(events__status=Event.Status.DRAFT)))
        .filter(number__gt=0)
        .order_by("workspace__name", "name")
    )
    return [Drafts(process, process.number) for process in processes]


def ask_rooms(user: User, processes: Sequence[Process]) -> list[tuple[Process, Waiting, int]]:
    """Ask all rooms what waits for a person in their processes that have not ended; of later stages first.

    Each line comes with its turn: how many of the same room and process stand before it.
    """
    running = {process.pk: process for process in processes if process.ended_on is None}
    if not running:
        return []
    remember_rights(user, {process.workspace_id for process in running.values()})
    paths = [manifest.waits for manifest in all_manifests() if manifest.waits]
    lines = []
    for path in reversed(paths):
        turns: Counter[int] = Counter()
        for row in import_string(path)(user, list(running.values())):
            lines.append((running[row.process], row, turns[row.process]))
            turns[row.process] += 1
    return lines


def current_stage(states: list[StageState]) -> StageState | None:
    """Give the stage that a process is in: the latest one under way, else the last finished."""
    by_state = {state.state: state for state in states}
    return by_state.get("now") or by_state.get("done")


def coordinated_processes(user: User) -> QuerySet[Process]:
    """List the processes of the workspaces that a person co-ordinates today."""
    return Process.objects.filter(workspace__in=coordinated_workspaces(user))
