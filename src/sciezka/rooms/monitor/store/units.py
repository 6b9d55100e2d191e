"""Units and the changes of their codes, as the store has learnt them from registers and tables."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Final

import duckdb
import numpy as np

from sciezka.core.series.crosswalk import DROP, REPLACE, Change, Crosswalk, read_crosswalk
from sciezka.core.series.places import COMMUNE, PART, Unit, level_of, make_unit, read_code
from sciezka.core.series.table import SeriesProblem, Table
from sciezka.core.series.tables.text import read_letters
from sciezka.rooms.monitor.store.observations import DamagedBatch, find_folder, hold_store, write_whole

KIND_CHANGED: Final = "change of kind"
ABOLISHED: Final = "-"
TERC_COLUMNS: Final = ("WOJ", "POW", "GMI", "RODZ", "NAZWA")
_FIELDS: Final = "key, name, level, kind, voivodeship, county, is_city_county, first_year, last_year, successor"


def _units_path() -> Path:
    return find_folder() / "units.parquet"


def _crosswalk_path() -> Path:
    return find_folder() / "crosswalk.csv"


def load_units() -> dict[str, Unit]:
    """Read all units known so far, by key; none when none are known or the file is damaged (importing makes it anew)."""
    path = _units_path()
    return dict(_read_units(path, path.stat().st_mtime_ns)) if path.is_file() else {}


@lru_cache(maxsize=2)
def _read_units(path: Path, _written: int) -> dict[str, Unit]:
    """Read the file of units; one that was written anew is read anew."""
    try:
        with duckdb.connect() as connection:
            rows = connection.execute(
                "SELECT key, name, level, kind, first_year, last_year, successor FROM read_parquet($1) ORDER BY key",
                [str(path)],
            ).fetchall()
    except duckdb.Error:
        return {}
    return {row[0]: Unit(*row) for row in rows}


def living_units(units: Mapping[str, Unit], *, level: str = COMMUNE) -> list[Unit]:
    """Give the units of a level that are there in the latest year: none that was abolished or goes on under another code."""
    of_level = [unit for unit in units.values() if unit.level == level and not unit.successor]
    last = max((unit.last_year or 0 for unit in of_level), default=0)
    known_late = sum((unit.last_year or 0) == last for unit in of_level)
    # A city's own series may reach further than everybody else's: only a year that most units reach is the latest.
    while of_level and known_late * 2 < len(of_level) and last:
        last = max((unit.last_year or 0 for unit in of_level if (unit.last_year or 0) < last), default=0)
        known_late = sum((unit.last_year or 0) >= last for unit in of_level)
    return [unit for unit in of_level if unit.last_year is None or unit.last_year >= last]


def learn_units(table: Table) -> int:
    """Add the units of a table to those known: names, and the years of which they have values.

    Returns:
        How many are new.
    """
    with hold_store("units"):
        return _learn_units(table)


def _learn_units(table: Table) -> int:
    has_value = np.isfinite(table.value)
    codes, position = np.unique(table.unit[has_value], return_inverse=True)
    years = table.year[has_value]
    first, last = np.full(len(codes), 9999), np.zeros(len(codes), dtype=np.int64)
    np.minimum.at(first, position, years)
    np.maximum.at(last, position, years)
    known = load_units()
    before = len(known)
    for code, begins, ends in zip(codes.tolist(), first.tolist(), last.tolist(), strict=True):
        if level_of(code) == PART:
            continue
        seen = make_unit(code, table.names.get(code, ""), begins, ends)
        known[seen.key] = _merge(known.get(seen.key), seen)
    save_units(known.values())
    return len(known) - before


def learn_register(text: str) -> int:
    """Add the units of the TERC register to those known, with their names.

    Returns:
        How many units the register has.

    Raises:
        SeriesProblem: it is not the register.
    """
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=";")
    if missing := [name for name in TERC_COLUMNS if name not in (reader.fieldnames or ())]:
        columns = ", ".join(missing)
        raise SeriesProblem(
            "register.columns", f"This is not the TERC register: the columns {columns} are missing.", columns=columns
        )
    seen_units = []
    for row in reader:
        parts = [(row[name] or "").strip() for name in TERC_COLUMNS]
        code = read_code(f"{parts[0].zfill(2)}{parts[1].zfill(2)}{parts[2].zfill(2)}{parts[3] or '0'}")
        if code is None:
            raise SeriesProblem(
                "series.unit", f"Line {reader.line_num} holds no code of a unit.", line=reader.line_num, text=parts[0]
            )
        if level_of(code) != PART:
            seen_units.append(make_unit(code, parts[4]))
    with hold_store("units"):
        known = load_units()
        for seen in seen_units:
            known[seen.key] = replace(_merge(known.get(seen.key), seen), name=seen.name)
        save_units(known.values())
    return len(seen_units)


def _merge(known: Unit | None, seen: Unit) -> Unit:
    """Put together what was known and what is seen of a unit."""
    if known is None:
        return seen
    begins = [year for year in (known.first_year, seen.first_year) if year is not None]
    ends = [year for year in (known.last_year, seen.last_year) if year is not None]
    return replace(
        known,
        name=known.name or seen.name,
        first_year=min(begins, default=None),
        last_year=max(ends, default=None),
    )


def save_units(units: Iterable[Unit]) -> None:
    """Write all units, with what follows from their codes and with the successors that the crosswalk knows."""
    known = {unit.key: unit for unit in units}
    crosswalk = extend_crosswalk(_read_given(), known)
    rows = []
    for key, unit in sorted(known.items()):
        successor = _find_successor(key, crosswalk, known)
        values = (unit.name, unit.level, unit.kind, unit.voivodeship, unit.county, unit.is_city_county)
        rows.append((key, *values, unit.first_year, unit.last_year, successor))
    with write_whole(_units_path()) as draft, duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE units (key VARCHAR, name VARCHAR, level VARCHAR, kind SMALLINT, voivodeship VARCHAR, "
            "county VARCHAR, is_city_county BOOLEAN, first_year SMALLINT, last_year SMALLINT, successor VARCHAR)"
        )
        if rows:
            columns = {
                name: np.array([row[at] for row in rows], dtype=object) for at, name in enumerate(_FIELDS.split(", "))
            }
            connection.register("rows_", columns)
            connection.execute(f"INSERT INTO units SELECT {_FIELDS} FROM rows_")  # noqa: S608 - our own words
        path = str(draft).replace("'", "''")
        connection.execute(f"COPY units TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def _find_successor(key: str, crosswalk: Crosswalk, known: Mapping[str, Unit]) -> str:
    """Find the code under which a unit goes on, as far as figures reach; a dash when it was abolished.

    A change that lies after the last figures is not there yet: the unit still goes by its own code.
    """
    found, at = "", key
    while change := crosswalk.by_old.get(at):
        if change.mode == DROP:
            return ABOLISHED
        at = change.new
        if at in known:
            found = at
    return found


def save_crosswalk(text: str) -> Crosswalk:
    """Check a table of changes and put it in force, in place of the one before.

    Raises:
        SeriesProblem: it can't be read; the one before stays.
    """
    crosswalk = read_crosswalk(text)
    with write_whole(_crosswalk_path()) as draft:
        draft.write_text(text, encoding="utf-8")
    with hold_store("units"):
        save_units(load_units().values())
    return crosswalk


def _read_given() -> Crosswalk:
    path = _crosswalk_path()
    return _read_changes(path, path.stat().st_mtime_ns) if path.is_file() else Crosswalk()


@lru_cache(maxsize=2)
def _read_changes(path: Path, _written: int) -> Crosswalk:
    """Read the table of changes; one that was written anew is read anew.

    Raises:
        DamagedBatch: it can't be read; without it series would be joined otherwise, so nothing goes on without it.
    """
    try:
        return read_crosswalk(read_letters(path.read_bytes()))
    except (SeriesProblem, OSError) as problem:
        raise DamagedBatch(path.name) from problem


def load_crosswalk(units: Mapping[str, Unit] | None = None) -> Crosswalk:
    """Give the changes in force: the operator's table, and the changes of kind that the codes themselves show."""
    return extend_crosswalk(_read_given(), load_units() if units is None else units)


def extend_crosswalk(crosswalk: Crosswalk, units: Mapping[str, Unit]) -> Crosswalk:
    """Add the changes of kind that a table of changes lacks.

    A change of kind changes the last digit of a code and nothing else: where one code ends and another one with the same
    first six digits begins the year after, it is the same commune.
    """
    by_place: dict[str, list[Unit]] = {}
    for unit in units.values():
        if unit.level == COMMUNE and unit.first_year and unit.last_year:
            by_place.setdefault(unit.key[:6], []).append(unit)
    added = []
    for group in by_place.values():
        group.sort(key=lambda unit: unit.first_year or 0)
        for old, new in pairwise(group):
            follows = new.first_year == (old.last_year or 0) + 1
            if follows and old.key not in crosswalk.by_old and crosswalk.successor(new.key) != old.key:
                added.append(Change(old.key, new.key, REPLACE, new.first_year, None, KIND_CHANGED))
    return Crosswalk((*crosswalk.changes, *added)) if added else crosswalk
