"""Results of surveys (results_responses)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey


@require_safe
@needs("surveys.see_answers", of=find_survey)
def list_responses(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": survey.process, "survey": survey})


@require_POST
@needs("surveys.see_answers", of=find_survey)
def leave_out(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": survey.process, "survey": survey})


@require_POST
@needs("surveys.see_answers", of=find_survey)
def take_back(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": survey.process, "survey": survey})
