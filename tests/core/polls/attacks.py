"""An attacker who reads only what is published, with linear algebra of their own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import LinearConstraint, milp

from sciezka.core.polls.columns import Column, ColumnSpec, Frame, build_frame
from sciezka.core.polls.counted import YES_NO, ProtectedTable

Cell = tuple[tuple[str, ...], tuple[int, ...]]


def make_people(
    seed: int, *, rows: int, sizes: Sequence[int], spread: float = 1.0, missing: float = 0.05, alike: float = 0.4
) -> Frame:
    """Make answers to some choices named a, b, c, …, that have something to do with each other."""
    rng = np.random.default_rng(seed)
    leaning = rng.integers(0, 100, rows)
    columns = []
    for at, size in enumerate(sizes):
        places = rng.choice(size, rows, p=rng.dirichlet([spread] * size))
        places = np.where(rng.random(rows) < alike, leaning % size, places)
        places = np.where(rng.random(rows) < missing, -1, places).astype(np.int16)
        spec = ColumnSpec(name="abcdefgh"[at], kind="choice", codes=tuple(str(code) for code in range(size)))
        columns.append(Column(spec, places, places >= 0))
    return build_frame(rows, columns)


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """What an attacker holds: each kind of people that can be, and every published number as a sum of kinds.

    Attributes:
        parts: the tables, each once.
        where: of each variable the place that each kind of people has in it.
        known: the coefficients of the published numbers, of shape (numbers, kinds).
        values: the numbers.
    """

    parts: tuple[ProtectedTable, ...]
    where: dict[str, np.ndarray]
    known: np.ndarray
    values: np.ndarray

    def write(self, part: ProtectedTable, place: Iterable[int]) -> np.ndarray:
        """Mark the kinds that a cell counts."""
        line = np.ones(len(next(iter(self.where.values()))))
        for name, at in zip(part.table.names, place, strict=True):
            line *= self.where[name] == at
        return line

    def list_hidden(self) -> list[Cell]:
        """Give the hidden cells of answers; not of a table of three that is withheld: others are what tells of it."""
        found = []
        for part in self.parts:
            if part.table.counts.ndim > 2 and not part.table.counts[part.shown].any():
                continue
            inner = tuple(slice(0, -1) for _axis in part.table.names)
            found += [(part.table.names, tuple(map(int, place))) for place in np.argwhere(~part.shown[inner])]
        return found


def read_published(tables: Sequence[ProtectedTable]) -> Published:
    """Write down all that is shown.

    A kind of people is one answer to every question. Who did not answer one option of a set answered none of its others
    either: such kinds only are kept. How many people there are is known, even where nothing is shown.
    """
    every = {part.table.names: part for table in tables for part in (*table.margins, table)}
    names = sorted({name for one in every for name in one})
    codes = {name: held for part in every.values() for name, held in zip(part.table.names, part.table.codes, strict=True)}
    kinds = np.array(list(product(*(range(len(codes[name]) + 1) for name in names))))
    sets: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        if "=" in name and codes[name] == YES_NO:
            sets.setdefault(name.partition("=")[0], []).append(at)
    for places in sets.values():
        lacking = kinds[:, places] == len(YES_NO)
        kinds = kinds[lacking.all(axis=1) | ~lacking.any(axis=1)]
    where = {name: kinds[:, at] for at, name in enumerate(names)}
    plain = Published(tuple(every.values()), where, np.zeros((0, 0)), np.zeros(0))
    known, values = [np.ones(len(kinds))], [float(next(iter(every.values())).table.people)]
    for part in every.values():
        for place in np.argwhere(part.shown):
            known.append(plain.write(part, place.tolist()))
            values.append(float(part.table.counts[tuple(place)]))
    return Published(plain.parts, where, np.array(known), np.array(values))


def recover_cells(tables: Sequence[ProtectedTable]) -> list[tuple[tuple[str, ...], tuple[int, ...], int]]:
    """Solve all published numbers for the hidden cells; give those that have one solution only.

    Every shown cell, and the number of people, is an equation on the people of each kind. A hidden cell is recovered when
    its sum of unknowns lies in the span of the equations.
    """
    read = read_published(tables)
    tabled = {part.table.names: part for part in read.parts}
    _u, strengths, span = np.linalg.svd(read.known, full_matrices=False)
    span = span[strengths > 1e-9 * strengths.max()]
    solution = np.linalg.lstsq(read.known, read.values, rcond=None)[0]
    found = []
    for names, at in read.list_hidden():
        line = read.write(tabled[names], at)
        if np.abs(line - span.T @ (span @ line)).max() < 1e-7:
            assert round(float(line @ solution)) == tabled[names].table.counts[at]
            found.append((names, at, int(tabled[names].table.counts[at])))
    return found


def bound_cells(tables: Sequence[ProtectedTable], threshold: int) -> dict[Cell, tuple[int, int]]:
    """Find, with whole people, the hidden cells that are known within fewer people than the threshold.

    The strongest attack there is: of all ways to put whole people, none below 0, into the kinds so that every published
    number comes out, those with the fewest and the most in the cell, by branch and bound (HiGHS).

    Returns:
        The fewest and the most people that can be in each such cell. Of fewer people than the threshold it is enough that
        nothing is known but how many they are.
    """
    read = read_published(tables)
    tabled = {part.table.names: part for part in read.parts}
    cells = read.list_hidden()
    if not cells:
        return {}
    threshold = min(threshold, int(read.values[0]))
    lines = np.array([read.write(tabled[names], at) for names, at in cells])
    published = LinearConstraint(read.known, read.values, read.values)
    low, high = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)
    found = {}
    for at, cell in enumerate(cells):
        for sign in (-1, 1):
            if high[at] - low[at] >= threshold:
                break
            solved = milp(sign * lines[at], constraints=published, integrality=np.ones(lines.shape[1]))
            assert solved.status == 0, solved.message
            values = lines @ np.round(solved.x)
            low, high = np.minimum(low, values), np.maximum(high, values)
        if high[at] - low[at] < threshold:
            found[cell] = (int(low[at]), int(high[at]))
    return found
