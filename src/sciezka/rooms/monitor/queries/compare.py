"""The comparison of towns: which ones, their rows, and the courses of one indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.indicators.catalogue import ROOT
from sciezka.core.series.places import Unit
from sciezka.rooms.monitor.queries import words
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.indicators_words import join_unit
from sciezka.rooms.monitor.queries.overview_units import collate, fold
from sciezka.rooms.monitor.store.readings.compare import Cell, Row, Sides, compare_towns, rank_whole
from sciezka.rooms.monitor.store.readings.indicators import list_series

MOST: Final = 6
"""So many towns can be compared at once."""
MOST_FOUND: Final = 12
LONGEST_SEARCH: Final = 60
MOST_LISTED: Final = 160
# Scores of the index are shown with one decimal.
SCORE_DIGITS: Final = 1


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with its value written."""

    cell: Cell
    value: str
    town: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its name.

    Attributes:
        code: the node's or the indicator's code.
        name: its name.
        unit: an indicator's unit; empty for scores.
        year: the year of the values.
        cells: one for each town.
        level: ``whole``, ``dimension``, ``area`` or ``indicator``.
        known: how many of the group's towns have a place.
        is_old: whether the values are older than the year chosen.
    """

    code: str
    name: str
    unit: str
    year: int
    cells: tuple[ShownCell, ...]
    level: str
    known: int
    is_old: bool


@dataclass(frozen=True, slots=True)
class Block:
    """An area: its scores and its indicators."""

    area: ShownRow
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A town that can be ticked."""

    unit: Unit
    is_chosen: bool
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """What the comparison shows.

    Attributes:
        choice: what is looked at.
        towns: the towns, the one looked at first.
        outside: those that are not in the group.
        notices: what was asked for in vain.
        is_usual: whether the towns were chosen by us.
        top: the whole and the dimensions.
        blocks: the areas with their indicators.
        options: the towns of the group to tick.
        found: towns that the search found.
        asked_text: the words searched for.
        course: the code of the indicator whose courses are drawn; empty for none.
        courses: the indicators to choose from.
        query: the end of the address that shows the same again.
    """

    choice: Choice
    towns: tuple[Unit, ...]
    outside: tuple[Unit, ...]
    notices: tuple[str, ...]
    is_usual: bool
    top: tuple[ShownRow, ...]
    blocks: tuple[Block, ...]
    options: tuple[Option, ...]
    found: tuple[Option, ...]
    asked_text: str
    course: str
    courses: tuple[tuple[str, str], ...]
    query: str

    @property
    def labels(self) -> dict[str, str]:
        """The towns' names by key; of two towns with one name each with its kind."""
        return name_towns(self.towns)

    @property
    def series(self) -> dict[str, dict[int, float]]:
        """The courses of the indicator, by town."""
        sight = self.choice.sight
        if sight is None or not self.course:
            return {}
        return list_series(sight.cube, self.course, [town.key for town in self.towns])


def show_comparison(choice: Choice, asked: Sequence[str], text: str = "", course: str = "") -> Comparison | None:
    """Put towns side by side; nothing when no data are in force.

    Args:
        choice: what is looked at.
        asked: the keys of the towns.
        text: words of a search for further towns.
        course: the code of the indicator whose courses are drawn.
    """
    sight = choice.sight
    if sight is None:
        return None
    notices: list[str] = []
    keys, is_usual = _choose_towns(choice, asked, notices)
    members = choice.peers.members if choice.peers else (choice.unit.key,)
    sides = compare_towns(sight.cube, sight.catalogue, choice.run, members, keys, choice.year)
    towns = tuple(sight.units[key] for key in keys)
    language = words.language()
    courses = tuple((one.code, one.name(language)) for one in sight.catalogue.indicators if one.code in sides.leaves)
    if course not in sides.leaves:
        if course:
            notices.append(_("There are no figures of the indicator %(code)s here.") % {"code": course[:20]})
        course = courses[0][0] if courses else ""
    return Comparison(
        choice=choice,
        towns=towns,
        outside=tuple(town for town in towns if town.key not in members),
        notices=tuple(notices),
        is_usual=is_usual,
        top=tuple(_list_top(choice, sides, towns)),
        blocks=tuple(_list_blocks(choice, sides, towns)),
        options=_list_options(choice, members, keys),
        found=_find_towns(choice, text.strip()[:LONGEST_SEARCH], members, keys),
        asked_text=text.strip()[:LONGEST_SEARCH],
        course=course,
        courses=courses,
        query=f"{choice.query}&{urlencode([('z', key) for key in keys])}&{urlencode({'w': course})}",
    )


