"""What the answers of a round come to, what was agreed, and what stands: the rooms above draw from this.

No result is read where none may be shown: while a blind round is open, and of an anonymous round before its end or with
too few sheets. The number of queries does not grow with items or people.
"""

import enum
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sciezka.core.consensus import (
    Concordance,
    Given,
    Need,
    Scale,
    Special,
    Summary,
    borda,
    kendall,
    needs_talk,
    propose,
    rank_points,
    summarise,
)
from sciezka.rooms.rounds.models import AgreedResult, Answer, Item, Phase, Round, Sheet
from sciezka.rooms.rounds.models.rounds import FEWEST_ANONYMOUS
from sciezka.rooms.rounds.queries.sheets import CellKey, write_cell

# Rankings and picks have no scale of their own.
NO_SCALE: Final = ""
SPREAD: Final = 2
Cell = CellKey
"""What can be agreed about: the same as what can be answered."""


class Withheld(enum.StrEnum):
    """Why no result is shown."""

    NOT_YET = "not_yet"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an item stands on a scale: the agreed value if there is one, else the median."""

    value: float | None
    is_agreed: bool
    summary: Summary | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """What the answers about one item come to on one scale (or in one cell of a matrix).

    Attributes:
        item: the item.
        scale: the scale; None in a ranking and in a pick.
        against: the column of a matrix.
        levels: the values that could be given, rising; in a ranking the places.
        summary: the answers summed up; None where nothing may be shown.
        agreed: what a meeting agreed.
        proposed: the level that the answers themselves propose.
        need: why the item needs talk, and how much; None where it does not.
        reasons: how many gave a reason.
        points: Borda's points, in a ranking.
        rank: the place in the order of all items, in a ranking by points, in a pick by picks; ties share the first place.
    """

    item: Item
    scale: Scale | None = None
    against: Item | None = None
    levels: tuple[float, ...] = ()
    summary: Summary | None = None
    agreed: AgreedResult | None = None
    proposed: float | None = None
    need: Need | None = None
    reasons: int = 0
    points: float | None = None
    rank: int | None = None

    @property
    def key(self) -> Cell:
        """What tells the line apart from all others of the round."""
        return (self.item.pk, self.scale.key if self.scale and not self.against else NO_SCALE,
                self.against.pk if self.against else None)  # fmt: skip

    @property
    def word(self) -> str:
        """The key as one word of a form."""
        return write_cell(self.key)


@dataclass(frozen=True, kw_only=True)
class RoundResult:
    """All that a round came to.

    Attributes:
        round: the round.
        lines: an item on a scale each, in the order of items, then of scales; in a matrix a cell each, row by row.
        sheets: how many answered anything; 0 where no result may be shown.
        withheld: why nothing is shown; None where it is.
        concordance: how far the orders agree, in a ranking.
        borda: the points of items, in a ranking.
    """

    round: Round
    lines: tuple[ItemResult, ...]
    sheets: int = 0
    withheld: Withheld | None = None
    concordance: Concordance | None = None
    borda: Mapping[int, float] = field(default_factory=dict)

    @cached_property
    def items(self) -> dict[int, Item]:
        """The items by their keys, in the order of the round."""
        return {line.item.pk: line.item for line in self.lines}


@dataclass(slots=True)
class _Tally:
    """What was given in one cell, counted by the database."""

    counts: dict[Given, int] = field(default_factory=dict)
    reasons: int = 0

    def spell_out(self, levels: Iterable[float]) -> list[Given]:
        """List the answers one by one, leaving out what the scale no longer has."""
        known = {*levels, *Special}
        return [given for given, count in self.counts.items() if given in known for _each in range(count)]


def count_sheets(round: Round) -> int:  # noqa: A002 - the noun's own name
    """Count the sheets with any answer that counts."""
    given = given_answers(round).filter(sheet=OuterRef("pk"))
    return Sheet.objects.filter(Exists(given), round=round).count()


def given_answers(round: Round) -> QuerySet[Answer]:  # noqa: A002 - the noun's own name
    """Select the answers of a round that count, without those taken back."""
    return Answer.objects.filter(Q(value__isnull=False) | ~Q(special=""), sheet__round=round, fate=Answer.Fate.CURRENT)


def who_answered(round: Round) -> list[int]:  # noqa: A002 - the noun's own name
    """List the participants with any answer that counts, by their keys; of an anonymous round nobody."""
    if round.is_anonymous:
        return []
    rows = given_answers(round).filter(sheet__participant__removed_at=None).order_by()
    return [key for key in rows.values_list("sheet__participant", flat=True).distinct() if key]


def find_withheld(round: Round, sheets: int) -> Withheld | None:  # noqa: A002 - the noun's own name
    """Tell why nothing of a round's answers may be shown, if so.

    An anonymous round shows nothing before its end even where it is not blind: whoever watches a result change by one
    sheet knows what that sheet says.
    """
    phase = round.phase
    if phase != Phase.CLOSED and (phase != Phase.OPEN or round.is_blind or round.is_anonymous):
        return Withheld.NOT_YET
    return Withheld.FEW if round.is_anonymous and sheets < FEWEST_ANONYMOUS else None


def agreed_of(round: Round) -> dict[tuple[int, str], AgreedResult]:  # noqa: A002 - the noun's own name
    """Give what was agreed, by item and scale; the cells of a matrix are given by ``agreed_cells``."""
    return {(item, scale): agreed for (item, scale, against), agreed in agreed_cells(round).items() if against is None}


def agreed_cells(round: Round) -> dict[Cell, AgreedResult]:  # noqa: A002 - the noun's own name
    """Give what was agreed, by item, scale and (in a matrix) column."""
    rows = AgreedResult.objects.filter(round=round).select_related("event")
    return {(row.item_id, row.scale, row.against_id): row for row in rows}


def places_taken(round: Round, item: Item, agreed: Mapping[Cell, AgreedResult]) -> dict[int, str]:  # noqa: A002
    """Give the agreed places that other items of a ranking hold, and which items these are."""
    found: dict[int, list[str]] = defaultdict(list)
    for other in round.items.all() if round.kind == Round.Kind.RANKING else ():
        held = agreed.get((other.pk, NO_SCALE, None))
        if held and held.value is not None and other.pk != item.pk:
            found[held.value].append(other.title)
    return {place: ", ".join(titles) for place, titles in found.items()}


def standing_of(round: Round) -> dict[int, dict[str, Stand]]:  # noqa: A002 - the noun's own name
    """Give where each item stands on each scale: the agreed value if there is one, else the median.

    In a ranking and a pick the scale's key is empty: the value is the agreed position or the mean-free rank by points,
    and whether (1) or not (0) the item was agreed to be chosen, else None.
    """
    found: dict[int, dict[str, Stand]] = {}
    for line in results_of(round).lines:
        if line.against is None:
            found.setdefault(line.item.pk, {})[line.key[1]] = stand_of(line)
    return found


def standing_cells(round: Round) -> dict[tuple[int, int], Stand]:  # noqa: A002 - the noun's own name
    """Give where each cell of a matrix stands, by its row and column."""
    return {(line.item.pk, line.against.pk): stand_of(line) for line in results_of(round).lines if line.against}


def stand_of(line: ItemResult) -> Stand:
    """Give where one line stands."""
    if line.agreed:
        value = line.agreed.value
        return Stand(None if value is None else float(value), is_agreed=True, summary=line.summary)
    if line.scale is None:
        return Stand(None if line.points is None or line.rank is None else float(line.rank), is_agreed=False,
                     summary=line.summary)  # fmt: skip
    return Stand(line.summary.median if line.summary else None, is_agreed=False, summary=line.summary)


def departs(value: int | None, median: float | None, levels: Iterable[float]) -> bool:
    """Tell whether something else was agreed than the median, which asks for a reason.

    A median between two levels is near to both of them. Saying that there is no level departs from any median.
    """
    if median is None or value == median:
        return False
    if value is None:
        return True
    return any(level == median or min(value, median) < level < max(value, median) for level in levels)


def results_of(round: Round) -> RoundResult:  # noqa: A002 - the noun's own name
    """Sum up all answers of a round, with what was agreed."""
    sheets = count_sheets(round)
    withheld = find_withheld(round, sheets)
    items, agreed = list(round.items.all()), agreed_cells(round)
    if withheld:
        lines = tuple(
            ItemResult(item=item, scale=scale, against=against, agreed=agreed.get((item.pk, key, None if against is None
                       else against.pk)))
            for item, scale, against, key in lay_out(round, items)
        )  # fmt: skip
        return RoundResult(round=round, lines=lines, withheld=withheld)
    if round.kind == Round.Kind.RANKING:
        return _sum_ranking(round, items, agreed, sheets)
    tallies = _count_answers(round)
    if round.kind == Round.Kind.PICK:
        return _sum_picks(round, items, agreed, sheets, tallies)
    lines = tuple(
        _sum_line(item, scale, against, tallies.get(cell := (item.pk, key, against.pk if against else None)) or _Tally(),
                  agreed.get(cell))
        for item, scale, against, key in lay_out(round, items)
    )  # fmt: skip
    return RoundResult(round=round, lines=lines, sheets=sheets)


def lay_out(round: Round, items: list[Item]) -> list[tuple[Item, Scale | None, Item | None, str]]:  # noqa: A002
    """List what is asked: item, scale, column, and the scale's key under which the answers are kept."""
    scales = round.core_scales
    if round.kind == Round.Kind.MATRIX:
        scale = scales[0] if scales else None
        return [(row, scale, column, NO_SCALE) for row in items for column in items if row.pk != column.pk]
    if round.kind == Round.Kind.RATING:
        return [(item, scale, None, scale.key) for item in items for scale in scales]
    return [(item, None, None, NO_SCALE) for item in items]


