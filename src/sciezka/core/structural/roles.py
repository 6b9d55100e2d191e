"""What part a factor plays: by where it stands on the plane of influence and dependence."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal

from sciezka.core.consensus.numbers import find_quantile
from sciezka.core.structural.indirect import NEAR
from sciezka.core.structural.types import StructuralProblem

Band = Literal["low", "medium", "high"]
By = Literal["mean", "median", "terciles", "manual"]
Cuts = tuple[float | Fraction, float | Fraction]
"""The lower and the upper cut of one axis: at most the lower is low, above the upper is high."""

DETERMINANT: Final = "determinant"
RELAY: Final = "key/relay"
RESULT: Final = "result"
AUTONOMOUS: Final = "autonomous"
STAKE: Final = "stake"
TARGET: Final = "target"

FOUR: Final[Mapping[tuple[bool, bool], str]] = MappingProxyType(
    {(True, False): DETERMINANT, (True, True): RELAY, (False, True): RESULT, (False, False): AUTONOMOUS}
)
"""The role by (influence is high, dependence is high)."""

EIGHT: Final[Mapping[tuple[Band, Band], tuple[str, str]]] = MappingProxyType(
    {
        ("high", "low"): (DETERMINANT, DETERMINANT),
        ("high", "medium"): (DETERMINANT, "key"),
        ("high", "high"): ("key", "key"),
        ("medium", "low"): ("external", "external"),
        ("medium", "medium"): ("regulating", "regulating"),
        ("medium", "high"): ("objective", "objective"),
        ("low", "low"): (AUTONOMOUS, AUTONOMOUS),
        ("low", "medium"): ("auxiliary", "auxiliary"),
        ("low", "high"): (RESULT, RESULT),
    }
)
"""The role by (influence, dependence): where dependence is at most its mean, and where it is above it.

How Polish foresights name nine fields with eight roles; it was not confirmed by a readable source, and where the auxiliary
factors stand differs between authors. Rooms may give a map of their own.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutRule:
    """Where an axis is cut.

    Attributes:
        by: ``mean``, ``median``, ``terciles`` (quantiles 1/3 and 2/3, type 7), ``manual``.
        band: around mean or median, as a share of it: 0.1 makes all from 0.9 to 1.1 of the mean medium; 0 is one cut.
        influence: for ``manual`` the lower and the upper cut of influence, in means of the axis (1 is the mean), so that
            they hold for every plane whatever the size of its numbers.
        dependence: likewise.

    Raises:
        StructuralProblem: ``cut.by``, ``cut.band`` (not from 0 to below 1), ``cut.manual`` (cuts missing, or they don't
            rise).
    """

    by: By = "mean"
    band: float = 0.0
    influence: tuple[float, float] | None = None
    dependence: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if self.by not in {"mean", "median", "terciles", "manual"}:
            raise StructuralProblem(
                "cut.by", f"{self.by} is no way to cut. Use mean, median, terciles or manual.", said=self.by
            )
        if not 0 <= self.band < 1:
            raise StructuralProblem("cut.band", f"The band {self.band} is not from 0 to below 1.", said=self.band)
        if self.by == "manual":
            for cuts in (self.influence, self.dependence):
                if cuts is None or not (0 <= cuts[0] <= cuts[1] and math.isfinite(cuts[1])):
                    raise StructuralProblem("cut.manual", "Give a lower and an upper cut for influence and for dependence.")

    @property
    def is_single(self) -> bool:
        """Whether there is one cut on each axis, so that there are four fields."""
        if self.by == "manual":
            return all(cuts is not None and cuts[0] == cuts[1] for cuts in (self.influence, self.dependence))
        return self.by != "terciles" and not self.band

    def find_factors(self, axis: Literal["influence", "dependence"]) -> tuple[Fraction, Fraction]:
        """Give the lower and the upper cut in means (or medians) of the axis, as they are written in decimals."""
        if self.by == "manual":
            low, high = (self.influence if axis == "influence" else self.dependence) or (1, 1)
            return Fraction(str(low)), Fraction(str(high))
        return 1 - Fraction(str(self.band)), 1 + Fraction(str(self.band))


