"""Reading diagnostic cards: all of an assessment, and one with everything that stands on it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from sciezka.rooms.assessment.models import Assessment, Card, Deficit, Evidence, Improvement
from sciezka.rooms.assessment.queries.reading import (
    is_written,
    say_level,
    say_origin,
    say_spread,
    split_points,
    write_change,
)
from sciezka.rooms.assessment.queries.scores import AreaLine, QuestionScore, Scores, read_scores
from sciezka.rooms.assessment.queries.words import ItemWords, word_area, word_item
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import nodes_for

Row = TypeVar("Row", Evidence, Deficit, Improvement)


@dataclass(frozen=True, slots=True)
class ShownDeficit:
    """A deficit with its node on the thread."""

    row: Deficit
    node: Node | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCard:
    """A question with its card, as pages and documents show it.

    Attributes:
        score: where the question stands.
        words: its own words.
        area: the title of its area.
        level: where it stands, in words.
        origin: whether that was agreed.
        card: what was written; nothing where nobody wrote.
        evidence: what bears it out.
        deficits: those that were named, the withdrawn ones too.
        improvements: what is to be done.
        tint: the shade of its level, from 0 to 4.
        spread: the drawing of the answers, set by the page.
    """

    score: QuestionScore
    words: ItemWords
    area: str
    level: str
    origin: str
    card: Card | None
    tint: int | None = None
    evidence: tuple[Evidence, ...] = ()
    deficits: tuple[ShownDeficit, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    spread: SafeString | str = ""

    @property
    def is_written(self) -> bool:
        """Tell whether anything was written."""
        return is_written(self.card)

    @property
    def standing(self) -> tuple[ShownDeficit, ...]:
        """The deficits that were not withdrawn."""
        return tuple(one for one in self.deficits if one.row.withdrawn_at is None)

    @property
    def unnamed(self) -> list[str]:
        """The lines about deficits that hang on no thread yet."""
        named = {one.row.title.casefold() for one in self.deficits}
        lines = split_points([self.card.deficits_text]) if self.card else []
        return [line for line in lines if line.casefold() not in named]


@dataclass(frozen=True, slots=True)
class ShownArea:
    """An area with the cards of its questions."""

    line: AreaLine
    title: str
    cards: tuple[ShownCard, ...]

    @property
    def change(self) -> str:
        """How far it moved since last time, in words."""
        return write_change(self.line.change)

    @property
    def spread(self) -> str:
        """How far people's own means lie apart, in words."""
        return say_spread(self.line.spread)

    @property
    def written(self) -> int:
        """How many of its cards say anything."""
        return sum(card.is_written for card in self.cards)


def read_cards(scores: Scores) -> tuple[ShownArea, ...]:
    """Give all cards of an assessment by areas; the number of queries does not grow with them."""
    assessment = scores.assessment
    cards = {row.code: row for row in assessment.cards.select_related("changed_by")}
    for row in cards.values():
        row.assessment = assessment
    evidence = _group(Evidence.objects.filter(card__assessment=assessment), cards)
    deficits = _group(Deficit.objects.filter(card__assessment=assessment), cards)
    improvements = _group(Improvement.objects.filter(card__assessment=assessment).select_related("deficit", "person"), cards)
    every = [row for rows in deficits.values() for row in rows]
    nodes = nodes_for(assessment.process, every)
    return tuple(
        ShownArea(
            line,
            word_area(line.area),
            tuple(
                ShownCard(
                    score=row,
                    words=word_item(scores.bank, row.item),
                    area=word_area(line.area),
                    level=say_level(scores, row),
                    origin=say_origin(row),
                    card=cards.get(row.code),
                    tint=scores.tint(row.level),
                    evidence=tuple(evidence[row.code]),
                    deficits=tuple(ShownDeficit(one, nodes.get(str(one.pk))) for one in deficits[row.code]),
                    improvements=tuple(improvements[row.code]),
                )
                for row in line.questions
            ),
        )
        for line in scores.areas
    )


def _group(rows: QuerySet[Row], cards: dict[str, Card]) -> dict[str, list[Row]]:
    by_card = {card.pk: card for card in cards.values()}
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        card = by_card.get(row.card_id)
        # A card written between the two queries is shown next time.
        if card is not None:
            row.card = card
            found[card.code].append(row)
    return found


@dataclass(frozen=True, slots=True)
class CardPage:
    """One card among its neighbours."""

    scores: Scores
    shown: ShownCard
    place: int
    earlier: ShownCard | None
    later: ShownCard | None


def read_card(assessment: Assessment, code: str) -> CardPage:
    """Read one card with the ones before and after it."""
    scores = read_scores(assessment)
    rows = [card for area in read_cards(scores) for card in area.cards]
    at = next(place for place, row in enumerate(rows) if row.score.code == code)
    return CardPage(scores, rows[at], at + 1, rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None)
