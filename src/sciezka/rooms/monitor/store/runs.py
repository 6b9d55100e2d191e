"""Index runs on one comparison group: a slice of the cube, replayed by a recipe and kept in memory while it is used."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.classify import Bands, make_bands
from sciezka.core.index.recipe import Aggregate, Normalise, Recipe, Treat, digest
from sciezka.core.index.replay import Result, replay
from sciezka.core.index.types import Cube, Floats, Structure
from sciezka.core.indicators.catalogue import Catalogue, measure, structure_of
from sciezka.rooms.monitor.store.cubes import StoredCube

# 100 is the group's mean of the year; a distance of 10 is one standard deviation of an indicator.
DEFAULT_RECIPE: Final = Recipe(
    treat=Treat("winsorise"), normalise=Normalise(mean=100.0, sd=10.0), aggregate=Aggregate(min_share=0.5)
)
# Our own proposal; the words for the codes stand in queries.words.
BANDS: Final[Bands] = make_bands((95.0, 98.0, 102.0, 105.0), ("far_below", "below", "average", "above", "far_above"))
KEPT: Final = 24
# A year with this share of the best year's indicators is as good as the best.
NEARLY: Final = 0.8

Kept = TypeVar("Kept")


@dataclass(frozen=True, eq=False)
class Run:
    """A recipe replayed on a group.

    Attributes:
        key: the hash of all that it was reckoned from; two runs of one key hold the same numbers.
        catalogue: the indicators.
        cube: the store's cube that the slice was taken from.
        members: the units' keys, in the order of the last axis.
        columns: where the members stand in the cube.
        raw: the indicators in natural units, shape (years, leaves, members).
        result: the replayed recipe.
    """

    key: str
    catalogue: Catalogue
    cube: StoredCube
    members: tuple[str, ...]
    columns: tuple[int, ...]
    raw: Floats
    result: Result

    @property
    def structure(self) -> Structure:
        """The tree of the nodes that can be reckoned."""
        return self.result.structure

    @cached_property
    def member_place(self) -> Mapping[str, int]:
        """Where each member stands."""
        return {key: at for at, key in enumerate(self.members)}

    @cached_property
    def year_place(self) -> Mapping[int, int]:
        """Where each year stands."""
        return {year: at for at, year in enumerate(self.result.years)}

    @cached_property
    def leaf_place(self) -> Mapping[str, int]:
        """Where each indicator stands among the leaves."""
        return {code: at for at, code in enumerate(self.structure.leaves)}

    def score(self, node: str) -> Floats:
        """Give the scores of a node, shape (years, members)."""
        found: Floats = self.result.scores[:, self.structure.position[node]]
        return found


class Shelf:
    """Keeps the results that were used last, by key; safe among threads."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._kept: OrderedDict[str, object] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, make: Callable[[], Kept]) -> Kept:
        """Give what is kept under a key, making it when it isn't there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


_runs = Shelf(KEPT)
_readings = Shelf(KEPT * 8)


def run_for(
    cube: StoredCube,
    catalogue: Catalogue,
    members: Sequence[str],
    recipe: Recipe = DEFAULT_RECIPE,
    weights: Mapping[str, float] | None = None,
) -> Run | None:
    """Replay a recipe on a group, or give the run that is kept; nothing when the group has no data at all.

    Args:
        cube: the store's cube.
        catalogue: the catalogue that the cube was reckoned by.
        members: the group's units; those that the cube does not know are left out.
        recipe: the choices.
        weights: weights of nodes that differ from the catalogue's (all 1).

    Raises:
        IndexProblem: the recipe refuses the data, or the weights under a node sum to 0.
    """
    known = tuple(sorted(key for key in set(members) if key in cube.unit_place))
    said = [cube.digest, catalogue.digest, known, digest(recipe), sorted((weights or {}).items())]
    key = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    return _runs.take(key, lambda: _run(key, cube, catalogue, known, recipe, weights or {}))


def best_years(run: Run, unit: str) -> tuple[int, ...]:
    """List the years in which a unit has a score of the whole, first the one to show: the newest with nearly all data."""
    if unit not in run.member_place:
        return ()
    at, root = run.member_place[unit], run.structure.position[run.structure.root]
    scored = np.isfinite(run.result.scores[:, root, at])
    if not scored.any():
        # No year is rich enough for the whole; whatever there is can still be shown.
        scored = np.logical_or.reduce(np.isfinite(run.raw[:, :, at]), axis=1)
    covered = np.where(scored, run.result.coverage[:, root, at], 0.0)
    rich = covered >= NEARLY * covered.max()
    order = sorted(np.flatnonzero(scored).tolist(), key=lambda year: (bool(rich[year]), year), reverse=True)
    return tuple(run.result.years[year] for year in order)


def take_reading(run: Run, name: str, make: Callable[[], Kept]) -> Kept:
    """Give something reckoned from a run, once as long as it is kept; ``name`` tells it from the run's other readings."""
    return _readings.take(f"{run.key}/{name}", make)


def forget_runs() -> None:
    """Forget all runs and readings (tests begin anew)."""
    _runs.clear()
    _readings.clear()


def _run(
    key: str,
    cube: StoredCube,
    catalogue: Catalogue,
    members: tuple[str, ...],
    recipe: Recipe,
    weights: Mapping[str, float],
) -> Run | None:
    columns = tuple(cube.unit_place[member] for member in members)
    slice_ = np.array(cube.values[:, :, columns]) if columns else np.empty((len(cube.years), len(cube.indicators), 0))
    has_data = np.isfinite(slice_).any(axis=(0, 2))
    available = {cube.indicators[at] for at in np.flatnonzero(has_data).tolist()}
    available = {code for code in available if catalogue.by_code[code].direction != "context"}
    if not available:
        return None
    structure = weigh_anew(structure_of(catalogue, available), weights)
    rows = [cube.indicator_place[code] for code in structure.leaves]
    raw = slice_[:, rows]
    measured = np.stack([measure(catalogue.by_code[code], raw[:, at]) for at, code in enumerate(structure.leaves)], axis=1)
    present: NDArray[np.bool_] = np.logical_or.reduce(np.isfinite(measured), axis=1)
    data = Cube(
        values=measured,
        years=cube.years,
        leaves=structure.leaves,
        units=members,
        groups=np.zeros(len(members), dtype=np.intp),
        present=present,
    )
    return Run(key, catalogue, cube, members, columns, raw, replay(recipe, structure, data))


def weigh_anew(structure: Structure, weights: Mapping[str, float]) -> Structure:
    """Give the tree with other weights; nodes that it does not know are passed over."""
    if not weights:
        return structure
    return Structure(tuple(replace(node, weight=weights.get(node.code, node.weight)) for node in structure.nodes))
