"""Releases of results: those in force, for residents."""

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from sciezka.rooms.surveys.models import Release, Survey
from sciezka.rooms.town.models import Process


def list_published(process: Process) -> QuerySet[Release]:
    """List the releases in force of a process's surveys, the newest first."""
    rows = Release.objects.filter(survey__process=process, published_at__isnull=False, withdrawn_at__isnull=True)
    return rows.select_related("survey").order_by("-published_at", "-number")


def find_published(process: Process, door: str) -> Release:
    """Find the release in force of a survey by the word in its address, or answer 404."""
    found = list_published(process).filter(survey__door=door).first()
    if found is None:
        raise Http404
    return found


def list_open(process: Process) -> list[Survey]:
    """List the surveys that whoever has the link may answer now."""
    rows = Survey.objects.filter(
        process=process, launched_at__isnull=False, called_off_at__isnull=True, entry=Survey.Entry.LINK
    )
    now = timezone.now()
    return [survey for survey in rows.select_related("process__workspace") if survey.phase_at(now) == "open"]
