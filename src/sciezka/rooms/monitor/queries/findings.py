"""Findings of a process: the list, one finding, and how each stands on the data of today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from sciezka.core.index.types import IndexProblem
from sciezka.rooms.monitor.models import Finding, GroupVersion, SavedRecipe
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.finding_reading import Reading, digest_recipe, load_reading, take_number
from sciezka.rooms.monitor.queries.finding_words import say_number, say_rank
from sciezka.rooms.monitor.queries.peers import NEAR, USUAL, usual_peers
from sciezka.rooms.monitor.queries.recipes import parse_recipe
from sciezka.rooms.monitor.store.observations import DamagedBatch, NotWritten
from sciezka.rooms.monitor.store.readings.findings import Measured, digest_inputs, measure_subject
from sciezka.rooms.monitor.store.runs import DEFAULT_RECIPE, run_for
from sciezka.rooms.monitor.store.sight import Sight, see
from sciezka.rooms.thread.queries import Citation, Standing, nodes_for
from sciezka.rooms.thread.queries.nouns import read_keys
from sciezka.rooms.town.models import Process

TYPE = "finding"


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding of the list.

    Attributes:
        finding: the finding.
        reading: what it keeps.
        code: its code on the thread; empty when it does not hang there.
        figure: its figure, ready to read.
        rank: the place with its interval, ready to read.
        now: the figure of today where it differs; empty otherwise.
    """

    finding: Finding
    reading: Reading
    code: str
    figure: str
    rank: str
    now: str


def find_finding(workspace: str, process: str, finding: int) -> Finding:
    """Find a finding inside its process, or answer 404."""
    rows = Finding.objects.select_related("process__workspace", "group__group")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=finding)


def findings_of(process: Process, *, withdrawn: bool = False) -> QuerySet[Finding]:
    """List the findings of a process, the newest first; those withdrawn only when asked for."""
    rows = Finding.objects.filter(process=process)
    return rows if withdrawn else rows.filter(withdrawn_at__isnull=True)


def find_alike(process: Process, reading: Reading, recipe_digest: str) -> list[Finding]:
    """Find findings that keep the same reading already: the noun, town, year, group and recipe."""
    rows = findings_of(process).filter(
        subject=reading.code, unit=reading.town, year=reading.year, recipe_digest=recipe_digest
    )
    found = []
    for row in rows:
        kept = load_reading(row.reading)
        if (kept.kind, kept.group.get("digest")) == (reading.kind, reading.group.get("digest")):
            row.process = process
            found.append(row)
    return found


def open_sight(process: Process) -> Sight | None:
    """Open the data of today; nothing when there are none, or when they can't be read."""
    try:
        return see(process.workspace, catalogue_in_force(process.workspace).catalogue)
    except (DamagedBatch, NotWritten):
        return None


def list_lines(process: Process, rows: Iterable[Finding]) -> list[FindingLine]:
    """Read findings for a list in a fixed number of queries."""
    listed = list(rows)
    nodes, sight = nodes_for(process, listed), open_sight(process)
    lines = []
    for row in listed:
        row.process = process
        reading, node = load_reading(row.reading), nodes.get(str(row.pk))
        today = None if row.withdrawn_at else read_today(row, reading, sight)
        moved = today is not None and take_number(reading.kind, today) != reading.number
        now = _say_today(reading, today) if today is not None and moved else ""
        lines.append(FindingLine(row, reading, node.code if node else "", say_number(reading), say_rank(reading.read), now))
    return lines


def _say_today(reading: Reading, today: Measured) -> str:
    number = take_number(reading.kind, today)
    return _("no data") if number is None else say_number(reading, number)


def read_today(finding: Finding, reading: Reading, sight: Sight | None) -> Measured | None:
    """Read the same noun by the same recipe in the same group on the data of today; nothing when it can't be reckoned.

    Without new data nothing is reckoned: what was kept still holds.
    """
    if sight is None:
        return None
    if finding.data_digest == sight.cube.digest:
        return reading.read
    try:
        run = run_for(sight.cube, sight.catalogue, reading.members, parse_recipe(finding.recipe), reading.weights)
        found = measure_subject(sight, run, reading.code, reading.town, finding.year, reading.window)
    except (IndexProblem, ValueError, DamagedBatch):
        return None
    if found is None or found.year != finding.year:
        return Measured(year=finding.year, value=None)
    return found


def make_citation(finding: Finding, number: float | None, source: str) -> Citation:
    """Make what the thread cites of a finding."""
    reading = load_reading(finding.reading)
    return Citation(
        number=number,
        unit=reading.unit,
        text="" if number is not None else finding.title,
        of=str(finding.year),
        source=source,
        recipe=finding.recipe_digest,
        version=finding.data_digest,
        href=finding.address,
    )


def find_findings(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
    """Tell the thread how findings stand: where each is shown, and what the monitor says today."""
    rows = {str(row.pk): row for row in Finding.objects.filter(process=process, pk__in=read_keys(keys))}
    sight = open_sight(process) if any(row.withdrawn_at is None for row in rows.values()) else None
    found = {}
    for key, row in rows.items():
        row.process = process
        reading = load_reading(row.reading)
        today = None if row.withdrawn_at else read_today(row, reading, sight)
        now = make_citation(row, take_number(reading.kind, today), reading.source_text) if today is not None else None
        found[key] = Standing(row.get_absolute_url(), now)
    return found


def list_changes(finding: Finding, reading: Reading, sight: Sight | None) -> list[str]:
    """Say what has changed since the reading was kept: the data, the catalogue, the group, the recipe."""
    if sight is None:
        return [_("The data can’t be opened now, so nothing can be compared.")]
    changes = []
    if reading.inputs and reading.inputs != digest_inputs(sight):
        changes.append(_("The data have changed: other batches of figures are in force."))
    if finding.catalogue_digest and finding.catalogue_digest != sight.catalogue.digest:
        changes.append(_("The catalogue of indicators has changed."))
    if said := _say_group_change(finding, reading, sight):
        changes.append(said)
    if said := _say_recipe_change(finding, reading):
        changes.append(said)
    return changes


def _say_group_change(finding: Finding, reading: Reading, sight: Sight) -> str:
    if {"bez", "oraz"} & reading.asked.keys():
        return ""
    if finding.group is not None:
        newest = GroupVersion.objects.filter(group=finding.group.group_id).order_by("-number").first()
        if newest is not None and newest.number > finding.group.number:
            return _("The comparison group has a newer version: %(number)s.") % {"number": newest.number}
        return ""
    if reading.group.get("key") not in {USUAL, NEAR} or reading.town not in sight.units:
        return ""
    peers = usual_peers(sight, sight.units[reading.town], near=reading.group["key"] == NEAR)
    if peers is None or peers.members == reading.members:
        return ""
    return _("The rule of the comparison group takes other towns today: %(count)s.") % {"count": len(peers.members)}


def _say_recipe_change(finding: Finding, reading: Reading) -> str:
    key = reading.recipe.get("key", "")
    if "zmiany" in reading.asked:
        return ""
    if not key:
        if digest_recipe(DEFAULT_RECIPE, reading.weights) != finding.recipe_digest:
            return _("The usual recipe has changed.")
        return ""
    if key.isdecimal() and SavedRecipe.objects.filter(process=finding.process, pk=key).exists():
        return ""
    return _("The recipe was deleted; the finding keeps its text.")
