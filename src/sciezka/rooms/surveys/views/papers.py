"""Printed matter of a survey: posters, the questionnaire on paper, slips with class codes."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.queries.places import find_survey


@needs("surveys.manage", of=find_survey)
def give_poster(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def give_printout(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def give_cards(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)
