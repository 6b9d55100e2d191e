"""What a fault is, and where in a questionnaire things stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sciezka.rooms.questions.schema.types import CHOOSING, OPEN, Item, Kind, Page, Questionnaire, Section, Text

Severity = Literal["error", "warning", "hint"]
SEVERITIES: Final = ("error", "warning", "hint")
JUDGED: Final = CHOOSING | {Kind.GRID, Kind.SEMANTIC, Kind.NPS, Kind.NUMBER}
"""Kinds that take one answer to one question."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a questionnaire, or may be.

    Attributes:
        code: a stable word for the kind of fault, such as ``leap.back``; rooms say it in a sentence.
        path: where, such as ``pages[2].sections[0].items[1].options[3]``; empty for the whole.
        severity: an ``error`` keeps it from being used, a ``warning`` is to be read before, a ``hint`` is a matter of taste.
        fields: the values that the sentence names; ``item`` is the item's code, where it is about one.
    """

    code: str
    path: str
    severity: Severity
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands.

    Attributes:
        item: the item.
        section: its section.
        page: its page.
        number: the page's place, from 0.
        path: the item's path.
    """

    item: Item
    section: Section
    page: Page
    number: int
    path: str

    def find(self, code: str, severity: Severity, part: str = "", **fields: Any) -> Fault:  # noqa: ANN401 - any values
        """Make a fault of this item."""
        return Fault(code, f"{self.path}{part}", severity, {"item": self.item.code, **fields})


def list_places(questionnaire: Questionnaire) -> tuple[Place, ...]:
    """List all items with where they stand."""
    return tuple(
        Place(item, section, page, number, f"pages[{number}].sections[{part}].items[{order}]")
        for number, page in enumerate(questionnaire.pages)
        for part, section in enumerate(page.sections)
        for order, item in enumerate(section.items)
    )


def list_texts(place: Place) -> Iterator[tuple[str, Text, bool]]:
    """Give the texts of an item: the path's end, the text, and whether the item cannot do without it."""
    item = place.item
    yield ".text", item.text, True
    yield ".help", item.help, False
    yield ".unit", item.unit, False
    yield ".low", item.low, False
    yield ".high", item.high, False
    for number, option in enumerate(item.options):
        yield f".options[{number}].text", option.text, True
    for number, row in enumerate(item.rows):
        yield f".rows[{number}].text", row.text, True
        yield f".rows[{number}].right", row.right, item.kind is Kind.SEMANTIC


def list_asked(place: Place, language: str) -> Iterator[tuple[str, str]]:
    """Give what is asked in one language: the question, and the lines of a grid; the path's end and the words."""
    item = place.item
    if item.kind is Kind.NOTE:
        return
    for part, text, _ in list_texts(place):
        asked = part == ".text" or (item.kind is Kind.GRID and part.startswith(".rows["))
        if asked and text.speaks(language):
            yield part, text.words[language]


def is_open(item: Item) -> bool:
    """Tell whether an item takes whatever somebody types."""
    return item.kind in OPEN | {Kind.NUMBER, Kind.DATE}
