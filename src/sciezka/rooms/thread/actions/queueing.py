"""Handing work to the worker at a moment; tasks call actions, so here a task is named by its dotted path."""

import datetime as dt
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import default_task_backend

RECORD_SCORES: Final = "sciezka.rooms.thread.tasks.record_scores"
# Right after midnight, so that nobody's look at a plan comes before.
NIGHT: Final = dt.time(0, 5)


def find_night() -> dt.datetime:
    """Give the moment of the coming night at which quiet work is done."""
    day = timezone.localdate() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, NIGHT))


def queue_for_night(path: str) -> None:
    """Hand a task to the worker for the coming night, once the transaction is over.

    A worker without a clock (one that runs tasks at once) is not given it: it would run it too early.
    """
    if default_task_backend.supports_defer:
        transaction.on_commit(partial(import_string(path).using(run_after=find_night()).enqueue))
