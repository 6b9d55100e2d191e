"""Criteria, points and what may be wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

LONGEST_NAME: Final = 200


class ScoringProblem(ValueError):
    """What keeps cards from being ranked.

    Attributes:
        code: a lasting word for the kind of problem, such as ``cards.points``.
        sentence: what is wrong and what to do, in English.
        fields: the values that the sentence names, to say it in another language.
    """

    def __init__(self, code: str, sentence: str, **fields: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.fields: Mapping[str, Any] = MappingProxyType(fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """By what submissions are judged.

    Args:
        code: a short name, unlike any other criterion's.
        weight: what a point counts; at least 0.
        least: the fewest points that may be given.
        most: the most points that may be given.
        threshold: the mean that a submission must reach; None when none is asked.

    Raises:
        ScoringProblem: the code is empty, the weight is negative, or ``most`` is not above ``least``.
    """

    code: str
    weight: Fraction = Fraction(1)
    least: Fraction = Fraction(0)
    most: Fraction
    threshold: Fraction | None = None

    def __post_init__(self) -> None:
        if not self.code or len(self.code) > LONGEST_NAME:
            raise ScoringProblem(
                "criteria.code", f"A criterion needs a code of 1 to {LONGEST_NAME} signs.", most=LONGEST_NAME
            )
        if self.weight < 0:
            raise ScoringProblem(
                "criteria.weight", f"Criterion {self.code}: a weight can't be below 0.", criterion=self.code
            )
        if self.most <= self.least:
            raise ScoringProblem(
                "criteria.range",
                f"Criterion {self.code}: the most points must be above the fewest.",
                criterion=self.code,
            )
        if self.threshold is not None and not self.least <= self.threshold <= self.most:
            raise ScoringProblem(
                "criteria.threshold",
                f"Criterion {self.code}: the threshold lies outside of what may be given.",
                criterion=self.code,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The points that one assessor gave one submission in one criterion."""

    submission: str
    assessor: str
    criterion: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Card:
    """What one assessor gave one submission: points by the criteria's codes."""

    submission: str
    assessor: str
    points: Mapping[str, Fraction] = field(default_factory=dict)

    def total(self, criteria: Sequence[Criterion]) -> Fraction | None:
        """Give the weighted sum of the points; None for a card that lacks a criterion."""
        if any(criterion.code not in self.points for criterion in criteria):
            return None
        return add_products((criterion.weight, self.points[criterion.code]) for criterion in criteria)


def check_criteria(criteria: Sequence[Criterion]) -> None:
    """Refuse criteria that can't be ranked by.

    Raises:
        ScoringProblem: there are none, or two have the same code.
    """
    if not criteria:
        raise ScoringProblem("criteria.none", "There are no criteria. Name at least one.")
    seen: set[str] = set()
    for criterion in criteria:
        if criterion.code in seen:
            raise ScoringProblem(
                "criteria.twice",
                f"Two criteria are called {criterion.code}. Give each its own code.",
                criterion=criterion.code,
            )
        seen.add(criterion.code)


def gather_cards(points: Iterable[Points], criteria: Sequence[Criterion]) -> tuple[Card, ...]:
    """Gather points into cards, in the order in which submissions and assessors are first met.

    Raises:
        ScoringProblem: points in an unknown criterion, outside of its range, or given twice.
    """
    known = {criterion.code: criterion for criterion in criteria}
    found: dict[tuple[str, str], dict[str, Fraction]] = {}
    for row in points:
        check_points(row, known)
        card = found.setdefault((row.submission, row.assessor), {})
        if row.criterion in card:
            raise ScoringProblem(
                "cards.twice",
                f"{row.assessor} gave {row.submission} points in {row.criterion} twice. Keep one of the two.",
                submission=row.submission,
                assessor=row.assessor,
                criterion=row.criterion,
            )
        card[row.criterion] = row.points
    order = {submission: at for at, (submission, _assessor) in reversed(list(enumerate(found)))}
    cards = [Card(submission, assessor, given) for (submission, assessor), given in found.items()]
    return tuple(sorted(cards, key=lambda card: order[card.submission]))


@lru_cache(maxsize=1 << 16)
def make_fraction(above: int, below: int) -> Fraction:
    """Make a fraction; commissions give few different numbers, and making one is what takes long."""
    return Fraction(above, below)


def add_products(pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """Add products of fractions exactly, in whole numbers over one denominator."""
    above, below = 0, 1
    for one, other in pairs:
        more, over = one.numerator * other.numerator, one.denominator * other.denominator
        if over == below:
            above += more
        else:
            above, below = above * over + more * below, below * over
    return make_fraction(above, below)


def add_up(numbers: Iterable[Fraction], share: int = 1) -> Fraction:
    """Add fractions exactly, in whole numbers over one denominator; divided by so many."""
    above, below = 0, 1
    for number in numbers:
        over = number.denominator
        if over == below:
            above += number.numerator
        else:
            above, below = above * over + number.numerator * below, below * over
    return make_fraction(above, below * share)


def check_points(row: Points, known: Mapping[str, Criterion]) -> None:
    """Refuse points in an unknown criterion or outside of its range.

    Raises:
        ScoringProblem: see above.
    """
    criterion = known.get(row.criterion)
    if criterion is None:
        raise ScoringProblem(
            "cards.criterion",
            f"There is no criterion {row.criterion}. Use the codes of the criteria.",
            criterion=row.criterion,
        )
    if not is_between(criterion.least, row.points, criterion.most):
        raise ScoringProblem(
            "cards.range",
            f"{write(row.points)} points in {criterion.code}: between {write(criterion.least)} and "
            f"{write(criterion.most)} may be given.",
            points=write(row.points),
            criterion=criterion.code,
            least=write(criterion.least),
            most=write(criterion.most),
        )


def is_between(least: Fraction, number: Fraction, most: Fraction) -> bool:
    """Tell whether a number lies in a range; across the denominators, since it is asked for each point of each card."""
    above, below = number.numerator, number.denominator
    return least.numerator * below <= above * least.denominator and above * most.denominator <= most.numerator * below


def write(number: Fraction) -> str:
    """Write a number as people do: 4, 4.5."""
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.10g}"
