"""Faults of the way: conditions on what is not known yet, leaps backwards, answers said again too early."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from sciezka.rooms.questions.schema.budgets import SUMS
from sciezka.rooms.questions.schema.faults.noted import Fault, list_places, list_texts
from sciezka.rooms.questions.schema.routes import DAY, FIGURE
from sciezka.rooms.questions.schema.types import (
    CHOOSING,
    END,
    WITH_ROWS,
    Compared,
    Condition,
    Item,
    Kind,
    Operator,
    Questionnaire,
)
from sciezka.rooms.questions.schema.wording import find_placeholders

PRESENT: Final = frozenset({Operator.ANSWERED, Operator.UNANSWERED})
MEASURING: Final = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW})
SAME: Final = frozenset({Operator.IS, Operator.IS_NOT})
HOLDING: Final = frozenset({Operator.INCLUDES, Operator.EXCLUDES})
CHOSEN: Final = SAME | HOLDING | {Operator.IN} | MEASURING
OPERATORS: Final[Mapping[Kind, frozenset[Operator]]] = {
    Kind.SINGLE: CHOSEN, Kind.DROPDOWN: CHOSEN, Kind.MULTIPLE: CHOSEN, Kind.RANKING: CHOSEN, Kind.GRID: CHOSEN,
    Kind.SEMANTIC: SAME | MEASURING, Kind.NUMBER: SAME | MEASURING, Kind.NPS: SAME | MEASURING, Kind.DATE: SAME | MEASURING,
    Kind.ALLOCATION: SAME | MEASURING, Kind.TEXT: SAME | {Operator.IN}, Kind.LONG_TEXT: frozenset(), Kind.PLACE: frozenset(),
    Kind.FILE: frozenset(), Kind.BUDGET: SAME | MEASURING, Kind.CONSENT: SAME,
}  # fmt: skip
"""How answers of a kind may be compared, besides whether there is one; a grid and its like by their rows."""
IN_ROWS: Final = WITH_ROWS | {Kind.ALLOCATION, Kind.BUDGET}


def find_faults_of_way(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find faults of conditions, of leaps, and of texts that say answers again."""
    yield from _find_conditions(questionnaire)
    yield from _find_leaps(questionnaire)
    yield from _find_repeated(questionnaire)


def list_parts(condition: Condition) -> Iterator[Compared]:
    """Give all comparisons of a condition."""
    if isinstance(condition, Compared):
        yield condition
        return
    for part in condition.parts:
        yield from list_parts(part)


