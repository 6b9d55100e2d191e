"""Observations as columns: one row for each unit, variable and year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.types import Floats
from sciezka.core.series.attributes import UNKNOWN, find_missing

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100

Whole = NDArray[np.int64]
Chosen = NDArray[np.bool_]


class SeriesProblem(ValueError):
    """A file that is refused: nothing of it is kept.

    Attributes:
        code: a stable word for the kind of problem, such as ``series.number``; rooms translate by it.
        params: the place and the values that the sentence names.
    """

    def __init__(self, code: str, sentence: str, **params: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Table:
    """Observations in columns of one length.

    Attributes:
        unit: the units' codes as numbers (``261011`` for ``0261011``).
        variable: positions in ``variables``.
        year: the calendar years.
        value: the values, NaN where missing.
        reported: what the source said, also where we say that it is missing.
        attribute: the attribute's number; −1 when none is known.
        variables: the variables' keys.
        names: what the source calls the units.
        labels: what the source calls the variables.
        passed_over: how many rows were left out, by reason.
        retrieved: when the file says that it was taken from the source (ISO date); empty when it does not.
        source: who publishes the figures, when the file says so.
    """

    unit: Whole
    variable: Whole
    year: Whole
    value: Floats
    reported: Floats
    attribute: Whole
    variables: tuple[str, ...]
    names: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    retrieved: str = ""
    source: str = ""

    def __len__(self) -> int:
        return len(self.unit)

    def choose(self, rows: Chosen) -> Self:
        """Keep only these rows."""
        columns = ("unit", "variable", "year", "value", "reported", "attribute")
        return replace(self, **{name: getattr(self, name)[rows] for name in columns})

    def mark(self, rows: Chosen, attribute: int) -> Self:
        """Take the values in these rows for missing, for a reason; what was reported stays."""
        return replace(
            self,
            value=np.where(rows, np.nan, self.value),
            attribute=np.where(rows, attribute, self.attribute),
        )

    def of(self, variable: str) -> Chosen:
        """Tell which rows belong to a variable."""
        if variable not in self.variables:
            return np.zeros(len(self), dtype=bool)
        rows: Chosen = self.variable == self.variables.index(variable)
        return rows


def make_table(
    *,
    unit: Sequence[int] | Whole,
    variable: Sequence[int] | Whole,
    year: Sequence[int] | Whole,
    reported: Sequence[float] | Floats,
    attribute: Sequence[int] | Whole | None = None,
    variables: Iterable[str],
    **said: Any,  # noqa: ANN401 - the descriptive fields of Table
) -> Table:
    """Build a table, missing where the attribute says so; cells that say nothing at all are left out."""
    values = np.asarray(reported, dtype=np.float64)
    marks = np.full(len(values), UNKNOWN, dtype=np.int64) if attribute is None else np.asarray(attribute, dtype=np.int64)
    table = Table(
        unit=np.asarray(unit, dtype=np.int64),
        variable=np.asarray(variable, dtype=np.int64),
        year=np.asarray(year, dtype=np.int64),
        value=np.where(find_missing(marks), np.nan, values),
        reported=values,
        attribute=marks,
        variables=tuple(variables),
        **said,
    )
    return table.choose(np.isfinite(values) | find_missing(marks))


def join_tables(tables: Sequence[Table]) -> Table:
    """Put tables one under another; what they say of units and sources is put together, the first one prevailing."""
    variables = tuple(dict.fromkeys(key for table in tables for key in table.variables))
    place = {key: at for at, key in enumerate(variables)}
    moved = [
        np.array([place[key] for key in table.variables], dtype=np.int64)[table.variable] if len(table) else table.variable
        for table in tables
    ]
    passed: dict[str, int] = {}
    for table in tables:
        for reason, count in table.passed_over.items():
            passed[reason] = passed.get(reason, 0) + count
    return Table(
        unit=np.concatenate([table.unit for table in tables]),
        variable=np.concatenate(moved),
        year=np.concatenate([table.year for table in tables]),
        value=np.concatenate([table.value for table in tables]),
        reported=np.concatenate([table.reported for table in tables]),
        attribute=np.concatenate([table.attribute for table in tables]),
        variables=variables,
        names={code: name for table in reversed(tables) for code, name in table.names.items()},
        labels={key: label for table in reversed(tables) for key, label in table.labels.items()},
        passed_over=passed,
        retrieved=max((table.retrieved for table in tables), default=""),
        source=next((table.source for table in tables if table.source), ""),
    )


def refuse_doubles(table: Table) -> None:
    """Refuse a table that gives one unit two values of a variable in a year.

    Raises:
        SeriesProblem: ``series.twice``, with the first one found.
    """
    if not len(table):
        return
    key = (table.unit * len(table.variables) + table.variable) * (LAST_YEAR + 1) + table.year
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(np.diff(key[order]) == 0)
    if len(again):
        at = order[again[0] + 1]
        code, variable, year = f"{table.unit[at]:07d}", table.variables[table.variable[at]], int(table.year[at])
        raise SeriesProblem(
            "series.twice",
            f"Unit {code} has two values of {variable} in {year}. Keep one of them and import again.",
            unit=code,
            variable=variable,
            year=year,
        )
