"""The variables of exported answers: a column for each thing that can be answered, under names that all formats hold.

The same names stand in CSV, XLSX, SPSS and DDI: a letter first, then letters, digits and ``_``, at most 64 signs, none twice
in capitals or small letters, and no word that SPSS keeps for itself.

=================== ======================================= =====================================================
item                variables                               values
=================== ======================================= =====================================================
single, dropdown    ``q1``                                  the option's code
multiple            ``q1_a`` for each option                1 chosen, 0 not; nothing where nothing was answered
grid                ``q1_r1`` for each row                  the option's code
semantic            ``q1_r1`` for each row                  the step, from 1 at the left pole
number, nps         ``q1``                                  the number
ranking             ``q1_a`` for each option                the place it was given
allocation          ``q1_a`` for each option                the points it was given
place               ``q1_lat``, ``q1_lon``                  degrees, as coarse as they are kept
budget              ``q1_total``, ``q1_own``, ``q1_asked``  money; ``q1_lines`` the lines as one text, a line in each
date                ``q1``                                  ``YYYY-MM-DD``
text, long_text     ``q1``                                  the words
own words           ``q1_a_txt`` for each such option       the words
file, consent       ``q1``                                  1 where given; the file itself stays behind
=================== ======================================= =====================================================
"""

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.rooms.questions.schema.budgets import SUMS
from sciezka.rooms.questions.schema.types import OPEN, WITH_ROWS, Item, Kind, Option, Questionnaire, Row
from sciezka.rooms.surveys.models import Response
from sciezka.rooms.surveys.queries.results_shapes import say_question, say_unit

LONGEST_NAME: Final = 64
KEPT_WORDS: Final = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
"""What SPSS doesn't let a variable be called."""
FIRST_MISSING: Final = -99
FEWEST_VALUES: Final = 2


class Role(enum.StrEnum):
    """What a variable holds of its item, or of the response."""

    CODE = "code"
    TICK = "tick"
    ROW = "row"
    STEP = "step"
    NUMBER = "number"
    SCORE = "score"
    RANK = "rank"
    SHARE = "share"
    DEGREE = "degree"
    SUM = "sum"
    LINES = "lines"
    DAY = "day"
    WORDS = "words"
    OWN = "own"
    GIVEN = "given"
    # Of the response, not of an item.
    RESPONSE = "response"
    ANSWERED_ON = "answered_on"
    WAY = "way"
    LANGUAGE = "language"
    GROUP = "group_name"
    EDITION = "edition"
    WEIGHT = "weight"


BESIDES: Final = (
    Role.RESPONSE, Role.ANSWERED_ON, Role.WAY, Role.LANGUAGE, Role.GROUP, Role.EDITION, Role.WEIGHT,
)  # fmt: skip
"""The variables that stand beside the items, in their order; each bears its role's name."""
WRITTEN: Final = frozenset({Role.WORDS, Role.OWN, Role.LINES})
"""What people wrote themselves: personal data may stand in it."""
CODED: Final = frozenset({Role.CODE, Role.ROW, Role.WAY, Role.LANGUAGE})
"""Variables whose values are words of a list."""
LABELLED: Final = CODED | {Role.TICK, Role.STEP, Role.SCORE, Role.GIVEN}
TEXTUAL: Final = WRITTEN | {Role.GROUP}
SCALED: Final = frozenset({Role.NUMBER, Role.SHARE, Role.DEGREE, Role.SUM, Role.WEIGHT})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a variable.

    Attributes:
        number: as SPSS holds it.
        code: as CSV holds it.
        label: its words.
        is_missing: it says that the person can't or won't tell.
    """

    number: float
    code: str
    label: str
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """One column.

    Attributes:
        name: in every format.
        role: what it holds.
        item: of which item; none for what stands beside the items.
        part: which row, option or end of it.
    """

    name: str
    role: Role
    item: Item | None = None
    part: str = ""

    @property
    def measure(self) -> str:
        """The level of measurement, in SPSS's words."""
        if self.role in SCALED:
            return "scale"
        if self.role in {Role.STEP, Role.SCORE, Role.RANK} or (self.item is not None and has_scale(self)):
            return "ordinal"
        return "nominal"


