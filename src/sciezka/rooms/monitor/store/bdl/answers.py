"""The bank's answers as checked data; what does not have the expected shape is refused with a sentence.

The shapes are those of real answers (``val``, ``attrId``), which differ from the published description (``value``).
"""

import datetime
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from sciezka.rooms.monitor.store.bdl.problems import BadAnswer

WARSAW: Final = ZoneInfo("Europe/Warsaw")
UNIT_ID: Final = re.compile(r"\d{12}")
YEAR: Final = re.compile(r"(19|20)\d\d")
NAMES: Final = ("n1", "n2", "n3", "n4", "n5")


class CutShort(ValueError):
    """The answer is no whole JSON: it was cut off on the way, and asking again may help."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a unit.

    Attributes:
        year: the year.
        val: what the bank reports, also where its attribute says that this is no value; None when it sent none.
        attr: the attribute; None when it sent none.
    """

    year: int
    val: float | None
    attr: int | None


@dataclass(frozen=True, slots=True)
class UnitValues:
    """All values of one unit.

    Attributes:
        unit: the bank's id, 12 digits, always text: as a number it would lose its leading zero.
        name: the unit's name.
        values: its values.
    """

    unit: str
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class DataPage:
    """One page of a variable's values.

    Attributes:
        variable: the variable's id.
        total: how many units there are on all pages.
        page: the page's number, from 0.
        size: how many units the bank puts on a page.
        updated: when the bank last changed the variable, as it writes it.
        units: the units of this page.
    """

    variable: int
    total: int
    page: int
    size: int
    updated: str
    units: tuple[UnitValues, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """What a variable is.

    Attributes:
        id: its number.
        subject: the id of the subject that it belongs to.
        names: its place in each dimension, such as ("ogółem", "25-29").
        level: the finest level that it is known for (6 = communes).
        unit: the name of its unit of measure.
        years: the years that it is known for.
    """

    id: int
    subject: str
    names: tuple[str, ...]
    level: int
    unit: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject that variables belong to."""

    id: str
    name: str


def read_json_answer(body: bytes) -> Mapping[str, Any]:
    """Read an answer as a JSON object.

    Raises:
        CutShort: it is no JSON, as when it was cut off.
        BadAnswer: it is JSON, yet no object, or holds numbers that JSON doesn't know.
    """
    try:
        answer = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as broken:
        raise CutShort from broken
    if not isinstance(answer, dict):
        _refuse("", "{…}", answer)
    return answer


def read_data_page(answer: Mapping[str, Any], variable: int) -> DataPage:
    """Read a page of a variable's values.

    Raises:
        BadAnswer: the page is of another variable, or has another shape than known.
    """
    total = _read_count(answer, "totalRecords")
    page = _read_count(answer, "page", default=0)
    size = _read_count(answer, "pageSize", default=100)
    results = answer.get("results")
    # A year or level without data is answered 200 with nothing in it.
    if results is None and total == 0:
        results = []
    if not isinstance(results, list):
        _refuse("results", "[…]", results)
    if size == 0:
        _refuse("pageSize", "100", size)
    told = answer.get("variableId", variable if not results else None)
    if told != variable:
        _refuse("variableId", str(variable), told)
    units = tuple(_read_unit(each, at) for at, each in enumerate(results))
    if len({unit.unit for unit in units}) != len(units):
        raise BadAnswer(gettext_noop("The bank named a unit twice on one page of variable %(variable)s."), variable=variable)
    values = [value for unit in units for value in unit.values]
    if values and all(value.attr is None for value in values):
        # Without attributes a suppressed zero can't be told from a real one.
        _refuse("results[0].values[0].attrId", "1", None)
    return DataPage(variable, total, page, size, _read_text(answer, "lastUpdate"), units)


def read_variable(answer: Mapping[str, Any]) -> Variable:
    """Read what a variable is.

    Raises:
        BadAnswer: the answer has another shape than known.
    """
    years = answer.get("years", [])
    if not isinstance(years, list) or not all(_is_count(year) for year in years):
        _refuse("years", "[2020, …]", years)
    names = tuple(text for name in NAMES if (text := _read_text(answer, name)))
    if not names:
        _refuse("n1", "„ogółem”", answer.get("n1"))
    return Variable(
        id=_read_count(answer, "id"),
        subject=_read_text(answer, "subjectId", needed=True),
        names=names,
        level=_read_count(answer, "level"),
        unit=_read_text(answer, "measureUnitName"),
        years=tuple(years),
    )


def read_subject(answer: Mapping[str, Any]) -> Subject:
    """Read what a subject is called.

    Raises:
        BadAnswer: the answer has another shape than known.
    """
    return Subject(_read_text(answer, "id", needed=True), _read_text(answer, "name", needed=True))


def read_moment(updated: str) -> datetime.datetime | None:
    """Read the bank's time of the last change, by Warsaw's clock; None when there is none or it isn't a time."""
    try:
        moment = datetime.datetime.fromisoformat(updated)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=WARSAW)


def _read_unit(each: object, at: int) -> UnitValues:
    place = f"results[{at}]"
    if not isinstance(each, dict):
        _refuse(place, "{…}", each)
    unit = each.get("id")
    if not isinstance(unit, str) or not UNIT_ID.fullmatch(unit):
        _refuse(f"{place}.id", "„011212001011”", unit)
    values = each.get("values")
    if not isinstance(values, list):
        _refuse(f"{place}.values", "[…]", values)
    read = tuple(_read_value(value, f"{place}.values[{number}]") for number, value in enumerate(values))
    if len({value.year for value in read}) != len(read):
        raise BadAnswer(gettext_noop("The bank gave two values of one year for the unit %(unit)s."), unit=unit)
    return UnitValues(unit, str(each.get("name") or ""), read)


def _read_value(value: object, place: str) -> Value:
    if not isinstance(value, dict):
        _refuse(place, "{…}", value)
    year = value.get("year")
    if not YEAR.fullmatch(str(year)) or isinstance(year, float):
        _refuse(f"{place}.year", "„2020”", year)
    attr = value.get("attrId")
    if attr is not None and not _is_count(attr):
        _refuse(f"{place}.attrId", "1", attr)
    if "val" not in value and attr in {None, 0, 1}:
        _refuse(f"{place}.val", "12.5", None)
    val = value.get("val")
    if val is not None and (isinstance(val, bool) or not isinstance(val, int | float) or not math.isfinite(val)):
        _refuse(f"{place}.val", "12.5", val)
    return Value(int(str(year)), None if val is None else float(val), attr)


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def _read_count(answer: Mapping[str, Any], name: str, default: int | None = None) -> int:
    number = answer.get(name, default)
    if not isinstance(number, int) or not _is_count(number):
        _refuse(name, "100", number)
    return number


def _read_text(answer: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    text = answer.get(name) or ""
    if not isinstance(text, str) or (needed and not text):
        _refuse(name, "„…”", text or None)
    return text.strip()


def _refuse_constant(word: str) -> NoReturn:
    _refuse("", "12.5", word)


def _refuse(place: str, wanted: str, found: object) -> NoReturn:
    raise BadAnswer(
        gettext_noop(
            "The bank's answer has another shape than known: at “%(place)s” there is %(found)s where something like "
            "%(wanted)s was expected. Nothing of it was taken. The interface may have changed: look for a "
            "newer version of Ścieżka."
        ),
        place=place or "–",
        found="–" if found is None else repr(found)[:60],
        wanted=wanted,
    )
