"""The one clock by which a call opens and closes, however many servers there are."""

import datetime as dt

from django.db import connection
from django.utils import timezone


def read_now() -> dt.datetime:
    """Read the database's clock, to the microsecond.

    Servers' own clocks may differ; PostgreSQL's is one for all of them (``clock_timestamp`` goes on inside a transaction,
    unlike ``now``). SQLite has no server: whoever opens it stands on the same machine.
    """
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: dt.datetime = cursor.fetchone()[0]
    return now
