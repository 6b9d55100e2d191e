"""The reserve list: in the order of the ranking, unless the commission moved somebody by hand and said why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sciezka.core.scoring import Ranked
from sciezka.rooms.calls.models import Call, Decision, ReserveMove, Submission
from sciezka.rooms.calls.queries.figures import write_reckoned
from sciezka.rooms.calls.queries.ranking import Reckoning, reckon
from sciezka.rooms.calls.queries.submissions import to_decide

LOWEST: Final = 10**9


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """One submission on the reserve list.

    Args:
        submission: the submission.
        place: its place on the list, from 1.
        row: its place in the ranking; None where it was not ranked.
        score: its score, as it is shown.
    """

    submission: Submission
    place: int
    row: Ranked | None
    score: str


def order_reserve(submissions: Sequence[Submission], reckoning: Reckoning, moves: Sequence[ReserveMove]) -> list[Submission]:
    """Put the submissions of a reserve list in their order.

    By the ranking, level ones by their number. Where somebody was moved by hand, in the order after the last move; what came
    to the list since then stands before the first one that the ranking puts below it.
    """

    def stand(one: Submission) -> tuple[int, int]:
        row = reckoning.of(one.code)
        return (row.rank if row else LOWEST, one.number or 0)

    ranked = sorted(submissions, key=stand)
    by_key = {one.pk: one for one in ranked}
    order = [by_key[key] for key in (moves[-1].order if moves else ()) if key in by_key]
    listed = {one.pk for one in order}
    for one in ranked:
        if one.pk not in listed:
            at = next((at for at, other in enumerate(order) if stand(other) > stand(one)), len(order))
            order.insert(at, one)
    return order


def place_reserve(call: Call) -> dict[int, int]:
    """Give places on the reserve list by the submissions' keys, in three queries."""
    return {line.submission.pk: line.place for line in list_reserve(call)}


def list_reserve(call: Call) -> list[ReserveLine]:
    """List what waits on the reserve list, in its order."""
    rows = list(to_decide(call).filter(decision__outcome=Decision.Outcome.RESERVE).defer("answers", "discussion"))
    if not rows:
        return []
    for row in rows:
        row.call = call
    reckoning = reckon(call)
    ordered = order_reserve(rows, reckoning, list(call.reserve_moves.all()))
    lines = []
    for place, one in enumerate(ordered, start=1):
        ranked = reckoning.of(one.code)
        score = write_reckoned(ranked.score if ranked else None, reckoning.places.score)
        lines.append(ReserveLine(one, place, ranked, score))
    return lines
