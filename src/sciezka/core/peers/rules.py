"""Rules by which units belong to a comparison group: small criteria that are joined, written down and read again."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sciezka.core.index.types import IndexProblem

KEY_DIGITS: Final = 7
FIRST_COUNTY_CITY: Final = 61
KIND_NAMES: Final = {1: "urban", 2: "rural", 3: "urban-rural"}
# Population bands that a group is made by unless others are given; each begins at one number and ends before the next.
BANDS: Final = (0.0, 5_000.0, 10_000.0, 20_000.0, 50_000.0, 100_000.0, 200_000.0, 500_000.0, math.inf)


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules look at of a unit, in one year.

    Attributes:
        key: its TERYT code with 7 digits; voivodeship, county rights and kind are read from it.
        population: how many people; None when not known, which no population band takes.
        type: its type in a given table; empty when it has none.
    """

    key: str
    population: float | None = None
    type: str = ""

    @property
    def voivodeship(self) -> str:
        """The first two digits of the key."""
        return self.key[:2]

    @property
    def county_rights(self) -> bool:
        """Whether the unit is a city with county rights: its county's number is 61 or more."""
        return self.key[2:4].isdecimal() and int(self.key[2:4]) >= FIRST_COUNTY_CITY

    @property
    def kind(self) -> int:
        """The last digit of the key: 1 urban, 2 rural, 3 urban-rural."""
        return int(self.key[-1]) if self.key[-1:].isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Kind:
    """Units of these kinds: 1 urban, 2 rural, 3 urban-rural."""

    kinds: tuple[int, ...]

    def takes(self, unit: Facts) -> bool:
        """Tell whether a unit belongs."""
        return unit.kind in self.kinds


@dataclass(frozen=True, slots=True)
class Population:
    """Units with at least ``low`` people and fewer than ``high``."""

    low: float = 0.0
    high: float = math.inf

    def takes(self, unit: Facts) -> bool:
        """Tell whether a unit belongs."""
        return unit.population is not None and self.low <= unit.population < self.high


@dataclass(frozen=True, slots=True)
class CountyRights:
    """Cities with county rights, or units without."""

    has: bool = True

    def takes(self, unit: Facts) -> bool:
        """Tell whether a unit belongs."""
        return unit.county_rights == self.has


@dataclass(frozen=True, slots=True)
class Voivodeship:
    """Units of these voivodeships, by the first two digits."""

    codes: tuple[str, ...]

    def takes(self, unit: Facts) -> bool:
        """Tell whether a unit belongs."""
        return unit.voivodeship in self.codes


@dataclass(frozen=True, slots=True)
class OfType:
    """Units of these types in a given table, such as a functional classification."""

    types: tuple[str, ...]

    def takes(self, unit: Facts) -> bool:
        """Tell whether a unit belongs."""
        return unit.type in self.types


@dataclass(frozen=True, slots=True)
class AllOf:
    """Units that every one of these rules takes; no rules take all units."""

    rules: "tuple[Rule, ...]"

    def takes(self, unit: Facts) -> bool:
        """Tell whether a unit belongs."""
        return all(rule.takes(unit) for rule in self.rules)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Units that at least one of these rules takes."""

    rules: "tuple[Rule, ...]"

    def takes(self, unit: Facts) -> bool:
        """Tell whether a unit belongs."""
        return any(rule.takes(unit) for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Not:
    """Units that the rule does not take."""

    rule: "Rule"

    def takes(self, unit: Facts) -> bool:
        """Tell whether a unit belongs."""
        return not self.rule.takes(unit)


Rule = Kind | Population | CountyRights | Voivodeship | OfType | AllOf | AnyOf | Not


def make_usual_rule(unit: Facts, *, bands: Sequence[float] = BANDS, same_voivodeship: bool = False) -> AllOf:
    """Make the rule of units that are like this one: kind, county rights and population band, if wanted voivodeship too.

    Args:
        unit: the unit to find peers for.
        bands: where population bands begin, rising; the last number ends the last band.
        same_voivodeship: whether to stay within the voivodeship.

    Raises:
        IndexProblem: the unit's population is not known or lies in no band.
    """
    band = next(
        ((low, high) for low, high in pairwise(bands) if unit.population is not None and low <= unit.population < high),
        None,
    )
    if band is None:
        raise IndexProblem(
            "peers.no_band",
            f"The population of {unit.key} is {unit.population}, which lies in no band. "
            "Choose a year in which it is known, or pick the group otherwise.",
            unit=unit.key,
        )
    rules: list[Rule] = [Kind((unit.kind,)), CountyRights(unit.county_rights), Population(*band)]
    if same_voivodeship:
        rules.append(Voivodeship((unit.voivodeship,)))
    return AllOf(tuple(rules))


def write_rule(rule: Rule) -> str:
    """Write a rule as JSON, always in the same way."""
    return json.dumps(_spell(rule), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_rule(text: str) -> Rule:
    """Read a rule that ``write_rule`` wrote.

    Raises:
        IndexProblem: text that is no rule; the sentence names the part.
    """
    try:
        return _read(json.loads(text))
    except (ValueError, TypeError, RecursionError) as problem:
        if isinstance(problem, IndexProblem):
            raise
        raise IndexProblem("peers.rule", f"The rule of the group can't be read: {text[:80]}.", said=text[:80]) from problem


def describe_rule(rule: Rule) -> str:  # noqa: PLR0911 - one for each criterion
    """Say a rule in English words; rooms say it in the reader's language from its parts."""
    match rule:
        case Kind(kinds):
            return " or ".join(KIND_NAMES.get(kind, f"kind {kind}") for kind in kinds)
        case Population(low, high):
            if high == math.inf:
                return f"{low:,.0f} people or more"
            return f"fewer than {high:,.0f} people" if low <= 0 else f"{low:,.0f} to fewer than {high:,.0f} people"
        case CountyRights(has):
            return "with county rights" if has else "without county rights"
        case Voivodeship(codes):
            return f"voivodeship {', '.join(codes)}"
        case OfType(types):
            return f"type {', '.join(types)}"
        case AllOf(rules):
            return "; ".join(_bracket(part) for part in rules) or "all units"
        case AnyOf(rules):
            return " or ".join(_bracket(part) for part in rules) or "no unit"
        case Not(part):
            return f"not {_bracket(part)}"


