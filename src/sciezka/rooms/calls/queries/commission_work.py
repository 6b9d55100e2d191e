"""What waits for one member, and who judges what as the commission's head reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Page, Paginator
from django.utils.translation import ngettext, pgettext

from sciezka.kit.manifests import Text
from sciezka.rooms.calls.models import Call, Declaration, Phase, Pledge, ScoreCard, Submission
from sciezka.rooms.calls.queries.commission import pledge_of, to_declare
from sciezka.rooms.calls.queries.submissions import hidden_from, in_scoring
from sciezka.rooms.people.models import User

ON_A_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card of one's own: what it is about and how far it is."""

    card: ScoreCard
    judged: int
    criteria: int

    @property
    def is_done(self) -> bool:
        """Tell whether it was handed in."""
        return self.card.handed_in_at is not None

    @property
    def state(self) -> str:
        """Tell how far it is, in words."""
        if self.is_done:
            return pgettext("score card", "handed in")
        if self.card.earlier:
            return pgettext("score card", "came back to be judged anew")
        if not self.judged:
            return pgettext("score card", "not begun")
        words = {"judged": self.judged, "count": self.criteria}
        said = ngettext("%(judged)s of %(count)s criterion", "%(judged)s of %(count)s criteria", self.criteria)
        return said % words


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What a member of a commission has to do, in its order: promise, declare, score.

    Args:
        pledge: the pledge, once it was made.
        undeclared: about how many submissions nothing was declared yet.
        declared: about how many something was.
        ties: from how many the member stepped aside.
        cards: the own cards, those that wait first.
        phase: where the call stands.
    """

    pledge: Pledge | None
    undeclared: int
    declared: int
    ties: int
    cards: tuple[OwnCard, ...]
    phase: str

    @property
    def waiting(self) -> tuple[OwnCard, ...]:
        """List the cards that are not handed in."""
        return tuple(one for one in self.cards if not one.is_done)

    @property
    def done(self) -> tuple[OwnCard, ...]:
        """List the cards that are."""
        return tuple(one for one in self.cards if one.is_done)

    @property
    def next(self) -> OwnCard | None:
        """Give the card to fill next: one that was begun before one that was not."""
        waiting = self.waiting
        return next((one for one in waiting if one.judged), waiting[0] if waiting else None)

    @property
    def is_scoring(self) -> bool:
        """Tell whether cards can be filled now."""
        return self.phase == Phase.SCORING

    @property
    def step(self) -> str:
        """Name what comes next: pledge, declare, score, wait or rest."""
        if self.pledge is None:
            return "pledge"
        if self.undeclared and self.phase in {Phase.CHECKING, Phase.SCORING, Phase.DECIDING}:
            return "declare"
        if self.is_scoring and self.waiting:
            return "score"
        return "rest" if self.is_scoring or self.phase not in {Phase.ANNOUNCED, Phase.OPEN, Phase.CHECKING} else "wait"


def read_own_work(call: Call, user: User) -> OwnWork:
    """Read what waits for a member; what they stepped aside from is not there."""
    phase = call.phase
    said = dict(
        Declaration.objects.filter(user=user, submission__in=to_declare(call).order_by()).values_list(
            "submission_id", "stance"
        )
    )
    away = {key for key, stance in said.items() if stance == Declaration.Stance.CONFLICT}
    is_closed = phase not in {Phase.DRAFT, Phase.ANNOUNCED, Phase.OPEN}
    count = to_declare(call).count() if is_closed else 0
    cards: list[OwnCard] = []
    if is_closed and phase != Phase.CHECKING:
        criteria = call.criteria.count()
        rows = ScoreCard.objects.filter(submission__call=call, user=user).exclude(submission_id__in=away)
        rows = rows.select_related("submission__call__process__workspace").order_by("submission__number")
        cards = [OwnCard(card, sum(map(bool, card.points.values())), criteria) for card in rows if card.submission.is_in]
    return OwnWork(
        pledge=pledge_of(call, user),
        undeclared=max(count - len(said), 0),
        declared=len(said) - len(away),
        ties=len(away),
        cards=tuple(cards),
        phase=phase,
    )


@dataclass(frozen=True, slots=True)
class Judge:
    """An assessor of one submission; whoever stepped aside is none any more, though the card is kept."""

    name: str
    label: Text
    is_done: bool
    counts: bool = True


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One submission with its assessors; nothing of it is told to whoever stepped aside from it."""

    submission: Submission
    is_hidden: bool
    judges: tuple[Judge, ...]
    missing: int


def read_shared(call: Call, user: User, number: int | None, wanted: int) -> tuple[list[SharedRow], Page[Submission]]:
    """List submissions with their assessors, a page of them.

    Args:
        call: the call.
        user: who reads.
        number: which page.
        wanted: how many assessors each is to have; 0 where all judge all.
    """
    page = Paginator(in_scoring(call), ON_A_PAGE).get_page(number or 1)
    away = hidden_from(user, call)
    shown: Sequence[Submission] = list(page.object_list)
    cards: dict[int, list[ScoreCard]] = {}
    for card in ScoreCard.objects.filter(submission__in=[one.pk for one in shown]).select_related("user"):
        cards.setdefault(card.submission_id, []).append(card)
    ties = Declaration.objects.filter(stance=Declaration.Stance.CONFLICT, submission__in=[one.pk for one in shown])
    tied = set(ties.values_list("submission_id", "user_id"))
    rows = []
    for one in shown:
        judges = tuple(
            Judge(
                str(card.user or card.get_way_display()), card.get_way_display(), card.handed_in_at is not None,
                counts=(one.pk, card.user_id) not in tied,
            )
            for card in cards.get(one.pk, [])
        )  # fmt: skip
        is_hidden = one.pk in away
        missing = max(wanted - sum(judge.counts for judge in judges), 0)
        rows.append(SharedRow(one, is_hidden, () if is_hidden else judges, 0 if is_hidden else missing))
    return rows, page


def list_recusals(call: Call, user: User) -> list[tuple[Declaration, bool]]:
    """List who stepped aside and from what, with whether the reader may learn of which submission it is."""
    rows = Declaration.objects.filter(submission__call=call, stance=Declaration.Stance.CONFLICT)
    found = list(rows.select_related("user", "submission__call__process__workspace").order_by("submission__number", "pk"))
    away = {one.submission_id for one in found if one.user_id == user.pk}
    return [(one, one.submission_id not in away) for one in found]
