"""What the page of data shows: what is in force, how much of the catalogue it covers, what is known of the sources."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.indicators.catalogue import Catalogue
from sciezka.kit.forms import read_number
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.data_batches import (
    BatchLine,
    JoinedLine,
    Names,
    count_zeros,
    list_batches,
    list_joined,
    say_damaged,
    say_years,
)
from sciezka.rooms.monitor.queries.words import language
from sciezka.rooms.monitor.store.bdl.verifying import verification
from sciezka.rooms.monitor.store.observations import DamagedBatch, NotWritten
from sciezka.rooms.monitor.store.readings.data import Covered, read_coverage
from sciezka.rooms.monitor.store.sight import known_units, see
from sciezka.rooms.monitor.store.units import load_crosswalk
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

CHOICE_WORDS: Final = ("jednostka", "grupa", "rok", "okno", "przepis", "wagi")
LONGEST_WORD: Final = 200
BATCHES_ON_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class BatchSpot:
    """A batch as a process sees it.

    Attributes:
        process: whose office.
        batch: a shared batch, or one of the workspace's own.
    """

    process: Process
    batch: Batch

    @property
    def place(self) -> Process:
        """The process: what a person may do with a batch follows from it."""
        return self.process


@dataclass(frozen=True, kw_only=True)
class KeptChoice(Choice):
    """What was looked at before, carried along unread: pages about data open even when the data can't be read."""

    words: Mapping[str, str] = field(default_factory=dict)

    def query_with(self, **changes: object) -> str:
        """Give the end of an address that goes back to what was looked at."""
        kept = {name: value for name, value in {**self.words, **changes}.items() if value not in ("", None)}
        return f"?{urlencode(kept)}" if kept else ""


def keep_choice(process: Process, asked: Mapping[str, str]) -> KeptChoice:
    """Carry along what an address says is looked at, without reading any figures."""
    words = {name: asked[name] for name in CHOICE_WORDS if 0 < len(asked.get(name, "")) <= LONGEST_WORD}
    return KeptChoice(process=process, words=words)


def look_or_keep(process: Process, asked: Mapping[str, str]) -> Choice:
    """Read what is looked at; where the data can't be read, carry it along unread, for pages that show what was kept."""
    try:
        return read_choice(process, asked)
    except (DamagedBatch, NotWritten):
        return keep_choice(process, asked)


def find_batch(workspace: str, process: str, batch: int) -> BatchSpot:
    """Find a batch that a process sees, shared or its workspace's own, or answer 404."""
    place = find_process(workspace, process)
    number = read_number(batch)
    whose = Q(workspace__isnull=True) | Q(workspace=place.workspace)
    found = Batch.objects.filter(whose, pk=number).select_related("workspace").first() if number else None
    if found is None:
        raise Http404
    return BatchSpot(place, found)


def find_own_batch(workspace: str, process: str, batch: int) -> BatchSpot:
    """Find a batch of the process's own workspace, or answer 404."""
    spot = find_batch(workspace, process, batch)
    if spot.batch.workspace is None:
        raise Http404
    return spot


@dataclass(frozen=True, slots=True)
class AreaLine:
    """How much of one area of the catalogue has data.

    Attributes:
        code: its code.
        name: its name.
        dimension: the name of its dimension.
        total: how many indicators it has.
        fed: how many of them have data.
        town: how many of them have data of the workspace's town.
        fresh: how many of them are fresh, by the catalogue's own rule.
        years: the last years with data, from the oldest to the newest.
    """

    code: str
    name: str
    dimension: str
    total: int
    fed: int
    town: int
    fresh: int
    years: str


@dataclass(frozen=True, slots=True)
class BankState:
    """What first contact with the Local Data Bank brought."""

    expected: int
    verified: int
    refused: tuple[tuple[str, str, datetime.date, tuple[str, ...]], ...]

    @property
    def waiting(self) -> int:
        """How many variables were not compared yet."""
        return self.expected - self.verified - len(self.refused)


