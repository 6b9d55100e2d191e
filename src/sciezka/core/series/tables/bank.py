"""The web exports of the Local Data Bank: CTAB (years in the header) and CREL (a row for each value, with its mark)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sciezka.core.series.attributes import BY_SYMBOL, UNKNOWN
from sciezka.core.series.places import COMMUNE_KINDS, read_code
from sciezka.core.series.table import SeriesProblem, Table, make_table, refuse_doubles
from sciezka.core.series.tables.text import Row, is_year, make_word, read_number, read_rows, read_year, refuse_code
from sciezka.core.series.variables import name_variable

SOURCE: Final = "Główny Urząd Statystyczny, Bank Danych Lokalnych"
OTHER_LEVEL: Final = "level"
PART: Final = "part"

_NAMED = re.compile(r"_(\d{1,5})_(CTAB|CREL)_(\d{4})(\d\d)(\d\d)")


@dataclass
class _Columns:
    """Columns being filled, row by row."""

    unit: list[int] = field(default_factory=list)
    variable: list[int] = field(default_factory=list)
    year: list[int] = field(default_factory=list)
    reported: list[float] = field(default_factory=list)
    attribute: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)

    def keep_unit(self, row: Row, code: str, name: str) -> int | None:
        """Read the row's unit; count it as passed over when it is of a level that is not kept."""
        number = read_code(code)
        if number is None:
            if not code.strip().strip('"').removesuffix(".0").isdigit():
                raise refuse_code(code, row.line)
            self.passed[OTHER_LEVEL] = self.passed.get(OTHER_LEVEL, 0) + 1
            return None
        if number % 1000 and number % 10 not in COMMUNE_KINDS:
            self.passed[PART] = self.passed.get(PART, 0) + 1
            return None
        self.names.setdefault(number, name)
        return number

    def add(self, unit: int, variable: str, year: int, value: float, attribute: int | None) -> None:
        """Add one cell."""
        self.unit.append(unit)
        self.variable.append(self.keys.setdefault(variable, len(self.keys)))
        self.year.append(year)
        self.reported.append(value)
        self.attribute.append(UNKNOWN if attribute is None else attribute)

    def close(self, retrieved: str) -> Table:
        """Give the finished table, which may not say anything twice."""
        table = make_table(
            unit=self.unit,
            variable=self.variable,
            year=self.year,
            reported=self.reported,
            attribute=self.attribute,
            variables=tuple(self.keys),
            names=self.names,
            labels=self.labels,
            passed_over=self.passed,
            retrieved=retrieved,
            source=SOURCE,
        )
        refuse_doubles(table)
        return table


def looks_like_ctab(header: str) -> bool:
    """Tell whether the first line is the header of a wide export."""
    return _begins_right(header) and "Rok" not in header and bool(re.search(r"(?:19|20)\d\d", header))


def looks_like_crel(header: str) -> bool:
    """Tell whether the first line is the header of a long export."""
    return _begins_right(header) and "Rok" in header and bool(re.search(r"Warto[sś][cć]", header))


def _begins_right(header: str) -> bool:
    return header.replace('"', "").startswith("Kod;Nazwa")


def read_ctab(text: str, *, name: str = "", variables: Sequence[str] = ()) -> Table:
    """Read a wide export: a row for each unit, a column „features;year;[unit]” for each year.

    Args:
        text: the file's text.
        name: the file's name, which holds the subgroup's number and the date.
        variables: the variables' keys in the order in which their features first appear; known ones need none.

    Raises:
        SeriesProblem: a header that is none, a row of another length, a cell that is no number, a value twice.
    """
    rows = list(read_rows(text, ";"))
    subgroup, retrieved = read_name(name)
    width = max((len(_trim(row.cells)) for row in rows[1:]), default=0)
    heads = _gather_heads(rows[0], width)
    keys = _name_features(list(dict.fromkeys(features for features, _, _ in heads)), subgroup, variables)
    columns = _Columns(labels={keys[features]: f"{features} {unit}".strip() for features, _, unit in heads})
    for row in rows[1:]:
        # Exports end every row with a semicolon: a last column that is not there.
        cells = _trim(row.cells, at_least=len(heads) + 2)
        if len(cells) != len(heads) + 2:
            raise SeriesProblem(
                "series.width",
                f"Line {row.line} has {len(cells)} cells; the header has {len(heads) + 2}. The file may be cut off.",
                line=row.line,
            )
        unit = columns.keep_unit(row, cells[0], cells[1])
        for cell, (features, year, _) in zip(cells[2:], heads, strict=True):
            value, mark = read_number(cell, row.line, f"{features} {year}")
            if unit is not None:
                columns.add(unit, keys[features], year, value, mark)
    return columns.close(retrieved)


def _trim(cells: tuple[str, ...], at_least: int = 0) -> tuple[str, ...]:
    """Cut the phantom last cell off."""
    return cells[:-1] if len(cells) > max(at_least, 1) and not cells[-1].strip() else cells