def _bracket(rule: Rule) -> str:
    words = describe_rule(rule)
    return f"({words})" if isinstance(rule, AllOf | AnyOf) and len(rule.rules) > 1 else words


def _spell(rule: Rule) -> dict[str, Any]:  # noqa: PLR0911 - one for each criterion
    match rule:
        case Kind(kinds):
            return {"kind": sorted(set(kinds))}
        case Population(low, high):
            return {"population": [_shorten(low), None if high == math.inf else _shorten(high)]}
        case CountyRights(has):
            return {"county_rights": has}
        case Voivodeship(codes):
            return {"voivodeship": sorted(set(codes))}
        case OfType(types):
            return {"type": sorted(set(types))}
        case AllOf(rules):
            return {"all": [_spell(part) for part in rules]}
        case AnyOf(rules):
            return {"any": [_spell(part) for part in rules]}
        case Not(part):
            return {"not": _spell(part)}


def _shorten(number: float) -> float:
    """Write whole numbers without a fraction, so that 50000 and 50000.0 are one rule."""
    return int(number) if number == int(number) else number


def _read_kind(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    _demand(_is_list(said, int) and all(kind in KIND_NAMES for kind in said), "kind", said, "a list of 1, 2, 3")
    return Kind(tuple(said))


def _read_population(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    fits = isinstance(said, list) and len(said) == 2 and _is_number(said[0]) and (said[1] is None or _is_number(said[1]))  # noqa: PLR2004
    _demand(fits, "population", said, "two numbers, the second or null for no end")
    high = math.inf if said[1] is None else float(said[1])
    _demand(float(said[0]) < high, "population", said, "two numbers that rise")
    return Population(float(said[0]), high)


def _read_county_rights(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    _demand(isinstance(said, bool), "county_rights", said, "true or false")
    return CountyRights(said)


def _read_voivodeship(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    fits = _is_list(said, str) and all(len(code) == 2 and code.isdigit() for code in said)  # noqa: PLR2004 - two digits
    _demand(fits, "voivodeship", said, "a list of codes with two digits")
    return Voivodeship(tuple(said))


def _read_type(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    _demand(_is_list(said, str), "type", said, "a list of types")
    return OfType(tuple(said))


def _read_all(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    _demand(isinstance(said, list), "all", said, "a list of rules")
    return AllOf(tuple(_read(part) for part in said))


def _read_any(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    _demand(isinstance(said, list), "any", said, "a list of rules")
    return AnyOf(tuple(_read(part) for part in said))


def _read_not(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    return Not(_read(said))


_READERS: Final[Mapping[str, Callable[[Any], Rule]]] = {
    "kind": _read_kind,
    "population": _read_population,
    "county_rights": _read_county_rights,
    "voivodeship": _read_voivodeship,
    "type": _read_type,
    "all": _read_all,
    "any": _read_any,
    "not": _read_not,
}


def _read(said: Any) -> Rule:  # noqa: ANN401 - any JSON
    known = isinstance(said, dict) and len(said) == 1 and next(iter(said)) in _READERS
    _demand(known, "rule", said, f"an object with one of {', '.join(_READERS)}")
    word, inner = next(iter(said.items()))
    return _READERS[word](inner)


def _demand(holds: bool, where: str, said: Any, allowed: str) -> None:  # noqa: ANN401, FBT001 - any JSON; a condition
    if not holds:
        raise IndexProblem(
            "peers.rule", f"In the rule of the group {where} is {str(said)[:80]}; it must be {allowed}.", part=where
        )


def _is_list(said: Any, of: type) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(said, list) and bool(said) and all(isinstance(one, of) and not isinstance(one, bool) for one in said)


def _is_number(said: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(said, int | float) and not isinstance(said, bool) and math.isfinite(said)
