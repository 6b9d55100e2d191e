"""A bank in the language of a page."""

from dataclasses import dataclass

from django.utils.translation import get_language

from sciezka.rooms.assessment.banks import BankArea, BankData, BankItem
from sciezka.rooms.assessment.banks.nouns import BASIC
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.banks import HeldBank


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level (a stage): its general name, and what it means for a question, or its conditions."""

    value: int
    label: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemWords:
    """A question."""

    code: str
    issue: str
    text: str
    guidance: str
    evidence: str
    is_advanced: bool
    units: str
    levels: tuple[LevelWords, ...]
    is_ladder: bool


@dataclass(frozen=True, slots=True)
class AreaWords:
    """An area with its questions."""

    key: str
    title: str
    about: str
    questions: tuple[ItemWords, ...]

    @property
    def count(self) -> int:
        """How many questions it has."""
        return len(self.questions)


@dataclass(frozen=True, slots=True)
class BankWords:
    """A bank; ``held`` is how a workspace holds it, where that is asked about."""

    title: str
    about: str
    source: str
    is_ladder: bool
    target: int
    levels: tuple[LevelWords, ...]
    areas_count: int
    items_count: int
    held: HeldBank | None = None

    @property
    def low(self) -> int:
        """The lowest level."""
        return self.levels[0].value

    @property
    def high(self) -> int:
        """The highest level."""
        return self.levels[-1].value


def word_bank(data: BankData, held: HeldBank | None = None) -> BankWords:
    """Give a bank's own words."""
    language = _read_language()
    return BankWords(
        title=data.title.in_language(language),
        about=data.about.in_language(language),
        source=data.source.in_language(language),
        is_ladder=data.is_ladder,
        target=data.target,
        levels=_word_levels(data),
        areas_count=len(data.areas),
        items_count=len(data.items),
        held=held,
    )


def word_held(held: HeldBank) -> BankWords:
    """Give the words of a bank as a workspace holds it."""
    return word_bank(held.data, held)


def word_areas(data: BankData) -> tuple[AreaWords, ...]:
    """Give the areas of a bank with their questions."""
    language = _read_language()
    return tuple(
        AreaWords(
            area.key,
            area.title.in_language(language),
            area.about.in_language(language),
            tuple(word_item(data, item) for item in area.items),
        )
        for area in data.areas
    )


def word_item(data: BankData, item: BankItem) -> ItemWords:
    """Give the words of a question; a level without a descriptor stands by its general name."""
    language = _read_language()
    described = {level.value: level.text.in_language(language) for level in item.levels}
    levels = []
    for level in data.levels:
        if data.is_ladder:
            texts = tuple(condition.text.in_language(language) for condition in item.conditions_of(level.value))
        else:
            texts = (described[level.value],) if described.get(level.value) else ()
        levels.append(LevelWords(level.value, level.label.in_language(language), texts))
    return ItemWords(
        code=item.code,
        issue=item.issue.in_language(language),
        text=item.text.in_language(language),
        guidance=item.guidance.in_language(language),
        evidence=item.evidence.in_language(language),
        is_advanced=item.group != BASIC,
        units=", ".join(str(Assessment.UnitKind(unit).label) for unit in item.units),
        levels=tuple(levels),
        is_ladder=data.is_ladder,
    )


def word_area(area: BankArea) -> str:
    """Give an area's title."""
    return area.title.in_language(_read_language())


def _word_levels(data: BankData) -> tuple[LevelWords, ...]:
    language = _read_language()
    return tuple(LevelWords(level.value, level.label.in_language(language)) for level in data.levels)


def _read_language() -> str:
    return get_language() or "pl"
