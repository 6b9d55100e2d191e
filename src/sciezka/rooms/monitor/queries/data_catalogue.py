"""The catalogue for readers: the tree with what each indicator is, in words, and whether it has data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.indicators.catalogue import Branch, Catalogue, Indicator
from sciezka.core.indicators.formula import Formula, bare_key
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.models import CatalogueVersion
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.data_batches import say_damaged
from sciezka.rooms.monitor.queries.data_faults import say_fault_with_line
from sciezka.rooms.monitor.queries.words import DIRECTIONS, language
from sciezka.rooms.monitor.store.observations import DamagedBatch, NotWritten
from sciezka.rooms.monitor.store.readings.data import Covered, read_coverage
from sciezka.rooms.monitor.store.sight import see
from sciezka.rooms.town.models import Process

LONGEST_SEARCH: Final = 80


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator for readers.

    Attributes:
        indicator: the indicator.
        name: its name.
        unit: its unit.
        definition: what it measures.
        note: what readers must know.
        direction: which way is better.
        formula: how it is reckoned, in words.
        alternatives: other ways to it, in words.
        keys: the source variables, with their keys.
        covered: how much of it is there; nothing when it has no data.
    """

    indicator: Indicator
    name: str
    unit: str
    definition: str
    note: str
    direction: Text
    formula: str
    alternatives: tuple[str, ...]
    keys: tuple[str, ...]
    covered: Covered | None


@dataclass(frozen=True, slots=True)
class SubAreaLine:
    """A sub-area with its indicators."""

    branch: Branch
    name: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class AreaPart:
    """An area with its sub-areas."""

    branch: Branch
    name: str
    subs: tuple[SubAreaLine, ...]

    @property
    def count(self) -> int:
        """How many indicators are shown under it."""
        return sum(len(sub.lines) for sub in self.subs)

    @property
    def fed(self) -> int:
        """How many of them have data."""
        return sum(line.covered is not None for sub in self.subs for line in sub.lines)


@dataclass(frozen=True, slots=True)
class DimensionPart:
    """A dimension with its areas."""

    branch: Branch
    name: str
    areas: tuple[AreaPart, ...]


@dataclass(frozen=True)
class CataloguePage:
    """What the page of the catalogue shows.

    Attributes:
        catalogue: the catalogue in force.
        version: the workspace's version of its extension; nothing when it has none.
        faults: why the extension is left out; empty when it is not.
        coverage: by indicator, how much is there.
        search: the words looked for.
        damaged: why figures can't be read; empty when they can.
    """

    catalogue: Catalogue
    version: CatalogueVersion | None
    faults: tuple[str, ...]
    coverage: Mapping[str, Covered]
    search: str
    damaged: str

    @cached_property
    def dimensions(self) -> tuple[DimensionPart, ...]:
        """The tree; branches under which nothing was found are left out."""
        words = language()
        parts = []
        for dimension in self.catalogue.dimensions:
            areas = tuple(
                area
                for area in (self.make_area(branch, words) for branch in self.catalogue.under(dimension.code))
                if area.subs
            )
            if areas:
                parts.append(DimensionPart(dimension, dimension.name(words), areas))
        return tuple(parts)

    @cached_property
    def found(self) -> int:
        """How many indicators are shown."""
        return sum(area.count for part in self.dimensions for area in part.areas)

    @cached_property
    def heading(self) -> str:
        """What the catalogue holds, in one sentence."""
        total = len(self.catalogue.indicators)
        return ngettext(
            "%(total)s indicator in %(areas)s areas", "%(total)s indicators in %(areas)s areas", total
        ) % {"total": total, "areas": len(self.catalogue.areas)}  # fmt: skip

    def make_area(self, branch: Branch, words: str) -> AreaPart:
        """Make an area with what is shown under it."""
        subs = []
        for sub in self.catalogue.under(branch.code):
            lines = tuple(
                self.make_line(item, words)
                for item in self.catalogue.indicators_of(sub.code)
                if self.matches(item, f"{branch.name(words)} {sub.name(words)}", words)
            )
            if lines:
                subs.append(SubAreaLine(sub, sub.name(words), lines))
        return AreaPart(branch, branch.name(words), tuple(subs))

    def matches(self, item: Indicator, around: str, words: str) -> bool:
        """Tell whether all words looked for stand in an indicator's texts."""
        if not self.search:
            return True
        texts = (item.code, item.name(words), item.definition(words), around, *self.catalogue.source_keys(item.formula))
        plain = " ".join(texts).casefold()
        return all(word in plain for word in self.search.casefold().split())

    def make_line(self, item: Indicator, words: str) -> IndicatorLine:
        """Make an indicator's line."""
        return IndicatorLine(
            item,
            item.name(words),
            item.unit(words),
            item.definition(words),
            item.note(words),
            DIRECTIONS[item.direction],
            say_formula(self.catalogue, item.formula),
            tuple(say_formula(self.catalogue, formula) for formula in item.alternatives),
            self.catalogue.source_keys(item.formula),
            self.coverage.get(item.code),
        )


