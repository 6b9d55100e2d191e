"""The demo city as data: units, workspaces, accounts, processes with teams, acts, tasks and entries of the Kalendarium.

The history of Jelenia Góra in 2019-2020 is told anew from public facts. What is invented says so. Pure Python, no
Django: ``read_demo`` returns frozen dataclasses and raises DemoProblem with every fault of the files.
"""

import re
from functools import cache
from importlib import resources
from typing import Final

from sciezka.rooms.town.demo.nouns import (
    DemoAccount,
    DemoAct,
    DemoCity,
    DemoEvent,
    DemoLink,
    DemoMember,
    DemoPosition,
    DemoProcess,
    DemoTask,
    DemoTeam,
    DemoUnit,
    DemoWorkspace,
    Moment,
)
from sciezka.rooms.town.programmes import ProgrammeTemplate, read_programme, shipped_programmes
from sciezka.rooms.town.programmes.reading import (
    Problem,
    ReadingProblem,
    Table,
    gettext_noop,
    parse_toml,
    report_duplicates,
)

__all__ = [
    "DemoAccount",
    "DemoAct",
    "DemoCity",
    "DemoEvent",
    "DemoLink",
    "DemoMember",
    "DemoPosition",
    "DemoProblem",
    "DemoProcess",
    "DemoTask",
    "DemoTeam",
    "DemoUnit",
    "DemoWorkspace",
    "Moment",
    "read_demo",
    "read_process",
]

UNIT_KINDS: Final = ("voivodeship", "county", "city_county", "urban", "rural", "urban_rural")
EVENT_KINDS: Final = (
    "meeting",
    "workshop",
    "advisory",
    "survey",
    "decision",
    "legal_act",
    "call",
    "publication",
    "seminar",
    "training",
    "interview",
    "milestone",
    "individual_work",
)
NO_MODE: Final = "none"
EVENT_MODES: Final = ("on_site", "video", "teleconference", "online", "individual", NO_MODE)
PRECISIONS: Final = ("day", "range", "month", "months")
ACT_KINDS: Final = ("order", "resolution", "agreement", "other")
TASK_STATUSES: Final = ("todo", "doing", "done")
FUNCTIONS: Final = ("chair", "secretary", "member")
ACCOUNT_ROLES: Final = ("coordinator", "member", "adviser", "resident")
WORKSPACE_KINDS: Final = ("office", "partnership")
COORDINATOR: Final = "coordinator"
LONGEST_TITLE: Final = 90
TERYT_PATTERN: Final = re.compile(r"\d{7}\Z")
PROCESS_FILES: Final = (
    (
        "rozwoj-lokalny.toml",
        "rozwoj-lokalny-wpisy-1.toml",
        "rozwoj-lokalny-wpisy-2.toml",
        "rozwoj-lokalny-wpisy-3.toml",
    ),
    ("strategia.toml",),
    ("plan-adaptacji.toml",),
)
PROGRAMME_FILES: Final = ("program-plan-adaptacji.toml",)


class DemoProblem(ReadingProblem):
    """Demo files that cannot be used, with all their faults at once."""


@cache
def read_demo() -> DemoCity:
    """Read the whole demo from the files that stand beside this module."""
    problems: list[Problem] = []
    units, source = _read_units(problems)
    workspaces, accounts = _read_workspaces(problems)
    sources = tuple(_read_file(name) for name in PROGRAMME_FILES)
    programmes = tuple(read_programme(text) for text in sources)
    known = {programme.key: programme for programme in (*shipped_programmes(), *programmes)}
    processes = tuple(read_process("\n".join(map(_read_file, names)), known) for names in PROCESS_FILES)
    if problems:
        raise DemoProblem(problems)
    return DemoCity(units, source, accounts, workspaces, programmes, sources, processes)


