"""The nouns of a catalogue of indicators: dimension, area, sub-area, indicator, source variable."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from sciezka.core.index.types import Floats, IndexProblem, Node, Structure
from sciezka.core.indicators.formula import Formula, Read, evaluate

ROOT: Final = "M"
"""The code of the whole: all dimensions together."""

DIRECTIONS: Final = ("higher", "lower", "target", "context")
ZERO_RULES: Final = ("none", "suppressed")
LEVELS: Final = (5, 6)
DERIVED: Final = "calc:"


@dataclass(frozen=True, slots=True)
class Variable:
    """A series of a source, as the catalogue expects it; on first contact the source must agree.

    Attributes:
        key: ``bdl:<id>``, ``gus:<name>``, ``mf:<name>``, ``own:<name>`` or ``calc:<name>``.
        name: what the source is expected to call it, in Polish.
        unit: the unit that the source is expected to give; empty when not known.
        name_en: its name in English.
        level: the lowest level expected: 6 communes, 5 counties (among them cities with county rights).
        additive: whether the values of parts sum to the whole, so that units can be joined over a change of territory.
        zero: ``suppressed`` when a zero may be a figure kept secret, to be tested against the county; else ``none``.
        confirmed: whether the level was seen in the source's data; otherwise nothing but the id is known.
        since: the first year expected; None when not known.
        until: the last year, for a series that has ended.
        definition: a word shared by variables that count the same thing in the same way; never mix two.
        note_pl: what a reader must know about the method, in Polish.
        note_en: the same in English.
        subject: the source's own group of variables (``P2137``), when known.
        formula: of a ``calc:`` variable, how it is reckoned from others.
    """

    key: str
    name: str
    unit: str = ""
    name_en: str = ""
    level: int = 6
    additive: bool = False
    zero: str = "none"
    confirmed: bool = False
    since: int | None = None
    until: int | None = None
    definition: str = ""
    note_pl: str = ""
    note_en: str = ""
    subject: str = ""
    formula: Formula | None = None

    @property
    def source(self) -> str:
        """The source's short name: what stands before the colon."""
        return self.key.partition(":")[0]

    def label(self, language: str) -> str:
        """Give the name in a language: Polish for ``pl``, otherwise English if there is one."""
        return self.name if language.startswith("pl") or not self.name_en else self.name_en

    def note(self, language: str) -> str:
        """Give the note in a language: Polish for ``pl``, otherwise English."""
        return self.note_pl if language.startswith("pl") else self.note_en

    @property
    def bdl_id(self) -> int | None:
        """The number of the variable in the Local Data Bank, if it is one of its."""
        return int(self.key.removeprefix("bdl:")) if self.key.startswith("bdl:") else None


