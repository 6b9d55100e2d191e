"""Results of surveys (results_themes)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.models import Survey, Theme
from sciezka.rooms.surveys.queries.places import find_survey, find_theme


@require_safe
@needs("surveys.see_answers", of=find_survey)
def list_themes(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": survey.process, "survey": survey})


@require_safe
@needs("surveys.see_answers", of=find_theme)
def edit_theme(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": theme.survey.process, "survey": theme.survey})


@require_POST
@needs("surveys.see_answers", of=find_theme)
def remove_theme(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": theme.survey.process, "survey": theme.survey})
