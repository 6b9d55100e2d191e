"""Values of an answer as other programs write them, read into the shape in which answers are stored."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sciezka.rooms.questions.schema.tidying import round_place
from sciezka.rooms.questions.schema.types import Item, Kind, Option, Row

YES: Final = frozenset({"y", "yes", "tak", "так", "1", "true", "checked", "x"})
NO: Final = frozenset({"", "n", "no", "nie", "ні", "0", "false"})
OWN: Final = frozenset({"-oth-", "other", "inne", "інше"})
LONGEST_TEXT: Final = 20_000
_MOMENTS: Final = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d",
)  # fmt: skip


class ValueUnknown(ValueError):
    """A value that is no answer to its item.

    Attributes:
        why: the reason, one of the list's words.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def normalise(text: str) -> str:
    """Make a text comparable: small letters, single spaces, no marks at its end."""
    return " ".join(text.split()).casefold().rstrip(" .:?*")


def find_by_words(parts: tuple[Option, ...] | tuple[Row, ...], value: str) -> str:
    """Find an option or a row by its code, else by its words in any language; empty where there is none."""
    if any(part.code == value for part in parts):
        return value
    wanted = normalise(value)
    for part in parts:
        if any(normalise(words) == wanted for words in part.text.words.values()):
            return part.code
    return ""


def read_choice(item: Item, value: str) -> str:
    """Read the code of the option that a value names.

    Raises:
        ValueUnknown: where it names none.
    """
    found = find_by_words(item.options, value.strip())
    if not found and normalise(value) in OWN:
        found = next((option.code for option in item.options if option.own_words), "")
    if not found:
        raise ValueUnknown("not_among_options")
    return found


def read_answer(item: Item, value: str) -> Any:  # noqa: ANN401, PLR0911 - each kind has its own shape
    """Read the answer to an item that has one value.

    Raises:
        ValueUnknown: where it is none.
    """
    value = value.strip()
    match item.kind:
        case Kind.SINGLE | Kind.DROPDOWN:
            return read_choice(item, value)
        case Kind.NUMBER:
            return read_decimal(value)
        case Kind.NPS:
            return int(read_decimal(value))
        case Kind.DATE:
            return read_moment(value).date().isoformat()
        case Kind.TEXT:
            return refuse_long(" ".join(value.split()), item.longest)
        case Kind.LONG_TEXT:
            return refuse_long(value, item.longest)
        case Kind.CONSENT if normalise(value) in YES:
            return True
        case Kind.PLACE:
            return read_place(value, item.round_to)
    raise ValueUnknown("not_kept" if item.kind is Kind.FILE else "not_understood")


def refuse_long(text: str, longest: int) -> str:
    """Give a text, unless it is longer than may be kept.

    Raises:
        ValueUnknown: where it is.
    """
    if len(text) > (longest or LONGEST_TEXT):
        raise ValueUnknown("cut")
    return text


def read_part(item: Item, part: str, value: str) -> Any:  # noqa: ANN401 - a code or a number
    """Read the answer in a row of a grid or a semantic scale, or to an option of an allocation.

    Raises:
        ValueUnknown: where it is none.
    """
    del part
    if item.kind is Kind.GRID:
        return read_choice(item, value)
    number = read_decimal(value)
    if not float(number).is_integer():
        raise ValueUnknown("not_understood")
    return int(number)


def read_tick(value: str, option: Option) -> bool:
    """Read whether an option was ticked.

    Raises:
        ValueUnknown: where neither can be read.
    """
    said = normalise(value)
    if said in NO:
        return False
    if said in YES or any(normalise(words) == said for words in option.text.words.values()):
        return True
    raise ValueUnknown("not_understood")


def read_decimal(value: str) -> float:
    """Read a number with a comma or a point.

    Raises:
        ValueUnknown: where it is none.
    """
    plain = re.sub(r"[\s\u00a0]", "", value)
    plain = plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
    if not re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,12})?", plain):
        raise ValueUnknown("not_understood")
    number = float(plain)
    return int(number) if number.is_integer() else number


def read_moment(value: str) -> datetime:
    """Read a day, with its hour where there is one.

    Raises:
        ValueUnknown: where it is none.
    """
    plain = value.strip().split("+")[0].removesuffix("Z")[:19].strip()
    for form in _MOMENTS:
        try:
            return datetime.strptime(plain, form)  # noqa: DTZ007 - files do not say which clock they mean
        except ValueError:
            continue
    raise ValueUnknown("not_understood")


def read_hour(value: str) -> datetime | None:
    """Read the hour of an answer, without minutes; nothing for LimeSurvey's made-up day of anonymous answers."""
    try:
        moment = read_moment(value)
    except ValueUnknown:
        return None
    return None if moment.year <= 1980 else moment.replace(minute=0, second=0, microsecond=0)  # noqa: PLR2004


def read_place(value: str, round_to: int) -> list[float]:
    """Read a place and round it, so that it protects the person as one that is clicked here would.

    Raises:
        ValueUnknown: where it is none.
    """
    words = value.replace(";", " ").replace(",", " ").split()
    if len(words) < 2:  # noqa: PLR2004 - a latitude and a longitude
        raise ValueUnknown("not_understood")
    latitude, longitude = (read_decimal(word) for word in words[:2])
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - the globe
        raise ValueUnknown("not_understood")
    return round_place(latitude, longitude, round_to)


def tidy_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what is no answer: empty words, lists and mappings."""
    return {key: value for key, value in answers.items() if value not in ("", [], {}, None)}
