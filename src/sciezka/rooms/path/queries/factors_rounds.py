"""What people judged of factors and which of them they picked, for those who may see the rounds' results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.core.priorities import Overlap, measure_overlap
from sciezka.kit.forms import read_number
from sciezka.rooms.path.models import Factor
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import RoundResult, Stand, Withheld, results_of, stand_of
from sciezka.rooms.rounds.queries.rounds import seen_rounds
from sciezka.rooms.town.models import Process

LONG: Final = "factors"
CORE: Final = "core_factors"
IMPORTANCE: Final = "importance"
STATE: Final = "present-state"
POWER: Final = "town-power"
DIRECTION: Final = "direction"
SCALES: Final = (IMPORTANCE, STATE, POWER, DIRECTION)
# More audiences than this can't be read side by side.
MOST_VOTES: Final = 3

Kept = Mapping[int, int]
"""For the key of each factor of a process, the key of the one that it counts for: itself, or what it was merged into."""
Judged = Mapping[int, Mapping[str, Stand]]
"""For a factor's key, where it stands on each scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """What a round of picks came to.

    Attributes:
        round: the round.
        voters: how many picked anything.
        votes: for each factor that was asked about, how many picked it.
        agreed: what a meeting agreed to choose.
        overlap: how far the voters picked the same.
        withheld: why nothing is shown; None where it is.
    """

    round: Round
    voters: int
    votes: Mapping[int, int]
    agreed: frozenset[int] = frozenset()
    overlap: Overlap | None = None
    withheld: Withheld | None = None

    @property
    def audience(self) -> str:
        """Who voted."""
        if self.round.audience == Round.Audience.TEAM and self.round.team:
            return self.round.team.name
        return _("people invited by e-mail") if self.round.audience == Round.Audience.LIST else _("open link")

    @property
    def places(self) -> int:
        """How many each person could pick."""
        return self.round.most_picks or 0


def trace_merged(factors: Iterable[Factor]) -> Kept:
    """Tell for each factor which one it counts for, however often that one was merged itself."""
    into = {row.pk: row.merged_into_id for row in factors}
    kept = {}
    for key in into:
        at = key
        for _step in into:
            if into.get(at) is None:
                break
            at = into[at] or at
        kept[key] = at
    return kept


def read_judged(round_: Round, kept: Kept) -> Judged:
    """Give where each factor stands: what a meeting agreed, else the median; its own item before one merged into it."""
    found: dict[int, dict[str, Stand]] = {}
    own: set[int] = set()
    for line in results_of(round_).lines:
        key = read_number(line.item.noun_key)
        stays = kept.get(key or 0)
        if stays is None or line.scale is None or (stays in own and key != stays):
            continue
        if key == stays and stays not in own:
            own.add(stays)
            found[stays] = {}
        found.setdefault(stays, {}).setdefault(line.scale.key, stand_of(line))
    return found


def read_vote(round_: Round, kept: Kept) -> Vote:
    """Give how many picked each factor. Of two that were merged the larger count holds: nobody counts twice."""
    result = results_of(round_)
    votes: dict[int, int] = {}
    agreed: set[int] = set()
    for line in result.lines:
        stays = kept.get(read_number(line.item.noun_key) or 0)
        if stays is None:
            continue
        votes[stays] = max(votes.get(stays, 0), line.summary.n if line.summary else 0)
        if line.agreed and line.agreed.value == 1:
            agreed.add(stays)
    overlap = measure_overlap(count_picks(result), result.sheets)
    return Vote(
        round=round_, voters=result.sheets, votes=votes, agreed=frozenset(agreed), overlap=overlap,
        withheld=result.withheld,
    )  # fmt: skip


def count_picks(result: RoundResult) -> list[int]:
    """Count how many picked each thing that was asked about, as it was asked."""
    return [line.summary.n if line.summary else 0 for line in result.lines]


def newest_votes(user: Any, process: Process, kept: Kept) -> list[Vote]:  # noqa: ANN401
    """Give the newest vote of each audience, as far as a person may see them."""
    found: dict[tuple[str, int | None], Round] = {}
    for row in seen_rounds(user, process, CORE):
        found.setdefault((row.audience, row.team_id), row)
    return [read_vote(row, kept) for row in list(found.values())[:MOST_VOTES]]


def long_result(round_: Round) -> str:
    """Give the address where the judgements of a round are drawn."""
    return f"{reverse('path:factors', kwargs=round_.process.address)}?tura={round_.pk}"


def core_result(round_: Round) -> str:
    """Give the address where the votes of a round are read."""
    return f"{reverse('path:core', kwargs=round_.process.address)}?tura={round_.pk}"
