"""Reading rounds: the list of a process, how far a round is, and what the rooms above ask for by purpose."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sciezka.kit.guards import may
from sciezka.kit.manifests import Purpose
from sciezka.rooms.rounds.models import Item, Meeting, Participant, Phase, Proposal, Round
from sciezka.rooms.rounds.models.rounds import ASKING, OVER
from sciezka.rooms.rounds.queries.moments import mark_phase, say_left, say_next
from sciezka.rooms.rounds.queries.purposes import all_purposes


@dataclass(frozen=True, slots=True)
class Progress:
    """How many have answered. Names only in a round that is not anonymous."""

    asked: int
    started: int
    finished: int
    names_not_started: tuple[str, ...] = ()
    names_not_finished: tuple[str, ...] = ()

    @property
    def not_started(self) -> int:
        """How many have not begun."""
        return self.asked - self.started

    @property
    def not_finished(self) -> int:
        """How many have begun and not finished."""
        return self.started - self.finished


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round in a list, with what the reader has to do in it."""

    round: Round
    phase: Phase
    purpose: Purpose
    items: int
    progress: Progress
    is_mine: bool
    has_finished: bool
    meeting: int | None = None

    @property
    def waits_for_me(self) -> bool:
        """Tell whether the reader is asked now and has not finished."""
        return self.is_mine and self.phase in ASKING and not self.has_finished

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more comes."""
        return self.phase in OVER

    @property
    def shows_progress(self) -> bool:
        """Tell whether it says anything how many have finished."""
        return self.phase in ASKING or self.phase == Phase.CLOSED

    @property
    def end(self) -> dt.datetime | None:
        """The end of the phase that runs."""
        return self.round.collects_until if self.phase == Phase.COLLECTING else self.round.closes_at

    @property
    def left(self) -> str:
        """How long is left to answer, in words."""
        return say_left(self.end) if self.phase in ASKING else ""

    @property
    def sentence(self) -> str:
        """Where it stands and what comes next."""
        return say_next(self.round)

    @property
    def mark(self) -> tuple[str, str]:
        """The colour and the icon of the phase."""
        return mark_phase(self.phase)


def visible_rounds(user: Any, process: Any) -> list[RoundLine]:  # noqa: ANN401 - any kind of user
    """List the rounds of a process that a person may see, those that wait for their answer first.

    Whoever runs rounds sees all; a member sees the launched ones in which they take part.
    """
    mine = Participant.objects.filter(round=OuterRef("pk"), user_id=user.pk, removed_at=None)
    # Whoever is taken off an anonymous round stays in its numbers, or their going down would tell what that person did.
    asked = Q(participants__removed_at=None) | Q(is_anonymous=True)
    rows = (
        Round.objects.filter(process=process)
        .select_related("process__workspace", "team")
        .annotate(
            my_part=Subquery(mine.values("pk")[:1]),
            my_end=Subquery(mine.values("has_finished")[:1]),
            meeting=Subquery(Meeting.objects.filter(round=OuterRef("pk"), ended_at=None).order_by().values("pk")[:1]),
            asked=Count("participants", filter=asked),
            started=Count("participants", filter=asked & Q(participants__has_started=True)),
            finished=Count("participants", filter=asked & Q(participants__has_finished=True)),
            item_count=Coalesce(
                Subquery(Item.objects.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Count("pk")).values("n")),
                0,
            ),
        )
    )  # fmt: skip
    if not may(user, "rounds.manage", process):
        rows = rows.filter(my_part__isnull=False, launched_at__isnull=False)
    purposes = all_purposes()
    lines = [
        RoundLine(
            round=row,
            phase=row.phase,
            purpose=purposes.get(row.purpose) or Purpose(key=row.purpose, label=row.purpose),
            items=row.item_count,
            progress=Progress(row.asked, row.started, row.finished),
            is_mine=row.my_part is not None and row.launched_at is not None,
            has_finished=bool(row.my_end),
            meeting=row.meeting,
        )
        for row in rows
    ]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)

    def place(line: RoundLine) -> tuple[bool, bool, float]:
        if not line.is_over:
            return not line.waits_for_me, False, (line.end or far).timestamp()
        ended = line.round.called_off_at or line.round.closes_at or line.round.created_at
        return True, True, -ended.timestamp()

    return sorted(lines, key=place)


def rounds_for(process: Any, purpose: str, subject_key: str = "") -> QuerySet[Round]:  # noqa: ANN401
    """List the rounds that serve a purpose of a room above (and one noun of it), newest first."""
    rows = Round.objects.filter(process=process, purpose=purpose).select_related("process__workspace", "team", "previous")
    return rows.filter(subject_key=subject_key) if subject_key else rows


def closed_rounds(process: Any, purpose: str) -> list[Round]:  # noqa: ANN401
    """List the closed rounds that serve a purpose, newest first."""
    return [row for row in rounds_for(process, purpose) if row.phase == Phase.CLOSED]


def seen_rounds(user: Any, process: Any, purpose: str) -> list[Round]:  # noqa: ANN401 - any kind of user
    """List the closed rounds that serve a purpose and whose result a person may see, newest first."""
    return [row for row in closed_rounds(process, purpose) if may(user, "rounds.see_result", row)]


def rounds_under_way(user: Any, process: Any, *purposes: str) -> list[Round]:  # noqa: ANN401 - any kind of user
    """List the rounds that serve purposes and go on now or are being prepared, as far as a person may see them."""
    rows = [row for purpose in purposes for row in rounds_for(process, purpose) if row.phase not in OVER]
    return [row for row in rows if may(user, "rounds.view", row)]


def progress_of(round: Round) -> Progress:  # noqa: A002 - the noun's own word
    """Tell how many are asked, have begun and have finished, in one query.

    Whoever is taken off an anonymous round stays in its numbers, or their going down would tell what that person did.
    """
    rows = round.participants.all() if round.is_anonymous else round.participants.filter(removed_at=None)
    people = list(rows.select_related("user"))
    not_started = [person for person in people if not person.has_started]
    not_finished = [person for person in people if person.has_started and not person.has_finished]
    counts = (len(people), len(people) - len(not_started), sum(person.has_finished for person in people))
    if round.is_anonymous:
        return Progress(*counts)
    return Progress(*counts, tuple(map(str, not_started)), tuple(map(str, not_finished)))


def proposals_of(round_: Round) -> list[Proposal]:
    """List the proposals of a round with their items and authors, in one query."""
    return list(round_.proposals.select_related("item", "sheet__participant__user").order_by(F("item__position"), "pk"))


def waves_of(round_: Round) -> list[Round]:
    """List all waves of the same round, the first one first; the round itself is among them."""
    first = round_
    seen = {round_.pk}
    while first.previous is not None and first.previous_id not in seen:
        first = first.previous
        seen.add(first.pk)
    waves = [first]
    known = {first.pk}
    rest = list(Round.objects.filter(process=round_.process, previous__isnull=False).order_by("created_at", "pk"))
    for row in rest:
        row.process = round_.process
        if row.previous_id in known:
            known.add(row.pk)
            waves.append(row)
    return waves if len(waves) > 1 else []
