"""Who may do what with rounds.

Co-ordinators and advisers run them. Everybody else of the process sees only the rounds in which they take part: a team's
judgements are the team's own.
"""

from collections.abc import Iterable
from typing import Any

import rules

from sciezka.rooms.rounds.models import Item, Meeting, Participant, Phase, Round
from sciezka.rooms.town.rules import is_adviser, is_coordinator, works_here

manages = is_coordinator | is_adviser


def part_of(user: Any, round_: Round) -> Participant | None:  # noqa: ANN401 - any kind of user
    """Give a person's part in a round, read once for each request (the user object remembers it)."""
    if not user.is_authenticated or not user.is_active:
        return None
    known: dict[int, Participant | None] = user.__dict__.setdefault("_rounds_parts", {})
    if round_.pk not in known:
        known[round_.pk] = Participant.objects.filter(round=round_, user=user, removed_at=None).first()
    return known[round_.pk]


def remember_parts(user: Any, rounds: Iterable[Round]) -> None:  # noqa: ANN401 - a person
    """Read a person's parts in some rounds, in one query for all of them, and let the user object remember them."""
    if not user.is_authenticated or not user.is_active:
        return
    keys = [round_.pk for round_ in rounds]
    found = Participant.objects.filter(round__in=keys, user=user, removed_at=None)
    parts = {part.round_id: part for part in found}
    user.__dict__.setdefault("_rounds_parts", {}).update({key: parts.get(key) for key in keys})


def round_behind(subject: object) -> Round | None:
    """Give the round that a right is asked about: itself, or the one that an item belongs to."""
    if isinstance(subject, Item):
        return subject.round
    return subject if isinstance(subject, Round) else None


@rules.predicate
def takes_part(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Is asked in the round, which has been launched."""
    round_ = round_behind(subject)
    return round_ is not None and round_.launched_at is not None and part_of(user, round_) is not None


@rules.predicate
def may_be_seen(_user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Has a result that may be shown: closed, or open where members see one another's answers."""
    if (round_ := round_behind(subject)) is None:
        return False
    phase = round_.phase
    return phase == Phase.CLOSED or (phase == Phase.OPEN and not round_.is_blind)


@rules.predicate
def sits_in(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Is asked in the round that the meeting is about, and whose answers may be seen."""
    return isinstance(subject, Meeting) and bool(takes_part(user, subject.round)) and bool(may_be_seen(user, subject.round))


rules.add_perm("rounds.list", works_here)
rules.add_perm("rounds.manage", manages)
rules.add_perm("rounds.view", manages | (works_here & takes_part))
rules.add_perm("rounds.answer", works_here & takes_part)
rules.add_perm("rounds.see_result", (manages | (works_here & takes_part)) & may_be_seen)
rules.add_perm("rounds.agree", manages & may_be_seen)
rules.add_perm("rounds.attend", manages | (works_here & sits_in))
