"""What a workspace sees: the data and the catalogue in force, opened once and kept until one of them changes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sciezka.core.indicators.catalogue import Catalogue
from sciezka.core.peers import Facts
from sciezka.core.series.crosswalk import Crosswalk
from sciezka.core.series.places import Unit
from sciezka.core.series.variables import POPULATION
from sciezka.rooms.monitor.store.batches import batches_in_force
from sciezka.rooms.monitor.store.cubes import StoredCube, load_cube, open_cube
from sciezka.rooms.monitor.store.observations import BatchFile, find_folder
from sciezka.rooms.monitor.store.panel import read_panel
from sciezka.rooms.monitor.store.runs import Shelf
from sciezka.rooms.monitor.store.units import load_crosswalk, load_units
from sciezka.rooms.town.models import Workspace

_sights = Shelf(16)
_facts = Shelf(16)
_units = Shelf(2)


@dataclass(frozen=True, eq=False)
class Sight:
    """The data that a workspace sees.

    Attributes:
        catalogue: the indicators in force.
        batches: the batches in force, those that prevail last.
        cube: the indicators of all units and years.
        units: all units known, by key.
    """

    catalogue: Catalogue
    batches: tuple[BatchFile, ...]
    cube: StoredCube
    units: Mapping[str, Unit]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the cube."""
        return self.cube.years

    @cached_property
    def digest(self) -> str:
        """The hash of the cube and of the very batches behind it.

        Two workspaces with the same figures share a cube, but not what their batches say of sources and days: whatever
        shows single figures is kept under this hash.
        """
        batches = [[batch.key, batch.digest, str(batch.retrieved)] for batch in self.batches]
        return hashlib.sha256(json.dumps([self.cube.digest, batches]).encode()).hexdigest()

    @cached_property
    def crosswalk(self) -> Crosswalk:
        """The changes of codes in force."""
        return load_crosswalk(self.units)

    def facts_of(self, year: int) -> Mapping[str, Facts]:
        """Give what rules of groups look at, of all units in a year, by key."""
        people = self.people_by_year.get(year, {})
        return _facts.take(
            f"{self.cube.digest}/{year}", lambda: {key: Facts(key, people.get(key)) for key in self.cube.units}
        )

    @property
    def people_by_year(self) -> Mapping[int, Mapping[str, float]]:
        """The population of every unit, by year; years without any are left out."""
        return _facts.take(self.cube.digest, self._read_people)

    def _read_people(self) -> Mapping[int, Mapping[str, float]]:
        panel = read_panel([POPULATION], self.cube.units, self.batches, crosswalk=self.crosswalk)
        found: dict[int, dict[str, float]] = {}
        for at, year in enumerate(panel.years):
            row = panel.values[0, at]
            where = np.flatnonzero(np.isfinite(row)).tolist()
            if where:
                found[year] = {panel.units[place]: float(row[place]) for place in where}
        return found


def known_units() -> Mapping[str, Unit]:
    """Give all units known, by key, read anew only when their file has changed."""
    return _units.take(_stamp("units.parquet"), load_units)


def see(workspace: Workspace | None, catalogue: Catalogue) -> Sight | None:
    """Open what a workspace sees; nothing when no data are in force.

    Raises:
        DamagedBatch: a file of observations can't be read.
    """
    batches = batches_in_force(workspace)
    if not batches:
        return None
    said = [catalogue.digest, _stamp("units.parquet"), _stamp("crosswalk.csv")]
    key = "/".join([*said, *(f"{batch.key} {batch.digest} {batch.retrieved}" for batch in batches)])
    found = _sights.take(key, lambda: Sight(catalogue, batches, load_cube(catalogue, batches), known_units()))
    if open_cube_is_gone(found.cube):
        _sights.clear()
        found = _sights.take(key, lambda: Sight(catalogue, batches, load_cube(catalogue, batches), known_units()))
    return found if found.cube.indicators and found.cube.units else None


def open_cube_is_gone(cube: StoredCube) -> bool:
    """Tell whether a cube's files were thrown away since it was opened (it is then reckoned anew)."""
    return open_cube(cube.digest) is None


def forget_sights() -> None:
    """Forget all that is kept (tests begin anew)."""
    for shelf in (_sights, _facts, _units):
        shelf.clear()


def _stamp(name: str) -> str:
    path = find_folder() / name
    try:
        said = path.stat()
    except FileNotFoundError:
        return f"{path} none"
    return f"{path} {said.st_mtime_ns} {said.st_size}"
