"""Score cards as people read them: of one submission, and where assessors differ too much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from sciezka.core.scoring import Places, Ranked, Ranking
from sciezka.kit.guards import may
from sciezka.rooms.calls.models import Call, Criterion, Declaration, ScoreCard, Submission
from sciezka.rooms.calls.queries.figures import write_given, write_means, write_reckoned, write_spread
from sciezka.rooms.calls.queries.ranking import reckon
from sciezka.rooms.calls.queries.scores import cards_that_count, rank_cards


@dataclass(frozen=True, slots=True)
class Mark:
    """What a card says in one criterion.

    Args:
        criterion: which.
        points: as they were given; empty where none were.
        reason: why.
        is_below: whether they are under the threshold.
    """

    criterion: Criterion
    points: str
    reason: str
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a card said before it was given back."""

    total: Fraction | None
    handed_in_at: str
    places: int

    @property
    def sum(self) -> str:
        """The total as pages write it."""
        return write_reckoned(self.total, self.places)


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A card that was handed in, as others read it."""

    card: ScoreCard
    who: str
    marks: tuple[Mark, ...]
    total: Fraction | None
    places: int
    counts: bool = True
    earlier: tuple[Earlier, ...] = ()

    @property
    def sum(self) -> str:
        """The total as pages write it."""
        return write_reckoned(self.total, self.places)


@dataclass(frozen=True, slots=True)
class Difference:
    """How far apart the points in one criterion are."""

    criterion: Criterion
    lowest: str
    highest: str

    @property
    def is_there(self) -> bool:
        """Tell whether they differ at all."""
        return self.lowest != self.highest


@dataclass(frozen=True, slots=True)
class Alert:
    """A submission whose assessors differ by more than the call allows."""

    submission: Submission
    spread: Fraction
    allowed: Decimal
    differences: tuple[Difference, ...]
    has_third: bool
    is_waiting: bool

    @property
    def share(self) -> str:
        """The spread as pages write it."""
        return write_spread(self.spread, self.allowed)

    @property
    def is_settled(self) -> bool:
        """Tell whether it was discussed, or one more assessor has judged it."""
        return not self.is_waiting and (self.has_third or self.submission.discussed_at is not None)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One criterion across the cards: what each assessor gave, and the mean of those that count."""

    criterion: Criterion
    marks: list[tuple[str, Mark]]
    mean: str

    @property
    def weight(self) -> str:
        """The criterion's weight as pages write it."""
        return write_given(self.criterion.weight)


@dataclass(frozen=True, slots=True)
class CardsPanel:
    """The cards of one submission for one reader.

    Args:
        sees: whether the reader may see points now; ``why`` says why not.
        why: the reason, in a sentence.
        cards: those that were handed in.
        waiting: how many were not.
        ranked: score, criteria and spread, once each criterion was judged; its place is not in it.
        is_alert: whether assessors differ by more than the call allows.
        own: the reader's card.
        may_choose: whether the reader may choose assessors.
        may_settle: whether the reader may settle a spread.
        places: to how many places figures are shown, as in the whole ranking.
        allowed: the spread that the call lets pass.
    """

    sees: bool
    why: str
    cards: tuple[CardSeen, ...]
    waiting: int
    ranked: Ranked | None
    is_alert: bool
    own: ScoreCard | None
    may_choose: bool
    may_settle: bool
    places: Places
    allowed: Decimal

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody has a card."""
        return not self.cards and not self.waiting

    @property
    def score(self) -> str:
        """The score as pages write it."""
        return write_reckoned(self.ranked.score, self.places.score) if self.ranked else ""

    @property
    def spread(self) -> str:
        """The spread as pages write it."""
        return write_spread(self.ranked.spread, self.allowed) if self.ranked else ""

    @property
    def rows(self) -> list[MarkRow]:
        """Give the cards criterion by criterion."""
        means = {code: mean for code, mean, _passed in write_means(self.ranked, self.places)} if self.ranked else {}
        if not self.cards:
            return []
        return [
            MarkRow(mark.criterion, [(seen.who, seen.marks[at]) for seen in self.cards], means.get(mark.criterion.code, ""))
            for at, mark in enumerate(self.cards[0].marks)
        ]


def read_cards_panel(user: Any, submission: Submission) -> CardsPanel:  # noqa: ANN401 - any kind of user
    """Read the cards of a submission for somebody; points only where they may see them."""
    call = submission.call
    sees = may(user, "calls.see_cards", submission)
    cards = list(submission.cards.select_related("user"))
    own = next((card for card in cards if card.user_id is not None and card.user_id == user.pk), None)
    tied = set(submission.declarations.filter(stance=Declaration.Stance.CONFLICT).values_list("user_id", flat=True))
    handed = [card for card in cards if card.handed_in_at is not None]
    criteria = list(call.criteria.all()) if sees else []
    ranking = rank_cards(call, [card for card in handed if card.user_id not in tied]) if sees else None
    ranked = ranking.rows[0] if ranking else None
    places = reckon(call).places if sees else Places()
    return CardsPanel(
        sees=sees,
        why="" if sees else _say_why(own),
        cards=tuple(see_card(card, criteria, places.score, counts=card.user_id not in tied) for card in handed)
        if sees
        else (),
        waiting=len(cards) - len(handed),
        ranked=ranked,
        is_alert=ranked is not None and ranked.spread > Fraction(call.spread_alert),
        own=own,
        may_choose=may(user, "calls.choose_assessors", submission),
        may_settle=may(user, "calls.settle_spread", submission),
        places=places,
        allowed=call.spread_alert,
    )


def _say_why(own: ScoreCard | None) -> str:
    if own is not None and own.handed_in_at is None:
        return _("What others gave shows once your own card is handed in.")
    return _("Points show once the scoring is over.")


def see_card(card: ScoreCard, criteria: Sequence[Criterion], places: int, *, counts: bool = True) -> CardSeen:
    """Give a card as others read it."""
    marks = tuple(
        Mark(one, say_given(said), str(card.reasons.get(one.code, "")), is_below(one, said))
        for one in criteria
        for said in (str(card.points.get(one.code, "")),)
    )
    earlier = tuple(
        Earlier(add_up(was.get("points", {}), criteria), was.get("handed_in_at", ""), places) for was in card.earlier
    )
    who = str(card.user) if card.user else card.get_way_display()
    return CardSeen(card, who, marks, add_up(card.points, criteria), places, counts, earlier)


def say_given(said: str) -> str:
    """Write points in the language of the page; what is no number stays as it stands."""
    points = read_points(said)
    return said if points is None else write_given(points)


def is_below(criterion: Criterion, said: str) -> bool:
    """Tell whether points are under a criterion's threshold."""
    points = read_points(said)
    return criterion.threshold is not None and points is not None and points < criterion.threshold