def _count_answers(round: Round) -> dict[Cell, _Tally]:  # noqa: A002 - the noun's own name
    rows = (
        given_answers(round)
        .order_by()
        .values_list("item_id", "scale", "against_id", "value", "special")
        .annotate(count=Count("pk"), reasons=Count("pk", filter=~Q(reason="")))
    )
    tallies: dict[Cell, _Tally] = defaultdict(_Tally)
    is_rating = round.kind == Round.Kind.RATING
    for item, scale, against, value, special, count, reasons in rows:
        tally = tallies[item, scale if is_rating else NO_SCALE, against]
        given: Given = Special(special) if special else float(value)
        tally.counts[given] = tally.counts.get(given, 0) + count
        tally.reasons += reasons
    return tallies


def _sum_line(
    item: Item, scale: Scale | None, against: Item | None, tally: _Tally, agreed: AgreedResult | None
) -> ItemResult:
    levels = tuple(float(value) for value in scale.values) if scale else ()
    values = tally.spell_out(levels)
    summary = summarise(values, levels)
    return ItemResult(
        item=item, scale=scale, against=against, levels=levels, summary=summary, agreed=agreed, reasons=tally.reasons,
        proposed=propose(values, levels), need=needs_talk(summary, levels),
    )  # fmt: skip


