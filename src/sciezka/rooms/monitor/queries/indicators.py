"""What the list of indicators and an indicator's page show."""

from dataclasses import dataclass

from django.http import Http404

from sciezka.core.indicators.catalogue import Catalogue, Indicator
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@dataclass(frozen=True, slots=True)
class IndicatorSpot:
    """An indicator of the catalogue in force, in a process.

    Attributes:
        process: whose office.
        catalogue: the catalogue that the workspace works with.
        indicator: the indicator that the address names.
    """

    process: Process
    catalogue: Catalogue
    indicator: Indicator

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


def find_indicator(workspace: str, process: str, code: str) -> IndicatorSpot:
    """Find an indicator by the words of an address, or answer 404."""
    found = find_process(workspace, process)
    catalogue = catalogue_in_force(found.workspace).catalogue
    indicator = catalogue.by_code.get(code)
    if indicator is None:
        raise Http404
    return IndicatorSpot(found, catalogue, indicator)
