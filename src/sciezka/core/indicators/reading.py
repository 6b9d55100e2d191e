"""Reading a catalogue from TOML texts, and extending one by a city's own text; every fault is told with its place."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from sciezka.core.indicators.catalogue import ROOT, Branch, Catalogue, Indicator, Variable, known_level, known_years
from sciezka.core.indicators.checking import check_rows, check_whole
from sciezka.core.indicators.formula import POPULATION, Formula, FormulaProblem
from sciezka.core.indicators.rows import (
    ABOVE,
    BRANCHES,
    RETIRED,
    TABLES,
    CatalogueProblem,
    Fault,
    Row,
    check_fields,
    check_formula_fields,
)
from sciezka.core.indicators.writing import digest_of, tables_of

HEAD: Final = "catalogue"
PER_CENT: Final = 100.0
SHIPPED: Final = "the catalogue extended"
"""What stands for the file's name when a fault is in a row that an extension did not touch."""

__all__ = ["CatalogueProblem", "Fault", "extend", "read_catalogue"]


def read_catalogue(texts: Mapping[str, str]) -> Catalogue:
    """Read a catalogue from one or several TOML texts, which may share it out as they like.

    Args:
        texts: the texts by the name of their file, which faults are told with.

    Raises:
        CatalogueProblem: with all faults found.
    """
    rows: list[Row] = []
    versions: list[str] = []
    faults: list[Fault] = []
    for file, text in texts.items():
        found, version, wrong = _read_text(file, text)
        rows += found
        versions += [version] if version else []
        faults += wrong
    if not versions and not faults:
        faults.append(
            Fault("catalogue.no_version", 'No file gives a version. Write [catalogue] with version = "…" in one of them.')
        )
    if faults:
        raise CatalogueProblem(tuple(faults))
    return _build(rows, versions[0])


def extend(shipped: Catalogue, extension: str, file: str = "extension") -> Catalogue:
    """Add a city's own rows to a catalogue.

    A row with a code (of a variable, a key) that the catalogue knows changes only the fields that it names; with
    ``retired = true`` it takes the row out; any other row is added.

    Args:
        shipped: the catalogue extended, which stays as it is.
        extension: a TOML text of the same form.
        file: the name that faults are told with.

    Raises:
        CatalogueProblem: with all faults found, those of the two together.
    """
    added, version, faults = _read_text(file, extension)
    if faults:
        raise CatalogueProblem(tuple(faults))
    rows = {
        (table, Row(table, SHIPPED, values).code): Row(table, SHIPPED, values)
        for table, several in tables_of(shipped).items()
        for values in several
    }
    seen: set[tuple[str, str]] = set()
    for row in added:
        place = (row.table, row.code)
        if place in seen:
            faults.append(row.fault("catalogue.twice", "code", "this file names it twice. Keep one of the rows."))
        seen.add(place)
        if row.values.get(RETIRED) is True:
            if place not in rows:
                faults.append(row.fault("catalogue.retired", RETIRED, "there is no such row to retire. Mend the code."))
            rows.pop(place, None)
        elif place in rows:
            rows[place] = Row(row.table, file, {**rows[place].values, **row.values})
        else:
            rows[place] = row
    if faults:
        raise CatalogueProblem(tuple(faults))
    return _build(list(rows.values()), version or shipped.version)


def _read_text(file: str, text: str) -> tuple[list[Row], str, list[Fault]]:
    try:
        content = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        # Numbers of thousands of digits and brackets nested thousands deep are no TOML error to the parser, but to us.
        sentence = f"{file}: this is not TOML. {problem}."
        return [], "", [Fault("catalogue.toml", sentence, {"file": file, "problem": str(problem)})]
    rows: list[Row] = []
    faults: list[Fault] = []
    head = content.pop(HEAD, {})
    version = head.get("version", "") if isinstance(head, dict) else None
    if not isinstance(version, str) or (isinstance(head, dict) and set(head) - {"version"}):
        faults.append(
            Fault("catalogue.head", f"{file}: [catalogue] holds nothing but version, a text in quotes.", {"file": file})
        )
        version = ""
    for table, values in content.items():
        if table not in TABLES:
            allowed = ", ".join(TABLES)
            faults.append(
                Fault(
                    "catalogue.table",
                    f"{file}: a table {table} is not known. The tables are: {allowed}.",
                    {"file": file, "table": table, "allowed": allowed},
                )
            )
        elif not isinstance(values, list) or not all(isinstance(row, dict) for row in values):
            faults.append(
                Fault(
                    "catalogue.rows", f"{file}: begin each row of {table} with [[{table}]].", {"file": file, "table": table}
                )
            )
        else:
            rows += [Row(table, file, row) for row in values]
    return rows, version, faults


