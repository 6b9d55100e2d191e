"""The tables that an index is read from and written to, as text: data, structure, recipe; scores and a report.

Reading is strict: what is not plainly a number, a known code or a whole row is refused with its file, line and column.
"""

import csv
import io
import math
import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, NoReturn

import numpy as np

from sciezka.core.index.recipe import Recipe, read_recipe
from sciezka.core.index.types import Cube, Floats, IndexProblem, Node, Remark, Structure

# With these signs alone, whatever Python reads as a number is one by NUMBER.
PLAIN: Final = frozenset("0123456789+-.eE")
NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
YEAR_NUMBER: Final = re.compile(r"([1-9]\d{0,3})(?:\.0*)?", re.ASCII)
SPOILT_NUMBER: Final = re.compile(r"[+-]?[0-9\s]*[0-9](?:[.,][0-9]+)?")
KEY_COLUMNS: Final = ("unit", "year", "group")
NEEDED_COLUMNS: Final = ("code", "parent")
NUMBER_COLUMNS: Final = ("weight", "direction", "low", "high", "target")
# Columns of a structure that people keep for themselves.
SPARE_COLUMNS: Final = ("name", "name_pl", "name_en", "title", "label", "measure", "comment", "level", "type")
NO_YEAR: Final = 0
# So many cells take a gigabyte; that is too much when but one in HOLLOW of them is filled.
MUCH_ROOM: Final = 125_000_000
HOLLOW: Final = 20
WORDS_FOR_MISSING: Final = frozenset(
    {"na", "n/a", "nan", "null", "none", "-", "–", ".", "..", ":", "b.d.", "bd", "x", "#n/a"}
)
MINUS_LIKE: Final = "−‐‑‒–—﹣－"
WORDS_FOR_ENDLESS: Final = frozenset({"inf", "infinity", "∞"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text: the header and the rows with the lines on which they stand."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]

    def place(self, line: int, column: str = "") -> str:
        """Say where something stands."""
        return f"{self.name}, line {line}" + (f", column {column}" if column else "")


@dataclass(frozen=True)
class Data:
    """Data as read: the cube, which key columns the table had, and what must be remarked."""

    cube: Cube
    has_year: bool
    has_group: bool
    remarks: tuple[Remark, ...]


def read_sheet(content: bytes, name: str) -> Sheet:
    """Read UTF-8 text (with or without BOM) of cells parted by commas.

    Raises:
        IndexProblem: another encoding, no header, a header that names a column twice or not at all, no row, a row with more
            or fewer cells than the header, a quote that does not close.
    """
    decode(content, name)
    # Read from the bytes: a text held beside the rows would double what a table of a whole country takes.
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as problem:
        _refuse("table.quotes", f"{name}, line {line}: the quotes of a cell do not fit ({problem}).", file=name, line=line)
    if not rows:
        _refuse("table.empty", f"{name} is empty. It needs a header and at least one row.", file=name)
    header = tuple(rows[0][1])
    _refuse_header(header, name, rows[0][0])
    if len(rows) == 1:
        _refuse("table.no_rows", f"{name} has a header and no row under it.", file=name)
    for at, row in rows[1:]:
        if len(row) != len(header):
            hint = " Write numbers with a decimal point, not a comma." if len(row) > len(header) else ""
            _refuse(
                "table.ragged",
                f"{name}, line {at} has {len(row)} cells where the header has {len(header)}.{hint}",
                file=name,
                line=at,
            )
    return Sheet(name, header, tuple(rows[1:]))


def decode(content: bytes, name: str) -> str:
    """Decode UTF-8, with or without BOM.

    Raises:
        IndexProblem: the bytes are in another encoding or not text.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        _refuse("table.encoding", f"{name}, line {line} is not UTF-8 text. Save the file in UTF-8.", file=name, line=line)
    if "\0" in text:
        _refuse("table.encoding", f"{name} is not a text file in UTF-8. Save it in UTF-8.", file=name, line=1)
    return text


def read_structure(content: bytes, name: str = "STRUCTURE") -> Structure:
    """Read a tree: ``code,parent,weight,direction[,low,high,target]``; the root has no parent, no weight is 1.

    Raises:
        IndexProblem: the table or the tree is refused.
    """
    sheet = read_sheet(content, name)
    if missing := [column for column in NEEDED_COLUMNS if column not in sheet.header]:
        _refuse("table.column_missing", f"{name} has no column {missing[0]}.", file=name, column=missing[0])
    for column in sheet.header:
        if column not in {*NEEDED_COLUMNS, *NUMBER_COLUMNS, *SPARE_COLUMNS}:
            known = ", ".join((*NEEDED_COLUMNS, *NUMBER_COLUMNS))
            _refuse(
                "table.column_unknown",
                f"{name} has a column {column} that means nothing here. It may have {known}.",
                file=name,
                column=column,
            )
    structure = Structure(
        tuple(_read_node(sheet, line, dict(zip(sheet.header, row, strict=True))) for line, row in sheet.rows)
    )
    for code in structure.codes:
        if structure.children[code] and structure.node(code).direction != 1:
            _refuse(
                "structure.direction_inside",
                f"{code} is not an indicator, so it has no direction of its own. Write 1 or leave it empty.",
                node=code,
            )
        if code in KEY_COLUMNS and not structure.children[code]:
            _refuse(
                "structure.reserved",
                f"An indicator cannot be called {code}: the data have a key column of that name.",
                node=code,
            )
    return structure


def read_data(content: bytes, structure: Structure, name: str = "DATA") -> Data:
    """Read data: ``unit[,year][,group]`` and one column per indicator of the tree; an empty cell is missing.

    Raises:
        IndexProblem: the table is refused, a column is missing or unknown, a cell is no number, a unit stands twice.
    """
    sheet = read_sheet(content, name)
    _refuse_columns(sheet, structure)
    at = {column: where for where, column in enumerate(sheet.header)}
    has_year, has_group = "year" in at, "group" in at
    rows_of: dict[tuple[int, str], int] = {}
    units: dict[str, int] = {}
    for number, (line, row) in enumerate(sheet.rows):
        unit = row[at["unit"]]
        if not unit:
            _refuse("data.unit_empty", f"{sheet.place(line)} names no unit.", file=name, line=line)
        year = _read_year(row[at["year"]], sheet, line) if has_year else NO_YEAR
        if (year, unit) in rows_of:
            first = sheet.rows[rows_of[year, unit]][0]
            said = f"{unit} in {year}" if has_year else unit
            _refuse(
                "data.twice",
                f"{name} has {said} twice, on lines {first} and {line}. Keep one of them.",
                file=name,
                line=line,
                unit=unit,
                year=year,
            )
        rows_of[year, unit] = number
        units.setdefault(unit, len(units))
    values = np.stack([_read_column(sheet, leaf, at[leaf]) for leaf in structure.leaves], axis=1)
    return _fill_cube(sheet, structure, (rows_of, units, values), at.get("group"), has_year=has_year, has_group=has_group)


def read_recipe_text(content: bytes, name: str = "RECIPE") -> Recipe:
    """Read a recipe from TOML.

    Raises:
        IndexProblem: the text is no TOML, or the recipe is refused.
    """
    try:
        mapping = tomllib.loads(decode(content, name))
    except tomllib.TOMLDecodeError as problem:
        _refuse("recipe.toml", f"{name} is not valid TOML: {problem}.", file=name)
    return read_recipe(mapping)


def read_number(cell: str, sheet: Sheet, line: int, column: str) -> float:
    """Read a number with a decimal point.

    Raises:
        IndexProblem: anything else, with what to do about it.
    """
    if NUMBER.fullmatch(cell):
        number = float(cell)
        if np.isfinite(number):
            return number
    place = sheet.place(line, column)
    said = cell if len(cell) <= 40 else cell[:40] + "…"  # noqa: PLR2004 - a cell's beginning is enough
    word = cell.lower().lstrip("+-")
    if cell.lower() in WORDS_FOR_MISSING or word in WORDS_FOR_MISSING:
        hint = "Leave the cell empty when the value is missing."
    elif word in WORDS_FOR_ENDLESS or NUMBER.fullmatch(cell):
        hint = "An infinite value cannot be compared. Give a finite number or leave the cell empty."
    elif SPOILT_NUMBER.fullmatch(cell):
        hint = "Write numbers with a decimal point and without spaces."
    elif cell[0] in MINUS_LIKE and NUMBER.fullmatch(cell[1:]):
        hint = "Write the minus sign as a hyphen: -."
    else:
        hint = "Write a number with a decimal point, or leave the cell empty when the value is missing."
    return _refuse(
        "table.not_a_number",
        f"{place}: {said} is not a number. {hint}",
        file=sheet.name,
        line=line,
        column=column,
        said=said,
    )


def _refuse(code: str, sentence: str, **params: Any) -> NoReturn:  # noqa: ANN401 - values of any kind
    raise IndexProblem(code, sentence, **params) from None


def _refuse_header(header: Sequence[str], name: str, line: int) -> None:
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        _refuse("table.delimiter", f"{name}, line {line}: the columns must be parted by commas.", file=name, line=line)
    for at, column in enumerate(header):
        if not column:
            _refuse("table.column_unnamed", f"{name}, line {line}: column {at + 1} has no name.", file=name, line=line)
        if column in header[:at]:
            _refuse("table.column_twice", f"{name}, line {line} names the column {column} twice.", file=name, column=column)


def _refuse_columns(sheet: Sheet, structure: Structure) -> None:
    if "unit" not in sheet.header:
        _refuse("table.column_missing", f"{sheet.name} has no column unit.", file=sheet.name, column="unit")
    for column in sheet.header:
        if column in KEY_COLUMNS or column in structure.leaves:
            continue
        why = "is not an indicator: it has others under it" if column in structure.position else "is not in the structure"
        _refuse(
            "data.column_unknown",
            f"{sheet.name} has a column {column}, which {why}. Take it out or mend its name.",
            file=sheet.name,
            column=column,
        )
    for leaf in structure.leaves:
        if leaf not in sheet.header:
            _refuse(
                "data.leaf_missing",
                f"{sheet.name} has no column for the indicator {leaf} of the structure. Add it, empty where unknown.",
                file=sheet.name,
                column=leaf,
            )


def _read_node(sheet: Sheet, line: int, row: dict[str, str]) -> Node:
    found: dict[str, float | None] = {
        column: read_number(row[column], sheet, line, column) if row.get(column) else None for column in NUMBER_COLUMNS
    }
    if not row["code"]:
        _refuse("structure.empty_code", f"{sheet.place(line)} has no code.", file=sheet.name, line=line)
    low, high, direction = found["low"], found["high"], found["direction"]
    if low is not None and high is not None and low >= high:
        _refuse(
            "structure.goalposts",
            f"{sheet.place(line)}: the lower goalpost of {row['code']} ({low:g}) must be below the upper one ({high:g}).",
            file=sheet.name,
            line=line,
            node=row["code"],
        )
    if direction is not None and direction not in {1.0, -1.0}:
        _refuse(
            "structure.direction",
            f"{sheet.place(line)}: the direction of {row['code']} is {direction:g}. "
            "Write 1 (more is better) or -1 (less is better).",
            file=sheet.name,
            line=line,
            node=row["code"],
        )
    weight = found["weight"]
    return Node(
        row["code"],
        row["parent"],
        1.0 if weight is None else weight,
        1 if direction is None else int(direction),
        low,
        high,
        found["target"],
    )


def _read_column(sheet: Sheet, leaf: str, where: int) -> Floats:
    """Read a column of numbers: at once where only digits and signs of numbers stand in it, else cell by cell."""
    cells = [row[where] for _line, row in sheet.rows]
    if PLAIN.issuperset("".join(cells)):
        with suppress(ValueError):
            numbers = np.fromiter((float(cell) if cell else math.nan for cell in cells), np.float64, len(cells))
            if not np.isinf(numbers).any():
                return numbers
    return np.array(
        [
            read_number(cell, sheet, line, leaf) if cell else math.nan
            for cell, (line, _row) in zip(cells, sheet.rows, strict=True)
        ]
    )


def _read_year(cell: str, sheet: Sheet, line: int) -> int:
    found = YEAR_NUMBER.fullmatch(cell)
    if not found:
        said = cell or "an empty cell"
        _refuse(
            "data.year", f"{sheet.place(line, 'year')}: {said} is not a year. Write four digits.", file=sheet.name, line=line
        )
    return int(found[1])


def _fill_cube(
    sheet: Sheet,
    structure: Structure,
    found: tuple[dict[tuple[int, str], int], dict[str, int], Floats],
    group_column: int | None,
    *,
    has_year: bool,
    has_group: bool,
) -> Data:
    rows_of, units, values = found
    years = tuple(sorted({year for year, _unit in rows_of}))
    year_at = {year: at for at, year in enumerate(years)}
    names: dict[str, int] = {}
    _refuse_hollow(len(years) * len(units) * len(structure.leaves), values.size, sheet.name)
    cube = np.full((len(years), len(structure.leaves), len(units)), np.nan)
    groups = np.full((len(years), len(units)), -1, dtype=np.intp)
    present = np.zeros(groups.shape, dtype=bool)
    for (year, unit), number in rows_of.items():
        place = year_at[year], units[unit]
        cube[place[0], :, place[1]] = values[number]
        present[place] = True
        if group_column is not None and (group := sheet.rows[number][1][group_column]):
            groups[place] = names.setdefault(group, len(names))
    made = Cube(cube, years, structure.leaves, tuple(units), groups, tuple(names), present)
    return Data(made, has_year, has_group, tuple(_remark_gaps(made, groups, has_group=has_group)))


def _refuse_hollow(room: int, held: int, name: str) -> None:
    """Refuse data that would take far more room than they fill: nearly every row with a year and a unit of its own."""
    if room > MUCH_ROOM and room > held * HOLLOW:
        _refuse(
            "data.hollow",
            f"{name} has so many years and units that hardly any unit has a row in a year. Look whether the columns year and"
            " unit hold what their names say.",
            file=name,
        )


def _remark_gaps(cube: Cube, groups: np.ndarray[Any, np.dtype[np.intp]], *, has_group: bool) -> Iterator[Remark]:
    here = cube.here()
    for at, year in enumerate(cube.years):
        if absent := int((~here[at]).sum()):
            first = cube.units[int(np.flatnonzero(~here[at])[0])]
            yield Remark(
                "data.absent",
                f"In {year}, {absent} of {len(cube.units)} units have no row, the first of them {first}; "
                "they are left out of that year.",
                {"year": year, "count": absent, "total": len(cube.units), "first": first},
            )
    for place, leaf in enumerate(cube.leaves):
        if np.isnan(cube.values[:, place]).all():
            yield Remark("data.leaf_empty", f"No value of {leaf} is known.", {"leaf": leaf})
    if has_group and (count := int((here & (groups < 0)).sum())):
        yield Remark(
            "data.no_group",
            f"{count} observations name no group; they are compared with one another.",
            {"count": count},
        )
