"""The nouns of structural analysis: a matrix of influences, what a cell may hold, and why one is refused."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sciezka.core.consensus.ratings import shorten

FEWEST: Final = 2
MOST: Final = 100
STRONGEST: Final = 3
LEVELS: Final = (0.0, 1.0, 2.0, 3.0)
Pair = tuple[int, int]
"""Places of a row and a column, from 0."""
Rows = Sequence[Sequence[int]]
"""Whole numbers from 0, row by row, shape (factors, factors)."""


class StructuralProblem(ValueError):
    """A refusal: nothing is reckoned.

    Attributes:
        code: a stable word for the kind of problem, such as ``matrix.order``; rooms translate by it.
        fields: the place and the values that the sentence names.
    """

    def __init__(self, code: str, sentence: str, **fields: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence)
        self.code = code
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Potential:
    """A cell rated P: no influence today, one that may come.

    Attributes:
        strength: how strong it would be, 1 to 3; None when nobody said.
    """

    strength: int | None = None


Cell = int | Potential | None
"""What a cell holds: the strength of the row's direct influence on the column, 0 to 3; a potential one; nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfluenceMatrix:
    """Which factor influences which, and how strongly.

    Attributes:
        factors: their names, 2 to 100, no two alike.
        rows: shape (factors, factors); the row influences the column; the diagonal holds 0 or None.

    Raises:
        StructuralProblem: ``matrix.few``, ``matrix.many``, ``matrix.unnamed``, ``matrix.twice``, ``matrix.square``,
            ``matrix.cell``, ``matrix.diagonal``.
    """

    factors: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        check_factors(self.factors)
        size = len(self.factors)
        if len(self.rows) != size or any(len(row) != size for row in self.rows):
            raise StructuralProblem(
                "matrix.square", f"The matrix is not square: {size} factors need {size} rows of {size} cells.", count=size
            )
        for at, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                self._check_cell(at, column, cell)

    def _check_cell(self, row: int, column: int, cell: Cell) -> None:
        named = {"row": self.factors[row], "column": self.factors[column]}
        if row == column and cell not in {0, None}:
            raise StructuralProblem(
                "matrix.diagonal", f"{self.factors[row]} is said to influence itself. Leave that cell empty.", **named
            )
        strength = cell.strength if isinstance(cell, Potential) else cell
        lowest = 1 if isinstance(cell, Potential) else 0
        if strength is not None and not (isinstance(strength, int) and lowest <= strength <= STRONGEST):
            raise StructuralProblem(
                "matrix.cell",
                f"{self.factors[row]} × {self.factors[column]}: {strength} is no strength of influence. "
                f"Use whole numbers from {lowest} to {STRONGEST}.",
                said=str(strength),
                **named,
            )

    @property
    def direct(self) -> tuple[tuple[int, ...], ...]:
        """Influences of today: P and empty cells count 0."""
        return tuple(tuple(cell if isinstance(cell, int) else 0 for cell in row) for row in self.rows)

    def count_potential(self, strength: int = STRONGEST) -> tuple[tuple[int, ...], ...]:
        """Give influences of today and of tomorrow: P counts what it says, and ``strength`` where it says nothing.

        Raises:
            StructuralProblem: ``potential.strength`` (not from 0 to 3).
        """
        if not 0 <= strength <= STRONGEST:
            raise StructuralProblem(
                "potential.strength", f"A potential influence can't count {strength}. Use 0 to {STRONGEST}.", said=strength
            )
        return tuple(
            tuple((cell.strength or strength) if isinstance(cell, Potential) else cell or 0 for cell in row)
            for row in self.rows
        )

    @property
    def potential(self) -> tuple[Pair, ...]:
        """Places of cells rated P."""
        return tuple(pair for pair, cell in self._walk() if isinstance(cell, Potential))

    @property
    def unfilled(self) -> tuple[Pair, ...]:
        """Places of cells beside the diagonal that hold nothing; they count 0."""
        return tuple(pair for pair, cell in self._walk() if cell is None)

    @property
    def fill_rate(self) -> float:
        """Share of cells beside the diagonal that hold an influence of today (1, 2 or 3)."""
        filled = sum(1 for _pair, cell in self._walk() if isinstance(cell, int) and cell > 0)
        return filled / (len(self.factors) * (len(self.factors) - 1))

    def take(self, order: Sequence[int]) -> "InfluenceMatrix":
        """Put the factors into another order, or keep only some."""
        return InfluenceMatrix(
            factors=tuple(self.factors[at] for at in order),
            rows=tuple(tuple(self.rows[row][column] for column in order) for row in order),
        )

    def transpose(self) -> "InfluenceMatrix":
        """Turn every influence round."""
        return InfluenceMatrix(factors=self.factors, rows=tuple(zip(*self.rows, strict=True)))

    def _walk(self) -> Iterable[tuple[Pair, Cell]]:
        for at, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                if at != column:
                    yield (at, column), cell


def tidy_name(name: str) -> str:
    """Write a name the one way: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def check_factors(factors: Sequence[str]) -> None:
    """Refuse factors that can't be told apart, are none, or are too many.

    Raises:
        StructuralProblem: ``matrix.few``, ``matrix.many``, ``matrix.unnamed`` or ``matrix.twice``.
    """
    if len(factors) < FEWEST:
        raise StructuralProblem(
            "matrix.few", f"The matrix has fewer than {FEWEST} factors. Give it {FEWEST} to {MOST}.", count=len(factors)
        )
    if len(factors) > MOST:
        raise StructuralProblem(
            "matrix.many", f"The matrix has {len(factors)} factors. At most {MOST} can be analysed.", count=len(factors)
        )
    for at, name in enumerate(factors, start=1):
        if not name.strip():
            raise StructuralProblem("matrix.unnamed", f"Factor number {at} has no name. Give it one.", place=at)
    twice = next((name for name, count in Counter(factors).items() if count > 1), None)
    if twice is not None:
        raise StructuralProblem(
            "matrix.twice", f"Two factors are called {shorten(twice)}. Give each its own name.", factor=twice
        )
