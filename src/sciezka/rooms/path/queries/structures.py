"""Structural analyses: the matrix that a round or a file gives, what it comes to, and the roles of factors.

Nothing that can be reckoned is stored. What the same matrix comes to is kept in memory by the matrix itself, so that there
is nothing to forget when an answer changes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from sciezka.core.consensus.types import Special, Summary
from sciezka.core.structural import (
    Analysis,
    CutRule,
    InfluenceMatrix,
    Joined,
    Potential,
    Stability,
    analyse,
    join_tallies,
    shake,
)
from sciezka.core.structural.types import Cell, Pair
from sciezka.rooms.path.models import Factor, Structure
from sciezka.rooms.rounds.models import AgreedResult, Item, Phase, Round
from sciezka.rooms.rounds.queries.results import Withheld, agreed_cells, count_sheets, find_withheld, given_answers
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.nouns import read_keys
from sciezka.rooms.town.models import Process

PURPOSE: Final = "structure"
FEWEST: Final = 2
MOST: Final = 40
KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Part:
    """A factor as an analysis names it: its short code, its name, and the factor of the process that it is."""

    code: str
    name: str
    factor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The matrix of an analysis.

    Attributes:
        structure: the analysis.
        parts: its factors, in the order of rows and columns.
        matrix: the joint matrix, what a meeting agreed standing over medians; None where no result may be shown.
        joined: what people's answers come to cell by cell; None for a matrix that came as a file.
        agreed: the cells that a meeting agreed.
        people: how many answered.
        withheld: why nothing is shown.
        on: the day of the matrix: when the round closed, or when the file came.
    """

    structure: Structure
    parts: tuple[Part, ...]
    matrix: InfluenceMatrix | None
    joined: Joined | None = None
    agreed: frozenset[Pair] = frozenset()
    people: int = 0
    withheld: Withheld | None = None
    on: dt.date

    @property
    def cells(self) -> Mapping[Pair, Summary]:
        """What people said of each cell."""
        return self.joined.cells if self.joined else {}


@dataclass(frozen=True, slots=True)
class FactorRole:
    """What part a factor plays by the latest analysis of its process that has a result."""

    structure: Structure
    on: dt.date
    role: str
    role_indirect: str
    rank_influence: int
    of: int

    @property
    def href(self) -> str:
        """The address of the analysis."""
        return self.structure.get_absolute_url()


def read_gathered(structure: Structure) -> Gathered:
    """Read the matrix of an analysis; the number of queries grows neither with factors nor with people."""
    if structure.round is None:
        return _read_file(structure)
    structure.round.process = structure.process
    return _read_round(structure, structure.round)


def _read_round(structure: Structure, round_: Round) -> Gathered:
    items = list(round_.items.all())
    parts = tuple(Part(item.code or str(item.position), item.title, _read_key(item)) for item in items)
    people = count_sheets(round_)
    # All who work in the process see what it came to, so nobody sees it before everybody has answered.
    withheld = find_withheld(round_, people) if round_.phase == Phase.CLOSED else Withheld.NOT_YET
    ended = round_.closes_at if round_.closes_at and round_.closes_at <= timezone.now() else None
    on = timezone.localdate(ended or timezone.now())
    if withheld or len(items) < FEWEST:
        shown = withheld or Withheld.NOT_YET
        return Gathered(structure=structure, parts=parts, matrix=None, people=people, withheld=shown, on=on)
    joined = join_tallies(tell_apart(parts), count_cells(round_, items))
    agreed = read_agreed(agreed_cells(round_), items)
    rows = tuple(
        tuple(agreed.get((row, column), cell) for column, cell in enumerate(cells))
        for row, cells in enumerate(joined.matrix.rows)
    )
    matrix = InfluenceMatrix(factors=joined.matrix.factors, rows=rows)
    return Gathered(
        structure=structure, parts=parts, matrix=matrix, joined=joined, agreed=frozenset(agreed), people=people, on=on
    )


def _read_key(item: Item) -> int | None:
    return next(iter(read_keys([item.noun_key])), None)


def count_cells(round_: Round, items: Sequence[Item]) -> dict[Pair, Counter[Cell]]:
    """Count what was given in each cell, as the database groups it; "I don't know" says nothing about a cell."""
    where = {item.pk: at for at, item in enumerate(items)}
    rows = (
        given_answers(round_)
        .filter(Q(value__isnull=False) | Q(special=Special.POTENTIAL))
        .order_by()
        .values_list("item_id", "against_id", "value", "special")
        .annotate(count=Count("pk"))
    )
    tallies: dict[Pair, Counter[Cell]] = {}
    for row, column, value, special, count in rows:
        if row in where and column in where:
            cell: Cell = Potential() if special else int(value)
            tallies.setdefault((where[row], where[column]), Counter())[cell] += count
    return tallies


