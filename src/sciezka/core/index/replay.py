"""Replaying a recipe: all steps in order, every stage kept, so that a changed recipe runs again from its first change."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.aggregate import Tree, aggregate, measure_coverage
from sciezka.core.index.impute import impute
from sciezka.core.index.normalise import normalise
from sciezka.core.index.rank import rank_within
from sciezka.core.index.recipe import Recipe, change, digest, first_changed
from sciezka.core.index.treat import treat
from sciezka.core.index.types import Cube, Floats, IndexProblem, Remark, Structure
from sciezka.core.index.weigh import find_effective_weights

# The adjusted Mazziotta–Pareto index is defined on this scale between the goalposts.
AMPI_SCALE: Final = (70.0, 130.0)
_STEPS: Final[Mapping[str, Callable[..., Any]]] = {"treat": treat, "impute": impute, "normalise": normalise}


@dataclass(frozen=True)
class Stage:
    """The data after one step that changes them.

    Attributes:
        step: ``treat``, ``impute`` or ``normalise``.
        cube: the data after it.
        remarks: what the step had to say.
        details: what it did, in its own words; None when it has nothing to tell.
    """

    step: str
    cube: Cube
    remarks: tuple[Remark, ...]
    details: Any = None


@dataclass(frozen=True)
class Result:
    """A replayed recipe.

    Attributes:
        recipe: the choices.
        structure: the tree; its order of nodes is that of the arrays.
        cube: the data as they came, their leaves in the structure's order.
        stages: the data after treating, imputing and normalising, in the order of the recipe.
        tree: scores and weights.
        ranks: int32, shape (years, nodes, units); 0 where there is none.
        coverage: the share of each node's indicators that the data hold, shape (years, nodes, units).
        remarks: everything that a reader must know, in the order of the steps.
    """

    recipe: Recipe
    structure: Structure
    cube: Cube
    stages: tuple[Stage, ...]
    tree: Tree
    ranks: NDArray[np.int32]
    coverage: Floats
    remarks: tuple[Remark, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the first axis."""
        return self.cube.years

    @property
    def nodes(self) -> tuple[str, ...]:
        """The codes of the second axis."""
        return self.structure.codes

    @property
    def units(self) -> tuple[str, ...]:
        """The units of the third axis."""
        return self.cube.units

    @property
    def scores(self) -> Floats:
        """The score of every node, shape (years, nodes, units); of an indicator its normalised value."""
        return self.tree.scores

    @property
    def normalised(self) -> Cube:
        """The data on one scale."""
        return self.stages[-1].cube

    @cached_property
    def effective_weights(self) -> dict[str, float]:
        """What every node weighs in the whole where nothing is missing, by code."""
        return find_effective_weights(self.structure, self.tree.weights)

    @cached_property
    def data_digest(self) -> str:
        """The SHA-256 of the data and the structure."""
        return _digest_data(self.cube, self.structure)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of recipe, structure and data: the same digest, the same numbers."""
        return hashlib.sha256(f"{digest(self.recipe)} {self.data_digest}".encode()).hexdigest()

    def stage(self, step: str) -> Stage:
        """Give the stage of a step.

        Raises:
            KeyError: no such stage.
        """
        for stage in self.stages:
            if stage.step == step:
                return stage
        raise KeyError(step)


def replay(recipe: Recipe, structure: Structure, cube: Cube, resume: Result | None = None) -> Result:
    """Run all steps of a recipe; the same recipe on the same data gives the same numbers to the last bit.

    Args:
        recipe: the choices.
        structure: the tree.
        cube: the data; every leaf of the tree, in any order, and nothing else.
        resume: an earlier result. Its stages before the first changed choice stand if its data and its indicators with
            their directions, goalposts and targets are the same; weights and the upper tree may differ.

    Raises:
        IndexProblem: data and tree do not fit, or a step refuses.
    """
    cube = arrange(cube, structure)
    settled = settle_scale(recipe, structure)
    try:
        with np.errstate(over="raise"):
            stages = _run_stages(settled, structure, cube, resume)
            tree = aggregate(stages[-1].cube, structure, settled)
            ranks = rank_within(tree.scores, settled.rank.within, cube)
    except FloatingPointError as problem:
        raise IndexProblem(
            "replay.overflow",
            "The data hold numbers too large to reckon with. Look for a value with too many digits, or change its unit.",
        ) from problem
    remarks = [remark for stage in stages for remark in stage.remarks] + list(tree.remarks)
    if settled != recipe:
        sentence = "The adjusted Mazziotta–Pareto index puts values between the goalposts on the scale 70 to 130."
        remarks.append(Remark("normalise.ampi_scale", sentence, {"low": AMPI_SCALE[0], "high": AMPI_SCALE[1]}))
    return Result(recipe, structure, cube, stages, tree, ranks, measure_coverage(cube, structure), tuple(remarks))


def settle_scale(recipe: Recipe, structure: Structure) -> Recipe:
    """Put goalposts on the scale 70 to 130 when the recipe gives them no other and an AMPI stands over indicators."""
    levels = dict(recipe.aggregate.levels)
    over_leaves = {structure.node(leaf).parent for leaf in structure.leaves}
    adjusted = any(levels.get(code, recipe.aggregate.method) == "ampi" for code in over_leaves)
    if adjusted and recipe.normalise.method == "goalposts" and recipe.normalise.scale == (0.0, 1.0):
        return change(recipe, "normalise", low=AMPI_SCALE[0], high=AMPI_SCALE[1])
    return recipe


def arrange(cube: Cube, structure: Structure) -> Cube:
    """Put the indicators of a cube into the structure's order.

    Raises:
        IndexProblem: an indicator of the tree without data, or data that the tree does not know.
    """
    if cube.leaves == structure.leaves:
        return cube
    if missing := [leaf for leaf in structure.leaves if leaf not in cube.leaves]:
        named = ", ".join(missing)
        raise IndexProblem("data.leaf_missing", f"The data have no column for {named}.", nodes=missing)
    if unknown := [leaf for leaf in cube.leaves if leaf not in structure.leaves]:
        named = ", ".join(unknown)
        raise IndexProblem("data.unknown", f"The structure has no indicator {named}.", nodes=unknown)
    where = [cube.leaves.index(leaf) for leaf in structure.leaves]
    return replace(cube, values=np.ascontiguousarray(cube.values[:, where]), leaves=structure.leaves)


def _run_stages(recipe: Recipe, structure: Structure, cube: Cube, resume: Result | None) -> tuple[Stage, ...]:
    """Run treat, impute and normalise, taking over what an earlier result already has."""
    stages = _take_over(recipe, structure, cube, resume)
    steps = (*recipe.order, "normalise")
    current = stages[-1].cube if stages else cube
    for step in steps[len(stages) :]:
        current, remarks, *details = _STEPS[step](current, structure, recipe)
        stages.append(Stage(step, current, tuple(remarks), details[0] if details else None))
    return tuple(stages)


def _take_over(recipe: Recipe, structure: Structure, cube: Cube, resume: Result | None) -> list[Stage]:
    """Give the stages of an earlier result that stand before the first changed choice."""
    if resume is None or not _describes_same(resume, structure, cube):
        return []
    before = settle_scale(resume.recipe, resume.structure)
    changed = first_changed(before, recipe)
    if changed == "data":
        return []
    if before.order != recipe.order:
        return []
    names = [stage.step for stage in resume.stages]
    return list(resume.stages[: names.index(changed) if changed in names else len(names)])


def _describes_same(resume: Result, structure: Structure, cube: Cube) -> bool:
    """Tell whether an earlier result has the same data and the same description of its indicators."""

    def describe(tree: Structure) -> list[tuple[Any, ...]]:
        found = (tree.node(leaf) for leaf in tree.leaves)
        return [(node.code, node.direction, node.low, node.high, node.target) for node in found]

    if describe(resume.structure) != describe(structure):
        return False
    if resume.cube is cube:
        return True
    return _digest_data(resume.cube, None) == _digest_data(cube, None)


def _digest_data(cube: Cube, structure: Structure | None) -> str:
    """Hash data, and the tree where it is given; missing values hash alike whatever their bits."""
    found = hashlib.sha256()
    head = (cube.years, cube.leaves, cube.units, cube.group_names, cube.values.shape, cube.groups.shape)
    found.update(repr((head, structure.nodes if structure else ())).encode())
    values = np.where(np.isnan(cube.values), np.nan, cube.values + 0.0)
    found.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    found.update(np.ascontiguousarray(cube.groups, dtype="<i8").tobytes())
    found.update(cube.here().tobytes())
    return found.hexdigest()
