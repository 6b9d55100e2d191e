"""Series of many units at once: the newest figures as arrays, joined over changes of codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.types import Floats
from sciezka.core.series.attributes import BREAKS, JOINED, MISSING
from sciezka.core.series.breaks import CENSUS, CENSUS_YEARS, METHOD, Break, breaks_of_codes
from sciezka.core.series.crosswalk import ADD, DROP, REPLACE, Change, Crosswalk
from sciezka.core.series.variables import RULES, Rule, rule_of
from sciezka.rooms.monitor.store.observations import BatchFile, Observation, observations_of, read_batch, sort_batches

NOT_READ: Final = -2
"""The attribute of a cell of which the store holds nothing."""

Marks = NDArray[np.int16]


@dataclass(frozen=True)
class Panel:
    """The newest figures of some variables.

    Attributes:
        variables: the variables' keys.
        years: the calendar years, without gaps.
        units: the units' keys.
        values: shape (variables, years, units); NaN where missing.
        marks: the attribute beside each value; −1 when none is known, −2 where the store holds nothing.
    """

    variables: tuple[str, ...]
    years: tuple[int, ...]
    units: tuple[str, ...]
    values: Floats
    marks: Marks

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where each variable stands."""
        return {key: at for at, key in enumerate(self.variables)}

    def read(self, variable: str) -> Floats:
        """Give the values of a variable, shape (years, units); all missing when the store holds none."""
        at = self.place.get(variable)
        found: Floats = np.full(self.values.shape[1:], np.nan) if at is None else self.values[at]
        return found

    def read_marks(self, variable: str) -> Marks:
        """Give the attributes of a variable, shape (years, units)."""
        at = self.place.get(variable)
        found: Marks = np.full(self.marks.shape[1:], NOT_READ, dtype=np.int16) if at is None else self.marks[at]
        return found


def read_panel(
    variables: Sequence[str],
    units: Sequence[str],
    batches: Sequence[BatchFile],
    *,
    crosswalk: Crosswalk | None = None,
    rules: Mapping[str, Rule] = RULES,
) -> Panel:
    """Read the newest figures of variables and units from these batches, joined over changes of codes.

    Raises:
        DamagedBatch: a file of these batches can't be read.
    """
    crosswalk = crosswalk or Crosswalk()
    older = _find_older(units, crosswalk)
    columns = tuple(dict.fromkeys([*units, *(change.old for change in older)]))
    tables = [read_batch(batch, variables) for batch in sort_batches(batches)]
    years = _span([table.year for table in tables])
    shape = (len(variables), len(years), len(columns))
    values, marks = np.full(shape, np.nan), np.full(shape, NOT_READ, dtype=np.int16)
    codes = np.array([int(key) for key in columns], dtype=np.int64)
    order = np.argsort(codes)
    ordered = codes[order]
    for table in tables:
        if not len(table) or not columns:
            continue
        spot = np.minimum(np.searchsorted(ordered, table.unit), len(ordered) - 1)
        kept = ordered[spot] == table.unit
        to = np.array([variables.index(key) for key in table.variables], dtype=np.int64)
        # Batches come oldest first, so that a newer figure is written over the older one.
        at = (to[table.variable[kept]], table.year[kept] - years[0], order[spot[kept]])
        values[at] = table.value[kept]
        marks[at] = table.attribute[kept]
    where = {key: at for at, key in enumerate(columns)}
    joining = _Joining(values, marks, years, where)
    joining.drop_before_births(crosswalk)
    for change in older:
        additive = np.array([rule_of(key, rules).is_additive for key in variables], dtype=bool)
        joining.join(change, additive)
    return Panel(tuple(variables), years, tuple(units), values[:, :, : len(units)], marks[:, :, : len(units)])


def _span(columns: Sequence[NDArray[np.int64]]) -> tuple[int, ...]:
    ends = [(int(column.min()), int(column.max())) for column in columns if len(column)]
    return tuple(range(min(low for low, _ in ends), max(high for _, high in ends) + 1)) if ends else ()


