"""What teams judged of a SWOT's entries: the rounds, each team's values, and the joint ones that the position rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.core.swot import Judged, Judgement, judge, share_weights
from sciezka.core.swot import Quadrant as Side
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may
from sciezka.rooms.path.queries.swot import Board, Card
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.models.rounds import OVER
from sciezka.rooms.rounds.queries.results import Stand, standing_of
from sciezka.rooms.rounds.queries.rounds import rounds_for

PURPOSE: Final = "swot"
WEIGHT: Final = "weight"
RATING: Final = "rating"
SCALES: Final = (WEIGHT, RATING)

Values = Mapping[int, Mapping[str, Stand]]
"""For an entry's key, where it stands on each scale."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one team said.

    Attributes:
        round: the newest round that it closed.
        letter: a short name for drawings.
        values: where each entry stands.
        judgement: the position that these come to.
    """

    round: Round
    letter: str
    values: Values
    judgement: Judgement

    @property
    def name(self) -> str:
        """The team, or the round where other people were asked."""
        return str(self.round.team or self.round)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with what was judged of it.

    Attributes:
        card: the entry.
        weight: the joint weight.
        rating: the joint rating.
        agreed: the scales on which a meeting agreed.
        share: the entry's share in the weight of its quadrant.
        voices: the values of each team, in the teams' order.
    """

    card: Card
    weight: float | None
    rating: float | None
    agreed: frozenset[str]
    share: float
    voices: tuple[Mapping[str, Stand], ...] = ()

    @property
    def product(self) -> float | None:
        """What it adds to the score of its quadrant."""
        return self.share * self.rating if self.share and self.rating is not None else None


@dataclass(frozen=True)
class JudgedSwot:
    """A SWOT with what was judged of it, as far as one person may see it.

    Attributes:
        board: the entries.
        voices: the teams, in the order of their rounds.
        lines: the entries, quadrant by quadrant.
        judgement: the joint position.
        hidden: how many teams judged it whose result the person may not see.
        under_way: the rounds that are being prepared or run now.
    """

    board: Board
    voices: tuple[Voice, ...]
    lines: tuple[Line, ...]
    judgement: Judgement
    hidden: int = 0
    under_way: tuple[Round, ...] = field(default=())

    @cached_property
    def by_key(self) -> Mapping[int, Line]:
        """The lines by the entries' keys."""
        return {line.card.key: line for line in self.lines}

    @property
    def unjudged(self) -> list[Line]:
        """The entries that lack a weight or a rating."""
        return [line for line in self.lines if line.weight is None or line.rating is None]


def newest_closed(rounds: Sequence[Round]) -> list[Round]:
    """Give each team's newest closed round, the oldest first; people who are no team count as one for each round's name."""
    found: dict[object, Round] = {}
    for row in rounds:
        if row.phase == Phase.CLOSED:
            found.setdefault(row.team_id or row.title, row)
    return sorted(found.values(), key=lambda row: row.pk)


def read_values(round_: Round, board: Board) -> Values:
    """Give where entries stand in a round: what a meeting agreed, else the median.

    An entry that was moved to another quadrant has another code since; what was judged of it as something else is left out.
    """
    stands = standing_of(round_)
    found: dict[int, Mapping[str, Stand]] = {}
    for item in round_.items.all():
        card = board.by_key.get(read_number(item.noun_key) or 0)
        if card and item.code in ("", card.code) and item.pk in stands:
            found.setdefault(card.key, stands[item.pk])
    return found


def read_judged(user: Any, board: Board) -> JudgedSwot:  # noqa: ANN401 - any kind of user
    """Read what was judged of a SWOT, from rounds whose result a person may see; the number of queries grows with teams."""
    rounds = list(rounds_for(board.process, PURPOSE))
    for row in rounds:
        row.process = board.process
    closed = newest_closed(rounds)
    seen = [row for row in closed if may(user, "rounds.see_result", row)]
    told = [(row, read_values(row, board)) for row in seen]
    voices = tuple(
        Voice(row, letter_of(place), values, judge(as_judged(board.within(*Side), [values])))
        for place, (row, values) in enumerate(told)
    )
    cards = board.within(*Side)
    judged = as_judged(cards, [values for _row, values in told])
    lines = tuple(
        Line(
            card,
            entry.weight,
            entry.rating,
            frozenset(scale for scale in SCALES if any(is_agreed(voice.values, card, scale) for voice in voices)),
            share,
            tuple(voice.values.get(card.key, {}) for voice in voices),
        )
        for card, entry, share in zip(cards, judged, share_weights(judged), strict=True)
    )
    under_way = tuple(row for row in rounds if row.phase not in OVER and may(user, "rounds.view", row))
    return JudgedSwot(board, voices, lines, judge(judged), len(closed) - len(seen), under_way)


def result_address(round_: Round) -> str:
    """Give the address of the position that a round leads to."""
    return reverse("path:swot_position", kwargs=round_.process.address)


def letter_of(place: int) -> str:
    """Give a team's short name in drawings: A, B, C and so on."""
    return chr(ord("A") + place % 26)


def is_agreed(values: Values, card: Card, scale: str) -> bool:
    """Tell whether a meeting agreed on an entry's value."""
    stand = values.get(card.key, {}).get(scale)
    return bool(stand and stand.is_agreed and stand.value is not None)


def as_judged(cards: Sequence[Card], told: Sequence[Values]) -> list[Judged]:
    """Give the joint judgement of each entry."""
    return [
        Judged(
            Side(card.entry.quadrant), *(join([values.get(card.key, {}).get(scale) for values in told]) for scale in SCALES)
        )
        for card in cards
    ]


def join(stands: Sequence[Stand | None]) -> float | None:
    """Join what teams said of one thing: agreed values win over medians; among equals, each team counts the same."""
    known = [stand for stand in stands if stand is not None and stand.value is not None]
    chosen = [stand for stand in known if stand.is_agreed] or known
    values = [stand.value for stand in chosen if stand.value is not None]
    return sum(values) / len(values) if values else None


def list_scales() -> tuple[dict[str, Any], ...]:
    """Give the two scales as a round stores them, in the language of whoever prepares it."""
    weights = (
        pgettext("level", "hardly matters"),
        pgettext("level", "matters little"),
        pgettext("level", "matters"),
        pgettext("level", "matters much"),
        pgettext("level", "decides"),
    )
    ratings = (
        pgettext("level", "hardly to be seen"),
        pgettext("level", "weak"),
        pgettext("level", "middling"),
        pgettext("level", "strong"),
        pgettext("level", "very strong"),
    )
    told = (
        (WEIGHT, _("Weight: how much it matters for the town’s development"), weights),
        (RATING, _("Rating: how strong it is now"), ratings),
    )
    return tuple(
        {
            "key": key,
            "title": title,
            "levels": [{"value": value, "label": label, "descriptor": ""} for value, label in enumerate(labels, start=1)],
            "allows_unknown": True,
            "allows_na": False,
        }
        for key, title, labels in told
    )
