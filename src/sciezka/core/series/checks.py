"""The load tests that the figures themselves give: parts sum to wholes, and all communes are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.types import Floats
from sciezka.core.series.places import COMMUNE, COUNTRY, COUNTY, PART, POLAND, VOIVODESHIP, level_of, write_key
from sciezka.core.series.table import Chosen, Table, Whole
from sciezka.core.series.variables import RULES, Rule, rule_of
from sciezka.core.series.zeros import sum_by

COMMUNES_OF_POLAND: Final = 2477
LEVELS: Final = (COUNTRY, VOIVODESHIP, COUNTY, COMMUNE, PART)
# The share of all communes from which on a table means to hold them all.
WHOLE_FROM: Final = 0.9
# Sums of money kept to the grosz differ by rounding; people do not.
TOLERANCE: Final = 1e-6
SLACK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Sum:
    """One whole compared with its parts.

    Attributes:
        variable: the variable.
        year: the year.
        unit: the key of the whole.
        parts: which parts were summed: communes, counties or voivodeships.
        total: what the source says of the whole.
        summed: what the parts come to.
        missing: how many parts have no value.
        count: how many parts have one.
    """

    variable: str
    year: int
    unit: str
    parts: str
    total: float
    summed: float
    missing: int
    count: int

    @property
    def is_equal(self) -> bool:
        """Whether the parts add up to the whole."""
        return abs(self.total - self.summed) <= max(SLACK, TOLERANCE * abs(self.total))


def check_sums(table: Table, rules: Mapping[str, Rule] = RULES) -> tuple[Sum, ...]:
    """Compare every whole of an additive variable with its parts, level by level, where the table has both.

    Communes (kinds 1 to 3) are compared with counties, voivodeships and the country; counties with voivodeships and the
    country; voivodeships with the country. The communes of one unit that has another code in other years all count under
    the code they have in the year.
    """
    if not len(table):
        return ()
    codes, position = np.unique(table.unit, return_inverse=True)
    # Small numbers compare much faster than words.
    level = np.array([LEVELS.index(level_of(code)) for code in codes.tolist()], dtype=np.int8)[position]
    found: list[Sum] = []
    for key in table.variables:
        if not rule_of(key, rules).is_additive:
            continue
        rows = table.of(key)
        for parts, wholes in (
            (COMMUNE, (COUNTY, VOIVODESHIP, COUNTRY)),
            (COUNTY, (VOIVODESHIP, COUNTRY)),
            (VOIVODESHIP, (COUNTRY,)),
        ):
            for whole in wholes:
                found += _compare(
                    table, key, rows & (level == LEVELS.index(parts)), rows & (level == LEVELS.index(whole)), parts, whole
                )
    return tuple(found)


def _lift(units: Whole, level: str) -> Whole:
    if level == COUNTY:
        return units // 1000 * 1000
    return units // 100_000 * 100_000 if level == VOIVODESHIP else np.full(len(units), POLAND, dtype=np.int64)


def _compare(table: Table, key: str, low: Chosen, high: Chosen, parts: str, whole: str) -> list[Sum]:
    if not low.any() or not high.any():
        return []
    lifted, years = _lift(table.unit[low], whole), table.year[low]
    values: Floats = table.value[low]
    is_there = np.isfinite(values)
    places, sums = sum_by(lifted, years, np.where(is_there, values, 0.0))
    _, counts = sum_by(lifted, years, is_there.astype(np.float64))
    _, gaps = sum_by(lifted, years, (~is_there).astype(np.float64))
    summed = {
        place: (float(total), int(count), int(gap))
        for place, total, count, gap in zip(places, sums, counts, gaps, strict=True)
    }
    found = []
    triples = zip(table.unit[high].tolist(), table.year[high].tolist(), table.value[high].tolist(), strict=True)
    for unit, year, total in triples:
        if np.isfinite(total) and (unit, year) in summed:
            value, count, gap = summed[unit, year]
            if count:
                found.append(Sum(key, year, write_key(unit), parts, total, value, gap, count))
    return found


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many communes have a value of a variable in a year."""

    variable: str
    year: int
    communes: int
    total: float

    @property
    def is_whole(self) -> bool:
        """Whether all communes of the country may be there."""
        return self.communes >= COMMUNES_OF_POLAND


def count_communes(table: Table) -> tuple[Coverage, ...]:
    """Count the communes with a value, and sum them, by variable and year, where a table means to hold the whole country."""
    communes = np.isin(table.unit % 10, (1, 2, 3)) & np.isfinite(table.value)
    found = []
    for place, key in enumerate(table.variables):
        rows = communes & (table.variable == place)
        years, counts = np.unique(table.year[rows], return_counts=True)
        for year, count in zip(years.tolist(), counts.tolist(), strict=True):
            if count >= WHOLE_FROM * COMMUNES_OF_POLAND:
                total = float(table.value[rows & (table.year == year)].sum())
                found.append(Coverage(key, year, count, total))
    return tuple(found)
