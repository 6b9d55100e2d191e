"""Comparing a page with what is already known from it: new, changed, unchanged, gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sciezka.core.chronicle.entry import Entry, list_words
from sciezka.core.dates import ImpreciseDate


class Change(StrEnum):
    """What became of an entry since the page was last read."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Known:
    """An entry already known: the reader's own key, its digest, date and text."""

    key: str
    digest: str
    date: ImpreciseDate
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict on one entry of the page; key names the known entry it continues."""

    entry: Entry
    change: Change
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdicts in the order of the page, the keys the page no longer has, and how many pairs of texts were weighed."""

    matches: tuple[Match, ...]
    gone: tuple[str, ...]
    weighed: int = 0

    def count(self, change: Change) -> int:
        """Count the entries of one verdict."""
        return sum(1 for match in self.matches if match.change is change)


SAME_DATE_LIKENESS = 0.2
MOVED_LIKENESS = 0.8
MOVED_WORDS = 6
SMALL_BUCKET = 2500
RARE = 40


def compare_with(known: Sequence[Known], entries: Sequence[Entry]) -> Comparison:
    """Match the page's entries with those known, one to one, and say what is new, changed or gone."""
    verdicts: dict[int, tuple[Change, int]] = {}
    free = _match_digests(known, entries, verdicts)
    left = [place for place in range(len(entries)) if place not in verdicts]
    weighed = 0
    if left and free:
        bags = _Bags(known, entries, free, left)
        for candidates in (_pair_same_date(bags), _pair_moved(bags)):
            _settle(candidates, verdicts, bags)
        weighed = bags.weighed
    taken = {other for _, other in verdicts.values()}
    matches = tuple(
        Match(entry, verdicts[place][0], known[verdicts[place][1]].key) if place in verdicts else Match(entry, Change.NEW)
        for place, entry in enumerate(entries)
    )
    return Comparison(matches, tuple(item.key for other, item in enumerate(known) if other not in taken), weighed)


def _match_digests(known: Sequence[Known], entries: Sequence[Entry], verdicts: dict[int, tuple[Change, int]]) -> list[int]:
    """Match exact digests, twins in their order; return the known ones left over."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for other in range(len(known) - 1, -1, -1):
        waiting[known[other].digest].append(other)
    for place, entry in enumerate(entries):
        twins = waiting.get(entry.digest())
        if twins:
            verdicts[place] = (Change.UNCHANGED, twins.pop())
    return sorted(other for twins in waiting.values() for other in twins)


class _Bags:
    """The words of what is left, counted once; and which known text holds each rare word."""

    def __init__(self, known: Sequence[Known], entries: Sequence[Entry], free: list[int], left: list[int]) -> None:
        self.free, self.left = free, left
        self.known_dates = {other: known[other].date for other in free}
        self.entry_dates = {place: entries[place].date for place in left}
        self.known = {other: _count_words(known[other].text) for other in free}
        self.entries = {place: _count_words(entries[place].text) for place in left}
        self.taken: set[int] = set()
        self.weighed = 0
        self._holders: dict[str, list[int]] = defaultdict(list)
        for other in free:
            for word in self.known[other]:
                self._holders[word].append(other)

    def liken(self, place: int, other: int) -> float:
        """Measure how alike two texts are, 0 to 1, by the words they share."""
        self.weighed += 1
        mine, theirs = self.entries[place], self.known[other]
        total = sum(mine.values()) + sum(theirs.values())
        return 2 * sum((mine & theirs).values()) / total if total else 1.0

    def find_similar(self, place: int) -> list[int]:
        """Find the known texts that share the rarest words of an entry, however many there are in all."""
        held = {word: self._holders[word] for word in self.entries[place] if word in self._holders}
        rare = [word for word in held if len(held[word]) <= RARE] or sorted(held, key=lambda word: (len(held[word]), word))
        shared: Counter[int] = Counter()
        for word in rare[:RARE]:
            shared.update(held[word][:RARE])
        return [other for other, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:RARE]]


def _count_words(text: str) -> Counter[str]:
    return Counter(word.lower() for word in list_words(text))


_Pair = tuple[float, int, int, int]


def _pair_same_date(bags: _Bags) -> Iterable[_Pair]:
    by_date: dict[ImpreciseDate, list[int]] = defaultdict(list)
    for other in bags.free:
        by_date[bags.known_dates[other]].append(other)
    places: dict[ImpreciseDate, list[int]] = defaultdict(list)
    for place in bags.left:
        places[bags.entry_dates[place]].append(place)
    for day, mine in places.items():
        theirs = by_date.get(day, [])
        small = len(mine) * len(theirs) <= SMALL_BUCKET
        alone = len(mine) == len(theirs) == 1
        on_day = set(theirs)
        for place in mine:
            for other in theirs if small else (o for o in bags.find_similar(place) if o in on_day):
                likeness = bags.liken(place, other)
                # One entry left on each side of a day is the same event even when it was mostly rewritten.
                if likeness >= (SAME_DATE_LIKENESS / 2 if alone else SAME_DATE_LIKENESS):
                    yield (-likeness, abs(place - other), place, other)


def _pair_moved(bags: _Bags) -> Iterable[_Pair]:
    """Pair texts nearly the same under another date; a text told more than once proves nothing."""
    texts: Counter[frozenset[tuple[str, int]]] = Counter(frozenset(bag.items()) for bag in bags.entries.values())
    for place in bags.left:
        bag = bags.entries[place]
        if sum(bag.values()) < MOVED_WORDS or texts[frozenset(bag.items())] > 1:
            continue
        alike = [(bags.liken(place, other), other) for other in bags.find_similar(place) if other not in bags.taken]
        close = sorted(((-likeness, other) for likeness, other in alike if likeness >= MOVED_LIKENESS))
        if close and (len(close) == 1 or close[0][0] < close[1][0]):
            yield (close[0][0], abs(place - close[0][1]), place, close[0][1])


def _settle(pairs: Iterable[_Pair], verdicts: dict[int, tuple[Change, int]], bags: _Bags) -> None:
    """Take the best pairs first; each side is used once."""
    for _, _, place, other in sorted(pairs):
        if place not in verdicts and other not in bags.taken:
            verdicts[place] = (Change.CHANGED, other)
            bags.taken.add(other)
