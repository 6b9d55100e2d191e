"""Long work: started by a person, done by a worker, with progress that can be watched or left.

A view starts it and leads the person to its page::

    work = start_work(owner=request.user, title=_("Reading the page"), run=read_page, page_id=page.pk)
    return redirect("kit:work", work.key)

and the task reports how far it is::

    @task()
    def read_page(work: str, page_id: int) -> None:
        with Progress(work) as progress:
            progress.set_total(len(entries))
            for entry in entries:
                ...
                progress.step()
            progress.finish(reverse("town:import_review", ...))

Progress is written by the task's own connection, so what is written inside a transaction shows only after it: a long
task keeps its transactions short.
"""

import datetime
import logging
import time
from contextlib import AbstractContextManager
from functools import partial
from types import TracebackType
from typing import Any, Final, Self

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks.base import Task

from sciezka.kit.journal import Actor
from sciezka.kit.models import Work

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_WRITES: Final = 0.25
STUCK_AFTER: Final = datetime.timedelta(minutes=2)
# Before this much is done, a rate would be a guess.
SECONDS_BEFORE_ESTIMATE: Final = 3
SECONDS_IN_MINUTE: Final = 60
FEW_SECONDS: Final = 10


def start_work(*, owner: Actor, title: str, run: Task[..., Any], **kwargs: Any) -> Work:  # noqa: ANN401 - the task's own arguments
    """Note a piece of long work and hand it to the worker once the transaction is over.

    Args:
        owner: who waits for it; only they see its page.
        title: what is being done, in the owner's language.
        run: a task of django-tasks; it gets the work's key as ``work`` and the other arguments as given.
        kwargs: plain values (numbers, words, lists) for the task.
    """
    work = Work.objects.create(owner=owner.ref, title=str(title)[:200], language=translation.get_language() or "")
    transaction.on_commit(partial(run.enqueue, work=str(work.key), **kwargs))
    return work


class Progress:
    """How far a work is, told from inside its task; use as a context manager.

    Leaving the block without :meth:`finish` ends the work as done; an exception ends it as failed, with a sentence for
    the owner, and goes on to the worker's log.
    """

    def __init__(self, key: str) -> None:
        self.work = Work.objects.get(pk=key)
        self._written = 0.0
        self._speech: AbstractContextManager[None] = translation.override(self.work.language or None)

    def __enter__(self) -> Self:
        self._speech.__enter__()
        self.work.state = Work.State.RUNNING
        self.work.started_at = timezone.now()
        self._write()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None and self.is_open:
            self.fail(_("Something went wrong on our side. The administrator can find the cause in the log."))
        elif self.is_open:
            self.finish()
        self._speech.__exit__(kind, error, trace)

    @property
    def is_open(self) -> bool:
        """Tell whether the work still goes on."""
        return self.work.state == Work.State.RUNNING

    def set_total(self, total: int) -> None:
        """Say how many steps there will be; the bar and the remaining time need it."""
        self.work.total = max(total, 0)
        self._write()

    def step(self, count: int = 1) -> None:
        """Say that so many steps more are done; written at most four times a second."""
        self.work.done += count
        if time.monotonic() - self._written >= SECONDS_BETWEEN_WRITES:
            self._write()

    def finish(self, url: str = "") -> None:
        """End the work well; the owner is led to ``url``, an address of this site."""
        if url and (not url.startswith("/") or url.startswith("//")):
            message = f"A work's result must lie on this site: {url}"
            raise ValueError(message)
        self.work.result_url = url
        self.work.done = max(self.work.done, self.work.total)
        self._end(Work.State.DONE)

    def fail(self, message: str) -> None:
        """End the work badly, with a sentence that says what happened and what can be done."""
        self.work.message = str(message)
        self._end(Work.State.FAILED)

    def _end(self, state: Work.State) -> None:
        self.work.state = state
        self.work.finished_at = timezone.now()
        self._write()

    def _write(self) -> None:
        self.work.moved_at = timezone.now()
        self.work.save()
        self._written = time.monotonic()


def is_stuck(work: Work, now: datetime.datetime) -> bool:
    """Tell whether a work that should go on has not moved for two minutes: its worker may have died."""
    if work.state not in {Work.State.WAITING, Work.State.RUNNING}:
        return False
    return now - (work.moved_at or work.created_at) >= STUCK_AFTER


def estimate_seconds(work: Work, now: datetime.datetime) -> float | None:
    """Reckon the remaining seconds from the rate so far; None while it isn't known."""
    if work.state != Work.State.RUNNING or not work.started_at or not work.done or work.total <= work.done:
        return None
    elapsed = (now - work.started_at).total_seconds()
    if elapsed < SECONDS_BEFORE_ESTIMATE:
        return None
    return elapsed * (work.total - work.done) / work.done


def say_remaining(seconds: float | None) -> str:
    """Say the remaining time as roughly as it is known; nothing while it isn't."""
    if seconds is None:
        return ""
    if seconds < FEW_SECONDS:
        return _("a few seconds left")
    tens = round(seconds / 10) * 10
    if tens < SECONDS_IN_MINUTE:
        return _("about %(count)s seconds left") % {"count": tens}
    minutes = round(seconds / SECONDS_IN_MINUTE)
    return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {"count": minutes}