def _find_conditions(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Walk in order, knowing what has been asked so far."""
    asked: dict[str, Item] = {}
    for number, page in enumerate(questionnaire.pages):
        yield from _check(questionnaire, page.show_if, asked, f"pages[{number}].show_if")
        before_page = dict(asked)
        for part, section in enumerate(page.sections):
            path = f"pages[{number}].sections[{part}]"
            yield from _check(questionnaire, section.show_if, before_page if page.shuffle else asked, f"{path}.show_if")
            before = dict(asked)
            for order, item in enumerate(section.items):
                here = f"{path}.items[{order}]"
                # In a section whose items come in any order, none may wait for another.
                known = before if section.shuffle else asked
                yield from _check(questionnaire, item.show_if, known, f"{here}.show_if", item.code)
                yield from _check(questionnaire, item.required_if, known, f"{here}.required_if", item.code)
                for line, row in enumerate(item.rows):
                    yield from _check(questionnaire, row.show_if, known, f"{here}.rows[{line}].show_if", item.code)
                asked.setdefault(item.code, item)


def _check(
    questionnaire: Questionnaire, condition: Condition | None, asked: Mapping[str, Item], path: str, owner: str = ""
) -> Iterator[Fault]:
    """Check each comparison of a condition."""
    for part in list_parts(condition) if condition is not None else ():
        fields: dict[str, Any] = {"asked": part.item, **({"item": owner} if owner else {})}
        item = asked.get(part.item)
        if item is None:
            known = questionnaire.find_item(part.item) is not None
            yield Fault("condition.later" if known else "condition.item", path, "error", fields)
            continue
        code, more = _find_misfit(item, part)
        if code:
            yield Fault(code, path, "error", {**fields, **more})


def _find_misfit(item: Item, part: Compared) -> tuple[str, dict[str, Any]]:
    """Tell what of a comparison does not fit the item: a code and what it names, or empty."""
    if part.row and (item.kind not in IN_ROWS or part.row not in _list_rows(item)):
        return "condition.row", {"row": part.row}
    if item.kind is Kind.NOTE:
        return "condition.note", {}
    if part.operator in PRESENT:
        return "", {}
    suited = OPERATORS[item.kind]
    if item.kind in IN_ROWS and not part.row:
        suited = HOLDING if item.kind is Kind.GRID else frozenset()
    if part.operator not in suited or not _is_comparable(item, part):
        return "condition.operator", {"operator": str(part.operator)}
    unknown = [value for value in _list_codes(item, part) if item.find_option(value) is None]
    return ("condition.option", {"option": str(unknown[0])}) if unknown else ("", {})


def _list_rows(item: Item) -> Collection[str]:
    """Give the codes of what a comparison may pick out of an answer."""
    if item.kind is Kind.BUDGET:
        return SUMS
    return item.options_by_code if item.kind is Kind.ALLOCATION else item.rows_by_code


def _is_comparable(item: Item, part: Compared) -> bool:
    """Tell whether the value is of the sort that the item's answers are compared with."""
    value, is_number = part.value, isinstance(part.value, int | float) and not isinstance(part.value, bool)
    if item.kind is Kind.CONSENT:
        return isinstance(value, bool)
    if item.kind is Kind.DATE:
        return isinstance(value, str) and bool(DAY.fullmatch(value))
    if item.kind in {Kind.NUMBER, Kind.NPS, Kind.SEMANTIC, Kind.ALLOCATION, Kind.BUDGET}:
        return is_number
    if part.operator in MEASURING:
        counted = item.kind in {Kind.MULTIPLE, Kind.RANKING}
        return is_number and (counted or any(FIGURE.fullmatch(option.code) for option in item.options))
    return True


def _list_codes(item: Item, part: Compared) -> tuple[Any, ...]:
    """List the codes of options that a comparison names."""
    if part.operator in MEASURING or item.kind not in CHOOSING | {Kind.GRID, Kind.RANKING}:
        return ()
    return part.value if isinstance(part.value, tuple) else (part.value,)


def _find_leaps(questionnaire: Questionnaire) -> Iterator[Fault]:
    for number, page in enumerate(questionnaire.pages):
        if code := _find_bad_leap(questionnaire, page.skip_to, number):
            yield Fault(code, f"pages[{number}].skip_to", "error", {"target": page.skip_to})
    for place in list_places(questionnaire):
        for order, option in enumerate(place.item.options):
            part = f".options[{order}].skip_to"
            if option.skip_to and option.code not in place.item.leaps:
                yield place.find("leap.kind", "error", part, option=option.code, target=option.skip_to)
            elif code := _find_bad_leap(questionnaire, option.skip_to, place.number):
                yield place.find(code, "error", part, option=option.code, target=option.skip_to)


def _find_bad_leap(questionnaire: Questionnaire, target: str, here: int) -> str:
    if not target or target == END:
        return ""
    place = questionnaire.places.get(target)
    if place is None:
        return "leap.unknown"
    return "leap.back" if place <= here else ""


def _find_repeated(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find texts that say again what is not known yet: an unknown item, a later one, or one of the same page."""
    numbers = {place.item.code: place.number for place in reversed(list_places(questionnaire))}
    for place in list_places(questionnaire):
        for part, text, _ in list_texts(place):
            for code, _row in {found for words in text.words.values() for found in find_placeholders(words)}:
                if code not in numbers:
                    yield place.find("repeated.unknown", "warning", part, asked=code)
                elif numbers[code] >= place.number:
                    yield place.find("repeated.later", "warning", part, asked=code)
