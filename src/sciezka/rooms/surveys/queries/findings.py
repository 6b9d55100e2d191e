"""Findings of surveys: the list, one finding, and how each stands on the answers of today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.surveys.queries.findings_reading import Reading, is_alike, load_reading, read_shown
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.results_page import open_sight
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import Citation, Standing, node_for, node_with_ties, nodes_for
from sciezka.rooms.thread.queries.nouns import read_keys
from sciezka.rooms.thread.queries.ties import NodePage
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.journal import JournalFilters, JournalLine, read_journal

TYPE = "survey_finding"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding of the list: what it keeps, its code on the thread, and the figure of today where that differs."""

    finding: SurveyFinding
    reading: Reading
    code: str
    now: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """What the page of a finding shows.

    Attributes:
        reading: what was read.
        today: the same read today; nothing where it can't be, or may not be told.
        has_changed: whether the answers are others than then.
        has_moved: whether the number itself is another.
        is_gone: whether the answers were deleted, as their retention says.
        node: its place on the thread.
        ties: what it carries.
        journal: its history.
        source: the address of the result it was read from.
    """

    reading: Reading
    today: Reading | None
    has_changed: bool
    has_moved: bool
    is_gone: bool
    node: Node | None
    ties: NodePage | None
    journal: tuple[JournalLine, ...]
    source: str


def findings_of(survey: Survey, *, withdrawn: bool = False) -> QuerySet[SurveyFinding]:
    """List the findings of a survey, the newest first; those withdrawn only when asked for."""
    rows = SurveyFinding.objects.filter(survey=survey)
    return rows if withdrawn else rows.filter(withdrawn_at__isnull=True)


def list_lines(survey: Survey, rows: Iterable[SurveyFinding]) -> list[FindingLine]:
    """Read findings of a survey for a list, in a fixed number of queries."""
    listed = list(rows)
    nodes, sight = nodes_for(survey.process, listed), open_sight(survey)
    lines = []
    for row in listed:
        row.survey = survey
        reading, node = load_reading(row.reading), nodes.get(str(row.pk))
        today = None if row.withdrawn_at else read_today(row, reading, sight)
        now = today.text if today is not None and not is_alike(today, reading) else ""
        lines.append(FindingLine(row, reading, node.code if node else "", now))
    return lines


def find_alike(survey: Survey, reading: Reading, choice: Mapping[str, str]) -> list[SurveyFinding]:
    """Find findings that keep the same number of the same answers already."""
    rows = findings_of(survey)
    return [row for row in rows if row.choice == dict(choice) and row.reading.get("key") == reading.key]


def read_today(finding: SurveyFinding, reading: Reading, sight: FrameSight | None) -> Reading | None:
    """Read the same number on the answers of today; nothing where it can't be read or may not be told any more.

    Where no answer has changed nothing is reckoned: what was kept still holds.
    """
    if sight is None:
        return None
    if sight.digest == finding.data_digest:
        return reading
    # Numbers do not depend on the language; labels do, and only numbers are compared.
    shown = read_shown(sight, finding.choice, "pl")
    return next((one for one in shown[2] if one.key == reading.key), None) if shown else None


def read_page(finding: SurveyFinding, *, with_journal: bool) -> FindingPage:
    """Read everything that the page of a finding shows."""
    survey = finding.survey
    reading, sight = load_reading(finding.reading), open_sight(survey)
    today = read_today(finding, reading, sight)
    node = node_for(finding, TYPE)
    filters = JournalFilters(noun=finding._meta.label_lower, number=str(finding.pk))
    lines = read_journal(survey.process.scope, filters, None)[1] if with_journal else []
    return FindingPage(
        reading=reading,
        today=today,
        has_changed=sight is not None and sight.digest != finding.data_digest,
        has_moved=today is not None and not is_alike(today, reading),
        is_gone=survey.erased_at is not None,
        node=node,
        ties=node_with_ties(node) if node is not None else None,
        journal=tuple(lines),
        source=find_source(finding),
    )


def find_source(finding: SurveyFinding) -> str:
    """Give the address of the result that a finding was read from."""
    asked = {name: value for name, value in finding.choice.items() if name != "o"}
    page = reverse("surveys:result_item", kwargs={**finding.survey.address, "item_code": finding.choice.get("o", "q")})
    return f"{page}?{urlencode(asked)}" if asked else page


def make_citation(finding: SurveyFinding, reading: Reading) -> Citation:
    """Make what the thread cites of a finding."""
    return Citation(
        number=round(reading.number, 1),
        unit="%" if reading.unit == "%" else "",
        of=reading.day,
        source=f"{finding.survey.title} (n = {reading.n})",
        version=finding.data_digest,
        href=finding.get_absolute_url(),
    )


def find_findings(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
    """Tell the thread how findings stand: where each is shown, and what the answers say today."""
    rows = SurveyFinding.objects.filter(survey__process=process, pk__in=read_keys(keys))
    rows = rows.select_related("survey__edition", "survey__process__workspace")
    sights: dict[int, FrameSight | None] = {}
    found = {}
    for row in rows:
        now = None
        if row.withdrawn_at is None:
            if row.survey_id not in sights:
                sights[row.survey_id] = open_sight(row.survey)
            today = read_today(row, load_reading(row.reading), sights[row.survey_id])
            now = make_citation(row, today) if today is not None else None
        found[str(row.pk)] = Standing(row.get_absolute_url(), now)
    return found