@dataclass(frozen=True, slots=True)
class Branch:
    """A dimension, an area or a sub-area.

    Attributes:
        code: its stable code, such as ``E2B``.
        parent: the code of the branch above; of a dimension the root's.
        name_pl: its Polish name.
        name_en: its English name.
    """

    code: str
    parent: str
    name_pl: str
    name_en: str

    def name(self, language: str) -> str:
        """Give the name in a language: Polish for ``pl``, otherwise English."""
        return self.name_pl if language.startswith("pl") else self.name_en


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measure of a town, with everything that a reader must know about it.

    Attributes:
        code: its stable code, such as ``E2B3``.
        sub_area: the code of its sub-area.
        name_pl: its Polish name.
        name_en: its English name.
        definition_pl: what it measures and how, in Polish.
        definition_en: the same in English.
        unit_pl: its unit in Polish.
        unit_en: its unit in English.
        direction: ``higher`` or ``lower`` is better, best inside a ``target`` range, or ``context`` without a judgement.
        formula: how it is reckoned.
        source: who publishes the figures.
        alternatives: other ways to the same measure, each for a store that can't feed the ones before it.
        level: 6 when known for communes, 5 when for counties and cities with county rights only.
        years: the first and the last year expected; None when open or not known.
        freshness: for how many years after its year a value still counts as fresh.
        target: the range aimed at, for direction ``target``.
        note_pl: a doubt, a break or a limit that readers must know, in Polish.
        note_en: the same in English.
    """

    code: str
    sub_area: str
    name_pl: str
    name_en: str
    definition_pl: str
    definition_en: str
    unit_pl: str
    unit_en: str
    direction: str
    formula: Formula
    source: str
    alternatives: tuple[Formula, ...] = ()
    level: int = 6
    years: tuple[int | None, int | None] = (None, None)
    freshness: int = 2
    target: tuple[float, float] | None = None
    note_pl: str = ""
    note_en: str = ""

    @property
    def decimals(self) -> int:
        """How many decimals readers see."""
        return self.formula.decimals

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """All ways to the measure, the first choice first."""
        return (self.formula, *self.alternatives)

    def name(self, language: str) -> str:
        """Give the name in a language: Polish for ``pl``, otherwise English."""
        return self.name_pl if language.startswith("pl") else self.name_en

    def definition(self, language: str) -> str:
        """Give the definition in a language: Polish for ``pl``, otherwise English."""
        return self.definition_pl if language.startswith("pl") else self.definition_en

    def unit(self, language: str) -> str:
        """Give the unit in a language: Polish for ``pl``, otherwise English."""
        return self.unit_pl if language.startswith("pl") else self.unit_en

    def note(self, language: str) -> str:
        """Give the note in a language: Polish for ``pl``, otherwise English."""
        return self.note_pl if language.startswith("pl") else self.note_en

    def is_fresh(self, year: int, today: int) -> bool:
        """Tell whether a value of a year still describes the year today."""
        return today - year <= self.freshness


@dataclass(frozen=True, slots=True)
class Chosen:
    """The way by which an indicator is reckoned with the data at hand.

    Attributes:
        indicator: the indicator.
        formula: the way taken, for the whole series and all units.
        place: 0 for the first choice, 1 for the first alternative and so on; outputs name it when it is not 0.
    """

    indicator: Indicator
    formula: Formula
    place: int


@dataclass(frozen=True)
class Catalogue:
    """A whole checked catalogue; read one with :func:`read_catalogue`.

    Attributes:
        version: its author's version.
        dimensions: the dimensions, in order.
        areas: the areas, in order.
        sub_areas: the sub-areas, in order.
        indicators: the indicators, in order.
        variables: the source variables, in order.
        digest: a hash of all content; two catalogues with one digest say the same.
    """

    version: str
    dimensions: tuple[Branch, ...]
    areas: tuple[Branch, ...]
    sub_areas: tuple[Branch, ...]
    indicators: tuple[Indicator, ...]
    variables: tuple[Variable, ...]
    digest: str = field(default="", compare=False)

    @cached_property
    def branches(self) -> Mapping[str, Branch]:
        """All dimensions, areas and sub-areas by code, from the top down."""
        return {branch.code: branch for branch in (*self.dimensions, *self.areas, *self.sub_areas)}

    @cached_property
    def by_code(self) -> Mapping[str, Indicator]:
        """The indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def by_key(self) -> Mapping[str, Variable]:
        """The variables by key."""
        return {variable.key: variable for variable in self.variables}

    def under(self, code: str) -> tuple[Branch, ...]:
        """Give the branches right under a branch or the root, in order."""
        return tuple(branch for branch in self.branches.values() if branch.parent == code)

    def indicators_of(self, sub_area: str) -> tuple[Indicator, ...]:
        """Give the indicators of a sub-area, in order."""
        return tuple(indicator for indicator in self.indicators if indicator.sub_area == sub_area)

    def way_to(self, code: str) -> tuple[Branch, ...]:
        """Give the branches above an indicator or a branch, from its dimension down to itself if it is a branch."""
        at = self.by_code[code].sub_area if code in self.by_code else code
        way: list[Branch] = []
        while at in self.branches:
            way.append(self.branches[at])
            at = way[-1].parent
        return tuple(reversed(way))

    def source_keys(self, formula: Formula) -> tuple[str, ...]:
        """Give the source variables that a formula needs in the end, each once: derived ones give way to theirs."""
        return source_keys(formula, self.by_key)

    def is_confirmed(self, indicator: Indicator) -> bool:
        """Tell whether the levels of all variables of the first choice were seen in the source's data."""
        return all(self.by_key[key].confirmed for key in self.source_keys(indicator.formula))