def _choose_towns(choice: Choice, asked: Sequence[str], notices: list[str]) -> tuple[list[str], bool]:
    known = choice.sight.cube.unit_place if choice.sight else {}
    wanted = list(dict.fromkeys(asked))
    unknown = [key[:10] for key in wanted if key not in known]
    if unknown:
        notices.append(_("There are no data of these units: %(codes)s.") % {"codes": ", ".join(unknown[:MOST])})
    keys = list(dict.fromkeys([choice.unit.key, *(key for key in wanted if key in known)]))
    if len(keys) > MOST:
        over = len(keys) - MOST
        notices.append(
            ngettext(
                "At most six towns are compared at once; %(count)s was left out.",
                "At most six towns are compared at once; %(count)s were left out.",
                over,
            ) % {"count": over}
        )  # fmt: skip
    if len(keys) > 1 or wanted:
        return keys[:MOST], False
    # Nothing is ticked yet: the best and the middle one of the group give a first picture.
    ranked = [key for key in (rank_whole(choice.run, choice.year) if choice.run else []) if key != choice.unit.key]
    return list(dict.fromkeys([*keys, *ranked[:1], *ranked[len(ranked) // 2 : len(ranked) // 2 + 1]])), True


def _list_top(choice: Choice, sides: Sides, towns: Sequence[Unit]) -> list[ShownRow]:
    if choice.sight is None:
        return []
    codes = [(ROOT, "whole"), *((one.code, "dimension") for one in choice.sight.catalogue.dimensions)]
    return [_show_row(choice, sides.nodes[code], towns, level) for code, level in codes if code in sides.nodes]


def _list_blocks(choice: Choice, sides: Sides, towns: Sequence[Unit]) -> list[Block]:
    if choice.sight is None:
        return []
    catalogue, found = choice.sight.catalogue, []
    for area in catalogue.areas:
        rows = [
            _show_row(choice, sides.leaves[one.code], towns, "indicator")
            for sub_area in catalogue.under(area.code)
            for one in catalogue.indicators_of(sub_area.code)
            if one.code in sides.leaves
        ]
        if rows:
            empty = Row(area.code, choice.year, tuple(Cell(None, 0) for _town in towns), 0)
            found.append(Block(_show_row(choice, sides.nodes.get(area.code, empty), towns, "area"), tuple(rows)))
    return found


def _show_row(choice: Choice, row: Row, towns: Sequence[Unit], level: str) -> ShownRow:
    catalogue = choice.sight.catalogue if choice.sight else None
    indicator = catalogue.by_code.get(row.code) if catalogue else None
    digits = indicator.decimals if indicator else SCORE_DIGITS
    labels = name_towns(towns)
    return ShownRow(
        code=row.code,
        name=words.name_node(catalogue, row.code) if catalogue else row.code,
        unit=indicator.unit(words.language()) if indicator else "",
        year=row.year,
        cells=tuple(
            ShownCell(
                cell,
                join_unit(words.show(cell.value, digits), indicator) if indicator else words.show(cell.value, digits),
                labels[town.key],
            )
            for cell, town in zip(row.cells, towns, strict=True)
        ),
        level=level,
        known=row.known,
        is_old=row.year != choice.year,
    )


def name_towns(towns: Sequence[Unit]) -> dict[str, str]:
    """Name towns so that no two have one name."""
    names = [town.name for town in towns]
    return {
        town.key: town.name if names.count(town.name) == 1 else f"{town.name} ({words.name_kind(town.key)}, {town.key})"
        for town in towns
    }


def sort_names(unit: Unit) -> tuple[tuple[int, ...], str]:
    """Order units by name as Polish has it: ą after a, ł after l."""
    return collate(unit.name), unit.key


def _list_options(choice: Choice, members: Sequence[str], keys: Sequence[str]) -> tuple[Option, ...]:
    units: Mapping[str, Unit] = choice.sight.units if choice.sight else {}
    known = choice.sight.cube.unit_place if choice.sight else {}
    wanted = dict.fromkeys([*keys, *members][: MOST_LISTED + MOST])
    listed = sorted((units[key] for key in wanted if key in known), key=sort_names)
    return tuple(Option(unit, unit.key in keys) for unit in listed if unit.key != choice.unit.key)


def _find_towns(choice: Choice, text: str, members: Sequence[str], keys: Sequence[str]) -> tuple[Option, ...]:
    if not text or choice.sight is None:
        return ()
    shown, wanted = {*members[:MOST_LISTED], *keys}, fold(text)
    units = (choice.sight.units[key] for key in choice.sight.cube.units if key not in shown)
    hits = [unit for unit in units if wanted in fold(unit.name)]
    hits.sort(key=lambda unit: (not fold(unit.name).startswith(wanted), sort_names(unit)))
    return tuple(
        Option(unit, is_chosen=False, note=f"{words.name_kind(unit.key)}, {words.name_voivodeship(unit.key)}")
        for unit in hits[:MOST_FOUND]
    )
