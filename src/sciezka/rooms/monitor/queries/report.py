"""The diagnosis of a town as plain values, ready for any document: chapters of sentences, tables and what to chart."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.core.indicators import ROOT
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.findings import FindingLine, findings_of, list_lines
from sciezka.rooms.monitor.queries.overview_figures import leave_out_thin_years
from sciezka.rooms.monitor.queries.report_method import Passage, list_passages
from sciezka.rooms.monitor.queries.report_tables import (
    Table,
    tabulate_findings,
    tabulate_indicators,
    tabulate_levels,
    tabulate_parts,
)
from sciezka.rooms.monitor.queries.report_words import head_node, say_changes, say_summary
from sciezka.rooms.monitor.queries.words import name_node
from sciezka.rooms.monitor.store.readings.overview import Standing, YearReading
from sciezka.rooms.monitor.store.readings.report import ReportReading, read_report
from sciezka.rooms.monitor.store.runs import take_reading
from sciezka.rooms.town.models import Process

FORM: Final = 1
"""Raise it when the same diagnosis makes another document."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the report holds.

    Attributes:
        dimensions: the codes of the dimensions.
        with_findings: whether findings stand in it.
        with_method: whether the method is appended.
    """

    dimensions: tuple[str, ...]
    with_findings: bool = True
    with_method: bool = True


@dataclass(frozen=True, slots=True)
class PathPlan:
    """A chart of scores over time: what is in it, and the sentence that reads it."""

    title: str
    town: str
    path: tuple[YearReading, ...]
    breaks: tuple[int, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class StripPlan:
    """A chart of several nodes in one year: the group's middle half, its median, and the town."""

    title: str
    town: str
    rows: tuple[tuple[str, Standing], ...]


