"""Pages of an assessment: plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.places import find_assessment


@require_safe
@needs("assessment.view", of=find_assessment)
def show_plan(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the plan page."""
    return render(request, "assessment/plan.html", {"process": assessment.process, "assessment": assessment})
