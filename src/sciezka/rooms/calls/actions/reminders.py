"""Reminding applicants of what they have not sent: once three days before the closing and once one day before."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import default_task_backend

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.letters import REMINDER, tell_applicant
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.applying_terms import list_reminders, list_unsent
from sciezka.rooms.town.actions.trace import note

REMIND: Final = "sciezka.rooms.calls.tasks.drafts.remind_of_drafts"
# At one time to one address, which nobody may have confirmed.
MOST_LETTERS: Final = 5


def plan_reminders(call: Call) -> None:
    """Have the worker remind at each instant that is still ahead; one that was planned before finds nobody to remind.

    A worker without a clock (one that runs tasks at once) is not given what is for later: it would run it too early.
    """
    if not default_task_backend.supports_defer:
        return
    for at in list_reminders(call):
        if at > timezone.now():
            enqueue: Callable[..., Any] = import_string(REMIND).using(run_after=at).enqueue
            transaction.on_commit(partial(enqueue, call.pk))


@transaction.atomic
def remind_of_drafts(*, call: Call, now: dt.datetime) -> int:
    """Write to everybody who has begun and not sent, if it is time.

    Returns:
        How many letters go out.
    """
    # First the call, as everybody does who holds several of its submissions; read anew, it may have been called off.
    call = hold_call(call)
    waiting = list(list_unsent(call, now).select_for_update(of=("self",)))
    Submission.objects.filter(pk__in=[one.pk for one in waiting]).update(reminded_at=now)
    told: Counter[str] = Counter()
    for submission in waiting:
        told[submission.email.casefold()] += 1
        if told[submission.email.casefold()] <= MOST_LETTERS:
            tell_applicant(submission, REMINDER)
    letters = sum(min(count, MOST_LETTERS) for count in told.values())
    if letters:
        note(actor=None, verb="call.remind", of=call, after={"letters": letters})
    return letters


@transaction.atomic
def choose_reminders(*, submission: Submission, wanted: bool) -> Submission:
    """Keep whether an applicant wants to be reminded of the closing."""
    held = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    held.wants_reminders = wanted
    held.save(update_fields=["wants_reminders"])
    return held