def source_keys(formula: Formula, by_key: Mapping[str, Variable], trail: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Give the source variables that a formula needs in the end, each once; a circle ends where it closes."""
    keys: dict[str, None] = {}
    for key in formula.keys:
        variable = by_key.get(key)
        if variable is not None and variable.formula is not None and key not in trail:
            keys |= dict.fromkeys(source_keys(variable.formula, by_key, trail | {key}))
        else:
            keys[key] = None
    return tuple(keys)


def known_level(formula: Formula, by_key: Mapping[str, Variable]) -> int:
    """Give the lowest level at which all variables of a formula are expected."""
    return min((by_key[key].level for key in source_keys(formula, by_key) if key in by_key), default=max(LEVELS))


def known_years(formula: Formula, by_key: Mapping[str, Variable]) -> tuple[int | None, int | None]:
    """Give the first and last year that a formula can be expected for; None when not known or open."""
    variables = [by_key[key] for key in source_keys(formula, by_key) if key in by_key]
    begun = [variable.since for variable in variables if variable.since is not None]
    ended = [variable.until for variable in variables if variable.until is not None]
    back = formula.years - 1 if formula.kind == "mean" else formula.years
    first = max(begun) + back if begun and len(begun) == len(variables) else None
    return first, min(ended, default=None)


def choose(catalogue: Catalogue, held: Collection[str]) -> dict[str, Chosen]:
    """Choose for each indicator the first formula that the store can feed.

    The choice holds for the whole series: two ways to one measure are never mixed over years or units.

    Args:
        catalogue: the catalogue.
        held: the keys of the variables of which the store holds anything at all.

    Returns:
        The choice by indicator code; an indicator that can't be reckoned is not there.
    """
    chosen: dict[str, Chosen] = {}
    for indicator in catalogue.indicators:
        for place, formula in enumerate(indicator.formulas):
            if all(key in held for key in catalogue.source_keys(formula)):
                chosen[indicator.code] = Chosen(indicator, formula, place)
                break
    return chosen


def derive(catalogue: Catalogue, read: Read, years: Sequence[int]) -> Read:
    """Give a reader that also knows the catalogue's derived variables."""

    def read_or_reckon(key: str) -> Floats:
        variable = catalogue.by_key.get(key)
        if variable is None or variable.formula is None:
            return read(key)
        return evaluate(variable.formula, read_or_reckon, years)

    return read_or_reckon


def measure(indicator: Indicator, values: Floats) -> Floats:
    """Turn values into what the index compares: with a target range, how far each lies outside it; otherwise themselves."""
    if indicator.target is None:
        return values
    low, high = indicator.target
    return np.maximum(np.maximum(low - values, values - high), 0.0)


def structure_of(catalogue: Catalogue, available: Collection[str]) -> Structure:
    """Build the tree of an index from the indicators at hand, all siblings weighing the same.

    Indicators for context only stay out. One with a target range counts by its distance from the range, as
    :func:`measure` gives it, so that less is better. A branch without any indicator is dropped.

    Args:
        catalogue: the catalogue.
        available: the codes of the indicators that can be reckoned.

    Raises:
        IndexProblem: ``structure.nothing`` when no indicator is left.
    """
    leaves = [
        Node(item.code, item.sub_area, direction=1 if item.direction == "higher" else -1)
        for item in catalogue.indicators
        if item.direction != "context" and item.code in available
    ]
    if not leaves:
        raise IndexProblem(
            "structure.nothing", "None of the catalogue's indicators can be reckoned from the data. Bring in data first."
        )
    needed = {branch.code for leaf in leaves for branch in catalogue.way_to(leaf.parent)}
    inner = [Node(branch.code, branch.parent) for branch in catalogue.branches.values() if branch.code in needed]
    return Structure((Node(ROOT), *inner, *leaves))
