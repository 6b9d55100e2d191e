"""One order out of many: Borda's count of rankings, and the count of picks."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sciezka.core.consensus.concordance import rank_twice
from sciezka.core.consensus.numbers import check_number
from sciezka.core.consensus.types import ConsensusProblem

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Pick(Generic[Item]):
    """How often an item was picked.

    Attributes:
        item: what was picked.
        count: by how many people.
        share: of all who answered; None when nobody did.
        rank: 1 for the item picked most; ties share the lowest rank (1, 2, 2, 4).
    """

    item: Item
    count: int
    share: float | None
    rank: int


def borda(rankings: Sequence[Mapping[Item, float]], items: Sequence[Item]) -> dict[Item, float]:
    """Add up Borda's points of many rankings.

    Among n items the first gets n − 1 points, the next n − 2, the last 0. Items at the same place share the mean of the
    points of the places they fill. Items that a person left unranked share the mean of the points left over: with k
    ranked, (n − k − 1)/2 each, as if they tied last; so every ranking gives n(n − 1)/2 points in all, whether whole or
    partial, and no one gains weight by naming fewer. A person who ranked nothing gives no points.

    Args:
        rankings: of each person the place of each ranked item, 1 the best; only their order counts, so that places with
            a gap after a tie (1, 1, 3), without one (1, 1, 2) and mid-ranks (1.5, 1.5, 3) say the same.
        items: all items that could be ranked.

    Returns:
        The points of each item, in the order of the items; the more the better.

    Raises:
        ConsensusProblem: ``items.twice``, ``item.unknown`` (a ranking names an item that is not among them), or a place
            that is no number.

    Sources: Borda, J.-C. de (1781), *Mémoire sur les élections au scrutin*; Cullinan, J., Hsiao, S. K. & Polett, D.
    (2014), A Borda count for partially ordered ballots, *Social Choice and Welfare* 42(4), whose points are twice these;
    Emerson, P. (2013), The original Borda count and partial voting, *ibid.* 40(2), who weighs other schemes.
    """
    known = check_items(items)
    doubled: dict[Item, int] = dict.fromkeys(items, 0)
    for ranking in rankings:
        for item in ranking:
            if item not in known:
                _refuse_item(item)
        if not ranking:
            continue
        for item, rank in zip(ranking, rank_twice([check_number(place) for place in ranking.values()]), strict=True):
            doubled[item] += 2 * len(items) - rank
        for item in items:
            if item not in ranking:
                doubled[item] += len(items) - len(ranking) - 1
    return {item: points / 2 for item, points in doubled.items()}


def rank_points(points: Mapping[Item, float]) -> dict[Item, int]:
    """Rank items by points, most first; ties share the lowest rank (1, 2, 2, 4)."""
    ranks: dict[Item, int] = {}
    last, rank = None, 0
    for at, item in enumerate(sorted(points, key=lambda item: -points[item]), start=1):
        if points[item] != last:
            last, rank = points[item], at
        ranks[item] = rank
    return {item: ranks[item] for item in points}


def picks(sheets: Iterable[Iterable[Item]], items: Sequence[Item], *, most: int | None = None) -> tuple[Pick[Item], ...]:
    """Count how many people picked each item.

    Args:
        sheets: of each person who answered the items picked; a person who picked nothing counts among those who
            answered.
        items: all items that could be picked.
        most: how many one person may pick; as many as one likes when None.

    Returns:
        One for each item, in the order of the items.

    Raises:
        ConsensusProblem: ``items.twice``, ``item.unknown``, ``picks.twice`` (one person picks an item twice) or
            ``picks.many`` (one person picks more than ``most``).
    """
    known = check_items(items)
    counts: Counter[Item] = Counter()
    people = 0
    for sheet in sheets:
        people += 1
        chosen = tuple(sheet)
        for item in chosen:
            if item not in known:
                _refuse_item(item)
        if len(set(chosen)) < len(chosen):
            raise ConsensusProblem("picks.twice", "One person picked an item twice. Count it once.", person=people)
        if most is not None and len(chosen) > most:
            raise ConsensusProblem(
                "picks.many", f"One person picked {len(chosen)} items of at most {most}.", count=len(chosen), most=most
            )
        counts.update(chosen)
    ranks = rank_points({item: float(counts[item]) for item in items})
    return tuple(Pick(item, counts[item], counts[item] / people if people else None, ranks[item]) for item in items)


def check_items(items: Sequence[Item]) -> frozenset[Item]:
    """Give the items as a set.

    Raises:
        ConsensusProblem: ``items.twice``.
    """
    known = frozenset(items)
    if len(known) < len(items):
        twice = next(item for item, count in Counter(items).items() if count > 1)
        raise ConsensusProblem("items.twice", f"The items name {twice} twice. Name each once.", item=twice)
    return known


def _refuse_item(item: Hashable) -> None:
    raise ConsensusProblem("item.unknown", f"{item} is not among the items.", item=item)
