"""Filling gaps. Each filled cell is listed, and nothing is filled unless the recipe says so."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from sciezka.core.index.blocks import (
    Changes,
    Findings,
    count_known,
    divide,
    find_highest,
    find_lowest,
    list_changes,
    map_blocks,
    reckon_mean,
    reckon_median,
    refuse_infinite,
)
from sciezka.core.index.recipe import Recipe
from sciezka.core.index.types import Cell, Cube, Floats, Ints, Remark, Structure

SIBLINGS: Final = "siblings"
SENTENCES: Final[Mapping[str, str]] = {
    "impute.filled": "Missing values of {leaf} filled in ({method}): {count}.",
    "impute.nothing_known": "{leaf} has no value in {where}, so its gaps could not be filled there.",
}


def impute(cube: Cube, structure: Structure, recipe: Recipe) -> tuple[Cube, tuple[Remark, ...], Changes]:
    """Fill the gaps of a cube by the recipe's method.

    ``mean`` and ``median`` look at the other units of the block, ``siblings`` at the same unit's indicators under the same
    node; the methods in time look at the same unit's other years, whatever ``within`` says. A unit that the data don't name
    in a year stays out of that year.

    Args:
        cube: values of shape (years, leaves, units) in their own units of measurement.
        structure: tells ``siblings`` which indicators stand under the same node, and their directions.
        recipe: its ``impute`` section.

    Returns:
        The filled cube, what must be remarked, and every filled cell.

    Raises:
        IndexProblem: ``data.infinite``.
    """
    refuse_infinite(cube)
    choice = recipe.impute
    findings = Findings(cube)
    if choice.method in ACROSS or choice.method == SIBLINGS:
        fill = _fill_by_siblings(cube, structure) if choice.method == SIBLINGS else ACROSS[choice.method]

        def fill_block(name: Mapping[str, Any], _cell: Cell, x: Floats) -> Floats:
            findings.note("impute.nothing_known", count_known(x) == 0, name)
            return fill(x)

        filled = map_blocks(recipe.within("impute"), cube, fill_block)
    elif choice.method in IN_TIME:
        values = IN_TIME[choice.method](cube.values, np.array(cube.years, dtype=np.float64), choice.max_gap)
        here = cube.here()[:, None, :]
        filled = replace(cube, values=np.where(here, values, np.nan))
    else:
        filled = cube
    changes = list_changes(cube, filled)
    return filled, (*_count_filled(cube, changes, choice.method), *findings.remark(SENTENCES)), changes


def _fill_by_siblings(cube: Cube, structure: Structure) -> Callable[[Floats], Floats]:
    nodes = [structure.node(leaf) for leaf in cube.leaves]
    parents = list(dict.fromkeys(node.parent for node in nodes))
    families = np.array([parents.index(node.parent) for node in nodes], dtype=np.intp)
    direction = np.array([[float(node.direction)] for node in nodes])
    return lambda x: fill_from_siblings(x, families, direction)


def _count_filled(cube: Cube, changes: Changes, method: str) -> tuple[Remark, ...]:
    counts = np.bincount(changes.leaves, minlength=len(cube.leaves))
    return tuple(
        Remark(
            "impute.filled",
            SENTENCES["impute.filled"].format(count=count, leaf=leaf, method=method),
            {"count": int(count), "leaf": leaf, "method": method},
        )
        for leaf, count in zip(cube.leaves, counts, strict=True)
        if count
    )


def fill_with_mean(x: Floats) -> Floats:
    """Fill each row's gaps with the mean of what is known in it; shape (indicators, n)."""
    return np.where(np.isnan(x), reckon_mean(x), x)


def fill_with_median(x: Floats) -> Floats:
    """Fill each row's gaps with the median of what is known in it; shape (indicators, n)."""
    return np.where(np.isnan(x), reckon_median(x), x)