def _gather_heads(header: Row, width: int) -> list[tuple[str, int, str]]:
    """Read the columns' features, year and unit; also from a header whose quotes were lost, so that it fell apart."""
    cells = list(_trim(header.cells))[2:]
    wanted = width - 2
    if wanted > 0 and len(cells) > wanted and len(cells) % wanted == 0:
        size = len(cells) // wanted
        cells = [";".join(cells[at : at + size]) for at in range(0, len(cells), size)]
    heads = []
    for cell in cells:
        parts = [part.strip().strip('"') for part in cell.replace("\n", ";").split(";") if part.strip()]
        years = [part for part in parts if is_year(part)]
        if len(years) != 1:
            raise SeriesProblem(
                "series.header",
                f"The column “{cell.strip()[:60]}” names no year. Export the table again with the years in the header.",
                column=cell.strip()[:60],
            )
        unit = next((part for part in parts if part.startswith("[")), "")
        features = ";".join(part for part in parts if part not in {years[0], unit})
        heads.append((features, int(years[0]), unit))
    if not heads:
        raise SeriesProblem("series.header", "The header names no column with figures.", column="")
    return heads


def _name_features(features: list[str], subgroup: str, given: Sequence[str]) -> dict[str, str]:
    """Give each combination of features its key: as given, as known, or made from its words."""
    if given and len(given) != len(features):
        raise SeriesProblem(
            "series.variables",
            f"The file holds {len(features)} variables ({', '.join(features)[:200]}), and {len(given)} keys were given.",
            count=len(features),
            given=len(given),
        )
    keys = {}
    for at, words in enumerate(features):
        fallback = f"gus:p{subgroup}_{make_word(words)}" if subgroup else f"gus:{make_word(words)}"
        keys[words] = given[at] if given else name_variable(subgroup, words) or fallback
    return keys


def read_crel(text: str, *, name: str = "", variables: Sequence[str] = ()) -> Table:
    """Read a long export: code, name, features, year, value, unit and mark, a row for each value.

    Args:
        text: the file's text.
        name: the file's name.
        variables: the variables' keys in the order in which their features first appear.

    Raises:
        SeriesProblem: a column is missing, a row is cut off, a cell can't be read, a mark is not known, a value twice.
    """
    rows = list(read_rows(text, ";"))
    subgroup, retrieved = read_name(name)
    heads = [cell.strip().strip('"') for cell in _trim(rows[0].cells)]
    place = {re.sub(r"ś", "s", re.sub(r"ć", "c", head)).casefold(): at for at, head in enumerate(heads)}
    if "rok" not in place or "wartosc" not in place:
        raise SeriesProblem(
            "series.header", "The header lacks the columns Rok or Wartosc. Export the table again.", column="Rok"
        )
    year_at, value_at = place["rok"], place["wartosc"]
    mark_at, unit_at = place.get("atrybut"), place.get("jednostka miary")
    read = []
    for row in rows[1:]:
        cells = _trim(row.cells, at_least=len(heads))
        if len(cells) != len(heads):
            raise SeriesProblem(
                "series.width",
                f"Line {row.line} has {len(cells)} cells; the header has {len(heads)}. The file may be cut off.",
                line=row.line,
            )
        read.append((row, cells, ";".join(cell.strip() for cell in cells[2:year_at])))
    keys = _name_features(list(dict.fromkeys(features for _, _, features in read)), subgroup, variables)
    columns = _Columns()
    for row, cells, features in read:
        value, sign = read_number(cells[value_at], row.line, heads[value_at])
        mark = _read_mark(cells[mark_at], row.line) if mark_at is not None else None
        year = read_year(cells[year_at], row.line)
        columns.labels.setdefault(keys[features], f"{features} [{cells[unit_at]}]" if unit_at else features)
        unit = columns.keep_unit(row, cells[0], cells[1])
        if unit is not None:
            columns.add(unit, keys[features], year, value, sign if mark is None else mark)
    return columns.close(retrieved)


def _read_mark(text: str, line: int) -> int | None:
    symbol = text.strip().strip('"')
    if not symbol:
        # A long export writes marks, so that an empty one says that there is none.
        return 1
    if symbol not in BY_SYMBOL:
        raise SeriesProblem(
            "series.mark",
            f"Line {line}: the mark “{symbol[:20]}” is not one of the bank's ({', '.join(BY_SYMBOL)}).",
            line=line,
            text=symbol[:20],
        )
    return BY_SYMBOL[symbol]


def read_name(name: str) -> tuple[str, str]:
    """Read the subgroup's number and the date out of an export's file name; empty where it has none."""
    match = _NAMED.search(name)
    if match is None:
        return "", ""
    subgroup, _, year, month, day = match.groups()
    return subgroup, f"{year}-{month}-{day}"
