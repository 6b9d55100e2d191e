"""Answers as a file of SPSS: variables and values with their words, measures, and who can't tell set missing."""

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyreadstat

from sciezka.rooms.surveys.documents.answers_notes import list_notes
from sciezka.rooms.surveys.queries.exports import Export, Row
from sciezka.rooms.surveys.queries.exports_variables import (
    CODED,
    TEXTUAL,
    Role,
    Variable,
    label_variable,
    list_values,
    number_values,
)

AT_ONCE: Final = 5_000
LONGEST_LABEL: Final = 255
LONGEST_VALUE_LABEL: Final = 120
LONGEST_NOTE: Final = 80
LONGEST_WORDS: Final = 32_000
"""Bytes; SPSS holds 32,767."""
MOST_SINGLE: Final = 3
"""So many missing values may be named one by one; more are a range."""
DATED: Final = frozenset({Role.DAY, Role.ANSWERED_ON})


def write_sav(export: Export, path: Path) -> None:
    """Write answers into a file at a path."""
    language = export.wish.language
    frame = build_table(export)
    values = {variable.name: list_values(variable, language) for variable in export.variables}
    pyreadstat.write_sav(
        frame,
        path,
        file_label=cut_bytes(export.survey.title, 60),
        column_labels={one.name: cut_bytes(label_variable(one, language), LONGEST_LABEL) for one in export.variables},
        row_compress=True,
        note=[piece for line in list_notes(export) for piece in cut_lines(line)],
        variable_value_labels={
            name: {value.number: cut_bytes(value.label, LONGEST_VALUE_LABEL) for value in listed}
            for name, listed in values.items() if listed
        },
        missing_ranges={
            name: missing for name, listed in values.items()
            if (missing := name_missing([value.number for value in listed if value.is_missing]))
        },
        variable_measure={variable.name: variable.measure for variable in export.variables},
        variable_format={variable.name: find_format(variable) for variable in export.variables if find_format(variable)},
    )  # fmt: skip


def build_table(export: Export) -> pl.DataFrame:
    """Lay the answers out by columns, some thousands of rows at a time."""
    schema = {one.name: pl.String if one.role in TEXTUAL | DATED else pl.Float64 for one in export.variables}
    turn = [find_turn(variable) for variable in export.variables]
    pieces = [pl.DataFrame(schema=schema)]
    rows = export.rows()
    while chunk := list(islice(rows, AT_ONCE)):
        columns = [
            [say(cell) if say else cell for cell in column] for say, column in zip(turn, _turn_over(chunk), strict=True)
        ]
        made = dict(zip(export.names, columns, strict=True))
        pieces.append(pl.DataFrame(made, schema=schema, strict=False))
    table = pl.concat(pieces)
    days = [one.name for one in export.variables if one.role in DATED]
    return table.with_columns(pl.col(days).str.to_date(strict=False)) if days else table


def _turn_over(rows: list[Row]) -> Iterator[Iterable[Any]]:
    return zip(*rows, strict=True)


def find_turn(variable: Variable) -> Callable[[Any], Any] | None:
    """Give what turns a cell into SPSS's value of it, where it is another."""
    if variable.role in CODED:
        numbers = number_values(variable)
        return lambda cell: numbers.get(cell) if cell is not None else None
    if variable.role in TEXTUAL:
        return lambda cell: cut_bytes(cell, LONGEST_WORDS) if cell else ""
    return None


def name_missing(numbers: list[float]) -> list[Any]:
    """Name the values that say nothing: each, or as a range where SPSS takes no more of them one by one."""
    if len(numbers) <= MOST_SINGLE:
        return list(numbers)
    return [{"lo": min(numbers), "hi": max(numbers)}]


def find_format(variable: Variable) -> str:
    """Give how SPSS shows a number: as many digits after the comma as its item takes."""
    if variable.role == Role.WEIGHT:
        return "F10.6"
    if variable.role == Role.DEGREE:
        return "F10.5"
    if variable.role == Role.SUM:
        return "F14.2"
    if variable.role == Role.NUMBER and variable.item is not None:
        decimals = variable.item.decimals
        return f"F{12 + decimals}.{decimals}"
    if variable.role in TEXTUAL | DATED:
        return ""
    numbers = [value.number for value in list_values(variable, "pl")]
    return "F8.2" if any(not math.isclose(number, round(number)) for number in numbers) else "F8.0"


def cut_bytes(text: str, longest: int) -> str:
    """Cut words to so many bytes of UTF-8, between two letters."""
    whole = text.encode()
    return text if len(whole) <= longest else whole[:longest].decode("utf-8", "ignore")


def cut_lines(text: str) -> Iterator[str]:
    """Cut a note into lines that SPSS takes."""
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}".strip()
        if line and len(joined.encode()) > LONGEST_NOTE:
            yield line
            line = word
        else:
            line = joined
    yield cut_bytes(line, LONGEST_NOTE)
