"""Opening, changing and publishing a process."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process, Programme, Stage, Task, Team, Workspace
from sciezka.rooms.town.programmes import COORDINATOR, ProgrammeTemplate, Text, read_programme
from sciezka.rooms.town.rules import read_rights


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessValues:
    """What an office says about a process."""

    name: str
    started_on: dt.date
    summary: str = ""
    ended_on: dt.date | None = None


@transaction.atomic
def open_process(
    *, actor: User | None, workspace: Workspace, slug: str, values: ProcessValues, programme: Programme | None = None
) -> Process:
    """Open a process with the stages, teams and planned tasks of its programme; without one, with a single stage.

    The teams have no members yet: rights begin with an appointment. What the template gives to the co-ordinator goes
    to the actor, if the actor holds that seat. The texts are taken in the workspace's language.

    Raises:
        ValidationError: when another process has the address, opened a moment ago perhaps by the same press of a button.
    """
    if Workspace.objects.select_for_update().get(pk=workspace.pk).processes.filter(slug=slug).exists():
        raise ValidationError(_("Another process has this address. Choose another one."), code="taken")
    process = Process.objects.create(
        workspace=workspace,
        slug=slug,
        programme=programme,
        programme_version=programme.version if programme else "",
        **asdict(values),
    )
    with translation.override(workspace.language):
        if programme:
            lay_out(process, read_programme(programme.source), find_coordinator(actor, workspace))
        else:
            Stage.objects.create(process=process, number="I", position=1, key="prace", name=_("Work"))
    note(
        actor=actor,
        verb="process.open",
        of=process,
        after={
            **take_snapshot(process, ("name", "programme", "programme_version", "started_on")),
            "stages": process.stages.count(),
            "teams": process.teams.count(),
            "tasks": process.tasks.count(),
        },
    )
    return process


def find_coordinator(actor: User | None, workspace: Workspace) -> User | None:
    """Give the actor when they co-ordinate the workspace."""
    return actor if actor and read_rights(actor, workspace).is_coordinator else None


def make_stages(process: Process, template: ProgrammeTemplate) -> dict[str, Stage]:
    """Make a process's stages after a template, by their keys."""
    language = process.workspace.language
    tools = {tool.key: tool.name.in_language(language) for tool in template.tools}
    return {
        stage.key: Stage.objects.create(
            process=process,
            number=stage.number,
            position=position,
            key=stage.key,
            name=stage.name.in_language(language)[:160],
            purpose=stage.purpose.in_language(language),
            outputs=[output.in_language(language) for output in stage.outputs],
            tools=[tools[key] for key in stage.tools],
        )
        for position, stage in enumerate(template.stages, start=1)
    }


def lay_out(process: Process, template: ProgrammeTemplate, coordinator: User | None) -> None:
    """Make the stages, teams and tasks that a template names."""
    language = process.workspace.language

    def say(text: Text, length: int | None = None) -> str:
        return text.in_language(language)[:length]

    stages = make_stages(process, template)
    teams = {
        team.key: Team.objects.create(
            process=process, slug=team.key, name=say(team.name, 200), kind=team.kind, task=say(team.task), rights=team.rights
        )
        for team in template.teams
    }
    tasks = []
    for task in template.tasks:
        first, last = task.place_from(process.started_on)
        tasks.append(
            Task(
                process=process,
                stage=stages[task.stage],
                title=say(task.title, 200),
                description=say(task.description),
                owner=coordinator if task.assignee == COORDINATOR else None,
                team=teams.get(task.assignee),
                starts_on=first,
                due_on=last,
            )
        )
    Task.objects.bulk_create(tasks)


@transaction.atomic
def edit_process(*, actor: User | None, process: Process, values: ProcessValues) -> Process:
    """Change what the office says about a process. Its address stays, because residents keep it."""
    apply_changes(actor=actor, verb="process.edit", of=process, values=asdict(values))
    return process


@transaction.atomic
def publish_process(*, actor: User | None, process: Process) -> Process:
    """Show the process to residents, with every entry that is published in it."""
    if not process.is_published:
        apply_changes(actor=actor, verb="process.publish", of=process, values={"published_at": timezone.now()})
    return process


@transaction.atomic
def withdraw_process(*, actor: User | None, process: Process) -> Process:
    """Take the process off the residents' site; nothing in it is lost."""
    apply_changes(actor=actor, verb="process.withdraw", of=process, values={"published_at": None})
    return process
