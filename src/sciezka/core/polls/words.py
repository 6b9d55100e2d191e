"""Words of open answers: in how many answers each stands, inflected forms together, rare ones left out."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sciezka.core.polls.screening import find_personal_data
from sciezka.core.polls.stop_words import ENDINGS, STOP_WORDS, Language

SHORTEST: Final = 3
_STEM: Final = 4  # so many letters are left at least
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word and how many used it.

    Attributes:
        word: the form that most answers have, in small letters.
        answers: in how many answers it stands, in any of its forms.
        share: of all answers that say anything.
        forms: its forms, most used first.
    """

    word: str
    answers: int
    share: float
    forms: tuple[str, ...]


def count_words(
    answers: Iterable[str],
    *,
    language: Language = "pl",
    threshold: int = 5,
    stop_words: Iterable[str] = (),
    most: int | None = None,
) -> tuple[WordCount, ...]:
    """Count in how many answers each word stands, most first; each answer counts once for each word.

    Words have three letters or more; they are compared in small letters (NFC), without stop words of all three languages,
    and forms of one word are put together by a cautious stem: one ending of the language is cut off where four letters are
    left. Vowels and consonants that change (*droga, drodze*) stay apart, and words that differ only in an ending are put
    together wrongly (*park, parka*): the forms are told, so that one sees. What looks personal is not counted.

    Args:
        answers: of each person, empty ones passed over.
        language: whose endings to cut.
        threshold: words in fewer answers are not told.
        stop_words: more words to pass over.
        most: how many words to give at most; all when None.
    """
    passed = frozenset().union(*STOP_WORDS.values(), (fold_word(word) for word in stop_words))
    found: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    said = 0
    for answer in answers:
        if not answer.strip():
            continue
        said += 1
        words = {word for word in split_words(answer) if len(word) >= SHORTEST and word not in passed}
        stems = {word: stem_word(word, language) for word in words}
        found.update(set(stems.values()))
        for word, stem in stems.items():
            forms[stem][word] += 1
    counted = [
        WordCount(
            word=min(forms[stem], key=lambda form: (-forms[stem][form], form)),
            answers=count,
            share=count / said,
            forms=tuple(sorted(forms[stem], key=lambda form: (-forms[stem][form], form))),
        )
        for stem, count in found.items()
        if count >= threshold
    ]
    return tuple(sorted(counted, key=lambda one: (-one.answers, one.word))[:most])


def split_words(text: str) -> tuple[str, ...]:
    """Give the words of a text in small letters, without what looks personal."""
    plain = unicodedata.normalize("NFC", text)
    kept = list(plain)
    for mark in find_personal_data(plain):
        kept[mark.start : mark.end] = " " * (mark.end - mark.start)
    return tuple(fold_word(found.group()) for found in _WORD.finditer("".join(kept)))


def fold_word(word: str) -> str:
    """Give a word in small letters, composed, with one apostrophe for all."""
    return unicodedata.normalize("NFC", word.casefold()).replace("’", "'").replace("ʼ", "'")


def stem_word(word: str, language: Language = "pl") -> str:
    """Cut one ending off a word where four letters are left; the longest that fits."""
    for ending in ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word
