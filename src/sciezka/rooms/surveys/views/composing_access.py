"""Ways into a survey: its link, kiosk, embedding and class codes."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.queries.places import find_class_code, find_survey


@needs("surveys.manage", of=find_survey)
def edit_entry(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def renew(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def show_codes(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_class_code)
def stop(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)