def _build(rows: list[Row], version: str) -> Catalogue:
    faults = [fault for row in rows for fault in _check_row(row)]
    faults = faults or check_rows(rows)
    if faults:
        raise CatalogueProblem(tuple(faults))
    variables = tuple(_make_variable(row) for row in _of(rows, "variables"))
    by_key = {variable.key: variable for variable in variables}
    indicators = tuple(_make_indicator(row, by_key) for row in _of(rows, "indicators"))
    dimensions, areas, sub_areas = (tuple(_make_branches(rows, table)) for table in BRANCHES)
    catalogue = Catalogue(version, dimensions, areas, sub_areas, indicators, variables)
    faults = check_whole(catalogue, {row.code: row for row in rows})
    if faults:
        raise CatalogueProblem(tuple(faults))
    return replace(catalogue, digest=digest_of(catalogue))


def _of(rows: Iterable[Row], table: str) -> Iterator[Row]:
    return (row for row in rows if row.table == table)


def _make_branches(rows: Iterable[Row], table: str) -> Iterator[Branch]:
    for row in _of(rows, table):
        values = row.values
        parent = values[ABOVE[table]] if table in ABOVE else ROOT
        yield Branch(values["code"], parent, values["name_pl"].strip(), values["name_en"].strip())


def _check_row(row: Row) -> list[Fault]:
    """Tell the faults of a row that keep it from being made."""
    faults = check_fields(row)
    formulas = [("formula", row.values["formula"])] if "formula" in row.values else []
    alternatives = row.values.get("alternatives")
    if isinstance(alternatives, list):
        formulas += [(f"alternatives[{at}]", values) for at, values in enumerate(alternatives, start=1)]
    decimals = row.values.get("decimals", 1)
    for key, values in formulas:
        wrong = check_formula_fields(row, key, values)
        faults += wrong
        if not wrong and isinstance(decimals, int):
            try:
                _make_formula(values, decimals)
            except FormulaProblem as problem:
                faults.append(row.fault(problem.code, key, str(problem), **problem.params))
    return faults


def _make_formula(values: Mapping[str, Any], decimals: int) -> Formula:
    kind = values["kind"]
    per = tuple(values.get("per", (POPULATION,) if kind == "per_head" else ()))
    times = float(values.get("times", PER_CENT if kind in {"share", "change"} else 1))
    return Formula(kind, tuple(values["of"]), per, times, values.get("years", 0), decimals)


def _make_variable(row: Row) -> Variable:
    values = dict(row.values)
    if "formula" in values:
        values["formula"] = _make_formula(values["formula"], 1)
    return Variable(**values)


def _make_indicator(row: Row, by_key: Mapping[str, Variable]) -> Indicator:
    values = dict(row.values)
    decimals = values.pop("decimals", 1)
    formula = _make_formula(values.pop("formula"), decimals)
    alternatives = tuple(_make_formula(one, decimals) for one in values.pop("alternatives", ()))
    # What the row does not say follows from its variables: a formula knows no more than they do.
    since, until = known_years(formula, by_key)
    level = values.pop("level", known_level(formula, by_key))
    since, until = values.pop("since", since), values.pop("until", until)
    target = values.pop("target", None)
    return Indicator(
        **values,
        formula=formula,
        alternatives=alternatives,
        level=level,
        years=(since, until),
        target=(float(target[0]), float(target[1])) if target else None,
    )
