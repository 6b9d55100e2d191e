"""Compiled: walk up the tree, rank, and fit slopes."""

import math

import numpy as np

from sciezka.core.index.national.compiling import compile_kernel
from sciezka.core.index.national.kernels_normalise import GAPS
from sciezka.core.index.national.plan import Counts, Ranks
from sciezka.core.index.rank import DIGITS, NOTHING
from sciezka.core.index.types import Floats, Ints

# Numba's cache on the disk looks at the time of this file only: change it too when a constant of another module changes.
# With more numbers than this in one bucket a row is sorted from wide gaps to narrow ones.
CROWDED = 64
# Two numbers farther apart than this share of the larger can't agree in 12 significant digits.
APART = 1.0000001e-11


@compile_kernel
def climb_tree(  # noqa: C901, PLR0912, PLR0913 - one pass over the tree; Numba takes arrays, not nouns
    scores: Floats,
    values: Floats,
    here: Ints,
    seen: Counts,
    climb: Ints,
    inner_nodes: Ints,
    starts: Ints,
    children: Ints,
    weights: Floats,
    family: Ints,
    columns: Ints,
    rows: Ints,
    needed: Floats,
) -> tuple[int, int]:
    """Fill the inner nodes of one year, and count the observed leaves under each.

    Gives the node and the unit where a geometric mean met a value of 0 or less; −1 and −1 when none did.
    """
    size = scores.shape[1]
    above, below = np.empty(size), np.empty(size)
    count, observed = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    for at in range(len(climb)):
        row = climb[at]
        above[:] = 0.0
        below[:] = 0.0
        count[:] = 0
        observed[:] = 0
        geometric = family[at] == 1
        for edge in range(starts[at], starts[at + 1]):
            child, weight = children[edge], weights[edge]
            x = scores[child]
            if geometric:
                for unit in range(size):
                    if x[unit] <= 0 < weight:
                        return child, unit
                    there = x[unit] == x[unit] and weight > 0
                    above[unit] += weight * math.log(x[unit]) if there else 0.0
            else:
                for unit in range(size):
                    there = x[unit] == x[unit]
                    above[unit] += weight * x[unit] if there else 0.0
            for unit in range(size):
                there = x[unit] == x[unit]
                below[unit] += weight if there else 0.0
                count[unit] += 1 if there else 0
            if rows[child] >= 0:
                known = seen[rows[child]]
                for unit in range(size):
                    observed[unit] += known[unit]
            else:
                raw = values[columns[child]]
                for unit in range(size):
                    observed[unit] += here[unit] if raw[unit] == raw[unit] else 0
        out, out_seen = scores[inner_nodes[row]], seen[row]
        for unit in range(size):
            out_seen[unit] = observed[unit]
            enough = below[unit] > 0 and count[unit] >= needed[at]
            out[unit] = above[unit] / below[unit] if enough else np.nan
        if geometric:
            for unit in range(size):
                out[unit] = math.exp(out[unit])
    return -1, -1


@compile_kernel
def round_digits(x: float) -> float:
    """Round to 12 significant digits."""
    if x == 0:
        return x
    factor = 10.0 ** (DIGITS - 1 - math.floor(math.log10(abs(x))))
    rounded = np.rint(x * factor) / factor
    return rounded if math.isfinite(rounded) else x


@compile_kernel
def agree(a: float, b: float, zero: float) -> bool:
    """Tell whether two numbers are equal in 12 significant digits; up to ``zero`` they count as 0."""
    if a == b:
        return True
    near_a, near_b = abs(a) <= zero, abs(b) <= zero
    if near_a or near_b:
        return near_a and near_b
    if abs(a - b) > APART * max(abs(a), abs(b)):
        return False
    return bool(round_digits(a) == round_digits(b))