def read_catalogue_page(process: Process, search: str) -> CataloguePage:
    """Read what the page of the catalogue shows."""
    workspace = process.workspace
    in_force = catalogue_in_force(workspace)
    coverage: Mapping[str, Covered] = {}
    damaged = ""
    try:
        sight = see(workspace, in_force.catalogue)
    except (DamagedBatch, NotWritten) as problem:
        sight, damaged = None, say_damaged(problem)
    if sight is not None:
        coverage = read_coverage(sight.cube)
    faults = tuple(say_fault_with_line(fault) for fault in in_force.faults)
    words = search.replace("\x00", "").strip()[:LONGEST_SEARCH]
    return CataloguePage(in_force.catalogue, in_force.version, faults, coverage, words, damaged)


def say_formula(catalogue: Catalogue, formula: Formula) -> str:
    """Write a formula with the names of its variables."""
    above, below = say_sum(catalogue, formula.of), say_sum(catalogue, formula.per)
    if below:
        # A sum of several parts needs brackets beside a division.
        bracketed = [f"({part})" if len(keys) > 1 else part for part, keys in ((above, formula.of), (below, formula.per))]
        level = " : ".join(bracketed)
    else:
        level = above
    words: dict[str, object] = {"level": level, "years": formula.years}
    if formula.kind == "mean":
        said = ngettext(
            "mean of the last %(years)s year: %(level)s", "mean of the last %(years)s years: %(level)s", formula.years
        )
        said %= words
    elif formula.kind == "change":
        said = ngettext(
            "change over %(years)s year in per cent: %(level)s",
            "change over %(years)s years in per cent: %(level)s",
            formula.years,
        )
        return said % words
    elif formula.kind == "difference":
        said = ngettext(
            "difference from %(years)s year before: %(level)s",
            "difference from %(years)s years before: %(level)s",
            formula.years,
        )
        said %= words
    else:
        said = level
    if formula.times != 1:
        bare = f"({said})" if not below and (len(formula.of) > 1 or formula.kind in {"mean", "difference"}) else said
        said = f"{bare} × {say_factor(formula.times)}"
    return said


def say_factor(times: float) -> str:
    """Write a factor without needless decimals."""
    return str(number_format(int(times) if times.is_integer() else times, use_l10n=True, force_grouping=True))


def say_sum(catalogue: Catalogue, keys: tuple[str, ...]) -> str:
    """Write a sum of variables by their names."""
    said = ""
    for at, key in enumerate(keys):
        variable = catalogue.by_key.get(bare_key(key))
        name = variable.label(language()) if variable else bare_key(key)
        sign = " − " if key.startswith("-") else " + " if at else ""
        said += f"{sign}„{name}”" if language() == "pl" else f"{sign}“{name}”"
    return said.strip()


def list_columns() -> tuple[str, ...]:
    """Give the headings of the catalogue as a table."""
    return (
        _("code"), _("dimension"), _("area"), _("sub-area"), _("name"), _("unit"), _("direction"), _("formula"),
        _("source"), _("variables"), _("definition"), _("note"), _("first year with data"), _("last year with data"),
    )  # fmt: skip


def list_rows(page: CataloguePage) -> list[tuple[object, ...]]:
    """Give the indicators as rows of a table."""
    return [
        (
            line.indicator.code, part.name, area.name, sub.name, line.name, line.unit, str(line.direction), line.formula,
            line.indicator.source, " ".join(line.keys), line.definition, line.note,
            line.covered.first if line.covered else "", line.covered.last if line.covered else "",
        )
        for part in page.dimensions
        for area in part.areas
        for sub in area.subs
        for line in sub.lines
    ]  # fmt: skip
