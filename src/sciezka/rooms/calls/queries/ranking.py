"""Reckoning a call: what the commission decides about, how it ranks, what the call's own rule would select.

Nothing of it is stored in the database. Assessors are called A1, A2 … as in the published cards, in an order drawn for the
call: the same each time, and telling nothing of who they are.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.crypto import salted_hmac

from sciezka.core.scoring import (
    Ask,
    Card,
    Places,
    Points,
    Ranked,
    Ranking,
    Selection,
    Standings,
    choose_places,
    rank_cards,
    select_first,
    select_within,
)
from sciezka.core.scoring import Criterion as CoreCriterion
from sciezka.kit.guards import may
from sciezka.rooms.calls.models import SELECTED, Call, Decision, Phase, ScoreCard, Submission, write_code
from sciezka.rooms.calls.queries.figures import write_means, write_reckoned
from sciezka.rooms.calls.queries.scores import counting, read_criteria
from sciezka.rooms.calls.queries.submissions import hidden_from, to_decide

SALT: Final = "calls.assessor"
# A card as the database has it: key and number of its submission, its assessor, its points as text.
Row = tuple[int, int | None, int | None, str]
# What may be decided about once more after the results were published.
OPEN_AFTERWARDS: Final = (Decision.Outcome.REVISE, Decision.Outcome.RESERVE)
COLOURS: Final = {
    "basic": "success", "supplementary": "success", "reserve": "info", "merged": "neutral", "revise": "warning",
    "rejected": "neutral",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """A call as its cards have it.

    Args:
        call: the call.
        criteria: by what was judged.
        cards: what counts, of whole submissions only: those judged in each criterion by somebody.
        ranking: the ranking; None before anything can be ranked.
        assessors: accounts of assessors by their drawn names; a loaded card has none.
        submissions: keys of submissions by their codes, of all that have a card.
        places: to how many places its figures are shown.
    """

    call: Call
    criteria: tuple[CoreCriterion, ...]
    cards: tuple[Card, ...]
    ranking: Ranking | None
    assessors: Mapping[str, int]
    submissions: Mapping[str, int]
    places: Places
    _rows: Mapping[str, Ranked] = field(default_factory=dict)

    @property
    def points(self) -> list[Points]:
        """The points one by one, as they are published."""
        return [
            Points(submission=card.submission, assessor=card.assessor, criterion=criterion, points=points)
            for card in self.cards
            for criterion, points in card.points.items()
        ]

    def codes(self) -> list[str]:
        """List the codes of what is ranked, best first."""
        return [row.submission for row in self.ranking.rows] if self.ranking else []

    def of(self, code: str) -> Ranked | None:
        """Give a submission's place; None when it has none yet."""
        return self._rows.get(code)


def reckon(call: Call) -> Reckoning:
    """Reckon a call from its cards: two queries, however many there are.

    The cards are read each time; what the very same cards came to before is remembered, so that it is not reckoned again.
    """
    criteria = tuple(read_criteria(call))
    text = Cast("points", TextField())
    rows = tuple(counting(call).values_list("submission_id", "submission__number", "user_id", text))
    names = name_assessors(call, {user for _key, _number, user, _points in rows if user is not None})
    cards, ranking, submissions, places = reckon_rows(criteria, tuple(names.items()), rows)
    return Reckoning(
        call=call,
        criteria=criteria,
        cards=cards,
        ranking=ranking,
        assessors={name: user for user, name in names.items()},
        submissions=submissions,
        places=places,
        _rows={row.submission: row for row in ranking.rows} if ranking else {},
    )


def veil(reckoning: Reckoning, hidden: Collection[int]) -> Reckoning:
    """Leave out of a ranking what a reader may know nothing of, and number the places among what they see.

    A gap in the places would tell where the others stand. Once the results are published the places are everybody's.

    Args:
        reckoning: what the cards come to.
        hidden: keys of submissions that the reader may know nothing of.
    """
    if reckoning.ranking is None or not is_veiled(reckoning.call, hidden):
        return reckoning
    rows: list[Ranked] = []
    before = 0
    for row in reckoning.ranking.rows:
        if reckoning.submissions[row.submission] in hidden:
            continue
        shared = bool(rows) and row.rank == before
        before = row.rank
        rows.append(replace(row, rank=rows[-1].rank if shared else len(rows) + 1))
    ranking = Ranking(tuple(rows), reckoning.ranking.criteria)
    return replace(reckoning, ranking=ranking, _rows={row.submission: row for row in rows})