Plan = PathPlan | StripPlan


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter: an area with its sentence, its table of indicators and its findings."""

    title: str
    sentences: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A dimension: its sentence, charts and areas."""

    title: str
    sentences: tuple[str, ...]
    charts: tuple[Plan, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole diagnosis.

    Attributes:
        title: of the document.
        town: the town's name.
        workspace: whose diagnosis it is.
        facts: what stands on the title page: pairs of label and text.
        members: the names of the group's towns.
        headline: the sentence of the summary.
        summary: its further sentences.
        charts: the summary's charts.
        tables: the summary's tables.
        chapters: the dimensions.
        findings: the findings that stand in no chapter; nothing when there are none.
        passages: the method; empty when it is left out.
        day: the day on which it was made.
        language: of the document.
    """

    title: str
    town: str
    workspace: str
    facts: tuple[tuple[str, str], ...]
    members: tuple[str, ...]
    headline: str
    summary: tuple[str, ...]
    charts: tuple[Plan, ...]
    tables: tuple[Table, ...]
    chapters: tuple[Chapter, ...]
    findings: Table | None
    passages: tuple[Passage, ...]
    day: datetime.date
    language: str

    @property
    def digest(self) -> str:
        """The hash of all that the document says."""
        said = json.dumps([FORM, asdict(self)], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(said.encode()).hexdigest()


def list_dimensions(choice: Choice) -> list[tuple[str, str]]:
    """List the dimensions that the data can feed: code and name."""
    if choice.run is None:
        return []
    return [(code, name_node(choice.run.catalogue, code)) for code in choice.run.structure.children[ROOT]]


def read_options(choice: Choice, asked: Mapping[str, str], wanted: Sequence[str]) -> Options:
    """Read what the report shall hold; without an answer, all of it.

    Args:
        choice: what is looked at.
        asked: the words of the address.
        wanted: the codes of the dimensions ticked.
    """
    known = [code for code, _name in list_dimensions(choice)]
    if not asked.get("wybor"):
        return Options(tuple(known))
    chosen = tuple(code for code in known if code in wanted)
    return Options(chosen, bool(asked.get("ustalenia")), bool(asked.get("metoda")))


def make_report(choice: Choice, options: Options) -> Report | None:
    """Make the diagnosis of a town; nothing when there are no data of it."""
    run, sight = choice.run, choice.sight
    if run is None or sight is None or choice.unit.key not in run.member_place or choice.year not in run.year_place:
        return None
    name = f"report/{choice.unit.key}/{choice.year}/{choice.window}"
    read = take_reading(run, name, lambda: read_report(sight, run, choice.unit.key, choice.year, choice.window))
    lines = list_findings(choice.process, choice.unit.key) if options.with_findings else []
    dimensions = [code for code in run.structure.children[ROOT] if code in options.dimensions]
    parts = [code for code in [ROOT, *run.structure.children[ROOT]] if code in read.standings]
    placed = {line.finding.pk for code in dimensions for line in lines_under(choice, lines, code)}
    return Report(
        title=_("Diagnosis: %(town)s, %(year)s") % {"town": choice.unit.name, "year": choice.year},
        town=choice.unit.name,
        workspace=choice.process.workspace.name,
        facts=list_facts(choice),
        members=tuple(sorted((sight.units[key].name for key in run.members if key in sight.units), key=str.casefold)),
        headline=head_node(choice, read.standings[ROOT], choice.unit.name),
        summary=(*say_summary(choice, read), *say_changes(choice, read)),
        charts=(plan_strips(choice, read, run.structure.children[ROOT], _("The town among its group, by dimension")),),
        tables=(
            tabulate_levels(choice, read, [*parts, *areas_of(choice, parts[1:])]),
            tabulate_parts(choice, read, read.strengths, _("What lifts the town most")),
            tabulate_parts(choice, read, read.weaknesses, _("What drags it most")),
        ),
        chapters=tuple(make_chapter(choice, read, code, lines) for code in dimensions if code in read.standings),
        findings=tabulate_findings([line for line in lines if line.finding.pk not in placed], _("Other findings")),
        passages=tuple(list_passages(choice, read)) if options.with_method else (),
        day=timezone.localdate(),
        language=get_language() or "pl",
    )


def list_findings(process: Process, unit: str) -> list[FindingLine]:
    """List the findings on a town that count, the oldest first, as their codes run."""
    rows: Iterable[Finding] = findings_of(process).filter(unit=unit).order_by("pk")
    return list_lines(process, rows)


def lines_under(choice: Choice, lines: Sequence[FindingLine], code: str) -> list[FindingLine]:
    """Choose the findings on a node or on anything under it."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    catalogue = choice.run.catalogue
    return [
        line
        for line in lines
        if line.reading.code == code or code in {branch.code for branch in catalogue.way_to(line.reading.code)}
    ]


def areas_of(choice: Choice, dimensions: Sequence[str]) -> list[str]:
    """List the areas of dimensions, in order."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    return [area for code in dimensions for area in choice.run.structure.children[code]]


def list_facts(choice: Choice) -> tuple[tuple[str, str], ...]:
    """List what stands on the title page."""
    assert choice.sight is not None  # noqa: S101 - only what has data is reported
    peers, run = choice.peers, choice.run
    facts = [
        (_("Town"), choice.unit.name),
        (_("Year"), str(choice.year)),
        (_("Process"), choice.process.name),
    ]
    if peers:
        facts.append((_("Comparison group"), peers.name))
        facts.append((_("Towns in the group"), str(len(peers.members))))
        version = f"{peers.number} ({peers.group.version})" if peers.number else peers.group.version
        facts.append((_("Version of the group"), version))
    facts += [
        (_("Recipe"), choice.recipe_name),
        (_("Version of the data"), choice.sight.cube.digest[:12]),
        (_("Version of the catalogue"), choice.sight.catalogue.digest[:12]),
    ]
    return (*facts, (_("Run of the index"), run.key[:12])) if run else tuple(facts)


def make_chapter(choice: Choice, read: ReportReading, code: str, lines: Sequence[FindingLine]) -> Chapter:
    """Make the chapter of a dimension."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    areas = choice.run.structure.children[code]
    name = name_node(choice.run.catalogue, code)
    plans: list[Plan] = []
    if sum(one.score is not None and one.year <= choice.year for one in read.paths.get(code, ())) > 1:
        title = _("%(name)s over time") % {"name": name}
        breaks = tuple(sorted({item.year for item in read.breaks}))
        until = [one for one in read.paths[code] if one.year <= choice.year]
        path, left_out = leave_out_thin_years(until, choice.year)
        plans.append(PathPlan(title, choice.unit.name, path, breaks, left_out))
    plans.append(plan_strips(choice, read, areas, _("%(name)s by area") % {"name": name}))
    own = [line for line in lines if line.reading.code == code]
    sections = [make_section(choice, read, area, lines) for area in areas]
    found = tabulate_findings(own, _("Findings on the whole dimension"))
    if found:
        sections.append(Section(_("Findings"), (), (found,)))
    standing = read.standings[code]
    return Chapter(head_node(choice, standing, name), say_changes(choice, read, code), tuple(plans), tuple(sections))


def make_section(choice: Choice, read: ReportReading, code: str, lines: Sequence[FindingLine]) -> Section:
    """Make the section of an area."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    name = name_node(choice.run.catalogue, code)
    found = tabulate_findings(lines_under(choice, lines, code), _("Findings: %(name)s") % {"name": name})
    tables = [tabulate_indicators(choice, read, code), found]
    title = head_node(choice, read.standings[code], name)
    return Section(title, say_changes(choice, read, code), tuple(table for table in tables if table))


def plan_strips(choice: Choice, read: ReportReading, codes: Sequence[str], title: str) -> StripPlan:
    """Plan the chart of several nodes in one year."""
    assert choice.run is not None  # noqa: S101 - only what has a run is reported
    catalogue = choice.run.catalogue
    rows = [(name_node(catalogue, code), read.standings[code]) for code in codes if code in read.standings]
    return StripPlan(title, choice.unit.name, tuple(rows))


def list_plans(report: Report) -> list[Plan]:
    """List all charts of a report in the order of its pages."""
    return [*report.charts, *(plan for chapter in report.chapters for plan in chapter.charts)]


def as_plain(report: Report) -> dict[str, Any]:
    """Give the report as plain values, without the charts' own data."""
    return asdict(report)
