"""How answers become columns: which column stands for what of a questionnaire, and how one person's answers fill them.

========================= ============================================================================================
item                      columns
========================= ============================================================================================
single, dropdown          ``q1``: a choice, or a scale where its options have values
multiple                  ``q1``: a set
grid, semantic            ``q1.r1`` for each row: a choice or a scale
number                    ``q1``: a number
nps                       ``q1``: a scale of 0 to 10, and ``q1.bands``: a choice of three
ranking                   ``q1.a`` for each option: a number, the place it was given
allocation                ``q1.a`` for each option: a number
place                     ``q1.lat`` and ``q1.lon``: numbers
budget                    ``q1``: a number, the cost of the whole
text, long_text, date,    ``q1``: a choice of one code, which says that something was answered; what was written
file, consent             stays in the answers
========================= ============================================================================================

Besides, ``_group``, ``_way`` and ``_language`` hold the group, the way and the language of a response.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sciezka.core.polls.columns import ColumnSpec
from sciezka.rooms.questions.schema.budgets import sum_typed
from sciezka.rooms.questions.schema.types import WITH_ROWS, Item, Kind, Option, Questionnaire
from sciezka.rooms.surveys.models import Response
from sciezka.rooms.surveys.queries.results_routes import find_leads

LAYOUT_VERSION: Final = 1
GROUP: Final = "_group"
WAY: Final = "_way"
LANGUAGE: Final = "_language"
GIVEN: Final = "1"
"""The one code of a column that says only that something was answered."""
FEWEST_VALUES: Final = 2
BANDS: Final = "bands"
NPS_BANDS: Final = {"against": range(7), "between": range(7, 9), "for": range(9, 11)}
"""Steps of a net promoter score that are counted together: who does not recommend, who is between, who does."""
PARTED: Final = WITH_ROWS | {Kind.RANKING, Kind.ALLOCATION, Kind.PLACE}
"""Kinds that have a column for each of their parts."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of an edition.

    Attributes:
        questionnaire: what was asked.
        specs: the columns, without that of groups, whose codes only the answers know.
        leads: for each item the items whose answers decided whether it was asked.
        digest: tells layouts apart.
    """

    questionnaire: Questionnaire
    specs: tuple[ColumnSpec, ...]
    leads: Mapping[str, frozenset[str]]
    digest: str


def lay_out(questionnaire: Questionnaire) -> Layout:
    """Lay the columns of a questionnaire out."""
    specs = (
        *(spec for item in questionnaire.items() for spec in specs_of(item)),
        ColumnSpec(name=WAY, kind="choice", codes=tuple(str(way) for way in Response.Channel.values)),
        ColumnSpec(name=LANGUAGE, kind="choice", codes=("pl", "en", "uk")),
    )
    written = repr((LAYOUT_VERSION, [(spec.name, spec.kind, spec.codes, spec.values) for spec in specs]))
    return Layout(questionnaire, specs, find_leads(questionnaire), hashlib.sha256(written.encode()).hexdigest())


def specs_of(item: Item) -> Iterator[ColumnSpec]:
    """Give the columns of an item; a note has none."""
    if item.kind in {Kind.SINGLE, Kind.DROPDOWN}:
        yield choose_spec(item.code, item.options)
    elif item.kind == Kind.MULTIPLE:
        yield ColumnSpec(name=item.code, kind="set", codes=tuple(option.code for option in item.options))
    elif item.kind == Kind.NPS:
        yield _make_steps(item.code, range(11))
        yield ColumnSpec(name=name_column(item, BANDS), kind="choice", codes=tuple(NPS_BANDS))
    elif item.kind in PARTED:
        yield from _specs_of_parts(item)
    elif item.kind in {Kind.NUMBER, Kind.BUDGET}:
        yield ColumnSpec(name=item.code, kind="number")
    elif item.kind != Kind.NOTE:
        yield ColumnSpec(name=item.code, kind="choice", codes=(GIVEN,))


def _specs_of_parts(item: Item) -> Iterator[ColumnSpec]:
    for part in parts_of(item):
        name = name_column(item, part)
        if item.kind == Kind.GRID:
            yield choose_spec(name, item.options)
        elif item.kind == Kind.SEMANTIC:
            yield _make_steps(name, range(1, item.steps + 1))
        else:
            yield ColumnSpec(name=name, kind="number")


def _make_steps(name: str, steps: range) -> ColumnSpec:
    codes = tuple(str(step) for step in steps)
    return ColumnSpec(name=name, kind="scale", codes=codes, values=tuple(float(step) for step in steps))


def parts_of(item: Item) -> tuple[str, ...]:
    """Give the codes of an item's parts, each of which has a column of its own."""
    if item.kind == Kind.PLACE:
        return ("lat", "lon")
    return tuple(part.code for part in (item.rows if item.kind in WITH_ROWS else item.options))


