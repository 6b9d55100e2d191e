"""Coverage: which nodes of one type are tied to which of another, at once or through others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from sciezka.core.graphs.coverage import Cell, cover
from sciezka.kit.manifests import NodeType
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import Plan
from sciezka.rooms.thread.queries.types import read_type
from sciezka.rooms.thread.queries.views_graph import make_graph, map_codes, read_bare_plan, sort_nodes
from sciezka.rooms.town.models import Process

# A page shows so many; the file holds all.
MOST_ROWS: Final = 150
MOST_COLUMNS: Final = 60


@dataclass(frozen=True, slots=True)
class Crossing:
    """How a row's node and a column's node are tied."""

    column: Node
    cell: Cell

    @property
    def through(self) -> str:
        """The codes between the two."""
        return ", ".join(self.cell.through)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A node with its crossings."""

    node: Node
    crossings: tuple[Crossing, ...]

    @property
    def is_bare(self) -> bool:
        """Whether it is tied to no column at all."""
        return not any(crossing.cell.steps for crossing in self.crossings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """A matrix of two types; what is tied to nothing stands first.

    Attributes:
        types: the types on the thread, to choose from.
        row_type: the type of the rows.
        column_type: the type of the columns.
        rows: all rows.
        columns: all columns.
        bare_columns: the keys of columns that no row is tied to.
    """

    types: tuple[NodeType, ...]
    row_type: NodeType
    column_type: NodeType
    rows: tuple[MatrixRow, ...]
    columns: tuple[Node, ...]
    bare_columns: frozenset[int]

    @property
    def bare_rows(self) -> int:
        """How many rows are tied to no column."""
        return sum(row.is_bare for row in self.rows)

    @property
    def shown_columns(self) -> tuple[Node, ...]:
        """The columns that a page shows."""
        return self.columns[:MOST_COLUMNS]

    @property
    def shown(self) -> list[tuple[MatrixRow, tuple[Crossing, ...]]]:
        """The rows that a page shows, each with the crossings that it shows."""
        return [(row, row.crossings[:MOST_COLUMNS]) for row in self.rows[:MOST_ROWS]]

    @property
    def is_cut(self) -> bool:
        """Whether a page shows less than all."""
        return len(self.rows) > MOST_ROWS or len(self.columns) > MOST_COLUMNS


def read_matrix(process: Process, rows: str = "", columns: str = "") -> Matrix | None:
    """Read the matrix of two types in three queries; nothing while the thread has no nodes.

    What is not on the thread counts as not asked for: then the first type that must rest on something is held against the
    first type of all.
    """
    plan = read_bare_plan(process)
    by_type: dict[str, list[Node]] = {}
    for node in sort_nodes(plan, plan.standing):
        by_type.setdefault(node.type, []).append(node)
    if not by_type:
        return None
    types = [read_type(key) for key in by_type]
    bearing = next((row.key for row in types if row.must_rest), types[-1].key)
    row_key = rows if rows in by_type else bearing
    others = [row.key for row in types if row.key != row_key] or [row_key]
    column_key = columns if columns in by_type else others[0]
    return make_matrix(plan, tuple(types), by_type, row_key, column_key)


def make_matrix(
    plan: Plan, types: tuple[NodeType, ...], by_type: Mapping[str, Sequence[Node]], row_key: str, column_key: str
) -> Matrix:
    """Make the matrix; a tie that weakens covers nothing."""
    graph, codes = make_graph(plan, carrying=True), map_codes(plan)
    found = cover(graph, [node.code for node in by_type[row_key]], [node.code for node in by_type[column_key]])
    bare = frozenset(found.bare_columns)
    places = sorted(range(len(found.columns)), key=lambda place: found.columns[place] not in bare)
    columns = tuple(codes[found.columns[place]] for place in places)
    rows = [
        MatrixRow(codes[code], tuple(Crossing(codes[found.columns[place]], cells[place]) for place in places))
        for code, cells in zip(found.rows, found.cells, strict=True)
    ]
    return Matrix(
        types=types,
        row_type=read_type(row_key),
        column_type=read_type(column_key),
        rows=tuple(sorted(rows, key=lambda row: not row.is_bare)),
        columns=columns,
        bare_columns=frozenset(codes[code].pk for code in bare),
    )


def list_cells(matrix: Matrix, words: tuple[str, str]) -> list[list[str]]:
    """List the matrix as a table: codes and titles, ``words`` for a tie at once and before those that it leads through."""
    direct, through = words
    head = chain(["", ""], (f"{node.code} {node.title}" for node in matrix.columns))
    table = [list(head)]
    for row in matrix.rows:
        cells = (
            direct if one.cell.is_direct else f"{through} {one.through}" if one.cell.steps else "" for one in row.crossings
        )
        table.append([row.node.code, row.node.title, *cells])
    return table
