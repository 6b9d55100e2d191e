"""Where a series must not be read straight through: a census, a new method, a change of territory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.types import Floats, IndexProblem
from sciezka.core.series.crosswalk import ADD, DROP, Crosswalk

CENSUS: Final = "census"
METHOD: Final = "method"
TERRITORY: Final = "territory"
MERGED: Final = "merged"
CODE: Final = "code"
KINDS: Final = (CENSUS, METHOD, TERRITORY, MERGED, CODE)

# The year before which the population was still reckoned on from the census before.
CENSUS_YEARS: Final = (2010, 2021)

# A unit moves when its population jumps this much against its own trend …
JUMP: Final = 0.05
# … over this many years on either side.
TREND: Final = 3
# When this share of units moves by WIDE in one year, all were counted anew: then only a greater jump is one of territory.
MANY: Final = 0.05
# Among fewer units a share says nothing.
FEWEST: Final = 20
WIDE: Final = 0.03
JUMP_IN_CENSUS: Final = 0.10
# A town that takes from its neighbours grows by much less than they shrink.
GAIN: Final = 0.015
GAIN_SHARE: Final = (0.4, 1.6)


@dataclass(frozen=True, slots=True)
class Break:
    """One place in a series across which change means something else.

    Attributes:
        unit: the unit's key; empty when it concerns all.
        variable: the variable; empty when it concerns all.
        year: the first year after the break.
        kind: ``census`` (population counted anew), ``method`` (a new definition or survey), ``territory`` (the area
            changed), ``merged`` (another unit was added) or ``code`` (the code changed, the numbers stay comparable).
        change: of a jump, the relative change of population.
        reason: what a table of changes says of it.
    """

    unit: str
    variable: str
    year: int
    kind: str
    change: float | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise IndexProblem(
                "trend.break_kind",
                f"A break of the kind {self.kind!r} is not known. Use one of {', '.join(KINDS)}.",
                kind=self.kind,
            )


def find_crossed(breaks: Iterable[Break], first: int, last: int) -> tuple[Break, ...]:
    """Give the breaks that a window crosses, by year: those after its first year, up to its last.

    A new code alone leaves the numbers comparable, so nothing is crossed.
    """
    inside = [one for one in breaks if first < one.year <= last and one.kind != CODE]
    return tuple(sorted(inside, key=lambda one: (one.year, one.kind, one.variable, one.unit)))


def find_jumps(population: Floats, years: Sequence[int], units: Sequence[str]) -> tuple[Break, ...]:
    """Find the years in which a unit's territory must have changed, by jumps of its population.

    A unit's yearly change is compared with the median of its own changes in three years on either side, so that a
    steadily growing suburb is no jump. In a year in which many units move at once (a census) only a jump of a tenth
    counts. Where units lose people so, a town of the same voivodeship that grows against its own trend by about as many
    people is taken for the gainer.

    Args:
        population: shape (years, units), joined over known changes of codes; NaN where missing.
        years: consecutive calendar years.
        units: the units' keys.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        change = population[1:] / np.where(population[:-1] > 0, population[:-1], np.nan) - 1
    against = change - _own_trend(change)
    found: list[Break] = []
    voivodeships = np.array([key[:2] for key in units])
    are_towns = np.array([key[6:] == "1" for key in units], dtype=np.bool_)
    for row in range(len(change)):
        year = years[row + 1]
        if year - years[row] != 1:
            continue
        moved = np.isfinite(change[row])
        many = int(moved.sum()) >= FEWEST and float((np.abs(change[row][moved]) >= WIDE).mean()) > MANY
        limit = JUMP_IN_CENSUS if many or year in CENSUS_YEARS else JUMP
        jumped = np.nan_to_num(np.abs(against[row])) >= limit
        jumped &= np.nan_to_num(np.abs(change[row])) >= limit
        if limit == JUMP:
            jumped |= are_towns & _find_gainers(population[row : row + 2], against[row], jumped, voivodeships)
        found += [
            Break(units[at], "", year, TERRITORY, round(float(change[row, at]), 4)) for at in np.flatnonzero(jumped).tolist()
        ]
    return tuple(found)


def _own_trend(change: Floats) -> Floats:
    """Give for each change the median of the same unit's changes around it, without itself."""
    trend = np.zeros_like(change)
    for row in range(len(change)):
        around = [at for at in range(max(0, row - TREND), min(len(change), row + TREND + 1)) if at != row]
        if around:
            # np.nanmedian warns of units without any value; sorting puts NaN last and needs no warning.
            ordered = np.sort(change[around], axis=0)
            count = np.isfinite(ordered).sum(axis=0)
            low, high = np.maximum((count - 1) // 2, 0), np.minimum(count // 2, len(around) - 1)
            columns = np.arange(change.shape[1])
            trend[row] = np.nan_to_num((ordered[low, columns] + ordered[high, columns]) / 2)
    return trend


def _find_gainers(
    pair: Floats, against: Floats, jumped: NDArray[np.bool_], voivodeships: NDArray[np.str_]
) -> NDArray[np.bool_]:
    gained = np.zeros(len(jumped), dtype=bool)
    difference = pair[1] - pair[0]
    for name in np.unique(voivodeships[jumped & (difference < 0)]):
        here = voivodeships == name
        lost = -difference[here & jumped & (difference < 0)].sum() - difference[here & jumped & (difference > 0)].sum()
        low, high = (share * lost for share in GAIN_SHARE)
        gained |= here & (np.nan_to_num(against) >= GAIN) & (difference >= low) & (difference <= high)
    return gained


def breaks_of_codes(crosswalk: Crosswalk) -> tuple[Break, ...]:
    """List the breaks that a table of changes knows: units added to others, and changes of code alone."""
    found = []
    for change in crosswalk.changes:
        unit = crosswalk.successor(change.old)
        if change.mode == DROP or not unit or change.first is None:
            continue
        kind = MERGED if change.mode == ADD else CODE
        found.append(Break(unit, "", change.first, kind, reason=change.reason))
    return tuple(found)


def breaks_of_census(variables: Sequence[str], rules: Mapping[str, bool]) -> tuple[Break, ...]:
    """List the censuses for those of the variables that rest on the balance of population."""
    return tuple(Break("", key, year, CENSUS) for key in variables if rules.get(key) for year in CENSUS_YEARS)
