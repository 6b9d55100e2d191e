"""Compiled: winsorise and normalise blocks of observations."""

import math

import numpy as np

from sciezka.core.index.national.compiling import compile_kernel, compile_sums
from sciezka.core.index.types import Floats, Ints

# So many smallest (and largest) values are kept while passing once; more are cheaper to sort.
TAIL = 256
# Shell's gaps after Ciura, and beyond them by 2.25.
GAPS = (1636027, 727123, 323165, 143628, 63834, 28370, 12609, 5604, 2490, 1107, 492, 218, 97, 43, 19, 9, 4, 1)


@compile_sums
def add_up(x: Floats, count: int) -> float:
    """Add the first numbers."""
    total = 0.0
    for at in range(count):
        total += x[at]
    return total


@compile_sums
def add_squares(x: Floats, count: int, mean: float) -> float:
    """Add the squared distances of the first numbers from their mean."""
    total = 0.0
    for at in range(count):
        total += (x[at] - mean) * (x[at] - mean)
    return total


@compile_sums
def find_extremes(x: Floats, count: int) -> tuple[float, float]:
    """Find the smallest and the largest of the first numbers; +inf and −inf of none."""
    low, high = np.inf, -np.inf
    for at in range(count):
        low = low if low < x[at] else x[at]  # noqa: FURB136 - so it becomes one instruction
        high = high if high > x[at] else x[at]  # noqa: FURB136
    return low, high


@compile_kernel
def keep_four(x: Floats, count: int, lows: Floats, highs: Floats) -> None:
    """Put the four smallest of the first numbers into ``lows``, rising, and the four largest into ``highs``, falling.

    Without any jump that a processor could guess wrong, which is what makes it quick.
    """
    a = b = c = d = np.inf
    z = y = w = v = -np.inf
    for at in range(count):
        low = high = x[at]
        a, low = (low, a) if low < a else (a, low)
        b, low = (low, b) if low < b else (b, low)
        c, low = (low, c) if low < c else (c, low)
        d = low if low < d else d  # noqa: FURB136
        z, high = (high, z) if high > z else (z, high)
        y, high = (high, y) if high > y else (y, high)
        w, high = (high, w) if high > w else (w, high)
        v = high if high > v else v  # noqa: FURB136
    lows[0], lows[1], lows[2], lows[3] = a, b, c, d
    highs[0], highs[1], highs[2], highs[3] = z, y, w, v


@compile_kernel
def keep_smallest(x: Floats, count: int, wanted: int, kept: Floats) -> None:
    """Put the ``wanted`` smallest of the first numbers into ``kept``, rising."""
    size = 0
    for at in range(count):
        value = x[at]
        if size == wanted and value >= kept[wanted - 1]:
            continue
        place = size if size < wanted else wanted - 1
        while place > 0 and kept[place - 1] > value:
            kept[place] = kept[place - 1]
            place -= 1
        kept[place] = value
        if size < wanted:
            size += 1


@compile_kernel
def keep_largest(x: Floats, count: int, wanted: int, kept: Floats) -> None:
    """Put the ``wanted`` largest of the first numbers into ``kept``, falling."""
    size = 0
    for at in range(count):
        value = x[at]
        if size == wanted and value <= kept[wanted - 1]:
            continue
        place = size if size < wanted else wanted - 1
        while place > 0 and kept[place - 1] < value:
            kept[place] = kept[place - 1]
            place -= 1
        kept[place] = value
        if size < wanted:
            size += 1


@compile_kernel
def interpolate(a: float, b: float, t: float) -> float:
    """Interpolate as ``numpy.quantile`` does, exact at the nearer end."""
    if t < 0.5:  # noqa: PLR2004 - the nearer end
        return a + (b - a) * t
    return b - (b - a) * (1 - t)


@compile_kernel
def sort_rising(x: Floats, count: int) -> None:
    """Sort the first numbers in place (Shell's way: short to compile, and rarely needed)."""
    for gap in GAPS:
        for at in range(gap, count):
            value = x[at]
            place = at
            while place >= gap and x[place - gap] > value:
                x[place] = x[place - gap]
                place -= gap
            x[place] = value


