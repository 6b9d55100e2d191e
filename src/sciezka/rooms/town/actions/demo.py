"""Loading the demonstration: accounts, workspaces, processes and their calendars, through the room's own actions."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sciezka.core.dates import ImpreciseDate, Precision
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.events import EventValues, LinkValues, draft_event, publish_event
from sciezka.rooms.town.actions.processes import make_stages
from sciezka.rooms.town.actions.programmes import add_programme, load_shipped_programmes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.actions.units import UnitRow, import_units
from sciezka.rooms.town.actions.workspaces import create_workspace
from sciezka.rooms.town.demo import DemoCity, DemoEvent, DemoProcess, DemoTeam, DemoWorkspace, read_demo
from sciezka.rooms.town.models import (
    LegalAct,
    Membership,
    Process,
    Programme,
    Seat,
    Stage,
    Task,
    Team,
    Unit,
    Workspace,
    WorkspaceUnit,
)
from sciezka.rooms.town.programmes import ProgrammeTemplate, shipped_programmes

Found = TypeVar("Found")

REGISTER_DATE = dt.date(2024, 1, 1)
ROLES = {"coordinator": Seat.Role.COORDINATOR, "adviser": Seat.Role.ADVISER}


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration, unless it is there already; tell whether anything was loaded."""
    if User.objects.filter(is_demo=True).exists():
        return False
    city = read_demo()
    rows = [UnitRow(unit.teryt, unit.name, unit.kind, unit.parent or None, REGISTER_DATE) for unit in city.units]
    import_units(actor=None, rows=rows)
    people = load_accounts(city)
    for row in city.workspaces:
        load_workspace(row, city, people)
    templates = load_programmes(city)
    for process in city.processes:
        load_process(process, templates, people)
    return True


def load_accounts(city: DemoCity) -> dict[str, User]:
    """Make the demonstration's accounts, which work nowhere else."""
    people = {}
    for account in city.accounts:
        user = User.objects.create_user(account.email, settings.DEMO_PASSWORD, name=account.name, is_demo=True)
        people[account.email] = user
    return people


def load_workspace(row: DemoWorkspace, city: DemoCity, people: dict[str, User]) -> Workspace:
    """Make a workspace with its member units and its seats."""
    codes = [member.unit for member in row.members] or [row.unit]
    units = Unit.objects.in_bulk(codes)
    workspace = create_workspace(
        actor=None,
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        units=tuple(units[code] for code in codes),
        contact=f"{row.slug}@demo.sciezka.example",
    )
    for member in row.members:
        WorkspaceUnit.objects.filter(workspace=workspace, unit_id=member.unit).update(representative=member.representative)
    for account in city.accounts:
        if row.slug in account.workspaces and account.role in ROLES:
            seat = Seat.objects.create(
                workspace=workspace, user=people[account.email], role=ROLES[account.role], since=dt.date(2020, 1, 1)
            )
            note(actor=None, verb="seat.give", of=seat, after={"role": seat.role})
    return workspace


def load_programmes(city: DemoCity) -> dict[str, tuple[ProgrammeTemplate, Programme]]:
    """Put the shipped programmes and the demonstration's own into the database."""
    programmes = [
        *load_shipped_programmes(),
        *(add_programme(actor=None, source=source) for source in city.programme_sources),
    ]
    known = {programme.key: programme for programme in programmes}
    return {template.key: (template, known[template.key]) for template in (*shipped_programmes(), *city.programmes)}


def load_process(
    row: DemoProcess, templates: dict[str, tuple[ProgrammeTemplate, Programme]], people: dict[str, User]
) -> Process:
    """Make a process with its stages, acts, teams, tasks and entries."""
    today = timezone.localdate()
    template, programme = templates[row.programme]
    workspace = Workspace.objects.get(slug=row.workspace)
    process = Process.objects.create(
        workspace=workspace,
        slug=row.key,
        name=row.title,
        summary=row.summary,
        programme=programme,
        programme_version=template.version,
        started_on=row.start.resolve_on(today),
        ended_on=row.end.resolve_on(today) if row.end else None,
        published_at=timezone.now() if row.published else None,
    )
    note(actor=None, verb="process.open", of=process, after={"name": row.title})
    stages = {stage.number: stage for stage in make_stages(process, template).values()}
    acts = load_acts(row, workspace, today)
    teams = {team.key: load_team(team, process, acts, people, today) for team in row.teams}
    for task in row.tasks:
        due = task.due.resolve_on(today)
        Task.objects.create(
            process=process,
            stage=stages.get(task.stage),
            title=task.title,
            description=task.description,
            team=teams.get(task.assignee),
            owner=people["koordynator@demo.sciezka.example"] if task.assignee == "coordinator" else None,
            starts_on=min(task.start.resolve_on(today), due),
            due_on=due,
            status=task.status,
            done_on=due if task.status == Task.Status.DONE else None,
        )
    tools = {tool.key: tool.name.pl for tool in template.tools}
    for event in row.events:
        load_event(event, process, stages, teams, acts, tools, today)
    return process


def load_acts(row: DemoProcess, workspace: Workspace, today: dt.date) -> dict[str, LegalAct]:
    """Record the legal acts of a process."""
    return {
        act.key: LegalAct.objects.create(
            workspace=workspace,
            kind=act.kind,
            number=act.number,
            date=act.issued.resolve_on(today),
            title=act.title,
            note=act.note,
        )
        for act in row.acts
    }


def load_team(row: DemoTeam, process: Process, acts: dict[str, LegalAct], people: dict[str, User], today: dt.date) -> Team:
    """Make a team; its composition is given by positions, and demo accounts become its members."""
    team = Team.objects.create(
        process=process,
        slug=row.key,
        name=row.name,
        kind=row.kind,
        task=row.task,
        rights=row.rights,
        act=acts.get(row.act),
        since=row.since.resolve_on(today),
        until=row.until.resolve_on(today) if row.until else None,
        composition="\n".join(position.position for position in row.composition),
    )
    for position in row.composition:
        if position.account:
            Membership.objects.create(
                team=team,
                user=people[position.account],
                function=position.function,
                since=position.since.resolve_on(today),
                until=position.until.resolve_on(today) if position.until else None,
            )
    return team


def load_event(  # noqa: PLR0913 - everything that an entry refers to
    row: DemoEvent,
    process: Process,
    stages: dict[str, Stage],
    teams: dict[str, Team],
    acts: dict[str, LegalAct],
    tools: dict[str, str],
    today: dt.date,
) -> None:
    """Write an entry, and publish it when the demonstration says so."""
    start, end = row.resolve_period(today)
    values = EventValues(
        title=row.title,
        date=ImpreciseDate(start, end, Precision(row.precision)),
        text=row.text,
        time_start=row.time_start,
        time_end=row.time_end,
        kind=row.kind,
        mode=row.mode,
        stage=stages.get(row.stage),
        place_name=row.place,
        teams=tuple(pick(row.teams, teams)),
        participants=", ".join(row.participants),
        tool=tools.get(row.tool, row.tool),
        outcome=row.outcome,
        act=next(iter(pick(row.acts, acts)), None),
        links=tuple(LinkValues(url=link.address, label=link.label) for link in row.links),
    )
    event = draft_event(actor=None, process=process, values=values)
    if row.agenda:
        event.agenda = row.agenda
        event.save(update_fields=["agenda"])
    if row.published:
        publish_event(actor=None, event=event)


def pick(keys: Iterable[str], known: dict[str, Found]) -> list[Found]:
    """Pick what the keys name."""
    return [known[key] for key in keys]
