"""Planning how stakeholders are engaged."""

import datetime as dt
from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit.journal import find_changes, take_snapshot
from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.trace import note
from sciezka.rooms.stakeholders.models import Engagement, Stakeholder


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementValues:
    """What is said about a line of the plan."""

    form: str
    starts_on: dt.date | None = None
    until: dt.date | None = None
    owner: User | None = None
    owner_name: str = ""
    note: str = ""
    state: str = Engagement.State.PLANNED


FIELDS = tuple(field.name for field in fields(EngagementValues))


def check(values: EngagementValues) -> None:
    """Refuse an end before the start.

    Raises:
        ValidationError: at the field of the end.
    """
    if values.starts_on and values.until and values.until < values.starts_on:
        raise ValidationError({"until": _("The end is before the start.")}, code="reversed")


@transaction.atomic
def plan_engagement(*, actor: User | None, stakeholder: Stakeholder, values: EngagementValues) -> Engagement:
    """Add a line to the plan."""
    check(values)
    engagement = Engagement.objects.create(stakeholder=stakeholder, **{name: getattr(values, name) for name in FIELDS})
    said = {name: value for name, value in take_snapshot(engagement, FIELDS).items() if value}
    note(actor=actor, verb="engagement.plan", of=stakeholder, after=said)
    return engagement


@transaction.atomic
def edit_engagement(*, actor: User | None, engagement: Engagement, values: EngagementValues) -> Engagement:
    """Change a line of the plan."""
    check(values)
    before = take_snapshot(Engagement.objects.select_for_update().get(pk=engagement.pk), FIELDS)
    for name in FIELDS:
        setattr(engagement, name, getattr(values, name))
    old, new = find_changes(before, take_snapshot(engagement, FIELDS))
    if new:
        engagement.save(update_fields=list(new))
        note(actor=actor, verb="engagement.edit", of=engagement.stakeholder, before=old, after=new)
    return engagement


@transaction.atomic
def remove_engagement(*, actor: User | None, engagement: Engagement) -> None:
    """Remove a line of the plan."""
    said = {name: value for name, value in take_snapshot(engagement, FIELDS).items() if value}
    note(actor=actor, verb="engagement.remove", of=engagement.stakeholder, before=said)
    engagement.delete()
