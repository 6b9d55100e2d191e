"""Batches in words: what each brought, what was taken for missing and why, what does not add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.core.indicators.catalogue import Catalogue
from sciezka.core.series.places import Unit
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.queries.words import language, say_attribute
from sciezka.rooms.monitor.store.batches import batches_in_force
from sciezka.rooms.monitor.store.observations import BatchFile, DamagedBatch, NotWritten
from sciezka.rooms.monitor.store.readings.data import Revised, find_overlaps
from sciezka.rooms.town.models import Workspace

FORMS: Final[Mapping[str, Text]] = {
    "ctab": gettext_lazy("wide export of the Local Data Bank (CTAB)"),
    "crel": gettext_lazy("long export of the Local Data Bank (CREL)"),
    "own": gettext_lazy("Ścieżka’s own format"),
    "budget": gettext_lazy("budget table of the Ministry of Finance"),
    "mapped": gettext_lazy("table with its columns named by hand"),
    "bdl": gettext_lazy("interface of the Local Data Bank"),
    "communes": gettext_lazy("panel of communes (Parquet)"),
    "bank_units": gettext_lazy("panel of the bank’s units (Parquet)"),
    "counties": gettext_lazy("panel of counties (Parquet)"),
}
PASSED_OVER: Final[Mapping[str, Text]] = {
    "level": gettext_lazy("rows of regions, subregions and other units that are not kept"),
    "part": gettext_lazy("rows of parts of communes and of districts"),
    "city": gettext_lazy("county rows of cities with county rights, taken for the cities’ own"),
    "dead": gettext_lazy("rows of units that no longer exist"),
}
PARTS: Final[Mapping[str, Text]] = {
    "commune": gettext_lazy("its communes"),
    "county": gettext_lazy("its counties"),
    "voivodeship": gettext_lazy("the voivodeships"),
}
MODES: Final[Mapping[int, Text]] = {
    1: gettext_lazy("goes on under a new code"),
    2: gettext_lazy("was joined to another unit"),
    9: gettext_lazy("was abolished"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What units and variables are called for readers."""

    units: Mapping[str, Unit]
    catalogue: Catalogue

    def unit(self, key: str) -> str:
        """Name a unit; by its code when nothing else is known."""
        found = self.units.get(key)
        return found.name or key if found else key

    def variable(self, key: str, label: str = "") -> str:
        """Name a variable, by the catalogue, else by its file, else by its key."""
        found = self.catalogue.by_key.get(key)
        return found.label(language()) if found else label or key


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in the list."""

    batch: Batch

    @property
    def years(self) -> str:
        """The years that it covers."""
        ends = self.batch.report.get("years") or []
        return say_years(*ends) if len(ends) == 2 else "–"  # noqa: PLR2004 - first and last

    @property
    def zeros(self) -> int:
        """How many zeros were taken for missing."""
        return sum(self.batch.report.get("zeros", {}).get("counts", {}).values())

    @property
    def unequal(self) -> int:
        """How many sums do not add up."""
        return int(self.batch.report.get("sums", {}).get("unequal", 0))


def list_batches(workspace: Workspace) -> QuerySet[Batch]:
    """List the batches that a workspace sees, the newest first; of the shared ones only those in force."""
    whose = Q(workspace=workspace) | Q(workspace__isnull=True, is_in_force=True)
    return Batch.objects.filter(whose).select_related("workspace").order_by("-retrieved", "-pk")


@dataclass(frozen=True, slots=True)
class VariableLine:
    """A variable that a batch brought."""

    key: str
    name: str
    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class ZeroLine:
    """Zeros of one variable and year that were taken for missing, with the rule that took them."""

    attribute: int
    name: str
    year: int
    count: int
    units: str
    excess: float | None


@dataclass(frozen=True, slots=True)
class SumLine:
    """A whole that its parts do not come to."""

    name: str
    year: int
    unit: str
    parts: str
    total: float
    summed: float
    missing: int

    @property
    def difference(self) -> float:
        """By how much the whole is above its parts."""
        return self.total - self.summed


@dataclass(frozen=True, slots=True)
class JoinedLine:
    """A unit whose code changed."""

    old: str
    new: str
    mode: str
    year: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class OverlapLine:
    """What a batch shares with another one, and what they tell differently."""

    batch: Batch
    is_newer: bool
    same: int
    different: int
    examples: tuple[tuple[str, str, Revised], ...]


def list_variables(batch: Batch, names: Names) -> list[VariableLine]:
    """List the variables of a batch by name."""
    lines = [
        VariableLine(key, names.variable(key, said.get("label", "")), said["first"], said["last"], said["count"])
        for key, said in batch.report.get("variables", {}).items()
    ]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.key))


def list_zeros(batch: Batch, names: Names) -> list[ZeroLine]:
    """List every zero that was taken for missing."""
    return [
        ZeroLine(
            found["attr"],
            names.variable(found["variable"]),
            found["year"],
            found["count"],
            ", ".join(names.unit(key) for key in found["units"]) or _("all units"),
            found["excess"],
        )
        for found in batch.report.get("zeros", {}).get("listed", [])
    ]


def count_zeros(batches: Sequence[Batch]) -> list[tuple[int, str, int]]:
    """Count the zeros that were taken for missing, by the rule's mark and meaning, the most first."""
    counts: dict[int, int] = {}
    for batch in batches:
        for number, count in batch.report.get("zeros", {}).get("counts", {}).items():
            counts[int(number)] = counts.get(int(number), 0) + count
    return [(number, say_attribute(number), count) for number, count in sorted(counts.items(), key=lambda pair: -pair[1])]


