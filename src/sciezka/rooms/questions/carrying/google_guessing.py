"""Guessing what was asked from what was answered: a table of answers says nothing of its questions' kinds."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.rooms.questions.carrying.values import ValueUnknown, normalise, read_decimal, read_moment
from sciezka.rooms.questions.schema.types import Kind

MOST_OPTIONS: Final = 15
LONGEST_OPTION: Final = 120
LONGEST_LINE: Final = 100
OTHERS_AT_MOST: Final = 0.2
LONGEST_NUMBER: Final = 15
RECOMMENDING: Final = re.compile(r"polec|rekomend|recommend|порекоменд", re.IGNORECASE)
SCALES: Final = (
    ("zdecydowanie nie", "raczej nie", "ani tak, ani nie", "trudno powiedzieć", "raczej tak", "zdecydowanie tak"),
    ("bardzo źle", "źle", "raczej źle", "średnio", "ani dobrze, ani źle", "raczej dobrze", "dobrze", "bardzo dobrze"),
    ("bardzo zła", "zła", "przeciętna", "dobra", "bardzo dobra"),
    ("zdecydowanie się nie zgadzam", "nie zgadzam się", "raczej się nie zgadzam", "nie mam zdania", "raczej się zgadzam",
     "zgadzam się", "zdecydowanie się zgadzam"),
    ("nigdy", "rzadko", "czasami", "często", "bardzo często", "zawsze"),
    ("strongly disagree", "disagree", "neutral", "neither agree nor disagree", "agree", "strongly agree"),
    ("very bad", "bad", "average", "good", "very good"),
    ("never", "rarely", "sometimes", "often", "always"),
)  # fmt: skip
"""Answers that have an order of their own; others come as they were first met."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column seems to ask.

    Attributes:
        kind: how it is answered.
        options: what may be chosen.
        separator: what stands between several answers.
        has_other: whether some answers seem to be people's own words.
        is_scale: whether the options are points of a scale.
    """

    kind: Kind
    options: tuple[str, ...] = ()
    separator: str = ""
    has_other: bool = False
    is_scale: bool = False


def guess(heading: str, values: Sequence[str]) -> Guess:
    """Guess what a column asks.

    Args:
        heading: the question.
        values: what was answered, without empty ones.
    """
    if not values:
        return Guess(Kind.TEXT)
    if all("drive.google.com" in value for value in values):
        return Guess(Kind.FILE)
    return (
        guess_number(heading, values)
        or guess_day(values)
        or guess_several(values)
        or guess_one(values)
        or guess_text(values)
    )


def guess_number(heading: str, values: Sequence[str]) -> Guess | None:
    """Guess a scale of whole numbers, or a number."""
    try:
        numbers = [read_decimal(value) for value in values]
    except ValueUnknown:
        return None
    if any(
        value.strip().startswith(("0", "+")) and len(value.strip()) > 1 and value.strip()[1:2].isdigit() for value in values
    ):
        # A number that begins with a nought is a code or a telephone, not a quantity.
        return None
    whole = all(float(number).is_integer() for number in numbers)
    if whole and min(numbers) >= 0 and max(numbers) <= 10:  # noqa: PLR2004 - the scales that forms offer
        if RECOMMENDING.search(heading):
            return Guess(Kind.NPS)
        top = next(top for top in (5, 7, 10) if max(numbers) <= top)
        low = 0 if 0 in numbers else 1
        return Guess(Kind.SINGLE, tuple(str(step) for step in range(low, top + 1)), is_scale=True)
    return Guess(Kind.NUMBER)


def guess_day(values: Sequence[str]) -> Guess | None:
    """Guess a day."""
    try:
        for value in values:
            if not re.search(r"\d[-./]\d", value):
                return None
            read_moment(value)
    except ValueUnknown:
        return None
    return Guess(Kind.DATE)


def guess_several(values: Sequence[str]) -> Guess | None:
    """Guess a choice of several: answers are put together of the same parts again and again."""
    for separator in (";", ", "):
        if not any(separator in value for value in values):
            continue
        parted = [split_parts(value, separator) for value in values]
        if separator == ", ":
            parted = join_commas(parted)
        counts = Counter(part for parts in parted for part in parts)
        wholes = len({normalise(value) for value in values})
        alone = {parts[0] for parts in parted if len(parts) == 1}
        together = {part for parts in parted if len(parts) > 1 for part in parts}
        repeated = len(counts) < wholes or (len(counts) == wholes and bool(alone & together))
        is_short = all(len(part) <= LONGEST_OPTION for part in counts)
        common, rare = share_options(counts, len(values))
        if together and is_short and common and (repeated or separator == ";") and len(common) <= MOST_OPTIONS * 2:
            return Guess(Kind.MULTIPLE, order_options(common), separator, has_other=bool(rare))
    return None


def share_options(counts: "Counter[str]", people: int) -> tuple[list[str], list[str]]:
    """Tell the parts that are options from those that seem to be people's own words."""
    common = [part for part, count in counts.items() if count > 1]
    rare = [part for part, count in counts.items() if count == 1]
    if len(common) >= 2 and people >= 10 and len(rare) <= people * OTHERS_AT_MOST and len(rare) > 1:  # noqa: PLR2004
        return common, rare
    return [*counts], []


def split_parts(value: str, separator: str) -> list[str]:
    """Split an answer into its parts."""
    return [part.strip() for part in value.split(separator) if part.strip()]


def join_commas(parted: Sequence[list[str]]) -> list[list[str]]:
    """Join parts that are one option with a comma in it: the second begins small and never comes without the first."""
    before: dict[str, set[str]] = {}
    for parts in parted:
        for place, part in enumerate(parts):
            before.setdefault(part, set()).add(parts[place - 1] if place else "")
    tails = {part for part, firsts in before.items() if part[:1].islower() and len(firsts) == 1 and "" not in firsts}
    joined = []
    for parts in parted:
        row: list[str] = []
        for part in parts:
            if part in tails and row:
                row[-1] = f"{row[-1]}, {part}"
            else:
                row.append(part)
        joined.append(row)
    return joined


def guess_one(values: Sequence[str]) -> Guess | None:
    """Guess a choice of one: few different answers, given again and again."""
    counts = Counter(" ".join(value.split()) for value in values)
    if max(len(value) for value in counts) > LONGEST_OPTION:
        return None
    common, rare = share_options(counts, len(values))
    few = len(common) <= MOST_OPTIONS and len(common) * 2 <= len(values)
    known = any({normalise(value) for value in counts} <= {normalise(word) for word in scale} for scale in SCALES)
    if known or few:
        return Guess(Kind.SINGLE, order_options(common), has_other=bool(rare))
    return None


def guess_text(values: Sequence[str]) -> Guess:
    """Guess a short text or a long one."""
    is_long = any(len(value) > LONGEST_LINE or "\n" in value for value in values)
    return Guess(Kind.LONG_TEXT if is_long else Kind.TEXT)


def order_options(options: Iterable[str]) -> tuple[str, ...]:
    """Put options in the order of a known scale, or leave them as they were first met."""
    met = list(dict.fromkeys(options))
    for scale in SCALES:
        places = {normalise(word): place for place, word in enumerate(scale)}
        if len(met) > 1 and all(normalise(option) in places for option in met):
            return tuple(sorted(met, key=lambda option: places[normalise(option)]))
    return tuple(met)
