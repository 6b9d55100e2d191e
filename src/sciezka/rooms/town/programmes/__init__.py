"""Programme templates: how a programme is run, as data in versioned TOML files.

A template names the financing, the stages in order, tools, teams, tasks with their length, deadlines, document outlines
and limits. Any office may load one and change its own copy. The format is described in
``docs/reference/programme-template.md``. Pure Python, no Django: what is read here becomes models elsewhere.
"""

import re
from functools import cache
from importlib import resources
from typing import Final

from sciezka.rooms.town.programmes.nouns import (
    Area,
    Chapter,
    Financing,
    Limits,
    ProgrammeTemplate,
    Share,
    Source,
    TemplateDeadline,
    TemplateDocument,
    TemplateStage,
    TemplateTask,
    TemplateTeam,
    TemplateTool,
)
from sciezka.rooms.town.programmes.reading import (
    Problem,
    ReadingProblem,
    Table,
    Text,
    gettext_noop,
    parse_toml,
    report_duplicates,
)

__all__ = [
    "Area",
    "Chapter",
    "Financing",
    "Limits",
    "Problem",
    "ProgrammeTemplate",
    "Share",
    "Source",
    "TemplateDeadline",
    "TemplateDocument",
    "TemplateProblem",
    "TemplateStage",
    "TemplateTask",
    "TemplateTeam",
    "TemplateTool",
    "Text",
    "as_toml_source",
    "read_programme",
    "shipped_programmes",
]

FORMAT: Final = 1
SHIPPED: Final = ("rozwoj-lokalny", "polish-swiss", "strategia-gminy")
COORDINATOR: Final = "coordinator"
TEAM_KINDS: Final = ("team", "commission")
RIGHTS: Final = ("view", "contribute")
STAGE_NUMBERS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
DEEPEST_CHAPTER: Final = 4
WHOLE: Final = 100
VERSION_PATTERN: Final = re.compile(r"\d{1,4}\.\d{1,4}\Z")
CURRENCY_PATTERN: Final = re.compile(r"[A-Z]{3}\Z")
LIMIT_NAMES: Final = ("grant_min", "grant_max", "call_days_min", "consultation_days_min", "score_percent_min")


class TemplateProblem(ReadingProblem):
    """A programme template that cannot be used, with all its faults at once."""


def read_programme(text: str) -> ProgrammeTemplate:
    """Read a template and check it whole; raise TemplateProblem with every fault found."""
    values, problems = parse_toml(text)
    if problems:
        raise TemplateProblem(problems)
    root = Table(values, "", problems)
    _check_format(root)
    template = ProgrammeTemplate(
        key=root.key(),
        version=_read_version(root),
        name=root.text("name"),
        summary=root.text("summary"),
        plan_note=root.text("plan_note"),
        sources=tuple(_read_source(row) for row in root.tables("sources")),
        financing=_read_financing(root.table("financing")),
        areas=tuple(_read_area(row) for row in root.tables("areas", required=False)),
        stages=tuple(_read_stage(row) for row in root.tables("stages")),
        tools=tuple(_read_tool(row) for row in root.tables("tools")),
        teams=tuple(_read_team(row) for row in root.tables("teams")),
        tasks=tuple(_read_task(row) for row in root.tables("tasks")),
        deadlines=tuple(_read_deadline(row) for row in root.tables("deadlines", required=False)),
        documents=tuple(_read_document(row) for row in root.tables("documents")),
        limits=_read_limits(root.table("limits")),
    )
    root.finish()
    _check_keys(template, problems)
    _check_references(template, problems)
    if problems:
        raise TemplateProblem(problems)
    return template


@cache
def shipped_programmes() -> tuple[ProgrammeTemplate, ...]:
    """Return the templates that come with Ścieżka, in the order in which they are offered."""
    return tuple(read_programme(as_toml_source(key)) for key in SHIPPED)


def as_toml_source(key: str) -> str:
    """Return the source of a shipped template, ready to be copied and changed."""
    if key not in SHIPPED:
        raise KeyError(key)
    return resources.files(__name__).joinpath(f"{key}.toml").read_text(encoding="utf-8")


def _check_format(root: Table) -> None:
    found = root.number("format")
    if found is not None and found != FORMAT:
        root.report(
            "format",
            gettext_noop("format %(found)s is not known; this is format %(known)s."),
            found=found,
            known=FORMAT,
        )


def _read_version(root: Table) -> str:
    version = root.word("version")
    if version and not VERSION_PATTERN.match(version):
        root.report("version", gettext_noop("expected %(expected)s."), expected='a version such as "1.0"')
    return version


def _read_source(row: Table) -> Source:
    found = Source(row.text("label"), row.word("address", required=False), row.flag("confirmed"))
    if found.confirmed and not found.address:
        row.report("address", gettext_noop("a confirmed source needs an address."))
    if found.address and not found.address.startswith(("https://", "http://")):
        row.report("address", gettext_noop("an address must begin with https:// or http://."))
    row.finish()
    return found


def _read_currency(row: Table) -> str:
    found = row.word("currency")
    if found and not CURRENCY_PATTERN.match(found):
        row.report("currency", gettext_noop("expected %(expected)s."), expected="three capital letters, such as PLN")
    return found


def _read_financing(row: Table | None) -> Financing:
    if row is None:
        return Financing(Text("", ""), "", (), None)
    shares = []
    for line in row.tables("shares", required=False):
        shares.append(Share(line.text("source"), line.number("percent", least=1) or 0))
        line.finish()
    found = Financing(row.text("operator"), _read_currency(row), tuple(shares), row.text_or_none("note"))
    total = sum(share.percent for share in shares)
    if shares and total != WHOLE:
        row.report("shares", gettext_noop("the shares add up to %(total)s %% and not to 100 %%."), total=total)
    row.finish()
    return found


