"""Pages of an assessment: results and comparison."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.places import find_assessment


@require_safe
@needs("assessment.view", of=find_assessment)
def show_results(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the results page."""
    return render(request, "assessment/results.html", {"process": assessment.process, "assessment": assessment})


@require_safe
@needs("assessment.view", of=find_assessment)
def show_comparison(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Show the comparison page."""
    return render(request, "assessment/comparison.html", {"process": assessment.process, "assessment": assessment})
