"""An attacker who reads only what is published, with linear algebra of their own."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from sciezka.core.polls.columns import Column, ColumnSpec, Frame, build_frame
from sciezka.core.polls.counted import ProtectedTable


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


def recover_cells(tables: Sequence[ProtectedTable]) -> list[tuple[tuple[str, ...], tuple[int, ...], int]]:
    """Solve all published numbers for the hidden cells; give those that have one solution only.

    The unknowns are the people of each kind, a kind being one answer to every question. Every shown cell, and the number
    of people, is an equation. A hidden cell is recovered when its sum of unknowns lies in the span of the equations.
    """
    every = {part.table.names: part for table in tables for part in (*table.margins, table)}
    names = sorted({name for one in every for name in one})
    sizes = {name: len(c) + 1 for part in every.values() for name, c in zip(part.table.names, part.table.codes, strict=True)}
    kinds = list(product(*(range(sizes[name]) for name in names)))
    where = {name: np.array([kind[at] for kind in kinds]) for at, name in enumerate(names)}

    def write(part: ProtectedTable, place: Sequence[int]) -> np.ndarray:
        line = np.ones(len(kinds))
        for name, at in zip(part.table.names, place, strict=True):
            line *= where[name] == at
        return line

    known = [np.ones(len(kinds))]
    values = [float(next(iter(every.values())).table.people)]
    for part in every.values():
        for place in np.argwhere(part.shown):
            known.append(write(part, place))
            values.append(float(part.table.counts[tuple(place)]))
    _u, strengths, span = np.linalg.svd(np.array(known), full_matrices=False)
    span = span[strengths > 1e-9 * strengths.max()]
    solution = np.linalg.lstsq(np.array(known), np.array(values), rcond=None)[0]
    found = []
    for part in every.values():
        inner = tuple(slice(0, -1) for _axis in part.table.names)
        for place in np.argwhere(~part.shown[inner]):
            line = write(part, place)
            if np.abs(line - span.T @ (span @ line)).max() < 1e-7:
                at = tuple(int(one) for one in place)
                assert round(float(line @ solution)) == part.table.counts[at]
                found.append((part.table.names, at, int(part.table.counts[at])))
    return found
