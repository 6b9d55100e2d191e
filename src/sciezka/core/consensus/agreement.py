"""Agreement on an ordered scale: van der Eijk's A, layer by layer."""

import math
from collections.abc import Sequence

from sciezka.core.consensus.types import ConsensusProblem

_MIDDLE = 3  # from so many levels on there is one between two others, so that camps can be told from neighbours


def agreement(counts: Sequence[int]) -> float | None:
    """Measure how far answers on an ordered scale agree: A of van der Eijk (2001).

    The counts are taken apart into layers, each an even number of answers at some of the levels: a layer takes the
    smallest count left from every level that has any. Among the K levels, a layer fills S. Of all triples of levels in
    order, filled (1) or empty (0), TU speak for one peak (1 1 0 and 0 1 1) and TDU for two (1 0 1)::

        U = ((K − 2)·TU − (K − 1)·TDU) / ((K − 2)·(TU + TDU))
        A of a layer = U · (1 − (S − 1)/(K − 1))

    A layer at one level has 1, one at all levels 0. A is the mean of the layers, weighted by the answers in each.
    Only the order of the levels counts, not their numbers; an empty level counts as a level. With two levels, where no
    one can stand between, A is the larger share less the smaller one, from 0 to 1.

    Args:
        counts: how many gave each level of the scale, in its order, zeros kept.

    Returns:
        From −1 (half at one end, half at the other) over 0 (evenly spread) to 1 (all of one mind); None with no answers;
        1 with one level only.

    Raises:
        ConsensusProblem: ``counts.negative`` (a count below 0 or not whole).

    Source: van der Eijk, C. (2001), Measuring agreement in ordered rating scales, *Quality & Quantity* 35(3), 325-341.
    His example (p. 331) 30, 40, 210, 130, 530, 50, 10 has the layers 0, 1/6, 1/3, 1/2, 2/3, 7/15, 1 with the weights
    .07, .12, .05, .04, .24, .16, .32 and A = 0.6113333.
    """
    for count in counts:
        if not (0 <= count < math.inf and count == int(count)):
            raise ConsensusProblem("counts.negative", f"{count} is not a count. Give whole numbers from 0.", count=count)
    everyone = sum(counts)
    if not everyone:
        return None
    parts: list[float] = []
    below = 0
    for height in sorted({count for count in counts if count}):
        filled = [count >= height for count in counts]
        above, under = _weigh_pattern(filled)
        # One division of whole numbers for each layer, so that the ends of the scale are reached exactly.
        parts.append(above * (height - below) * sum(filled) / (under * everyone))
        below = height
    return math.fsum(parts)


def _weigh_pattern(filled: Sequence[bool]) -> tuple[int, int]:
    """Give A of one layer as a fraction of two whole numbers."""
    levels, size = len(filled), sum(filled)
    if size == 1:
        return 1, 1
    if levels < _MIDDLE or size == levels:
        return 0, 1
    one_peak = two_peaks = left = 0
    for here in filled:
        if here:
            left += 1
        else:
            right = size - left
            one_peak += left * (left - 1) // 2 + right * (right - 1) // 2
            two_peaks += left * right
    above = ((levels - 2) * one_peak - (levels - 1) * two_peaks) * (levels - size)
    return above, (levels - 2) * (one_peak + two_peaks) * (levels - 1)