def add_up(points: Mapping[str, Any], criteria: Iterable[Criterion]) -> Fraction | None:
    """Give Σ weight × points; None for a card that lacks a criterion."""
    total = Fraction(0)
    for one in criteria:
        given = read_points(points.get(one.code, ""))
        if given is None:
            return None
        total += Fraction(one.weight) * Fraction(given)
    return total


def read_points(said: object) -> Decimal | None:
    """Read points as people write them, with a comma or a point; None for what is no number."""
    word = str(said).strip().replace(",", ".")
    try:
        points = Decimal(word) if len(word) <= len("-99999.99") else None
    except InvalidOperation:
        return None
    return points if points is not None and points.is_finite() else None


def find_alerts(call: Call) -> list[Alert]:
    """List the submissions whose assessors differ by more than the call allows, the widest spread first."""
    cards = cards_that_count(call)
    ranking = rank_cards(call, cards)
    return pick_alerts(call, cards, ranking) if ranking else []


def pick_alerts(call: Call, cards: Sequence[ScoreCard], ranking: Ranking) -> list[Alert]:
    """Pick from a ranking the submissions whose assessors differ by more than the call allows."""
    wide = {row.submission: row.spread for row in ranking.rows if row.spread > Fraction(call.spread_alert)}
    criteria = list(call.criteria.all())
    found: dict[str, list[ScoreCard]] = {}
    for card in cards:
        if card.submission.code in wide:
            found.setdefault(card.submission.code, []).append(card)
    keys = [some[0].submission_id for some in found.values()]
    rows = ScoreCard.objects.filter(submission_id__in=keys).filter(Q(way=ScoreCard.Way.THIRD) | Q(handed_in_at__isnull=True))
    third = {card.submission_id for card in rows if card.way == ScoreCard.Way.THIRD and card.handed_in_at}
    waiting = {card.submission_id for card in rows if card.handed_in_at is None}
    alerts = [
        Alert(
            submission=(one := some[0].submission),
            spread=wide[code],
            allowed=call.spread_alert,
            differences=tuple(_differ(criterion, some) for criterion in criteria),
            has_third=one.pk in third,
            is_waiting=one.pk in waiting,
        )
        for code, some in found.items()
    ]
    return sorted(alerts, key=lambda alert: (-alert.spread, alert.submission.number or 0))


def _differ(criterion: Criterion, cards: Iterable[ScoreCard]) -> Difference:
    given = sorted(points for card in cards if (points := read_points(card.points.get(criterion.code, ""))) is not None)
    return Difference(criterion, write_given(given[0]), write_given(given[-1])) if given else Difference(criterion, "", "")
