"""Pages of an assessment: joint and gaps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.places import find_assessment


@require_safe
@needs("assessment.view", of=find_assessment)
def show_joint(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the joint page."""
    return render(request, "assessment/joint.html", {"process": assessment.process, "assessment": assessment})


@require_safe
@needs("assessment.view", of=find_assessment)
def show_gaps(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the gaps page."""
    return render(request, "assessment/gaps.html", {"process": assessment.process, "assessment": assessment})
