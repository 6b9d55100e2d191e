"""How much of each indicator is there, and which figures of a batch are revised by another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import numpy as np

from sciezka.rooms.monitor.store.cubes import StoredCube
from sciezka.rooms.monitor.store.observations import BatchFile, DamagedBatch
from sciezka.rooms.monitor.store.runs import Shelf

EXAMPLES: Final = 20

_coverage = Shelf(8)
_revisions = Shelf(32)


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of one indicator is there.

    Attributes:
        first: the first year with any value.
        last: the last one.
        units: how many units have a value in the last year.
        place: which of the catalogue's formulas was taken, 0 the first.
        lasts: by unit, the last year with a value.
    """

    first: int
    last: int
    units: int
    place: int
    lasts: Mapping[str, int]


def read_coverage(cube: StoredCube) -> Mapping[str, Covered]:
    """Tell of each indicator that has any value how much of it is there."""
    return _coverage.take(cube.digest, lambda: _read_coverage(cube))


def _read_coverage(cube: StoredCube) -> Mapping[str, Covered]:
    found: dict[str, Covered] = {}
    for at, code in enumerate(cube.indicators):
        there = np.isfinite(cube.values[:, at])
        years = np.flatnonzero(there.any(axis=1))
        if not len(years):
            continue
        newest = len(cube.years) - 1 - there[::-1].argmax(axis=0)
        known = np.flatnonzero(there.any(axis=0)).tolist()
        lasts = {cube.units[spot]: cube.years[int(newest[spot])] for spot in known}
        last = int(years[-1])
        found[code] = Covered(
            cube.years[int(years[0])], cube.years[last], int(there[last].sum()), cube.places.get(code, 0), lasts
        )
    return found


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure that two batches tell differently."""

    unit: str
    variable: str
    year: int
    older: float | None
    newer: float | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a batch shares with another one.

    Attributes:
        batch: the other batch's key.
        is_newer: whether the other one prevails.
        same: how many figures both tell alike.
        different: how many they tell differently.
        examples: the first of the latter, latest years first.
    """

    batch: str
    is_newer: bool
    same: int
    different: int
    examples: tuple[Revised, ...] = ()


def find_overlaps(batch: BatchFile, others: Sequence[BatchFile], newer: Sequence[str]) -> tuple[Overlap, ...]:
    """Compare the figures of a batch with those of others.

    Args:
        batch: the batch.
        others: the other batches in force.
        newer: the keys of those that prevail over it.

    Raises:
        DamagedBatch: a file of these batches can't be read.
    """
    key = "/".join([batch.key, batch.digest, *(other.key for other in others), "<", *newer])
    return _revisions.take(key, lambda: _find_overlaps(batch, others, frozenset(newer)))


def _find_overlaps(batch: BatchFile, others: Sequence[BatchFile], newer: frozenset[str]) -> tuple[Overlap, ...]:
    found = []
    for other in others:
        for each in (batch, other):
            if not each.path.is_file():
                raise DamagedBatch(each.key)
        try:
            with duckdb.connect() as connection:
                files = {"mine": str(batch.path), "theirs": str(other.path)}
                joined = (
                    "FROM read_parquet($mine) m JOIN read_parquet($theirs) t USING (unit, variable, year) "
                    "WHERE coalesce(m.value, t.value) IS NOT NULL"
                )
                unlike = "m.value IS DISTINCT FROM t.value"
                counts = connection.execute(f"SELECT count(*), count(*) FILTER ({unlike}) {joined}", files).fetchone()
                every, different = counts or (0, 0)
                if not every:
                    continue
                rows = connection.execute(
                    f"SELECT unit, variable, year, m.value, t.value {joined} AND {unlike} "
                    f"ORDER BY year DESC, variable, unit LIMIT {EXAMPLES}",
                    files,
                ).fetchall()
        except duckdb.Error as problem:
            raise DamagedBatch(other.key) from problem
        is_newer = other.key in newer
        examples = tuple(
            Revised(unit, variable, year, *((mine, theirs) if is_newer else (theirs, mine)))
            for unit, variable, year, mine, theirs in rows
        )
        found.append(Overlap(other.key, is_newer, every - different, different, examples))
    return tuple(found)
