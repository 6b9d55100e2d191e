"""The nouns of a questionnaire: texts in languages, options, items, sections, pages and conditions.

Answers are plain JSON, keyed by an item's code:

========== ==================================================================================================
kind       answer
========== ==================================================================================================
single     the option's code; the words beside an option of one's own stand under ``<item>.<option>``
dropdown   the same
multiple   a list of options' codes, in the questionnaire's order; own words as above
grid       a mapping of rows' codes to options' codes
semantic   a mapping of rows' codes to a step, 1 (the left pole) to ``steps``
number     a whole or a decimal number
text       a string of one line
long_text  a string
date       ``YYYY-MM-DD``
ranking    a list of options' codes, the most important first; it may be shorter than the options
nps        a whole number, 0 to 10
allocation a mapping of options' codes to whole numbers that sum to ``total``
place      ``[latitude, longitude]``, already rounded to ``round_to`` metres
budget     a list of lines, each a mapping of ``what``, ``quantity``, ``unit``, ``price`` and ``own`` (``budgets``)
file       a mapping of ``name``, ``size`` and ``key`` (where the caller keeps the file)
consent    ``true``
note       nothing is asked
========== ==================================================================================================

An item without an answer has no key. What is hidden by a condition has none either.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar

Answers = Mapping[str, Any]
"""What one person answered so far."""

LANGUAGES: Final = ("pl", "en", "uk")
LANGUAGE_NAMES: Final = {"pl": "polski", "en": "English", "uk": "українська"}
"""The languages that pages for respondents speak; the first is that of a new questionnaire."""

END: Final = "end"
"""Where a leap may lead besides a page: the end of the questionnaire."""


class SchemaProblem(ValueError):
    """A questionnaire that cannot be read.

    Attributes:
        code: a stable word for the kind of problem, such as ``item.code``; rooms translate by it.
        path: where in the questionnaire, such as ``pages[2].sections[0].items[1]``.
        fields: the values that the sentence names.
    """

    def __init__(self, code: str, sentence: str, *, path: str = "", **fields: Any) -> None:  # noqa: ANN401 - any values
        super().__init__(sentence)
        self.code = code
        self.path = path
        self.fields = fields


class Kind(enum.StrEnum):
    """How an item is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    DROPDOWN = "dropdown"
    GRID = "grid"
    SEMANTIC = "semantic"
    NUMBER = "number"
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    RANKING = "ranking"
    NPS = "nps"
    ALLOCATION = "allocation"
    PLACE = "place"
    BUDGET = "budget"
    FILE = "file"
    CONSENT = "consent"
    NOTE = "note"


