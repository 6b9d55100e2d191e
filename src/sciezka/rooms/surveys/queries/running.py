"""A running survey as those who answer it meet it: its address, its edition, and whether it takes answers now."""

import datetime as dt
import itertools
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db import connection
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sciezka.rooms.questions.models import Edition
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.schema.types import Questionnaire
from sciezka.rooms.surveys.models import Clause, Phase, Release, Survey
from sciezka.rooms.surveys.queries.running_tickets import Ticket
from sciezka.rooms.town.models import Process, Workspace

KEPT: Final = 64
"""So many surveys one process keeps read."""
GRACE: Final = dt.timedelta(minutes=30)
"""Whoever is in the middle when a survey closes may finish within that time."""

_running: "OrderedDict[str, tuple[tuple[Any, ...], Running]]" = OrderedDict()
_stamps: Final = itertools.count(1)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Running:
    """A launched survey, with what each page of it needs. Shared by all who answer: nothing of it may be changed.

    Attributes:
        survey: the survey, with its process and workspace.
        digest: of its edition.
        clause: the number in the database of the clause in force.
        results: the address of its published results, or nothing.
        stamp: another one each time that anything of this has changed.
    """

    survey: Survey
    digest: str
    clause: int | None
    results: str
    stamp: int

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked of whoever begins now."""
        return read_edition(self.survey.edition_id or 0, self.digest)


def find_door(door: str) -> Survey:
    """Find a survey that has been launched by the word in its address, or answer 404."""
    rows = Survey.objects.select_related("process__workspace").filter(launched_at__isnull=False, edition__isnull=False)
    return get_object_or_404(rows, door=door)


def find_running(door: str) -> Running:
    """Find a launched survey by the word in its address, with its edition and its clause, or answer 404.

    Every page of everybody who answers asks this, so the database is asked in one plain statement whether anything has
    changed, and only then are objects made of it.
    """
    row = _read_row(door)
    if row is None:
        raise Http404
    with _lock:
        kept = _running.get(door)
        if kept is not None and kept[0] == row:
            _running.move_to_end(door)
            return kept[1]
    survey = find_door(door)
    made = Running(survey, row[0], row[1], find_results(survey), next(_stamps))
    with _lock:
        _running[door] = (row, made)
        if len(_running) > KEPT:
            _running.popitem(last=False)
    return made


def _read_row(door: str) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(_write_sql(), [door])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


@cache
def _write_sql() -> str:
    tables = (Survey, Clause, Release, Edition, Process, Workspace)
    survey, clause, release, edition, process, workspace = (table._meta.db_table for table in tables)
    return f"""
        SELECT e.digest, (SELECT c.id FROM {clause} c WHERE c.survey_id = s.id ORDER BY c.number DESC LIMIT 1),
               EXISTS(SELECT 1 FROM {release} r
                      WHERE r.survey_id = s.id AND r.published_at IS NOT NULL AND r.withdrawn_at IS NULL),
               p.slug, p.published_at, w.slug, w.name, w.accent, s.*
        FROM {survey} s JOIN {edition} e ON e.id = s.edition_id
            JOIN {process} p ON p.id = s.process_id JOIN {workspace} w ON w.id = p.workspace_id
        WHERE s.door = %s AND s.launched_at IS NOT NULL
    """  # noqa: S608 - names of tables


def find_clause(running: Running) -> Clause | None:
    """Give the clause in force."""
    return None if running.clause is None else Clause.objects.filter(pk=running.clause).first()


def tell_phase(survey: Survey, ticket: Ticket | None, now: dt.datetime) -> Phase:
    """Tell where a survey stands for one person: to whoever began before its end it stays open a little longer."""
    phase = survey.phase_at(now)
    closes = survey.closes_at
    is_inside = ticket is not None and closes is not None and ticket.begun <= closes.timestamp() and now < closes + GRACE
    return Phase.OPEN if phase == Phase.CLOSED and is_inside and not survey.erased_at else phase


def find_results(survey: Survey) -> str:
    """Give the address of the published results, or nothing."""
    released = Release.objects.filter(survey=survey, published_at__isnull=False, withdrawn_at__isnull=True)
    if not survey.process.is_published or not released.exists():
        return ""
    return reverse("surveys:results_page", kwargs={**survey.process.address, "door": survey.door})