@lru_cache(maxsize=8)
def reckon_rows(
    criteria: tuple[CoreCriterion, ...], names: tuple[tuple[int, str], ...], rows: tuple[Row, ...]
) -> tuple[tuple[Card, ...], Ranking | None, Mapping[str, int], Places]:
    """Reckon rows of cards; the same rows under the same criteria give the same, whoever asks."""
    named, known = dict(names), frozenset(criterion.code for criterion in criteria)
    loaded: dict[int, int] = {}
    cards: list[Card] = []
    keys: dict[str, int] = {}
    judged: dict[str, set[str]] = {}
    for key, number, user, text in rows:
        code = write_code(number)
        keys[code] = key
        if user is None:
            loaded[key] = loaded.get(key, 0) + 1
        points = {
            word: read_number(str(given))
            for word, given in json.loads(text).items()
            if word in known and given not in ("", None)
        }
        judged.setdefault(code, set()).update(points)
        cards.append(Card(code, named[user] if user is not None else f"L{loaded[key]}", points))
    whole = tuple(card for card in cards if len(judged[card.submission]) == len(known))
    ranking = rank_cards(whole, criteria) if whole and criteria else None
    return whole, ranking, MappingProxyType(keys), choose_places(ranking)


@lru_cache(maxsize=4096)
def read_number(text: str) -> Fraction:
    """Read points exactly; commissions give few different numbers, so each is read once."""
    return Fraction(text)


@lru_cache(maxsize=4096)
def read_money(amount: Decimal) -> Fraction:
    """Read an amount exactly; many ask for the same."""
    return Fraction(amount)


def name_assessors(call: Call, users: Iterable[int]) -> dict[int, str]:
    """Draw names for assessors: A1, A2 … in an order that only the server's key gives, the same each time."""
    drawn = sorted(users, key=lambda user: salted_hmac(SALT, f"{call.pk}:{user}", algorithm="sha256").digest())
    return {user: f"A{place}" for place, user in enumerate(drawn, start=1)}


@dataclass(frozen=True, slots=True)
class Rule:
    """The call's own rule of selection, ready for any ranking.

    Args:
        call: the call.
        places: how many are selected where the rule goes by places; also tried where the commission decides.
        asks: what each submission asks for, by its code; None where it says no money.
    """

    call: Call
    places: int | None = None
    asks: Mapping[str, Fraction | None] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Tell whether the rule selects anything by itself."""
        return self.goes_by_money or self.places is not None

    @property
    def goes_by_money(self) -> bool:
        """Tell whether the money is what limits."""
        return self.call.selects == Call.Selects.MONEY and self.call.budget is not None

    def select(self, ranking: Standings) -> Selection:
        """Select from a ranking; whoever failed a threshold or says no money is left out."""
        if self.goes_by_money:
            passed = [row for row in ranking.rows if row.passed]
            asks = [Ask(row.submission, cost) for row in passed if (cost := self.asks.get(row.submission)) is not None]
            ranks = {row.submission: row.rank for row in passed}
            return select_within(asks, Fraction(self.call.budget or 0), ranks)
        return select_first(ranking, self.places or 0)

    def list_unpriced(self, ranking: Ranking | None) -> list[str]:
        """List those that passed and say no money, where the rule goes by money and so can't select them."""
        if not self.goes_by_money or ranking is None:
            return []
        return [row.submission for row in ranking.rows if row.passed and self.asks.get(row.submission) is None]


def read_rule(call: Call, places: int | None = None) -> Rule:
    """Read the call's rule.

    Args:
        call: the call.
        places: how many to try, where the commission decides by itself.
    """
    if call.selects == Call.Selects.PLACES:
        return Rule(call, call.places or 0)
    if call.selects == Call.Selects.MONEY:
        rows = to_decide(call).values_list("number", "asked")
        return Rule(call, asks={write_code(number): None if asked is None else read_money(asked) for number, asked in rows})
    return Rule(call, places)