CHOOSING: Final = frozenset({Kind.SINGLE, Kind.DROPDOWN, Kind.MULTIPLE})
"""Kinds whose options may ask for words of one's own."""
WITH_OPTIONS: Final = CHOOSING | {Kind.GRID, Kind.RANKING, Kind.ALLOCATION}
WITH_ROWS: Final = frozenset({Kind.GRID, Kind.SEMANTIC})
OPEN: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT})


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or more languages.

    Attributes:
        words: the text by language.
    """

    words: Mapping[str, str] = field(default_factory=dict)

    def say(self, language: str, base: str = LANGUAGES[0]) -> str:
        """Give the text in a language; in the base language, else in any, where it has not been translated."""
        return self.words.get(language) or self.words.get(base) or next(iter(self.words.values()), "")

    def speaks(self, language: str) -> bool:
        """Tell whether the text has been written in a language."""
        return bool(self.words.get(language, "").strip())

    def __bool__(self) -> bool:
        return any(text.strip() for text in self.words.values())


class Operator(enum.StrEnum):
    """How a condition compares an answer with its value."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    INCLUDES = "includes"
    EXCLUDES = "excludes"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Compared:
    """A condition on one answer.

    Attributes:
        item: the item's code.
        operator: how it is compared.
        value: with what: a code, a list of codes (``in``) or a number; nothing for ``answered`` and ``unanswered``.
        row: the row of a grid or a semantic scale, the option of an allocation, or a sum of a budget (``total``, ``own`` or
            ``asked``).
    """

    item: str
    operator: Operator
    value: Any = None
    row: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions joined: all of them, any of them, or none of them."""

    how: str  # "all", "any" or "none"
    parts: tuple["Condition", ...]


Condition = Compared | Joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the answers that may be chosen.

    Attributes:
        code: unique within its item, stable over versions and languages.
        text: what is shown.
        value: its number on a scale, for means; none for plain categories.
        exclusive: choosing it takes all others off ("none of these").
        own_words: choosing it asks for words of one's own ("other, which").
        missing: it says that the person can't or won't tell ("hard to say"); counted apart, left out of means.
        fixed: it keeps its place when the order is shuffled.
        skip_to: the code of the page where choosing it leads, or ``END``.
    """

    code: str
    text: Text
    value: float | None = None
    exclusive: bool = False
    own_words: bool = False
    missing: bool = False
    fixed: bool = False
    skip_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a grid, or one pair of poles of a semantic scale.

    Attributes:
        code: unique within its item.
        text: the line; the left pole.
        right: the right pole.
        show_if: when it shows.
    """

    code: str
    text: Text
    right: Text = field(default_factory=Text)
    show_if: Condition | None = None


# The three nouns below keep what is looked up again and again (``cached_property``), so they have no slots. They never
# change, so what they keep is always true.


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that is asked.

    Attributes:
        code: unique within the questionnaire; a letter first, then letters, digits and ``_``.
        kind: how it is answered.
        text: the question; ``{code}`` in it is replaced by the answer given earlier.
        help: a hint under it.
        required: whether it must be answered when shown.
        required_if: when it must be, besides.
        show_if: when it shows.
        options: what may be chosen; the columns of a grid.
        rows: lines of a grid or a semantic scale.
        shuffle: whether options (lines, where there are any) come in an order drawn for each person.
        least: the fewest to choose or to rank; the lowest number; the first day as ``YYYY-MM-DD``; a budget's own share (%).
        most: the most to choose or to rank; the highest number; the last day; the most money that may be asked for.
        decimals: how many digits a number may have after the comma.
        unit: what stands behind a number.
        longest: the most signs of a text; the most lines of a budget.
        steps: how many steps a semantic scale has.
        total: what an allocation sums to.
        low: what the lowest end means (``nps``), or nothing.
        high: what the highest end means.
        centre: where a map opens: latitude, longitude and zoom.
        round_to: metres to which a place is rounded before it is stored.
        extensions: which files may be sent.
        most_mb: the largest file.
        bank: the stable code in the item bank by which the same question is compared across years and cities.
    """

    code: str
    kind: Kind
    text: Text = field(default_factory=Text)
    help: Text = field(default_factory=Text)
    required: bool = False
    required_if: Condition | None = None
    show_if: Condition | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    shuffle: bool = False
    least: float | str | None = None
    most: float | str | None = None
    decimals: int = 0
    unit: Text = field(default_factory=Text)
    longest: int = 0
    steps: int = 7
    total: int = 100
    low: Text = field(default_factory=Text)
    high: Text = field(default_factory=Text)
    centre: tuple[float, float, float] | None = None
    round_to: int = 200
    extensions: tuple[str, ...] = ()
    most_mb: int = 5
    bank: str = ""

    def find_option(self, code: object) -> Option | None:
        """Find an option by its code."""
        return self.options_by_code.get(code) if isinstance(code, str) else None

    def find_row(self, code: object) -> Row | None:
        """Find a row by its code."""
        return self.rows_by_code.get(code) if isinstance(code, str) else None

    @cached_property
    def options_by_code(self) -> Mapping[str, Option]:
        """The options by their codes; of two with one code the first."""
        return _index(self.options)

    @cached_property
    def rows_by_code(self) -> Mapping[str, Row]:
        """The rows by their codes; of two with one code the first."""
        return _index(self.rows)

    @cached_property
    def options_of_own_words(self) -> tuple[str, ...]:
        """The codes of options that ask for words of one's own."""
        return tuple(option.code for option in self.options if option.own_words) if self.kind in CHOOSING else ()

    @cached_property
    def leaps(self) -> Mapping[str, str]:
        """Where options lead, by their codes; only those that lead away."""
        if self.kind not in CHOOSING:
            return {}
        return {option.code: option.skip_to for option in self.options if option.skip_to}

    @cached_property
    def has_conditional_rows(self) -> bool:
        """Whether some rows don't always show."""
        return self.kind in WITH_ROWS and any(row.show_if for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items of a page that belong together.

    Attributes:
        code: unique within the questionnaire.
        title: shown above them, if any.
        text: an introduction, in Markdown.
        show_if: when it shows.
        shuffle: whether its items come in an order drawn for each person.
        items: what is asked.
    """

    code: str
    title: Text = field(default_factory=Text)
    text: Text = field(default_factory=Text)
    show_if: Condition | None = None
    shuffle: bool = False
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is shown at once.

    Attributes:
        code: unique within the questionnaire.
        title: its heading.
        show_if: when it comes.
        shuffle: whether its sections come in an order drawn for each person.
        sections: its parts, one or more.
        skip_to: where it leads unless an option says otherwise: a later page's code or ``END``; empty for the next page.
    """

    code: str
    title: Text = field(default_factory=Text)
    show_if: Condition | None = None
    shuffle: bool = False
    sections: tuple[Section, ...] = ()
    skip_to: str = ""

    def items(self) -> Iterator[Item]:
        """Give all items of the page, in the questionnaire's order."""
        return (item for section in self.sections for item in section.items)


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A whole questionnaire.

    Attributes:
        languages: which it is written in; the first is the one that all texts must have.
        title: its title, as respondents read it.
        intro: what is said before the first page, in Markdown.
        thanks: what is said at the end, in Markdown.
        pages: what is asked.
    """

    languages: tuple[str, ...] = (LANGUAGES[0],)
    title: Text = field(default_factory=Text)
    intro: Text = field(default_factory=Text)
    thanks: Text = field(default_factory=Text)
    pages: tuple[Page, ...] = ()

    @property
    def base(self) -> str:
        """The language that all texts must have."""
        return self.languages[0]

    def items(self) -> Iterator[Item]:
        """Give all items, in order."""
        return (item for page in self.pages for item in page.items())

    def find_item(self, code: str) -> Item | None:
        """Find an item by its code."""
        return self.items_by_code.get(code)

    def find_page(self, code: str) -> Page | None:
        """Find a page by its code."""
        place = self.places.get(code)
        return None if place is None else self.pages[place]

    @cached_property
    def items_by_code(self) -> Mapping[str, Item]:
        """The items by their codes; of two with one code the first."""
        return _index(tuple(self.items()))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The places of pages, from 0, by their codes; of two with one code the first."""
        return {page.code: place for place, page in reversed(tuple(enumerate(self.pages)))}


Coded = TypeVar("Coded", Option, Row, Item)


def _index(nouns: tuple[Coded, ...]) -> dict[str, Coded]:
    """Make nouns findable by their codes; in a draft a code may be met twice, and the first counts."""
    found: dict[str, Coded] = {}
    for noun in nouns:
        found.setdefault(noun.code, noun)
    return found
