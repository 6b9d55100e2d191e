"""Zeros that are no zeros: what a source leaves out, keeps secret or forgets, told from what really was nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.types import Floats
from sciezka.core.series.attributes import ALL_ZERO, NEVER_ZERO, SUPPRESSED, TRUE_ZEROS, UNKNOWN
from sciezka.core.series.places import COMMUNE_KINDS, write_key
from sciezka.core.series.table import Chosen, Table, Whole
from sciezka.core.series.variables import POPULATION, RULES, Rule, rule_of

# With fewer units, a year of zeros may well be true.
FEWEST_UNITS: Final = 20
# Sums of money are kept to the grosz, and sums of sums lose some.
SLACK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A zero that was taken for missing, or a group of them.

    Attributes:
        attribute: which rule took it (900, 902 or 903).
        variable: the variable.
        year: the year.
        units: the units' keys; for the rule of all units how many there were stands in ``count`` instead.
        count: how many zeros.
        excess: of a suppressed figure, by how much the county is above its communes.
    """

    attribute: int
    variable: str
    year: int
    units: tuple[str, ...] = ()
    count: int = 0
    excess: float | None = None


def take_zeros_for_missing(
    table: Table, *, people: Table | None = None, rules: Mapping[str, Rule] = RULES
) -> tuple[Table, tuple[Found, ...]]:
    """Take for missing the zeros that are none, and say which.

    A zero is left alone when the source itself marks it as one. Three rules, in this order:

    * of all units (902): in a year every commune has 0, at least 20 of them, while other years know other values;
      the zeros of counties, voivodeships and the country in this year go with them;
    * of the county (900): a variable that may be kept secret is 0 in an inhabited commune, and the county counts more
      than its communes together; where no county total is at hand, the variable must be one that is never 0;
    * of what is never zero (903): a variable that is not kept secret, such as a town's own revenue, can't be 0 where
      people live and is 0 there; unless the county's total says that nothing is missing.

    Args:
        table: the observations; counties and the country among them, where the file has them.
        people: observations already at hand: population, and county totals, where the file lacks them.
        rules: how the variables behave.
    """
    table, found = _take_years(table)
    inhabited = _Inhabited(table, people)
    for place, key in enumerate(table.variables):
        rule = rule_of(key, rules)
        if not (rule.is_secret or rule.is_never_zero):
            continue
        zeros = (table.variable == place) & _bare_zeros(table) & _are_communes(table.unit)
        zeros &= inhabited.tell(table.unit, table.year)
        if not zeros.any():
            continue
        excess = _find_excess(table, key, people)
        table, more = _take_county_zeros(table, key, rule, zeros, excess)
        found += more
    return table, tuple(found)


def _bare_zeros(table: Table) -> Chosen:
    rows: Chosen = (table.value == 0) & ~np.isin(table.attribute, list(TRUE_ZEROS))
    return rows


def _are_communes(units: Whole) -> Chosen:
    chosen: Chosen = np.isin(units % 10, COMMUNE_KINDS)
    return chosen


def _take_years(table: Table) -> tuple[Table, list[Found]]:
    found = []
    zero, communes = _bare_zeros(table), _are_communes(table.unit)
    for place, key in enumerate(table.variables):
        here = (table.variable == place) & np.isfinite(table.value)
        if not (here & (table.value != 0)).any():
            continue
        years, counts = np.unique(table.year[here & communes], return_counts=True)
        all_zero, zeros = np.unique(table.year[here & communes & zero], return_counts=True)
        of_year = dict(zip(all_zero.tolist(), zeros.tolist(), strict=True))
        for year, count in zip(years.tolist(), counts.tolist(), strict=True):
            if count >= FEWEST_UNITS and of_year.get(year) == count:
                rows = here & zero & (table.year == year)
                table = table.mark(rows, ALL_ZERO)
                found.append(Found(ALL_ZERO, key, year, count=int(rows.sum())))
    return table, found


class _Inhabited:
    """Who lives where: a unit counts as inhabited unless its population is known to be 0."""

    def __init__(self, *tables: Table | None) -> None:
        self.empty = set()
        for table in tables:
            if table is not None:
                rows = table.of(POPULATION) & (table.value == 0)
                self.empty |= set(zip(table.unit[rows].tolist(), table.year[rows].tolist(), strict=True))

    def tell(self, units: Whole, years: Whole) -> Chosen:
        if not self.empty:
            return np.ones(len(units), dtype=bool)
        pairs = zip(units.tolist(), years.tolist(), strict=True)
        return np.fromiter((pair not in self.empty for pair in pairs), dtype=bool, count=len(units))


def _find_excess(table: Table, key: str, more: Table | None) -> dict[tuple[int, int], float]:
    """Reckon by how much each county (code, year) is above the sum of its communes, where its total is known."""
    totals: dict[tuple[int, int], float] = {}
    for source in (more, table):
        if source is None:
            continue
        rows = source.of(key) & np.isfinite(source.value) & (source.unit % 1000 == 0) & (source.unit % 100_000 != 0)
        pairs = zip(source.unit[rows].tolist(), source.year[rows].tolist(), source.value[rows].tolist(), strict=True)
        totals |= {(unit, year): value for unit, year, value in pairs}
    rows = table.of(key) & _are_communes(table.unit) & np.isfinite(table.value)
    counties, sums = sum_by(table.unit[rows] // 1000 * 1000, table.year[rows], table.value[rows])
    known = dict(zip(counties, sums.tolist(), strict=True))
    return {place: total - known[place] for place, total in totals.items() if place in known}


def sum_by(units: Whole, years: Whole, values: Floats) -> tuple[list[tuple[int, int]], Floats]:
    """Sum values by unit and year."""
    pairs = units * 10_000 + years
    keys, inverse = np.unique(pairs, return_inverse=True)
    sums: Floats = np.bincount(inverse, weights=values, minlength=len(keys)).astype(np.float64)
    return [(int(pair) // 10_000, int(pair) % 10_000) for pair in keys], sums


def _take_county_zeros(
    table: Table, key: str, rule: Rule, zeros: Chosen, excess: Mapping[tuple[int, int], float]
) -> tuple[Table, list[Found]]:
    at = np.flatnonzero(zeros)
    by_county: dict[tuple[int, int], list[int]] = {}
    for row in at.tolist():
        by_county.setdefault((int(table.unit[row]) // 1000 * 1000, int(table.year[row])), []).append(row)
    found = []
    marks = np.full(len(table), UNKNOWN)
    for (county, year), rows in by_county.items():
        above = excess.get((county, year))
        if not (rule.is_never_zero if above is None else above > SLACK):
            continue
        attribute = SUPPRESSED if rule.is_secret else NEVER_ZERO
        marks[rows] = attribute
        units = tuple(write_key(int(table.unit[row])) for row in rows)
        found.append(Found(attribute, key, year, units, len(rows), above))
    for attribute in (SUPPRESSED, NEVER_ZERO):
        table = table.mark(marks == attribute, attribute)
    found.sort(key=lambda item: (item.year, item.units))
    return table, found
