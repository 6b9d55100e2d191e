"""Finding statements that say nearly the same in other words; a person decides what becomes of them."""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from sciezka.core.namesakes import fold_letters

# A common ending says little: words are compared by so many letters.
_STEM: Final = 6
_SHORTEST: Final = 4
ALIKE: Final = 0.7


def find_alike(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Find pairs of sentences most of whose words are the same, by their places, the earlier one first.

    Sentences that are the same word for word are not among them, nor those of a single word.
    """
    words = [read_words(text) for text in texts]
    same = [" ".join(text.casefold().split()) for text in texts]
    by_word: dict[str, list[int]] = {}
    for place, row in enumerate(words):
        for word in row:
            by_word.setdefault(word, []).append(place)
    pairs = {pair for places in by_word.values() for pair in combinations(places, 2)}
    return [
        (one, other)
        for one, other in sorted(pairs)
        if same[one] != same[other]
        and min(len(words[one]), len(words[other])) > 1
        and len(words[one] & words[other]) >= ALIKE * len(words[one] | words[other])
    ]


def read_words(text: str) -> frozenset[str]:
    """Read the words that matter, without their endings."""
    return frozenset(word[:_STEM] for word in re.findall(r"[a-z0-9]+", fold_letters(text)) if len(word) >= _SHORTEST)
