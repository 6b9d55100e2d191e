"""What the answers of a group to one item come to."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from sciezka.core.consensus.agreement import agreement
from sciezka.core.consensus.numbers import check_levels, check_number, find_quantile
from sciezka.core.consensus.types import ConsensusProblem, Given, Special, Summary


def median(values: Iterable[float]) -> float | None:
    """Give the median: the middle value, or the mean of the two in the middle; None of no values.

    Raises:
        ConsensusProblem: a value that is no number.
    """
    return find_quantile(sorted(check_number(value) for value in values), 0.5)


def summarise(values: Iterable[Given], levels: Sequence[float]) -> Summary:
    """Summarise the answers to one item.

    "I don't know", "not applicable" and "not today, but it may come" are counted and enter nothing else. The median, the
    mean and the quartiles take the levels as numbers; quartiles are linearly interpolated (type 7, as NumPy, R and
    spreadsheets do). The order of the answers does not matter, and when everyone is counted twice, median, mean and
    agreement stay what they are (interpolated quartiles may move).

    Args:
        values: an answer of each person who gave one, in any order; nobody is nobody's mistake.
        levels: all values that may be given, rising.

    Raises:
        ConsensusProblem: ``value.off_scale`` (a value that is no level), a value that is no number, ``levels.order``.
    """
    scale = check_levels(levels)
    counts: Counter[Given] = Counter(values)
    dont_know, not_applicable = counts.pop(Special.UNKNOWN, 0), counts.pop(Special.NOT_APPLICABLE, 0)
    potential = counts.pop(Special.POTENTIAL, 0)
    distribution = tuple((level, counts.pop(level, 0)) for level in scale)
    if counts:
        _refuse_value(next(iter(counts)), scale)
    ordered = [level for level, count in distribution for _each in range(count)]
    n = len(ordered)
    answered = n + dont_know + not_applicable + potential
    return Summary(
        n=n,
        dont_know=dont_know,
        not_applicable=not_applicable,
        distribution=distribution,
        median=find_quantile(ordered, 0.5),
        mean=math.fsum(ordered) / n if n else None,
        q1=find_quantile(ordered, 0.25),
        q3=find_quantile(ordered, 0.75),
        low=ordered[0] if n else None,
        high=ordered[-1] if n else None,
        range=ordered[-1] - ordered[0] if n else None,
        share_unknown=dont_know / answered if answered else None,
        agreement=agreement([count for _level, count in distribution]),
        potential=potential,
    )


def _refuse_value(value: Given, scale: Sequence[float]) -> None:
    number = check_number(float(value)) if not isinstance(value, str) else value
    raise ConsensusProblem(
        "value.off_scale",
        f"{number if isinstance(number, str) else f'{number:g}'} is not on the scale: "
        f"it has the levels {', '.join(f'{level:g}' for level in scale) or 'none'}.",
        value=number,
        levels=tuple(scale),
    )