def read_agreed(agreed: Mapping[Any, AgreedResult], items: Sequence[Item]) -> dict[Pair, Cell]:
    """Give what a meeting agreed, by places; a cell of which it agreed that nobody knows holds nothing."""
    where = {item.pk: at for at, item in enumerate(items)}
    return {
        (where[row], where[column]): Potential() if result.special == Special.POTENTIAL else result.value
        for (row, _scale, column), result in agreed.items()
        if row in where and column in where
    }


def _read_file(structure: Structure) -> Gathered:
    stored = structure.matrix
    labels = [str(label) for label in stored.get("labels", [])]
    known = [*stored.get("factors", []), *[None] * len(labels)][: len(labels)]
    codes = nodes_by_key(structure.process, Factor, [key for key in known if key])
    parts = tuple(
        Part(codes[key].code if key in codes else str(at), label, key)
        for at, (label, key) in enumerate(zip(labels, known, strict=True), start=1)
    )
    rows = tuple(tuple(read_cell(cell) for cell in row) for row in stored.get("cells", []))
    on = timezone.localdate(structure.created_at)
    return Gathered(
        structure=structure, parts=parts, matrix=InfluenceMatrix(factors=tell_apart(parts), rows=rows), people=0, on=on
    )


def tell_apart(parts: Sequence[Part]) -> tuple[str, ...]:
    """Give names of factors, no two alike: the same name said twice is told apart by the code."""
    often = Counter(part.name.strip() for part in parts)
    found = [
        name if name and often[name] == 1 else f"{part.code} {name}".strip()
        for part in parts
        for name in (part.name.strip(),)
    ]
    return tuple(f"{name} ({at})" if name in found[: at - 1] else name for at, name in enumerate(found, start=1))


def read_cell(stored: object) -> Cell:
    """Read a cell as it is stored: a number, P with or without a strength, or nothing."""
    if isinstance(stored, str) and stored.startswith("P"):
        return Potential(int(stored[1:]) if stored[1:].isdecimal() else None)
    return stored if isinstance(stored, int) else None


def write_cell(cell: Cell) -> int | str | None:
    """Write a cell as it is stored and exported."""
    return f"P{cell.strength or ''}" if isinstance(cell, Potential) else cell


@lru_cache(maxsize=KEPT)
def analyse_matrix(matrix: InfluenceMatrix, cut: str) -> Analysis:
    """Analyse a matrix, cut by the mean, the median or terciles."""
    return analyse(matrix, rule=find_rule(cut))


@lru_cache(maxsize=KEPT)
def try_matrix(matrix: InfluenceMatrix, cut: str) -> Stability:
    """Try how firmly roles stand when ratings may be off by one; the same matrix gives the same shares."""
    return shake(matrix, rule=find_rule(cut))


def find_rule(cut: str) -> CutRule:
    """Give the rule of a cut."""
    return CutRule(by="median" if cut == "median" else "terciles" if cut == "terciles" else "mean")


def count_potential(matrix: InfluenceMatrix) -> InfluenceMatrix:
    """Give the matrix as it would be if what may come had come."""
    return InfluenceMatrix(factors=matrix.factors, rows=matrix.count_potential())


def with_results(process: Process) -> list[Structure]:
    """List analyses that may have a result, the newest first: with a matrix of their own, or whose round has closed."""
    rows = Structure.objects.filter(process=process).select_related("round__process__workspace")
    return list(
        rows.filter(
            Q(round__isnull=True)
            | Q(round__launched_at__isnull=False, round__called_off_at=None, round__closes_at__lte=timezone.now())
        )
    )


def roles_of(process: Process) -> dict[int, FactorRole]:
    """Give the role of each factor by the process's latest analysis with a result, by the factor's key."""
    for structure in with_results(process)[:1]:
        structure.process = process
        gathered = read_gathered(structure)
        if gathered.matrix is None:
            return {}
        found = analyse_matrix(gathered.matrix, "mean").today
        return {
            part.factor: FactorRole(
                structure, gathered.on, found.plane.roles[at], found.indirect_plane.roles[at],
                found.rank_influence[at], len(gathered.parts),
            )
            for at, part in enumerate(gathered.parts)
            if part.factor is not None
        }  # fmt: skip
    return {}


def find_result(round_: Round) -> str:
    """Give the address of the analysis of a round."""
    row = Structure.objects.filter(round=round_).values_list("pk", flat=True).first()
    return reverse("path:structure", kwargs={**round_.process.address, "structure": row}) if row else ""
