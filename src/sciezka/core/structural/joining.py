"""One matrix out of many people's: the median of each cell, how far people differ in it, and who left it empty."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sciezka.core.consensus.meeting import AgendaPoint, agenda, needs_talk
from sciezka.core.consensus.summary import summarise
from sciezka.core.consensus.types import Summary
from sciezka.core.structural.types import LEVELS, STRONGEST, Cell, InfluenceMatrix, Pair, Potential, StructuralProblem

Middle = Literal["lower", "upper"]
MIDDLE: Final = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What many people's matrices come to.

    Attributes:
        matrix: the joint one; a cell that nobody filled holds None and counts 0.
        cells: of each pair of places what people said, P as 0: how many (``n``), quartiles, range, agreement.
        potential: of each pair how many rated it P, where anybody did.
        disputed: the pairs that need talk, those that need it most first.
    """

    matrix: InfluenceMatrix
    cells: Mapping[Pair, Summary]
    potential: Mapping[Pair, int]
    disputed: tuple[AgendaPoint[Pair], ...]


def join_matrices(matrices: Sequence[InfluenceMatrix], middle: Middle = MIDDLE) -> Joined:
    """Make one matrix out of many people's, cell by cell.

    A cell is the median of those who filled it. With an even number of them and two different middles it is the lower one
    (``upper`` takes the higher), so that the matrix keeps whole numbers and no influence is made larger than half of the
    people saw it. P says "none today", so it enters the median as 0; a cell that more than half rate P is P itself, as
    strong as the lower median of the strengths that were given. Whoever left a cell empty says nothing about it.

    Args:
        matrices: one of each person, all of the same factors; their order may differ, that of the first is kept.
        middle: which of two middles is taken.

    Raises:
        StructuralProblem: ``join.none`` (no matrices), ``join.factors`` (other factors), ``join.middle``.
    """
    aligned = align(matrices)
    tallies: dict[Pair, Counter[Cell]] = {}
    for matrix in aligned:
        for row, cells in enumerate(matrix.rows):
            for column, cell in enumerate(cells):
                if cell is not None and row != column:
                    tallies.setdefault((row, column), Counter())[cell] += 1
    return join_tallies(aligned[0].factors, tallies, middle)


def join_tallies(factors: Sequence[str], tallies: Mapping[Pair, Mapping[Cell, int]], middle: Middle = MIDDLE) -> Joined:
    """Make one matrix out of how many gave what in each cell, as a database counts it; by the rules of join_matrices.

    Args:
        factors: their names, no two alike.
        tallies: of each pair of places how many gave each rating, the same one once; a pair that is not there was left
            empty by all.
        middle: which of two middles is taken.

    Raises:
        StructuralProblem: ``join.middle``, or what a matrix refuses.
    """
    if middle not in {"lower", "upper"}:
        raise StructuralProblem("join.middle", f"{middle} is no middle. Use lower or upper.", said=middle)
    size = len(factors)
    summaries: dict[Pair, Summary] = {}
    strengths: dict[Pair, list[int | None]] = {}
    # Cells that were rated alike come to the same: of many cells few are unlike.
    known: dict[tuple[int, ...], Summary] = {}
    for row in range(size):
        for column in range(size):
            if row == column:
                continue
            tally = tallies.get((row, column), {})
            said = [cell.strength for cell, count in tally.items() if isinstance(cell, Potential) for _each in range(count)]
            if said:
                strengths[row, column] = said
            counts = (tally.get(0, 0) + len(said), *(tally.get(level, 0) for level in range(1, STRONGEST + 1)))
            if counts not in known:
                known[counts] = summarise(
                    (float(level) for level, count in enumerate(counts) for _each in range(count)), LEVELS
                )
            summaries[row, column] = known[counts]
    rows = tuple(
        tuple(
            0 if row == column else _join_cell(summaries[row, column], strengths.get((row, column), ()), middle)
            for column in range(size)
        )
        for row in range(size)
    )
    return Joined(
        matrix=InfluenceMatrix(factors=tuple(factors), rows=rows),
        cells=summaries,
        potential={pair: len(given) for pair, given in strengths.items()},
        disputed=agenda((pair, needs_talk(cell)) for pair, cell in summaries.items()),
    )


def align(matrices: Sequence[InfluenceMatrix]) -> tuple[InfluenceMatrix, ...]:
    """Put all matrices' factors into the order of the first one's.

    Raises:
        StructuralProblem: ``join.none`` or ``join.factors``.
    """
    if not matrices:
        raise StructuralProblem("join.none", "There is no matrix to join. Give at least one.")
    factors = matrices[0].factors
    found = []
    for number, matrix in enumerate(matrices, start=1):
        if set(matrix.factors) != set(factors):
            odd = next(iter(set(factors) ^ set(matrix.factors)))
            raise StructuralProblem(
                "join.factors",
                f"Matrix number {number} has other factors than the first: {odd} is in one of them only.",
                number=number,
                factor=odd,
            )
        where = {name: at for at, name in enumerate(matrix.factors)}
        found.append(matrix if matrix.factors == factors else matrix.take([where[name] for name in factors]))
    return tuple(found)


def _join_cell(cell: Summary, strengths: Sequence[int | None], middle: Middle) -> Cell:
    if not cell.n:
        return None
    if 2 * len(strengths) > cell.n:
        said = sorted(strength for strength in strengths if strength is not None)
        return Potential(said[(len(said) - 1) // 2] if said else None)
    ordered = [int(level) for level, count in cell.distribution for _each in range(count)]
    return ordered[(cell.n - 1) // 2 if middle == "lower" else cell.n // 2]
