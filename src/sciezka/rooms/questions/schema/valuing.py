"""One answer: from what was typed or carried to what is stored, with what is wrong with it.

Every kind has one reader. It takes anything, never fails, and gives a value in the stored shape (``types`` lists them) or
nothing, adding to the problems what a person can mend.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sciezka.rooms.questions.schema.budgets import read_budget_answer
from sciezka.rooms.questions.schema.routes import is_chosen
from sciezka.rooms.questions.schema.tidying import (
    clean_signs,
    count_decimals,
    parse_day,
    parse_degrees,
    parse_number,
    parse_whole,
    round_place,
    tidy_text,
    write_number,
)
from sciezka.rooms.questions.schema.types import Item, Kind, Row

LONGEST: Final = {Kind.TEXT: 500, Kind.LONG_TEXT: 5_000}
"""The most signs of a text where the item says nothing."""
LONGEST_OWN_WORDS: Final = 500
EXTENSIONS: Final = ("pdf", "jpg", "jpeg", "png")
"""Which files may be sent where the item says nothing."""
LONGEST_NAME: Final = 200
FILE_KEY: Final = re.compile(r"[A-Za-z0-9_./-]{1,200}")
TICKED: Final = frozenset({"on", "true", "1", "yes"})
BOTTOM_NPS, TOP_NPS = 0, 10


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an answer, for the person who can mend it.

    Attributes:
        item: the item's code.
        code: a stable word for the kind of problem, such as ``too_big``; rooms say it in a sentence.
        row: the row or the option that it is about, if one.
        fields: the values that the sentence names; never what was typed.
    """

    item: str
    code: str
    row: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """One item being read.

    Attributes:
        item: which.
        rows: its rows that show.
        problems: what was found wrong so far.
    """

    item: Item
    rows: tuple[Row, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, row: str = "", **fields: Any) -> None:  # noqa: ANN401 - any values
        """Add a problem."""
        self.problems.append(Problem(self.item.code, code, row, fields))


def read_value(reading: Reading, given: object) -> Any:  # noqa: ANN401 - an answer of any kind
    """Read what was given to an item; problems are added to the reading.

    Returns:
        The answer as it is stored; nothing where none was given or it is no answer.
    """
    return READERS[reading.item.kind](reading, given)


def read_own_words(reading: Reading, answer: object, given: Mapping[str, Any]) -> dict[str, str]:
    """Read the words beside options of one's own that are chosen; a chosen one without words is a problem."""
    item = reading.item
    words: dict[str, str] = {}
    for option in item.options_of_own_words:
        if not is_chosen(option, answer):
            continue
        key = f"{item.code}.{option}"
        text = _read_limited(reading, given.get(key), item.longest or LONGEST_OWN_WORDS, one_line=True, row=option)
        if text:
            words[key] = text
        elif text == "":
            reading.add("own_words", option)
    return words


def check_file(item: Item, name: str, size: int) -> Problem | None:
    """Tell what is wrong with a file before it is kept, by its name and its size in bytes."""
    allowed = tuple(extension.lower().lstrip(".") for extension in item.extensions) or EXTENSIONS
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in allowed or not 0 < len(name) <= LONGEST_NAME:
        return Problem(item.code, "file", fields={"extensions": allowed})
    if not 0 <= size <= item.most_mb * 1024 * 1024:
        return Problem(item.code, "file", fields={"most_mb": item.most_mb})
    return None


def _read_limited(reading: Reading, given: object, longest: int, *, one_line: bool, row: str = "") -> str | None:
    """Read a text of limited length: empty where nothing was given, nothing at all where it is too long."""
    if not isinstance(given, str) and parse_number(given) is not None:
        given = str(given)
    if not isinstance(given, str):
        return ""
    # What is far too long is not tidied first: composing letters takes time.
    text = tidy_text(given, one_line=one_line) if len(given) <= 2 * longest + 1000 else clean_signs(given).strip()
    if len(text) > longest:
        reading.add("too_long", row, longest=longest, length=len(text))
        return None
    return text


def _read_text(reading: Reading, given: object) -> str | None:
    item = reading.item
    longest = item.longest or LONGEST[item.kind]
    return _read_limited(reading, given, longest, one_line=item.kind is Kind.TEXT) or None


