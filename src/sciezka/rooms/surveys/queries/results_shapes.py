"""What is shown of an item: its shape, its lines, and keeping back more when a hidden answer would be told."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from sciezka.core.polls.types import Interval
from sciezka.rooms.questions.schema.types import OPEN, Item, Kind, Option
from sciezka.rooms.questions.schema.wording import say_currency

Shape = Literal["bars", "steps", "set", "stack", "profile", "scores", "number", "open", "place", "given"]
SHAPES: Final[dict[Kind, Shape]] = {
    Kind.SINGLE: "bars",
    Kind.DROPDOWN: "bars",
    Kind.NPS: "steps",
    Kind.MULTIPLE: "set",
    Kind.GRID: "stack",
    Kind.SEMANTIC: "profile",
    Kind.RANKING: "scores",
    Kind.ALLOCATION: "scores",
    Kind.NUMBER: "number",
    Kind.BUDGET: "number",
    Kind.PLACE: "place",
    Kind.TEXT: "open",
    Kind.LONG_TEXT: "open",
}
COUNTED: Final = frozenset({"bars", "steps", "set", "stack"})
"""Shapes that show counts; of the others only means, or how many answered, are told."""
BLUR: Final = 10
"""What numbers of answers that must not be exact are rounded to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One option.

    Attributes:
        code: its code.
        label: its words.
        count: how many chose it; None where hidden.
        share: of those who answered; None where hidden.
        weighted: the same by weights; None without weights or where hidden.
        value: its number on a scale.
        is_unsure: it says that the person can't or won't tell.
        mean: the mean rank or the mean share of an item that is ranked or given points.
    """

    code: str
    label: str
    count: int | None = None
    share: float | None = None
    weighted: float | None = None
    value: float | None = None
    is_unsure: bool = False
    mean: float | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether nothing may be told of how many chose it."""
        return self.count is None and self.share is None

    @property
    def told(self) -> float | None:
        """The share that a page shows: weighted where there are weights."""
        return self.share if self.weighted is None else self.weighted


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoters:
    """A net promoter score with the three shares behind it, weighted where the results are.

    Attributes:
        score: those who recommend less those who don't, in percentage points.
        interval: of the score; None where it is weighted.
        promoters: the share of those who recommend.
        passives: the share of those in between.
        detractors: the share of those who don't.
    """

    score: float
    interval: Interval | None
    promoters: float
    passives: float
    detractors: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSight:
    """What the answers to one item, or to one row of it, come to.

    Attributes:
        item: what was asked.
        name: the column.
        shape: how it is shown.
        question: the words of the question, of a row of it those of the row.
        right: the right pole of a row of a semantic scale.
        n: how many answered; None where that may not be told.
        skipped: how many were asked or not, and gave no answer; None likewise.
        lines: the options in order.
        rows: of a grid or a semantic scale, its rows.
        mean: of a scale or a number, where it may be told.
        median: likewise.
        quartiles: likewise.
        interval: of the mean.
        promoters: of an item from 0 to 10, unless one of the three bands is hidden.
        unit: of a number.
        is_weighted: whether shares and means are weighted.
        is_coarse: whether counts are kept back and n is rounded, because exact ones would tell what another item hides.
    """

    item: Item
    name: str
    shape: Shape
    question: str
    right: str = ""
    n: int | None = None
    skipped: int | None = None
    lines: tuple[Line, ...] = ()
    rows: tuple["ItemSight", ...] = ()
    mean: float | None = None
    median: float | None = None
    quartiles: tuple[float, float] | None = None
    interval: Interval | None = None
    promoters: Promoters | None = None
    unit: str = ""
    is_weighted: bool = False
    is_coarse: bool = False

    @property
    def is_withheld(self) -> bool:
        """Whether too few answered for anything to be told."""
        return self.n is None

    @property
    def has_hidden(self) -> bool:
        """Whether some of it is hidden."""
        return any(line.is_hidden for line in self.lines) or any(row.has_hidden or row.is_withheld for row in self.rows)

    @property
    def sure_lines(self) -> tuple[Line, ...]:
        """The options that say something."""
        return tuple(line for line in self.lines if not line.is_unsure)

    @property
    def unsure_lines(self) -> tuple[Line, ...]:
        """The options that say that one can't or won't tell."""
        return tuple(line for line in self.lines if line.is_unsure)


def make_line(option: Option, language: str) -> Line:
    """Begin the line of an option."""
    return Line(
        code=option.code, label=option.text.say(language) or option.code, value=option.value, is_unsure=option.missing
    )


def say_question(item: Item, language: str) -> str:
    """Give the words of a question; an earlier answer that stood in them is left open."""
    parts = item.text.say(language).split("{")
    return "".join([parts[0], *(f"…{part.partition('}')[2]}" if "}" in part else f"{{{part}" for part in parts[1:])])


def say_unit(item: Item, language: str) -> str:
    """Give what stands behind a number: the unit, of a budget its currency."""
    return say_currency(item, language) if item.kind == Kind.BUDGET else item.unit.say(language)


def has_words(item: Item) -> bool:
    """Tell whether people wrote something about an item: open items, and choices with words of one's own."""
    return item.kind in OPEN or any(option.own_words for option in item.options)


def blur(made: ItemSight) -> ItemSight:
    """Keep counts back, and round how many answered, so that no subtraction from it tells a small number."""
    lines = tuple(
        replace(line, count=None, share=None if line.share is None else round(line.share, 2)) for line in made.lines
    )
    return replace(
        made, is_coarse=True, skipped=None, lines=lines, rows=tuple(blur(row) for row in made.rows), promoters=None,
        n=None if made.n is None else round(made.n / BLUR) * BLUR, mean=None if made.mean is None else round(made.mean, 1),
        interval=None,
    )  # fmt: skip
