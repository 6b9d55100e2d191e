"""Who sits on a call's commission."""

from dataclasses import dataclass
from typing import Final

from sciezka.rooms.calls.models import Call
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Membership
from sciezka.rooms.town.rules import in_term

ORDER: Final = ("chair", "secretary", "member", "substitute")


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
