"""Putting indicators on one scale, where higher is always better, within years and comparison groups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.blocks import Findings, count_known, find_highest, find_lowest, map_blocks, refuse_infinite
from sciezka.core.index.normalise import bounds, order, spread
from sciezka.core.index.normalise.setting import Setting
from sciezka.core.index.recipe import Recipe
from sciezka.core.index.types import Cell, Cube, Floats, IndexProblem, Node, Remark, Structure

__all__ = ["METHODS", "SPREADLESS", "Setting", "make_setting", "normalise"]

Method = Callable[[Floats, Setting], Floats]

METHODS: Final[Mapping[str, Method]] = {
    "none": bounds.keep_values,
    "zscore": spread.standardise,
    "minmax": bounds.scale_between_extremes,
    "goalposts": bounds.scale_between_goalposts,
    "percentiles": bounds.scale_between_percentiles,
    "unitarisation": bounds.unitarise,
    "percentile_rank": order.rank_by_percentile,
    "borda": order.score_by_borda,
    "rank": order.rank_upwards,
    "rank_average": order.rank_on_average,
    "distance_to_target": bounds.measure_to_target,
    "distance_to_reference": bounds.measure_to_reference,
    "distance_to_leader": bounds.measure_to_leader,
    "fraction_of_leader": bounds.divide_by_leader,
    "vector": spread.scale_by_length,
    **{name: spread.make_formula(name) for name in spread.FORMULAS},
}
# These need no differences among the units of a block: their scale is fixed from outside, or a ratio.
SPREADLESS: Final = frozenset({"none", "goalposts", "fraction_of_leader", "vector", "n8", "n9", "n9a", "n10", "n11"})
SENTENCES: Final[Mapping[str, str]] = {
    "normalise.constant": "{leaf} does not tell units apart in {where}, so it has no normalised value there.",
    "normalise.one_unit": "There is only one unit in {where}, so nothing can be compared there.",
    "normalise.no_data": "{leaf} has no value in {where}.",
    "normalise.undefined": "The formula has no result for some values of {leaf} in {where}; they are missing.",
}


def normalise(cube: Cube, structure: Structure, recipe: Recipe) -> tuple[Cube, tuple[Remark, ...]]:
    """Normalise a cube by the recipe's method, each block by itself.

    An indicator that is constant in its block does not tell units apart: there it has no normalised value, and a remark says
    so; the same holds for a block of one unit. Methods whose scale is fixed from outside (``none``, ``goalposts``) and
    ratios go on.

    Args:
        cube: values of shape (years, leaves, units) in their own units of measurement.
        structure: gives each indicator's direction, goalposts and target.
        recipe: its ``normalise`` section.

    Returns:
        The cube of normalised values and what must be remarked.

    Raises:
        IndexProblem: ``data.infinite``, ``structure.unknown_leaf``, ``structure.goalposts``, ``structure.target`` or
            ``recipe.reference``.
    """
    refuse_infinite(cube)
    choice = recipe.normalise
    method = METHODS[choice.method]
    setting = make_setting(cube.leaves, structure, recipe)
    reference = _find_reference(cube, recipe)
    findings = Findings(cube)

    def normalise_block(name: Mapping[str, Any], cell: Cell, x: Floats) -> Floats:
        if choice.method not in SPREADLESS and x.shape[1] == 1:
            findings.note_block("normalise.one_unit", name)
            return np.full_like(x, np.nan)
        there = setting if reference is None else _add_reference(setting, cube, cell, reference)
        known = ~np.isnan(x)
        y = np.where(known, method(x, there), np.nan)
        # Adding 0 turns −0 into 0, which people would otherwise read in tables.
        y = np.where(np.isfinite(y), y, np.nan) + 0.0
        constant = np.zeros(len(x), dtype=bool)
        if choice.method not in SPREADLESS:
            constant = (find_lowest(x) == find_highest(x))[:, 0]
            y[constant] = np.nan
        findings.note("normalise.constant", constant, name)
        findings.note("normalise.no_data", count_known(x) == 0, name)
        lost: NDArray[np.bool_] = ~constant & (known & np.isnan(y)).any(axis=1)
        findings.note("normalise.undefined", lost, name)
        return y

    return map_blocks(choice.within, cube, normalise_block), findings.remark(SENTENCES)


def make_setting(leaves: Sequence[str], structure: Structure, recipe: Recipe) -> Setting:
    """Gather what the structure says of these indicators, and refuse what the method can't do without.

    Raises:
        IndexProblem: ``structure.unknown_leaf``, ``structure.goalposts`` or ``structure.target``.
    """
    for code in leaves:
        if code not in structure.position:
            raise IndexProblem(
                "structure.unknown_leaf", f"The structure doesn't know {code}. Add it there or leave it out.", leaf=code
            )
    nodes = [structure.node(code) for code in leaves]
    if recipe.normalise.method == "goalposts":
        _refuse_goalposts(nodes)
    if _needs_targets(recipe):
        _refuse_targets(nodes)
    target = _column([node.target for node in nodes])
    return Setting(
        recipe.normalise,
        np.array([[float(node.direction)] for node in nodes]),
        low=_column([node.low for node in nodes]),
        high=_column([node.high for node in nodes]),
        target=target,
        reference=target,
    )


def _needs_targets(recipe: Recipe) -> bool:
    """Without a unit to measure from, the reference is the column ``target`` of the structure."""
    choice = recipe.normalise
    return choice.method == "distance_to_target" or (choice.method == "distance_to_reference" and not choice.reference)


def _refuse_targets(nodes: Sequence[Node]) -> None:
    for node in nodes:
        if node.target is None or not np.isfinite(node.target):
            raise IndexProblem(
                "structure.target",
                f"{node.code} has no target in the structure. Fill in the column target, or choose another method.",
                leaf=node.code,
            )


def _refuse_goalposts(nodes: Sequence[Node]) -> None:
    for node in nodes:
        low, high = node.low, node.high
        if low is None or high is None or not low < high or not np.isfinite(high - low):
            raise IndexProblem(
                "structure.goalposts",
                f"{node.code} needs goalposts in the structure, low below high; it has {low} and {high}.",
                leaf=node.code,
                low=low,
                high=high,
            )


def _column(values: Sequence[float | None]) -> Floats:
    return np.array([[np.nan if value is None else float(value)] for value in values])


def _find_reference(cube: Cube, recipe: Recipe) -> int | None:
    choice = recipe.normalise
    if choice.method != "distance_to_reference" or not choice.reference:
        return None
    if choice.reference not in cube.units:
        raise IndexProblem(
            "recipe.reference",
            f"normalise.reference names the unit {choice.reference}, which the data don't have.",
            unit=choice.reference,
        )
    return cube.units.index(choice.reference)


def _add_reference(setting: Setting, cube: Cube, cell: Cell, reference: int) -> Setting:
    years, _ = cell
    values = np.ascontiguousarray(cube.values[years, :, reference].T)
    return replace(setting, reference=values)
