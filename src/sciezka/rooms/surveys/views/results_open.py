"""Results of surveys (results_open)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.queries.results_places import AskedItem, find_item


@require_safe
@needs("surveys.see_answers", of=find_item)
def list_answers(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": asked.survey.process, "survey": asked.survey})


@require_POST
@needs("surveys.see_answers", of=find_item)
def code_answers(request: HttpRequest, asked: AskedItem) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": asked.survey.process, "survey": asked.survey})
