"""What the national engines reckon: a recipe and a structure as arrays, the blocks of a cube, and the result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.blocks import refuse_infinite
from sciezka.core.index.recipe import Recipe
from sciezka.core.index.types import GROUP, YEAR, Cube, Floats, IndexProblem, Ints, Remark, Structure

Ranks = NDArray[np.int32]
Counts = NDArray[np.int32]

# The ways of normalising and of aggregating that all national engines know; their places are their numbers in kernels.
NORMALISING: Final = ("none", "zscore", "minmax", "unitarisation")
AGGREGATING: Final = ("arithmetic", "geometric")
FEWEST_POINTS: Final = 2
# As in the step-by-step engine: 0.6 of five children is three, whatever binary fractions say.
SLACK: Final = 1e-12


@dataclass(frozen=True)
class Plan:
    """A recipe and a structure, checked for the national engines and turned into arrays.

    Attributes:
        structure: the tree.
        codes: all nodes, in the structure's order.
        inner: all nodes but the leaves, in the structure's order.
        leaf_nodes: for each leaf of the cube its position in ``codes``.
        direction: for each leaf of the cube 1 or −1.
        climb: positions in ``inner``, each after those under it.
        starts: where the children of each entry of ``climb`` begin in ``children``; one more at the end.
        children: positions in ``codes``.
        weights: the children's weights.
        family: for each entry of ``climb`` its place in AGGREGATING.
        limits: the quantiles of winsorising; None when nothing is treated.
        method: the place in NORMALISING.
        scale: mean and sd, or low and high.
        ddof: what the sd's divisor takes off the count.
        within: what the blocks hold apart.
        needed: for each entry of ``climb`` how many children must have a score.
    """

    structure: Structure
    codes: tuple[str, ...]
    inner: tuple[str, ...]
    leaf_nodes: Ints
    direction: Floats
    climb: Ints
    starts: Ints
    children: Ints
    weights: Floats
    family: Ints
    limits: tuple[float, float] | None
    method: int
    scale: tuple[float, float]
    ddof: int
    within: tuple[str, ...]
    needed: Floats

    @cached_property
    def inner_nodes(self) -> Ints:
        """For each inner node its position in ``codes``."""
        return np.array([self.structure.position[code] for code in self.inner], dtype=np.intp)

    @cached_property
    def rows(self) -> Ints:
        """For each node its position in ``inner``; −1 for a leaf."""
        found = np.full(len(self.codes), -1, dtype=np.intp)
        found[self.inner_nodes] = np.arange(len(self.inner))
        return found

    @cached_property
    def columns(self) -> Ints:
        """For each node its position among the cube's leaves; −1 for an inner node."""
        found = np.full(len(self.codes), -1, dtype=np.intp)
        found[self.leaf_nodes] = np.arange(len(self.leaf_nodes))
        return found

    @cached_property
    def leaves_under(self) -> Ints:
        """For each inner node the number of its leaves."""
        return np.array([len(self.structure.leaves_under[code]) for code in self.inner], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Observations that are compared with one another: block ``b`` is ``starts[b]:starts[b + 1]``.

    Attributes:
        years: the positions of the observations' years.
        units: the positions of their units.
        starts: where each block begins, and the end.
        of_year: where the blocks of each year begin, and the end; None when blocks span years.
    """

    years: Ints
    units: Ints
    starts: Ints
    of_year: Ints | None


@dataclass(frozen=True)
class National:
    """Scores, ranks, coverage and slopes of all nodes, units and years.

    Attributes:
        codes: all nodes.
        inner: the nodes but the leaves: those that have ranks, coverage and slopes here.
        years: the years.
        units: the units' keys.
        scores: shape (years, codes, units); a leaf's score is its normalised value.
        ranks: among all units of a year, shape (years, inner, units); 0 is no rank.
        group_ranks: among the units of the comparison group, likewise.
        seen: how many of a node's leaves the data observe, likewise.
        leaves_under: how many leaves a node has.
        plan: what was reckoned.
        groups: the units' comparison groups, as the cube gave them.
        slopes: yearly change over the window, shape (inner, units); None when no window was asked for.
        window: the years of the window.
        remarks: what a reader must know.
    """

    codes: tuple[str, ...]
    inner: tuple[str, ...]
    years: tuple[int, ...]
    units: tuple[str, ...]
    scores: Floats
    ranks: Ranks
    group_ranks: Ranks
    seen: Counts
    leaves_under: Ints
    plan: Plan
    groups: Ints
    slopes: Floats | None = None
    window: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def coverage(self) -> Floats:
        """The share of a node's leaves that the data observe, shape (years, inner, units)."""
        share: Floats = self.seen / self.leaves_under[:, None]
        return share


def make_plan(structure: Structure, recipe: Recipe, leaves: tuple[str, ...]) -> Plan:
    """Check that a recipe is one that the national engines know, and turn it into arrays.

    Raises:
        IndexProblem: a choice that these engines don't make (nothing is approximated), or leaves other than the tree's.
    """
    _refuse_foreign_choices(recipe)
    _refuse_foreign_leaves(structure, recipe, leaves)
    inner = tuple(code for code in structure.codes if structure.children[code])
    climb = structure.upward
    under = [structure.children[code] for code in climb]
    own = dict(recipe.aggregate.levels)
    equal = recipe.weigh.method == "equal"
    normalise = recipe.normalise
    return Plan(
        structure=structure,
        codes=structure.codes,
        inner=inner,
        leaf_nodes=_find_positions(structure.position, leaves),
        direction=np.array([structure.node(code).direction for code in leaves], dtype=np.float64),
        climb=_find_positions({code: at for at, code in enumerate(inner)}, climb),
        starts=np.cumsum([0, *map(len, under)]).astype(np.intp),
        children=_find_positions(structure.position, [code for codes in under for code in codes]),
        weights=np.array(
            [1.0 if equal else structure.node(code).weight for codes in under for code in codes], dtype=np.float64
        ),
        family=np.array([AGGREGATING.index(own.get(code, recipe.aggregate.method)) for code in climb], dtype=np.intp),
        limits=_take_pair(recipe.treat.limits) if recipe.treat.method == "winsorise" else None,
        method=NORMALISING.index(normalise.method),
        scale=_take_pair((normalise.mean, normalise.sd) if normalise.method == "zscore" else normalise.scale),
        ddof=int(normalise.ddof),
        within=tuple(word for word in (YEAR, GROUP) if word in normalise.within),
        needed=np.array([recipe.aggregate.min_share * len(codes) - SLACK for codes in under]),
    )


def split_blocks(cube: Cube, within: tuple[str, ...]) -> Blocks:
    """Split a cube into blocks, as ``cells`` of ``types`` does, at the speed that the national panel needs."""
    parts: list[tuple[Ints, Ints]] = []
    for year in range(len(cube.years)):
        units = np.arange(len(cube.units)) if cube.present is None else np.flatnonzero(cube.present[year])
        groups = cube.groups_in(year)[units] if GROUP in within else np.zeros(len(units), dtype=np.intp)
        order = np.argsort(groups, kind="stable")
        parts.append((units[order], groups[order]))
    counts = np.array([len(units) for units, _ in parts], dtype=np.intp)
    years = np.repeat(np.arange(len(parts), dtype=np.intp), counts)
    units = np.concatenate([units for units, _ in parts]).astype(np.intp)
    groups = np.concatenate([groups for _, groups in parts])
    if YEAR not in within:
        order = np.argsort(groups, kind="stable")
        years, units, groups = years[order], units[order], groups[order]
        return Blocks(years, units, _find_starts(groups[1:] != groups[:-1], len(units)), None)
    starts = _find_starts((groups[1:] != groups[:-1]) | (years[1:] != years[:-1]), len(units))
    of_year = np.searchsorted(starts[:-1], np.concatenate([[0], np.cumsum(counts)])).astype(np.intp)
    return Blocks(years, units, starts, of_year)


def change_weights(plan: Plan, weights: Mapping[str, float]) -> Plan:
    """Give the plan with other weights.

    Raises:
        IndexProblem: an unknown node, a weight below 0 or not a number, weights that sum to 0 under a node.
    """
    position = plan.structure.position
    drawn = plan.weights.copy()
    for code, weight in weights.items():
        if code not in position:
            raise IndexProblem(
                "structure.unknown_node", f"The structure has no node {code}. Weigh the nodes that it has.", node=code
            )
        if not (np.isfinite(weight) and weight >= 0):
            raise IndexProblem(
                "structure.weight",
                f"The weight of {code} is {weight}. A weight is a number of 0 or more.",
                node=code,
                weight=weight,
            )
        drawn[plan.children == position[code]] = weight
    for at, row in enumerate(plan.climb):
        if not drawn[plan.starts[at] : plan.starts[at + 1]].any():
            code = plan.inner[row]
            raise IndexProblem(
                "structure.weights_zero",
                f"The weights under {code} sum to 0. Give at least one of"
                f" {', '.join(plan.structure.children[code])} a weight above 0.",
                node=code,
            )
    return replace(plan, weights=drawn)


def name_window(cube: Cube, window: tuple[int, int] | None) -> tuple[int, ...]:
    """Name the years of the cube in a window given by its first and its last year."""
    return () if window is None else tuple(year for year in cube.years if window[0] <= year <= window[1])


def remark_on_constants(constant: int, alone: int) -> tuple[Remark, ...]:
    """Say how many indicators could not be normalised, and why."""
    remarks = []
    if constant:
        remarks.append(
            Remark(
                "national.constant",
                f"{constant} times an indicator has one value in its whole comparison group and year, so it does not tell"
                " units apart; its normalised value is missing there.",
                {"count": constant},
            )
        )
    if alone:
        remarks.append(
            Remark(
                "national.one_unit",
                f"{alone} times an indicator is observed for one unit only in its comparison group and year; its normalised"
                " value is missing there.",
                {"count": alone},
            )
        )
    return tuple(remarks)


def refuse_not_positive(plan: Plan, node: int, unit: str, year: int | None = None) -> IndexProblem:
    """Name the place where a geometric mean met a value of 0 or less."""
    code = plan.codes[node]
    when = "" if year is None else f" in {year}"
    return IndexProblem(
        "aggregate.not_positive",
        f"{code} of unit {unit}{when} is 0 or less, and the geometric mean needs values above 0. Normalise to a range"
        ' above 0, such as method = "minmax" with low = 1 and high = 100, or aggregate otherwise.',
        node=code,
        year=year,
        unit=unit,
    )


def refuse_broken(cube: Cube) -> IndexProblem:
    """Say that numbers are infinite, or too large or too close together to reckon with.

    Raises:
        IndexProblem: ``data.infinite``, with the place, when a value is infinite.
    """
    refuse_infinite(cube)
    return IndexProblem(
        "replay.overflow",
        "The data hold numbers too large to reckon with. Look for a value with too many digits, or change its unit.",
    )


def _find_starts(turns: NDArray[np.bool_], count: int) -> Ints:
    inside = np.flatnonzero(turns) + 1
    return np.concatenate([[0], inside, [count]] if count else [[0]]).astype(np.intp)


def _take_pair(numbers: tuple[float, float]) -> tuple[float, float]:
    # Plain floats, whatever was given: loops are compiled once for each kind of number.
    return float(numbers[0]), float(numbers[1])


def _find_positions(position: Mapping[str, int], codes: tuple[str, ...] | list[str]) -> Ints:
    return np.array([position[code] for code in codes], dtype=np.intp)


def _refuse_foreign_choices(recipe: Recipe) -> None:
    treat_within = recipe.within("treat")
    other_blocks = recipe.treat.method != "none" and set(treat_within) != set(recipe.normalise.within)
    choices = (
        ("treat.method", recipe.treat.method, ("none", "winsorise")),
        ("impute.method", recipe.impute.method, ("none",)),
        ("normalise.method", recipe.normalise.method, NORMALISING),
        ("weigh.method", recipe.weigh.method, ("given", "equal")),
        ("aggregate.method", recipe.aggregate.method, AGGREGATING),
        *((f"aggregate.levels.{node}", method, AGGREGATING) for node, method in recipe.aggregate.levels),
        ("treat.within", "its own" if other_blocks else "the normalise step's", ("the normalise step's",)),
    )
    for key, said, known in choices:
        if said not in known:
            listed = ", ".join(known)
            raise IndexProblem(
                "national.unsupported",
                f"The engine for all units at once does not know {key} = {said}; it knows {listed}. Replay the recipe with"
                " the step-by-step engine instead.",
                key=key,
                said=said,
                allowed=listed,
            )


def _refuse_foreign_leaves(structure: Structure, recipe: Recipe, leaves: tuple[str, ...]) -> None:
    if missing := [leaf for leaf in structure.leaves if leaf not in set(leaves)]:
        raise IndexProblem("data.leaf_missing", f"The data have no column for {', '.join(missing)}.", nodes=missing)
    if unknown := [leaf for leaf in leaves if leaf not in set(structure.leaves)]:
        raise IndexProblem("data.unknown", f"The structure has no indicator {', '.join(unknown)}.", nodes=unknown)
    for node, _ in recipe.aggregate.levels:
        if not structure.children.get(node):
            raise IndexProblem(
                "recipe.unknown_node",
                f"levels in the recipe names {node}, which is no node of the structure with others under it. Mend the code.",
                node=node,
            )