def _find_older(units: Sequence[str], crosswalk: Crosswalk) -> list[Change]:
    """Find the changes that lead to these units, the earliest code of a chain first."""
    wanted = set(units)
    found: list[Change] = []
    waiting = [change for change in crosswalk.changes if change.mode != DROP]
    while True:
        reached = [change for change in waiting if change.new in wanted and change not in found]
        if not reached:
            # The last change of a chain was found first.
            return found[::-1]
        found += reached
        wanted |= {change.old for change in reached}


class _Joining:
    """Joins series in place."""

    def __init__(self, values: Floats, marks: Marks, years: Sequence[int], where: Mapping[str, int]) -> None:
        self.values, self.marks, self.years, self.where = values, marks, np.array(years), where

    def drop_before_births(self, crosswalk: Crosswalk) -> None:
        """Leave out what a table says of a code before it began: it means another unit, such as the whole county."""
        for key, first in crosswalk.births.items():
            if key in self.where:
                early = self.years < first
                self.values[:, early, self.where[key]] = np.nan
                self.marks[:, early, self.where[key]] = NOT_READ

    def join(self, change: Change, additive: NDArray[np.bool_]) -> None:
        """Join the series of an old code to that of the code after it."""
        old, new = self.where[change.old], self.where[change.new]
        before = self.years < (change.first if change.first is not None else 9999)
        values, marks = self.values[:, :, old], self.marks[:, :, old]
        there = (marks != NOT_READ) & before
        if change.mode == REPLACE:
            taken = there & (self.marks[:, :, new] == NOT_READ)
            self.values[:, :, new] = np.where(taken, values, self.values[:, :, new])
            plain = ~np.isin(marks, list(MISSING))
            self.marks[:, :, new] = np.where(taken, np.where(plain, JOINED, marks), self.marks[:, :, new])
        elif change.mode == ADD:
            both = there & (self.marks[:, :, new] != NOT_READ) & additive[:, None]
            total = self.values[:, :, new] + values
            mark = np.where(np.isfinite(values) | ~np.isfinite(total), JOINED, marks)
            gap = np.where(np.isin(marks, list(MISSING)), marks, self.marks[:, :, new])
            self.values[:, :, new] = np.where(both, total, self.values[:, :, new])
            self.marks[:, :, new] = np.where(both, np.where(np.isfinite(total), mark, gap), self.marks[:, :, new])


def series_of(
    unit: str,
    variable: str,
    batches: Sequence[BatchFile],
    *,
    crosswalk: Crosswalk | None = None,
) -> list[Observation]:
    """List all figures behind a unit's series, those of its earlier codes and the revised ones included, by year."""
    crosswalk = crosswalk or Crosswalk()
    codes = [unit, *(change.old for change in _find_older([unit], crosswalk))]
    found = observations_of(codes, [variable], batches)
    return sorted(found, key=lambda item: (item.year, item.unit != unit, item.unit, not item.is_newest))


def find_breaks(panel: Panel, crosswalk: Crosswalk, rules: Mapping[str, Rule] = RULES) -> tuple[Break, ...]:
    """List the breaks of a panel's series: censuses, new methods by the source's marks, merged and renamed units."""
    known = set(panel.units)
    found = [item for item in breaks_of_codes(crosswalk) if item.unit in known]
    for at, key in enumerate(panel.variables):
        if rule_of(key, rules).is_by_census:
            found += [Break("", key, year, CENSUS) for year in CENSUS_YEARS if year in panel.years]
        new_method = np.isin(panel.marks[at], list(BREAKS))
        for row in np.flatnonzero(new_method.any(axis=1)).tolist():
            places = np.flatnonzero(new_method[row]).tolist()
            if len(places) * 2 > len(panel.units):
                found.append(Break("", key, panel.years[row], METHOD))
            else:
                found += [Break(panel.units[place], key, panel.years[row], METHOD) for place in places]
    return tuple(found)
