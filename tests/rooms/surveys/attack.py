"""An attack on published results: all that pages and files tell, as equations on how many people are of each kind."""

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog

Kind = tuple[str, ...]


@dataclass
class Attack:
    """What an attacker writes down.

    Attributes:
        names: the items.
        codes: the answers of each, with ``""`` for none.
        known: how many people gave, to each item named, one of the answers named.
    """

    codes: Mapping[str, Sequence[str]]
    known: list[tuple[dict[str, str | tuple[str, ...]], float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = list(self.codes)
        self.kinds: list[Kind] = list(itertools.product(*(self.codes[name] for name in self.names)))

    def tell(self, count: float, **answers: str | tuple[str, ...]) -> None:
        """Write down how many people gave some answers."""
        self.known.append((answers, count))

    def bound(self, **answers: str) -> tuple[int, int]:
        """Give the fewest and the most people that may have given some answers."""
        left = np.array([self._mark(told) for told, _count in self.known], dtype=float)
        right = np.array([count for _told, count in self.known], dtype=float)
        cost = np.array(self._mark(answers), dtype=float)
        ends = []
        for sign in (1, -1):
            found = linprog(sign * cost, A_eq=left, b_eq=right, bounds=(0, None), method="highs")
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return round(np.ceil(ends[0] - 1e-6)), round(np.floor(ends[1] + 1e-6))

    def _mark(self, answers: Mapping[str, str | tuple[str, ...]]) -> list[int]:
        wanted = [
            (self.names.index(name), codes if isinstance(codes, tuple) else (codes,)) for name, codes in answers.items()
        ]
        return [int(all(kind[at] in codes for at, codes in wanted)) for kind in self.kinds]


def read_table(content: bytes) -> list[list[str]]:
    """Read a table of text as it was downloaded."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def as_count(text: str) -> int | None:
    """Read a count; nothing where it is hidden."""
    return int(text) if text not in {"", "–"} else None


def count_truly(rows: Sequence[Mapping[str, Any]], **answers: str | tuple[str, ...]) -> int:
    """Count who truly gave, to each item named, one of the answers named."""
    wanted = {name: codes if isinstance(codes, tuple) else (codes,) for name, codes in answers.items()}
    return sum(all(row.get(name, "") in codes for name, codes in wanted.items()) for row in rows)
