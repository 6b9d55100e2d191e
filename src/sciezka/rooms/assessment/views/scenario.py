"""Choosing what is assessed, by whom and how deep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import needs
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.manage", of=find_process)
def start(request: HttpRequest, process: Process) -> HttpResponse:
    """Start an assessment."""
    return render(request, "assessment/scenario.html", {"process": process})
