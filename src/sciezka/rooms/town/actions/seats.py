"""Giving and ending the seats of a workspace: co-ordinators and advisers."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.people.actions import find_or_invite
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import LegalAct, Seat, Workspace

FIELDS = ("user", "role", "act", "since", "until")


class LastCoordinatorError(Exception):
    """Ending this seat would leave the workspace with nobody who may change anything in it."""


@transaction.atomic
def give_seat(  # noqa: PLR0913 - one keyword for each column of a seat
    *,
    actor: User | None,
    workspace: Workspace,
    email: str,
    role: str,
    since: dt.date,
    until: dt.date | None = None,
    act: LegalAct | None = None,
) -> tuple[Seat, bool]:
    """Give a person a seat by e-mail address; whoever has no account is invited. Tell whether an invitation went out.

    Raises:
        ValidationError: when the person already holds such a seat in that time.
    """
    if act is not None and act.workspace_id != workspace.pk:
        raise ValidationError(_("The act must belong to this workspace."), code="foreign")
    home = reverse("town:office", kwargs={"workspace": workspace.slug})
    user, invitation = find_or_invite(
        actor=actor, email=email, language=workspace.language, next_url=home, purpose=workspace.name
    )
    overlapping = workspace.seats.filter(Q(until__isnull=True) | Q(until__gte=since), user=user, role=role)
    if until:
        overlapping = overlapping.filter(since__lte=until)
    if overlapping.exists():
        raise ValidationError(_("This person already holds this seat at that time."), code="twice")
    seat = Seat.objects.create(workspace=workspace, user=user, role=role, since=since, until=until, act=act)
    note(actor=actor, verb="seat.give", of=seat, after=take_snapshot(seat, FIELDS))
    return seat, invitation is not None


@transaction.atomic
def end_seat(*, actor: User | None, seat: Seat, last_day: dt.date) -> Seat:
    """Set the last day of a seat; the row stays, as history.

    Raises:
        LastCoordinatorError: when nobody else would co-ordinate the workspace on the day after.
    """
    # Two co-ordinators ending each other's seats at once must not both succeed.
    Workspace.objects.select_for_update().get(pk=seat.workspace_id)
    if seat.role == Seat.Role.COORDINATOR and not has_other_coordinator(seat, last_day + dt.timedelta(days=1)):
        raise LastCoordinatorError
    values = {"until": last_day}
    if last_day < seat.since:
        values["since"] = last_day
    apply_changes(actor=actor, verb="seat.end", of=seat, values=values)
    return seat


@transaction.atomic
def edit_seat(*, actor: User | None, seat: Seat, act: LegalAct | None) -> Seat:
    """Name the act that a seat rests on."""
    if act is not None and act.workspace_id != seat.workspace_id:
        raise ValidationError(_("The act must belong to this workspace."), code="foreign")
    apply_changes(actor=actor, verb="seat.edit", of=seat, values={"act": act})
    return seat


def has_other_coordinator(seat: Seat, day: dt.date) -> bool:
    """Tell whether somebody else co-ordinates the workspace on a day."""
    others = Seat.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        workspace_id=seat.workspace_id,
        role=Seat.Role.COORDINATOR,
        since__lte=day,
        user__is_active=True,
    )
    return others.exclude(user_id=seat.user_id).exists()
