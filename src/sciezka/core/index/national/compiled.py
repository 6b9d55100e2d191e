"""The whole national panel by compiled loops in as many threads as there are cores."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import numpy as np

from sciezka.core.index.national import kernels_normalise, kernels_tree
from sciezka.core.index.national.plan import (
    Blocks,
    Counts,
    National,
    Plan,
    Ranks,
    name_window,
    refuse_broken,
    refuse_not_positive,
    remark_on_constants,
    split_blocks,
)
from sciezka.core.index.types import Cube, Floats, Ints

Part = tuple[int, int, int, int]
# How many indicators were constant in a block, observed once, or too large to reckon with.
Flaws = tuple[int, int, int]
ALL = slice(None)
A = TypeVar("A")
R = TypeVar("R")


def run_compiled(cube: Cube, plan: Plan, *, window: tuple[int, int] | None = None, threads: int | None = None) -> National:
    """Reckon everything with compiled loops.

    Args:
        cube: the data.
        plan: what to reckon.
        window: the first and the last year of the slopes; None for no slopes.
        threads: how many to use; None for as many as the process has cores.
    """
    threads = count_cores() if threads is None else threads
    blocks = split_blocks(cube, plan.within)
    shape = (len(cube.years), len(plan.inner), len(cube.units))
    scores = np.empty((len(cube.years), len(plan.codes), len(cube.units)))
    if cube.present is not None:
        scores.fill(np.nan)
    seen, ranks, group_ranks = (np.empty(shape, dtype=np.int32) for _ in range(3))
    values = _lock(np.ascontiguousarray(cube.values, dtype=np.float64))
    here = np.ascontiguousarray(cube.here(), dtype=np.intp)
    places: list[tuple[int, int, int]] = []

    def normalise(part: Part) -> Flaws:
        return _normalise(values, scores, plan, blocks, part)

    def finish_year(year: int) -> None:
        node, unit = _climb(scores[year], values[year], here[year], seen[year], plan)
        if node >= 0:
            places.append((year, node, unit))
            return
        groups = cube.groups_in(year)
        _rank(scores[year], groups, plan, ranks[year], group_ranks[year])

    def whole_year(year: int) -> Flaws:
        # One year at a time from the data to the ranks: its 4 MB stay in the cache.
        assert blocks.of_year is not None  # noqa: S101 - only called when blocks lie inside years
        found = normalise((int(blocks.of_year[year]), int(blocks.of_year[year + 1]), 0, len(plan.leaf_nodes)))
        finish_year(year)
        return found

    years = range(len(cube.years))
    if blocks.of_year is not None:
        counted = _share(whole_year, years, threads)
    else:
        last = len(blocks.starts) - 1
        counted = _share(normalise, [(0, last, leaf, leaf + 1) for leaf in range(len(plan.leaf_nodes))], threads)
        _share(finish_year, years, threads)
    flat, alone, broken = (sum(flaws[kind] for flaws in counted) for kind in range(3))
    if broken:
        raise refuse_broken(cube)
    if places:
        year, node, unit = min(places)
        raise refuse_not_positive(plan, node, cube.units[unit], cube.years[year])
    named = name_window(cube, window)
    return National(
        codes=plan.codes,
        inner=plan.inner,
        years=cube.years,
        units=cube.units,
        scores=scores,
        ranks=ranks,
        group_ranks=group_ranks,
        seen=seen,
        leaves_under=plan.leaves_under,
        slopes=None if window is None else fit_slopes(scores, cube.years, named, plan),
        window=named,
        remarks=remark_on_constants(flat, alone),
        plan=plan,
        groups=cube.groups,
    )


def run_one_year(scores: Floats, plan: Plan, groups: Ints) -> tuple[int, int, Ranks, Ranks]:
    """Fill the inner nodes of one year, and rank them; gives the place of a value of 0 or less, as ``climb_tree``."""
    shape = (len(plan.inner), scores.shape[1])
    seen, ranks, group_ranks = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    # What is observed is of no interest here, so the scores themselves stand in for the raw values.
    node, unit = _climb(scores, _lock(scores), np.zeros(scores.shape[1], dtype=np.intp), seen, plan)
    if node < 0:
        cores = count_cores()
        bounds = np.linspace(0, len(plan.inner), cores + 1).astype(int).tolist()
        parts = [slice(first, last) for first, last in pairwise(bounds)]
        _share(lambda rows: _rank(scores, groups, plan, ranks, group_ranks, rows=rows), parts, cores)
    return node, unit, ranks, group_ranks


def fit_slopes(scores: Floats, years: tuple[int, ...], window: tuple[int, ...], plan: Plan) -> Floats:
    """Fit the slopes of the inner nodes over the years of the window."""
    slopes = np.empty((len(plan.inner), scores.shape[2]))
    chosen = np.flatnonzero(np.isin(years, window)).astype(np.intp)
    kernels_tree.fit_slopes(scores, chosen, np.array(window, dtype=np.float64), plan.inner_nodes, slopes)
    return slopes


def count_cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _lock(values: Floats) -> Floats:
    # Memory-mapped data can't be written; loops are compiled once if no data can.
    view = values.view()
    view.flags.writeable = False
    return view


def _normalise(values: Floats, scores: Floats, plan: Plan, blocks: Blocks, part: Part) -> Flaws:
    _, leaves, width = values.shape
    return kernels_normalise.normalise_blocks(
        values.reshape(-1),
        scores.reshape(-1),
        plan.leaf_nodes,
        plan.direction,
        blocks.years * (leaves * width) + blocks.units,
        blocks.years * (scores.shape[1] * width) + blocks.units,
        blocks.starts,
        part,
        plan.limits or (0.0, 1.0),
        plan.method,
        plan.scale,
        plan.ddof,
        width,
    )


def _climb(scores: Floats, values: Floats, here: Ints, seen: Counts, plan: Plan) -> tuple[int, int]:
    return kernels_tree.climb_tree(
        scores,
        values,
        here,
        seen,
        plan.climb,
        plan.inner_nodes,
        plan.starts,
        plan.children,
        plan.weights,
        plan.family,
        plan.columns,
        plan.rows,
        plan.needed,
    )


def _rank(scores: Floats, groups: Ints, plan: Plan, ranks: Ranks, group_ranks: Ranks, *, rows: slice = ALL) -> None:
    shifted = (groups - groups.min(initial=0)).astype(np.intp)
    bands = int(shifted.max(initial=0)) + 1
    kernels_tree.rank_rows(scores, plan.inner_nodes[rows], shifted, bands, ranks[rows], group_ranks[rows])


def _share(work: Callable[[A], R], items: Iterable[A], threads: int) -> list[R]:
    if threads == 1:
        return [work(item) for item in items]
    with ThreadPoolExecutor(max_workers=threads, thread_name_prefix="national") as pool:
        return list(pool.map(work, items))
