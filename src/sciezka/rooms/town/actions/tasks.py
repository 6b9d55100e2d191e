"""Planning tasks and moving them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process, Stage, Task, Team

FIELDS = ("title", "description", "stage", "owner", "team", "starts_on", "due_on", "status", "done_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskValues:
    """Everything that a task says."""

    title: str
    starts_on: dt.date
    due_on: dt.date
    description: str = ""
    stage: Stage | None = None
    owner: User | None = None
    team: Team | None = None
    status: str = Task.Status.TODO


def list_values(task: Task, values: TaskValues) -> dict[str, Any]:
    """Give a task's new field values; being done has its day.

    Raises:
        ValidationError: when the stage or the team belongs to another process.
    """
    for noun in (values.stage, values.team):
        if noun is not None and noun.process_id != task.process_id:
            raise ValidationError(_("The stage and the team must belong to this process."), code="foreign")
    return {
        "title": values.title,
        "description": values.description,
        "stage": values.stage,
        "owner": values.owner,
        "team": values.team,
        "starts_on": values.starts_on,
        "due_on": values.due_on,
        **list_status(task, values.status),
    }


def list_status(task: Task, status: str) -> dict[str, Any]:
    """Give the status with the day on which it was done; a day already noted stays."""
    return {"status": status, "done_on": (task.done_on or timezone.localdate()) if status == Task.Status.DONE else None}


@transaction.atomic
def plan_task(*, actor: User | None, process: Process, values: TaskValues) -> Task:
    """Add a task to the plan."""
    task = Task(process=process)
    for name, value in list_values(task, values).items():
        setattr(task, name, value)
    task.save()
    note(actor=actor, verb="task.plan", of=task, after={k: v for k, v in take_snapshot(task, FIELDS).items() if v})
    return task


@transaction.atomic
def edit_task(*, actor: User | None, task: Task, values: TaskValues) -> Task:
    """Change a task."""
    apply_changes(actor=actor, verb="task.edit", of=task, values=list_values(task, values))
    return task


@transaction.atomic
def move_task(*, actor: User | None, task: Task, status: str) -> Task:
    """Say how far a task is."""
    apply_changes(actor=actor, verb="task.move", of=task, values=list_status(task, Task.Status(status)))
    return task


@transaction.atomic
def delete_task(*, actor: User | None, task: Task) -> dict[str, Any]:
    """Delete a task and give what it held, so that :func:`restore_task` can bring it back."""
    task = Task.objects.select_for_update(of=("self",)).select_related("process__workspace").get(pk=task.pk)
    held = take_snapshot(task, FIELDS)
    note(actor=actor, verb="task.delete", of=task, before={name: value for name, value in held.items() if value})
    task.delete()
    return held


@transaction.atomic
def restore_task(*, actor: User | None, process: Process, held: dict[str, Any]) -> Task:
    """Bring back a deleted task; a stage or team that has gone since is left out."""
    task = Task(
        process=process,
        title=held["title"],
        description=held["description"],
        stage=process.stages.filter(pk=held["stage"]).first(),
        team=process.teams.filter(pk=held["team"]).first(),
        owner=User.objects.filter(pk=held["owner"]).first(),
        starts_on=dt.date.fromisoformat(held["starts_on"]),
        due_on=dt.date.fromisoformat(held["due_on"]),
        status=held["status"],
        done_on=dt.date.fromisoformat(held["done_on"]) if held["done_on"] else None,
    )
    task.save()
    note(actor=actor, verb="task.restore", of=task, after={k: v for k, v in take_snapshot(task, FIELDS).items() if v})
    return task
