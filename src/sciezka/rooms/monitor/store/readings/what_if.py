"""Reckoning a variant of the index in one year: other members, weights or choices, at the speed of a slider."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.classify import classify
from sciezka.core.index.recipe import Recipe, digest
from sciezka.core.index.replay import Result, replay
from sciezka.core.index.types import YEAR, Cube, IndexProblem, Remark, Structure
from sciezka.core.indicators.catalogue import Catalogue, measure, structure_of
from sciezka.rooms.monitor.store.cubes import StoredCube
from sciezka.rooms.monitor.store.runs import BANDS, DEFAULT_RECIPE, Shelf, weigh_anew

# Gaps filled from other years, and weights read from the data, need all years.
OVER_YEARS: Final = frozenset({"linear", "linear_inside", "latest"})
FROM_DATA: Final = frozenset({"pca", "correlation"})
# Means keep the scale of what they are made from, which the classes need.
MEANS: Final = frozenset({"arithmetic", "geometric", "harmonic", "generalised", "mpi"})
# The whole, dimensions and areas are compared; sub-areas only weighed.
SHOWN_DEPTH: Final = 2

_bases = Shelf(24)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a unit stands in a node: score and rank (0 for none)."""

    score: float | None
    rank: int
    band: str


@dataclass(frozen=True, slots=True)
class YearScores:
    """One year of an index, as plain values.

    Attributes:
        root: the code of the whole.
        units: the units' keys.
        nodes: the whole, the dimensions and the areas, in the tree's order.
        positions: by node, of each unit.
        shares: what every node weighs in the whole.
        remarks: what a reader must know.
    """

    root: str
    units: tuple[str, ...]
    nodes: tuple[str, ...]
    positions: Mapping[str, tuple[Position, ...]]
    shares: Mapping[str, float]
    remarks: tuple[Remark, ...]

    def find(self, node: str, unit: str) -> Position:
        """Give the position of a unit in a node; nothing known when either is not there."""
        if node not in self.positions or unit not in self.units:
            return Position(None, 0, "")
        return self.positions[node][self.units.index(unit)]

    @property
    def ranked(self) -> int:
        """How many units have a rank in the whole."""
        return sum(1 for position in self.positions[self.root] if position.rank)


def reckon_year(
    cube: StoredCube,
    catalogue: Catalogue,
    members: Sequence[str],
    recipe: Recipe,
    weights: Mapping[str, float],
    year: int,
) -> YearScores | None:
    """Replay a recipe on a group in one year; nothing when the group has no data at all.

    The numbers are those of ``run_for``. Steps that stay within a year see that year alone; other weights take over the
    normalised indicators of the last time.

    Raises:
        IndexProblem: the recipe refuses the data, the weights under a node sum to 0, or the cube lacks the year.
    """
    known = tuple(sorted(key for key in set(members) if key in cube.unit_place))
    if year not in cube.years:
        raise IndexProblem("national.unknown_year", f"The data have no year {year}. Choose one that they have.", year=year)
    said = [cube.digest, catalogue.digest, known, digest(recipe), year]
    key = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    base = _bases.take(key, lambda: _reckon(cube, catalogue, known, recipe, year))
    if base is None:
        return None
    result = base
    if weights:
        result = replay(recipe, weigh_anew(base.structure, weights), base.cube, resume=base)
    return _tell(result, result.years.index(year), recipe)


def has_classes(recipe: Recipe) -> bool:
    """Tell whether scores stand on the scale that the classes are made for: mean 100, 10 for one standard deviation."""
    normalise, usual = recipe.normalise, DEFAULT_RECIPE.normalise
    same = (normalise.method, normalise.mean, normalise.sd) == (usual.method, usual.mean, usual.sd)
    return same and {recipe.aggregate.method, *(method for _node, method in recipe.aggregate.levels)} <= MEANS


def have_one_scale(one: Recipe, other: Recipe) -> bool:
    """Tell whether scores of two recipes can be subtracted from one another."""
    if has_classes(one) and has_classes(other):
        return True
    return (one.normalise, one.aggregate.method) == (other.normalise, other.aggregate.method)


def needs_all_years(recipe: Recipe) -> bool:
    """Tell whether a year's scores depend on other years."""
    pooled = any(YEAR not in recipe.within(step) for step in ("treat", "impute", "normalise"))
    return pooled or recipe.impute.method in OVER_YEARS or recipe.weigh.method in FROM_DATA


def _reckon(cube: StoredCube, catalogue: Catalogue, members: tuple[str, ...], recipe: Recipe, year: int) -> Result | None:
    """Replay with the catalogue's weights, on the one year where that is enough."""
    made = gather(cube, catalogue, members)
    if made is None:
        return None
    structure, data = made
    if not needs_all_years(recipe):
        at = data.years.index(year)
        present = None if data.present is None else data.present[at : at + 1]
        values = np.ascontiguousarray(data.values[at : at + 1])
        data = replace(data, values=values, years=(year,), present=present)
    return replay(recipe, structure, data)


def gather(cube: StoredCube, catalogue: Catalogue, members: tuple[str, ...]) -> tuple[Structure, Cube] | None:
    """Cut a group's data out of the store's cube, with the tree of the indicators that it has; as ``run_for`` does."""
    if not members:
        return None
    columns = [cube.unit_place[member] for member in members]
    taken = np.array(cube.values[:, :, columns])
    has_data = np.isfinite(taken).any(axis=(0, 2))
    codes = {cube.indicators[at] for at in np.flatnonzero(has_data).tolist()}
    available = {code for code in codes if catalogue.by_code[code].direction != "context"}
    if not available:
        return None
    structure = structure_of(catalogue, available)
    rows = [cube.indicator_place[code] for code in structure.leaves]
    parts = [measure(catalogue.by_code[code], taken[:, row]) for code, row in zip(structure.leaves, rows, strict=True)]
    values = np.stack(parts, axis=1)
    groups = np.zeros(len(members), dtype=np.intp)
    present: NDArray[np.bool_] = np.logical_or.reduce(np.isfinite(values), axis=1)
    return structure, Cube(values, cube.years, structure.leaves, members, groups, present=present)


def _tell(result: Result, at: int, recipe: Recipe) -> YearScores:
    structure, classed = result.structure, has_classes(recipe)
    nodes = tuple(code for code in structure.codes if structure.depth[code] <= SHOWN_DEPTH and structure.children[code])
    positions = {}
    for code in nodes:
        row = structure.position[code]
        scores = result.scores[at, row]
        codes = ("", *BANDS.codes)
        bands = [codes[place + 1] if classed else "" for place in classify(scores, BANDS).tolist()]
        known = [score if there else None for score, there in zip(scores.tolist(), np.isfinite(scores), strict=True)]
        told = zip(known, result.ranks[at, row].tolist(), bands, strict=True)
        positions[code] = tuple(Position(score, rank, band) for score, rank, band in told)
    year = result.years[at]
    remarks = tuple(remark for remark in result.remarks if remark.params.get(YEAR, year) == year)
    return YearScores(structure.root, result.units, nodes, positions, result.effective_weights, remarks)
