"""The list of factors as its pages read it: what was judged, picked and chosen of each, and what it carries."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sciezka.core.priorities import measure_gap
from sciezka.kit.typography import write_number
from sciezka.rooms.path.models import CoreChoice, Factor
from sciezka.rooms.path.queries.factors_rounds import (
    CORE,
    DIRECTION,
    IMPORTANCE,
    LONG,
    MOST_VOTES,
    POWER,
    SCALES,
    STATE,
    Judged,
    Kept,
    Vote,
    newest_votes,
    read_judged,
    read_vote,
    trace_merged,
)
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import Stand
from sciezka.rooms.rounds.queries.rounds import seen_rounds
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.plan import Plan, read_plan
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.collation import as_sorted

USES: Final = "uses"
TYPE: Final = "factor"
MOST_WAVES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLine:
    """A factor of the list.

    Attributes:
        factor: the factor.
        node: its node.
        stands: where it stands on each scale.
        votes: how many picked it in each of the list's votes; None where that vote did not ask about it.
        is_core: whether the choice in force holds it.
        evidence: how many pieces of evidence it rests on in the end.
        goals: how many goals use it.
    """

    factor: Factor
    node: Node
    stands: Mapping[str, Stand]
    votes: tuple[int | None, ...] = ()
    is_core: bool = False
    evidence: int = 0
    goals: int = 0

    def value(self, scale: str) -> float | None:
        """Give where it stands on a scale."""
        stand = self.stands.get(scale)
        return stand.value if stand else None

    @property
    def importance(self) -> float | None:
        """How important it is."""
        return self.value(IMPORTANCE)

    @property
    def state(self) -> float | None:
        """How it stands today."""
        return self.value(STATE)

    @property
    def power(self) -> float | None:
        """How far the town can change it."""
        return self.value(POWER)

    @property
    def direction(self) -> float | None:
        """Whether it holds back or supports."""
        return self.value(DIRECTION)

    @property
    def signed_direction(self) -> str:
        """Write the direction with its sign."""
        value = self.direction
        return "" if value is None else f"+{write_number(value, 1)}" if value > 0 else write_number(value, 1)

    @property
    def gap(self) -> float | None:
        """How much is missing where it matters; nothing until both are judged."""
        importance, state = self.importance, self.state
        return None if importance is None or state is None else measure_gap(importance, state)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorList:
    """The list of a process as a person may see it.

    Attributes:
        process: whose.
        lines: the factors that stand on it.
        off: those that were taken off, and not merged.
        merged: those that were merged, with what they count for.
        round: the round that judged them; None where there is none to see.
        rounds: all such rounds.
        votes: the newest vote of each audience.
        choice: the choice in force.
        chosen: the factors that it holds.
    """

    process: Process
    lines: tuple[FactorLine, ...]
    off: tuple[Factor, ...]
    merged: tuple[tuple[Factor, Factor], ...]
    round: Round | None
    rounds: tuple[Round, ...]
    votes: tuple[Vote, ...]
    choice: CoreChoice | None
    chosen: frozenset[int]

    @property
    def core(self) -> tuple[FactorLine, ...]:
        """The core set."""
        return tuple(line for line in self.lines if line.is_core)

    @property
    def gone(self) -> int:
        """How many were taken off the list or merged."""
        return len(self.off) + len(self.merged)

    @property
    def drawn(self) -> tuple[FactorLine, ...]:
        """Those with a place on the plane of importance and state."""
        return tuple(line for line in self.lines if line.gap is not None)


def standing_factors(process: Process) -> list[tuple[Factor, Node]]:
    """List the factors that stand on the list, each with its node, in the order of their codes."""
    nodes = nodes_by_key(process, Factor)
    rows = [(row, nodes[row.pk]) for row in all_factors(process) if row.pk in nodes and not nodes[row.pk].is_taken_off]
    return sorted(rows, key=lambda pair: pair[1].number)


def all_factors(process: Process) -> list[Factor]:
    """List all factors ever put on the list."""
    rows = list(Factor.objects.filter(process=process))
    for row in rows:
        row.process = process
    return rows


def find_choice(process: Process) -> CoreChoice | None:
    """Find the choice in force: the newest one."""
    rows = CoreChoice.objects.filter(process=process).select_related("round__team", "event").prefetch_related("factors")
    found = rows.first()
    if found:
        found.process = process
    return found


def chosen_of(choice: CoreChoice | None, kept: Kept) -> frozenset[int]:
    """Give the keys of the factors that a choice holds, those that were merged since as what they count for."""
    return frozenset(kept.get(row.pk, row.pk) for row in choice.factors.all()) if choice else frozenset()


def choose_wave(rounds: list[Round], wanted: int | None) -> Round | None:
    """Choose the round that an address asks for among those that the person may see, else the newest."""
    return next((row for row in rounds if row.pk == wanted), rounds[0] if rounds else None)


def read_list(user: Any, process: Process, wave: int | None = None) -> FactorList:  # noqa: ANN401 - any kind of user
    """Read the list for a person: judgements and votes only of rounds whose results they may see."""
    rows = all_factors(process)
    kept = trace_merged(rows)
    plan = read_plan(process, lookups={})
    rounds = seen_rounds(user, process, LONG)
    round_ = choose_wave(rounds, wave)
    judged = read_judged(round_, kept) if round_ else {}
    votes = newest_votes(user, process, kept)
    choice = find_choice(process)
    chosen = chosen_of(choice, kept)
    by_key = {row.pk: row for row in rows}
    nodes = plan.nouns(TYPE)
    lines = tuple(make_line(row, nodes[row.pk], plan, judged, votes, chosen) for row in rows if row.pk in nodes)
    gone = [row for row in rows if row.pk not in nodes]
    return FactorList(
        process=process,
        lines=tuple(sorted(lines, key=lambda line: line.node.number)),
        off=tuple(row for row in gone if row.merged_into_id is None),
        merged=tuple((row, by_key[kept[row.pk]]) for row in gone if row.merged_into_id is not None),
        round=round_,
        rounds=tuple(rounds),
        votes=tuple(votes),
        choice=choice,
        chosen=chosen,
    )


def make_line(
    factor: Factor, node: Node, plan: Plan, judged: Judged, votes: list[Vote], chosen: frozenset[int]
) -> FactorLine:
    """Make the line of a factor."""
    return FactorLine(
        factor=factor,
        node=node,
        stands=judged.get(factor.pk, {}),
        votes=tuple(vote.votes.get(factor.pk) if not vote.withheld else None for vote in votes),
        is_core=factor.pk in chosen,
        evidence=plan.count_evidence(node),
        goals=count_goals(plan, node),
    )


def count_goals(plan: Plan, node: Node) -> int:
    """Count the goals that use a factor."""
    return plan.once(count_uses)[node.pk]


def count_uses(plan: Plan) -> Counter[int]:
    """Count for each node the goals that use it."""
    return Counter(row.source for row in plan.in_force if row.kind == USES)


SORTS: Final[Mapping[str, Callable[[FactorLine], Any]]] = {
    "kod": lambda line: line.node.number,
    "nazwa": lambda line: as_sorted(line.factor.name),
    "waznosc": lambda line: line.importance,
    "stan": lambda line: line.state,
    "luka": lambda line: line.gap,
    "wplyw": lambda line: line.power,
    "kierunek": lambda line: line.direction,
    "dowody": lambda line: line.evidence,
}


# The votes are told apart by their places in the list.
BY_VOTES: Final = "glosy"
VOTES: Final = tuple(str(place) for place in range(MOST_VOTES))


def read_votes(place: int) -> Callable[[FactorLine], int | None]:
    """Make what reads one of the votes."""
    return lambda line: line.votes[place] if place < len(line.votes) else None


def sort_lines(lines: tuple[FactorLine, ...], wanted: str) -> list[FactorLine]:
    """Put lines into the order that an address asks for; what has no value comes last either way."""
    name = wanted.removeprefix("-")
    read = SORTS.get(name, SORTS["kod"])
    place = name.removeprefix(BY_VOTES)
    if name.startswith(BY_VOTES) and place in VOTES:
        read = read_votes(int(place))
    known = [line for line in lines if read(line) is not None]
    unknown = [line for line in lines if read(line) is None]
    return [*sorted(known, key=read, reverse=wanted.startswith("-")), *unknown]


@dataclass(frozen=True, slots=True)
class Wave:
    """What one round judged of a factor."""

    round: Round
    stands: tuple[Stand | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorPage:
    """What was judged and picked of one factor, the newest first; and the choices that hold it.

    Attributes:
        waves: what the rounds judged of it, on the scales in their order.
        votes: how many picked it, and of how many.
        choices: the choices that hold it, the one in force first.
        is_core: whether the choice in force holds it.
    """

    waves: tuple[Wave, ...]
    votes: tuple[tuple[Vote, int], ...]
    choices: tuple[CoreChoice, ...]
    is_core: bool


def read_factor(user: Any, factor: Factor) -> FactorPage:  # noqa: ANN401 - any kind of user
    """Read what people judged of a factor, as far as a person may see it."""
    process = factor.process
    kept = trace_merged(all_factors(process))
    waves = []
    for row in seen_rounds(user, process, LONG)[:MOST_WAVES]:
        stands = read_judged(row, kept).get(factor.pk)
        if stands:
            waves.append(Wave(row, tuple(stands.get(scale) for scale in SCALES)))
    votes = [read_vote(row, kept) for row in seen_rounds(user, process, CORE)[:MOST_WAVES]]
    rows = CoreChoice.objects.filter(process=process).select_related("event").prefetch_related("factors")
    choices = list(rows)
    for choice in choices:
        choice.process = process
    holding = [choice for choice in choices if factor.pk in chosen_of(choice, kept)]
    return FactorPage(
        waves=tuple(waves),
        votes=tuple((vote, vote.votes[factor.pk]) for vote in votes if factor.pk in vote.votes and not vote.withheld),
        choices=tuple(holding),
        is_core=bool(choices) and choices[0] in holding,
    )
