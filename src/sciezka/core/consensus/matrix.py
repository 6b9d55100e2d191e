"""Judgements of pairs, as of the influence of one factor on another: the median cell by cell, and where people differ."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sciezka.core.consensus.meeting import AgendaPoint, agenda, needs_talk
from sciezka.core.consensus.ranking import check_items
from sciezka.core.consensus.summary import summarise
from sciezka.core.consensus.types import ConsensusProblem, Given, Summary

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class MatrixSummary(Generic[Name]):
    """What a group's judgements of all pairs come to.

    Attributes:
        cells: the summary of each pair (row, column), row by row: n, median, range, agreement and the rest.
        disputed: the pairs that need talk, those that need it most first.
    """

    cells: Mapping[tuple[Name, Name], Summary]
    disputed: tuple[AgendaPoint[tuple[Name, Name]], ...]

    @property
    def medians(self) -> dict[tuple[Name, Name], float | None]:
        """The median of each pair; None where nobody rated it."""
        return {pair: cell.median for pair, cell in self.cells.items()}


def summarise_matrix(
    sheets: Sequence[Mapping[tuple[Name, Name], Given]],
    rows: Sequence[Name],
    levels: Sequence[float],
    *,
    columns: Sequence[Name] | None = None,
) -> MatrixSummary[Name]:
    """Summarise judgements of pairs cell by cell.

    A median of medians is a median of people at each pair by itself: the joint matrix need not be any one person's.

    Args:
        sheets: of each person the answers by (row, column); pairs that are not there were not answered.
        rows: the items down the side.
        levels: all values that may be given, rising.
        columns: the items along the top; when None the rows again, and then no item is judged against itself.

    Raises:
        ConsensusProblem: ``matrix.cell`` (an answer to a pair that is not in the matrix), ``items.twice``, or what
            ``summarise`` refuses.
    """
    top = rows if columns is None else columns
    check_items(rows)
    check_items(top)
    answers: dict[tuple[Name, Name], list[Given]] = {
        (row, column): [] for row in rows for column in top if columns is not None or row != column
    }
    for sheet in sheets:
        for pair, value in sheet.items():
            if pair not in answers:
                raise ConsensusProblem(
                    "matrix.cell", f"{pair[0]} × {pair[1]} is not in the matrix.", row=pair[0], column=pair[1]
                )
            answers[pair].append(value)
    cells = {pair: summarise(values, levels) for pair, values in answers.items()}
    return MatrixSummary(cells, agenda((pair, needs_talk(cell)) for pair, cell in cells.items()))
