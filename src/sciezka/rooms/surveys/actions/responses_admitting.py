"""Using up the way in: a personal pass once, a class code as many times as the class is large."""

from typing import Final

from django.db.models import F

from sciezka.rooms.surveys.models import ClassCode, Invitation, Response, Survey
from sciezka.rooms.surveys.queries.passes import read_pass
from sciezka.rooms.surveys.queries.running_tickets import Ticket

# A few more than the class has: somebody came back, somebody pressed twice on another device.
SPARE_OF: Final = 5


def find_code(survey: Survey, typed: str) -> ClassCode | None:
    """Find a class code as somebody typed it."""
    code = "".join(typed.split()).replace("-", "").upper()[:12]
    return next((one for one in survey.codes.all() if one.code.replace("-", "").upper() == code), None) if code else None


def has_room(code: ClassCode) -> bool:
    """Tell whether a class code takes another answer: a fifth more than the class has pupils."""
    return not code.is_stopped and code.used < count_places(code.size)


def count_places(size: int) -> int:
    """Count the answers that a class code takes."""
    return size + -(-size // SPARE_OF)


def use_admission(survey: Survey, ticket: Ticket, response: Response) -> str:
    """Use up the way in of a ticket, in the transaction that finishes the response.

    Returns:
        Nothing, or why it can't be: ``used``, ``full`` or ``lost``.
    """
    if ticket.way == Response.Channel.LIST:
        invitation = read_pass(survey, ticket.by)
        if invitation is None:
            return "lost"
        # Only an unused one is turned over: of two who finish at once, one is told that it has been used.
        return "" if Invitation.objects.filter(pk=invitation.pk, is_used=False).update(is_used=True) else "used"
    if ticket.way == Response.Channel.CODE:
        rows = ClassCode.objects.filter(survey=survey, pk=int(ticket.by) if ticket.by.isdigit() else 0)
        code = rows.first()
        if code is None:
            return "lost"
        if not rows.filter(used__lt=count_places(code.size)).update(used=F("used") + 1):
            return "full"
        response.group = code.group
    return ""
