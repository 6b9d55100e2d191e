"""A survey's information clause, and its record in the register of processing activities."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.queries.places import find_survey


@needs("surveys.manage", of=find_survey)
def edit_clause(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def show_privacy(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def give_record_docx(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def give_record_csv(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)
