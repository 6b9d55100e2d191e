"""Towns side by side: scores of the whole, dimensions and areas, and the indicators' values, with ranks in the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.rank import rank_scores
from sciezka.core.index.types import Floats
from sciezka.core.indicators.catalogue import Catalogue
from sciezka.rooms.monitor.store.cubes import StoredCube
from sciezka.rooms.monitor.store.readings.indicators import judge, to_numbers
from sciezka.rooms.monitor.store.runs import Run, Shelf

# Two towns at least make a best and a worst one.
FEWEST: Final = 2

_shelf = Shelf(64)


@dataclass(frozen=True, slots=True)
class Cell:
    """One town in one row.

    Attributes:
        value: the score or the value; None when missing.
        rank: its place in the group, 1 is the best; 0 when it has none.
        is_best: whether it is the best of the towns compared.
        is_worst: whether it is the worst of them.
    """

    value: float | None
    rank: int
    is_best: bool = False
    is_worst: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A node of the tree or an indicator.

    Attributes:
        code: its code.
        year: the year of its values.
        cells: one for each town.
        known: how many of the group's towns have a place.
    """

    code: str
    year: int
    cells: tuple[Cell, ...]
    known: int


@dataclass(frozen=True, slots=True)
class Sides:
    """Towns side by side: nodes by code, then indicators by code."""

    nodes: dict[str, Row]
    leaves: dict[str, Row]


def compare_towns(
    cube: StoredCube, catalogue: Catalogue, run: Run | None, members: Sequence[str], towns: Sequence[str], year: int
) -> Sides:
    """Put towns side by side; kept as long as it is used.

    Args:
        cube: the store's cube.
        catalogue: the indicators.
        run: the recipe replayed on the group.
        members: the group's towns.
        towns: the towns compared, in the group or not.
        year: the year; an indicator without any value in it is shown for the newest year before.
    """
    said = f"{cube.digest}/{run.key if run else ''}/{','.join(sorted(members))}/{','.join(towns)}/{year}"
    return _shelf.take(said, lambda: _compare(cube, catalogue, run, members, towns, year))


def rank_whole(run: Run, year: int) -> list[str]:
    """List the group's towns by the score of the whole in a year, the best first; those without one are left out."""
    if year not in run.year_place:
        return []
    row = run.result.ranks[run.year_place[year], run.structure.position[run.structure.root]]
    placed = sorted((int(rank), unit) for rank, unit in zip(row, run.members, strict=True) if rank > 0)
    return [unit for _rank, unit in placed]


def _compare(
    cube: StoredCube, catalogue: Catalogue, run: Run | None, members: Sequence[str], towns: Sequence[str], year: int
) -> Sides:
    nodes: dict[str, Row] = {}
    if run is not None and year in run.year_place:
        at = run.year_place[year]
        inner = [code for code in run.structure.codes if run.structure.children[code]]
        for code in inner:
            place = run.structure.position[code]
            scores, ranks = run.result.scores[at, place], run.result.ranks[at, place]
            columns = [run.member_place.get(town) for town in towns]
            values = np.array([scores[column] if column is not None else np.nan for column in columns])
            held = [int(ranks[column]) if column is not None else 0 for column in columns]
            nodes[code] = _make_row(code, year, values, held, values, int((ranks > 0).sum()))
    known = sorted({key for key in members if key in cube.unit_place})
    group, chosen = [cube.unit_place[key] for key in known], [cube.unit_place[key] for key in towns]
    leaves = {}
    for at, code in enumerate(cube.indicators):
        series = np.array(cube.values[:, at][:, chosen])
        rows = [row for row in np.flatnonzero(np.isfinite(series).any(axis=1)).tolist() if cube.years[row] <= year]
        if not rows:
            continue
        indicator, values = catalogue.by_code[code], series[rows[-1]]
        ranks = dict(
            zip(known, rank_scores(judge(indicator, np.array(cube.values[rows[-1], at, group]))[None])[0], strict=True)
        )
        judged = judge(indicator, values) if indicator.direction != "context" else np.full(len(towns), np.nan)
        held = [int(ranks.get(town, 0)) for town in towns]
        count = sum(int(rank) > 0 for rank in ranks.values())
        leaves[code] = _make_row(code, cube.years[rows[-1]], values, held, judged, count)
    return Sides(nodes, leaves)


def _make_row(code: str, year: int, values: Floats, ranks: Sequence[int], judged: Floats, known: int) -> Row:
    finite = judged[np.isfinite(judged)]
    # The best and the worst are named only where the towns differ.
    differ = len(finite) >= FEWEST and bool(finite.max() > finite.min())
    cells = tuple(
        Cell(
            value,
            rank,
            is_best=differ and bool(good == finite.max()),
            is_worst=differ and bool(good == finite.min()),
        )
        for value, rank, good in zip(to_numbers(values), ranks, judged, strict=True)
    )
    return Row(code, year, cells, known)
