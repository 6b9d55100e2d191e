"""Votes on drafts of a vision: rounds that ask about them, and what they came to for those who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.forms import read_number
from sciezka.kit.guards import may
from sciezka.rooms.path.models import VisionDraft
from sciezka.rooms.rounds.models import Item, Phase, Round
from sciezka.rooms.rounds.models.rounds import OVER
from sciezka.rooms.rounds.queries.moments import say_next
from sciezka.rooms.rounds.queries.results import Withheld, results_of
from sciezka.rooms.rounds.queries.rounds import rounds_for
from sciezka.rooms.town.models import Process

PURPOSE: Final = "vision"
# More votes than these stand on the rounds' own pages.
MOST_SHOWN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteLine:
    """What a vote came to for one draft.

    Attributes:
        key: the draft's key; None when it is not there any more.
        title: what it was called in the vote.
        rank: its place.
        count: how many chose it, or its points in a ranking.
        share: in per cent of those who voted, or of all the points that can be had.
        is_changed: whether its words have changed since.
    """

    key: int | None
    title: str
    rank: int | None
    count: int
    share: int
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """A vote on drafts.

    Attributes:
        round: the round.
        lines: its result, the first place first; empty while nothing may be shown.
        voters: how many voted.
        withheld: why nothing is shown; None where it is.
    """

    round: Round
    lines: tuple[VoteLine, ...] = ()
    voters: int = 0
    withheld: Withheld | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it goes on or is being prepared."""
        return self.round.phase not in OVER

    @property
    def sentence(self) -> str:
        """Where it stands and what comes next."""
        return say_next(self.round)

    @property
    def is_ranking(self) -> bool:
        """Tell whether people put drafts in an order."""
        return self.round.kind == Round.Kind.RANKING

    @property
    def audience(self) -> str:
        """Who votes."""
        if self.round.audience == Round.Audience.TEAM and self.round.team:
            return self.round.team.name
        return _("people invited by e-mail") if self.round.audience == Round.Audience.LIST else _("whoever had the link")

    def line_of(self, key: int) -> VoteLine | None:
        """Give what it came to for a draft."""
        return next((line for line in self.lines if line.key == key), None)


def result_address(round_: Round) -> str:
    """Give the address where the result stands beside the drafts."""
    return f"{reverse('path:visions', kwargs=round_.process.address)}#vote-{round_.pk}"


def is_voted_on(draft: VisionDraft) -> bool:
    """Tell whether a draft is asked about in a round that was launched and is not over."""
    rows = Item.objects.filter(round__process=draft.process, round__purpose=PURPOSE, noun_key=str(draft.pk))
    asked = Round.objects.filter(pk__in=rows.values("round"), launched_at__isnull=False, called_off_at=None)
    return any(row.phase not in OVER for row in asked)


def read_votes(user: Any, process: Process, texts: Mapping[int, str]) -> list[Vote]:  # noqa: ANN401 - any kind of user
    """List the votes on drafts that a person may see, newest first; ``texts`` says how the drafts read now."""
    votes = []
    rows = [row for row in rounds_for(process, PURPOSE) if row.phase != Phase.CALLED_OFF and may(user, "rounds.view", row)]
    for row in rows[:MOST_SHOWN]:
        row.process = process
        votes.append(read_vote(row, texts) if may(user, "rounds.see_result", row) else Vote(round=row))
    return votes


def read_vote(round_: Round, texts: Mapping[int, str]) -> Vote:
    """Read what a vote came to."""
    result = results_of(round_)
    if result.withheld:
        return Vote(round=round_, withheld=result.withheld)
    most = result.sheets * (len(result.lines) - 1)
    lines = []
    for line in result.lines:
        key = read_number(line.item.noun_key) or 0
        is_ranking = round_.kind == Round.Kind.RANKING
        count = round(line.points or 0) if is_ranking else line.summary.n if line.summary else 0
        whole = most if is_ranking else result.sheets
        lines.append(
            VoteLine(
                key=key if key in texts else None,
                title=line.item.title,
                rank=line.rank,
                count=count,
                share=round(100 * count / whole) if whole else 0,
                is_changed=key in texts and texts[key] != line.item.text,
            )
        )
    lines.sort(key=lambda line: (line.rank or len(lines), line.title))
    return Vote(round=round_, lines=tuple(lines), voters=result.sheets)
