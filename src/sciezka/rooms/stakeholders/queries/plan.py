"""Reading the engagement plan: its lines with the quadrant, and who should be in it and is not."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sciezka.rooms.stakeholders.models import Engagement, Stakeholder
from sciezka.rooms.stakeholders.queries.mapping import MapPoint, Quadrant, StakeholderMap
from sciezka.rooms.town.models import Process

URGENT = (Quadrant.CREATE, Quadrant.ACTIVATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A line of the plan.

    Attributes:
        engagement: the line.
        point: where the stakeholder stands; None where the person may not know, or it was not judged.
        quadrant: the name of its quadrant.
        is_late: its time has passed and it is still only planned.
    """

    engagement: Engagement
    point: MapPoint | None
    quadrant: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan: lines by their beginning, and whom to think of next."""

    lines: tuple[PlanLine, ...]
    missing: tuple[MapPoint, ...]
    states: Mapping[str, int]


def read_plan(process: Process, view: StakeholderMap | None, *, state: str = "", today: dt.date | None = None) -> Plan:
    """Read the plan.

    Args:
        process: whose.
        view: the map as far as the reader may see it; without it no quadrant is told.
        state: only lines in this state.
        today: the day.
    """
    today = today or timezone.localdate()
    points = {point.stakeholder.pk: point for point in view.points} if view else {}
    rows = list(engagements_of(process))
    lines = [
        PlanLine(
            engagement=row,
            point=points.get(row.stakeholder_id),
            quadrant=view.names[points[row.stakeholder_id].quadrant] if view and row.stakeholder_id in points else "",
            is_late=row.state == Engagement.State.PLANNED and row.until is not None and row.until < today,
        )
        for row in rows
        if not state or row.state == state
    ]
    planned = {row.stakeholder_id for row in rows if row.state != Engagement.State.DROPPED}
    missing = [point for key, point in points.items() if point.quadrant in URGENT and key not in planned]
    states = {key: sum(row.state == key for row in rows) for key in Engagement.State.values}
    return Plan(lines=tuple(lines), missing=tuple(missing), states=states)


def engagements_of(process: Process) -> QuerySet[Engagement]:
    """List the lines of a process's plan; those of stakeholders taken off the register are left out."""
    rows = Engagement.objects.filter(stakeholder__process=process, stakeholder__removed_at=None)
    return rows.select_related("stakeholder__process__workspace", "owner").order_by("starts_on", "until", "pk")


def say_owner(engagement: Engagement) -> str:
    """Name who keeps the contact."""
    named: list[Any] = [str(engagement.owner) if engagement.owner else "", engagement.owner_name]
    return ", ".join(word for word in named if word)


def plannable(process: Process) -> QuerySet[Stakeholder]:
    """List whom a line of the plan may be about."""
    return Stakeholder.objects.filter(process=process, removed_at=None).order_by("name")
