"""What changed between two editions, and whether two questions may be compared across years and towns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from sciezka.rooms.questions.schema.types import WITH_OPTIONS, WITH_ROWS, Item, Kind, Questionnaire, Text

Likeness = Literal["same", "reworded", "rescaled", "different"]
ALIKE: Final = 0.55
"""Two wordings share so much of their words, or they ask different things."""
FAMILIES: Final = {Kind.DROPDOWN: Kind.SINGLE, Kind.LONG_TEXT: Kind.TEXT}
"""Kinds that differ in looks alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an item from one edition to the next.

    Attributes:
        item: its code.
        what: ``added``, ``removed``, ``moved``, ``reworded``, ``rescaled``, ``different`` (the code now stands for another
            question) or ``rules`` (when it shows, whether it is required, bounds of choosing, order).
        fields: what the sentence names: ``options_added``, ``options_removed``, ``rows_added``, ``rows_removed``.
    """

    item: str
    what: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions compared.

    Attributes:
        changes: what changed, in the order of the later edition, then what was removed.
        same: the codes of items that ask the same on the same scale.
    """

    changes: tuple[Change, ...]
    same: tuple[str, ...]


def compare_editions(before: Questionnaire, after: Questionnaire) -> Comparison:
    """Compare two editions item by item; an item is known by its code."""
    changes: list[Change] = []
    same: list[str] = []
    moved = _find_moved(list(before.items_by_code), list(after.items_by_code))
    for code, item in after.items_by_code.items():
        old = before.find_item(code)
        if old is None:
            changes.append(Change(code, "added"))
            continue
        likeness = same_question(old, item)
        if likeness == "same":
            same.append(code)
        else:
            changes.append(Change(code, likeness, _compare_parts(old, item)))
        if likeness in {"same", "reworded"} and _gather_rules(old) != _gather_rules(item):
            changes.append(Change(code, "rules"))
        if code in moved:
            changes.append(Change(code, "moved"))
    changes += [Change(code, "removed") for code in before.items_by_code if code not in after.items_by_code]
    return Comparison(tuple(changes), tuple(same))


def same_question(one: Item, other: Item) -> Likeness:
    """Tell whether answers to two items may be compared.

    Items with two bank codes are different, whatever they say; with one bank code they are the same question, perhaps worded
    anew or on another scale. Without, the words decide: capitals, points and spaces don't count.

    Returns:
        ``same`` (the same words on the same scale), ``reworded`` (the same scale: compare with a remark), ``rescaled`` (the
        same question on another scale: don't put the numbers side by side) or ``different``.
    """
    if one.bank and other.bank and one.bank != other.bank:
        return "different"
    if FAMILIES.get(one.kind, one.kind) is not FAMILIES.get(other.kind, other.kind):
        return "rescaled" if one.bank and one.bank == other.bank else "different"
    known = bool(one.bank and one.bank == other.bank)
    likeness = _measure_likeness(one.text, other.text)
    if not known and likeness < ALIKE:
        return "different"
    if _gather_scale(one) != _gather_scale(other):
        return "rescaled"
    return "same" if likeness == 1 and _gather_labels(one) == _gather_labels(other) else "reworded"


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _measure_likeness(one: Text, other: Text) -> float:
    """Measure how much two texts say the same, from 0 to 1, in the language where they are most alike."""
    shared = [language for language in one.words if one.speaks(language) and other.speaks(language)]
    if not shared:
        return 0.0
    pairs = [(_fold(one.words[language]), _fold(other.words[language])) for language in shared]
    if all(left == right for left, right in pairs):
        return 1.0
    # Changed in one language alone is changed; how much, is told by the words.
    return min(0.99, max(SequenceMatcher(None, left.split(), right.split()).ratio() for left, right in pairs))


def _gather_scale(item: Item) -> tuple[Any, ...]:
    """Give what the numbers of an item's answers depend on; the order of options does not count."""
    options = (
        sorted((option.code, option.value, option.missing) for option in item.options) if item.kind in WITH_OPTIONS else []
    )
    rows = sorted(row.code for row in item.rows) if item.kind in WITH_ROWS else []
    bounds: tuple[Any, ...] = ()
    if item.kind is Kind.NUMBER:
        bounds = (item.unit.words.get("pl", ""), item.least, item.most)
    elif item.kind is Kind.MULTIPLE:
        bounds = (item.least, item.most)
    elif item.kind is Kind.SEMANTIC:
        bounds = (item.steps,)
    elif item.kind is Kind.ALLOCATION:
        bounds = (item.total,)
    elif item.kind is Kind.BUDGET:
        bounds = (item.unit.words.get("pl", ""),)
    return tuple(options), tuple(rows), bounds


def _gather_labels(item: Item) -> dict[str, dict[str, str]]:
    """Give the words of options and rows by code and language."""
    named = [
        *((f"o.{option.code}", option.text) for option in item.options),
        *((f"r.{row.code}", row.text) for row in item.rows),
    ]
    named += [(f"e.{row.code}", row.right) for row in item.rows] + [("low", item.low), ("high", item.high)]
    return {key: {language: _fold(words) for language, words in text.words.items()} for key, text in named if text}


def _gather_rules(item: Item) -> tuple[Any, ...]:
    return item.required, item.required_if, item.show_if, item.shuffle, item.least, item.most, item.longest, item.round_to


def _compare_parts(old: Item, new: Item) -> dict[str, tuple[str, ...]]:
    parts = {
        "options_added": tuple(code for code in new.options_by_code if code not in old.options_by_code),
        "options_removed": tuple(code for code in old.options_by_code if code not in new.options_by_code),
        "rows_added": tuple(code for code in new.rows_by_code if code not in old.rows_by_code),
        "rows_removed": tuple(code for code in old.rows_by_code if code not in new.rows_by_code),
    }
    return {name: codes for name, codes in parts.items() if codes}


def _find_moved(before: list[str], after: list[str]) -> set[str]:
    """Find codes whose order among the shared ones changed: all but a longest run that kept it."""
    old = [code for code in before if code in set(after)]
    new = [code for code in after if code in set(before)]
    kept = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {code for block in kept for code in new[block.b : block.b + block.size]}
