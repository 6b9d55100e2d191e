"""Questionnaires as JSON: reading what is stored or carried, and writing it back.

The JSON has the names of ``types``; a text is an object of languages, what has its default is left out, a comparison is
``{"item", "op", "value", "row"}`` and joined conditions are ``{"all": […]}``, ``{"any": […]}`` or ``{"none": […]}``.
Reading is strict in shape, so that nothing unknown is dropped silently; whether the whole makes sense (codes met twice,
leaps backwards, translations missing) is told by ``checking``, because a draft may be unfinished.
"""

import dataclasses
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sciezka.rooms.questions.schema.tidying import clean_signs
from sciezka.rooms.questions.schema.types import (
    LANGUAGES,
    Compared,
    Condition,
    Item,
    Joined,
    Kind,
    Operator,
    Option,
    Page,
    Questionnaire,
    Row,
    SchemaProblem,
    Section,
    Text,
)

CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
JOINS: Final = ("all", "any", "none")
LONGEST_TEXT: Final = 20_000
DEEPEST: Final = 8
"""So many conditions may stand inside one another."""
MOST: Final = {"pages": 100, "sections": 100, "items": 500, "options": 500, "rows": 200}

Noun = TypeVar("Noun")


def read_questionnaire(stored: object) -> Questionnaire:
    """Read a whole questionnaire.

    Args:
        stored: what ``json.loads`` or a ``JSONField`` gives.

    Raises:
        SchemaProblem: naming the place, where the shape is wrong.
    """
    return _read(Questionnaire, stored, "")


def read_item(stored: object, path: str = "item") -> Item:
    """Read one item.

    Raises:
        SchemaProblem: naming the place, where the shape is wrong.
    """
    return _read(Item, stored, path)


def read_condition(stored: object, path: str = "show_if") -> Condition:
    """Read a condition.

    Raises:
        SchemaProblem: naming the place, where the shape is wrong.
    """
    return _read_condition(stored, path, 0)


def write_questionnaire(questionnaire: Questionnaire) -> dict[str, Any]:
    """Write a whole questionnaire as JSON."""
    return _write(questionnaire)


def write_item(item: Item) -> dict[str, Any]:
    """Write one item as JSON."""
    return _write(item)


def write_condition(condition: Condition) -> dict[str, Any]:
    """Write a condition as JSON."""
    if isinstance(condition, Joined):
        return {condition.how: [write_condition(part) for part in condition.parts]}
    stored: dict[str, Any] = {"item": condition.item, "op": str(condition.operator)}
    if condition.value is not None:
        stored["value"] = list(condition.value) if isinstance(condition.value, tuple) else condition.value
    return {**stored, "row": condition.row} if condition.row else stored


