"""What the monitor knows of the town, as indicators of goals take it: figures by year, with their name, unit and source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language

from sciezka.core.indicators.catalogue import Catalogue
from sciezka.core.indicators.catalogue import Indicator as Measure
from sciezka.rooms.monitor.queries.findings import open_sight
from sciezka.rooms.monitor.store.readings.indicators import list_series
from sciezka.rooms.monitor.store.sight import Sight
from sciezka.rooms.path.models import Indicator
from sciezka.rooms.town.models import Process

WAYS = {"higher": Indicator.Direction.UP.value, "lower": Indicator.Direction.DOWN.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series of the town.

    Attributes:
        code: the code of the monitor's indicator.
        name: its name.
        unit: its unit.
        direction: which way is better, as an indicator of a goal says it; empty where the monitor judges otherwise.
        source: who publishes the figures.
        method: what it measures and how.
        area: the area that it belongs to.
        values: the figures by year, as many decimals as the monitor shows.
    """

    code: str
    name: str
    unit: str
    direction: str
    source: str
    method: str = ""
    area: str = ""
    values: Mapping[int, float] = field(default_factory=dict)


def read_series(process: Process, codes: Iterable[str]) -> dict[str, Series]:
    """Read series of the town; those that the monitor does not know, or has no figures for, are left out."""
    wanted = {code for code in codes if code}
    if not wanted or (sight := open_sight(process)) is None or not (unit := find_own_unit(process, sight)):
        return {}
    language = get_language() or "en"
    found = {}
    for measure in sight.catalogue.indicators:
        if measure.code in wanted and (series := make_series(sight, measure, unit, language)):
            found[measure.code] = series
    return found


def list_offers(process: Process) -> list[Series]:
    """List all series that the monitor has of the town, in the order of its catalogue."""
    sight = open_sight(process)
    unit = find_own_unit(process, sight) if sight else ""
    if sight is None or not unit:
        return []
    language = get_language() or "en"
    found = (make_series(sight, measure, unit, language) for measure in sight.catalogue.indicators)
    return [series for series in found if series]


def find_own_unit(process: Process, sight: Sight) -> str:
    """Find the town's own unit among those with data: another town's figures are never taken for its own."""
    own = process.workspace.members.order_by("pk").values_list("unit_id", flat=True)
    return next((key for key in own if key in sight.cube.unit_place), "")


def make_series(sight: Sight, measure: Measure, unit: str, language: str) -> Series | None:
    """Make the series of one indicator; nothing when there are no figures."""
    if measure.code not in sight.cube.indicator_place:
        return None
    values = list_series(sight.cube, measure.code, [unit])[unit]
    if not values:
        return None
    return Series(
        code=measure.code,
        name=measure.name(language),
        unit=measure.unit(language),
        direction=WAYS.get(measure.direction, ""),
        source=measure.source,
        method=measure.definition(language),
        area=name_area(sight.catalogue, measure.code, language),
        values={year: round(value, measure.decimals) for year, value in sorted(values.items())},
    )


def name_area(catalogue: Catalogue, code: str, language: str) -> str:
    """Name the area of an indicator."""
    way = catalogue.way_to(code)
    return way[min(1, len(way) - 1)].name(language) if way else ""
