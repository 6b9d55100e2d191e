"""The whole analysis of one matrix, and as plain data for JSON."""

from dataclasses import dataclass
from typing import Any, Final

from sciezka.core.structural.indirect import DAMPING, Indirect, find_indirect
from sciezka.core.structural.powers import MOST_POWERS, rank
from sciezka.core.structural.roles import BY_MEAN, CutRule, Plane, Shift, find_roles, find_shifts, scale
from sciezka.core.structural.stability import Firmness, Stability
from sciezka.core.structural.types import STRONGEST, InfluenceMatrix, Rows

SPARSE: Final = 0.15
DENSE: Final = 0.30
PARTS: Final = 10_000
STANDS_IN: Final = {
    "perron": "what they tend to (Perron's eigenvectors) stands in for them",
    "damped": "the damped sum of all powers stands in for them",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Influences:
    """One reading of a matrix: with influences of today only, or with potential ones too.

    Attributes:
        influence: row sums, direct.
        dependence: column sums, direct.
        rank_influence: 1 for the highest; ties share the lowest rank.
        rank_dependence: likewise.
        plane: roles by direct influence.
        indirect: what indirect ways add.
        indirect_plane: roles by indirect influence.
    """

    influence: tuple[int, ...]
    dependence: tuple[int, ...]
    rank_influence: tuple[int, ...]
    rank_dependence: tuple[int, ...]
    plane: Plane
    indirect: Indirect
    indirect_plane: Plane


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to know before the result is trusted.

    Attributes:
        code: ``fill.sparse``, ``fill.dense``, ``cells.unfilled``, ``powers.vanish`` or ``powers.unsettled``.
        sentence: in English; rooms translate by code.
        fields: the numbers that it names.
    """

    code: str
    sentence: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that one matrix says.

    Attributes:
        matrix: what was analysed.
        today: with influences of today.
        potential: with potential ones; None when no cell is rated P.
        strength: what P counts that says nothing of its strength.
        shifts: of each factor from the direct to the indirect plane.
        warnings: what to know.
    """

    matrix: InfluenceMatrix
    today: Influences
    potential: Influences | None
    strength: int
    shifts: tuple[Shift, ...]
    warnings: tuple[Warned, ...]


def analyse(
    matrix: InfluenceMatrix,
    *,
    most: int = MOST_POWERS,
    rule: CutRule = BY_MEAN,
    is_split: bool = False,
    strength: int = STRONGEST,
    damping: float = DAMPING,
) -> Analysis:
    """Analyse a matrix of influences: direct and indirect influence, roles, shifts, potential plane.

    Args:
        matrix: what influences what.
        most: the highest power at which a ranking may become stable.
        rule: where the planes are cut.
        is_split: whether relays are parted by the diagonal.
        strength: what P counts in the potential plane where nobody said how strong it would be.
        damping: of the damped sum, where it is used.

    Raises:
        StructuralProblem: ``powers.range``, ``damping.range`` or ``potential.strength``.
    """
    tomorrow = matrix.count_potential(strength)

    def weigh(cells: Rows) -> Influences:
        influence = tuple(sum(row) for row in cells)
        dependence = tuple(sum(column) for column in zip(*cells, strict=True))
        indirect = find_indirect(cells, most=most, damping=damping)
        return Influences(
            influence=influence,
            dependence=dependence,
            rank_influence=rank(influence),
            rank_dependence=rank(dependence),
            plane=find_roles(influence, dependence, rule, is_split=is_split),
            indirect=indirect,
            indirect_plane=find_roles(indirect.influence, indirect.dependence, rule, is_split=is_split),
        )

    today = weigh(matrix.direct)
    return Analysis(
        matrix=matrix,
        today=today,
        potential=weigh(tomorrow) if matrix.potential else None,
        strength=strength,
        shifts=find_shifts(
            (today.influence, today.dependence),
            (today.indirect.influence, today.indirect.dependence),
            (
                (today.rank_influence, today.rank_dependence),
                (today.indirect.rank_influence, today.indirect.rank_dependence),
            ),
        ),
        warnings=find_warnings(matrix, today.indirect),
    )


def find_warnings(matrix: InfluenceMatrix, indirect: Indirect) -> tuple[Warned, ...]:
    """Tell what to know before the result is trusted."""
    found: list[Warned] = []
    share = round(100 * matrix.fill_rate, 1)
    if matrix.fill_rate < SPARSE:
        said = f"Only {share:g} % of the cells hold an influence; 15 to 30 % are usual. Influences may have been overlooked."
        found.append(Warned("fill.sparse", said, {"percent": share}))
    elif matrix.fill_rate > DENSE:
        said = f"{share:g} % of the cells hold an influence; 15 to 30 % are usual. Indirect ones may be counted as direct."
        found.append(Warned("fill.dense", said, {"percent": share}))
    if empty := len(matrix.unfilled):
        found.append(Warned("cells.unfilled", f"Cells left empty, counted as 0: {empty}.", {"count": empty}))
    if indirect.powers.vanishes is not None:
        said = "The influences hold no circle, so that powers vanish; all of them are added up instead."
        found.append(Warned("powers.vanish", said, {"power": indirect.powers.vanishes}))
    elif not indirect.converged:
        said = f"The rankings did not settle within {indirect.powers.most} powers; {STANDS_IN[indirect.method]}."
        found.append(Warned("powers.unsettled", said, {"count": indirect.powers.most, "method": indirect.method}))
    return tuple(found)


def make_record(found: Analysis, stability: Stability | None = None) -> dict[str, Any]:
    """Give an analysis as data for JSON; lists are in the order of the factors, None stands for what there is not."""
    today, powers = found.today, found.today.indirect.powers
    factors = found.matrix.factors
    record: dict[str, Any] = {
        "factors": list(factors),
        **_record_influences(today),
        "roles": list(today.plane.roles),
        "roles_indirect": list(today.indirect_plane.roles),
        "method": today.indirect.method,
        "stable_powers": {"influence": powers.stable_influence, "dependence": powers.stable_dependence},
        "rank_periods": {"influence": powers.period_influence, "dependence": powers.period_dependence},
        "vanishes_at": powers.vanishes,
        "cyclicity": powers.cyclicity,
        "powers": [
            {
                "power": step.k,
                "ranks": {"influence": list(step.rank_influence), "dependence": list(step.rank_dependence)},
                "swaps": {"influence": step.swaps_influence, "dependence": step.swaps_dependence},
            }
            for step in powers.steps
        ],
        "direct_ranks": {"influence": list(today.rank_influence), "dependence": list(today.rank_dependence)},
        "shares": {
            "direct": {"influence": _share(today.influence), "dependence": _share(today.dependence)},
            "indirect": {
                "influence": _share(today.indirect.influence),
                "dependence": _share(today.indirect.dependence),
            },
        },
        "cuts": {"direct": _record_cuts(today.plane), "indirect": _record_cuts(today.indirect_plane)},
        "shift": [
            {
                "direct": {"dependence": shift.direct[0], "influence": shift.direct[1]},
                "indirect": {"dependence": shift.indirect[0], "influence": shift.indirect[1]},
                "ranks": {"influence": shift.rank_influence, "dependence": shift.rank_dependence},
                "distance": shift.distance,
            }
            for shift in found.shifts
        ],
        "fill_rate": found.matrix.fill_rate,
        "unfilled": [[factors[row], factors[column]] for row, column in found.matrix.unfilled],
        "potential": None,
        "warnings": [{"code": warned.code, "sentence": warned.sentence} for warned in found.warnings],
    }
    if found.potential is not None:
        record["potential"] = {
            "strength": found.strength,
            "cells": [[factors[row], factors[column]] for row, column in found.matrix.potential],
            **_record_influences(found.potential),
            "roles": list(found.potential.plane.roles),
            "roles_indirect": list(found.potential.indirect_plane.roles),
            "method": found.potential.indirect.method,
        }
    if stability is not None:
        record["stability"] = {
            "draws": stability.draws,
            "seed": stability.seed,
            "direct": [_record_firmness(one) for one in stability.direct],
            "indirect": [_record_firmness(one) for one in stability.indirect],
        }
    return record


def _record_influences(found: Influences) -> dict[str, Any]:
    indirect = found.indirect
    return {
        "direct": {"influence": list(found.influence), "dependence": list(found.dependence)},
        "indirect": {
            "influence": list(indirect.influence),
            "dependence": list(indirect.dependence),
            "ranks": {"influence": list(indirect.rank_influence), "dependence": list(indirect.rank_dependence)},
            "power": indirect.power,
            "converged": indirect.converged,
        },
    }


def _record_cuts(plane: Plane) -> dict[str, Any]:
    return {
        axis: [float(cut) for cut in cuts]
        for axis, cuts in (("influence", plane.influence), ("dependence", plane.dependence))
    }


def _record_firmness(one: Firmness) -> dict[str, Any]:
    return {
        "roles": one.roles,
        "same_role": one.same_role,
        "rank_influence": list(one.rank_influence),
        "rank_dependence": list(one.rank_dependence),
    }


def _share(values: tuple[float, ...]) -> list[float]:
    return list(scale(values, PARTS))