def name_column(item: Item, part: str) -> str:
    """Name the column of a part of an item: a row or an option."""
    return f"{item.code}.{part}"


def choose_spec(name: str, options: Iterable[Option]) -> ColumnSpec:
    """Make the column of a choice; options with values make it a scale."""
    listed = tuple(options)
    codes = tuple(option.code for option in listed)
    values = tuple(None if option.missing else option.value for option in listed)
    if len({value for value in values if value is not None}) >= FEWEST_VALUES:
        return ColumnSpec(name=name, kind="scale", codes=codes, values=values)
    return ColumnSpec(name=name, kind="choice", codes=codes)


def fill_rows(layout: Layout, rows: Iterable[tuple[Mapping[str, Any], str, str, str]]) -> Iterator[dict[str, Any]]:
    """Turn responses (answers, group, way, language) into rows of the layout's columns.

    What a column can't hold is left out; stored answers were checked against their edition before they were stored.
    """
    fills = [(item.code, partial(_FILLS.get(item.kind, _put_given), _find_names(item))) for item in _list_asked(layout)]
    for answers, group, way, language in rows:
        row: dict[str, Any] = {WAY: way, LANGUAGE: language, GROUP: group}
        for code, fill in fills:
            given = answers.get(code)
            if given is not None:
                row.update(fill(given))
        yield row


def _list_asked(layout: Layout) -> list[Item]:
    return [item for item in layout.questionnaire.items() if item.kind != Kind.NOTE]


@dataclass(frozen=True, slots=True)
class _Names:
    """What an item's answers may hold: its own column, the columns of its parts, its codes."""

    own: str
    parts: Mapping[str, str]
    codes: frozenset[str]


def _find_names(item: Item) -> _Names:
    parts = {part: name_column(item, part) for part in parts_of(item)} if item.kind in PARTED else {}
    codes: Iterable[str] = (option.code for option in item.options)
    if item.kind == Kind.SEMANTIC:
        codes = (str(step) for step in range(1, item.steps + 1))
    elif item.kind == Kind.NPS:
        codes = (str(step) for step in range(11))
    return _Names(item.code, parts, frozenset(codes))


def _put_code(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401 - any stored answer
    return {names.own: str(given)} if str(given) in names.codes else {}


def _put_steps(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401
    if str(given) not in names.codes:
        return {}
    band = next(band for band, steps in NPS_BANDS.items() if int(given) in steps)
    return {names.own: str(given), f"{names.own}.{BANDS}": band}


def _put_codes(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401
    return {names.own: [code for code in given if code in names.codes]} if isinstance(given, list) else {}


def _put_lines(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(given, dict):
        return {}
    return {name: str(given[part]) for part, name in names.parts.items() if str(given.get(part)) in names.codes}


def _put_ranks(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(given, list):
        return {}
    return {names.parts[part]: place for place, part in enumerate(given, start=1) if part in names.parts}


def _put_sums(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(given, dict):
        return {}
    # Who gave something to one option gave nothing to those left empty.
    return {name: given.get(part, 0) for part, name in names.parts.items() if is_number(given.get(part, 0))}


def _put_place(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(given, list) or len(given) != len(names.parts) or not all(is_number(end) for end in given):
        return {}
    return dict(zip(names.parts.values(), given, strict=True))


def _put_number(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401
    return {names.own: given} if is_number(given) else {}


def _put_total(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401
    return {names.own: float(sum_typed(given).total)}


def _put_given(names: _Names, given: Any) -> dict[str, Any]:  # noqa: ANN401, ARG001 - that something was answered is all
    return {names.own: GIVEN}


_FILLS: Final[Mapping[Kind, Callable[[_Names, Any], dict[str, Any]]]] = {
    Kind.SINGLE: _put_code,
    Kind.DROPDOWN: _put_code,
    Kind.NPS: _put_steps,
    Kind.MULTIPLE: _put_codes,
    Kind.GRID: _put_lines,
    Kind.SEMANTIC: _put_lines,
    Kind.RANKING: _put_ranks,
    Kind.ALLOCATION: _put_sums,
    Kind.PLACE: _put_place,
    Kind.NUMBER: _put_number,
    Kind.BUDGET: _put_total,
}


def is_number(value: object) -> bool:
    """Tell whether a stored answer is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)
