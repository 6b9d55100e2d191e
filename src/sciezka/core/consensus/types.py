"""The nouns of agreeing together: a scale and its levels, what one person gave, and what a group's answers come to."""

import enum
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

FEWEST_LEVELS: Final = 2


class ConsensusProblem(ValueError):
    """A refusal: nothing is reckoned.

    Attributes:
        code: a stable word for the kind of problem, such as ``scale.order``; rooms translate by it.
        fields: the place and the values that the sentence names.
    """

    def __init__(self, code: str, sentence: str, **fields: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence)
        self.code = code
        self.fields = fields


class Special(enum.StrEnum):
    """What a person may answer instead of a level: counted, never averaged."""

    UNKNOWN = "dk"
    NOT_APPLICABLE = "na"
    POTENTIAL = "p"


Given = float | Special
"""One person's answer to one item: a level's value, or why there is none."""


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a scale.

    Attributes:
        value: its number.
        label: its short name.
        descriptor: what is observed where this level holds.
    """

    value: int
    label: str = ""
    descriptor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Ordered levels that an item is rated by.

    Attributes:
        key: its stable key.
        title: its name.
        levels: from the lowest to the highest.
        allows_unknown: whether "I don't know" may be answered.
        allows_na: whether "not applicable" may be answered.
        allows_potential: whether "not today, but it may come" may be answered, as of an influence.

    Raises:
        ConsensusProblem: ``scale.few`` (fewer than two levels) or ``scale.order`` (values that do not rise).
    """

    key: str
    title: str = ""
    levels: tuple[Level, ...]
    allows_unknown: bool = True
    allows_na: bool = False
    allows_potential: bool = False

    def __post_init__(self) -> None:
        if len(self.levels) < FEWEST_LEVELS:
            raise ConsensusProblem(
                "scale.few",
                f"The scale {self.key} has {len(self.levels)} levels. Give it {FEWEST_LEVELS} or more.",
                scale=self.key,
                count=len(self.levels),
            )
        for lower, upper in pairwise(self.values):
            if lower >= upper:
                raise ConsensusProblem(
                    "scale.order",
                    f"In the scale {self.key} the level {upper} stands after {lower}. Write levels in rising order.",
                    scale=self.key,
                    lower=lower,
                    upper=upper,
                )

    @property
    def values(self) -> tuple[int, ...]:
        """The values of the levels, rising."""
        return tuple(level.value for level in self.levels)

    @property
    def low(self) -> int:
        """The lowest level's value."""
        return self.levels[0].value

    @property
    def high(self) -> int:
        """The highest level's value."""
        return self.levels[-1].value


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the answers of a group to one item come to; what can't be told is None.

    Attributes:
        n: how many gave a level.
        dont_know: how many answered "I don't know".
        not_applicable: how many answered "not applicable".
        potential: how many answered "not today, but it may come".
        distribution: every level of the scale in order with how many gave it, zero counts kept.
        median: half of those who gave a level gave no more, half no less.
        mean: the arithmetic mean.
        q1: the first quartile, linearly interpolated (type 7).
        q3: the third quartile, likewise.
        low: the lowest level given.
        high: the highest level given.
        range: ``high`` − ``low``.
        share_unknown: ``dont_know`` of all who answered the item in any way.
        agreement: van der Eijk's A, from −1 (half at each end) over 0 (spread evenly) to 1 (all of one mind).
    """

    n: int
    dont_know: int
    not_applicable: int
    distribution: tuple[tuple[float, int], ...]
    median: float | None
    mean: float | None
    q1: float | None
    q3: float | None
    low: float | None
    high: float | None
    range: float | None
    share_unknown: float | None
    agreement: float | None
    potential: int = 0

    @property
    def answered(self) -> int:
        """How many answered the item in any way."""
        return self.n + self.dont_know + self.not_applicable + self.potential

    @property
    def counts(self) -> tuple[int, ...]:
        """How many gave each level, in the scale's order."""
        return tuple(count for _level, count in self.distribution)
