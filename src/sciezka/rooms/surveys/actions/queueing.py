"""Handing work to the worker, now or at a moment.

A task is named by its dotted path, as the queue itself keeps it: tasks call actions, so actions may not import tasks.
"""

import datetime as dt
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import default_task_backend

SEND_LETTER: Final = "sciezka.rooms.surveys.tasks.letters.send_letter"
WAKE_SURVEY: Final = "sciezka.rooms.surveys.tasks.clock.wake_survey"
STIR_SURVEY: Final = "sciezka.rooms.surveys.tasks.clock.stir_survey"
NIGHT: Final = dt.time(3, 20)


def find_night() -> dt.datetime:
    """Give the moment of the coming night at which quiet work is done."""
    day = timezone.localdate() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, NIGHT))


def queue(path: str, *words: Any, at: dt.datetime | None = None) -> None:  # noqa: ANN401 - the task's own arguments
    """Hand a task to the worker once the transaction is over.

    A worker without a clock (one that runs tasks at once) is not given what is for later: it would run it too early.
    """
    task = import_string(path)
    if at is not None:
        if not default_task_backend.supports_defer:
            return
        task = task.using(run_after=at)
    transaction.on_commit(partial(task.enqueue, *words))
