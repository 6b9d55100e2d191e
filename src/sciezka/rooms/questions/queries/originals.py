"""Which translations were written of an original that has changed since.

Nothing is kept of a text while its original stands. When the original changes and its translation does not, the digest of
the words that were translated is kept; it goes when the translation is changed or said to fit still. An original that is
changed back has its translation fit again by itself.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sciezka.rooms.questions.queries.texts import walk_texts

Content = dict[str, Any]
Originals = dict[str, dict[str, str]]


def keep_originals(kept: Mapping[str, Mapping[str, str]], before: Content, after: Content) -> Originals:
    """Give what is kept of originals once a draft has changed.

    Args:
        kept: what was kept until now.
        before: the draft as it was.
        after: the draft as it is.
    """
    base = after["languages"][0]
    old, new = _gather(before), _gather(after)
    if before.get("languages", [base])[0] != base:
        return {}
    return {
        language: found
        for language in after["languages"][1:]
        if (found := _keep_one(kept.get(language, {}), old, new, base, language))
    }


def _keep_one(
    kept: Mapping[str, str],
    old: Mapping[str, Mapping[str, str]],
    new: Mapping[str, Mapping[str, str]],
    base: str,
    language: str,
) -> dict[str, str]:
    found = {}
    for name, text in new.items():
        past = old.get(name, {})
        words = text.get(language, "")
        if not words or words != past.get(language):
            continue
        mark = kept.get(name) or (digest_words(past.get(base, "")) if past.get(base) != text.get(base) else "")
        if mark and mark != digest_words(text.get(base, "")):
            found[name] = mark
    return found


def find_stale(originals: Mapping[str, Mapping[str, str]], content: Content, base: str, language: str) -> frozenset[str]:
    """Give the names of texts whose translation was written of another original."""
    kept = originals.get(language, {})
    if not kept:
        return frozenset()
    texts = _gather(content)
    return frozenset(
        name
        for name, mark in kept.items()
        if texts.get(name, {}).get(language) and mark != digest_words(texts[name].get(base, ""))
    )


def drop_originals(kept: Mapping[str, Mapping[str, str]], language: str, names: Iterable[str]) -> Originals:
    """Give what is kept without some texts, which somebody has checked."""
    checked = set(names)
    left = {name: mark for name, mark in kept.get(language, {}).items() if name not in checked}
    others = {other: dict(marks) for other, marks in kept.items() if other != language}
    return {**others, **({language: left} if left else {})}


def digest_words(words: str) -> str:
    """Give a short sign of words, whatever blanks stand between them."""
    return hashlib.blake2b(" ".join(words.split()).encode(), digest_size=6).hexdigest()


def _gather(content: Content) -> dict[str, dict[str, str]]:
    return {name: text for name, _code, _field, text in walk_texts(content)}