def join_editions(editions: Iterable[Questionnaire]) -> Questionnaire:
    """Join editions of one questionnaire, the newest first: what only an older one asked comes after the rest."""
    first, *older = editions
    items = {item.code: item for item in first.items()}
    strange: list[Item] = []
    for item in (item for questionnaire in older for item in questionnaire.items()):
        if item.code in items:
            items[item.code] = _widen(items[item.code], item)
        else:
            items[item.code] = item
            strange.append(item)
    pages = [
        replace(page, sections=tuple(
            replace(section, items=tuple(items[item.code] for item in section.items)) for section in page.sections
        ))
        for page in first.pages
    ]  # fmt: skip
    if strange and pages:
        *rest, last = pages[-1].sections
        pages[-1] = replace(pages[-1], sections=(*rest, replace(last, items=(*last.items, *strange))))
    return replace(first, pages=tuple(pages))


def _widen(item: Item, older: Item) -> Item:
    options = (option for option in older.options if item.find_option(option.code) is None)
    rows = (row for row in older.rows if item.find_row(row.code) is None)
    return replace(item, options=(*item.options, *options), rows=(*item.rows, *rows))


def list_variables(questionnaire: Questionnaire) -> tuple[Variable, ...]:
    """List all variables of a questionnaire; their names never depend on which of them are wanted."""
    taken: set[str] = set()
    wanted = [
        *(found for item in questionnaire.items() for found in _list_of(item)),
        *((role, None, "") for role in BESIDES),
    ]
    # A whole item keeps its own code, whatever its neighbours' parts are called.
    order = sorted(range(len(wanted)), key=lambda at: (bool(wanted[at][2]) or wanted[at][1] is None, at))
    names = {at: _make_name(wanted[at], taken) for at in order}
    made = [Variable(names[at], role, item, part) for at, (role, item, part) in enumerate(wanted)]
    ahead = [one for one in made if one.role in BESIDES and one.role != Role.WEIGHT]
    return (*ahead, *(one for one in made if one.role not in BESIDES), *(one for one in made if one.role == Role.WEIGHT))


def _list_of(item: Item) -> Iterator[tuple[Role, Item | None, str]]:
    match item.kind:
        case Kind.NOTE:
            return
        case Kind.SINGLE | Kind.DROPDOWN:
            yield Role.CODE, item, ""
        case Kind.MULTIPLE:
            yield from ((Role.TICK, item, option.code) for option in item.options)
        case Kind.GRID | Kind.SEMANTIC:
            role = Role.ROW if item.kind == Kind.GRID else Role.STEP
            yield from ((role, item, row.code) for row in item.rows)
        case Kind.RANKING | Kind.ALLOCATION:
            role = Role.RANK if item.kind == Kind.RANKING else Role.SHARE
            yield from ((role, item, option.code) for option in item.options)
        case Kind.PLACE:
            yield from ((Role.DEGREE, item, end) for end in ("lat", "lon"))
        case Kind.BUDGET:
            yield from ((Role.SUM, item, name) for name in SUMS)
            yield Role.LINES, item, "lines"
        case _:
            roles = {Kind.NUMBER: Role.NUMBER, Kind.NPS: Role.SCORE, Kind.DATE: Role.DAY}
            yield roles.get(item.kind, Role.WORDS if item.kind in OPEN else Role.GIVEN), item, ""
    yield from ((Role.OWN, item, option) for option in item.options_of_own_words)


def _make_name(wanted: tuple[Role, Item | None, str], taken: set[str]) -> str:
    role, item, part = wanted
    name = str(role) if item is None else item.code
    name += f"_{part}" if part else ""
    name += "_txt" if role == Role.OWN else ""
    name = name.rstrip("_") or "q"
    name = f"{name}_" if name.lower() in KEPT_WORDS else name
    name, number, base = name[:LONGEST_NAME], 1, name
    while name.lower() in taken:
        number += 1
        name = f"{base[: LONGEST_NAME - 5]}_{number}"
    taken.add(name.lower())
    return name


def label_variable(variable: Variable, language: str) -> str:
    """Say what a variable is."""
    item = variable.item
    if item is None:
        return say_beside(variable.role)
    question = say_question(item, language)
    part = say_part(variable, language)
    if variable.role == Role.OWN:
        return _("%(question)s – %(option)s: in one’s own words") % {"question": question, "option": part}
    if item.kind == Kind.FILE:
        return _("%(question)s (whether a file was sent)") % {"question": question}
    unit = item.unit.say(language)
    if unit and variable.role == Role.NUMBER:
        return f"{question} ({unit})"
    return f"{question} – {part}" if part else question


