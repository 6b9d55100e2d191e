"""What waits in surveys for those who run them and for who enters paper forms, on the desk where all processes meet.

It tells what is to be done, and of answers nothing but that there are any once a survey is closed.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.guards import may
from sciezka.kit.manifests import Waiting
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.surveys.models import Clause, PaperForm, Phase, Release, Response, Survey
from sciezka.rooms.surveys.queries.uses import RUNNING
from sciezka.rooms.town.models import Process

FRESH: Final = dt.timedelta(days=90)
"""So long after its end a survey's results wait to be published; later nobody is urged."""

# A sentence, the page it leads to, an icon, and until when.
Told = tuple[str, str, str, dt.datetime | None]


def list_waiting(user: Any, processes: Sequence[Process]) -> list[Waiting]:  # noqa: ANN401 - a person
    """List for a person's desk what is to be done in the surveys of their processes.

    Two queries, however many the processes and the surveys are.
    """
    entered = {process.pk: process for process in processes if may(user, "surveys.enter_paper", process)}
    if not entered:
        return []
    now = timezone.now()
    rows = list(find_live(list(entered), now))
    papers = count_papers(user, [row.pk for row in rows if not row.was_shown])
    lines = []
    for row in rows:
        row.process = entered[row.process_id]
        said = [*tell_papers(*papers.get(row.pk, (0, 0)))]
        if may(user, "surveys.manage", row):
            said += tell_running(row, row.phase_at(now), now)
        lines += [make_line(row, *told) for told in said]
    return lines


def find_live(processes: Iterable[int], now: dt.datetime) -> QuerySet[Any]:
    """List the surveys in which anything may wait, drafts last.

    Each with whether anybody answered, whether residents have ever seen its results (``was_shown``), and whom its clause
    in force names.
    """
    counted = Response.objects.filter(survey=OuterRef("pk"), finished_hour__isnull=False, quota="", left_out="")
    clause = Clause.objects.filter(survey=OuterRef("pk")).order_by("-number")
    rows = Survey.objects.filter(process__in=processes, called_off_at__isnull=True, erased_at__isnull=True)
    return (
        rows.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=now - FRESH) | Q(launched_at__isnull=True))
        .select_related("questionnaire")
        .defer("questionnaire__draft")
        .annotate(
            is_answered=Exists(counted),
            was_shown=Exists(Release.objects.filter(survey=OuterRef("pk"), published_at__isnull=False)),
            controller=Subquery(clause.values("controller")[:1]),
            officer=Subquery(clause.values("officer")[:1]),
        )
        .order_by(F("launched_at").desc(nulls_last=True), "-pk")
    )


def count_papers(user: Any, surveys: Iterable[int]) -> dict[int, tuple[int, int]]:  # noqa: ANN401 - a person
    """Count by survey the paper forms whose two entries differ, and those that wait for another person to read them."""
    rows = PaperForm.objects.filter(survey__in=surveys, response__isnull=True).order_by().values("survey")
    counted = rows.annotate(
        differ=Count("pk", filter=Q(second_by__isnull=False)),
        once=Count("pk", filter=Q(second_by__isnull=True) & ~Q(first_by=user.ref)),
    )
    return {row["survey"]: (row["differ"], row["once"]) for row in counted}


def tell_papers(differ: int, once: int) -> Iterator[Told]:
    """Say how many paper forms wait for a person."""
    if differ:
        said = ngettext(
            "The two entries of %(count)s paper form differ. Settle them by the sheet.",
            "The two entries of %(count)s paper forms differ. Settle them by the sheets.",
            differ,
        )
        yield said % {"count": differ}, "papers", "file-text", None
    elif once:
        said = ngettext(
            "%(count)s paper form waits for a second person to enter it.",
            "%(count)s paper forms wait for a second person to enter them.",
            once,
        )
        yield said % {"count": once}, "papers", "file-text", None


def tell_running(row: Any, phase: Phase, now: dt.datetime) -> Iterator[Told]:  # noqa: ANN401 - a survey of ``find_live``
    """Say what is to be done by who runs a survey.

    Employees of an office are no matter for residents, so nobody is urged to publish what they answered.
    """
    if phase == Phase.DRAFT:
        yield _("The survey is being prepared. Go through its steps and open it."), "survey", "pencil", None
    elif phase in RUNNING and not (row.controller and row.officer):
        said = _("The information clause does not yet name who is responsible for the data, or the data protection officer.")
        yield said, "clause", "triangle-alert", row.closes_at
    elif (
        phase == Phase.CLOSED
        and row.is_answered
        and not row.was_shown
        and row.questionnaire.audience != Questionnaire.Audience.EMPLOYEES
        and row.closes_at > now - FRESH
    ):
        yield _("The survey is closed. Read the results and show them to residents."), "releases", "megaphone", None


def make_line(row: Survey, note: str, name: str, icon: str, until: dt.datetime | None) -> Waiting:
    """Make a line of the desk."""
    return Waiting(
        process=row.process_id,
        title=_("Survey: %(survey)s") % {"survey": row.title},
        note=note,
        href=reverse(f"surveys:{name}", kwargs=row.address),
        icon=icon,
        until=until,
    )
