"""The Parquet tables that are known by their columns: the panel of communes, the bank's units in long form, the counties."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from sciezka.core.series.places import FIRST_CITY_COUNTY, PART, level_of
from sciezka.core.series.table import SeriesProblem, Table, make_table, refuse_doubles
from sciezka.core.series.variables import BY_SUBGROUP, LABELS

COMMUNES: Final = "communes"
BANK_UNITS: Final = "bank_units"
COUNTIES: Final = "counties"
SOURCE: Final = "Główny Urząd Statystyczny, Bank Danych Lokalnych"

# Only what the bank itself reports; the panel's derived columns are reckoned anew by the catalogue.
COMMUNE_COLUMNS: Final[Mapping[str, str]] = {
    "population": "bdl:72305",
    "own_revenue": "bdl:76070",
    "employed": "bdl:54821",
    "working_age": "bdl:152",
    "unemployed": "bdl:10514",
    "migr_balance": "bdl:1365234",
    "migr_in": "bdl:149156",
    "migr_out": "bdl:149160",
    "migr_in_urban": "gus:migration_in_from_towns",
    "migr_in_rural": "gus:migration_in_from_country",
    "migr_out_urban": "gus:migration_out_to_towns",
    "migr_out_rural": "gus:migration_out_to_country",
    "migr_out_abroad": "gus:migration_out_abroad",
}
# Only the codes whose meaning was checked against the bank's own figures. Employment (XA15) is left out: it counts farmers
# too, a third more than the bank's variable for communes.
COUNTY_CODES: Final[Mapping[str, str]] = {
    "XA01": "bdl:76070",
    "XA06": "bdl:72305",
    "XA08": "bdl:152",
    "XA12": "bdl:10514",
    "XA21": "bdl:60270",
}
# When the collections behind these tables were taken from the bank; their files do not say.
HARVESTED: Final = {COMMUNES: "2022-09-01", BANK_UNITS: "2025-06-16", COUNTIES: "2022-01-01"}


@dataclass(frozen=True, slots=True)
class ReadPanel:
    """A table and the format that it was read from."""

    table: Table
    format: str


def read_parquet(path: Path) -> ReadPanel:
    """Read a Parquet table of a known form.

    Raises:
        SeriesProblem: it can't be read or is of no known form.
    """
    source = f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"
    try:
        with duckdb.connect() as connection:
            heads = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}  # noqa: S608
            if {"teryt7", "year", *COMMUNE_COLUMNS} <= heads:
                return ReadPanel(_read_communes(connection, source), COMMUNES)
            if {"teryt7", "subject", "measure", "year", "value"} <= heads:
                return ReadPanel(_read_bank_units(connection, source), BANK_UNITS)
            if {"teryt4", "code", "year", "value"} <= heads:
                return ReadPanel(_read_counties(connection, source), COUNTIES)
    except duckdb.Error as problem:
        raise SeriesProblem("series.parquet", "This Parquet file is damaged, or holds something else.") from problem
    shown = ", ".join(sorted(heads))[:200]
    raise SeriesProblem(
        "series.unknown", f"This Parquet table is of no known form; its columns are: {shown}.", columns=shown
    )


def _read_communes(connection: duckdb.DuckDBPyConnection, source: str) -> Table:
    names = ", ".join(COMMUNE_COLUMNS)
    rows = connection.execute(f"SELECT CAST(teryt7 AS INTEGER) AS unit, year, {names} FROM {source}").fetchnumpy()  # noqa: S608
    units, years = rows["unit"].astype(np.int64), rows["year"].astype(np.int64)
    count = len(COMMUNE_COLUMNS)
    table = make_table(
        unit=np.tile(units, count),
        variable=np.repeat(np.arange(count), len(units)),
        year=np.tile(years, count),
        reported=np.concatenate([_fill(rows[name]) for name in COMMUNE_COLUMNS]),
        variables=tuple(COMMUNE_COLUMNS.values()),
        names=_read_names(connection, source, "teryt7", "name"),
        labels={key: LABELS.get(key, "") for key in COMMUNE_COLUMNS.values() if key in LABELS},
        retrieved=HARVESTED[COMMUNES],
        source=SOURCE,
    )
    refuse_doubles(table)
    return table


def _read_bank_units(connection: duckdb.DuckDBPyConnection, source: str) -> Table:
    measures = connection.execute(f"SELECT DISTINCT subject, measure FROM {source}").fetchall()  # noqa: S608
    keys: dict[tuple[str, str], str] = {}
    for subject, measure in measures:
        features = str(measure).partition(": ")[2].casefold()
        if key := BY_SUBGROUP.get((str(subject).lstrip("P"), features)):
            keys[subject, measure] = key
    return _read_long(connection, source, ("teryt7", "1"), keys, BANK_UNITS)


def _read_counties(connection: duckdb.DuckDBPyConnection, source: str) -> Table:
    keys = {(code, code): key for code, key in COUNTY_CODES.items()}
    return _read_long(connection, source, ("teryt4", "1000"), keys, COUNTIES)


def _read_long(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    unit: tuple[str, str],
    keys: Mapping[tuple[str, str], str],
    form: str,
) -> Table:
    """Read a table with a row for each value; variables that are not known are passed over and counted."""
    subject, measure = ("subject", "measure") if form == BANK_UNITS else ("code", "code")
    variables = tuple(dict.fromkeys(keys.values()))
    connection.register(
        "keys_",
        {
            "subject": np.array([key[0] for key in keys], dtype=object),
            "measure": np.array([key[1] for key in keys], dtype=object),
            "at": np.array([variables.index(key) for key in keys.values()], dtype=np.int64),
        },
    )
    rows = connection.execute(
        f"""
        SELECT CAST(s.{unit[0]} AS INTEGER) * {unit[1]} AS unit, s.year, k.at, s.value
        FROM {source} s JOIN keys_ k ON k.subject = s.{subject} AND k.measure = s.{measure}
        WHERE s.value IS NOT NULL
        """  # noqa: S608 - our own words
    ).fetchnumpy()
    units = rows["unit"].astype(np.int64)
    codes, position = np.unique(units, return_inverse=True)
    is_kept = np.array([level_of(code) != PART for code in codes.tolist()], dtype=bool)[position]
    passed = {"part": int((~is_kept).sum())} if not is_kept.all() else {}
    table = make_table(
        unit=units[is_kept],
        variable=rows["at"].astype(np.int64)[is_kept],
        year=rows["year"].astype(np.int64)[is_kept],
        reported=_fill(rows["value"])[is_kept],
        variables=variables,
        names=_read_names(connection, source, unit[0], "name", int(unit[1])),
        labels={key: LABELS[key] for key in variables if key in LABELS},
        passed_over=passed,
        retrieved=HARVESTED[form],
        source=SOURCE,
    )
    refuse_doubles(table)
    return table


def _read_names(connection: duckdb.DuckDBPyConnection, source: str, unit: str, name: str, times: int = 1) -> dict[int, str]:
    query = f"SELECT {unit}, max_by({name}, year) FROM {source} GROUP BY {unit}"  # noqa: S608 - our own words
    return {int(code) * times: str(words) for code, words in connection.execute(query).fetchall()}


def _fill(column: Any) -> np.ndarray[Any, np.dtype[np.float64]]:  # noqa: ANN401 - a masked array or a plain one
    return np.ma.filled(np.ma.asarray(column, dtype=np.float64), np.nan)


def fold_cities(table: Table) -> Table:
    """Give the county rows of cities with county rights to the cities, which are communes.

    Where the table has the commune's own row too, the county's says the same a second time and is left out.
    """
    is_city = (table.unit % 1000 == 0) & (table.unit % 100_000 >= FIRST_CITY_COUNTY * 1000)
    if not is_city.any():
        return table
    folded = np.where(is_city, table.unit + 11, table.unit)
    order = table.variable * 10_000 + table.year
    own = np.unique((order * 10_000_000 + table.unit)[~is_city])
    twice = is_city & np.isin(order * 10_000_000 + folded, own)
    names = dict(table.names)
    for code in [code for code in names if code % 1000 == 0 and code % 100_000 >= FIRST_CITY_COUNTY * 1000]:
        names.setdefault(code + 11, names.pop(code))
    passed = {**table.passed_over, "city": int(twice.sum())} if twice.any() else table.passed_over
    return replace(replace(table, unit=folded, names=names).choose(~twice), passed_over=passed)
