"""Reckoning a call from its cards. Nothing of it is stored: whoever has the cards gets the same."""

from collections.abc import Iterable
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from sciezka.core.scoring import Criterion as CoreCriterion
from sciezka.core.scoring import Points, Ranking, rank
from sciezka.rooms.calls.models import Call, Criterion, Declaration, ScoreCard
from sciezka.rooms.calls.queries.submissions import to_decide


def read_criteria(call: Call) -> list[CoreCriterion]:
    """Give the call's criteria as the reckoning takes them, in their order."""
    return [to_core(one) for one in call.criteria.all()]


def to_core(criterion: Criterion) -> CoreCriterion:
    """Give one criterion as the reckoning takes it."""
    return CoreCriterion(
        code=criterion.code,
        weight=Fraction(criterion.weight),
        least=Fraction(criterion.least),
        most=Fraction(criterion.most),
        threshold=None if criterion.threshold is None else Fraction(criterion.threshold),
    )


def counting(call: Call) -> QuerySet[ScoreCard]:
    """Give the cards that count, unread: handed in, of submissions that are decided about, by nobody with a tie."""
    tied = Declaration.objects.filter(
        submission=OuterRef("submission"), user=OuterRef("user"), stance=Declaration.Stance.CONFLICT
    )
    dealt_with = to_decide(call).order_by().values("pk")
    cards = ScoreCard.objects.filter(~Exists(tied), submission__in=dealt_with, handed_in_at__isnull=False)
    return cards.order_by("submission__number", "assigned_at", "id")


def cards_that_count(call: Call) -> list[ScoreCard]:
    """List the cards that count, with their submissions and assessors."""
    return list(counting(call).select_related("submission", "user"))


def read_points(cards: Iterable[ScoreCard]) -> list[Points]:
    """Give what cards say, by the codes of submissions; an assessor is named by the card's own drawn key."""
    return [
        Points(submission=card.submission.code, assessor=card.pk.hex, criterion=code, points=Fraction(str(points)))
        for card in cards
        for code, points in card.points.items()
        if points not in ("", None)
    ]


def rank_cards(call: Call, cards: Iterable[ScoreCard]) -> Ranking | None:
    """Rank the submissions of which every criterion was judged by somebody; none when there are none."""
    criteria = read_criteria(call)
    points = read_points(cards)
    judged: dict[str, set[str]] = {}
    for one in points:
        judged.setdefault(one.submission, set()).add(one.criterion)
    whole = {code for code, said in judged.items() if len(said) == len(criteria)}
    points = [one for one in points if one.submission in whole]
    return rank(points, criteria) if points and criteria else None