def say_part(variable: Variable, language: str) -> str:
    """Give the words of the row or the option that a variable is of; nothing of a whole item."""
    item, part = variable.item, variable.part
    if item is None or not part:
        return ""
    if variable.role == Role.DEGREE:
        return _("latitude") if part == "lat" else _("longitude")
    if item.kind == Kind.BUDGET:
        said = {"total": _("all costs"), "own": _("own contribution"), "asked": _("asked for"), "lines": _("lines")}
        return said[part] if part == "lines" else f"{said[part]} ({say_unit(item, language)})"
    if item.kind in WITH_ROWS:
        row = item.find_row(part)
        return part if row is None else say_row(row, language)
    option = item.find_option(part)
    return (option.text.say(language) if option else "") or part


def say_row(row: Row, language: str) -> str:
    """Give the words of a row; of a semantic scale both poles."""
    return " – ".join(filter(None, (row.text.say(language), row.right.say(language)))) or row.code


def say_beside(role: Role) -> str:
    """Say what a variable that belongs to no item is."""
    return {
        Role.RESPONSE: _("Number of the answer, drawn anew for each file"),
        Role.ANSWERED_ON: _("Day on which it was finished"),
        Role.WAY: _("By which way it came"),
        Role.LANGUAGE: _("Language in which it was given"),
        Role.GROUP: _("Group kept with it"),
        Role.EDITION: _("Edition of the questionnaire"),
        Role.WEIGHT: _("Weight to the known population, 1 on average"),
    }[role]


def list_values(variable: Variable, language: str) -> tuple[Value, ...]:
    """List the values of a variable that have words; none of numbers and of what people wrote."""
    item = variable.item
    if variable.role == Role.WAY:
        return tuple(Value(at, code, str(label)) for at, (code, label) in enumerate(Response.Channel.choices, start=1))
    if variable.role == Role.LANGUAGE:
        names = {"pl": _("Polish"), "en": _("English"), "uk": _("Ukrainian")}
        return tuple(Value(at, code, label) for at, (code, label) in enumerate(names.items(), start=1))
    if variable.role == Role.TICK:
        return (Value(0, "0", _("not chosen")), Value(1, "1", _("chosen")))
    if variable.role == Role.GIVEN:
        return (Value(1, "1", _("given")),)
    if item is not None and variable.role in {Role.STEP, Role.SCORE}:
        return _list_steps(item, variable, language)
    return _list_options(item, language) if item is not None and variable.role in CODED else ()


def _list_steps(item: Item, variable: Variable, language: str) -> tuple[Value, ...]:
    if variable.role == Role.SCORE:
        steps, ends = range(11), {0: item.low.say(language), 10: item.high.say(language)}
    else:
        row = item.find_row(variable.part)
        steps = range(1, item.steps + 1)
        ends = {1: row.text.say(language), item.steps: row.right.say(language)} if row else {}
    return tuple(Value(at, str(at), f"{at}: {ends[at]}" if ends.get(at) else str(at)) for at in steps)


def has_scale(variable: Variable) -> bool:
    """Tell whether the options of a variable are steps of a scale."""
    item = variable.item
    if item is None or variable.role not in {Role.CODE, Role.ROW}:
        return False
    return _is_scale(item.options)


def _is_scale(options: Iterable[Option]) -> bool:
    sure = [option.value for option in options if not option.missing]
    known = [value for value in sure if value is not None]
    return len(set(known)) >= FEWEST_VALUES and len(set(known)) == len(sure)


def _list_options(item: Item, language: str) -> tuple[Value, ...]:
    """Number options: a scale by its values, else by their order; who can't tell gets a number far below all of them."""
    by_value = _is_scale(item.options)
    used = {option.value for option in item.options if not option.missing} if by_value else set()
    below = (number for number in range(FIRST_MISSING, FIRST_MISSING - len(item.options) * 2 - 2, -1) if number not in used)
    places = iter(range(1, len(item.options) + 1))
    found = []
    for option in item.options:
        number: Any = next(below) if option.missing else option.value if by_value else next(places)
        found.append(Value(number, option.code, option.text.say(language) or option.code, option.missing))
    return tuple(found)


def number_values(variable: Variable) -> Mapping[str, float]:
    """Give the numbers of a variable's values by their codes."""
    return {value.code: value.number for value in list_values(variable, "pl")}
