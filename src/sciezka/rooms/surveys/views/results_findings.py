"""Results of surveys (results_findings)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.surveys.queries.places import find_finding, find_survey


@require_safe
@needs("surveys.see_result", of=find_survey)
def list_findings(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": survey.process, "survey": survey})


@require_safe
@needs("surveys.manage", of=find_survey)
def new_finding(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": survey.process, "survey": survey})


@require_safe
@needs("surveys.see_result", of=find_finding)
def show_finding(request: HttpRequest, finding: SurveyFinding) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": finding.survey.process, "survey": finding.survey})


@require_safe
@needs("surveys.manage", of=find_finding)
def edit_finding(request: HttpRequest, finding: SurveyFinding) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": finding.survey.process, "survey": finding.survey})


@require_POST
@needs("surveys.manage", of=find_finding)
def withdraw_finding(request: HttpRequest, finding: SurveyFinding) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": finding.survey.process, "survey": finding.survey})


@require_POST
@needs("surveys.manage", of=find_finding)
def restore_finding(request: HttpRequest, finding: SurveyFinding) -> HttpResponse:
    """Answer with the survey."""
    return render(request, "surveys/results.html", {"process": finding.survey.process, "survey": finding.survey})