def _sum_ranking(round: Round, items: list[Item], agreed: dict[Cell, AgreedResult], sheets: int) -> RoundResult:  # noqa: A002
    places: dict[int, dict[int, float]] = defaultdict(dict)
    given: dict[int, _Tally] = defaultdict(_Tally)
    for sheet, key, value, special, reason in given_answers(round).values_list(
        "sheet_id", "item_id", "value", "special", "reason"
    ):
        answer: Given = Special(special) if special else float(value or 0)
        given[key].counts[answer] = given[key].counts.get(answer, 0) + 1
        given[key].reasons += bool(reason)
        if value is not None:
            places[sheet][key] = float(value)
    keys = [item.pk for item in items]
    points: Mapping[Any, float] = borda(list(places.values()), keys) if keys else {}
    ranks = rank_points({key: points.get(key, 0.0) for key in keys}) if places else {}
    levels = tuple(float(place) for place in range(1, len(items) + 1))
    # Places of a long list always lie two apart; half of the list is what a group should talk over.
    far = max(SPREAD, math.ceil(len(items) / 2))
    lines = []
    for item in items:
        summary = summarise(given[item.pk].spell_out(levels), levels)
        lines.append(ItemResult(
            item=item, levels=levels, summary=summary, agreed=agreed.get((item.pk, NO_SCALE, None)),
            reasons=given[item.pk].reasons, points=points.get(item.pk), rank=ranks.get(item.pk),
            need=needs_talk(summary, levels, spread=far),
        ))  # fmt: skip
    concordance = kendall([[row.get(key) for key in keys] for row in places.values()])
    return RoundResult(round=round, lines=tuple(lines), sheets=sheets, concordance=concordance, borda=dict(points))


def _sum_picks(
    round: Round, items: list[Item], agreed: dict[Cell, AgreedResult], sheets: int, tallies: dict[Cell, _Tally]  # noqa: A002
) -> RoundResult:  # fmt: skip
    levels = (1.0,)
    cells = {item.pk: (item.pk, NO_SCALE, None) for item in items}
    summaries = {item.pk: summarise(tallies.get(cells[item.pk], _Tally()).spell_out(levels), levels) for item in items}
    ranks = rank_points({key: float(summary.n) for key, summary in summaries.items()})
    lines = tuple(
        ItemResult(
            item=item, levels=levels, summary=summaries[item.pk], agreed=agreed.get(cells[item.pk]), rank=ranks[item.pk],
            reasons=tallies.get(cells[item.pk], _Tally()).reasons,
        )
        for item in items
    )  # fmt: skip
    return RoundResult(round=round, lines=lines, sheets=sheets)