@compile_kernel
def find_bounds(x: Floats, count: int, lower: float, upper: float, lows: Floats, highs: Floats) -> tuple[float, float]:
    """Find two quantiles of the first numbers, whose order may change; ``lows`` and ``highs`` begin with the extremes."""
    place, top = lower * (count - 1), upper * (count - 1)
    before, high_before = int(math.floor(place)), int(math.floor(top))  # noqa: RUF046 - Numba's floor is a float
    after, high_after = min(before + 1, count - 1), min(high_before + 1, count - 1)
    wanted, high_wanted = after + 1, count - high_before
    if max(wanted, high_wanted) > TAIL:
        sort_rising(x, count)
        lows[0], highs[0] = x[0], x[count - 1]
        return interpolate(x[before], x[after], place - before), interpolate(
            x[high_before], x[high_after], top - high_before
        )
    if max(wanted, high_wanted) <= 4:  # noqa: PLR2004 - four
        keep_four(x, count, lows, highs)
    else:
        keep_smallest(x, count, wanted, lows)
        keep_largest(x, count, high_wanted, highs)
    last = count - 1
    return (
        interpolate(lows[before], lows[after], place - before),
        interpolate(highs[last - high_before], highs[last - high_after], top - high_before),
    )


@compile_kernel
def normalise_blocks(  # noqa: C901, PLR0912, PLR0913 - one pass over the data; Numba takes arrays, not nouns
    values: Floats,
    scores: Floats,
    leaf_nodes: Ints,
    direction: Floats,
    spots: Ints,
    score_spots: Ints,
    starts: Ints,
    part: tuple[int, int, int, int],
    limits: tuple[float, float],
    method: int,
    scale: tuple[float, float],
    ddof: int,
    width: int,
) -> tuple[int, int, int]:
    """Treat and normalise some blocks (``part``: first and last block, first and last leaf) into ``scores``.

    ``values`` and ``scores`` are flat: an observation stands at its spot plus its row times ``width``, the number of units.
    ``limits`` of 0 and 1 leave the values as they are. Gives how many were constant, how many observed once, and how
    many hold numbers too large to reckon with.
    """
    longest = 0
    for block in range(part[0], part[1]):
        longest = max(longest, starts[block + 1] - starts[block])
    raw, found = np.empty(longest), np.empty(longest)
    lows, highs = np.empty(TAIL), np.empty(TAIL)
    flat = alone = broken = 0
    # Indicators outside and blocks inside: one indicator's row of a year stays in the nearest cache.
    for leaf in range(part[2], part[3]):
        node, sign = leaf_nodes[leaf], direction[leaf]
        for block in range(part[0], part[1]):
            start, size = starts[block], starts[block + 1] - starts[block]
            count = 0
            for at in range(size):
                value = values[spots[start + at] + leaf * width]
                raw[at] = value
                found[count] = value
                count += 1 if value == value else 0  # noqa: PLR0124 - NaN is not itself
            if count > 1 and (limits[0] > 0 or limits[1] < 1):
                low, high = find_bounds(found, count, limits[0], limits[1], lows, highs)
                for at in range(count):
                    value = found[at]
                    value = low if value < low else value  # noqa: FURB136 - without a jump
                    found[at] = high if value > high else value  # noqa: FURB136
            else:
                low, high = find_extremes(found, count)
                lows[0], highs[0] = low, high
            if count and (math.isinf(lows[0]) or math.isinf(highs[0])):
                broken += 1
                continue
            base, factor, lift = 0.0, sign, 0.0
            if method > 0:
                if count < 2 or low >= high:  # noqa: PLR2004 - one value tells nothing apart
                    flat += 1 if count > 1 else 0
                    alone += 1 if count == 1 else 0
                    factor = np.nan
                elif method == 1:
                    base = add_up(found, count) / count
                    spread = math.sqrt(add_squares(found, count, base) / (count - ddof))
                    if spread == 0 or not math.isfinite(spread):
                        broken += 1
                        continue
                    factor, lift = sign * scale[1] / spread, scale[0]
                else:
                    base = low if sign > 0 else high
                    factor, lift = sign * (scale[1] - scale[0]) / (high - low), scale[0]
            for at in range(size):
                value = raw[at]
                value = low if value < low else value  # noqa: FURB136 - NaN must stay
                value = high if value > high else value  # noqa: FURB136
                scores[score_spots[start + at] + node * width] = lift + (value - base) * factor
    return flat, alone, broken
