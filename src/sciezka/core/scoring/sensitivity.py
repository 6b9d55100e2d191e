"""How firmly a selection stands: would one assessor less, or a slightly different weight, select others?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from sciezka.core.scoring.ranking import Ranking, rank
from sciezka.core.scoring.selection import Selection
from sciezka.core.scoring.types import Criterion, Points, ScoringProblem

TENTH: Final = Fraction(1, 10)
Select = Callable[[Ranking], Selection]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one change of the cards or of the weights does to the selection.

    Args:
        what: the assessor left out, or the criterion whose weight was changed.
        factor: what the weight was multiplied by; None where an assessor was left out.
        comes: who is selected only then.
        goes: who is selected only as it stands.
        unreckoned: why there is no answer, as the code of a problem: without that assessor somebody has no points.
    """

    what: str
    factor: Fraction | None = None
    comes: tuple[str, ...] = ()
    goes: tuple[str, ...] = ()
    unreckoned: str = ""

    @property
    def matters(self) -> bool:
        """Tell whether others are selected."""
        return bool(self.comes or self.goes)


def try_assessors(points: Sequence[Points], criteria: Sequence[Criterion], select: Select) -> tuple[Change, ...]:
    """Leave each assessor out in turn, in the order in which they are first met."""
    stands = select(rank(points, criteria))
    submissions = {row.submission for row in points}
    changes: list[Change] = []
    for assessor in dict.fromkeys(row.assessor for row in points):
        change = Change(what=assessor)
        rest = [row for row in points if row.assessor != assessor]
        # Whom only this assessor judged would silently drop out; that is no answer.
        if {row.submission for row in rest} == submissions:
            changes.append(_compare(change, stands, rest, criteria, select))
        else:
            changes.append(replace(change, unreckoned="cards.missing"))
    return tuple(changes)


def try_weights(
    points: Sequence[Points], criteria: Sequence[Criterion], select: Select, share: Fraction = TENTH
) -> tuple[Change, ...]:
    """Make each weight smaller and larger by a share in turn, the others staying."""
    stands = select(rank(points, criteria))
    changes: list[Change] = []
    for at, criterion in enumerate(criteria):
        for factor in (1 - share, 1 + share):
            tried = list(criteria)
            tried[at] = replace(criterion, weight=criterion.weight * factor)
            changes.append(_compare(Change(what=criterion.code, factor=factor), stands, points, tried, select))
    return tuple(changes)


def _compare(
    change: Change, stands: Selection, points: Sequence[Points], criteria: Sequence[Criterion], select: Select
) -> Change:
    try:
        then = select(rank(points, criteria))
    except ScoringProblem as problem:
        return replace(change, unreckoned=problem.code)
    comes = tuple(name for name in then.chosen if name not in stands.chosen)
    goes = tuple(name for name in stands.chosen if name not in then.chosen)
    return replace(change, comes=comes, goes=goes)
