"""Sharing submissions out among assessors: so many for each submission, loads as level as ties to applicants allow.

The method is described in ``docs/methods/scoring.md``.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Pair = tuple[str, str]

_LEVEL: Final = 2


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who judges what.

    Args:
        judges: by submission, its assessors in the assessors' order, those that it had before included.
        added: pairs of submission and assessor that were not there before.
        short: submissions that have fewer assessors than asked for, because too few are free of ties, and how many lack.
    """

    judges: Mapping[str, tuple[str, ...]]
    added: tuple[Pair, ...]
    short: Mapping[str, int]

    def loads(self, assessors: Iterable[str]) -> dict[str, int]:
        """Count the submissions of each assessor."""
        counts = dict.fromkeys(assessors, 0)
        for some in self.judges.values():
            for one in some:
                counts[one] = counts.get(one, 0) + 1
        return counts


def assign(
    submissions: Sequence[str],
    assessors: Sequence[str],
    each: int | None = None,
    *,
    conflicts: Collection[Pair] = frozenset(),
    held: Iterable[Pair] = (),
) -> Assignment:
    """Share submissions out among assessors.

    Nobody gets a submission that they have a tie to, or one twice. Each submission gets ``each`` assessors, or all who may
    where they are fewer. What is held stays as it is. Among all such ways, one is taken whose loads are the most level:
    no work can be moved, directly or through others, to somebody who has at least two less. The same input gives the same
    answer.

    Args:
        submissions: their codes; the order decides between ways that are equally level.
        assessors: their names; the order decides likewise.
        each: how many assessors a submission has; None for all.
        conflicts: pairs of submission and assessor that may not be.
        held: pairs that stay, such as those of cards that were begun.

    Raises:
        ValueError: ``each`` is below 1, or a name stands twice.
    """
    if each is not None and each < 1:
        message = "A submission needs at least one assessor."
        raise ValueError(message)
    if len(set(submissions)) != len(submissions) or len(set(assessors)) != len(assessors):
        message = "A name stands twice."
        raise ValueError(message)
    board = _Board(submissions, assessors, conflicts, held)
    board.fill(each)
    board.level()
    return board.read(each)


class _Board:
    """Pairs while they are being shared out."""

    def __init__(
        self, submissions: Sequence[str], assessors: Sequence[str], conflicts: Collection[Pair], held: Iterable[Pair]
    ) -> None:
        self.submissions, self.assessors = submissions, assessors
        self.conflicts = frozenset(conflicts)
        wanted = set(submissions)
        self.held = frozenset(pair for pair in held if pair[0] in wanted and pair not in self.conflicts)
        self.judges: dict[str, set[str]] = {code: set() for code in submissions}
        self.loads = dict.fromkeys(assessors, 0)
        for code, name in self.held:
            self.put(code, name)

    def put(self, code: str, name: str) -> None:
        self.judges[code].add(name)
        self.loads[name] = self.loads.get(name, 0) + 1

    def may_have(self, name: str, code: str) -> bool:
        return name not in self.judges[code] and (code, name) not in self.conflicts

    def fill(self, each: int | None) -> None:
        """Give each submission its assessors: the least loaded, then those who have judged together the least."""
        order = {name: at for at, name in enumerate(self.assessors)}
        together: dict[frozenset[str], int] = {}
        for code in self.submissions:
            while each is None or len(self.judges[code]) < each:
                free = [name for name in self.assessors if self.may_have(name, code)]
                if not free:
                    break
                beside = self.judges[code]
                met = {name: sum(together.get(frozenset((name, other)), 0) for other in beside) for name in free}
                chosen = min(free, key=lambda name: (self.loads[name], met[name], order[name]))
                for other in beside:
                    pair = frozenset((chosen, other))
                    together[pair] = together.get(pair, 0) + 1
                self.put(code, chosen)

    def level(self) -> None:
        """Move work to those who have at least two less, as long as there is a way, directly or through others."""
        while any([self.relieve(name) for name in self.assessors]):  # noqa: C419 - each gets its turn
            pass

    def relieve(self, giver: str) -> bool:
        """Find a way from somebody to one with at least two less, and move one submission along each step of it."""
        came: dict[str, tuple[str, str]] = {}
        line = deque([giver])
        while line:
            name = line.popleft()
            if name != giver and self.loads[name] <= self.loads[giver] - _LEVEL:
                self.shift(giver, name, came)
                return True
            for other in self.assessors:
                if other != giver and other not in came and (code := self.find_movable(name, other)):
                    came[other] = (name, code)
                    line.append(other)
        return False

    def find_movable(self, giver: str, taker: str) -> str:
        """Find a submission that one has and another could have instead."""
        for code in self.submissions:
            if giver in self.judges[code] and (code, giver) not in self.held and self.may_have(taker, code):
                return code
        return ""

    def shift(self, giver: str, taker: str, came: Mapping[str, tuple[str, str]]) -> None:
        name = taker
        while name != giver:
            before, code = came[name]
            self.judges[code].remove(before)
            self.loads[before] -= 1
            self.put(code, name)
            name = before

    def count_missing(self, code: str, each: int | None) -> int:
        """Count how many assessors a submission lacks; where all judge all, those of the list who don't."""
        some = self.judges[code]
        return len(set(self.assessors) - some) if each is None else max(each - len(some), 0)

    def read(self, each: int | None) -> Assignment:
        order = {name: at for at, name in enumerate(self.assessors)}
        last = len(order)
        judges = {
            code: tuple(sorted(self.judges[code], key=lambda name: (order.get(name, last), name)))
            for code in self.submissions
        }
        added = tuple((code, name) for code, some in judges.items() for name in some if (code, name) not in self.held)
        short = {code: missing for code in self.submissions if (missing := self.count_missing(code, each))}
        return Assignment(judges, added, short)
