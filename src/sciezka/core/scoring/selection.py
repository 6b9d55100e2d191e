"""Choosing from a ranking: so many, or as many as the money allows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol


class Standing(Protocol):
    """What a selection needs to know of one submission."""

    @property
    def submission(self) -> str:
        """Its code."""

    @property
    def rank(self) -> int:
        """Its place; those who are level share one."""

    @property
    def passed(self) -> bool:
        """Whether it reached each threshold."""


class Standings(Protocol):
    """What a selection needs to know of a ranking."""

    @property
    def rows(self) -> Sequence[Standing]:
        """Submissions, best first."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One submission and what it asks for, in its order of precedence."""

    submission: str
    cost: Fraction


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is selected.

    Args:
        chosen: in their order.
        tied: those whom only chance would part: level at the cut, some of them in and some out. The rule has to say who
            goes first; here it is the order that was given.
        left: what is left of the money; None where no money was asked about.
    """

    chosen: tuple[str, ...]
    tied: tuple[str, ...] = ()
    left: Fraction | None = None


def select_first(ranking: Standings, count: int) -> Selection:
    """Select the first so many of those who passed.

    Args:
        ranking: the ranking.
        count: how many there are places for.

    Raises:
        ValueError: the count is negative.
    """
    if count < 0:
        message = "A number of places can't be negative."
        raise ValueError(message)
    passed = [row for row in ranking.rows if row.passed]
    chosen, others = passed[:count], passed[count:]
    tied: tuple[str, ...] = ()
    if chosen and others and chosen[-1].rank == others[0].rank:
        tied = tuple(row.submission for row in passed if row.rank == others[0].rank)
    return Selection(tuple(row.submission for row in chosen), tied)


def select_within(asks: Sequence[Ask], budget: Fraction, ranks: Mapping[str, int] | None = None) -> Selection:
    """Select greedily: in the given order each one that still fits into what is left of the money.

    That is the plain rule of participatory budgets: one that does not fit is passed over, and the next may still fit.

    Args:
        asks: submissions, the first in precedence first.
        budget: the money.
        ranks: the place of each; where given, those are told who share a place of which some are in and some are out
            although each of them would have fitted when the first of them was decided about.

    Raises:
        ValueError: a cost or the budget is negative.
    """
    if budget < 0 or any(ask.cost < 0 for ask in asks):
        message = "Money can't be negative."
        raise ValueError(message)
    left = budget
    before: dict[str, Fraction] = {}
    chosen: list[str] = []
    for ask in asks:
        before[ask.submission] = left
        if ask.cost <= left:
            chosen.append(ask.submission)
            left -= ask.cost
    return Selection(tuple(chosen), _find_tied(asks, chosen, before, ranks or {}), left)


def _find_tied(
    asks: Sequence[Ask], chosen: Iterable[str], before: Mapping[str, Fraction], ranks: Mapping[str, int]
) -> tuple[str, ...]:
    inside = set(chosen)
    groups: dict[int, list[Ask]] = {}
    for ask in asks:
        if ask.submission in ranks:
            groups.setdefault(ranks[ask.submission], []).append(ask)
    tied: list[str] = []
    for group in groups.values():
        at_first = before[group[0].submission]
        fitting = [ask.submission for ask in group if ask.cost <= at_first]
        if {name in inside for name in fitting} == {True, False}:
            tied += fitting
    return tuple(tied)