def list_sums(batch: Batch, names: Names) -> list[SumLine]:
    """List the wholes that their parts do not come to: first the faults, then those whose parts have gaps."""
    return [
        SumLine(
            names.variable(found["variable"]),
            found["year"],
            names.unit(found["unit"]),
            str(PARTS.get(found["parts"], found["parts"])),
            found["total"],
            found["summed"],
            found["missing"],
        )
        for found in batch.report.get("sums", {}).get("listed", [])
    ]


def list_passed_over(batch: Batch) -> list[tuple[str, int]]:
    """List what was left out of a file, by the reason."""
    return [(str(PASSED_OVER.get(why, why)), count) for why, count in batch.report.get("passed_over", {}).items()]


def list_joined(changes: Sequence[Mapping[str, Any]], names: Names) -> list[JoinedLine]:
    """List units whose codes changed, in words."""
    return [
        JoinedLine(
            name_both(names, change["old"]),
            name_both(names, change["new"]) if change["new"] else "–",
            str(MODES.get(change["mode"], "")),
            change["year"],
            # What the programme found by itself is said by the mode; a table's own words stay as they are.
            "" if change["reason"] == "change of kind" else change["reason"],
        )
        for change in changes
    ]


def name_both(names: Names, key: str) -> str:
    """Name a unit with its code."""
    name = names.unit(key)
    return key if name == key else f"{name} ({key})"


def list_overlaps(batch: Batch, workspace: Workspace, names: Names) -> tuple[list[OverlapLine], str]:
    """Compare a batch with the others in force for a workspace; gives also why that can't be told.

    Figures of other workspaces are never looked at.
    """
    in_force = batches_in_force(workspace)
    keys = [each.key for each in in_force]
    if batch.key not in keys:
        return [], ""
    at = keys.index(batch.key)
    others = [each for each in in_force if each.key != batch.key]
    try:
        found = find_overlaps(BatchFile(batch.key, batch.digest, batch.retrieved), others, keys[at + 1 :])
    except DamagedBatch as problem:
        return [], say_damaged(problem)
    rows = {row.key: row for row in Batch.objects.filter(key__in=[each.batch for each in found])}
    return [
        OverlapLine(
            rows[each.batch],
            each.is_newer,
            each.same,
            each.different,
            tuple((names.variable(one.variable), names.unit(one.unit), one) for one in each.examples),
        )
        for each in found
        if each.batch in rows
    ], ""


def say_damaged(problem: DamagedBatch | NotWritten) -> str:
    """Say that a file of the store can't be read or written, and what to do."""
    if isinstance(problem, NotWritten):
        return _(
            "The server can’t write to its store of data: the disk is full, or may not be written to. Nothing was changed. "
            "Tell the operator."
        )
    return _(
        "The observations of the batch “%(batch)s” are damaged or gone. The operator can bring the file back from a "
        "backup, or take the batch out of force and import it again."
    ) % {"batch": problem.batch}


def say_years(first: int, last: int) -> str:
    """Write a span of years."""
    return str(first) if first == last else f"{first}–{last}"