def _read_code(reading: Reading, given: object, row: str = "") -> str | None:
    """Read the code of one option."""
    code = given.strip() if isinstance(given, str) else given
    if code is None or code == "":
        return None
    if reading.item.find_option(code) is None:
        reading.add("choice", row)
        return None
    return str(code)


def _read_single(reading: Reading, given: object) -> str | None:
    # A field that was sent twice: what was chosen last counts.
    return _read_code(reading, given[-1] if isinstance(given, list) and given else given)


def _read_multiple(reading: Reading, given: object) -> list[str] | None:
    item = reading.item
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, list | tuple):
        if given is not None:
            reading.add("choice")
        return None
    chosen = {part for part in given if isinstance(part, str) and part}
    if any(not isinstance(part, str) for part in given) or not chosen <= item.options_by_code.keys():
        reading.add("choice")
        return None
    codes = [code for code in dict.fromkeys(option.code for option in item.options) if code in chosen]
    if not codes:
        return None
    exclusive = [code for code in codes if item.options_by_code[code].exclusive]
    if exclusive and len(codes) > 1:
        reading.add("exclusive", exclusive[0])
    elif not exclusive:
        _check_count(reading, len(codes))
    return codes


def _check_count(reading: Reading, count: int) -> None:
    """Check how many were chosen or ranked."""
    least, most = _get_bound(reading.item.least), _get_bound(reading.item.most)
    if least is not None and count < least:
        reading.add("too_few", least=write_number(least), count=count)
    if most is not None and count > most:
        reading.add("too_many", most=write_number(most), count=count)


def _get_bound(bound: float | str | None) -> Decimal | None:
    """Give a bound that is a number; in a draft it may be anything."""
    return None if isinstance(bound, str) else parse_number(bound)


def _read_number(reading: Reading, given: object) -> float | None:
    item = reading.item
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    number = parse_number(_cut_unit(item, given))
    if number is None:
        reading.add("number")
        return None
    least, most = _get_bound(item.least), _get_bound(item.most)
    if count_decimals(number) > item.decimals:
        reading.add("decimals", decimals=item.decimals)
    elif least is not None and number < least:
        reading.add("too_small", least=write_number(least))
    elif most is not None and number > most:
        reading.add("too_big", most=write_number(most))
    return write_number(number)


def _cut_unit(item: Item, given: object) -> object:
    """Take off a unit that was typed behind the number although it stands there already."""
    if not isinstance(given, str) or len(given) > LONGEST_OWN_WORDS:
        return given
    typed = given.strip()
    for unit in item.unit.words.values():
        if unit and typed.casefold().endswith(unit.casefold()):
            return typed[: len(typed) - len(unit)].rstrip()
    return typed


def _read_day(reading: Reading, given: object) -> str | None:
    item = reading.item
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    day = parse_day(given)
    if day is None:
        reading.add("date")
        return None
    least, most = parse_day(item.least), parse_day(item.most)
    if least is not None and day < least:
        reading.add("too_small", least=least)
    elif most is not None and day > most:
        reading.add("too_big", most=most)
    return day


def _read_nps(reading: Reading, given: object) -> int | None:
    if given is None or given == "":
        return None
    number = parse_whole(given)
    if number is None or not BOTTOM_NPS <= number <= TOP_NPS:
        reading.add("choice")
        return None
    return number


def _read_rows(reading: Reading, given: object) -> dict[str, Any] | None:
    """Read the rows of a grid or a semantic scale; a row that is hidden now is passed over."""
    item = reading.item
    if given is None or given == "":
        return None
    if not isinstance(given, Mapping):
        reading.add("choice")
        return None
    if any(row not in item.rows_by_code for row in given):
        reading.add("unknown")
    answer: dict[str, Any] = {}
    for row in reading.rows:
        part = given.get(row.code)
        value = _read_step(reading, part, row.code) if item.kind is Kind.SEMANTIC else _read_code(reading, part, row.code)
        if value is not None:
            answer[row.code] = value
    return answer or None


def _read_step(reading: Reading, given: object, row: str) -> int | None:
    if given is None or given == "":
        return None
    step = parse_whole(given)
    if step is None or not 1 <= step <= reading.item.steps:
        reading.add("choice", row)
        return None
    return step


