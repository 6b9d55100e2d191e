"""Who sits on a call's commission."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils import timezone

from sciezka.rooms.calls.models import Call
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Membership, Team
from sciezka.rooms.town.rules import in_term

ORDER: Final = ("chair", "secretary", "member", "substitute")
# Who scores by their function. A secretary keeps the papers and a substitute stands in, unless they are given cards by hand.
JUDGES: Final = frozenset({"chair", "member"})


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a commission.

    Args:
        user: the person.
        function: chair, secretary, member or substitute.
        label: how the function is called.
    """

    user: User
    function: str
    label: str

    @property
    def is_head(self) -> bool:
        """Tell whether the person chairs or keeps the papers."""
        return self.function in {"chair", "secretary"}


def list_members(call: Call) -> list[Member]:
    """List those who sit on the commission today: the chair first, substitutes last, each once; no erased account."""
    if call.commission_id is None:
        return []
    held = Membership.objects.filter(in_term(), in_term("team__"), team_id=call.commission_id)
    rows = held.filter(user__erased_at__isnull=True).select_related("user")
    found: dict[int, Member] = {}
    for row in sorted(rows, key=lambda row: (ORDER.index(row.function), row.user.name.casefold(), row.pk)):
        found.setdefault(row.user_id, Member(row.user, row.function, str(row.get_function_display())))
    return list(found.values())


def propose_quorum(team: Team) -> int:
    """Propose how many have to be at a sitting: more than half of the chair and members; 0 where there are none.

    Whoever joins later counts too: a commission is often chosen before its term begins.
    """
    held = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    rows = team.memberships.filter(held, function__in=JUDGES, user__erased_at__isnull=True)
    people = rows.order_by().values("user_id").distinct().count()
    return people // 2 + 1 if people else 0
