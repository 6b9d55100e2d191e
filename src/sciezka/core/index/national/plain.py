"""The whole national panel in plain NumPy: the oracle of the fast engines, and their stand-in where Numba is missing."""

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.national.plan import (
    AGGREGATING,
    FEWEST_POINTS,
    NORMALISING,
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
from sciezka.core.index.rank import rank_scores
from sciezka.core.index.types import Cube, Floats, Ints


def run_plain(cube: Cube, plan: Plan, *, window: tuple[int, int] | None = None) -> National:
    """Reckon everything with NumPy alone.

    Args:
        cube: the data.
        plan: what to reckon.
        window: the first and the last year of the slopes; None for no slopes.
    """
    scores = np.full((len(cube.years), len(plan.codes), len(cube.units)), np.nan)
    if np.isinf(cube.values).any():
        raise refuse_broken(cube)
    constant, alone = normalise_all(cube.values, scores, plan, split_blocks(cube, plan.within))
    if np.isinf(scores).any():
        raise refuse_broken(cube)
    shape = (len(cube.years), len(plan.inner), len(cube.units))
    seen = np.zeros(shape, dtype=np.int32)
    ranks, group_ranks = np.zeros(shape, dtype=np.int32), np.zeros(shape, dtype=np.int32)
    here = cube.here()
    for year in range(len(cube.years)):
        observed = ~np.isnan(cube.values[year]) & here[year]
        place = climb_tree(scores[year], observed, seen[year], plan)
        if place is not None:
            raise refuse_not_positive(plan, place[0], cube.units[place[1]], cube.years[year])
        rank_rows(scores[year][plan.inner_nodes], cube.groups_in(year), ranks[year], group_ranks[year])
    years = name_window(cube, window)
    slopes = None
    if window is not None:
        chosen = np.flatnonzero(np.isin(cube.years, years))
        slopes = fit_slopes(scores[chosen][:, plan.inner_nodes], np.array(years, dtype=np.float64))
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
        slopes=slopes,
        window=years,
        remarks=remark_on_constants(constant, alone),
        plan=plan,
        groups=cube.groups,
    )


def normalise_all(values: Floats, scores: Floats, plan: Plan, blocks: Blocks) -> tuple[int, int]:
    """Treat and normalise block by block, and count the constant indicators and those observed once."""
    constant = alone = 0
    for start, stop in zip(blocks.starts[:-1], blocks.starts[1:], strict=True):
        years, units = blocks.years[start:stop], blocks.units[start:stop]
        x = values[years, :, units].T
        flat, once = _normalise_block(x, plan)
        constant += flat
        alone += once
        scores[years[:, None], plan.leaf_nodes[None, :], units[:, None]] = x.T
    return constant, alone


def climb_tree(scores: Floats, observed: NDArray[np.bool_], seen: Counts, plan: Plan) -> tuple[int, int] | None:
    """Fill the inner nodes of one year, each from its children.

    Args:
        scores: shape (codes, units); the leaves are there.
        observed: which values the data have, shape (leaves of the cube, units).
        seen: filled with the number of observed leaves, shape (inner, units).
        plan: the tree.

    Returns:
        The node and the unit where a geometric mean met a value of 0 or less, if one did.
    """
    for at, row in enumerate(plan.climb):
        children = plan.children[plan.starts[at] : plan.starts[at + 1]]
        weights = plan.weights[plan.starts[at] : plan.starts[at + 1], None]
        x = scores[children]
        there = ~np.isnan(x)
        geometric = AGGREGATING[plan.family[at]] == "geometric"
        if geometric:
            if (wrong := np.argwhere((x <= 0) & (weights > 0))).size:
                return int(children[wrong[0][0]]), int(wrong[0][1])
            x = np.log(np.where(weights > 0, x, 1.0))
        with np.errstate(invalid="ignore", divide="ignore"):
            total = np.where(there, weights, 0.0).sum(axis=0)
            score = np.where(there, x * weights, 0.0).sum(axis=0) / total
        if geometric:
            score = np.exp(score)
        enough = (total > 0) & (there.sum(axis=0) >= plan.needed[at])
        scores[plan.inner_nodes[row]] = np.where(enough, score, np.nan)
        for child in children:
            seen[row] += observed[plan.columns[child]] if plan.rows[child] < 0 else seen[plan.rows[child]]
    return None


