"""Questions about a call: asked without an account, answered by the office, published without who asked."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import default_task_backend

from sciezka.rooms.calls.models import RUNNING, Call, Inquiry
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.trace import note

SEND: Final = "sciezka.rooms.calls.tasks.inquiries.send_answer"
FORGET: Final = "sciezka.rooms.calls.tasks.inquiries.forget_address"
# An address that no answer went to by then is deleted too.
KEPT: Final = dt.timedelta(days=90)
# More than an office can answer is a flood.
MOST_WAITING: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerValues:
    """What the office says to a question.

    Args:
        text: the question as residents will read it; the office takes out whom it concerns.
        answer: the answer.
        is_public: whether both are shown with the call.
    """

    text: str
    answer: str
    is_public: bool


@transaction.atomic
def ask_question(*, call: Call, text: str, email: str) -> Inquiry:
    """Take a question of somebody who has no account; an address is kept only until the answer went there."""
    if call.phase_at(read_now()) not in RUNNING:
        raise ValidationError(_("Questions about this call are no longer taken."), code="closed")
    if call.inquiries.filter(answered_at__isnull=True).count() >= MOST_WAITING:
        raise ValidationError(_("Too many questions are waiting for an answer. Write to the office instead."), code="full")
    inquiry = Inquiry.objects.create(call=call, text=text, email=email)
    note(actor=None, verb="inquiry.ask", of=inquiry)
    # A worker without a clock would run at once what is for later.
    if email and default_task_backend.supports_defer:
        forget: Any = import_string(FORGET)
        transaction.on_commit(partial(forget.using(run_after=read_now() + KEPT).enqueue, inquiry.pk))
    return inquiry


@transaction.atomic
def answer_question(*, actor: User, inquiry: Inquiry, values: AnswerValues, seen: dt.datetime | None) -> Inquiry:
    """Answer a question, or correct the answer; whoever left an address is sent it once.

    Args:
        actor: who answers.
        inquiry: the question.
        values: what is said.
        seen: when the answer that the actor read was given; None when there was none.

    Raises:
        Conflict: somebody else has answered meanwhile, and differently.
    """
    standing = Inquiry.objects.select_for_update(of=("self",)).select_related("call__process__workspace").get(pk=inquiry.pk)
    said = {"text": values.text, "answer": values.answer, "is_public": values.is_public}
    before = {name: getattr(standing, name) for name in said}
    if standing.answered_at != seen and said != before:
        raise Conflict(standing)
    if said == before and not standing.email:
        return standing
    for name, value in said.items():
        setattr(standing, name, value)
    standing.answered_at = read_now()
    standing.save(update_fields=[*said, "answered_at"])
    # The question's own words may hold what the office has just taken out: only the answer goes to the journal.
    note(
        actor=actor, verb="inquiry.answer", of=standing,
        before={"answer": before["answer"], "is_public": before["is_public"]},
        after={"answer": values.answer, "is_public": values.is_public},
    )  # fmt: skip
    if standing.email:
        enqueue: Callable[..., Any] = import_string(SEND).enqueue
        transaction.on_commit(partial(enqueue, standing.pk))
    return standing


@transaction.atomic
def delete_question(*, actor: User, inquiry: Inquiry) -> None:
    """Delete a question that is none; what was published stays, for others have read it."""
    standing = Inquiry.objects.select_for_update(of=("self",)).select_related("call__process__workspace").get(pk=inquiry.pk)
    if standing.is_public:
        raise ValidationError(_("This question is shown publicly. Hide it first."), code="public")
    note(actor=actor, verb="inquiry.delete", of=standing)
    standing.delete()


@transaction.atomic
def take_address(inquiry_id: int) -> Inquiry | None:
    """Take the address out of a question that was answered, so that of two who send at once one alone has it.

    Held, so that nobody answers anew between the reading of the answer and the taking: the new words would go to nobody.
    Whoever can't send gives the address back with :func:`give_address_back`.
    """
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related("call__process__workspace")
    inquiry = rows.filter(pk=inquiry_id).first()
    if inquiry is None or inquiry.answered_at is None or not inquiry.email:
        return None
    Inquiry.objects.filter(pk=inquiry_id).update(email="")
    return inquiry


def give_address_back(inquiry: Inquiry) -> None:
    """Put an address back for another try."""
    Inquiry.objects.filter(pk=inquiry.pk, email="").update(email=inquiry.email)


def forget_address(inquiry_id: int) -> None:
    """Forget where an answer was sent."""
    Inquiry.objects.filter(pk=inquiry_id).update(email="")
