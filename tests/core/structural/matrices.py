"""Matrices for the tests of structural analysis: any at all, and known ones."""

from collections.abc import Sequence

from hypothesis import strategies as st

from sciezka.core.structural import Cell, InfluenceMatrix

Table = tuple[tuple[int, ...], ...]


def make(rows: Sequence[Sequence[Cell]]) -> InfluenceMatrix:
    """Name the factors A, B, C and so on."""
    return InfluenceMatrix(factors=tuple(name_factor(at) for at in range(len(rows))), rows=tuple(tuple(row) for row in rows))


def name_factor(at: int) -> str:
    return chr(65 + at) if at < 26 else f"F{at}"


@st.composite
def tables(draw: st.DrawFn, most: int = 7) -> Table:
    """Any matrix, many of whose cells are 0."""
    size = draw(st.integers(2, most))
    cells = st.sampled_from((0, 0, 0, 1, 2, 3))
    return tuple(tuple(0 if row == column else draw(cells) for column in range(size)) for row in range(size))


def turn(rows: Table) -> Table:
    return tuple(zip(*rows, strict=True))


def take(rows: Table, order: Sequence[int]) -> Table:
    return tuple(tuple(rows[row][column] for column in order) for row in order)
