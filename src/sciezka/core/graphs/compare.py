"""Two states of a graph side by side: what was added, removed and changed, and which words of a text."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Generic, Literal, TypeVar

Key = TypeVar("Key", bound=Hashable)
Row = Mapping[str, Any]
Fate = Literal["same", "removed", "added"]

# A word with the spaces after it, or spaces at the beginning: put together again they are the text, letter by letter.
_WORD = re.compile(r"\s*\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Change(Generic[Key]):
    """A thing that stands in both states and says something else.

    Attributes:
        key: what tells it from all others.
        before: what it said.
        after: what it says.
        fields: what of it differs, in the order of the later state.
    """

    key: Key
    before: Row
    after: Row
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Generic[Key]):
    """What differs between two states of one sort of things; each list in the order of the state that holds it."""

    added: tuple[Key, ...]
    removed: tuple[Key, ...]
    changed: tuple[Change[Key], ...]

    @property
    def count(self) -> int:
        """How many differences."""
        return len(self.added) + len(self.removed) + len(self.changed)


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring words of a text that have the same fate."""

    fate: Fate
    text: str


def compare_states(before: Mapping[Key, Row], after: Mapping[Key, Row]) -> Comparison[Key]:
    """Compare two states of one sort of things, by their keys. Fields that one state lacks count as nothing there."""
    changed = []
    for key, row in after.items():
        if key in before and (fields := find_fields(before[key], row)):
            changed.append(Change(key, before[key], row, fields))
    return Comparison(
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(changed),
    )


def find_fields(before: Row, after: Row) -> tuple[str, ...]:
    """List the fields in which two rows differ."""
    names = dict.fromkeys((*after, *before))
    return tuple(name for name in names if before.get(name) != after.get(name))


def compare_words(before: str, after: str) -> tuple[Piece, ...]:
    """Say word by word how one text became another.

    The pieces that are not added make up the earlier text, those that are not removed the later one.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []

    def add(fate: Fate, words: list[str]) -> None:
        if words:
            pieces.append(Piece(fate, "".join(words)))

    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            add("same", old[old_start:old_end])
        else:
            add("removed", old[old_start:old_end])
            add("added", new[new_start:new_end])
    return tuple(pieces)