def _write(noun: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the nouns
    stored: dict[str, Any] = {}
    for field in dataclasses.fields(noun):
        value = getattr(noun, field.name)
        default = field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default
        if value == default and field.name not in {"code", "kind", "languages"}:
            continue
        stored[field.name] = _write_value(value)
    return stored


def _write_value(value: Any) -> Any:  # noqa: ANN401 - any field of the nouns
    if isinstance(value, Text):
        return dict(value.words)
    if isinstance(value, Compared | Joined):
        return write_condition(value)
    if isinstance(value, tuple):
        return [_write_value(part) for part in value]
    if dataclasses.is_dataclass(value):
        return _write(value)
    return str(value) if isinstance(value, Kind) else value


def _refuse(code: str, sentence: str, path: str, **fields: Any) -> SchemaProblem:  # noqa: ANN401 - any values
    return SchemaProblem(code, sentence, path=path, **fields)


def _read(noun: type[Noun], stored: object, path: str) -> Noun:
    """Read one noun by its fields' names, each with its own reader."""
    if not isinstance(stored, Mapping):
        raise _refuse("shape.object", "An object is needed here.", path)
    readers = READERS[noun]
    for name in stored:
        if name not in readers:
            raise _refuse("shape.unknown", f"Nothing is called {name} here.", path, name=str(name))
    values = {name: readers[name](value, f"{path}.{name}" if path else name) for name, value in stored.items()}
    for field in dataclasses.fields(noun):  # type: ignore[arg-type]
        needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if needed and field.name not in values:
            if field.name == "text":
                values["text"] = Text()
                continue
            raise _refuse("shape.missing", f"{field.name} is missing.", path, name=field.name)
    return noun(**values)


def _read_text(value: object, path: str) -> Text:
    if not isinstance(value, Mapping):
        raise _refuse("shape.text", "A text is an object of languages.", path)
    words = {}
    for language, text in value.items():
        if language not in LANGUAGES:
            raise _refuse("text.language", f"{language} is not one of the languages.", path, language=str(language))
        words[str(language)] = _read_string(text, f"{path}.{language}")
    return Text(words)


def _read_string(value: object, path: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\0" in value:
        raise _refuse("shape.string", f"A string of up to {LONGEST_TEXT} signs is needed.", path, most=LONGEST_TEXT)
    # A paste from a terminal or a word processor brings signs that no XML, and so no report or workbook, can hold.
    return clean_signs(value)


def _read_code(value: object, path: str) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise _refuse("shape.code", "A code is a letter, then letters, digits and underscores, 40 signs at most.", path)
    return value


def _read_code_or_empty(value: object, path: str) -> str:
    return "" if value == "" else _read_code(value, path)


def _read_option_code(value: object, path: str) -> str:
    """Read the code of an option or a row; it may begin with a digit, as ``5``."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9_]{1,40}", value):
        raise _refuse("shape.code", "A code is made of letters, digits and underscores, 40 signs at most.", path)
    return value


def _read_flag(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise _refuse("shape.flag", "Yes or no is needed here.", path)
    return value


def _read_whole(least: int, most: int) -> Callable[[object, str], int]:
    def read(value: object, path: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _refuse("shape.whole", f"A whole number from {least} to {most} is needed.", path, least=least, most=most)
        return value

    return read


def _read_number(value: object, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _refuse("shape.number", "A number is needed here.", path)
    return value


def _read_bound(value: object, path: str) -> float | str | None:
    return value if value is None or isinstance(value, str) else _read_number(value, path)


def _read_value(value: object, path: str) -> float | None:
    return None if value is None else _read_number(value, path)


def _read_kind(value: object, path: str) -> Kind:
    try:
        return Kind(str(value))
    except ValueError:
        raise _refuse("item.kind", f"{value} is no kind of item.", path, kind=str(value)) from None


def _read_centre(value: object, path: str) -> tuple[float, float, float] | None:
    if value is None:
        return None
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 3:  # noqa: PLR2004 - two and a zoom
        raise _refuse("item.centre", "A latitude, a longitude and a zoom are needed.", path)
    latitude, longitude, zoom = (_read_number(part, path) for part in value)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and 1 <= zoom <= 20):  # noqa: PLR2004 - the globe
        raise _refuse("item.centre", "This is not a place on a map.", path)
    return latitude, longitude, zoom


def _read_strings(value: object, path: str) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise _refuse("shape.list", "A list is needed here.", path)
    return tuple(_read_string(part, f"{path}[{place}]") for place, part in enumerate(value))


def _read_languages(value: object, path: str) -> tuple[str, ...]:
    languages = _read_strings(value, path)
    if not languages or len(set(languages)) < len(languages) or not set(languages) <= set(LANGUAGES):
        raise _refuse("questionnaire.languages", "Name one or more of the languages, each once.", path)
    return languages


def _read_many(noun: type[Noun], name: str) -> Callable[[object, str], tuple[Noun, ...]]:
    def read(value: object, path: str) -> tuple[Noun, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise _refuse("shape.list", "A list is needed here.", path)
        if len(value) > MOST[name]:
            raise _refuse("shape.many", f"There are too many {name}.", path, name=name, most=MOST[name])
        return tuple(_read(noun, part, f"{path}[{place}]") for place, part in enumerate(value))

    return read


def _read_condition_or_none(value: object, path: str) -> Condition | None:
    return None if value is None else _read_condition(value, path, 0)


def _read_condition(value: object, path: str, depth: int) -> Condition:
    if not isinstance(value, Mapping) or depth > DEEPEST:
        raise _refuse("condition.shape", "This is no condition.", path)
    for how in JOINS:
        if how in value:
            parts = value[how]
            if set(value) != {how} or not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
                raise _refuse("condition.shape", "Joined conditions are one list of at least one.", path)
            read = (_read_condition(part, f"{path}.{how}[{n}]", depth + 1) for n, part in enumerate(parts))
            return Joined(how, tuple(read))
    if not set(value) <= {"item", "op", "value", "row"}:
        raise _refuse("condition.shape", "This is no condition.", path)
    try:
        operator = Operator(str(value.get("op")))
    except ValueError:
        raise _refuse("condition.operator", f"{value.get('op')} compares nothing.", path) from None
    row = value.get("row", "")
    return Compared(
        item=_read_code(value.get("item"), f"{path}.item"),
        operator=operator,
        value=_read_compared(value.get("value"), operator, f"{path}.value"),
        row=_read_option_code(row, f"{path}.row") if row else "",
    )


def _read_compared(value: object, operator: Operator, path: str) -> Any:  # noqa: ANN401 - a code, codes or a number
    if operator in {Operator.ANSWERED, Operator.UNANSWERED}:
        return None
    if operator == Operator.IN:
        return _read_strings(value, path)
    if operator in {Operator.AT_LEAST, Operator.AT_MOST, Operator.ABOVE, Operator.BELOW}:
        return value if isinstance(value, str) and value else _read_number(value, path)
    if isinstance(value, bool):
        return value
    return _read_number(value, path) if isinstance(value, int | float) else _read_string(value, path)


READERS: Final[Mapping[type, Mapping[str, Callable[[object, str], Any]]]] = {
    Option: {
        "code": _read_option_code, "text": _read_text, "value": _read_value, "exclusive": _read_flag,
        "own_words": _read_flag, "missing": _read_flag, "fixed": _read_flag, "skip_to": _read_code_or_empty,
    },
    Row: {"code": _read_option_code, "text": _read_text, "right": _read_text, "show_if": _read_condition_or_none},
    Item: {
        "code": _read_code, "kind": _read_kind, "text": _read_text, "help": _read_text, "required": _read_flag,
        "required_if": _read_condition_or_none, "show_if": _read_condition_or_none, "options": _read_many(Option, "options"),
        "rows": _read_many(Row, "rows"), "shuffle": _read_flag, "least": _read_bound, "most": _read_bound,
        "decimals": _read_whole(0, 6), "unit": _read_text, "longest": _read_whole(0, 20_000), "steps": _read_whole(2, 11),
        "total": _read_whole(1, 10_000), "low": _read_text, "high": _read_text, "centre": _read_centre,
        "round_to": _read_whole(10, 10_000), "extensions": _read_strings, "most_mb": _read_whole(1, 20),
        "bank": _read_string,
    },
    Section: {
        "code": _read_code, "title": _read_text, "text": _read_text, "show_if": _read_condition_or_none,
        "shuffle": _read_flag, "items": _read_many(Item, "items"),
    },
    Page: {
        "code": _read_code, "title": _read_text, "show_if": _read_condition_or_none, "shuffle": _read_flag,
        "sections": _read_many(Section, "sections"), "skip_to": _read_code_or_empty,
    },
    Questionnaire: {
        "languages": _read_languages, "title": _read_text, "intro": _read_text, "thanks": _read_text,
        "pages": _read_many(Page, "pages"),
    },
}  # fmt: skip
