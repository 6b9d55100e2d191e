"""Results of surveys (results_cross)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey


@require_safe
@needs("surveys.see_result", of=find_survey)
def show_cross(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": survey.process, "survey": survey})
