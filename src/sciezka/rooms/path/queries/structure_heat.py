"""The joint matrix of a structural analysis as a table of tints, and the cells about which people differ."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.core.consensus.types import Summary
from sciezka.core.structural import InfluenceMatrix, Potential
from sciezka.core.structural.types import Pair
from sciezka.kit.typography import write_number
from sciezka.rooms.path.queries.structures import Gathered, Part, write_cell

TALK: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """A cell of the joint matrix."""

    text: str = ""
    tint: int = 0
    is_self: bool = False
    is_disputed: bool = False
    is_agreed: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of the joint matrix, with how much the factor influences the others."""

    part: Part
    cells: tuple[HeatCell, ...]
    sum: int


@dataclass(frozen=True, slots=True)
class Talk:
    """A cell about which people differ."""

    row: Part
    column: Part
    said: str
    agreement: str


def lay_heat(gathered: Gathered, *, counts: bool) -> list[HeatRow]:
    """Lay the joint matrix out: tints, what people dispute, what was agreed; how people rated where that may be seen."""
    matrix = gathered.matrix
    if matrix is None:
        return []
    disputed = {point.key for point in gathered.joined.disputed} if gathered.joined else set()
    return [
        HeatRow(
            part,
            tuple(
                _lay_cell(gathered, matrix, (row, column), disputed, counts=counts) for column in range(len(gathered.parts))
            ),
            sum(matrix.direct[row]),
        )
        for row, part in enumerate(gathered.parts)
    ]


def sum_columns(gathered: Gathered) -> list[int]:
    """Add up how much each factor depends on the others."""
    return [sum(column) for column in zip(*gathered.matrix.direct, strict=True)] if gathered.matrix else []


def _lay_cell(gathered: Gathered, matrix: InfluenceMatrix, pair: Pair, disputed: set[Pair], *, counts: bool) -> HeatCell:
    row, column = pair
    if row == column:
        return HeatCell(is_self=True)
    cell = matrix.rows[row][column]
    summary = gathered.cells.get(pair)
    return HeatCell(
        text="" if cell is None else str(write_cell(cell)),
        tint=0 if cell is None else 1 if isinstance(cell, Potential) else cell,
        is_disputed=pair in disputed and pair not in gathered.agreed,
        is_agreed=pair in gathered.agreed,
        said=say_cell(summary, gathered.joined.potential.get(pair, 0) if gathered.joined else 0)
        if summary and counts
        else "",
    )


def say_cell(summary: Summary, potential: int) -> str:
    """Say how people rated a cell: „0 × 3, 2 × 4, P × 1; agreement 0,42”."""
    if not summary.n:
        return _("nobody rated it")
    counts = {f"{level:g}": count for level, count in summary.distribution}
    counts["0"] = counts.get("0", 0) - potential
    counts["P"] = potential
    said = ", ".join(f"{level} × {count}" for level, count in counts.items() if count)
    return pgettext("cell of a matrix", "%(counts)s; agreement %(agreement)s") % {
        "counts": said,
        "agreement": write_number(summary.agreement, 2),
    }


def list_talk(gathered: Gathered, *, counts: bool) -> list[Talk]:
    """List the cells that need talk most and were not agreed; and how people rated them, where that may be seen."""
    if gathered.joined is None:
        return []
    rows = [point.key for point in gathered.joined.disputed if point.key not in gathered.agreed]
    return [
        Talk(
            gathered.parts[row], gathered.parts[column],
            say_cell(gathered.cells[row, column], gathered.joined.potential.get((row, column), 0)) if counts else "",
            write_number(gathered.cells[row, column].agreement, 2),
        )
        for row, column in rows[:TALK]
    ]  # fmt: skip
