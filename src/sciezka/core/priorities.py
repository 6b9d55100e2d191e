"""What comes first: the gap between how important something is and how it stands, and what a vote of few picks says.

A vote in which each person may pick at most so many things gives an order by the number of votes. Where the cut falls
among things with equally many votes, the vote does not say which of them are chosen, and nothing here pretends that it
does: they are named, and people decide.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

BEST: Final = 5.0

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cut(Generic[Key]):
    """Where the cut falls in an order by votes.

    Attributes:
        sure: what has a place, whatever is done with equals.
        tied: what has equally many votes, and not enough places for all.
        seats: how many places are left for those.
    """

    sure: tuple[Key, ...] = ()
    tied: tuple[Key, ...] = ()
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far people picked the same.

    Attributes:
        shared: how many picks two of the voters share, on average over all pairs.
        picks: how many things a voter picked on average.
        by_chance: how many two would share if each picked blindly.
    """

    shared: float
    picks: float
    by_chance: float

    @property
    def part(self) -> float:
        """What part of their picks two voters share: 0 (nothing) to 1 (all picked the same)."""
        return self.shared / self.picks


@dataclass(frozen=True, slots=True)
class Departures(Generic[Key]):
    """Where a choice does not follow the votes.

    Attributes:
        left_out: what had enough votes for a place and was not chosen, the most votes first.
        brought_in: what was chosen with too few votes for a place, the most votes first.
    """

    left_out: tuple[Key, ...] = ()
    brought_in: tuple[Key, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether the choice departs at all."""
        return bool(self.left_out or self.brought_in)


def measure_gap(importance: float, state: float, *, best: float = BEST) -> float:
    """Measure how much is missing where it matters: the importance times what the state lacks to the best one."""
    return importance * (best - state)


def order_by_votes(votes: Mapping[Key, int]) -> list[Key]:
    """Put things in the order of their votes, the most first; equals keep the order in which they came."""
    return sorted(votes, key=lambda key: -votes[key])


def cut_votes(votes: Mapping[Key, int], places: int) -> Cut[Key]:
    """Cut an order by votes after so many places. What nobody voted for never has one."""
    order = [key for key in order_by_votes(votes) if votes[key] > 0]
    if places <= 0:
        return Cut()
    if len(order) <= places:
        return Cut(tuple(order))
    last, next_one = votes[order[places - 1]], votes[order[places]]
    if last > next_one:
        return Cut(tuple(order[:places]))
    sure = tuple(key for key in order if votes[key] > last)
    return Cut(sure, tuple(key for key in order if votes[key] == last), places - len(sure))


def find_departures(votes: Mapping[Key, int], chosen: Collection[Key]) -> Departures[Key]:
    """Find where a choice does not follow the votes, cut after as many places as were chosen.

    Choosing among equals departs from nothing. Something that the vote did not ask about counts as without votes.
    """
    cut = cut_votes(votes, len(chosen))
    backed = {*cut.sure, *cut.tied}
    brought = sorted((key for key in chosen if key not in backed), key=lambda key: -votes.get(key, 0))
    return Departures(tuple(key for key in cut.sure if key not in chosen), tuple(brought))


def measure_overlap(votes: Iterable[int], voters: int) -> Overlap | None:
    """Measure how far voters picked the same; nothing where there are fewer than two, or nobody picked anything.

    Only the totals are needed: something that v people picked is shared by v(v − 1)/2 of the n(n − 1)/2 pairs.
    """
    counts = list(votes)
    given = sum(counts)
    if voters < 2 or not given:  # noqa: PLR2004 - a pair
        return None
    shared = sum(count * (count - 1) for count in counts) / (voters * (voters - 1))
    picks = given / voters
    return Overlap(shared, picks, picks * picks / len(counts))
