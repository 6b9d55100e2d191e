"""How firmly a selection stands: would one assessor less, or a slightly different weight, select others?

A trial needs no more of a ranking than who stands where and who passed, so that alone is reckoned: in whole numbers over one
denominator, which is as exact as fractions and many times faster.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from operator import mul
from typing import Final, NamedTuple

from sciezka.core.scoring.ranking import sort_code
from sciezka.core.scoring.selection import Selection, Standings
from sciezka.core.scoring.types import Card, Criterion, Points, ScoringProblem, check_criteria, gather_cards

TENTH: Final = Fraction(1, 10)
MISSING: Final = "cards.missing"
Select = Callable[[Standings], Selection]


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


class Stand(NamedTuple):
    """Where a submission stands in a trial."""

    submission: str
    rank: int
    passed: bool


class Placing(NamedTuple):
    """Who stands where in a trial, best first."""

    rows: tuple[Stand, ...]


def try_assessors(points: Sequence[Points], criteria: Sequence[Criterion], select: Select) -> tuple[Change, ...]:
    """Leave each assessor out in turn, in the order in which they are first met.

    Raises:
        ScoringProblem: as :func:`sciezka.core.scoring.rank` does.
    """
    check_criteria(criteria)
    return leave_out(gather_cards(points, criteria), criteria, select)


def try_weights(
    points: Sequence[Points], criteria: Sequence[Criterion], select: Select, share: Fraction = TENTH
) -> tuple[Change, ...]:
    """Make each weight smaller and larger by a share in turn, the others staying.

    Raises:
        ScoringProblem: as :func:`sciezka.core.scoring.rank` does.
    """
    check_criteria(criteria)
    return shift_weights(gather_cards(points, criteria), criteria, select, share)


def leave_out(cards: Sequence[Card], criteria: Sequence[Criterion], select: Select) -> tuple[Change, ...]:
    """Leave each assessor out in turn; the cards were checked already. See :func:`try_assessors`."""
    board = _Board(cards, criteria)
    stands = select(board.place(board.means))
    changes: list[Change] = []
    for assessor in dict.fromkeys(card.assessor for card in cards if card.points):
        change = Change(what=assessor)
        means = board.leave_out(assessor)
        if means is None:
            # Whom only this assessor judged would silently drop out; that is no answer.
            changes.append(replace(change, unreckoned=MISSING))
        else:
            changes.append(_compare(change, stands, select(board.place(board.means | means))))
    return tuple(changes)


def shift_weights(
    cards: Sequence[Card], criteria: Sequence[Criterion], select: Select, share: Fraction = TENTH
) -> tuple[Change, ...]:
    """Make each weight smaller and larger in turn; the cards were checked already. See :func:`try_weights`."""
    board = _Board(cards, criteria)
    stands = select(board.place(board.means))
    changes: list[Change] = []
    for at, criterion in enumerate(criteria):
        for factor in (1 - share, 1 + share):
            tried = [one.weight * factor if place == at else one.weight for place, one in enumerate(criteria)]
            then = select(board.place(board.means, tried))
            changes.append(_compare(Change(what=criterion.code, factor=factor), stands, then))
    return tuple(changes)


Sum = tuple[int, int]
Means = Mapping[str, tuple[int, ...]]


class _Board:
    """Cards as whole numbers: points over one denominator, and means over another that all of them share."""

    def __init__(self, cards: Sequence[Card], criteria: Sequence[Criterion]) -> None:
        self.criteria = criteria
        self.unit = lcm(*{points.denominator for card in cards for points in card.points.values()})
        self.cards: dict[str, list[tuple[str, tuple[int | None, ...]]]] = {}
        for card in cards:
            self.cards.setdefault(card.submission, []).append((card.assessor, self.read(card)))
        self.sums = {code: self.add(given) for code, given in self.cards.items()}
        counts = {count for sums in self.sums.values() for _total, count in sums}
        # Without one assessor there is one card less.
        self.share = lcm(*(count for count in counts | {count - 1 for count in counts} if count))
        self.means: dict[str, tuple[int, ...]] = {}
        for code, sums in self.sums.items():
            if (means := self.mean(sums)) is None:
                lacks = next(one.code for one, (_total, count) in zip(criteria, sums, strict=True) if not count)
                raise ScoringProblem(
                    MISSING,
                    f"Nobody gave {code} points in {lacks}. Complete a card, or leave the submission out.",
                    submission=code,
                    criterion=lacks,
                )
            self.means[code] = means
        self.order = {code: at for at, code in enumerate(sorted(self.cards, key=sort_code))}
        self.thresholds = tuple(self.find_threshold(criterion) for criterion in criteria)

    def read(self, card: Card) -> tuple[int | None, ...]:
        """Read a card's points in the criteria's order."""
        given = (card.points.get(criterion.code) for criterion in self.criteria)
        return tuple(None if one is None else one.numerator * (self.unit // one.denominator) for one in given)

    def add(self, given: Sequence[tuple[str, tuple[int | None, ...]]], without: str | None = None) -> tuple[Sum, ...]:
        """Add a submission's points up in each criterion, and count them."""
        columns = zip(*(points for assessor, points in given if assessor != without), strict=True)
        said = [[points for points in column if points is not None] for column in columns]
        return tuple((sum(column), len(column)) for column in said) or ((0, 0),) * len(self.criteria)

    def mean(self, sums: Sequence[Sum]) -> tuple[int, ...] | None:
        """Give the means; None where nobody judged in some criterion."""
        if not all(count for _total, count in sums):
            return None
        return tuple(total * (self.share // count) for total, count in sums)

    def find_threshold(self, criterion: Criterion) -> int | None:
        """Give the least whole number with which a mean reaches a threshold."""
        if criterion.threshold is None:
            return None
        return -(-criterion.threshold.numerator * self.unit * self.share // criterion.threshold.denominator)

    def leave_out(self, assessor: str) -> dict[str, tuple[int, ...]] | None:
        """Give the means of what an assessor judged, without them; None where somebody would have none."""
        found: dict[str, tuple[int, ...]] = {}
        for code, given in self.cards.items():
            if any(name == assessor for name, _points in given):
                means = self.mean(self.add(given, assessor))
                if means is None:
                    return None
                found[code] = means
        return found

    def place(self, means: Means, weights: Sequence[Fraction] | None = None) -> Placing:
        """Put all into their order, as :func:`sciezka.core.scoring.ranking.order_rows` does."""
        wanted = [criterion.weight for criterion in self.criteria] if weights is None else weights
        unit = lcm(*(weight.denominator for weight in wanted))
        whole = [weight.numerator * (unit // weight.denominator) for weight in wanted]
        scored = [((sum(map(mul, whole, found)), *found), -self.order[code], code) for code, found in means.items()]
        scored.sort(reverse=True)
        return Placing(tuple(self.rank(scored)))

    def rank(self, scored: Sequence[tuple[tuple[int, ...], int, str]]) -> Iterator[Stand]:
        """Give the places; those who are level in all share the lowest one."""
        at, before = 0, None
        for place, (worth, _order, code) in enumerate(scored, start=1):
            if worth != before:
                at, before = place, worth
            yield Stand(code, at, all(map(reaches, worth[1:], self.thresholds)))


def reaches(mean: int, threshold: int | None) -> bool:
    """Tell whether a mean reaches a threshold; where there is none, it does."""
    return threshold is None or mean >= threshold


def _compare(change: Change, stands: Selection, then: Selection) -> Change:
    before, after = set(stands.chosen), set(then.chosen)
    comes = tuple(name for name in then.chosen if name not in before)
    goes = tuple(name for name in stands.chosen if name not in after)
    return replace(change, comes=comes, goes=goes)
