"""The core set as its page reads it: votes in their order with the cut, the choice in force, the choices before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sciezka.core.priorities import Cut, Departures, cut_votes, find_departures, order_by_votes
from sciezka.rooms.path.models import CoreChoice, Factor
from sciezka.rooms.path.queries.factors import FactorLine, FactorList, all_factors, chosen_of, read_list
from sciezka.rooms.path.queries.factors_rounds import CORE, Kept, Vote, read_vote, trace_merged
from sciezka.rooms.rounds.queries.rounds import seen_rounds
from sciezka.rooms.thread.queries.ties import name_authors
from sciezka.rooms.town.models import Process

Side = Literal["in", "tied", "out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRow:
    """A factor in the order of a vote.

    Attributes:
        factor: the factor.
        line: its line of the list; None when it was taken off since.
        place: equals share the first.
        votes: how many picked it.
        side: whether it has a place, shares the last ones with others, or has none.
        is_last: whether the cut lies below it.
    """

    factor: Factor
    line: FactorLine | None
    place: int
    votes: int
    side: Side
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote as the page shows it."""

    vote: Vote
    cut: Cut[int]
    rows: tuple[VoteRow, ...]

    @property
    def picked(self) -> tuple[VoteRow, ...]:
        """Those that somebody picked."""
        return tuple(row for row in self.rows if row.votes)

    @property
    def unpicked(self) -> tuple[VoteRow, ...]:
        """Those that nobody picked."""
        return tuple(row for row in self.rows if not row.votes)

    @property
    def tied(self) -> tuple[VoteRow, ...]:
        """Those that share the last places."""
        return tuple(row for row in self.rows if row.side == "tied")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """A choice as the page shows it.

    Attributes:
        choice: the choice.
        factors: what it holds, those that were merged since as what they count for.
        author: who recorded it.
        left_out: what the votes gave a place and it left out.
        brought_in: what it took in with too few votes.
    """

    choice: CoreChoice
    factors: tuple[Factor, ...]
    author: str
    left_out: tuple[Factor, ...] = ()
    brought_in: tuple[Factor, ...] = ()

    @property
    def departs(self) -> bool:
        """Tell whether it departs from the votes."""
        return bool(self.left_out or self.brought_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorePage:
    """What the page of the core set shows."""

    shown: FactorList
    votes: tuple[VoteView, ...]
    current: ChoiceView | None
    earlier: tuple[ChoiceView, ...]

    @property
    def gone(self) -> tuple[Factor, ...]:
        """What the choice in force holds and was taken off the list since."""
        standing = {line.factor.pk for line in self.shown.lines}
        return tuple(row for row in self.current.factors if row.pk not in standing) if self.current else ()


def read_core(user: Any, process: Process, wanted: int | None = None) -> CorePage:  # noqa: ANN401 - any kind of user
    """Read the page for a person; a vote that the address asks for stands first."""
    shown = read_list(user, process)
    factors = {row.pk: row for row in all_factors(process)}
    kept = trace_merged(factors.values())
    seen = {row.pk: row for row in seen_rounds(user, process, CORE)}
    votes = {vote.round.pk: vote for vote in shown.votes}
    if wanted in seen and wanted not in votes:
        votes = {wanted: read_vote(seen[wanted], kept), **votes}
    rows = CoreChoice.objects.filter(process=process).select_related("round", "event").prefetch_related("factors")
    choices = list(rows)
    for row in choices:
        row.process = process
        if row.event:
            row.event.process = process
    basis = choices[0].round_id if choices else None
    behind = votes.get(basis) if basis in votes else read_vote(seen[basis], kept) if basis in seen else None
    # The vote that the choice rests on is read before the others, unless the address asks for one.
    ordered = sorted(votes.values(), key=lambda vote: (vote.round.pk != wanted, vote.round.pk != basis))
    authors = name_authors({row.made_by for row in choices})
    views = [
        view_choice(row, factors, kept, authors.get(row.made_by, ""), behind if place == 0 else None)
        for place, row in enumerate(choices)
    ]
    lines = {line.factor.pk: line for line in shown.lines}
    return CorePage(
        shown=shown,
        votes=tuple(VoteView(vote, cut := cut_votes(vote.votes, vote.places), tuple(list_rows(vote, cut, factors, lines)))
                    for vote in ordered),
        current=views[0] if views else None,
        earlier=tuple(views[1:]),
    )  # fmt: skip


def view_choice(
    choice: CoreChoice, factors: dict[int, Factor], kept: Kept, author: str, vote: Vote | None
) -> ChoiceView:  # fmt: skip
    """Read one choice, and where it departs from a vote."""
    held = chosen_of(choice, kept)
    departs: Departures[int] = Departures()
    if vote and not vote.withheld:
        departs = find_departures(vote.votes, held)
    return ChoiceView(
        choice=choice,
        factors=tuple(factors[key] for key in sorted(held)),
        author=author,
        left_out=tuple(factors[key] for key in departs.left_out),
        brought_in=tuple(factors[key] for key in departs.brought_in),
    )


def list_rows(
    vote: Vote, cut: Cut[int], factors: dict[int, Factor], lines: dict[int, FactorLine]
) -> Iterator[VoteRow]:  # fmt: skip
    """List the factors in the order of a vote."""
    if vote.withheld:
        return
    counts = list(vote.votes.values())
    sure, tied = set(cut.sure), set(cut.tied)
    # Where equals share the last places, the cut is drawn below all of them.
    last = [key for key in order_by_votes(vote.votes) if key in sure | tied][-1:]
    for key in order_by_votes(vote.votes):
        count = vote.votes[key]
        yield VoteRow(
            factor=factors[key],
            line=lines.get(key),
            place=1 + sum(other > count for other in counts),
            votes=count,
            side="in" if key in sure else "tied" if key in tied else "out",
            is_last=key in last,
        )
