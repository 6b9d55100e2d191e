"""One response's row: read and written by plain statements, each of which is a transaction of its own.

A page is one look and one write. Between them nobody is kept waiting: the write takes hold only where the row still is as it
was read (``Overtaken`` otherwise, and the page is taken anew). So a database that has one writer at a time is held for the
length of one statement, not of all that a page's checks take.
"""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db import connection

from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.running_tickets import Ticket

# On SQLite those who wait for the writer look again after a while. Within a process they stand in a queue instead, so that
# at most one of each process waits by looking.
_queue: Final = threading.RLock()
READ: Final = (
    "id", "survey_id", "edition_id", "channel", "group", "language", "answers", "page", "finished_hour", "quota",
)  # fmt: skip


class Overtaken(Exception):
    """Another page of the same response was taken between the look and the write."""


@dataclass(frozen=True, slots=True)
class Held:
    """A response, and how its row looked.

    Attributes:
        response: the response.
        key: the row's number as the database has it.
        answers: its answers as they lie there; nothing of a response that has not been written yet.
    """

    response: Response
    key: Any = None
    answers: str = ""


@contextmanager
def stand_in_queue() -> Iterator[None]:
    """Write alone among this process's threads, where the database takes one writer at a time."""
    if connection.vendor == "sqlite":
        with _queue:
            yield
    else:
        yield


def read_row(survey: Survey, ticket: Ticket, *, lock: bool = False) -> Held | None:
    """Read the response that a ticket names; with ``lock``, inside a transaction, nobody else may write it meanwhile."""
    lock = lock and connection.features.has_select_for_update
    with connection.cursor() as cursor:
        cursor.execute(_write_select() + " FOR UPDATE" * lock, [survey.pk, ticket.digest])
        row = cursor.fetchone()
    if row is None:
        return None
    values = dict(zip(READ, row, strict=True))
    key, answers = values["id"], values["answers"]
    values["id"] = key if isinstance(key, uuid.UUID) else uuid.UUID(key)
    values["answers"] = json.loads(answers)
    return Held(Response.from_db(connection.alias, list(values), list(values.values())), key, answers)


def write_row(held: Held) -> None:
    """Write a response that is not finished yet, or that is being finished now.

    Raises:
        Overtaken: the row is no longer as it was read.
        IntegrityError: another first page made the row.
    """
    response = held.response
    with stand_in_queue():
        if response._state.adding:
            response.save(force_insert=True)
            return
        finished = response.finished_hour
        values = [
            json.dumps(response.answers), response.page, response.language, response.group, response.quota,
            None if finished is None else connection.ops.adapt_datetimefield_value(finished), held.key, held.answers,
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_write_update(), values)
            if cursor.rowcount != 1:
                raise Overtaken


@cache
def _write_select() -> str:
    columns = ", ".join(f'"{name}"' for name in READ)
    return f"SELECT {columns} FROM {Response._meta.db_table} WHERE survey_id = %s AND key_digest = %s"  # noqa: S608


@cache
def _write_update() -> str:
    return (
        f'UPDATE {Response._meta.db_table} SET answers = %s, page = %s, language = %s, "group" = %s, quota = %s, '  # noqa: S608
        "finished_hour = %s WHERE id = %s AND finished_hour IS NULL AND answers = %s"
    )
