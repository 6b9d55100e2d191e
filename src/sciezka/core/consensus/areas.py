"""Areas of questions: how high an area stands, how far people's own pictures of it lie apart, and quartiles of many."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.core.consensus.ladder import LadderStage, ladder
from sciezka.core.consensus.numbers import check_number, find_quantile
from sciezka.core.consensus.types import Special

FEWEST_COMPARED: Final = 5
"""Quartiles of fewer would tell who stands where."""


@dataclass(frozen=True, slots=True)
class Rated:
    """Where one question stands.

    Attributes:
        level: the agreed level, else the median of the answers; None where there is neither.
        is_agreed: whether a group agreed it; else it is provisional.
        is_left_out: whether it does not apply here.
    """

    level: float | None
    is_agreed: bool = False
    is_left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaScore:
    """How high an area stands.

    Attributes:
        score: the mean of the levels of its rated questions; None when none is rated.
        rated: how many questions have a level.
        agreed: how many of these were agreed.
        left_out: how many do not apply; they enter nothing.
        unrated: how many apply but have no level; they enter nothing either.
    """

    score: float | None
    rated: int
    agreed: int
    left_out: int
    unrated: int

    @property
    def provisional(self) -> int:
        """How many levels are medians that nobody agreed yet."""
        return self.rated - self.agreed

    @property
    def asked(self) -> int:
        """How many questions the area has."""
        return self.rated + self.left_out + self.unrated


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """Half of many values lies between ``q1`` and ``q3``; neither the lowest nor the highest is told."""

    n: int
    q1: float
    median: float
    q3: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSpread(Quartiles):
    """How far people's own means of an area lie apart."""

    low: float
    high: float


def score_area(questions: Iterable[Rated]) -> AreaScore:
    """Give the arithmetic mean of the levels of the rated questions of an area.

    Every question weighs the same. What does not apply and what nobody rated is left out and counted, so that an area of
    which little is known can't pass for one of which much is.

    Raises:
        ConsensusProblem: a level that is no finite number.
    """
    rows = list(questions)
    counted = [row for row in rows if not row.is_left_out]
    levels = [check_number(row.level, what="level") for row in counted if row.level is not None]
    return AreaScore(
        score=math.fsum(levels) / len(levels) if levels else None,
        rated=len(levels),
        agreed=sum(row.is_agreed and row.level is not None for row in counted),
        left_out=len(rows) - len(counted),
        unrated=len(counted) - len(levels),
    )


def spread_area(people: Iterable[Iterable[float]]) -> AreaSpread | None:
    """Give the spread of people's own means of an area.

    Each person's mean is taken over the questions that she rated; who rated none is left out.

    Args:
        people: the levels that each gave to the area's questions.

    Returns:
        None when nobody rated anything.
    """
    means = []
    for given in people:
        levels = [check_number(level, what="level") for level in given]
        if levels:
            means.append(math.fsum(levels) / len(levels))
    found = _quarter(means)
    if found is None:
        return None
    return AreaSpread(n=found.n, q1=found.q1, median=found.median, q3=found.q3, low=min(means), high=max(means))


def quarter_values(values: Iterable[float], fewest: int = FEWEST_COMPARED) -> Quartiles | None:
    """Give the quartiles (type 7) of many values, and nothing when there are too few to stay anonymous.

    Raises:
        ConsensusProblem: a value that is no finite number.
    """
    rows = [check_number(value) for value in values]
    return _quarter(rows) if len(rows) >= max(fewest, 1) else None


def climb(conditions: Mapping[int, Sequence[bool | Special | None]]) -> LadderStage | None:
    """Find a criterion's stage on the ladder where some conditions may not apply.

    A condition that does not apply is left out; a stage of which none applies is passed over. The places of the
    conditions in the answer are those of the conditions given.

    Args:
        conditions: by stage, whether each condition holds: True, False, None (nobody could tell) or
            ``Special.NOT_APPLICABLE``. ``Special.UNKNOWN`` counts as None.

    Returns:
        None when no condition was told met or not met.
    """
    kept = {
        stage: [(at, None if holds is Special.UNKNOWN else holds) for at, holds in enumerate(row)
                if holds is not Special.NOT_APPLICABLE]
        for stage, row in conditions.items()
    }  # fmt: skip
    kept = {stage: row for stage, row in kept.items() if row}
    if not any(isinstance(holds, bool) for row in kept.values() for _at, holds in row):
        return None
    found = ladder(
        {stage: [bool(holds) if holds is not None else None for _at, holds in row] for stage, row in kept.items()}
    )
    if found.next_stage is None:
        return found
    places = [at for at, _holds in kept[found.next_stage]]
    return LadderStage(
        found.stage,
        found.next_stage,
        tuple(places[at] for at in found.blocked_by),
        tuple(places[at] for at in found.unknown),
    )


def measure_gap(level: float | None, target: float) -> float | None:
    """Tell how far a level falls short of the target; 0 where it is met or passed, None where there is no level."""
    return None if level is None else max(0.0, check_number(target, what="target") - check_number(level, what="level"))


def _quarter(values: Sequence[float]) -> Quartiles | None:
    ordered = sorted(values)
    q1, middle, q3 = (find_quantile(ordered, share) for share in (0.25, 0.5, 0.75))
    if q1 is None or middle is None or q3 is None:
        return None
    return Quartiles(n=len(ordered), q1=q1, median=middle, q3=q3)
