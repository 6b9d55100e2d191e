"""Protocols of the commission: all that one is made of, gathered at once, and those that were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from sciezka.rooms.calls.models import (
    Amendment,
    Call,
    Criterion,
    Decision,
    Declaration,
    Opinion,
    Phase,
    Pledge,
    Protocol,
    Reservation,
    ReserveMove,
    Sitting,
    Submission,
    write_code,
)
from sciezka.rooms.calls.queries.as_decided import show_as_decided
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.nouns import find_public_call
from sciezka.rooms.calls.queries.ranking import Reckoning, reckon
from sciezka.rooms.calls.queries.submissions import hidden_from, to_decide
from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import names_of
from sciezka.rooms.town.models import Membership

MOST_NAMED: Final = 20
# Before that a protocol would tell points to those whose own cards are not in.
READY = (Phase.DECIDING, Phase.APPROVED, Phase.PUBLISHED)


@dataclass(frozen=True)
class Gathered:
    """What a protocol is made of.

    Attributes:
        call: the call.
        members: memberships of the commission that held at any time after the closing, one for each person.
        pledges: members' pledges by the person's key.
        sittings: sittings, the first one first.
        amendments: what was changed after the announcement.
        submissions: all that was ever sent, with their checks and decisions, by number.
        declarations: what members, and others who work in the office, declared of ties to applicants.
        reckoning: points and the ranking that comes from them.
        opinions: separate opinions.
        criteria: the criteria in their order.
        reservations: what applicants objected to in the published results, the oldest first.
        present: names of those who were at sittings, by their references.
        assessors: names of assessors by those drawn for them (A1, A2 …).
        moves: what was moved by hand on the reserve list, the first one first.
    """

    call: Call
    members: Sequence[Membership]
    pledges: dict[int, Pledge]
    sittings: Sequence[Sitting]
    amendments: Sequence[Amendment]
    submissions: Sequence[Submission]
    declarations: Sequence[Declaration]
    reckoning: Reckoning
    opinions: Sequence[Opinion]
    criteria: Sequence[Criterion]
    reservations: Sequence[Reservation]
    present: dict[str, str]
    assessors: dict[str, str]
    moves: Sequence[ReserveMove] = ()

    @property
    def dealt_with(self) -> list[Submission]:
        """What the commission deals with: sent in time and not withdrawn."""
        return [one for one in self.submissions if one.is_in]

    @cached_property
    def member_keys(self) -> frozenset[int]:
        """Keys of whoever belonged to the commission; the others who declared work in the office."""
        return frozenset(row.user_id for row in self.members)


def gather(call: Call) -> Gathered:
    """Gather all that a protocol says, in a constant number of queries."""
    sittings = list(call.sittings.all())
    reckoning = reckon(call)
    submissions = list(
        Submission.objects.filter(call=call, sent_at__isnull=False)
        .select_related("call", "check_made", "decision__into")
        .order_by("number")
    )
    declarations = list(
        Declaration.objects.filter(submission__call=call)
        .select_related("user", "submission")
        .order_by("submission__number", "user__name", "pk")
    )
    # Points and decisions are of that version.
    show_as_decided(call, [*submissions, *(one.submission for one in declarations)])
    return Gathered(
        call=call,
        members=list_sitting_members(call),
        pledges={one.user_id: one for one in call.pledges.all()},
        sittings=sittings,
        amendments=list(call.amendments.all()),
        submissions=submissions,
        declarations=declarations,
        reckoning=reckoning,
        opinions=list(call.opinions.select_related("user")),
        criteria=list(call.criteria.all()),
        reservations=list(Reservation.objects.filter(submission__call=call).select_related("submission")),
        present=name_present(sittings),
        assessors=name_assessors(reckoning),
        moves=list(call.reserve_moves.select_related("submission")),
    )


def list_sitting_members(call: Call) -> list[Membership]:
    """List whoever belonged to the commission at any time since the closing, each once, the chair first."""
    if call.commission_id is None:
        return []
    first = timezone.localdate(call.closes_at) if call.closes_at else timezone.localdate()
    order = list(Membership.Function)
    rows = (
        Membership.objects.filter(team_id=call.commission_id, since__lte=timezone.localdate())
        .filter(Q(until__isnull=True) | Q(until__gte=first))
        .select_related("user")
    )
    found: dict[int, Membership] = {}
    for row in sorted(
        rows, key=lambda row: (order.index(Membership.Function(row.function)), str(row.user).casefold(), row.pk)
    ):
        found.setdefault(row.user_id, row)
    return list(found.values())


def name_present(sittings: Sequence[Sitting]) -> dict[str, str]:
    """Give the names of those who were at sittings, by their references as these are kept."""
    refs = {str(ref) for sitting in sittings for ref in sitting.present}
    return {str(user.ref): str(user) for user in User.objects.filter(ref__in=refs)} if refs else {}


def name_assessors(reckoning: Reckoning) -> dict[str, str]:
    """Give the names of assessors by those drawn for them."""
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=reckoning.assessors.values())}
    return {drawn: people[key] for drawn, key in reckoning.assessors.items() if key in people}


@dataclass(frozen=True, slots=True)
class ProtocolsPage:
    """The protocols of a call and the separate opinions.

    Attributes:
        protocols: the newest first, with the names of those who made them.
        opinions: separate opinions, the oldest first.
        is_ready: whether a protocol can be made now.
        is_stale: whether something was decided or written since the newest one.
        takes_opinions: whether opinions may be written now.
        undecided: how many submissions a protocol made now would say nothing decided of.
        codes: the numbers of those of them that the reader may learn of.
        lacks_quorum: whether the commission decides and no sitting with the quorum was written down.
    """

    protocols: Sequence[tuple[Protocol, str]]
    opinions: Sequence[Opinion]
    is_ready: bool
    is_stale: bool
    takes_opinions: bool
    undecided: int = 0
    codes: str = ""
    lacks_quorum: bool = False

    @property
    def is_due(self) -> bool:
        """Tell whether making one is the next step: all is decided, and the newest does not say it."""
        return not self.undecided and (self.is_stale or not self.protocols)


def tell_protocols(call: Call, user: Any) -> ProtocolsPage:  # noqa: ANN401 - any kind of user
    """Tell what protocols a call has, whether a new one is due, and what it would leave open."""
    protocols = list(call.protocols.all())
    names = names_of(one.made_by for one in protocols)
    opinions = list(call.opinions.select_related("user"))
    phase = call.phase_at(read_now())
    undecided = list(to_decide(call).filter(decision__isnull=True)) if phase == Phase.DECIDING else []
    hidden = hidden_from(user, call) if undecided else frozenset()
    last = protocols[0].made_at if protocols else None
    moments = [one.made_at for one in opinions]
    if last:
        moments += Decision.objects.filter(submission__call=call, decided_at__gt=last).values_list("decided_at", flat=True)[
            :1
        ]
        moments += [call.approved_at] if call.approved_at else []
    return ProtocolsPage(
        protocols=[(one, names.get(one.made_by, "") if one.made_by else "") for one in protocols],
        opinions=opinions,
        is_ready=phase in READY,
        is_stale=last is not None and any(moment > last for moment in moments),
        takes_opinions=phase in (Phase.CHECKING, Phase.SCORING, Phase.DECIDING),
        undecided=len(undecided),
        codes=", ".join([one.code for one in undecided if one.pk not in hidden][:MOST_NAMED]),
        lacks_quorum=phase == Phase.DECIDING and lacks_quorum(call),
    )


def lacks_quorum(call: Call) -> bool:
    """Tell whether a commission is there and no sitting of it with the quorum was written down."""
    if call.commission_id is None:
        return False
    return all(len(set(present)) < call.quorum for present in call.sittings.values_list("present", flat=True))


def hide_from(user: Any, protocol: Protocol) -> frozenset[str]:  # noqa: ANN401 - any kind of user
    """Give the numbers of submissions of which a person may learn nothing: those to whose applicants they are tied."""
    rows = Declaration.objects.filter(
        user_id=user.pk, stance=Declaration.Stance.CONFLICT, submission__call_id=protocol.call_id
    )
    return frozenset(write_code(number) for number in rows.values_list("submission__number", flat=True) if number)


def find_struck(protocol: Protocol) -> dict[str, frozenset[str]]:
    """Give what residents no longer read: titles and names of submissions taken off the public pages, by their numbers."""
    hidden = Submission.objects.filter(call_id=protocol.call_id, number__isnull=False).exclude(hidden_why="")
    return {
        one.code: frozenset(
            str(head.get(name, ""))
            for head in ({"title": one.title, "applicant": one.applicant}, *(version.head for version in one.versions.all()))
            for name in ("title", "applicant")
        )
        for one in hidden.prefetch_related("versions")
    }


def find_public_protocol(workspace: str, process: str, call: int) -> Protocol:
    """Find the newest protocol that residents may read, or answer 404."""
    found = public_protocol(find_public_call(workspace, process, call))
    if found is None:
        raise Http404
    return found


def public_protocol(call: Call) -> Protocol | None:
    """Give the newest protocol that residents may read: published, and only once the results are out."""
    if call.results_at is None:
        return None
    return call.protocols.filter(published_at__isnull=False).select_related("call__process__workspace").first()