def _read_ranking(reading: Reading, given: object) -> list[str] | None:
    """Read an order: a list of codes, or a place for each code, of which some may be left out but none shared."""
    item = reading.item
    if given is None or given == "":
        return None
    if isinstance(given, Mapping):
        codes = _order_places(reading, given)
    elif isinstance(given, list | tuple) and all(isinstance(code, str) for code in given):
        codes = [code for code in given if code]
    else:
        reading.add("choice")
        return None
    if any(code not in item.options_by_code for code in codes):
        reading.add("choice")
        return None
    if len(set(codes)) < len(codes):
        reading.add("tied")
    if codes:
        _check_count(reading, len(codes))
    return codes or None


def _order_places(reading: Reading, given: Mapping[Any, Any]) -> list[str]:
    """Order options by the places that were typed beside them."""
    if any(code not in reading.item.options_by_code for code in given):
        reading.add("choice")
        return []
    places: dict[str, int] = {}
    taken: set[int] = set()
    for code, typed in given.items():
        if typed is None or (isinstance(typed, str) and not typed.strip()):
            continue
        place = parse_whole(typed)
        if place is None or place < 1:
            reading.add("number", code)
        elif place in taken:
            reading.add("tied", code, place=place)
        else:
            taken.add(place)
            places[code] = place
    return sorted(places, key=places.__getitem__)


def _read_allocation(reading: Reading, given: object) -> dict[str, int] | None:
    item = reading.item
    if given is None or given == "":
        return None
    if not isinstance(given, Mapping) or any(code not in item.options_by_code for code in given):
        reading.add("choice")
        return None
    shares: dict[str, int] = {}
    for code in item.options_by_code:
        typed = given.get(code)
        share = 0 if typed is None or (isinstance(typed, str) and not typed.strip()) else parse_whole(typed)
        if share is None or share < 0:
            reading.add("number", code)
        else:
            shares[code] = share
    if not any(shares.values()) and not reading.problems:
        return None
    spent = sum(shares.values())
    if spent != item.total and not reading.problems:
        reading.add("sum", total=item.total, spent=spent, left=item.total - spent)
    return shares


def _read_place(reading: Reading, given: object) -> list[float] | None:
    if given is None or given == "":
        return None
    if isinstance(given, Mapping):
        given = [given.get("lat", ""), given.get("lon", "")]
    if not isinstance(given, list | tuple) or len(given) != 2:  # noqa: PLR2004 - a latitude and a longitude
        reading.add("place")
        return None
    if all(isinstance(part, str) and not part.strip() for part in given):
        return None
    latitude, longitude = (parse_degrees(part) for part in given)
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004 - the globe
        reading.add("place")
        return None
    return round_place(latitude, longitude, reading.item.round_to)


def _read_file(reading: Reading, given: object) -> dict[str, Any] | None:
    """Read what the caller says of a file that it keeps."""
    if given is None or given == "":
        return None
    name, size, key = (given.get(part) for part in ("name", "size", "key")) if isinstance(given, Mapping) else (None,) * 3
    sound = isinstance(name, str) and isinstance(key, str) and isinstance(size, int) and not isinstance(size, bool)
    if not sound or not isinstance(given, Mapping) or not FILE_KEY.fullmatch(str(key)):
        reading.add("file")
        return None
    name = tidy_text(str(name)[-2 * LONGEST_NAME :], one_line=True)
    if problem := check_file(reading.item, name, int(str(size))):
        reading.problems.append(problem)
        return None
    return {"name": name, "size": size, "key": key}


def _read_consent(_reading: Reading, given: object) -> bool | None:
    ticked = given is True or (isinstance(given, str) and given.strip().lower() in TICKED)
    return True if ticked else None


def _read_note(reading: Reading, given: object) -> None:
    if given is not None and given != "":
        reading.add("unknown")


READERS: Final[Mapping[Kind, Callable[[Reading, object], Any]]] = {
    Kind.SINGLE: _read_single,
    Kind.DROPDOWN: _read_single,
    Kind.MULTIPLE: _read_multiple,
    Kind.GRID: _read_rows,
    Kind.SEMANTIC: _read_rows,
    Kind.NUMBER: _read_number,
    Kind.TEXT: _read_text,
    Kind.LONG_TEXT: _read_text,
    Kind.DATE: _read_day,
    Kind.RANKING: _read_ranking,
    Kind.NPS: _read_nps,
    Kind.ALLOCATION: _read_allocation,
    Kind.PLACE: _read_place,
    Kind.BUDGET: read_budget_answer,
    Kind.FILE: _read_file,
    Kind.CONSENT: _read_consent,
    Kind.NOTE: _read_note,
}