def fill_from_siblings(x: Floats, families: Ints, direction: Floats) -> Floats:
    """Fill a unit's gaps with the mean standing of its indicators under the same node.

    All indicators are put between the extremes of the block, 0 the worst and 1 the best; the mean of a unit's siblings is
    then put back on the scale of the missing indicator (COINr's imputation by row).

    Args:
        x: block, shape (indicators, n).
        families: a number for each indicator, shape (indicators,); siblings share it.
        direction: 1 or −1, shape (indicators, 1).
    """
    y = x * direction
    low, high = find_lowest(y), find_highest(y)
    standing = divide(y - low, high - low)
    filled = y.copy()
    for family in np.unique(families):
        rows = families == family
        mean = reckon_mean(standing[rows].T).T
        filled[rows] = np.where(np.isnan(y[rows]), low[rows] + mean * (high[rows] - low[rows]), y[rows])
    return filled * direction


def fill_with_latest(values: Floats, years: Floats, max_gap: int) -> Floats:
    """Carry the last observation forward: ``x_t = x_s`` with the largest known ``s < t`` and ``t − s <= max_gap``.

    Args:
        values: shape (years, …), in rising order of years.
        years: the years themselves, shape (years,).
        max_gap: how many years old an observation may be; 0 for any age.
    """
    before, _ = _find_neighbours(values)
    return _fill_from(values, years, before, max_gap)


def fill_with_constant(values: Floats, years: Floats, max_gap: int) -> Floats:
    """Carry the last observation forward, and the first one back to the years before it."""
    before, after = _find_neighbours(values)
    return _fill_from(values, years, np.where(before >= 0, before, after), max_gap)


def fill_inside(values: Floats, years: Floats, max_gap: int) -> Floats:
    """Fill gaps between two observations on the straight line that joins them; ends stay missing.

    ``x_t = x_s + (x_u − x_s)(t − s)/(u − s)`` for known ``s < t < u``, where ``u − s − 1 <= max_gap``.
    """
    before, after = _find_neighbours(values)
    inside = np.isnan(values) & (before >= 0) & (after >= 0)
    start, end = years[np.maximum(before, 0)], years[np.maximum(after, 0)]
    if max_gap:
        inside &= end - start - 1 <= max_gap
    low = np.take_along_axis(values, np.maximum(before, 0), 0)
    high = np.take_along_axis(values, np.maximum(after, 0), 0)
    time = years.reshape(-1, *([1] * (values.ndim - 1)))
    share = (time - start) / np.where(end > start, end - start, 1.0)
    return np.where(inside, low + (high - low) * share, values)


def fill_linearly(values: Floats, years: Floats, max_gap: int) -> Floats:
    """Fill as ``fill_inside`` does, and the years before the first and after the last observation with that observation."""
    inside = fill_inside(values, years, max_gap)
    before, after = _find_neighbours(values)
    ends = np.where(before < 0, after, np.where(after < 0, before, -1))
    return _fill_from(inside, years, ends, max_gap)


ACROSS: Final[Mapping[str, Callable[[Floats], Floats]]] = {"mean": fill_with_mean, "median": fill_with_median}
IN_TIME: Final[Mapping[str, Callable[[Floats, Floats, int], Floats]]] = {
    "linear": fill_linearly,
    "linear_inside": fill_inside,
    "latest": fill_with_latest,
    "constant": fill_with_constant,
}


def _find_neighbours(values: Floats) -> tuple[Ints, Ints]:
    """Give for each cell the positions of the last known year up to it and of the first one from it on; −1 for none."""
    known = ~np.isnan(values)
    last = len(values)
    at = np.arange(last, dtype=np.intp).reshape(-1, *([1] * (values.ndim - 1)))
    before: Ints = np.maximum.accumulate(np.where(known, at, -1), axis=0)
    after: Ints = np.minimum.accumulate(np.where(known, at, last)[::-1], axis=0)[::-1]
    return before, np.where(after == last, -1, after)


def _fill_from(values: Floats, years: Floats, source: Ints, max_gap: int) -> Floats:
    """Fill gaps with the values of the given years' positions, unless those are too far away."""
    time = years.reshape(-1, *([1] * (values.ndim - 1)))
    usable = np.isnan(values) & (source >= 0)
    if max_gap:
        usable &= np.abs(time - years[np.maximum(source, 0)]) <= max_gap
    return np.where(usable, np.take_along_axis(values, np.maximum(source, 0), 0), values)
