"""What the town room knows about a person: their part of the export, and what stands in the way of erasure."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.manifests import Text
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.seats import has_other_coordinator
from sciezka.rooms.town.models import Attendee, Membership, Seat, Task, WorkspaceUnit
from sciezka.rooms.town.rules import in_term


def export_person(user: User) -> dict[str, Any]:
    """Give everything of the town room that names a person."""
    seats = Seat.objects.filter(user=user)
    members = Membership.objects.filter(user=user)
    return {
        "seats": list(seats.values("workspace__name", "role", "since", "until")),
        "memberships": list(members.values("team__process__workspace__name", "team__name", "function", "since", "until")),
        "tasks": list(Task.objects.filter(owner=user).values("process__name", "title", "status", "starts_on", "due_on")),
        "events": list(Attendee.objects.filter(user=user).values("event__title", "event__start", "answer", "was_present")),
        "co_ordinated_units": list(WorkspaceUnit.objects.filter(coordinator=user).values("workspace__name", "unit__name")),
    }


def list_erasure_blockers(user: User) -> Iterable[Text]:
    """Keep each workspace its last co-ordinator: without one nobody could change anything in it."""
    seats = Seat.objects.filter(in_term(), user=user, role=Seat.Role.COORDINATOR).select_related("workspace")
    for seat in seats:
        if not has_other_coordinator(seat, timezone.localdate()):
            text = _("This is the last co-ordinator of “%(workspace)s”. Give the seat to another person first.")
            yield text % {"workspace": seat.workspace}
