"""Finding the towns most like a given one, by indicators of the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.types import IndexProblem, Remark
from sciezka.core.peers import Facts, Group, find_neighbours
from sciezka.rooms.monitor.store.sight import Sight

PEOPLE: Final = "people"
"""The word for the number of people, which counts by its logarithm; all other variables are indicators' codes."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The towns found: the group, how far each is and how it differs, by variable, in standard deviations."""

    group: Group
    variables: tuple[str, ...]
    distances: Mapping[str, float]
    differences: Mapping[str, tuple[float, ...]]
    remarks: tuple[Remark, ...]


def list_known(sight: Sight, unit: str, year: int) -> tuple[str, ...]:
    """List the variables that are known of a unit in a year."""
    cube = sight.cube
    found = [PEOPLE] if unit in sight.people_by_year.get(year, {}) else []
    if unit in cube.unit_place and year in cube.years:
        row = cube.values[cube.years.index(year), :, cube.unit_place[unit]]
        found += [cube.indicators[at] for at in np.flatnonzero(np.isfinite(row)).tolist()]
    return tuple(found)


def find_nearest(  # noqa: PLR0913 - each names one choice
    sight: Sight, unit: str, variables: Sequence[str], *, name: str, count: int, year: int, alike: bool
) -> Nearest:
    """Find the towns nearest to one.

    Args:
        sight: the data.
        unit: the town's key.
        variables: ``people`` or codes of indicators.
        name: what people call the group.
        count: how many towns.
        year: of the values.
        alike: whether only towns of the same kind, and with county rights as it has them, are considered.

    Raises:
        IndexProblem: what ``find_neighbours`` refuses, and a year or a variable that the data do not have.
    """
    cube = sight.cube
    if year not in cube.years or unit not in cube.unit_place:
        raise IndexProblem("peers.no_candidate", f"No other unit has all the chosen variables in {year}.", year=year)
    own = Facts(unit)
    keys = [key for key in cube.units if not alike or _is_alike(Facts(key), own)]
    at, columns = cube.years.index(year), [cube.unit_place[key] for key in keys]
    rows = []
    for variable in variables:
        if variable == PEOPLE:
            people = sight.people_by_year.get(year, {})
            counted = np.array([people.get(key, np.nan) for key in keys], dtype=np.float64)
            rows.append(np.log(np.where(counted > 0, counted, np.nan)))
        elif variable in cube.indicator_place:
            rows.append(np.asarray(cube.values[at, cube.indicator_place[variable]])[columns])
        else:
            raise IndexProblem("recipe.unknown_node", f"The data have no indicator {variable[:20]}.", node=variable[:20])
    found = find_neighbours(name, unit, keys, list(variables), np.array(rows), count=count, year=year)
    return Nearest(found.group, found.variables, found.distances, found.differences, found.remarks)


def _is_alike(facts: Facts, own: Facts) -> bool:
    return (facts.kind, facts.county_rights) == (own.kind, own.county_rights)