BY_MEAN: Final = CutRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """Factors on the plane of influence and dependence.

    Attributes:
        roles: of each factor, in their order.
        influence: the cuts of influence.
        dependence: the cuts of dependence.
    """

    roles: tuple[str, ...]
    influence: Cuts
    dependence: Cuts


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How a factor moves from the direct to the indirect plane; 1 is the mean of an axis.

    Attributes:
        direct: (dependence, influence) by their means.
        indirect: likewise.
        rank_influence: places won by indirect ways (direct less indirect rank); negative: lost.
        rank_dependence: likewise.
        distance: between the two points.
    """

    direct: tuple[float, float]
    indirect: tuple[float, float]
    rank_influence: int
    rank_dependence: int
    distance: float


def find_roles(
    influence: Sequence[float],
    dependence: Sequence[float],
    rule: CutRule = BY_MEAN,
    *,
    is_split: bool = False,
    roles: Mapping[tuple[Band, Band], tuple[str, str]] = EIGHT,
) -> Plane:
    """Give each factor its role.

    With one cut on each axis: ``determinant`` (influence high, dependence not), ``key/relay`` (both), ``result``
    (dependence only), ``autonomous`` (neither). High is *above* the cut: a factor at the mean is not. With two cuts:
    ``roles`` by the nine fields.

    Args:
        influence: of each factor; whole numbers are compared with their mean exactly.
        dependence: likewise.
        rule: where the axes are cut.
        is_split: part the relays by the diagonal of equal influence and dependence, each by its mean: above it ``stake``
            (enjeu), below it ``target`` (cible), on it still ``key/relay``. After Godet; not confirmed by a source.
        roles: of the nine fields, each where dependence is at most its mean and where it is above.

    Raises:
        StructuralProblem: ``roles.length`` (the two don't match), ``roles.map`` (a field of the nine has no role).
    """
    if len(influence) != len(dependence) or not influence:
        raise StructuralProblem("roles.length", "Influence and dependence must be given for the same factors.")
    across, up = find_cuts(dependence, rule, "dependence"), find_cuts(influence, rule, "influence")
    near = NEAR * max(map(abs, influence)), NEAR * max(map(abs, dependence))
    found: list[str] = []
    for height, width in zip(influence, dependence, strict=True):
        bands = _place(height, up, near[0]), _place(width, across, near[1])
        if rule.is_single:
            role = FOUR[bands[0] == "high", bands[1] == "high"]
            found.append(
                _split(height, width, sums=(_add(influence), _add(dependence))) if is_split and role == RELAY else role
            )
        elif bands in roles:
            found.append(roles[bands][_is_above(width, find_mean(dependence), near[1])])
        else:
            raise StructuralProblem("roles.map", f"No role is given for influence {bands[0]} and dependence {bands[1]}.")
    return Plane(roles=tuple(found), influence=up, dependence=across)


def find_cuts(values: Sequence[float], rule: CutRule, axis: Literal["influence", "dependence"]) -> Cuts:
    """Give where an axis is cut; the mean of whole numbers is an exact fraction."""
    if rule.by == "terciles":
        ordered = sorted(values)
        return _take_quantile(ordered, Fraction(1, 3)), _take_quantile(ordered, Fraction(2, 3))
    middle = _take_quantile(sorted(values), Fraction(1, 2)) if rule.by == "median" else find_mean(values)
    low, high = rule.find_factors(axis)
    return (middle * low, middle * high) if isinstance(middle, Fraction) else (middle * float(low), middle * float(high))


def find_shifts(
    direct: tuple[Sequence[float], Sequence[float]],
    indirect: tuple[Sequence[float], Sequence[float]],
    ranks: tuple[tuple[Sequence[int], Sequence[int]], tuple[Sequence[int], Sequence[int]]],
) -> tuple[Shift, ...]:
    """Tell how each factor moves from the direct to the indirect plane.

    Args:
        direct: influence and dependence of each factor.
        indirect: likewise.
        ranks: the ranks of both, direct and indirect.
    """
    before = list(zip(scale(direct[1]), scale(direct[0]), strict=True))
    after = list(zip(scale(indirect[1]), scale(indirect[0]), strict=True))
    return tuple(
        Shift(
            direct=one,
            indirect=two,
            rank_influence=ranks[0][0][at] - ranks[1][0][at],
            rank_dependence=ranks[0][1][at] - ranks[1][1][at],
            distance=math.dist(one, two),
        )
        for at, (one, two) in enumerate(zip(before, after, strict=True))
    )


def scale(values: Sequence[float], whole: int | None = None) -> tuple[float, ...]:
    """Divide values by their mean; with ``whole`` make them shares of it (10,000 as LIPSOR's software prints them).

    All 0 stay 0.
    """
    total = _add(values)
    times = len(values) if whole is None else whole
    return tuple(float(value * times / total) if total else 0.0 for value in values)


def find_mean(values: Sequence[float]) -> float | Fraction:
    """Give the mean: of whole numbers an exact fraction."""
    total = _add(values)
    return Fraction(total, len(values)) if isinstance(total, int) else total / len(values)


def _add(values: Sequence[float]) -> float:
    return sum(values) if all(isinstance(value, int) for value in values) else math.fsum(values)


def _take_quantile(ordered: Sequence[float], share: Fraction) -> float | Fraction:
    if not all(isinstance(value, int) for value in ordered):
        return find_quantile(ordered, float(share)) or 0.0
    below, part = divmod((len(ordered) - 1) * share, 1)
    low, high = ordered[below], ordered[min(below + 1, len(ordered) - 1)]
    return Fraction(low) + (high - low) * part


def _place(value: float, cuts: Cuts, near: float) -> Band:
    if _is_above(value, cuts[1], near):
        return "high"
    return "medium" if _is_above(value, cuts[0], near) else "low"


def _is_above(value: float, cut: float | Fraction, near: float) -> bool:
    """Tell whether a value is above a cut: exactly for whole numbers, beyond rounding for others."""
    if isinstance(value, int) and isinstance(cut, int | Fraction):
        return value > cut
    return value - float(cut) > near


def _split(influence: float, dependence: float, *, sums: tuple[float, float]) -> str:
    """Part a relay by the diagonal."""
    above, below = influence * sums[1], dependence * sums[0]
    if abs(above - below) <= (0 if isinstance(above, int) and isinstance(below, int) else NEAR * max(above, below)):
        return RELAY
    return STAKE if above > below else TARGET
