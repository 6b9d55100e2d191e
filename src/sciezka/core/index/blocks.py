"""Blocks of observations, shape (indicators, n): their statistics that step over gaps, and the record of what was changed.

Every function here keeps NaN as "missing", gives NaN where there is nothing to reckon with, and never warns.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from sciezka.core.index.types import GROUP, YEAR, Cell, Cube, Floats, IndexProblem, Ints, Remark, cells

# How many blocks a remark names before it only counts them.
NAMED: Final = 5
# Beyond this a range, or a scale of 100, is no finite number.
LARGEST: Final = 1e300


@dataclass(frozen=True, slots=True)
class Changes:
    """Cells that a step changed, as equally long columns.

    Attributes:
        years: positions in ``cube.years``.
        leaves: positions in ``cube.leaves``.
        units: positions in ``cube.units``.
        before: the values that went in; NaN where a gap was filled.
        after: the values that came out.
    """

    years: Ints
    leaves: Ints
    units: Ints
    before: Floats
    after: Floats

    def __len__(self) -> int:
        return len(self.years)

    def name_rows(self, cube: Cube) -> Iterator[tuple[str, int, str, float, float]]:
        """Yield each change as (unit, year, leaf, before, after) with their names."""
        for year, leaf, unit, before, after in zip(
            self.years, self.leaves, self.units, self.before, self.after, strict=True
        ):
            yield cube.units[unit], cube.years[year], cube.leaves[leaf], float(before), float(after)


def list_changes(before: Cube, after: Cube) -> Changes:
    """List the cells in which two cubes of one shape differ."""
    old, new = before.values, after.values
    years, leaves, units = np.nonzero((old != new) & ~(np.isnan(old) & np.isnan(new)))
    return Changes(years, leaves, units, old[years, leaves, units], new[years, leaves, units])


def take_block(cube: Cube, cell: Cell) -> Floats:
    """Give a cell's values as a block, shape (leaves, n)."""
    years, units = cell
    block: Floats = np.ascontiguousarray(cube.values[years, :, units].T)
    return block


def map_blocks(
    within: Sequence[str],
    cube: Cube,
    step: Callable[[Mapping[str, Any], Cell, Floats], Floats],
) -> Cube:
    """Run a step on each block of a cube; units that the data don't name in a year stay missing."""
    out = np.full_like(cube.values, np.nan)
    for name, (years, units) in cells(within, cube):
        out[years, :, units] = step(name, (years, units), take_block(cube, (years, units))).T
    return replace(cube, values=out)


def refuse_infinite(cube: Cube) -> None:
    """Refuse data that hold an infinite value, or one so large that a difference of two would be.

    Raises:
        IndexProblem: ``data.infinite``, naming the first such cell.
    """
    found = np.argwhere(np.abs(cube.values) > LARGEST)
    if len(found):
        year, leaf, unit = found[0]
        place = {"unit": cube.units[unit], "leaf": cube.leaves[leaf], "year": cube.years[year]}
        when = " in {year}" if place["year"] else ""
        sentence = f"The value of {{leaf}} for {{unit}}{when} is too large to reckon with. Mend it or leave it empty."
        raise IndexProblem("data.infinite", sentence.format(**place), **place)


class Findings:
    """Gathers what must be remarked, one remark per kind and indicator, however many blocks it concerns."""

    def __init__(self, cube: Cube) -> None:
        self.leaves = cube.leaves
        self.ungrouped = "no group" if any(cube.group_names) else ""
        self.found: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def note(self, code: str, leaves: np.ndarray[Any, np.dtype[np.bool_]], name: Mapping[str, Any]) -> None:
        """Note that this holds for these indicators in this block."""
        for leaf in np.flatnonzero(leaves):
            self.found.setdefault((code, self.leaves[leaf]), []).append(dict(name))

    def note_block(self, code: str, name: Mapping[str, Any]) -> None:
        """Note that this holds for a whole block."""
        self.found.setdefault((code, ""), []).append(dict(name))

    def remark(self, sentences: Mapping[str, str]) -> tuple[Remark, ...]:
        """Say everything that was noted; a sentence may use ``{leaf}``, ``{where}`` and ``{count}``."""
        return tuple(
            Remark(
                code,
                sentences[code].format(leaf=leaf, where=where, count=len(names)),
                {"leaf": leaf, "where": where, "count": len(names), "blocks": tuple(names)},
            )
            for (code, leaf), names in self.found.items()
            for where in (name_blocks(names, self.ungrouped),)
        )


