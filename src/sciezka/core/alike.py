"""Finding statements and longer texts that say nearly the same in other words; a person decides what becomes of them."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.core.namesakes import cut_ending, fold_letters

# A common ending says little: words are compared by so many letters.
_STEM: Final = 6
_SHORTEST: Final = 4
ALIKE: Final = 0.7

LIKE: Final = 0.25
_IN_TITLE: Final = 2.0
_FEW_TEXTS: Final = 12
_FEWEST_SHARED: Final = 2
# Words of nearly every Polish text and of nearly every idea for a town, written without diacritics.
_EVERYWHERE: Final = frozenset(
    """
    aby albo alez bardzo beda bedzie byla bylo byly czyli dlatego gdzie jako jego jest jezeli kazdy ktora ktore
    ktorego ktorej ktory ktorych ktorym miec moga moze mozna nasz nasza nasze naszego naszej naszym oraz osoba osob
    osoby poniewaz poprzez przed przez przy roku rowniez takze tego teren terenie terenu tych tylko ulica ulicy wiele
    wszystkich wszystkim zeby miasta miasto miescie miejski miejska miejskie miejsce miejsca mieszkancy mieszkancow
    mieszkancom budowa budowy projekt projektu zadanie zadania dzieki celu celem nalezy chcemy powstanie that this
    with from
    """.split()  # noqa: SIM905 - a text to read
)


def find_alike(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Find sentences most of whose words are those of an earlier one, by their places: the first such, and the later one.

    Sentences that are the same word for word are not among them, nor those of a single word.
    """
    words = [read_words(text) for text in texts]
    same = [" ".join(text.casefold().split()) for text in texts]
    by_word: dict[str, list[int]] = {}
    found = []
    for place, row in enumerate(words):
        shared = Counter(one for word in row for one in by_word.get(word, ()))
        alike = (one for one, count in shared.items() if is_most(count, len(words[one]), len(row)))
        first = min((one for one in alike if same[one] != same[place]), default=None)
        if first is not None:
            found.append((first, place))
        for word in row:
            by_word.setdefault(word, []).append(place)
    return found


def is_most(shared: int, one: int, other: int) -> bool:
    """Tell whether two sentences of so many words share most of them all; a single word says too little."""
    return min(one, other) > 1 and shared >= ALIKE * (one + other - shared)


def read_words(text: str) -> frozenset[str]:
    """Read the words that matter, without their endings."""
    return frozenset(word[:_STEM] for word in re.findall(r"[a-z0-9]+", fold_letters(text)) if len(word) >= _SHORTEST)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two texts that share much, by their places (the earlier first), and how much: 0 (nothing) to 1 (the same words)."""

    one: int
    other: int
    share: float


def rank_alike(texts: Sequence[tuple[str, str]], *, least: float = LIKE) -> list[Likeness]:
    """Find texts that are about nearly the same thing, the likest pair first.

    Each text is a title and a body. Words are compared by their stems, rare ones weigh more than common ones, those of a
    title twice as much. The order of words doesn't matter.
    """
    stems = [(read_stems(title), read_stems(body)) for title, body in texts]
    used = Counter(word for title, body in stems for word in title | body)
    rarity = {word: math.log1p(len(texts) / count) for word, count in used.items()}
    weighed = [
        {word: rarity[word] * (_IN_TITLE if word in title else 1.0) for word in title | body} for title, body in stems
    ]
    lengths = [math.hypot(*one.values()) for one in weighed]
    found = [
        Likeness(one, other, share)
        for one, other in sorted(_list_candidates(weighed, used))
        if (share := _measure(weighed[one], weighed[other]) / (lengths[one] * lengths[other])) >= least
    ]
    return sorted(found, key=lambda pair: (-pair.share, pair.one, pair.other))


def read_stems(text: str) -> frozenset[str]:
    """Read the words that tell what a text is about, by their stems, without those that any text has."""
    words = (
        word for word in re.findall(r"[a-z0-9]+", fold_letters(text)) if len(word) >= _SHORTEST and word not in _EVERYWHERE
    )
    return frozenset(_cut_stem(word) for word in words)


def _cut_stem(word: str) -> str:
    """Cut a word to its stem; „ławek” and „ławki”, „domek” and „domku” meet in one."""
    stem = cut_ending(word)
    if len(stem) > _SHORTEST and stem[-2] == "e" and stem[-1] in "kc":
        stem = f"{stem[:-2]}{stem[-1]}"
    return stem[:_STEM]


def _list_candidates(weighed: Sequence[Mapping[str, float]], used: Mapping[str, int]) -> set[tuple[int, int]]:
    """Pair only texts that share a few words which most others lack: the rest can't be alike."""
    common = max(_FEW_TEXTS, len(weighed) // 20)
    shelves: dict[str, list[int]] = {}
    shared: Counter[tuple[int, int]] = Counter()
    for place, words in enumerate(weighed):
        for word in words:
            if used[word] <= common:
                shelf = shelves.setdefault(word, [])
                shared.update((earlier, place) for earlier in shelf)
                shelf.append(place)
    return {pair for pair, count in shared.items() if count >= _FEWEST_SHARED}


def _measure(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    short, long = sorted((one, other), key=len)
    return sum(weight * long[word] for word, weight in short.items() if word in long)