@compile_kernel
def order_row(row: Floats, order: Ints, keys: Floats, bucket: Ints, counts: Ints) -> int:  # noqa: C901 - one sort
    """Put a row's numbers into ``keys``, falling, and their positions into ``order``, and tell how many there are.

    Numbers are first dealt into equal buckets, two for each; then neighbours change places. Scores lie so evenly that this
    is quicker than sorting; a row that does not (an outlier) is sorted with Shell's gaps.
    """
    size, low, high = 0, np.inf, -np.inf
    for unit in range(len(row)):
        value = row[unit]
        size += 1 if value == value else 0  # noqa: PLR0124 - NaN is not itself
        low = value if value < low else low  # noqa: FURB136 - without a jump, and NaN must not come through
        high = value if value > high else high  # noqa: FURB136
    if size == 0:
        return 0
    last = len(counts) - 2
    step = last / (high - low) if high > low else 0.0
    if not math.isfinite(step):
        step = 0.0
    counts[:] = 0
    for unit in range(len(row)):
        value = row[unit]
        # What is missing goes to one more bucket, the last, and so to the end of the order.
        place = int((high - value) * step) if value == value else last + 1  # noqa: PLR0124
        counts[place] += 1
        bucket[unit] = place
    crowded, before = 0, 0
    for place in range(last + 2):
        here = counts[place]
        crowded = here if here > crowded and place <= last else crowded
        counts[place] = before
        before += here
    for unit in range(len(row)):
        place = counts[bucket[unit]]
        counts[bucket[unit]] = place + 1
        order[place] = unit
        keys[place] = row[unit]
    for gap in GAPS:
        if gap > 1 and crowded <= CROWDED:
            continue
        for at in range(gap, size):
            value = keys[at]
            if keys[at - gap] >= value:
                continue
            unit = order[at]
            place = at
            while place >= gap and keys[place - gap] < value:
                keys[place] = keys[place - gap]
                order[place] = order[place - gap]
                place -= gap
            keys[place] = value
            order[place] = unit
    return size


@compile_kernel
def rank_rows(scores: Floats, nodes: Ints, groups: Ints, bands: int, ranks: Ranks, group_ranks: Ranks) -> None:
    """Rank the units at each of the nodes, best first, among all and within their groups; 0 is no rank.

    ``groups`` count from 0; one pass over the falling order gives both ranks.
    """
    width = scores.shape[1]
    order, bucket = np.empty(width, dtype=np.intp), np.empty(width, dtype=np.intp)
    keys, counts = np.empty(width), np.empty(2 * width + 1, dtype=np.intp)
    passed, own = np.empty(bands, dtype=np.int32), np.empty(bands, dtype=np.int32)
    before, zero = np.empty(bands), np.empty(bands)
    for at in range(len(nodes)):
        out, out_group = ranks[at], group_ranks[at]
        out[:] = 0
        out_group[:] = 0
        passed[:] = 0
        zero[:] = 0.0
        size = order_row(scores[nodes[at]], order, keys, bucket, counts)
        for place in range(size):
            band, value = groups[order[place]], abs(keys[place]) * NOTHING
            zero[band] = value if value > zero[band] else zero[band]  # noqa: FURB136 - without a jump
        largest = max(abs(keys[0]), abs(keys[size - 1])) * NOTHING if size else 0.0
        last, rank = np.nan, 0
        for place in range(size):
            unit, value = order[place], keys[place]
            band = groups[unit]
            if place == 0 or not agree(value, last, largest):
                rank = place + 1
            last = value
            out[unit] = rank
            if passed[band] == 0 or not agree(value, before[band], zero[band]):
                own[band] = passed[band] + 1
            before[band] = value
            passed[band] += 1
            out_group[unit] = own[band]


@compile_kernel
def fit_slopes(scores: Floats, chosen: Ints, years: Floats, nodes: Ints, slopes: Floats) -> None:
    """Fit a straight line to each unit's scores at each node by least squares, over the years that have one."""
    width = scores.shape[2]
    count, x_sum, y_sum = np.empty(width), np.empty(width), np.empty(width)
    above, below = np.empty(width), np.empty(width)
    for row in range(len(nodes)):
        count[:] = 0.0
        x_sum[:] = 0.0
        y_sum[:] = 0.0
        above[:] = 0.0
        below[:] = 0.0
        for at in range(len(chosen)):
            y, x = scores[chosen[at], nodes[row]], years[at] - years[0]
            for unit in range(width):
                there = y[unit] == y[unit]
                count[unit] += 1.0 if there else 0.0
                x_sum[unit] += x if there else 0.0
                y_sum[unit] += y[unit] if there else 0.0
        for at in range(len(chosen)):
            y, x = scores[chosen[at], nodes[row]], years[at] - years[0]
            for unit in range(width):
                there = y[unit] == y[unit]
                off = x - x_sum[unit] / count[unit]
                above[unit] += off * (y[unit] - y_sum[unit] / count[unit]) if there else 0.0
                below[unit] += off * off if there else 0.0
        for unit in range(width):
            slopes[row, unit] = above[unit] / below[unit] if count[unit] > 1 else np.nan