def rank_rows(scores: Floats, groups: Ints, ranks: Ranks, group_ranks: Ranks) -> None:
    """Rank the units in each row, best first, among all and within their groups; equal scores share the lowest rank.

    Scores are rounded as ``core.index.rank`` rounds them. A missing score gets 0.
    """
    ranks[:] = rank_scores(scores)
    group_ranks[:] = 0
    for group in np.unique(groups):
        units = np.flatnonzero(groups == group)
        group_ranks[:, units] = rank_scores(scores[:, units])


def fit_slopes(scores: Floats, years: Floats) -> Floats:
    """Fit a straight line to each series by least squares, over the years that it has.

    Args:
        scores: shape (years, rows, units).
        years: the years of the window.

    Returns:
        The yearly change, shape (rows, units); NaN where fewer than two years have a score.
    """
    there = ~np.isnan(scores)
    x = (years - (years[0] if len(years) else 0.0))[:, None, None]
    y = np.where(there, scores, 0.0)
    count = there.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        x_mean = np.where(there, x, 0.0).sum(axis=0) / count
        y_mean = y.sum(axis=0) / count
        off = np.where(there, x - x_mean, 0.0)
        slope = (off * np.where(there, scores - y_mean, 0.0)).sum(axis=0) / (off * off).sum(axis=0)
    fitted: Floats = np.where(count >= FEWEST_POINTS, slope, np.nan)
    return fitted


def run_one_year(scores: Floats, plan: Plan, groups: Ints) -> tuple[int, int, Ranks, Ranks]:
    """Fill the inner nodes of one year, and rank them; gives the place of a value of 0 or less, or −1 and −1."""
    shape = (len(plan.inner), scores.shape[1])
    seen, ranks, group_ranks = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    place = climb_tree(scores, ~np.isnan(scores[plan.leaf_nodes]), seen, plan)
    if place is None:
        rank_rows(scores[plan.inner_nodes], groups, ranks, group_ranks)
    return (*(place or (-1, -1)), ranks, group_ranks)


def _normalise_block(x: Floats, plan: Plan) -> tuple[int, int]:
    """Treat and normalise one block, shape (leaves, n), in place."""
    there = ~np.isnan(x)
    count = there.sum(axis=1)
    if plan.limits is not None:
        ordered = np.sort(x, axis=1)
        low, high = (_find_quantile(ordered, count, share) for share in plan.limits)
        np.clip(x, low[:, None], high[:, None], out=x)
    low = np.where(there, x, np.inf).min(axis=1)
    high = np.where(there, x, -np.inf).max(axis=1)
    method = NORMALISING[plan.method]
    direction = plan.direction[:, None]
    if method == "none":
        x *= direction
        return 0, 0
    flat = (count > 0) & (low >= high)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        if method == "zscore":
            mean = np.where(there, x, 0.0).sum(axis=1) / count
            off = np.where(there, x - mean[:, None], 0.0)
            spread = np.sqrt((off * off).sum(axis=1) / (count - plan.ddof))
            x -= mean[:, None]
            x *= direction
            x /= spread[:, None]
            x *= plan.scale[1]
            x += plan.scale[0]
        else:
            x -= np.where(direction > 0, low[:, None], high[:, None])
            x *= direction
            x /= (high - low)[:, None]
            x *= plan.scale[1] - plan.scale[0]
            x += plan.scale[0]
    x[flat] = np.nan
    return int((flat & (count > 1)).sum()), int((count == 1).sum())


def _find_quantile(ordered: Floats, count: Ints, share: float) -> Floats:
    """Interpolate linearly between the two nearest values of each row, as ``numpy.quantile`` does."""
    place = share * np.maximum(count - 1, 0)
    before = np.floor(place).astype(np.intp)
    after = np.minimum(before + 1, np.maximum(count - 1, 0))
    rows = np.arange(len(ordered))
    a, b, t = ordered[rows, before], ordered[rows, after], place - before
    found: Floats = np.where(t < 0.5, a + (b - a) * t, b - (b - a) * (1 - t))  # noqa: PLR2004 - the nearer end is exact
    return found
