"""The walk from the indicators up to the whole: weights and a score for every node."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from sciezka.core.index.aggregate.crosswise import count_copeland, measure_hellwig, measure_topsis
from sciezka.core.index.aggregate.means import (
    average_arithmetic,
    average_generalised,
    average_geometric,
    average_harmonic,
    penalise_imbalance,
)
from sciezka.core.index.recipe import Aggregate, Recipe
from sciezka.core.index.types import GROUP, YEAR, Cube, Floats, IndexProblem, Remark, Structure, cells
from sciezka.core.index.weigh import weigh

Aggregator = Callable[[Floats, Floats], Floats]

# How much a share of children may miss min_share by, so that 0.6 of five children is three.
SLACK = 1e-12
_CROSSWISE: Final = frozenset({"copeland", "hellwig", "topsis"})


@dataclass(frozen=True, slots=True)
class Tree:
    """What the walk gives.

    Attributes:
        scores: of every node, shape (years, nodes, units); the indicators' are their normalised values.
        weights: the weight of every node among its siblings, by code, as used.
        remarks: what a reader must know.
    """

    scores: Floats
    weights: Mapping[str, float]
    remarks: tuple[Remark, ...]


def choose_aggregator(method: str, choices: Aggregate) -> Aggregator:
    """Give the function of a method with the recipe's settings: (children, n) and (children,) to (n,)."""
    penalise = partial(penalise_imbalance, penalty=choices.penalty, ddof=choices.ddof)
    known: dict[str, Aggregator] = {
        "arithmetic": average_arithmetic,
        "geometric": average_geometric,
        "harmonic": average_harmonic,
        "generalised": partial(average_generalised, power=choices.power),
        "mpi": penalise,
        "ampi": penalise,
        "copeland": count_copeland,
        "hellwig": partial(measure_hellwig, ddof=choices.ddof),
        "topsis": measure_topsis,
    }
    return known[method]


def sees_others(method: str) -> bool:
    """Tell whether a method compares units with one another, so that a score hangs on who else is in the block."""
    return method in _CROSSWISE


def aggregate(cube: Cube, structure: Structure, recipe: Recipe) -> Tree:
    """Reckon every node from the indicators up.

    Args:
        cube: normalised values; its leaves are the structure's, in any order.
        structure: the tree.
        recipe: the choices; ``weigh``, ``aggregate`` and, for methods that compare units, ``normalise.within``.

    A method that compares units sees those that the normalise step compares: what is pooled there is pooled here.
    A node with a share of children below ``min_share`` has no score.

    Raises:
        IndexProblem: a node in ``levels`` that is not in the tree or has no children; a value that a mean cannot take.
    """
    levels = _read_levels(recipe.aggregate, structure)
    years, _leaves, units = cube.values.shape
    scores = np.full((years, len(structure.nodes), units), np.nan)
    for at, leaf in enumerate(cube.leaves):
        scores[:, structure.position[leaf]] = cube.values[:, at]
    here = cube.here()
    weights = {structure.root: 1.0}
    remarks: list[Remark] = []
    for code in structure.upward:
        under = structure.children[code]
        x = np.ascontiguousarray(
            scores[:, [structure.position[child] for child in under]].transpose(1, 0, 2).reshape(len(under), -1)
        )
        given = np.array([structure.node(child).weight for child in under])
        w, told = weigh(recipe.weigh.method, x, given, code)
        weights.update(zip(under, w.tolist(), strict=True))
        remarks += told
        method = levels.get(code, recipe.aggregate.method)
        found, noted = _aggregate_node(method, x, w, cube, recipe, (code, under))
        remarks += noted
        enough = (~np.isnan(x)).sum(axis=0) >= recipe.aggregate.min_share * len(under) - SLACK
        found = np.where(enough, found, np.nan).reshape(years, units)
        scores[:, structure.position[code]] = found
        remarks += _remark_missing(code, found, here, cube)
    return Tree(scores, {code: weights[code] for code in structure.codes}, tuple(remarks))


