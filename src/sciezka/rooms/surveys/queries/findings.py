"""Findings of surveys: the list, and how each stands on the answers of today."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.thread.queries import Standing
from sciezka.rooms.town.models import Process

TYPE = "survey_finding"
LONGEST_KEY = 18


def findings_of(survey: Survey, *, withdrawn: bool = False) -> QuerySet[SurveyFinding]:
    """List the findings of a survey, the newest first; those withdrawn only when asked for."""
    rows = SurveyFinding.objects.filter(survey=survey)
    return rows if withdrawn else rows.filter(withdrawn_at__isnull=True)


def find_findings(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
    """Tell the thread how findings stand: where each is shown."""
    wanted = [key for key in keys if key.isdecimal() and len(key) <= LONGEST_KEY]
    rows = SurveyFinding.objects.filter(survey__process=process, pk__in=wanted).select_related("survey")
    found = {}
    for row in rows:
        row.survey.process = process
        found[str(row.pk)] = Standing(row.get_absolute_url())
    return found
