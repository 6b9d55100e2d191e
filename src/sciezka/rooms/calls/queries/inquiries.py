"""Questions about a call, as the office sees them."""

from django.db.models import F, QuerySet

from sciezka.rooms.calls.models import Call, Inquiry


def list_inquiries(call: Call) -> QuerySet[Inquiry]:
    """List the questions of a call: those that wait first, the oldest of them at the top, then the latest answers."""
    return call.inquiries.order_by(F("answered_at").desc(nulls_first=True), "asked_at", "pk")


def count_waiting(call: Call) -> int:
    """Count the questions that wait for an answer."""
    return call.inquiries.filter(answered_at__isnull=True).count()