def name_blocks(names: Sequence[Mapping[str, Any]], ungrouped: str = "") -> str:
    """Name blocks for people: ``2018 A, 2019 A and 7 more``; units without a group by the word for them."""
    said = []
    for name in names[:NAMED]:
        group = (name[GROUP] or ungrouped) if GROUP in name else ""
        said.append(" ".join(str(part) for part in (name.get(YEAR), group) if part) or "all")
    more = len(names) - NAMED
    return ", ".join(said) + (f" and {more} more" if more > 0 else "")


def count_known(x: Floats) -> Ints:
    """Count the values in each row, shape (indicators,)."""
    found: Ints = np.count_nonzero(~np.isnan(x), axis=1).astype(np.intp)
    return found


def find_lowest(x: Floats) -> Floats:
    """Give the lowest value of each row, shape (indicators, 1)."""
    found: Floats = np.fmin.reduce(x, axis=1, keepdims=True)
    return found


def find_highest(x: Floats) -> Floats:
    """Give the highest value of each row, shape (indicators, 1)."""
    found: Floats = np.fmax.reduce(x, axis=1, keepdims=True)
    return found


def reckon_mean(x: Floats) -> Floats:
    """Give the mean of each row, shape (indicators, 1)."""
    known = ~np.isnan(x)
    count = known.sum(axis=1, keepdims=True).astype(np.float64)
    # Around the lowest value, so that a row of equal values has exactly that mean and large levels lose no digits.
    base = find_lowest(x)
    total = np.where(known, x - base, 0.0).sum(axis=1, keepdims=True)
    return divide(total, count) + base


def reckon_sd(x: Floats, ddof: int) -> Floats:
    """Give the standard deviation of each row with divisor n − ddof, shape (indicators, 1)."""
    off = x - reckon_mean(x)
    size = find_highest(np.abs(off))
    # By the largest deviation, so that squares neither overflow nor vanish.
    share = np.nan_to_num(divide(off, size), nan=0.0)
    known = count_known(x)[:, None].astype(np.float64)
    degrees = np.maximum(known - ddof, 0.0)
    spread: Floats = size * np.sqrt(divide((share**2).sum(axis=1, keepdims=True), degrees))
    return spread


def reckon_quantiles(x: Floats, shares: Sequence[float]) -> Floats:
    """Give quantiles of each row, between neighbours linearly (type 7), shape (indicators, len(shares))."""
    ordered = np.sort(x, axis=1)
    last = count_known(x)[:, None] - 1
    place = np.asarray(shares, dtype=np.float64)[None, :] * np.maximum(last, 0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(last, 0))
    part = place - below
    low, high = np.take_along_axis(ordered, below, 1), np.take_along_axis(ordered, above, 1)
    found: Floats = np.where(part < 0.5, low + (high - low) * part, high - (high - low) * (1 - part))  # noqa: PLR2004
    return found


def reckon_median(x: Floats) -> Floats:
    """Give the median of each row, shape (indicators, 1)."""
    return reckon_quantiles(x, (0.5,))


def rank_rows(x: Floats, ties: str = "lowest") -> Floats:
    """Rank the values of each row upwards from 1; equal values share the ``lowest`` or the ``average`` rank."""
    n = x.shape[1]
    order = np.argsort(x, axis=1, kind="stable")
    ordered = np.take_along_axis(x, order, 1)
    new = np.ones_like(ordered, dtype=bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    at = np.arange(n)[None, :]
    first = np.maximum.accumulate(np.where(new, at, 0), axis=1)
    rank = first + 1.0
    if ties == "average":
        closes = np.ones_like(new)
        closes[:, :-1] = new[:, 1:]
        last = np.minimum.accumulate(np.where(closes, at, n)[:, ::-1], axis=1)[:, ::-1]
        rank = (first + last) / 2 + 1.0
    found = np.empty_like(x)
    np.put_along_axis(found, order, rank, 1)
    return np.where(np.isnan(x), np.nan, found)


def divide(over: Floats, under: Floats) -> Floats:
    """Divide; missing where the divisor is 0 or the quotient is too large to be a number."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found = over / under
    return np.where(np.isfinite(found), found, np.nan)