def read_process(source: str, programmes: dict[str, ProgrammeTemplate]) -> DemoProcess:
    """Read one process of the demo and check what it refers to; raise DemoProblem with every fault."""
    values, problems = parse_toml(source)
    if problems:
        raise DemoProblem(problems)
    root = Table(values, "", problems)
    process = DemoProcess(
        key=root.key(),
        workspace=root.key("workspace"),
        programme=root.choice("programme", tuple(programmes)),
        title=root.word("title"),
        summary=root.word("summary"),
        start=_read_moment(root, "start"),
        end=_read_moment_or_none(root, "end"),
        published=root.flag("published"),
        invented=root.flag("invented"),
        acts=tuple(_read_act(row) for row in root.tables("acts", required=False)),
        teams=tuple(_read_team(row) for row in root.tables("teams")),
        tasks=tuple(_read_task(row) for row in root.tables("tasks")),
        events=tuple(_read_event(row) for row in root.tables("events")),
    )
    root.finish()
    for place in ("acts", "teams", "tasks", "events"):
        report_duplicates(place, "key", [row.key for row in getattr(process, place)], problems)
    if process.programme in programmes:
        _check_references(process, programmes[process.programme], problems)
    if problems:
        raise DemoProblem(problems)
    return process


def _read_file(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _read_units(problems: list[Problem]) -> tuple[tuple[DemoUnit, ...], str]:
    values, faults = parse_toml(_read_file("units.toml"))
    problems.extend(faults)
    root = Table(values, "", problems)
    source = root.word("source")
    units = []
    for row in root.tables("units"):
        unit = DemoUnit(
            teryt=row.word("teryt"),
            name=row.word("name"),
            kind=row.choice("kind", UNIT_KINDS),
            county=row.word("county", required=False),
            voivodeship=row.word("voivodeship", required=False),
        )
        if not TERYT_PATTERN.match(unit.teryt):
            row.report("teryt", gettext_noop("expected %(expected)s."), expected="seven digits")
        row.finish()
        units.append(unit)
    root.finish()
    codes = [unit.teryt for unit in units]
    report_duplicates("units", "teryt", codes, problems)
    for unit in units:
        for place in (unit.county, unit.voivodeship):
            if place and place not in codes:
                message = gettext_noop("there is no unit with the code “%(value)s”.")
                problems.append(Problem(f"units {unit.teryt}", message, (("value", place),)))
    return tuple(units), source


def _read_workspaces(problems: list[Problem]) -> tuple[tuple[DemoWorkspace, ...], tuple[DemoAccount, ...]]:
    values, faults = parse_toml(_read_file("workspaces.toml"))
    problems.extend(faults)
    root = Table(values, "", problems)
    workspaces = tuple(_read_workspace(row) for row in root.tables("workspaces"))
    accounts = tuple(_read_account(row) for row in root.tables("accounts"))
    root.finish()
    return workspaces, accounts


def _read_workspace(row: Table) -> DemoWorkspace:
    members = []
    for line in row.tables("members", required=False):
        members.append(DemoMember(line.word("unit"), line.word("representative"), line.word("coordinator")))
        line.finish()
    found = DemoWorkspace(
        slug=row.key("slug"),
        kind=row.choice("kind", WORKSPACE_KINDS),
        name=row.word("name"),
        description=row.word("description"),
        unit=row.word("unit", required=False),
        members=tuple(members),
        invented=row.flag("invented", default=False),
    )
    row.finish()
    return found


def _read_account(row: Table) -> DemoAccount:
    found = DemoAccount(row.word("email"), row.word("name"), row.choice("role", ACCOUNT_ROLES), row.words("workspaces"))
    row.finish()
    return found


def _read_moment(row: Table, key: str) -> Moment:
    found = _read_moment_or_none(row, key)
    if found is None:
        row.report(key, gettext_noop("expected %(expected)s."), expected="a date, or a number of days from today")
        return Moment(None, 0)
    return found


def _read_moment_or_none(row: Table, key: str) -> Moment | None:
    if row.holds_number(key):
        return Moment(None, row.number(key, least=-3650) or 0)
    day = row.day(key)
    return None if day is None else Moment(day, 0)


def _read_act(row: Table) -> DemoAct:
    found = DemoAct(
        key=row.key(),
        kind=row.choice("kind", ACT_KINDS),
        number=row.word("number", required=False),
        issued=_read_moment(row, "issued"),
        title=row.word("title"),
        note=row.word("note", required=False),
        invented=row.flag("invented", default=False),
    )
    if not (found.number or found.note):
        row.report("note", gettext_noop("an act without a number needs a note that says so."))
    row.finish()
    return found


def _read_team(row: Table) -> DemoTeam:
    found = DemoTeam(
        key=row.key(),
        name=row.word("name"),
        kind=row.choice("kind", ("team", "commission")),
        task=row.word("task"),
        rights=row.choice("rights", ("view", "contribute")),
        act=row.word("act", required=False),
        since=_read_moment(row, "since"),
        until=_read_moment_or_none(row, "until"),
        composition=tuple(_read_position(line) for line in row.tables("composition")),
    )
    row.finish()
    return found


def _read_position(row: Table) -> DemoPosition:
    found = DemoPosition(
        position=row.word("position"),
        function=row.choice("function", FUNCTIONS),
        account=row.word("account", required=False),
        since=_read_moment(row, "since"),
        until=_read_moment_or_none(row, "until"),
    )
    row.finish()
    return found


def _read_task(row: Table) -> DemoTask:
    found = DemoTask(
        key=row.key(),
        stage=row.word("stage"),
        title=row.word("title"),
        description=row.word("description", required=False),
        assignee=row.word("assignee"),
        status=row.choice("status", TASK_STATUSES),
        start=_read_moment(row, "start"),
        due=_read_moment(row, "due"),
    )
    row.finish()
    return found


def _read_link(row: Table) -> DemoLink:
    found = DemoLink(row.word("label"), row.word("address"))
    row.finish()
    return found


def _read_event(row: Table) -> DemoEvent:
    found = DemoEvent(
        key=row.key(),
        title=row.word("title"),
        kind=row.choice("kind", EVENT_KINDS),
        mode=row.choice("mode", EVENT_MODES).replace(NO_MODE, ""),
        stage=row.word("stage", required=False),
        place=row.word("place", required=False),
        precision=row.choice("precision", PRECISIONS),
        start=_read_moment(row, "start"),
        end=_read_moment_or_none(row, "end"),
        time_start=row.hour("time_start"),
        time_end=row.hour("time_end"),
        teams=row.words("teams", required=False),
        participants=row.words("participants", required=False),
        tool=row.word("tool", required=False),
        acts=row.words("acts", required=False),
        links=tuple(_read_link(line) for line in row.tables("links", required=False)),
        text=row.word("text"),
        agenda=row.word("agenda", required=False),
        outcome=row.word("outcome", required=False),
        published=row.flag("published", default=True),
    )
    if len(found.title) > LONGEST_TITLE:
        row.report("title", gettext_noop("must be at most %(most)s characters long."), most=LONGEST_TITLE)
    fault = found.find_fault_in_dates()
    if fault:
        row.report("end", fault)
    row.finish()
    return found


def _check_references(process: DemoProcess, programme: ProgrammeTemplate, problems: list[Problem]) -> None:
    stages = {stage.number for stage in programme.stages} | {""}
    tools = {tool.key for tool in programme.tools} | {""}
    acts = {act.key for act in process.acts} | {""}
    teams = {team.key for team in process.teams}
    wanted: list[tuple[str, str, set[str]]] = [
        (f"teams[{number}].act", team.act, acts) for number, team in enumerate(process.teams, start=1)
    ]
    for number, task in enumerate(process.tasks, start=1):
        wanted.append((f"tasks[{number}].stage", task.stage, stages))
        wanted.append((f"tasks[{number}].assignee", task.assignee, teams | {COORDINATOR}))
    for number, event in enumerate(process.events, start=1):
        wanted.append((f"events[{number}].stage", event.stage, stages))
        wanted.append((f"events[{number}].tool", event.tool, tools))
        wanted.extend((f"events[{number}].teams", key, teams) for key in event.teams)
        wanted.extend((f"events[{number}].acts", key, acts) for key in event.acts)
    message = gettext_noop("“%(value)s” is not known in this process.")
    problems.extend(Problem(place, message, (("value", value),)) for place, value, known in wanted if value not in known)
