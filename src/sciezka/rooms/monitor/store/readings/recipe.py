"""Everything that is needed to reckon a run again with the command line, as files."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sciezka.core.index.recipe import digest, write_recipe
from sciezka.core.index.replay import Result
from sciezka.core.index.types import Remark, Structure
from sciezka.core.index.written import write_scores
from sciezka.rooms.monitor.store.runs import Run, take_reading

# Files in an archive carry a date; a fixed one makes the same run the same archive.
STAMP = (2020, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Weights:
    """What a node weighs."""

    code: str
    parent: str
    depth: int
    weight: float
    share: float


@dataclass(frozen=True, slots=True)
class RecipeReading:
    """What a run was reckoned from, as plain values.

    Attributes:
        digest: of recipe, structure and data: what ``compute_index`` prints.
        data_digest: of the data and the structure.
        recipe_digest: of the recipe alone.
        source: the recipe as TOML.
        cube: the digest of the store's cube.
        catalogue: the digest of the catalogue.
        years: the first and the last year.
        units: how many units.
        leaves: how many indicators.
        weights: of all nodes, each followed by those under it.
        remarks: of the run.
    """

    digest: str
    data_digest: str
    recipe_digest: str
    source: str
    cube: str
    catalogue: str
    years: tuple[int, int]
    units: int
    leaves: int
    weights: tuple[Weights, ...]
    remarks: tuple[Remark, ...]


def read_recipe_of(run: Run) -> RecipeReading:
    """Gather what a run was reckoned from."""
    return take_reading(run, "recipe", lambda: _read(run))


def _read(run: Run) -> RecipeReading:
    result = as_read_back(run)
    structure = result.structure
    weights = tuple(
        Weights(node.code, node.parent, structure.depth[node.code], node.weight, result.effective_weights[node.code])
        for node in map(structure.node, _walk(structure, structure.root))
    )
    return RecipeReading(
        digest=result.digest,
        data_digest=result.data_digest,
        recipe_digest=digest(result.recipe),
        source=write_recipe(result.recipe),
        cube=run.cube.digest,
        catalogue=run.catalogue.digest,
        years=(result.years[0], result.years[-1]),
        units=len(result.units),
        leaves=len(structure.leaves),
        weights=weights,
        remarks=result.remarks,
    )


def _walk(structure: Structure, code: str) -> Iterator[str]:
    yield code
    for child in structure.children[code]:
        yield from _walk(structure, child)


def as_read_back(run: Run) -> Result:
    """Give the run's result with its data as they are when read from the files: no group, and nothing without data."""
    result = run.result
    here = result.cube.here()
    years, units = np.flatnonzero(here.any(axis=1)), np.flatnonzero(here.any(axis=0))
    cube = replace(
        result.cube,
        values=np.ascontiguousarray(result.cube.values[years][:, :, units]),
        years=tuple(result.cube.years[at] for at in years.tolist()),
        units=tuple(result.cube.units[at] for at in units.tolist()),
        groups=np.full((len(years), len(units)), -1, dtype=np.intp),
        group_names=(),
        present=here[years][:, units],
    )
    tree = replace(result.tree, scores=result.scores[years][:, :, units])
    ranks, coverage = result.ranks[years][:, :, units], result.coverage[years][:, :, units]
    return replace(result, cube=cube, tree=tree, ranks=ranks, coverage=coverage)


def write_archive(run: Run, extra: Mapping[str, str]) -> bytes:
    """Write DATA.csv, STRUCTURE.csv, RECIPE.toml and OUT.csv into an archive, with further files beside them.

    Args:
        run: what is to be reckoned again.
        extra: names and contents of further texts.
    """
    result = as_read_back(run)
    files = {
        "DATA.csv": write_data(result),
        "STRUCTURE.csv": write_structure(result),
        "RECIPE.toml": write_recipe(result.recipe),
        "OUT.csv": "".join(write_scores(result)),
        **extra,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def write_data(result: Result) -> str:
    """Write the data, unit by unit so that their order is kept; 17 significant digits, empty where missing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    cube = result.cube
    writer.writerow(["unit", "year", *cube.leaves])
    here = cube.here()
    for at, unit in enumerate(cube.units):
        for place in np.flatnonzero(here[:, at]).tolist():
            row = cube.values[place, :, at]
            told = [f"{value:.17g}" if known else "" for value, known in zip(row.tolist(), np.isfinite(row), strict=True)]
            writer.writerow([unit, cube.years[place], *told])
    return out.getvalue()


def write_structure(result: Result) -> str:
    """Write the tree."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", "parent", "weight", "direction", "low", "high", "target"])
    leaves = set(result.structure.leaves)
    for node in result.structure.nodes:
        bounds = ["" if bound is None else f"{bound:.17g}" for bound in (node.low, node.high, node.target)]
        direction = node.direction if node.code in leaves else ""
        writer.writerow([node.code, node.parent, f"{node.weight:.17g}", direction, *bounds])
    return out.getvalue()
