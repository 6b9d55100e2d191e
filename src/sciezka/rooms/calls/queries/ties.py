"""Who has stepped aside from a submission, and who is left to deal with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sciezka.rooms.calls.models import Call, Declaration, ScoreCard, Submission
from sciezka.rooms.calls.queries.members import list_members
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Seat
from sciezka.rooms.town.rules import in_term


@dataclass(frozen=True, slots=True)
class OwnTie:
    """What the page of one's own tie to an applicant tells.

    Args:
        declared: the own declaration of a tie; None while there is none.
        may_take_back: whether the own hand may take it back.
        keepers: who is left to deal with the submission, but for the reader.
    """

    declared: Declaration | None
    may_take_back: bool
    keepers: Sequence[User]


def read_own_tie(submission: Submission, user: User) -> OwnTie:
    """Read the own tie to a submission's applicant, and who is left."""
    rows = Declaration.objects.filter(submission=submission, stance=Declaration.Stance.CONFLICT)
    tied = {one.user_id: one for one in rows}
    keepers = [one for one in list_keepers(submission.call) if one.pk not in tied and one.pk != user.pk]
    declared = tied.get(user.pk)
    return OwnTie(declared, declared is not None and may_take_back(submission.call, submission, user), keepers)


def may_take_back(call: Call, submission: Submission, user: User) -> bool:
    """Tell whether a person takes an own tie back: not where they sit on the commission, nor where they have judged."""
    sits = any(member.user.pk == user.pk for member in list_members(call))
    return not sits and not ScoreCard.objects.filter(submission=submission, user=user).exists()


def list_keepers(call: Call) -> list[User]:
    """List who may deal with what was submitted: co-ordinators and advisers, the commission's chair and secretary."""
    seats = Seat.objects.filter(in_term(), workspace=call.process.workspace_id).select_related("user")
    people = [seat.user for seat in seats] + [member.user for member in list_members(call) if member.is_head]
    found = {one.pk: one for one in people if one.is_active}
    return sorted(found.values(), key=lambda one: (str(one).casefold(), one.pk))


def find_unkept(call: Call, submissions: Iterable[int]) -> list[str]:
    """Give the numbers of those submissions with which nobody is left to deal, in two or three queries for all."""
    keys = list(submissions)
    if not keys:
        return []
    keepers = {one.pk for one in list_keepers(call)}
    rows = Declaration.objects.filter(submission__in=keys, stance=Declaration.Stance.CONFLICT)
    tied: dict[int, set[int]] = {}
    for submission, user in rows.values_list("submission_id", "user_id"):
        tied.setdefault(submission, set()).add(user)
    unkept = [key for key in keys if keepers <= tied.get(key, set())]
    return [one.code for one in Submission.objects.filter(pk__in=unkept).order_by("number")]
