"""Choosing a town: by name, in Polish order, with or without diacritics."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sciezka.core.series.places import Unit
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.words import name_kind, name_voivodeship
from sciezka.rooms.monitor.store.sight import Sight

MOST: Final = 40
LONGEST: Final = 80
ALPHABET: Final = " -0123456789aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_PLACE: Final = {letter: place for place, letter in enumerate(ALPHABET)}
_STROKE: Final = str.maketrans("łŁ", "lL")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One town to choose."""

    name: str
    kind: str
    voivodeship: str
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class UnitsFound:
    """What a search found: the first towns, and how many there are."""

    search: str
    lines: tuple[UnitLine, ...]
    count: int

    @property
    def rest(self) -> int:
        """How many more were found than are shown."""
        return self.count - len(self.lines)


def find_units(choice: Choice, search: str, address: str) -> UnitsFound:
    """Find towns by name; links keep the rest of what is shown.

    Args:
        choice: what is shown.
        search: what was typed.
        address: where the links lead.
    """
    search = " ".join(search.split())[:LONGEST]
    if choice.sight is None:
        return UnitsFound(search, (), 0)
    wanted = fold(search)
    found = [
        (match, unit) for unit in _list_units(choice.sight) if (match := rate_match(fold(unit.name), wanted)) is not None
    ]
    found.sort(key=lambda pair: (pair[0], collate(pair[1].name), pair[1].key))
    lines = tuple(
        UnitLine(
            unit.name or unit.key,
            name_kind(unit.key),
            name_voivodeship(unit.key),
            f"{address}{choice.query_with(jednostka=unit.key)}",
            unit.key == choice.unit.key,
        )
        for _match, unit in found[:MOST]
    )
    return UnitsFound(search, lines, len(found))


def rate_match(name: str, wanted: str) -> int | None:
    """Tell how well a name matches: 0 it begins so, 1 one of its words does, 2 it holds it; None when it doesn't."""
    if name.startswith(wanted):
        return 0
    if f" {wanted}" in name.replace("-", " "):
        return 1
    return 2 if wanted in name else None


def fold(text: str) -> str:
    """Write without capitals and diacritics: „Łódź” and „lodz” are the same to who is typing."""
    plain = unicodedata.normalize("NFD", text.translate(_STROKE))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def collate(text: str) -> tuple[int, ...]:
    """Give a key that sorts as Polish dictionaries do: „ł” after „l”, „ż” last."""
    return tuple(_PLACE.get(sign, len(ALPHABET) + ord(sign)) for sign in text.casefold())


def _list_units(sight: Sight) -> list[Unit]:
    units: Mapping[str, Unit] = sight.units
    return [units[key] for key in sight.cube.units if key in units]