@dataclass(frozen=True)
class DataPage:
    """What the page of data shows.

    Attributes:
        process: whose office.
        catalogue: the catalogue in force.
        batches: all batches in force that the workspace sees.
        page: a page of the list of batches, own ones out of force among them.
        coverage: by indicator, how much is there.
        town: the workspace's town, for which the coverage is told; empty when none has data.
        damaged: why the figures can't be read; empty when they can.
    """

    process: Process
    catalogue: Catalogue
    batches: tuple[Batch, ...]
    page: Page[Batch]
    coverage: Mapping[str, Covered]
    town: str
    damaged: str

    @cached_property
    def lines(self) -> list[BatchLine]:
        """The batches of the page."""
        return [BatchLine(batch) for batch in self.page]

    @cached_property
    def names(self) -> Names:
        """What units and variables are called."""
        return Names(known_units(), self.catalogue)

    @property
    def town_name(self) -> str:
        """The town's name."""
        return self.names.unit(self.town) if self.town else ""

    @property
    def figures(self) -> int:
        """How many figures are in force."""
        return sum(batch.rows for batch in self.batches)

    @cached_property
    def variables(self) -> int:
        """How many variables they are of."""
        return len({key for batch in self.batches for key in batch.report.get("variables", {})})

    @cached_property
    def years(self) -> str:
        """The years that they cover."""
        ends = [year for batch in self.batches for year in batch.report.get("years") or []]
        return say_years(min(ends), max(ends)) if ends else "–"

    @property
    def fed(self) -> int:
        """How many indicators have data."""
        return len(self.coverage)

    @property
    def newest(self) -> int:
        """The newest year with data."""
        return max((covered.last for covered in self.coverage.values()), default=0)

    @cached_property
    def heading(self) -> str:
        """What there is, in one sentence."""
        if not self.batches:
            return _("There are no data yet")
        if not self.coverage:
            return _("The data feed none of the catalogue’s indicators yet")
        return ngettext(
            "%(fed)s of %(total)s indicators has data, the newest of %(year)s",
            "%(fed)s of %(total)s indicators have data, the newest of %(year)s",
            self.fed,
        ) % {"fed": self.fed, "total": len(self.catalogue.indicators), "year": self.newest}

    @cached_property
    def areas(self) -> list[AreaLine]:
        """How much of each area has data."""
        today = datetime.datetime.now(tz=datetime.UTC).year
        words = language()
        lines = []
        for area in self.catalogue.areas:
            subs = {branch.code for branch in self.catalogue.under(area.code)}
            own = [item for item in self.catalogue.indicators if item.sub_area in subs]
            found = [(item, self.coverage[item.code]) for item in own if item.code in self.coverage]
            lasts = [covered.last for _item, covered in found]
            lines.append(
                AreaLine(
                    area.code,
                    area.name(words),
                    self.catalogue.branches[area.parent].name(words),
                    len(own),
                    len(found),
                    sum(self.town in covered.lasts for _item, covered in found),
                    sum(item.is_fresh(covered.last, today) for item, covered in found),
                    say_years(min(lasts), max(lasts)) if lasts else "–",
                )
            )
        return lines

    @cached_property
    def zeros(self) -> list[tuple[int, str, int]]:
        """How many zeros were taken for missing, by the rule."""
        return count_zeros(self.batches)

    @cached_property
    def sums(self) -> dict[str, int]:
        """How many sums were tried, and how many of them do not add up."""
        words = ("compared", "equal", "unequal", "with_gaps")
        return {word: sum(batch.report.get("sums", {}).get(word, 0) for batch in self.batches) for word in words}

    @cached_property
    def joined(self) -> list[JoinedLine]:
        """The units whose codes changed, as known now."""
        units = self.names.units
        changes: list[dict[str, Any]] = [
            {"old": item.old, "new": item.new, "mode": item.mode, "year": item.first, "reason": item.reason}
            for item in load_crosswalk(units).changes
            if item.old in units
        ]
        changes.sort(key=lambda item: (-(item["year"] or 0), item["old"]))
        return list_joined(changes, self.names)

    @cached_property
    def bank(self) -> BankState:
        """What first contact with the Local Data Bank brought, for the variables of this catalogue."""
        kept = verification()
        expected = [variable for variable in self.catalogue.variables if variable.bdl_id is not None]
        found = [(variable, kept[variable.key]) for variable in expected if variable.key in kept]
        valid = [(variable, verdict) for variable, verdict in found if verdict.holds_for(variable)]
        refused = tuple(
            (variable.key, variable.label(language()), verdict.on, tuple(reason.say() for reason in verdict.reasons))
            for variable, verdict in valid
            if not verdict.is_verified
        )
        return BankState(len(expected), sum(verdict.is_verified for _variable, verdict in valid), refused)


def read_data(process: Process, page: str | None) -> DataPage:
    """Read what the page of data shows."""
    workspace = process.workspace
    catalogue = catalogue_in_force(workspace).catalogue
    rows = list_batches(workspace)
    coverage: Mapping[str, Covered] = {}
    damaged, town = "", ""
    try:
        sight = see(workspace, catalogue)
    except (DamagedBatch, NotWritten) as problem:
        sight, damaged = None, say_damaged(problem)
    if sight is not None:
        coverage = read_coverage(sight.cube)
        members = [row.unit_id for row in workspace.members.order_by("pk")]
        town = next((key for key in members if key in sight.cube.unit_place), "")
    in_force = tuple(rows.filter(is_in_force=True))
    return DataPage(process, catalogue, in_force, Paginator(rows, BATCHES_ON_PAGE).get_page(page), coverage, town, damaged)
