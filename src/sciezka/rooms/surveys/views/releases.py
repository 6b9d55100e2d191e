"""Publishing results: making a release of them, showing it to residents, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.views.results_shared import frame


@require_safe
@needs("surveys.manage", of=find_survey)
def show_releases(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show the releases of a survey."""
    return render(request, "surveys/releases.html", {**frame(request, survey, ""), "releases": list(survey.releases.all())})
