"""The units most like a given one, by chosen structural variables."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sciezka.core.index.types import Floats, IndexProblem, Remark
from sciezka.core.peers.groups import Group


@dataclass(frozen=True)
class Neighbours:
    """A unit and those nearest to it.

    Attributes:
        group: the unit and its neighbours.
        unit: the unit's key.
        distances: of each neighbour, the nearest first; equal ones in the order of keys.
        differences: for each neighbour the standardised difference in each variable, neighbour less unit.
        variables: the variables that counted.
        remarks: what a reader must know.
    """

    group: Group
    unit: str
    distances: Mapping[str, float]
    differences: Mapping[str, tuple[float, ...]]
    variables: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()


def find_neighbours(  # noqa: PLR0913 - each names one choice
    name: str,
    unit: str,
    keys: Sequence[str],
    variables: Sequence[str],
    values: Floats,
    *,
    count: int,
    year: int,
    weights: Sequence[float] | None = None,
) -> Neighbours:
    """Find the units nearest to one.

    Each variable is standardised over all units that are given (z = (x − mean) ÷ sd, population sd); the distance is
    √(Σ w · (z − z_unit)² ÷ Σ w). A unit that lacks a variable that counts is no candidate. Distances are compared to twelve
    significant digits and ties are settled by key, so that the answer is the same everywhere.

    Args:
        name: what people call the group.
        unit: the key of the unit to find neighbours for.
        keys: the keys of all units.
        variables: the names of the structural variables.
        values: shape (variables, units), NaN where missing; take the logarithm of what spans orders of magnitude.
        count: how many neighbours.
        year: the year of the values.
        weights: of the variables; equal when None.

    Raises:
        IndexProblem: an unknown unit, no variable that varies, a variable that the unit itself lacks, a number of
            neighbours below 1, weights that do not fit, or no candidate.
    """
    weighed = np.ones(len(variables)) if weights is None else np.asarray(weights, dtype=np.float64)
    _refuse_question(unit, keys, variables, weighed, count)
    at = keys.index(unit)
    lacking = [variable for variable, row in zip(variables, values, strict=True) if np.isnan(row[at])]
    if lacking:
        raise IndexProblem(
            "peers.unit_lacks",
            f"{unit} has no value of {', '.join(lacking)} in {year}. Choose other variables or another year.",
            unit=unit,
            variables=lacking,
        )
    known = ~np.isnan(values)
    number = known.sum(axis=1)
    mean = np.where(known, values, 0.0).sum(axis=1) / number
    off = np.where(known, values - mean[:, None], 0.0)
    spread = np.sqrt((off * off).sum(axis=1) / number)
    counts = (spread > 1e-12 * np.maximum(1.0, np.abs(mean))) & (weighed > 0)
    if not counts.any():
        raise IndexProblem("peers.no_variable", "None of the chosen variables differs among the units. Choose others.")
    z = off[counts] / spread[counts, None]
    apart = z - z[:, at : at + 1]
    share = weighed[counts] / weighed[counts].sum()
    whole = known[counts].all(axis=0)
    distance = np.sqrt((share[:, None] * apart * apart).sum(axis=0))
    candidates = [other for other in range(len(keys)) if whole[other] and other != at]
    if not candidates:
        raise IndexProblem("peers.no_candidate", f"No other unit has all the chosen variables in {year}.", year=year)
    nearest = sorted(candidates, key=lambda other: (float(f"{distance[other]:.12g}"), keys[other]))[:count]
    used = tuple(variable for variable, taken in zip(variables, counts, strict=True) if taken)
    rule = {"nearest": unit, "count": count, "variables": list(used), "weights": share.tolist()}
    members = (unit, *(keys[other] for other in nearest))
    return Neighbours(
        Group(name, json.dumps(rule, ensure_ascii=False, separators=(",", ":")), tuple(sorted(members)), year),
        unit,
        {keys[other]: float(distance[other]) for other in nearest},
        {keys[other]: tuple(apart[:, other].tolist()) for other in nearest},
        used,
        _remark(variables, counts, int((~whole).sum()), count, len(nearest)),
    )


def _remark(
    variables: Sequence[str], counts: np.ndarray[tuple[int], np.dtype[np.bool_]], lacking: int, wanted: int, found: int
) -> tuple[Remark, ...]:
    remarks = []
    idle = [variable for variable, taken in zip(variables, counts, strict=True) if not taken]
    if idle:
        sentence = f"{', '.join(idle)} did not count: the units do not differ in it, or it weighs nothing."
        remarks.append(Remark("peers.idle_variable", sentence, {"variables": idle}))
    if lacking:
        sentence = f"{lacking} units lack one of the chosen variables and could not be considered."
        remarks.append(Remark("peers.lacking", sentence, {"units": lacking}))
    if found < wanted:
        sentence = f"Only {found} of the {wanted} neighbours asked for were found."
        remarks.append(Remark("peers.fewer", sentence, {"wanted": wanted, "found": found}))
    return tuple(remarks)


def _refuse_question(unit: str, keys: Sequence[str], variables: Sequence[str], weights: Floats, count: int) -> None:
    if unit not in keys:
        raise IndexProblem("peers.unknown_unit", f"The data do not know the unit {unit}.", units=[unit])
    if len(set(keys)) != len(keys):
        raise IndexProblem("peers.twice", "A unit stands twice among the candidates. Keep one of the columns.")
    if count < 1:
        raise IndexProblem("peers.count", f"{count} neighbours were asked for. Ask for 1 or more.", count=count)
    if weights.shape != (len(variables),) or not (np.isfinite(weights) & (weights >= 0)).all():
        raise IndexProblem("peers.weights", f"Give one weight of 0 or more for each of the {len(variables)} variables.")
