"""All units, years and nodes at once: one recipe, and several engines that give the same numbers.

``numba`` (compiled loops) is the default and ``numpy`` its oracle, which stands in where Numba is missing; ``duckdb`` and
``spark`` run the recipe as one relational plan, for data that outgrow a machine's memory or live on a cluster already.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final

import numpy as np

from sciezka.core.index.national.plan import National, change_weights, make_plan
from sciezka.core.index.national.redraw import Redraw, choose_units, redraw_year
from sciezka.core.index.recipe import Recipe, read_recipe
from sciezka.core.index.types import YEAR, Cube, IndexProblem, Node, Structure

__all__ = [
    "ENGINES",
    "National",
    "Redraw",
    "choose_engine",
    "regroup",
    "reweigh",
    "run_in_chunks",
    "run_national",
    "split_years",
    "warm",
]

ENGINES: Final = ("numba", "numpy", "duckdb", "spark")
Window = tuple[int, int]


def run_national(
    cube: Cube,
    structure: Structure,
    recipe: Recipe,
    *,
    engine: str = "numba",
    window: Window | None = None,
    session: Any = None,  # noqa: ANN401 - a Spark session or a DuckDB connection, neither of which is loaded unless used
) -> National:
    """Reckon scores, ranks, coverage and slopes of all nodes, units and years.

    Args:
        cube: the data.
        structure: the tree.
        recipe: the choices; see docs/methods/national.md for those that the national engines know.
        engine: one of ENGINES.
        window: the first and the last year of the slopes; None for no slopes.
        session: for ``spark`` the session of a cluster (else the one that Spark's own settings name); for ``duckdb`` a
            connection (else one in memory).

    Raises:
        IndexProblem: an unknown engine, a choice that the engine doesn't make, or data that the recipe refuses.
    """
    plan = make_plan(structure, recipe, cube.leaves)
    name = choose_engine(engine)
    if name == "numba":
        done: National = import_module("sciezka.core.index.national.compiled").run_compiled(cube, plan, window=window)
    elif name == "numpy":
        done = import_module("sciezka.core.index.national.plain").run_plain(cube, plan, window=window)
    else:
        running = import_module(f"sciezka.core.index.national.on_{name}")
        done = running.run(cube, plan, window=window, session=session)
    return done


def choose_engine(wanted: str = "numba") -> str:
    """Give the engine that will run: the wanted one, but ``numpy`` where Numba can't be loaded.

    Raises:
        IndexProblem: an unknown engine.
    """
    if wanted not in ENGINES:
        listed = ", ".join(ENGINES)
        raise IndexProblem(
            "national.engine", f"There is no engine {wanted!r}. Choose one of {listed}.", said=wanted, allowed=listed
        )
    return "numpy" if wanted == "numba" and not _has_numba() else wanted


def reweigh(done: National, *, year: int, weights: Mapping[str, float]) -> Redraw:
    """Reckon one year anew with other weights.

    Args:
        done: a result.
        year: which year.
        weights: new weights by node; the others stay.

    Raises:
        IndexProblem: an unknown node or year, or weights that a structure refuses.
    """
    return redraw_year(_local_engine(), done, change_weights(done.plan, weights), year)


def regroup(
    cube: Cube, structure: Structure, recipe: Recipe, *, units: Sequence[str], window: Window | None = None
) -> National:
    """Reckon everything for some units that are compared with one another only.

    Raises:
        IndexProblem: an unknown unit, one named twice, or what ``run_national`` refuses.
    """
    return run_national(choose_units(cube, units), structure, recipe, window=window)


def run_in_chunks(
    chunks: Iterable[Cube], structure: Structure, recipe: Recipe, *, engine: str = "numba"
) -> Iterator[National]:
    """Reckon data that don't fit into memory, some years at a time (``split_years`` cuts a memory-mapped cube).

    Slopes need all years: fit them on the nodes that are kept.

    Raises:
        IndexProblem: a recipe that compares across years.
    """
    if YEAR not in recipe.normalise.within:
        raise IndexProblem(
            "national.chunks",
            "The recipe compares across years, so years can't be reckoned apart. Put year into within of normalise, or"
            " reckon all years at once.",
        )
    for chunk in chunks:
        yield run_national(chunk, structure, recipe, engine=engine)


def split_years(cube: Cube, at_once: int) -> Iterator[Cube]:
    """Cut a cube into cubes of some years; the values stay where they are, in memory or in a mapped file."""
    for first in range(0, len(cube.years), at_once):
        part = slice(first, first + at_once)
        yield replace(
            cube,
            values=cube.values[part],
            years=cube.years[part],
            groups=cube.groups[part] if cube.groups.ndim > 1 else cube.groups,
            present=None if cube.present is None else cube.present[part],
        )


def warm() -> str:
    """Compile the loops, or load them from the cache of an earlier start, and name the engine that will run.

    Call it where the server starts, never in a request: the first compilation takes some seconds.
    """
    nodes = (Node("whole"), *(Node(f"leaf {at}", "whole") for at in range(2)))
    structure = Structure(nodes)
    values = np.arange(1.0, 13.0).reshape(2, 2, 3)
    cube = Cube(values, (1, 2), structure.leaves, ("a", "b", "c"), np.zeros(3, dtype=np.intp))
    recipe = read_recipe({"treat": {"method": "winsorise"}})
    done = run_national(cube, structure, recipe, window=(1, 2))
    reweigh(done, year=1, weights={"leaf 0": 2.0})
    return choose_engine()


@cache
def _has_numba() -> bool:
    try:
        import_module("sciezka.core.index.national.compiling")
    except ImportError:
        return False
    return True


def _local_engine() -> ModuleType:
    return import_module(f"sciezka.core.index.national.{'compiled' if _has_numba() else 'plain'}")
