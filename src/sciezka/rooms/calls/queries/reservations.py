"""Reservations of applicants: until when they are taken, and what waits for an answer."""

import datetime as dt
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from sciezka.rooms.calls.models import Call, Reservation
from sciezka.rooms.calls.queries.submissions import hidden_from


def reservations_until(call: Call) -> dt.datetime | None:
    """Give the instant at which reservations end: the end of the last day of the term, in the time of the place.

    The day of publication doesn't count. None before results are published, and where the call takes no reservations.
    """
    if call.results_at is None or not call.reservation_days:
        return None
    last = timezone.localtime(call.results_at).date() + dt.timedelta(days=call.reservation_days + 1)
    return timezone.make_aware(dt.datetime.combine(last, dt.time.min))


def list_reservations(user: Any, call: Call) -> QuerySet[Reservation]:  # noqa: ANN401 - any kind of user
    """List reservations: what waits for an answer first, in the order in which it came; nothing of what a tie hides."""
    return (
        Reservation.objects.filter(submission__call=call)
        .exclude(submission__in=hidden_from(user, call))
        .select_related("submission")
        .order_by(F("answered_at").asc(nulls_first=True), "came_at", "pk")
    )
