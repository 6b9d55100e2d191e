"""Where an indicator's score comes from: from the score down to the figures that a source gave."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.types import Floats, cells
from sciezka.core.indicators import Explanation, Formula, Variable, derive, explain
from sciezka.core.series.attributes import ALL_ZERO, NEVER_ZERO, SUPPRESSED, UNKNOWN
from sciezka.core.series.breaks import Break
from sciezka.rooms.monitor.store.observations import Observation
from sciezka.rooms.monitor.store.panel import NOT_READ, read_panel, series_of
from sciezka.rooms.monitor.store.readings.overview import to_number, variables_of
from sciezka.rooms.monitor.store.rules import rules_of
from sciezka.rooms.monitor.store.runs import Run, take_reading
from sciezka.rooms.monitor.store.sight import Sight

_OURS: Final = frozenset({SUPPRESSED, ALL_ZERO, NEVER_ZERO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """How a value became a score.

    Attributes:
        raw: the value in its own unit; None when missing.
        measured: what is compared: the value, or how far it lies outside its target range.
        treated: the same after outliers were treated and gaps filled.
        score: the normalised value.
        method: how values are normalised.
        direction: 1 when more is better, −1 when less is.
        mean: the mean of the block after treatment; None where nothing is known.
        deviation: its standard deviation.
        least: its smallest value.
        most: its greatest value.
        count: how many values it holds.
        to_mean: the mean that normalised values get.
        to_deviation: the standard deviation that they get.
    """

    raw: float | None
    measured: float | None
    treated: float | None
    score: float | None
    method: str
    direction: int
    mean: float | None
    deviation: float | None
    least: float | None
    most: float | None
    count: int
    to_mean: float
    to_deviation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a source, as it lies in the store.

    Attributes:
        unit: the code that the source gave it under.
        value: what counts; None when missing.
        reported: what the source wrote, such as a 0 that means nothing.
        attribute: the mark beside it; None when none is known.
        is_judged: whether the mark is ours: the source gave a zero, and we take it for missing.
        is_newest: whether it counts; if not, it was revised later.
    """

    year: int
    unit: str
    value: float | None
    reported: float | None
    attribute: int | None
    is_judged: bool
    source: str
    retrieved: datetime.date
    updated: datetime.datetime | None
    batch: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Source:
    """One source variable behind a value, with its figures."""

    key: str
    variable: Variable | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class LeafTrace:
    """Everything between an indicator's score and the figures of its sources."""

    normalised: Normalised | None
    formula: Formula
    place: int
    explanation: Explanation
    sources: tuple[Source, ...]
    breaks: tuple[Break, ...]


def read_leaf(run: Run, sight: Sight, unit: str, year: int, leaf: str) -> LeafTrace:
    """Read the whole way of an indicator's score for a town and a year, once as long as the run is kept."""
    return take_reading(run, f"trace/{sight.digest}/{unit}/{year}/{leaf}", lambda: _read_leaf(run, sight, unit, year, leaf))


def _read_leaf(run: Run, sight: Sight, unit: str, year: int, leaf: str) -> LeafTrace:
    catalogue = run.catalogue
    place = run.cube.places.get(leaf, 0)
    formula = catalogue.by_code[leaf].formulas[place]
    keys = variables_of(run, leaf)
    crosswalk = sight.crosswalk
    panel = read_panel(keys, [unit], sight.batches, crosswalk=crosswalk, rules=rules_of(catalogue))
    read = derive(catalogue, panel.read, panel.years)
    values = {key: _by_year(read(key), panel.years) for key in dict.fromkeys((*formula.keys, *keys))}
    explanation = explain(formula, values, year)
    wanted = range(year - (formula.years if formula.kind != "mean" else formula.years - 1), year + 1)
    sources = []
    for key in keys:
        marks = dict(zip(panel.years, panel.read_marks(key)[:, 0].tolist(), strict=True))
        found = series_of(unit, key, sight.batches, crosswalk=crosswalk)
        figures = tuple(
            _make_figure(item, marks.get(item.year, NOT_READ) if item.unit == unit else UNKNOWN)
            for item in found
            if item.year in wanted
        )
        sources.append(Source(key, catalogue.by_key.get(key), figures))
    inside = [item for item in run.cube.breaks_of(unit, keys) if wanted[0] <= item.year <= year]
    normalised = read_normalised(run, unit, year, leaf) if leaf in run.leaf_place else None
    return LeafTrace(normalised, formula, place, explanation, tuple(sources), tuple(inside))


def read_normalised(run: Run, unit: str, year: int, leaf: str) -> Normalised:
    """Read how an indicator's value became its score: what the block of comparable values looks like."""
    at, row, place = run.member_place[unit], run.year_place[year], run.leaf_place[leaf]
    before = run.result.stages[-2].cube if len(run.result.stages) > 1 else run.result.cube
    block = _find_block(run, before.values[:, place], row, at)
    choice = run.result.recipe.normalise
    known = block[np.isfinite(block)]
    return Normalised(
        raw=to_number(run.raw[row, place, at]),
        measured=to_number(run.result.cube.values[row, place, at]),
        treated=to_number(before.values[row, place, at]),
        score=to_number(run.score(leaf)[row, at]),
        method=choice.method,
        direction=run.structure.node(leaf).direction,
        mean=float(known.mean()) if len(known) else None,
        deviation=float(known.std(ddof=choice.ddof)) if len(known) > choice.ddof else None,
        least=float(known.min()) if len(known) else None,
        most=float(known.max()) if len(known) else None,
        count=len(known),
        to_mean=choice.mean,
        to_deviation=choice.sd,
    )


def _find_block(run: Run, values: Floats, row: int, at: int) -> Floats:
    """Give the values that a unit's value is compared with in a year."""
    for _name, (years, units) in cells(run.result.recipe.within("normalise"), run.result.cube):
        if ((years == row) & (units == at)).any():
            found: Floats = values[years, units]
            return found
    return np.empty(0)


def _by_year(values: Floats, years: Sequence[int]) -> Mapping[int, float]:
    return {year: float(value) for year, value in zip(years, values[:, 0], strict=True)}


def _make_figure(item: Observation, mark: int) -> Figure:
    # What the panel says of a cell prevails: a zero may be judged by figures of other units that came later.
    judged = item.attribute if mark in {NOT_READ, UNKNOWN} or not item.is_newest else mark
    return Figure(
        year=item.year,
        unit=item.unit,
        value=item.value,
        reported=item.reported,
        attribute=judged,
        is_judged=item.attribute in _OURS,
        source=item.source,
        retrieved=item.retrieved,
        updated=item.updated,
        batch=item.batch,
        is_newest=item.is_newest,
    )
