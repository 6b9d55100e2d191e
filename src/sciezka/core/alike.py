"""Finding statements that say nearly the same in other words; a person decides what becomes of them."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sciezka.core.namesakes import fold_letters

# A common ending says little: words are compared by so many letters.
_STEM: Final = 6
_SHORTEST: Final = 4
ALIKE: Final = 0.7


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
