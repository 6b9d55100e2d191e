"""Answering reservations of applicants."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.decisions import refuse_tied
from sciezka.rooms.calls.actions.letters import tell_applicant
from sciezka.rooms.calls.models import Reservation
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def answer_reservation(*, actor: User | None, reservation: Reservation, text: str) -> Reservation:
    """Answer a reservation and tell its applicant; an answer that was sent is not changed.

    Raises:
        Conflict: somebody else has answered it otherwise.
        ValidationError: the answer is empty, or the person declared a tie to the applicant.
    """
    rows = Reservation.objects.select_for_update(of=("self",)).select_related("submission__call__process__workspace")
    held = rows.get(pk=reservation.pk)
    text = text.strip()
    if not text:
        raise ValidationError({"answer": _("Write the answer.")})
    refuse_tied(actor, [held.submission])
    if held.answered_at:
        if held.answer != text:
            raise Conflict(held)
        return held
    held.answer, held.answered_at = text, timezone.now()
    held.save(update_fields=["answer", "answered_at"])
    note(actor=actor, verb="reservation.answer", of=held, after={"answer": text})
    tell_applicant(held.submission, "reservation", answer=text)
    return held
