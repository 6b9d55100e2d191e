"""Surveys of a process: the list, a new one, and a survey's own page."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.town.queries.places import find_process


@needs("surveys.list", of=find_process)
def show_surveys(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_process)
def begin(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.view", of=find_survey)
def show_survey(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.view", of=find_survey)
def show_progress(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def edit(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def delete(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)
