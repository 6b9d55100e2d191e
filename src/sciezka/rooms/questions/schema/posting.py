"""Answers as form fields: read from what a form sends, and written for a form to show.

A field is called as its item (``q1``), words of one's own as ``q1.other``, a row of a grid ``q1.r1``, an option of a ranking
or an allocation ``q1.a1``, the two parts of a place ``q1.lat`` and ``q1.lon``, a line of a budget
``q1.1.what``. Only fields that the page has are looked at.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sciezka.rooms.questions.schema import budgets
from sciezka.rooms.questions.schema.tidying import MOST_PARTS
from sciezka.rooms.questions.schema.types import WITH_ROWS, Answers, Item, Kind, Page

AXES: Final = ("lat", "lon")
IN_PARTS: Final = WITH_ROWS | {Kind.RANKING, Kind.ALLOCATION, Kind.PLACE}


def read_posted(page: Page, posted: Mapping[str, Sequence[str]], answers: Answers) -> dict[str, Any]:
    """Read form fields of a page. Nothing is judged here and nothing ever fails; what is empty is left out.

    Words typed beside an option of one's own, where nothing at all was chosen, choose that option. A file stays as the
    answers have it, unless ``<item>.remove`` was sent: files come by another way, and the caller puts them in.

    Args:
        page: the page.
        posted: each field's values, as ``dict(request.POST.lists())`` gives them.
        answers: what was answered before.
    """
    given: dict[str, Any] = {}
    for item in page.items():
        value = _read_fields(item, posted, answers)
        words = {
            f"{item.code}.{option}": text
            for option in item.options_of_own_words
            if (text := _get_last(posted, f"{item.code}.{option}")).strip()
        }
        if not value and len(words) == 1:
            option = next(iter(words)).partition(".")[2]
            value = [option] if item.kind is Kind.MULTIPLE else option
        if value:
            given[item.code] = value
        given.update(words)
    return given


def write_fields(page: Page, answers: Answers) -> dict[str, list[str]]:
    """Write answers of a page, or what was given, as the form fields that ``read_posted`` reads."""
    fields: dict[str, list[str]] = {}
    for item in page.items():
        for option in item.options_of_own_words:
            key = f"{item.code}.{option}"
            if isinstance(words := answers.get(key), str) and words:
                fields[key] = [words]
        value = answers.get(item.code)
        if item.kind is Kind.FILE or value is None:
            continue
        if item.kind is Kind.BUDGET:
            fields.update(budgets.write_fields(item, value if isinstance(value, list) else ()))
        elif isinstance(value, list):
            fields.update(_spread_list(item, value))
        elif isinstance(value, Mapping):
            fields.update({f"{item.code}.{part}": [_write_part(typed)] for part, typed in value.items()})
        else:
            fields[item.code] = ["on" if value is True else _write_part(value)]
    return fields


def _get_values(posted: Mapping[str, Sequence[str]], name: str) -> Sequence[str]:
    # Django's QueryDict gives only the last value when asked as a mapping.
    getlist = getattr(posted, "getlist", None)
    values = getlist(name) if getlist else posted.get(name, ())
    return [values] if isinstance(values, str) else values


def _get_last(posted: Mapping[str, Sequence[str]], name: str) -> str:
    values = _get_values(posted, name)
    return values[-1] if values and isinstance(values[-1], str) else ""


def _read_fields(item: Item, posted: Mapping[str, Sequence[str]], answers: Answers) -> Any:  # noqa: ANN401 - of any kind
    """Read the fields of one item, without words of one's own."""
    if item.kind is Kind.NOTE:
        return None
    if item.kind is Kind.FILE:
        return None if _get_last(posted, f"{item.code}.remove") else answers.get(item.code)
    if item.kind is Kind.MULTIPLE:
        values = _get_values(posted, item.code)
        return list(dict.fromkeys(value for value in values if value and isinstance(value, str)))[:MOST_PARTS]
    if item.kind is Kind.BUDGET:
        return budgets.read_fields(item, lambda name: _get_last(posted, name))
    if item.kind in IN_PARTS:
        return _read_parts(item, posted)
    return _get_last(posted, item.code)


def _read_parts(item: Item, posted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Read an item that has a field for each row, option or axis."""
    parts: Iterable[str] = AXES if item.kind is Kind.PLACE else item.options_by_code
    if item.kind in WITH_ROWS:
        parts = item.rows_by_code
    given = {part: _get_last(posted, f"{item.code}.{part}") for part in parts}
    return {part: typed for part, typed in given.items() if typed.strip()}


def _write_part(part: object) -> str:
    """Write one value; small numbers without a power of ten."""
    return f"{Decimal(repr(part)):f}" if isinstance(part, float) and math.isfinite(part) else str(part)


def _spread_list(item: Item, value: list[Any]) -> dict[str, list[str]]:
    if item.kind is Kind.RANKING:
        return {f"{item.code}.{code}": [str(place)] for place, code in enumerate(value, start=1)}
    if item.kind is Kind.PLACE:
        return {f"{item.code}.{axis}": [_write_part(part)] for axis, part in zip(AXES, value, strict=False)}
    return {item.code: [str(part) for part in value]}
