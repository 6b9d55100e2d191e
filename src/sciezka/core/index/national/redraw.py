"""What if: other weights in one year, or another comparison group, at the speed of a slider."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import ModuleType

import numpy as np

from sciezka.core.index.national.plan import National, Plan, Ranks, refuse_not_positive
from sciezka.core.index.types import Cube, Floats, IndexProblem

CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Redraw:
    """All nodes of one year under other weights.

    Attributes:
        codes: all nodes.
        inner: the nodes that have ranks.
        units: the units' keys.
        scores: shape (codes, units).
        ranks: among all units, shape (inner, units); 0 is no rank.
        group_ranks: within the comparison groups, likewise.
    """

    codes: tuple[str, ...]
    inner: tuple[str, ...]
    units: tuple[str, ...]
    scores: Floats
    ranks: Ranks
    group_ranks: Ranks


def redraw_year(engine: ModuleType, done: National, plan: Plan, year: int) -> Redraw:
    """Reckon the nodes of one year anew from its normalised indicators.

    Args:
        engine: ``compiled`` or ``plain``.
        done: a result; only its indicators' scores are read.
        plan: the result's plan with other weights.
        year: which year.

    Raises:
        IndexProblem: an unknown year, or a geometric mean of a value of 0 or less.
    """
    if year not in done.years:
        raise IndexProblem("national.unknown_year", f"The result has no year {year}. Choose one that it has.", year=year)
    at = done.years.index(year)
    scores = done.scores[at].copy()
    groups = done.groups[at] if done.groups.ndim > 1 else done.groups
    node, unit, ranks, group_ranks = engine.run_one_year(scores, plan, groups)
    if node >= 0:
        raise refuse_not_positive(plan, node, done.units[unit], year)
    return Redraw(plan.codes, plan.inner, done.units, scores, ranks, group_ranks)


def choose_units(cube: Cube, units: Sequence[str]) -> Cube:
    """Cut a cube to some units, which form one comparison group.

    Raises:
        IndexProblem: an unknown unit, or one named twice.
    """
    position = {unit: at for at, unit in enumerate(cube.units)}
    if unknown := [unit for unit in units if unit not in position]:
        named = ", ".join(unknown[:5])
        raise IndexProblem(
            "national.unknown_unit", f"The data have no unit {named}. Choose units that they have.", units=unknown
        )
    if len(set(units)) != len(units):
        raise IndexProblem("national.unit_twice", "A unit is named twice in the comparison group. Name each once.")
    at = np.array([position[unit] for unit in units], dtype=np.intp)
    return replace(
        cube,
        values=cube.values[:, :, at],
        units=tuple(units),
        groups=np.zeros(len(at), dtype=np.intp),
        group_names=(CHOSEN,),
        present=None if cube.present is None else cube.present[:, at],
    )
