"""Reading a table of judgements, one row for each: ``respondent,item,value``.

It is tolerant of how spreadsheets write (a mark at the start, semicolons, decimal commas, cp1250) and strict in what is
said: what is not plainly a judgement is refused with its line.
"""

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from sciezka.core.consensus.numbers import LARGEST
from sciezka.core.consensus.types import ConsensusProblem, Given, Special
from sciezka.core.csv_text import decode_table, open_rows

COLUMNS: Final = ("respondent", "item", "value")
MOST_BYTES: Final = 200_000_000
MOST_LEVELS: Final = 1_001
DENSE: Final = 101
# So many numbers a distribution of every item may hold in all.
MOST_ROOM: Final = 5_000_000
LONGEST: Final = 40

_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_SCALE = re.compile(r"\s*([+-]?\d{1,9})\s*[-–]\s*([+-]?\d{1,9})\s*", re.ASCII)
_ENDLESS = re.compile(r"[+-]?(?:inf(?:inity)?|∞)", re.IGNORECASE)
_SPECIALS: Final = {"": Special.UNKNOWN, "dk": Special.UNKNOWN, "na": Special.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Ratings:
    """A table of judgements as read.

    Attributes:
        respondents: in order of first appearance.
        items: in order of first appearance.
        values: by respondent and item; what is not there was not answered.
        levels: the scale, rising; none when no one gave a value.
    """

    respondents: tuple[str, ...]
    items: tuple[str, ...]
    values: Mapping[tuple[str, str], Given]
    levels: tuple[float, ...]


def read_ratings(
    content: bytes, name: str = "RATINGS", *, levels: Sequence[float] | None = None, is_ranking: bool = False
) -> Ratings:
    """Read judgements: a header ``respondent,item,value`` and a row for each.

    An empty value or ``dk`` says "I don't know" (in a ranking: not ranked), ``na`` "not applicable". Cells are parted by
    commas, semicolons or tabs; numbers have a decimal point or, in quotes or beside semicolons, a decimal comma.

    Args:
        content: the file's bytes, UTF-8 (with or without a mark), UTF-16 with a mark, or cp1250.
        name: what refusals call the file.
        levels: the scale; found from the values when None.
        is_ranking: whether values are places, 1 or more.

    Raises:
        ConsensusProblem: the table is refused; codes start with ``ratings.``.
    """
    rows = _read_rows(_decode(content, name), name)
    line, header = next(rows, (1, []))
    at = _read_header(header, name, line)
    values: dict[tuple[str, str], Given] = {}
    lines: dict[tuple[str, str], int] = {}
    scale = None if levels is None else frozenset(levels)
    for line, cells in rows:
        if len(cells) != len(header):
            _refuse_ragged(cells, len(header), name, line)
        respondent, item = (unicodedata.normalize("NFC", cells[at[column]]) for column in COLUMNS[:2])
        if not (respondent and item):
            missing = "item" if respondent else "respondent"
            _refuse("ratings.unnamed", f"{name}, line {line} names no {missing}.", file=name, line=line, column=missing)
        pair = respondent, item
        if pair in values:
            _refuse(
                "ratings.twice",
                f"{name} has {shorten(respondent)} on {shorten(item)} twice, on lines {lines[pair]} and {line}. "
                "Keep one of them.",
                file=name,
                line=line,
                first=lines[pair],
                respondent=respondent,
                item=item,
            )
        values[pair] = _read_value(cells[at["value"]], name, line, scale=scale, is_ranking=is_ranking)
        lines[pair] = line
    if not values:
        _refuse("ratings.no_rows", f"{name} has a header and no row under it.", file=name)
    items = tuple(dict.fromkeys(item for _respondent, item in values))
    respondents = tuple(dict.fromkeys(respondent for respondent, _item in values))
    found = find_levels(values.values(), len(items), name) if levels is None else tuple(levels)
    return Ratings(respondents, items, values, found)


def find_levels(values: Iterable[Given], items: int, name: str = "RATINGS") -> tuple[float, ...]:
    """Find the scale behind values of which no scale is known.

    All whole numbers from the smallest to the largest when all are whole and these are at most 101; else the values that
    occur.

    Args:
        values: all that were given.
        items: how many items there are, each of which will have a distribution over all levels.
        name: what a refusal calls the file.

    Raises:
        ConsensusProblem: ``ratings.levels`` (so many different values that they are no scale).
    """
    seen = sorted({value for value in values if not isinstance(value, Special)})
    if seen and all(value == int(value) for value in seen) and seen[-1] - seen[0] < DENSE:
        return tuple(float(value) for value in range(int(seen[0]), int(seen[-1]) + 1))
    if len(seen) * items > MOST_ROOM:
        _refuse(
            "ratings.levels", f"{name} has {len(seen)} different values, which are no scale.", file=name, count=len(seen)
        )
    return tuple(seen)


def read_scale(text: str) -> tuple[float, ...]:
    """Read a scale: ``1-5`` for all whole numbers from 1 to 5, or its levels in rising order, such as ``0,1,2,5``.

    Raises:
        ConsensusProblem: ``scale.text`` (it says no such thing).
    """
    if found := _SCALE.fullmatch(text):
        low, high = int(found[1]), int(found[2])
        if low < high < low + MOST_LEVELS:
            return tuple(float(value) for value in range(low, high + 1))
    else:
        parts = [part.strip() for part in text.split(",")]
        if len(parts) <= MOST_LEVELS and all(_NUMBER.fullmatch(part) for part in parts):
            levels = [float(part) for part in parts]
            if levels == sorted(set(levels)) and all(abs(level) <= LARGEST for level in levels):
                return tuple(levels)
    said = shorten(text) or "nothing"
    return _refuse(
        "scale.text",
        f"{said} is not a scale. Write its lowest and highest level, such as 1-5, or all levels from the lowest, such as "
        "0,1,2,5.",
        said=said,
    )


def _decode(content: bytes, name: str) -> str:
    if len(content) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        _refuse("ratings.size", f"{name} is larger than {size} MB. Split it.", file=name, size=size)
    if (text := decode_table(content)) is not None:
        return text
    return _refuse("ratings.letters", f"{name} is not a table of text. Save it as CSV in UTF-8.", file=name)


def _read_rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that hold anything, each with the line on which it starts."""
    reader = open_rows(text)
    line = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            while len(cells) > len(COLUMNS) and not cells[-1]:
                cells.pop()
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as problem:
        _refuse("ratings.quotes", f"{name}, line {line}: the cells can't be read ({problem}).", file=name, line=line)


def _read_header(header: Sequence[str], name: str, line: int) -> dict[str, int]:
    if not header:
        _refuse("ratings.empty", f"{name} is empty. It needs the header respondent,item,value and rows.", file=name)
    names = [cell.lower() for cell in header]
    for at, column in enumerate(names):
        if column not in COLUMNS:
            said = shorten(header[at]) or "without a name"
            _refuse(
                "ratings.column_unknown",
                f"{name}, line {line} has a column {said}. It may have respondent, item and value.",
                file=name,
                line=line,
                column=header[at],
            )
        if column in names[:at]:
            _refuse(
                "ratings.column_twice", f"{name}, line {line} names the column {column} twice.", file=name, column=column
            )
    for column in COLUMNS:
        if column not in names:
            _refuse("ratings.column_missing", f"{name} has no column {column}.", file=name, line=line, column=column)
    return {column: names.index(column) for column in COLUMNS}


def _read_value(cell: str, name: str, line: int, *, scale: frozenset[float] | None, is_ranking: bool) -> Given:
    special = _SPECIALS.get(cell.lower())
    if special is not None:
        return special
    said = shorten(cell)
    number = float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else math.nan
    if _ENDLESS.fullmatch(cell) or abs(number) > LARGEST:
        _refuse("ratings.endless", f"{name}, line {line}: {said} is too large for a judgement.", file=name, line=line)
    if math.isnan(number):
        _refuse(
            "ratings.not_a_number",
            f"{name}, line {line}: {said} is not a number. Leave the cell empty for “I don't know”, write na for "
            "“not applicable”.",
            file=name,
            line=line,
            said=said,
        )
    if is_ranking and number < 1:
        _refuse(
            "ratings.place",
            f"{name}, line {line}: {said} is not a place. Places start at 1.",
            file=name,
            line=line,
            said=said,
        )
    if scale is not None and number not in scale:
        _refuse("ratings.off_scale", f"{name}, line {line}: {said} is not on the scale.", file=name, line=line, said=said)
    return number


def _refuse_ragged(cells: Sequence[str], expected: int, name: str, line: int) -> NoReturn:
    hint = " Put a number with a decimal comma in quotes." if len(cells) > expected else ""
    _refuse(
        "ratings.ragged",
        f"{name}, line {line} has {len(cells)} cells where the header has {expected}.{hint}",
        file=name,
        line=line,
    )


def shorten(text: str) -> str:
    """Give the beginning of a text on one line, without signs that would steer a terminal."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain if len(plain) <= LONGEST else plain[:LONGEST] + "…"


def _refuse(code: str, sentence: str, **fields: Any) -> NoReturn:  # noqa: ANN401 - values of any kind
    raise ConsensusProblem(code, sentence, **fields) from None
