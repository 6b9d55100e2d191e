"""Tables as they are published: whole counts with the missing among them, and what of them is shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.polls.columns import Column, Frame
from sciezka.core.polls.types import PollsProblem

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
YES_NO: Final = ("yes", "no")
MOST_VARIABLES: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class CountTable:
    """How many people stand in each cell.

    Attributes:
        names: one to three variables, in order; an option of a set is a variable of its own (``name_option``).
        codes: the codes of each variable, without the missing.
        counts: int64 with one place more than codes on each axis: the last is who did not answer. Everyone is in one cell.

    Raises:
        PollsProblem: ``table.shape``, ``table.counts`` (a count below 0), ``table.names`` (none, too many, or one twice).
    """

    names: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    counts: Counts

    def __post_init__(self) -> None:
        if not 0 < len(self.names) <= MOST_VARIABLES or len(set(self.names)) < len(self.names):
            raise PollsProblem("table.names", f"A table has one to {MOST_VARIABLES} variables, each once.", names=self.names)
        if self.counts.shape != tuple(len(codes) + 1 for codes in self.codes):
            raise PollsProblem("table.shape", f"The counts of {self.names} do not fit their codes.", names=self.names)
        if (self.counts < 0).any():
            raise PollsProblem("table.counts", f"A count of {self.names} is below 0.", names=self.names)

    @property
    def free(self) -> tuple[Mask, ...]:
        """Mark on each axis the codes that all of a small group may have: an option that none of them ticked."""
        return tuple(np.array([*(codes == YES_NO and code == "no" for code in codes), False]) for codes in self.codes)

    @property
    def sets(self) -> tuple[str, ...]:
        """Name for each variable the set that it is an option of; empty for others.

        Who answered one option of a set answered them all: tables of its options are tied by who did not.
        """
        return tuple(
            name.partition("=")[0] if "=" in name and codes == YES_NO else ""
            for name, codes in zip(self.names, self.codes, strict=True)
        )

    @property
    def ties(self) -> frozenset[str]:
        """The variables and, each with a sign that no variable's name ends with, the sets that they are options of."""
        return frozenset((*self.names, *(f"{name}=" for name in self.sets if name)))

    @property
    def people(self) -> int:
        """How many there are in all, with those who did not answer."""
        return int(self.counts.sum())

    def sum_over(self, names: Sequence[str]) -> "CountTable":
        """Give the table of some of the variables."""
        kept = [self.names.index(name) for name in names]
        gone = tuple(at for at in range(len(self.names)) if at not in kept)
        ordered = self.counts.sum(axis=gone)
        return CountTable(
            tuple(names),
            tuple(self.codes[at] for at in kept),
            np.transpose(ordered, [sorted(kept).index(at) for at in kept]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class ProtectedTable:
    """A table and what of it may be told.

    Attributes:
        table: the true counts, which stay inside.
        shown: which cells may be told, of the counts' shape; what can be reckoned from these, and only that, may be
            published.
        margins: the tables of fewer of its variables, which are published with it.
    """

    table: CountTable
    shown: Mask
    margins: tuple["ProtectedTable", ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is hidden: only then means, scores and tests of the table may be told."""
        return bool(self.shown.all())

    @property
    def cells(self) -> tuple[int | None, ...]:
        """The counts of answers, the last variable running fastest; None where hidden."""
        inner = tuple(slice(0, -1) for _axis in self.table.names)
        flat = zip(self.table.counts[inner].ravel(), self.shown[inner].ravel(), strict=True)
        return tuple(int(count) if is_shown else None for count, is_shown in flat)

    @property
    def n(self) -> int | None:
        """How many answered all of its variables; None where that is hidden."""
        if not all(part.shows_missing for part in (self, *self.margins)):
            return None
        return int(self.table.counts[tuple(slice(0, -1) for _axis in self.table.names)].sum())

    def find_bases(self, axis: int) -> tuple[int | None, ...]:
        """Give for each code of a variable how many of those who gave it answered the others; None where hidden.

        Where a base is hidden, shares of it must be too: a share and a count tell the base.
        """
        names = self.table.names
        if len(names) == 1:
            return self.cells
        counts = np.moveaxis(self.table.counts, axis, 0)
        shown = np.moveaxis(self.shown, axis, 0)
        single = next(part for part in self.margins if part.table.names == (names[axis],))
        inner = tuple(slice(0, -1) for _other in names[1:])
        found: list[int | None] = []
        for at in range(counts.shape[0] - 1):
            missing = np.ones(shown.shape[1:], dtype=np.bool_)
            missing[inner] = False
            told = bool(shown[at][inner].all()) or (bool(single.shown[at]) and bool(shown[at][missing].all()))
            found.append(int(counts[at][inner].sum()) if told else None)
        return tuple(found)

    @property
    def shows_missing(self) -> bool:
        """Whether all cells of people who did not answer one of its variables may be told."""
        inner = tuple(slice(0, -1) for _axis in self.table.names)
        lacking = np.ones(self.shown.shape, dtype=np.bool_)
        lacking[inner] = False
        return bool(self.shown[lacking].all())


def name_option(name: str, code: str) -> str:
    """Name the variable that an option of a set is: ticked (``yes``) or not (``no``)."""
    return f"{name}={code}"


def count_tables(frame: Frame, wanted: Iterable[Sequence[str]]) -> tuple[CountTable, ...]:
    """Count what is to be published: distributions ``("a",)``, cross-tabs ``("a", "b")``, cross-tabs in groups of three.

    A set gives one table for each of its options. A filter is a variable too: the distribution of b among those of a
    certain a is a line of the table ``("a", "b")``, and all of its lines are counted, since the others follow by
    subtraction.

    Raises:
        PollsProblem: ``column.unknown``, ``column.kind`` (a number has no codes), ``table.names``.
    """
    found: list[CountTable] = []
    cache: dict[str, list[tuple[str, tuple[str, ...], Counts]]] = {}
    for names in wanted:
        for name in names:
            if name not in cache:
                cache[name] = list(_split_column(frame[name]))
        for parts in product(*(cache[name] for name in names)):
            shape = tuple(len(codes) + 1 for _name, codes, _places in parts)
            if not parts or len(parts) > MOST_VARIABLES:
                raise PollsProblem("table.names", f"Name one to {MOST_VARIABLES} columns.", names=tuple(names))
            places = np.ravel_multi_index(tuple(places for _name, _codes, places in parts), shape)
            counts = np.bincount(places, minlength=int(np.prod(shape))).reshape(shape)
            found.append(
                CountTable(
                    tuple(name for name, _codes, _places in parts), tuple(codes for _name, codes, _places in parts), counts
                )
            )
    return tuple(found)


def _split_column(column: Column) -> Iterator[tuple[str, tuple[str, ...], Counts]]:
    spec = column.spec
    if spec.kind == "number":
        raise PollsProblem("column.kind", f"{spec.name} is a number: it has no codes.", name=spec.name)
    if spec.kind != "set":
        yield spec.name, spec.codes, np.where(column.answered, column.data, len(spec.codes)).astype(np.int64)
        return
    for code, ticks in zip(spec.codes, column.data, strict=True):
        places: NDArray[Any] = np.where(column.answered, np.where(ticks, 0, 1), 2)
        yield name_option(spec.name, code), YES_NO, places.astype(np.int64)
