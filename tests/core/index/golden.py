"""Reading the published tables that the engine is tested against. They stay outside; without them the tests are skipped."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from sciezka.core.index.types import Cube, Floats, Node, Structure

GOLDEN = Path(__file__).resolve().parents[4] / "shared" / "golden"
MISSING = {"", "NA", "NaN"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of numbers: one row per key, NaN where a cell is empty or holds words."""

    keys: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    values: Floats
    text: dict[str, tuple[str, ...]]

    @property
    def units(self) -> tuple[str, ...]:
        """The first part of each row's key."""
        return tuple(key[0] for key in self.keys)

    def take(self, columns: Iterable[str]) -> Floats:
        """Give these columns as a block, shape (columns, rows)."""
        return self.values[:, [self.columns.index(column) for column in columns]].T.copy()

    def sort_as(self, other: Table) -> Table:
        """Put the rows into another table's order of keys; rows that it lacks are left out."""
        where = {key: row for row, key in enumerate(self.keys)}
        rows = [where[key] for key in other.keys]
        return Table(
            tuple(self.keys[row] for row in rows),
            self.columns,
            self.values[rows],
            {column: tuple(words[row] for row in rows) for column, words in self.text.items()},
        )


def golden_file(name: str) -> Path:
    """Give the path of a golden file such as ``coinr/norm_borda.csv``; skip the test when it isn't there."""
    path = GOLDEN / name
    if not path.is_file():
        pytest.skip(f"The golden table {name} is not beside the repository")
    return path


def read_golden(name: str, keys: Sequence[str] = ("uCode",)) -> Table:
    """Read a golden CSV whose rows are named by these columns; no key columns: rows are named by their number."""
    with golden_file(name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = tuple(column for column in rows[0] if column not in keys)
    named = tuple(tuple(row[key] for key in keys) if keys else (str(at),) for at, row in enumerate(rows))
    values = np.array([[_read_number(row[column]) for column in columns] for row in rows], dtype=np.float64)
    return Table(named, columns, values, {column: tuple(row[column] for row in rows) for column in (*keys, *columns)})


def read_asem_structure(columns: Iterable[str] | None = None) -> Structure:
    """Read COINr's ASEM tree; with columns, only these indicators, in this order, and the nodes above them."""
    with golden_file("coinr/in_asem_iMeta.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["Type"] in {"Indicator", "Aggregate"}]
    nodes = {
        row["iCode"]: Node(
            row["iCode"],
            row["Parent"] if row["Parent"] not in MISSING else "",
            float(row["Weight"]),
            int(row["Direction"]),
            target=float(row["Target"]) if row["Target"] not in MISSING else None,
        )
        for row in rows
    }
    if columns is None:
        return Structure(tuple(nodes.values()))
    wanted: list[str] = []
    for column in columns:
        trail = [column]
        while nodes[trail[-1]].parent:
            trail.append(nodes[trail[-1]].parent)
        wanted += [code for code in trail if code not in wanted]
    return Structure(tuple(nodes[code] for code in wanted))


def make_flat_structure(columns: Sequence[str], directions: Sequence[int] | None = None) -> Structure:
    """Put all indicators right under one root, ``ALL``."""
    signs = directions or [1] * len(columns)
    return Structure((Node("ALL"), *(Node(code, "ALL", direction=sign) for code, sign in zip(columns, signs, strict=True))))


def make_cube(
    block: Floats,
    leaves: Sequence[str],
    units: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
) -> Cube:
    """Make a cube of one year from a block (indicators, units), in groups named by words if any."""
    names = tuple(dict.fromkeys(groups)) if groups else ("",)
    return Cube(
        np.asarray(block, dtype=np.float64)[None, :, :],
        (0,),
        tuple(leaves),
        tuple(units or (f"u{at}" for at in range(block.shape[1]))),
        np.array([names.index(group) for group in groups] if groups else [0] * block.shape[1], dtype=np.intp),
        names,
    )


def make_panel(table: Table, leaves: Sequence[str], unit: str = "uCode", year: str = "Time") -> Cube:
    """Make a cube of many years from a long table whose key columns name the unit and the year."""
    years = tuple(sorted({int(float(word)) for word in table.text[year]}))
    units = tuple(dict.fromkeys(table.text[unit]))
    values = np.full((len(years), len(leaves), len(units)), np.nan)
    present = np.zeros((len(years), len(units)), dtype=bool)
    block = table.take(leaves)
    for row, (word, time) in enumerate(zip(table.text[unit], table.text[year], strict=True)):
        at = years.index(int(float(time))), units.index(word)
        values[at[0], :, at[1]] = block[:, row]
        present[at] = True
    return Cube(values, years, tuple(leaves), units, np.zeros(len(units), dtype=np.intp), present=present)


def assert_agrees(got: Floats, expected: Floats, tolerance: float = 1e-9) -> None:
    """Demand the same pattern of missing values, and numbers within the tolerance (relative where above 1)."""
    assert got.shape == expected.shape
    assert np.array_equal(np.isnan(got), np.isnan(expected)), "different cells are missing"
    known = ~np.isnan(expected)
    with np.errstate(invalid="ignore"):
        off = np.abs(got[known] - expected[known]) / np.maximum(1.0, np.abs(expected[known]))
    off[got[known] == expected[known]] = 0.0
    assert off.max(initial=0.0) <= tolerance, f"the largest difference is {off.max()}"


def _read_number(word: str) -> float:
    if word in MISSING:
        return float("nan")
    try:
        return float(word)
    except ValueError:
        return float("nan")
