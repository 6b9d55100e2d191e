"""Results of surveys (results_files)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_places import AskedItem, find_item


@require_safe
@needs("surveys.see_result", of=find_survey)
def give_tables(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": survey.process, "survey": survey})


@require_safe
@needs("surveys.see_result", of=find_item)
def give_svg(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": asked.survey.process, "survey": asked.survey})


@require_safe
@needs("surveys.see_result", of=find_item)
def give_png(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": asked.survey.process, "survey": asked.survey})


@require_safe
@needs("surveys.see_result", of=find_item)
def give_csv(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": asked.survey.process, "survey": asked.survey})
