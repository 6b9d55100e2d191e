"""People invited by e-mail: the list, letters and reminders."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.queries.places import find_invite, find_survey


@needs("surveys.manage", of=find_survey)
def show_invites(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def send(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_survey)
def send_reminders(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)


@needs("surveys.manage", of=find_invite)
def remove(_request: HttpRequest, _noun: Model) -> HttpResponse:
    """Stand for a page to come."""
    return HttpResponse(status=204)
