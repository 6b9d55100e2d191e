"""Coverage: which nodes of one group are tied to which of another, at once or through others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sciezka.core.graphs.types import Graph, Links


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How two nodes are tied.

    Attributes:
        steps: 0 when they are not, 1 when an edge joins them, else the number of edges on the shortest way.
        through: the nodes between them on that way, from the row's to the column's.
    """

    steps: int = 0
    through: tuple[str, ...] = ()

    @property
    def is_direct(self) -> bool:
        """Whether an edge joins them."""
        return self.steps == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A matrix of two groups.

    Attributes:
        rows: the keys of the one.
        columns: the keys of the other.
        cells: of each row, for each column.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def bare_rows(self) -> tuple[str, ...]:
        """The rows that are tied to no column."""
        return tuple(row for row, cells in zip(self.rows, self.cells, strict=True) if not any(cell.steps for cell in cells))

    @property
    def bare_columns(self) -> tuple[str, ...]:
        """The columns that are tied to no row."""
        by_column = zip(*self.cells, strict=True) if self.cells else [() for _column in self.columns]
        return tuple(
            column for column, cells in zip(self.columns, by_column, strict=True) if not any(cell.steps for cell in cells)
        )


NONE = Cell()


def cover(graph: Graph, rows: Sequence[str], columns: Sequence[str]) -> Coverage:
    """Tell for each two nodes how they are tied: along edges all the one way, or all the other, whichever is shorter.

    A node is not tied to itself.
    """
    goals = {graph.find_place(key) for key in columns}
    cells = []
    for row in rows:
        start = graph.find_place(row)
        found: dict[int, Cell] = {}
        for links in (graph.forward, graph.back):
            for goal, way in _find_ways(links, start, goals).items():
                if goal not in found or len(way) - 1 < found[goal].steps:
                    found[goal] = Cell(steps=len(way) - 1, through=graph.name(way[1:-1]))
        cells.append(tuple(found.get(graph.places[key], NONE) for key in columns))
    return Coverage(rows=tuple(rows), columns=tuple(columns), cells=tuple(cells))


def _find_ways(links: Links, start: int, goals: set[int]) -> dict[int, list[int]]:
    """Find a shortest way to each of the places that can be reached; stop when all are found."""
    came, edge = {start: -1}, [start]
    missing = goals - {start}
    while edge and missing:
        next_ = []
        for here in edge:
            for there in links[here]:
                if there not in came:
                    came[there] = here
                    next_.append(there)
        missing.difference_update(next_)
        edge = next_
    ways = {}
    for goal in goals:
        if goal in came and goal != start:
            way = [goal]
            while came[way[-1]] >= 0:
                way.append(came[way[-1]])
            ways[goal] = way[::-1]
    return ways
