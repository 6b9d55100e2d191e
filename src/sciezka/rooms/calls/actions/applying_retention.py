"""Drafts that nobody sent are nobody's business: they go some time after the closing."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import default_task_backend

from sciezka.rooms.calls.actions.applying_files import drop_unnamed_files, remove_file
from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.applying_terms import find_drafts_end

FORGET: Final = "sciezka.rooms.calls.tasks.drafts.forget_drafts"


def plan_forgetting(call: Call) -> None:
    """Have the worker delete a call's drafts when it is time; planned at the announcement.

    A worker without a clock (one that runs tasks at once) is not given what is for later: it would run it too early.
    """
    until = find_drafts_end(call)
    if until is None or not default_task_backend.supports_defer:
        return
    task: Any = import_string(FORGET)
    enqueue: Callable[..., Any] = task.using(run_after=until).enqueue
    transaction.on_commit(partial(enqueue, call.pk))


@transaction.atomic
def forget_drafts(*, call: Call, now: dt.datetime) -> int:
    """Delete drafts of a call that were never sent, and corrections that came to nothing, if it is time.

    Returns:
        How many drafts were deleted.
    """
    # First the call, as everybody does who holds several of its submissions.
    call = hold_call(call)
    until = find_drafts_end(call)
    if until is None or now < until:
        # The closing was moved meanwhile.
        plan_forgetting(call)
        return 0
    gone = 0
    # Held, and read anew when held: one that is sent at this very moment came late and is kept.
    for draft in Submission.objects.select_for_update(of=("self",)).filter(call=call, sent_at__isnull=True):
        for file in draft.files.all():
            remove_file(file)
        draft.delete()
        gone += 1
    # A correction that a decision asks for is not old.
    rows = Submission.objects.select_for_update(of=("self",))
    for held in rows.filter(call=call, correction__isnull=False, decision__isnull=True):
        held.correction = None
        held.save(update_fields=["correction"])
        drop_unnamed_files(held)
    return gone
