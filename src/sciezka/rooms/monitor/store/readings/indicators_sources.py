"""What lies behind an indicator's values: the observations, and the sum written out with its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isclose, isfinite, nan
from typing import Final

import numpy as np

from sciezka.core.index.types import Floats
from sciezka.core.indicators.catalogue import Catalogue, Indicator, derive
from sciezka.core.indicators.explaining import Explanation, explain
from sciezka.core.indicators.formula import Formula
from sciezka.core.series.attributes import MISSING
from sciezka.core.series.crosswalk import Crosswalk
from sciezka.rooms.monitor.store.cubes import StoredCube
from sciezka.rooms.monitor.store.observations import Observation, held_variables, observations_of
from sciezka.rooms.monitor.store.runs import Shelf
from sciezka.rooms.monitor.store.sight import Sight

_shelf = Shelf(160)
_held = Shelf(4)
# What the page writes out must agree with the cube, or it isn't written out.
CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Behind:
    """What an indicator's values of some towns rest on.

    Attributes:
        formula: the way by which the indicator is reckoned.
        place: 0 for the catalogue's first choice, 1 for its first alternative …
        keys: the source variables.
        observations: by town and year the newest figures, in the order of the variables.
    """

    formula: Formula
    place: int
    keys: tuple[str, ...]
    observations: Mapping[str, Mapping[int, tuple[Observation, ...]]]


def find_formula(cube: StoredCube, indicator: Indicator) -> tuple[Formula, int]:
    """Give the way by which the cube reckoned an indicator, and its place among the catalogue's; the first if it didn't."""
    place = int(cube.places.get(indicator.code, 0))
    return indicator.formulas[place], place


def look_behind(sight: Sight, indicator: Indicator, units: Sequence[str]) -> Behind:
    """Find the observations behind an indicator's values of some towns; kept as long as they are used.

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    key = f"{sight.digest}/{indicator.code}/{','.join(units)}"
    return _shelf.take(key, lambda: _look(sight, indicator, tuple(units)))


def _look(sight: Sight, indicator: Indicator, units: tuple[str, ...]) -> Behind:
    formula, place = find_formula(sight.cube, indicator)
    keys = sight.catalogue.source_keys(formula)
    lasting = _find_lasting(sight.crosswalk, units)
    found: dict[str, dict[int, dict[str, Observation]]] = {unit: {} for unit in units}
    for item in observations_of(sorted(lasting), keys, sight.batches):
        if item.is_newest:
            held = found[lasting[item.unit]].setdefault(item.year, {})
            # A figure under the town's own code goes before one under an earlier code.
            if item.variable not in held or item.unit == lasting[item.unit]:
                held[item.variable] = item
    ordered = {
        unit: {year: tuple(held[key] for key in keys if key in held) for year, held in sorted(years.items())}
        for unit, years in found.items()
    }
    return Behind(formula, place, keys, ordered)


def _find_lasting(crosswalk: Crosswalk, units: tuple[str, ...]) -> dict[str, str]:
    """Give for these units and their earlier codes the code under which the series goes on."""
    wanted = set(units)
    older = {old: last for old in crosswalk.by_old if (last := crosswalk.successor(old)) in wanted}
    return {**older, **{unit: unit for unit in units}}


def explain_value(sight: Sight, behind: Behind, unit: str, year: int, value: float | None) -> Explanation | None:
    """Lay open the sum behind a town's value; nothing when the figures at hand don't give that very value."""
    explanation = explain(behind.formula, _read_values(sight.catalogue, behind, unit), year)
    if value is None or not isfinite(explanation.result):
        return None
    return explanation if isclose(explanation.result, value, rel_tol=CLOSE, abs_tol=CLOSE) else None


def _read_values(catalogue: Catalogue, behind: Behind, unit: str) -> dict[str, dict[int, float]]:
    """Give the values of a formula's own variables, the derived ones reckoned from their sources."""
    observed = behind.observations[unit]
    if not observed:
        return {}
    years = tuple(range(min(observed), max(observed) + 1))

    def read(key: str) -> Floats:
        column = [
            next((item.value for item in observed.get(year, ()) if item.variable == key and _counts(item)), None)
            for year in years
        ]
        return np.array([[nan if value is None else value] for value in column], dtype=np.float64)

    read_any = derive(catalogue, read, years)
    return {key: dict(zip(years, read_any(key)[:, 0].tolist(), strict=True)) for key in behind.formula.keys}


def _counts(item: Observation) -> bool:
    return item.attribute not in MISSING


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures of a variable come from, as far as their batches say.

    Attributes:
        variable: the variable's key.
        source: who published them.
        retrieved: the newest day on which they were taken from the source, as ISO date.
        batches: the batches' keys.
    """

    variable: str
    source: str
    retrieved: str
    batches: tuple[str, ...]


def list_origins(behind: Behind, unit: str) -> list[Origin]:
    """List the sources of a town's figures, by variable."""
    items = [item for row in behind.observations.get(unit, {}).values() for item in row]
    items.sort(key=lambda item: (behind.keys.index(item.variable), item.source))
    found = []
    for (variable, source), group in groupby(items, key=lambda item: (item.variable, item.source)):
        these = list(group)
        newest = max(item.retrieved for item in these).isoformat()
        found.append(Origin(variable, source, newest, tuple(sorted({item.batch for item in these}))))
    return found


def list_held(sight: Sight) -> frozenset[str]:
    """List the variables of which the batches in force hold any value.

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    return _held.take(sight.cube.digest, lambda: frozenset(held_variables(sight.batches)))
