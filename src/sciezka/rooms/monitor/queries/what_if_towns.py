"""Towns to tick: those of a group, and those found by a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.core.series.places import Unit
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.variant import Variant
from sciezka.rooms.monitor.queries.words import name_voivodeship
from sciezka.rooms.town.queries.collation import as_sorted

MOST_FOUND: Final = 30


@dataclass(frozen=True, slots=True)
class Box:
    """A town to tick."""

    key: str
    name: str
    note: str
    is_ticked: bool
    is_fixed: bool = False


def list_boxes(variant: Variant, sought: str = "") -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """List the towns of the group to tick, and towns found by a name that could be taken in."""
    choice = variant.choice
    if choice.sight is None:
        return (), ()
    units = choice.sight.units
    inside = {*variant.base_members, *variant.added}
    ticked = set(variant.members)
    boxes = [_box(units, key, is_ticked=key in ticked, is_fixed=key == choice.unit.key) for key in inside]
    found = find_units(units, choice.sight.cube.units, sought, inside)
    return _in_order(boxes), _in_order(_box(units, key, is_ticked=False) for key in found)


def box_units(choice: Choice, ticked: Sequence[str], sought: str) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """List ticked towns, the town itself always among them, and towns found by a name."""
    if choice.sight is None:
        return (), ()
    units, known = choice.sight.units, choice.sight.cube.unit_place
    inside = {choice.unit.key, *(key for key in ticked if key in known)}
    boxes = [_box(units, key, is_ticked=True, is_fixed=key == choice.unit.key) for key in inside]
    found = find_units(units, choice.sight.cube.units, sought, inside)
    return _in_order(boxes), _in_order(_box(units, key, is_ticked=False) for key in found)


def find_units(units: Mapping[str, Unit], known: Iterable[str], sought: str, without: Iterable[str] = ()) -> list[str]:
    """Find units by the beginning of any word of their names, or by their code; the best fits first."""
    word = " ".join(sought.split()).casefold()[:60]
    if not word:
        return []
    passed = set(without)
    hits = []
    for key in known:
        name = units[key].name.casefold() if key in units else ""
        if key in passed or not (key.startswith(word) or f" {name}".replace("-", " ").find(f" {word}") >= 0):
            continue
        hits.append((name != word, not name.startswith(word), as_sorted(name), key))
    return [hit[-1] for hit in sorted(hits)[:MOST_FOUND]]


def _box(units: Mapping[str, Unit], key: str, *, is_ticked: bool, is_fixed: bool = False) -> Box:
    return Box(key, units[key].name if key in units else key, name_voivodeship(key), is_ticked, is_fixed)


def _in_order(boxes: Iterable[Box]) -> tuple[Box, ...]:
    return tuple(sorted(boxes, key=lambda box: (as_sorted(box.name), box.key)))
