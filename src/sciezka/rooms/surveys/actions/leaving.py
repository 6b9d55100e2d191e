"""Leaving a response out of the results, with a reason, and taking it back. The journal counts; it never says which."""

from django.db import transaction

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.blocks import drop_block_of
from sciezka.rooms.surveys.models import Response
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def leave_out_response(*, actor: User | None, response: Response, reason: str) -> bool:
    """Leave a finished response out of the results; tell whether that changed anything."""
    row = Response.objects.select_for_update().get(pk=response.pk)
    if row.left_out or row.finished_hour is None:
        return False
    row.left_out = reason
    row.save(update_fields=["left_out"])
    drop_block_of(row)
    note(actor=actor, verb="response.leave_out", of=row.survey, after={"reason": reason})
    return True


@transaction.atomic
def take_back_response(*, actor: User | None, response: Response) -> bool:
    """Take a response back into the results; tell whether that changed anything."""
    row = Response.objects.select_for_update().get(pk=response.pk)
    if not row.left_out:
        return False
    row.left_out = ""
    row.save(update_fields=["left_out"])
    note(actor=actor, verb="response.take_back", of=row.survey)
    return True
