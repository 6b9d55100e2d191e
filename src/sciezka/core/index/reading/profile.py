"""One unit against its group: its scores and ranks, its strengths and weaknesses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sciezka.core.index.rank import rank_scores
from sciezka.core.index.types import Floats, IndexProblem


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands in one node or indicator.

    Attributes:
        code: the node.
        value: the unit's value.
        rank: 1 = best; 0 where the value is missing.
        of: how many units have a value.
    """

    code: str
    value: float
    rank: int
    of: int


def summarise_unit(codes: Sequence[str], scores: Floats, unit: int) -> tuple[Standing, ...]:
    """Give a unit's score and rank in each node, in the order of the codes.

    Args:
        codes: the nodes' codes.
        scores: higher is better, shape (nodes, n).
        unit: the unit's position.
    """
    ranks = rank_scores(scores)
    known = (~np.isnan(scores)).sum(axis=1)
    return tuple(
        Standing(code, float(scores[at, unit]), int(ranks[at, unit]), int(known[at])) for at, code in enumerate(codes)
    )


def find_strengths(
    codes: Sequence[str],
    values: Floats,
    directions: Sequence[int],
    unit: int,
    *,
    most: int = 5,
    least_unique: float = 0.0,
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """Find the indicators in which a unit has its best and its worst ranks in the group.

    An indicator in which the unit has the worst rank of all counts as neither: where half of the group has 0, that rank
    looks good and says nothing, as COINr's ``get_str_weak`` does it. Set aside too are those with few different values.

    Args:
        codes: the indicators' codes.
        values: their values as observed, shape (indicators, n).
        directions: 1 where more is better, −1 where less is.
        unit: the unit's position.
        most: how many to name on each side.
        least_unique: the share of different values among the units that an indicator must exceed.

    Returns:
        Strengths, the best first; weaknesses, the worst last. Equal ranks keep the order of the indicators.

    Raises:
        IndexProblem: a number to name below 1.
    """
    if most < 1:
        raise IndexProblem("reading.most", f"{most} strengths were asked for. Ask for 1 or more.", most=most)
    ranks = rank_scores(values * np.asarray(directions, dtype=np.float64)[:, None])
    standing = summarise_unit(codes, values, unit)
    chosen = []
    for at in range(len(codes)):
        row = values[at]
        unique = len(np.unique(row)) / len(row)
        if ranks[at, unit] > 0 and ranks[at, unit] != ranks[at].max() and unique > least_unique:
            chosen.append(Standing(codes[at], float(row[unit]), int(ranks[at, unit]), standing[at].of))
    chosen.sort(key=lambda one: one.rank)
    return tuple(chosen[:most]), tuple(chosen[-most:])
