"""The nouns of a bank of questions."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

LEVELS: Final = "levels"
LADDER: Final = "ladder"
METHODS: Final = (LEVELS, LADDER)
BASIC: Final = "basic"
CLASSES: Final = (BASIC, "advanced")
UNITS: Final = ("urban", "rural", "mixed", "county_rights", "county")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in the two languages of the house; a bank of one language stands in both."""

    pl: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.pl or self.en)

    def in_language(self, language: str) -> str:
        """Give the wording of a language, or the other one where there is none."""
        return (self.en or self.pl) if language.lower().startswith("en") else (self.pl or self.en)


@dataclass(frozen=True, slots=True)
class BankLevel:
    """A level of the bank's scale (on a ladder a stage) with its general name."""

    value: int
    label: Wording


@dataclass(frozen=True, slots=True)
class ItemLevel:
    """What a level means for one question."""

    value: int
    text: Wording


@dataclass(frozen=True, slots=True)
class Condition:
    """On a ladder: one of the conditions of a stage."""

    stage: int
    text: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class BankItem:
    """One question (a criterion, on a ladder).

    Attributes:
        code: short and unique in the bank.
        issue: what it is about, in a few words.
        text: the guiding question, or an indicator's statement.
        guidance: how to look at it.
        evidence: what would show it.
        group: ``basic`` questions are asked in a quick assessment too, ``advanced`` ones only in a full one.
        units: the kinds of unit that it applies to; empty means all.
        levels: descriptors, one for each level of the bank; empty where the levels' general names are enough.
        conditions: on a ladder, the conditions of its stages.
    """

    code: str
    issue: Wording
    text: Wording
    guidance: Wording = Wording()
    evidence: Wording = Wording()
    group: str = BASIC
    units: tuple[str, ...] = ()
    levels: tuple[ItemLevel, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def applies_to(self, unit_kind: str) -> bool:
        """Tell whether the question is meant for a kind of unit."""
        return not self.units or unit_kind in self.units

    def conditions_of(self, stage: int) -> tuple[Condition, ...]:
        """Give the conditions of one stage, in order."""
        return tuple(condition for condition in self.conditions if condition.stage == stage)

    def code_condition(self, stage: int, number: int) -> str:
        """Give the code under which a stage's condition is asked about, counted from 1: ``P1-3-2``."""
        return f"{self.code}-{stage}-{number}"


@dataclass(frozen=True, slots=True)
class BankArea:
    """An area with its questions."""

    key: str
    title: Wording
    about: Wording
    items: tuple[BankItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankData:
    """A bank of questions.

    Attributes:
        key: its lasting key; assessments by banks of the same key can be compared.
        version: as its authors number it.
        method: ``levels`` or ``ladder``.
        target: the level aimed at unless a city sets its own.
        title: its name.
        about: what it is for and what it is not.
        source: whose wording it is.
        levels: from the lowest to the highest.
        areas: in the order in which they are shown.
    """

    key: str
    version: str
    method: str
    target: int
    title: Wording
    about: Wording
    source: Wording
    levels: tuple[BankLevel, ...]
    areas: tuple[BankArea, ...]

    @property
    def is_ladder(self) -> bool:
        """Tell whether stages are found by conditions."""
        return self.method == LADDER

    @property
    def values(self) -> tuple[int, ...]:
        """The values of the levels, rising."""
        return tuple(level.value for level in self.levels)

    @property
    def items(self) -> tuple[BankItem, ...]:
        """All questions, in order."""
        return tuple(item for area in self.areas for item in area.items)

    def walk(self) -> Iterator[tuple[BankArea, BankItem]]:
        """Give each question with its area, in order."""
        return ((area, item) for area in self.areas for item in area.items)

    def find_item(self, code: str) -> tuple[BankArea, BankItem] | None:
        """Find a question by its code."""
        return next(((area, item) for area, item in self.walk() if item.code == code), None)

    def choose(self, *, areas: Collection[str], unit_kind: str, only_basic: bool) -> "BankData":
        """Give the bank with only what a scenario asks; an area left without questions falls out."""
        chosen = []
        for area in self.areas:
            items = tuple(
                item for item in area.items if item.applies_to(unit_kind) and (item.group == BASIC or not only_basic)
            )
            if area.key in areas and items:
                chosen.append(BankArea(area.key, area.title, area.about, items))
        return BankData(
            key=self.key, version=self.version, method=self.method, target=self.target, title=self.title,
            about=self.about, source=self.source, levels=self.levels, areas=tuple(chosen),
        )  # fmt: skip