def _read_area(row: Table) -> Area:
    found = Area(row.key(), row.text("name"))
    row.finish()
    return found


def _read_stage(row: Table) -> TemplateStage:
    found = TemplateStage(
        number=row.choice("number", STAGE_NUMBERS),
        key=row.key(),
        name=row.text("name"),
        purpose=row.text("purpose"),
        outputs=row.texts("outputs"),
        tools=row.words("tools"),
    )
    row.finish()
    return found


def _read_tool(row: Table) -> TemplateTool:
    found = TemplateTool(row.key(), row.text("name"), row.text("description"))
    row.finish()
    return found


def _read_team(row: Table) -> TemplateTeam:
    found = TemplateTeam(
        key=row.key(),
        name=row.text("name"),
        kind=row.choice("kind", TEAM_KINDS),
        task=row.text("task"),
        rights=row.choice("rights", RIGHTS),
    )
    if found.key == COORDINATOR:
        row.report("key", gettext_noop("“%(value)s” is kept for the co-ordinator of the process."), value=COORDINATOR)
    row.finish()
    return found


def _read_task(row: Table) -> TemplateTask:
    found = TemplateTask(
        key=row.key(),
        stage=row.word("stage"),
        title=row.text("title"),
        description=row.text("description"),
        assignee=row.word("assignee"),
        start_day=row.number("start_day") or 0,
        days=row.number("days", least=1) or 1,
    )
    row.finish()
    return found


def _read_deadline(row: Table) -> TemplateDeadline:
    found = TemplateDeadline(
        key=row.key(),
        name=row.text("name"),
        date=row.day("date"),
        rule=row.text_or_none("rule"),
        done=row.flag("done"),
    )
    if row.has("date") == row.has("rule"):
        row.report("date", gettext_noop("give either a date or a rule, not both and not neither."))
    row.finish()
    return found


def _read_document(row: Table) -> TemplateDocument:
    found = TemplateDocument(
        key=row.key(),
        name=row.text("name"),
        abbreviation=row.word("abbreviation", required=False),
        note=row.text_or_none("note"),
        outline=_read_chapters(row, "outline", depth=1),
    )
    row.finish()
    return found


def _read_chapters(row: Table, key: str, *, depth: int) -> tuple[Chapter, ...]:
    if depth > DEEPEST_CHAPTER:
        row.report(key, gettext_noop("an outline may be %(deepest)s levels deep."), deepest=DEEPEST_CHAPTER)
        return ()
    found = []
    for line in row.tables(key):
        title = Text(line.word("pl"), line.word("en"))
        inner = _read_chapters(line, "chapters", depth=depth + 1) if line.has("chapters") else ()
        line.finish()
        found.append(Chapter(title, inner))
    return tuple(found)


def _read_limits(row: Table | None) -> Limits:
    if row is None:
        return Limits("", None, None, None, None, None, ())
    numbers = {name: row.number(name, least=1, required=False) for name in LIMIT_NAMES}
    found = Limits(currency=_read_currency(row), unconfirmed=row.words("unconfirmed", required=False), **numbers)
    if found.grant_min is not None and found.grant_max is not None and found.grant_min > found.grant_max:
        row.report(
            "grant_min",
            gettext_noop("the smallest grant is greater than the greatest one (%(greatest)s)."),
            greatest=found.grant_max,
        )
    if found.score_percent_min is not None and found.score_percent_min > WHOLE:
        row.report("score_percent_min", gettext_noop("must be at most %(most)s."), most=WHOLE)
    for name in found.unconfirmed:
        if numbers.get(name) is None:
            row.report("unconfirmed", gettext_noop("there is no limit called “%(value)s”."), value=name)
    row.finish()
    return found


def _check_keys(template: ProgrammeTemplate, problems: list[Problem]) -> None:
    for place in ("areas", "stages", "tools", "teams", "tasks", "deadlines", "documents"):
        report_duplicates(place, "key", [row.key for row in getattr(template, place)], problems)
    for number, (stage, expected) in enumerate(zip(template.stages, STAGE_NUMBERS, strict=False), start=1):
        if stage.number in STAGE_NUMBERS and stage.number != expected:
            message = gettext_noop("stages stand in order, so number %(expected)s was expected here.")
            problems.append(Problem(f"stages[{number}].number", message, (("expected", expected),)))


def _check_references(template: ProgrammeTemplate, problems: list[Problem]) -> None:
    tools = {tool.key for tool in template.tools}
    stages = {stage.key for stage in template.stages}
    assignees = {team.key for team in template.teams} | {COORDINATOR}
    unknown_tool = gettext_noop("there is no tool with the key “%(value)s”.")
    unknown_stage = gettext_noop("there is no stage with the key “%(value)s”.")
    unknown_team = gettext_noop("there is no team with the key “%(value)s”; the co-ordinator is “coordinator”.")
    for number, stage in enumerate(template.stages, start=1):
        problems.extend(
            Problem(f"stages[{number}].tools", unknown_tool, (("value", key),)) for key in stage.tools if key not in tools
        )
    for number, task in enumerate(template.tasks, start=1):
        if task.stage and task.stage not in stages:
            problems.append(Problem(f"tasks[{number}].stage", unknown_stage, (("value", task.stage),)))
        if task.assignee and task.assignee not in assignees:
            problems.append(Problem(f"tasks[{number}].assignee", unknown_team, (("value", task.assignee),)))
