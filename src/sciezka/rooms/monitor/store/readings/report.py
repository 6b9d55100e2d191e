"""What the report reads off a run, in one go: standings, paths, lifts and drags, indicators, breaks, sources."""

from dataclasses import dataclass

from sciezka.core.indicators import ROOT
from sciezka.rooms.monitor.store.readings.findings import (
    Crossed,
    Measured,
    Origin,
    list_breaks,
    measure_subject,
    read_origins,
)
from sciezka.rooms.monitor.store.readings.overview import Standing, YearReading, read_path, read_standings
from sciezka.rooms.monitor.store.readings.overview_parts import Part, read_parts
from sciezka.rooms.monitor.store.runs import Run
from sciezka.rooms.monitor.store.sight import Sight

MOST = 5
"""So many indicators are named as strengths, and as many as weaknesses."""


@dataclass(frozen=True, slots=True)
class ReportReading:
    """Everything that the report shows of a town in a year.

    Attributes:
        standings: of the whole, the dimensions, areas and sub-areas that were reckoned, by code.
        paths: of the whole and the dimensions, their scores over the years.
        strengths: the indicators that lift the town most.
        weaknesses: those that drag it most.
        indicators: all indicators that the data can feed, by code.
        missing: the indicators without a value for the town up to the year.
        origins: who published the figures, and when they were taken.
        breaks: the breaks of the town's series in the years shown.
    """

    standings: dict[str, Standing]
    paths: dict[str, tuple[YearReading, ...]]
    strengths: tuple[Part, ...]
    weaknesses: tuple[Part, ...]
    indicators: dict[str, Measured]
    missing: tuple[str, ...]
    origins: tuple[Origin, ...]
    breaks: tuple[Crossed, ...]


def read_report(sight: Sight, run: Run, unit: str, year: int, window: int) -> ReportReading:
    """Read everything that the report shows."""
    nodes = [code for code in run.structure.codes if run.structure.children[code]]
    top = [ROOT, *run.structure.children[ROOT]]
    split = read_parts(run, unit, year, ROOT, run.structure.leaves)
    held = [code for code in sight.catalogue.by_code if code in sight.cube.indicator_place]
    measured = {code: measure_subject(sight, run, code, unit, year, window) for code in held}
    indicators = {code: found for code, found in measured.items() if found is not None and found.value is not None}
    since = min((found.year for found in indicators.values()), default=year)
    origins, _marks = read_origins(sight, tuple(indicators), unit, min(since, year - window), year)
    paths = {code: read_path(run, unit, code) for code in top}
    first = min((path[0].year for path in paths.values() if path), default=year)
    return ReportReading(
        standings={one.code: one for one in read_standings(run, unit, year, window, nodes)},
        paths=paths,
        strengths=split.lifting(MOST),
        weaknesses=split.dragging(MOST),
        indicators=indicators,
        missing=tuple(code for code in held if code not in indicators),
        origins=origins,
        breaks=tuple(item for item in list_breaks(run, unit) if first < item.year <= year),
    )
