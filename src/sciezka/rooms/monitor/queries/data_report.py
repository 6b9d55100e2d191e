"""What the page of one batch shows: everything that its report says, and what other batches say otherwise."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.data import BatchSpot
from sciezka.rooms.monitor.queries.data_batches import (
    FORMS,
    BatchLine,
    JoinedLine,
    Names,
    OverlapLine,
    SumLine,
    VariableLine,
    ZeroLine,
    count_zeros,
    list_joined,
    list_overlaps,
    list_passed_over,
    list_sums,
    list_variables,
    list_zeros,
)
from sciezka.rooms.monitor.store.sight import known_units

ZEROS_ON_PAGE: Final = 50


@dataclass(frozen=True)
class BatchReport:
    """What the page of one batch shows.

    Attributes:
        batch: the batch.
        names: what units and variables are called.
        zeros: a page of the zeros that were taken for missing.
        overlaps: what it shares with the other batches in force.
        damaged: why figures can't be compared; empty when they can.
    """

    batch: Batch
    names: Names
    zeros: Page[ZeroLine]
    overlaps: list[OverlapLine]
    damaged: str

    @property
    def line(self) -> BatchLine:
        """The batch as in the list."""
        return BatchLine(self.batch)

    @property
    def form(self) -> str:
        """The format that it was read from."""
        return str(FORMS.get(self.batch.report.get("format", ""), self.batch.report.get("format", "")))

    @property
    def heading(self) -> str:
        """How many figures it brought, in one sentence."""
        units = int(self.batch.report.get("units", 0))
        return ngettext(
            "%(rows)s figures of %(units)s unit", "%(rows)s figures of %(units)s units", units
        ) % {"rows": f"{self.batch.rows:,}".replace(",", "\u00a0"), "units": units}  # fmt: skip

    @property
    def missing(self) -> int:
        """How many of its figures are missing."""
        return int(self.batch.report.get("missing", 0))

    @cached_property
    def variables(self) -> list[VariableLine]:
        """The variables that it brought."""
        return list_variables(self.batch, self.names)

    @cached_property
    def zero_rules(self) -> list[tuple[int, str, int]]:
        """How many zeros each rule took."""
        return count_zeros([self.batch])

    @cached_property
    def sums(self) -> list[SumLine]:
        """The wholes that their parts do not come to."""
        return list_sums(self.batch, self.names)

    @cached_property
    def sums_said(self) -> str:
        """What came of trying the sums."""
        said = self.batch.report.get("sums", {})
        if not said.get("compared"):
            return _("Nothing to try: the batch does not hold both parts and their whole.")
        return _(
            "%(equal)s of %(compared)s wholes are the sum of their parts; %(unequal)s are not; of %(with_gaps)s some parts "
            "are missing, so the whole is greater by right."
        ) % {word: said.get(word, 0) for word in ("equal", "compared", "unequal", "with_gaps")}

    @cached_property
    def passed_over(self) -> list[tuple[str, int]]:
        """What was left out of the file, by the reason."""
        return list_passed_over(self.batch)

    @cached_property
    def joined(self) -> list[JoinedLine]:
        """The units of it whose codes changed, as known when it was imported."""
        return list_joined(self.batch.report.get("joined", []), self.names)

    @cached_property
    def methods(self) -> list[tuple[str, int, int]]:
        """The years that the source marks as measured in a new way."""
        return [
            (self.names.variable(found["variable"]), found["year"], found["count"])
            for found in self.batch.report.get("methods", [])
        ]

    @cached_property
    def gaps(self) -> list[tuple[str, int, int, int]]:
        """The years in which communes lack a figure: variable, year, communes with one, communes without."""
        return [
            (self.names.variable(found["variable"]), found["year"], found["count"], found["missing"])
            for found in self.batch.report.get("communes", [])
            if found["missing"]
        ]


def read_report(spot: BatchSpot, page: str | None) -> BatchReport:
    """Read what the page of one batch shows; figures of other workspaces are never looked at."""
    workspace = spot.process.workspace
    names = Names(known_units(), catalogue_in_force(workspace).catalogue)
    overlaps, damaged = list_overlaps(spot.batch, workspace, names)
    zeros = Paginator(list_zeros(spot.batch, names), ZEROS_ON_PAGE).get_page(page)
    return BatchReport(spot.batch, names, zeros, overlaps, damaged)
