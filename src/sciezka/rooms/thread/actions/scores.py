"""Recording what the check of a plan comes to, once a day.

Nobody acts when a score is taken down, so it writes nothing to the journal.
"""

import datetime as dt

from django.db import transaction

from sciezka.rooms.thread.actions.queueing import RECORD_SCORES, queue_for_night
from sciezka.rooms.thread.models import Node, Score
from sciezka.rooms.thread.queries.checks import Report, check
from sciezka.rooms.thread.queries.plan import Severity
from sciezka.rooms.town.models import Process


@transaction.atomic
def record_score(*, report: Report) -> Score | None:
    """Keep today's score; the last look of a day is what stays of it. Nothing is kept of an empty thread.

    The first look at a plan also starts the nightly count, and one after the count was lost starts it again.
    """
    if report.score is None:
        return None
    process, today = report.plan.process, report.plan.today
    values = {
        "score": report.score,
        "statements": len(report.plan.standing),
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "hints": report.count(Severity.HINT),
        "waived": len(report.waived),
        "gate_held": len(report.open_gate),
        "gate_all": len(report.gate),
    }
    known = Score.objects.filter(process=process, day__gte=today - dt.timedelta(days=1)).order_by("-day")
    kept = {row.day: row for row in known}
    row = kept.get(today)
    if row is None:
        row, _made = Score.objects.update_or_create(process=process, day=today, defaults=values)
        if not kept:
            queue_for_night(RECORD_SCORES)
    elif any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
    return row


def record_all_scores(*, today: dt.date) -> int:
    """Keep the day's score of every plan that has none yet, and count them."""
    counted = set(Score.objects.filter(day=today).values_list("process_id", flat=True))
    with_nodes = Node.objects.filter(taken_off_at__isnull=True).order_by().values("process_id").distinct()
    rows = Process.objects.filter(pk__in=with_nodes, ended_on__isnull=True).exclude(pk__in=counted)
    made = 0
    for process in rows.select_related("workspace"):
        made += record_score(report=check(process)) is not None
    return made
