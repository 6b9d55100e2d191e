"""Reading the plan: the board, the people who may own a task, and what waits for a person."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Membership, Process, Seat, Stage, Task, Workspace
from sciezka.rooms.town.rules import in_term

DONE_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Card:
    """A task as the board shows it."""

    task: Task
    is_late: bool
    is_soon: bool
    tint: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board; ``hidden`` counts finished tasks that are folded away."""

    status: str
    label: str
    cards: list[Card]
    number: int
    hidden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilters:
    """What the address of the board asks for."""

    stage: Stage | None = None
    mine: User | None = None
    late_only: bool = False
    all_done: bool = False


def make_card(task: Task, today: dt.date) -> Card:
    """Tell whether a task is late or due within two weeks, and which stage's tint it has."""
    is_open = task.status != Task.Status.DONE
    days = (task.due_on - today).days
    tint = (task.stage.position - 1) % 4 + 1 if task.stage else 0
    return Card(task, is_open and days < 0, is_open and 0 <= days <= 14, tint)  # noqa: PLR2004 - two weeks


def planned_tasks(process: Process) -> QuerySet[Task]:
    """List the tasks of a process with their stages, owners and teams."""
    return process.tasks.select_related("stage", "owner", "team")


def read_board(process: Process, filters: BoardFilters) -> list[Column]:
    """Read the three columns of the board in one query; the finished ones are the latest ten unless all are asked for."""
    today = timezone.localdate()
    tasks = planned_tasks(process)
    if filters.stage:
        tasks = tasks.filter(stage=filters.stage)
    if filters.mine:
        tasks = tasks.filter(owned_by(filters.mine))
    if filters.late_only:
        tasks = tasks.filter(due_on__lt=today).exclude(status=Task.Status.DONE)
    cards = [make_card(task, today) for task in tasks.order_by("due_on", "starts_on", "pk")]
    columns = []
    for status, label in Task.Status.choices:
        own = [card for card in cards if card.task.status == status]
        shown = own
        if status == Task.Status.DONE:
            own.sort(key=lambda card: (card.task.done_on or card.task.due_on, card.task.pk), reverse=True)
            shown = own if filters.all_done else own[:DONE_SHOWN]
        columns.append(Column(status, str(label), shown, len(own), len(own) - len(shown)))
    return columns


def owned_by(user: User) -> Q:
    """Select tasks that a person owns, alone or as a member of a team in its term."""
    teams = Membership.objects.filter(in_term(), in_term("team__"), user=user).values("team_id")
    return Q(owner=user) | Q(team__in=teams)


def people_of(process: Process) -> QuerySet[User]:
    """List the people who may own a task: holders of seats and members of teams, today."""
    seats = Seat.objects.filter(in_term(), workspace_id=process.workspace_id).values("user_id")
    members = Membership.objects.filter(in_term(), in_term("team__"), team__process=process).values("user_id")
    return User.objects.filter(Q(pk__in=seats) | Q(pk__in=members), is_active=True).order_by("name", "email")


def people_of_workspace(workspace: Workspace) -> QuerySet[User]:
    """List the people who hold a seat or belong to a team anywhere in a workspace, today."""
    seats = Seat.objects.filter(in_term(), workspace=workspace).values("user_id")
    members = Membership.objects.filter(in_term(), in_term("team__"), team__process__workspace=workspace).values("user_id")
    return User.objects.filter(Q(pk__in=seats) | Q(pk__in=members), is_active=True).order_by("name", "email")


def tasks_waiting_for(user: User, processes: Iterable[Process]) -> QuerySet[Task]:
    """List a person's open tasks in the processes that they may enter, the most urgent first."""
    open_tasks = Task.objects.exclude(status=Task.Status.DONE).filter(owned_by(user), process__in=processes)
    return open_tasks.select_related("process__workspace", "stage", "team", "owner").order_by("due_on", "pk")