def find_hidden(user: Any, call: Call) -> dict[int, str]:  # noqa: ANN401 - any kind of user
    """Say of which submissions a person sees no points, by their keys, and why.

    ``tied``: they declared a tie to the applicant; ``open``: their own card is not handed in yet, so others' points might
    sway it.
    """
    opened = ScoreCard.objects.filter(user=user, submission__call=call, handed_in_at__isnull=True)
    return dict.fromkeys(opened.values_list("submission_id", flat=True), "open") | dict.fromkeys(
        hidden_from(user, call), "tied"
    )


def is_veiled(call: Call, hidden: Collection[object]) -> bool:
    """Tell whether a reader from whom something is hidden may not know what the rule selects either, nor sums of money.

    Either tells how what is hidden stands. It ends when the results are published.
    """
    return bool(hidden) and call.results_at is None


@dataclass(frozen=True, slots=True)
class DecisionPanel:
    """How one submission stands in the ranking and what was decided about it.

    Args:
        submission: the submission.
        row: its place; None before it is ranked.
        count: how many are ranked, of what the reader may know of.
        is_proposed: whether the call's rule selects it; None where the commission decides by itself, and for whoever could
            tell by it how a submission stands that they may know nothing of.
        decision: what was decided; None where nothing was.
        may_decide: whether the reader may decide about it now.
        may_correct: whether the reader may add a correction.
        places: to how many places figures are shown.
    """

    submission: Submission
    row: Ranked | None
    count: int
    is_proposed: bool | None
    decision: Decision | None
    may_decide: bool
    may_correct: bool
    places: Places

    @property
    def score(self) -> str:
        """The score, as it is shown."""
        return write_reckoned(self.row.score, self.places.score) if self.row else ""

    @property
    def means(self) -> tuple[tuple[str, str, bool], ...]:
        """Each criterion's code, its mean as it is shown, and whether that reaches the threshold."""
        return write_means(self.row, self.places) if self.row else ()

    @property
    def colour(self) -> str:
        """The colour of the decision's label."""
        return COLOURS.get(self.decision.outcome, "neutral") if self.decision else "neutral"


def read_decision_panel(user: Any, submission: Submission) -> DecisionPanel | None:  # noqa: ANN401 - any kind of user
    """Read what a submission's page tells of its place and decision; None for whoever may not know."""
    call = submission.call
    hidden = find_hidden(user, call)
    if not may(user, "calls.see_ranking", call) or submission.pk in hidden:
        return None
    decision = Decision.objects.filter(submission=submission).select_related("into").first()
    if call.phase not in {Phase.DECIDING, Phase.APPROVED, Phase.PUBLISHED} and decision is None:
        return None
    reckoning, rule = veil(reckon(call), hidden), read_rule(call)
    ranking = reckoning.ranking
    proposes = ranking is not None and rule.is_known and not is_veiled(call, hidden)
    may_decide = may(user, "calls.decide", submission)
    return DecisionPanel(
        submission=submission,
        row=reckoning.of(submission.code),
        count=len(ranking.rows) if ranking else 0,
        is_proposed=submission.code in rule.select(ranking).chosen if ranking and proposes else None,
        decision=decision,
        may_decide=may_decide and is_to_decide(call, decision),
        may_correct=may_decide and decision is not None and call.phase == Phase.PUBLISHED,
        places=reckoning.places,
    )


def is_to_decide(call: Call, decision: Decision | None) -> bool:
    """Tell whether a submission can be decided about now: while the call is, or afterwards where that was left open."""
    return call.phase == Phase.DECIDING or (
        call.phase == Phase.PUBLISHED and decision is not None and decision.outcome in OPEN_AFTERWARDS
    )


def count_selected(call: Call) -> int:
    """Count what is decided to be selected."""
    return Decision.objects.filter(submission__call=call, outcome__in=SELECTED).count()
