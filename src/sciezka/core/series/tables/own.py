"""Our own format: a table of values with a head of ``#`` lines that say where they come from."""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Final

from sciezka.core.series.attributes import ATTRIBUTES, UNKNOWN
from sciezka.core.series.places import read_code, write_key
from sciezka.core.series.table import SeriesProblem, Table, make_table, refuse_doubles
from sciezka.core.series.tables.text import is_year, read_number, read_rows, read_year, refuse_code

MARK: Final = "# sciezka series"
FIELDS: Final = ("title", "source", "retrieved")
KEY: Final = re.compile(r"(?:bdl:\d{1,9}|(?:gus|mf|own):[a-z0-9][a-z0-9_]{0,79})")

_FIELD = re.compile(r"#\s*(title|source|retrieved|unit \d{7}|variable \S+)\s*:\s*(.*)")


def looks_like_own(text: str) -> bool:
    """Tell whether a text begins as our own format does."""
    return text.lstrip().lower().startswith(MARK)


def read_own(text: str) -> Table:
    """Read our own format, long (``unit;variable;year;value[;attr]``) or with the years as columns.

    The head may hold ``# title:``, ``# source:``, ``# retrieved: YYYY-MM-DD``, ``# variable KEY: what it is`` and
    ``# unit CODE: its name``. Further columns of the long form (``source``, ``retrieved``) may differ from row to row
    only in the file's words; the head's prevail.

    Raises:
        SeriesProblem: with the line and what to do about it.
    """
    lines = text.splitlines()
    said = _read_head(lines)
    body = "\n".join("" if line.lstrip().startswith("#") else line for line in lines)
    rows = list(read_rows(body, ";"))
    if not rows:
        raise SeriesProblem("series.empty", "The file has a head and no rows.")
    heads = [cell.strip() for cell in rows[0].cells]
    if heads[:2] != ["unit", "variable"]:
        raise SeriesProblem(
            "series.header", f"Line {rows[0].line}: the columns begin with unit;variable.", column=";".join(heads)[:60]
        )
    wide = heads[2:] and all(is_year(head) for head in heads[2:])
    if not wide and heads[2:4] != ["year", "value"]:
        raise SeriesProblem(
            "series.header",
            f"Line {rows[0].line}: after unit;variable come year;value, or the years themselves.",
            column=";".join(heads)[:60],
        )
    found: list[tuple[int, str, int, float, int]] = []
    for row in rows[1:]:
        if not (2 if wide else 4) <= len(row.cells) <= len(heads):
            raise SeriesProblem(
                "series.width",
                f"Line {row.line} has {len(row.cells)} cells; the header has {len(heads)}.",
                line=row.line,
            )
        found += _read_wide(row.cells, heads, row.line) if wide else [_read_long(row.cells, heads, row.line)]
    keys = {key: at for at, key in enumerate(dict.fromkeys(key for _, key, _, _, _ in found))}
    table = make_table(
        unit=[unit for unit, _, _, _, _ in found],
        variable=[keys[key] for _, key, _, _, _ in found],
        year=[year for _, _, year, _, _ in found],
        reported=[value for _, _, _, value, _ in found],
        attribute=[attribute for _, _, _, _, attribute in found],
        variables=tuple(keys),
        names={int(key.removeprefix("unit ")): value for key, value in said.items() if key.startswith("unit ")},
        labels={key.removeprefix("variable "): value for key, value in said.items() if key.startswith("variable ")},
        retrieved=said.get("retrieved", ""),
        source=said.get("source", ""),
    )
    refuse_doubles(table)
    return table


def _read_head(lines: Sequence[str]) -> dict[str, str]:
    said: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if match := _FIELD.fullmatch(line.strip()):
            said[match[1]] = match[2].strip()
            if match[1] == "retrieved":
                _check_date(match[2].strip(), number)
    return said


def _check_date(text: str, line: int) -> None:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        raise SeriesProblem(
            "series.date", f"Line {line}: “{text[:40]}” is not a date. Write it as 2026-01-31.", line=line, text=text[:40]
        ) from None


def _read_pair(cells: Sequence[str], line: int) -> tuple[int, str]:
    unit = read_code(cells[0])
    if unit is None:
        raise refuse_code(cells[0], line)
    key = cells[1].strip()
    if not KEY.fullmatch(key):
        raise SeriesProblem(
            "series.key",
            f"Line {line}: “{key[:60]}” is not the key of a variable. Write bdl:NUMBER, gus:NAME, mf:NAME or own:NAME.",
            line=line,
            text=key[:60],
        )
    return unit, key


def _read_wide(cells: Sequence[str], heads: Sequence[str], line: int) -> list[tuple[int, str, int, float, int]]:
    unit, key = _read_pair(cells, line)
    found = []
    for head, cell in zip(heads[2:], cells[2:], strict=False):
        value, sign = read_number(cell, line, head)
        found.append((unit, key, int(head), value, UNKNOWN if sign is None else sign))
    return found


def _read_long(cells: Sequence[str], heads: Sequence[str], line: int) -> tuple[int, str, int, float, int]:
    unit, key = _read_pair(cells, line)
    value, sign = read_number(cells[3], line, "value")
    attribute = UNKNOWN if sign is None else sign
    if "attr" in heads and heads.index("attr") < len(cells) and (text := cells[heads.index("attr")].strip()):
        if not text.isdecimal() or int(text) not in ATTRIBUTES:
            raise SeriesProblem(
                "series.mark", f"Line {line}: “{text[:20]}” is not a number of the bank's marks.", line=line, text=text[:20]
            )
        attribute = int(text)
    return unit, key, read_year(cells[2], line), value, attribute


def write_own(table: Table, *, title: str, source: str, retrieved: str, decimals: Mapping[str, int] | None = None) -> str:
    """Write a table in our own format with the years as columns, as compact as it gets.

    Marks are not written: what is missing is left empty.
    """
    years = sorted(set(table.year.tolist()))
    head = [f"{MARK} 1", f"# title: {title}", f"# source: {source}", f"# retrieved: {retrieved}"]
    head += [f"# variable {key}: {table.labels[key]}" for key in table.variables if key in table.labels]
    head += [f"# unit {write_key(code)}: {name}" for code, name in sorted(table.names.items())]
    cells: dict[tuple[int, int], dict[int, float]] = {}
    columns = (table.unit.tolist(), table.variable.tolist(), table.year.tolist(), table.value.tolist())
    for unit, variable, year, value in zip(*columns, strict=True):
        cells.setdefault((unit, variable), {})[year] = value
    lines = [";".join(["unit", "variable", *map(str, years)])]
    for (unit, variable), of_year in sorted(cells.items()):
        key = table.variables[variable]
        places = (decimals or {}).get(key, 2)
        texts = [_write_number(of_year.get(year), places) for year in years]
        lines.append(";".join([write_key(unit), key, *texts]).rstrip(";"))
    return "\n".join([*head, *lines]) + "\n"


def _write_number(value: float | None, places: int) -> str:
    if value is None or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ""
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