def measure_coverage(observed: Cube, structure: Structure) -> Floats:
    """Give the share of each node's indicators that the data hold, shape (years, nodes, units); of an indicator 1 or 0."""
    known = ~np.isnan(observed.values)
    where = {leaf: at for at, leaf in enumerate(observed.leaves)}
    years, _leaves, units = known.shape
    coverage = np.empty((years, len(structure.nodes), units))
    for code in structure.codes:
        under = structure.leaves_under[code]
        count = known[:, [where[leaf] for leaf in under]].sum(axis=1)
        coverage[:, structure.position[code]] = count / len(under)
    return coverage


def _aggregate_node(
    method: str, x: Floats, w: Floats, cube: Cube, recipe: Recipe, place: tuple[str, Sequence[str]]
) -> tuple[Floats, list[Remark]]:
    """Reckon one node over all observations, block by block where the method compares units."""
    function = choose_aggregator(method, recipe.aggregate)
    code, under = place
    if not sees_others(method):
        try:
            found = function(x, w)
        except IndexProblem as problem:
            raise _locate(problem, code, under, cube) from problem
        return found, _remark_below_zero(method, x, w, code)
    found = np.full(x.shape[1], np.nan)
    remarks: list[Remark] = []
    for name, (years, units) in cells(recipe.normalise.within, cube):
        at = years * len(cube.units) + units
        block = x[:, at]
        found[at] = function(block, w)
        if np.isnan(found[at]).all() and not np.isnan(block).all():
            sentence = f"{code} does not tell units apart{say_place(name)}: they are all alike, so none has a score."
            remarks.append(Remark("aggregate.alike", sentence, {"node": code, **name}))
    return found, remarks


def say_place(name: Mapping[str, Any]) -> str:
    """Say where a block lies: " in 2019, group A"; nothing when there is one block only."""
    parts = []
    if name.get(YEAR):
        parts.append(f" in {name[YEAR]}")
    if name.get(GROUP):
        parts.append(f" in group {name[GROUP]}")
    return ",".join(parts)


def _read_levels(choices: Aggregate, structure: Structure) -> dict[str, str]:
    """Read which nodes have a method of their own."""
    for code, _method in choices.levels:
        if code not in structure.position:
            raise IndexProblem(
                "recipe.unknown_node",
                f"levels in the recipe names {code}, which the structure does not know. Mend the code.",
                node=code,
            )
        if not structure.children[code]:
            raise IndexProblem(
                "recipe.level_leaf",
                f"levels in the recipe names {code}, which is an indicator and has nothing under it. Name a node above it.",
                node=code,
            )
    return dict(choices.levels)


def _locate(problem: IndexProblem, code: str, under: Sequence[str], cube: Cube) -> IndexProblem:
    """Say at which node, child, unit and year a value was refused."""
    year, unit = divmod(problem.params["column"], len(cube.units))
    params = dict(problem.params) | {"node": code, "unit": cube.units[unit], "year": cube.years[year]}
    place = f"{code}, unit {cube.units[unit]}"
    if cube.years[year]:
        place += f", year {cube.years[year]}"
    if "child" in params:
        params["child"] = under[params["child"]]
        place += f", {params['child']}"
    return IndexProblem(problem.code, f"{place}: {problem}", **params)


def _remark_missing(code: str, found: Floats, here: np.ndarray[Any, np.dtype[np.bool_]], cube: Cube) -> list[Remark]:
    """Say how many observations have no score at a node, and name the first."""
    years, units = np.nonzero(np.isnan(found) & here)
    if not len(years):
        return []
    first = cube.units[units[0]] + (f" in {cube.years[years[0]]}" if cube.years[years[0]] else "")
    count, total = len(years), int(here.sum())
    sentence = f"{code} has no score and no rank for {count} of {total} observations, the first of them {first}."
    return [Remark("aggregate.missing", sentence, {"node": code, "count": count, "total": total, "first": first})]


def _remark_below_zero(method: str, x: Floats, w: Floats, code: str) -> list[Remark]:
    """Say that the Mazziotta–Pareto index turns round where a unit's mean is below 0."""
    if method not in {"mpi", "ampi"}:
        return []
    count = int((average_arithmetic(x, w) < 0).sum())
    if not count:
        return []
    sentence = (
        f"At {code} the mean of {count} observations is below 0, where the penalty for imbalance becomes a reward. "
        "Normalise to a mean of 100 and a standard deviation of 10."
    )
    return [Remark("aggregate.below_zero", sentence, {"node": code, "count": count})]
