"""Ranking submissions by their assessors' points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from sciezka.core.scoring.types import (
    Card,
    Criterion,
    Points,
    ScoringProblem,
    add_products,
    add_up,
    check_criteria,
    gather_cards,
)

Worth = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A submission in one criterion.

    Args:
        code: the criterion's code.
        mean: the plain mean of the assessors' points.
        weighted: weight × mean.
        passed: whether the mean reaches the threshold; true where there is none.
        given: how many assessors gave points.
    """

    code: str
    mean: Fraction
    weighted: Fraction
    passed: bool
    given: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A submission in its place.

    Args:
        submission: its code.
        score: the sum of weight × mean over the criteria.
        rank: its place, from 1; those who are level in score and in each criterion share the lowest number.
        passed: whether it reaches the threshold of each criterion.
        criteria: it in each criterion, in the criteria's order.
        totals: the weighted total of each assessor whose card is complete, in their order.
        spread: (highest − lowest total) / highest; 0 with fewer than two complete cards.
        assessors: how many gave it points.
        incomplete: the assessors whose cards lack a criterion.
    """

    submission: str
    score: Fraction
    rank: int
    passed: bool
    criteria: tuple[CriterionResult, ...]
    totals: tuple[Fraction, ...]
    spread: Fraction
    assessors: int
    incomplete: tuple[str, ...] = ()

    @property
    def worth(self) -> Worth:
        """What it is ordered by: the score, then the criteria in their order."""
        return (self.score, *(result.mean for result in self.criteria))


@dataclass(frozen=True, slots=True)
class Ranking:
    """All submissions in their order, best first; those who share a place stand in the order of their codes."""

    rows: tuple[Ranked, ...]
    criteria: tuple[Criterion, ...]

    def of(self, submission: str) -> Ranked:
        """Give one submission's place.

        Raises:
            KeyError: it is not in the ranking.
        """
        found = next((row for row in self.rows if row.submission == submission), None)
        if found is None:
            raise KeyError(submission)
        return found


def rank(points: Iterable[Points], criteria: Sequence[Criterion]) -> Ranking:
    """Rank submissions by the default rule.

    A submission's value in a criterion is the plain mean of its assessors' points; its score is Σ weight × that mean; it
    passes when each criterion's mean reaches that criterion's threshold. Level scores go by the criteria's means in the
    criteria's order; who is level in all of them shares the lowest rank (1, 2, 2, 4). Whoever fails a threshold keeps a
    rank, so that it can be seen where it would stand.

    Args:
        points: what assessors gave.
        criteria: by what they judged, the weightier in ties first.

    Raises:
        ScoringProblem: points that can't stand (see ``gather_cards``), no criteria, or a submission to which nobody gave
            points in some criterion.
    """
    check_criteria(criteria)
    return rank_cards(gather_cards(points, criteria), criteria)


def rank_cards(cards: Iterable[Card], criteria: Sequence[Criterion]) -> Ranking:
    """Rank submissions by cards that were checked already; see :func:`rank`."""
    held: dict[str, list[Card]] = {}
    for card in cards:
        held.setdefault(card.submission, []).append(card)
    return order_rows([judge(submission, given, criteria) for submission, given in held.items()], criteria)


def order_rows(found: Sequence[Ranked], criteria: Sequence[Criterion]) -> Ranking:
    """Put judged submissions into their order and give them their places."""
    # One denominator for all: whole numbers are compared, which is exact and many times faster than fractions.
    whole = lcm(*(part.denominator for row in found for part in row.worth))
    worth = {row.submission: tuple(part.numerator * (whole // part.denominator) for part in row.worth) for row in found}
    ordered = sorted(found, key=lambda row: (tuple(-part for part in worth[row.submission]), sort_code(row.submission)))
    rows: list[Ranked] = []
    for place, row in enumerate(ordered, start=1):
        shared = rows and worth[rows[-1].submission] == worth[row.submission]
        rows.append(replace(row, rank=rows[-1].rank if shared else place))
    return Ranking(tuple(rows), tuple(criteria))


def judge(submission: str, cards: Sequence[Card], criteria: Sequence[Criterion]) -> Ranked:
    """Reckon one submission, without its place."""
    results = tuple(judge_criterion(submission, cards, criterion) for criterion in criteria)
    totals = [card.total(criteria) for card in cards]
    complete = tuple(total for total in totals if total is not None)
    return Ranked(
        submission=submission,
        score=add_up(result.weighted for result in results),
        rank=0,
        passed=all(result.passed for result in results),
        criteria=results,
        totals=complete,
        spread=spread_of(complete),
        assessors=len(cards),
        incomplete=tuple(card.assessor for card, total in zip(cards, totals, strict=True) if total is None),
    )


def judge_criterion(submission: str, cards: Sequence[Card], criterion: Criterion) -> CriterionResult:
    """Reckon one submission in one criterion."""
    given = [card.points[criterion.code] for card in cards if criterion.code in card.points]
    if not given:
        raise ScoringProblem(
            "cards.missing",
            f"Nobody gave {submission} points in {criterion.code}. Complete a card, or leave the submission out.",
            submission=submission,
            criterion=criterion.code,
        )
    mean = add_up(given, len(given))
    passed = criterion.threshold is None or mean >= criterion.threshold
    weighted = add_products(((criterion.weight, mean),))
    return CriterionResult(criterion.code, mean, weighted, passed, len(given))


def spread_of(totals: Sequence[Fraction]) -> Fraction:
    """Reckon (highest − lowest) / highest of the assessors' totals; 0 with fewer than two, or when the highest is 0.

    Totals may be negative where points may; then the distance is told as a share of the larger size, so that the spread
    stays a plain alarm: 0 is unity, more is discord.
    """
    if len(totals) < 2:  # noqa: PLR2004 - a spread lies between two
        return Fraction(0)
    highest, lowest = max(totals), min(totals)
    size = highest if highest > 0 and lowest >= 0 else max(abs(highest), abs(lowest))
    return (highest - lowest) / size if size else Fraction(0)


def sort_code(code: str) -> tuple[tuple[int, int, str], ...]:
    """Order codes as people do: S-2 before S-10; codes that count alike (S-1, S-01) as they are written."""
    parts: list[tuple[int, int, str]] = []
    run, digits = "", False
    for sign in [*code, ""]:
        is_digit = sign.isascii() and sign.isdigit()
        if run and (is_digit != digits or not sign):
            parts.append((0, int(run), "") if digits else (1, 0, run))
            run = ""
        run, digits = run + sign, is_digit
    return (*parts, (-1, 0, code))
