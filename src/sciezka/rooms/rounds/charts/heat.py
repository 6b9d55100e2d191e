"""A matrix as a table of tints: the median cell by cell, what people dispute marked, and sums along both sides."""

from dataclasses import dataclass
from typing import Final

from sciezka.core.consensus import Special
from sciezka.kit.typography import write_number
from sciezka.rooms.rounds.models import Item
from sciezka.rooms.rounds.queries.results import ItemResult, RoundResult, stand_of
from sciezka.rooms.rounds.queries.results_reading import say_need

TINTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One cell; none of its fields hold anything on the diagonal."""

    line: ItemResult | None = None
    value: str = ""
    tint: int | None = None
    is_disputed: bool = False
    is_agreed: bool = False
    need: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One row with the sum of its cells: how much the item influences others."""

    item: Item
    cells: list[HeatCell]
    sum: str


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole table; the sums of columns say how much each item is influenced."""

    items: list[Item]
    rows: list[HeatRow]
    sums: list[str]


def make_heat(result: RoundResult) -> Heat:
    """Lay the cells of a matrix out."""
    items = list({line.item.pk: line.item for line in result.lines}.values())
    cells = {(line.item.pk, line.against.pk): line for line in result.lines if line.against}
    values = {pair: stand_of(line).value for pair, line in cells.items()}
    rows = [
        HeatRow(
            row,
            [_make_cell(cells.get((row.pk, column.pk)), values.get((row.pk, column.pk))) for column in items],
            _add([values.get((row.pk, column.pk)) for column in items]),
        )
        for row in items
    ]
    return Heat(items, rows, [_add([values.get((row.pk, column.pk)) for row in items]) for column in items])


def _make_cell(line: ItemResult | None, value: float | None) -> HeatCell:
    if line is None or line.scale is None:
        return HeatCell()
    low, high = line.scale.low, line.scale.high
    if _is_potential(line):
        return HeatCell(line=line, value="P", is_agreed=line.agreed is not None)
    tint = None if value is None else min(TINTS - 1, int((value - low) / (high - low) * TINTS))
    return HeatCell(
        line=line, value=write_number(value), tint=tint, is_agreed=line.agreed is not None,
        is_disputed=line.need is not None and line.agreed is None, need=say_need(line),
    )  # fmt: skip


def _is_potential(line: ItemResult) -> bool:
    """Tell whether the influence is one that may come: agreed so, or rated so by more than half."""
    if line.agreed:
        return line.agreed.special == Special.POTENTIAL
    return line.summary is not None and line.summary.potential > line.summary.n


def _add(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    return write_number(sum(known)) if known else "–"
