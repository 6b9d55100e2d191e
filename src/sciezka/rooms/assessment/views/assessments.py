"""The list of assessments, and one assessment's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.places import find_assessment
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("assessment.list", of=find_process)
def show_assessments(request: HttpRequest, process: Process) -> HttpResponse:
    """List the assessments of a process."""
    return render(request, "assessment/assessments.html", {"process": process})


@require_safe
@needs("assessment.view", of=find_assessment)
def show_assessment(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show where an assessment stands: its steps, what is done and what comes next."""
    return render(request, "assessment/assessment.html", {"process": assessment.process, "assessment": assessment})
