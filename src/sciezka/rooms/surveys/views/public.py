"""The residents' side of surveys: what can be answered now, and published results."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import open_to_all
from sciezka.rooms.surveys.queries.releases import find_published, list_open, list_published
from sciezka.rooms.town.queries.places import find_published_process


@require_safe
@open_to_all
def show_surveys(request: HttpRequest, workspace: str, process: str) -> HttpResponse:
    """Show which surveys can be answered, and which have results."""
    found = find_published_process(workspace, process)
    context = {"process": found, "open": list_open(found), "releases": list(list_published(found))}
    return render(request, "surveys/public_surveys.html", context)


@require_safe
@open_to_all
def show_results(request: HttpRequest, workspace: str, process: str, door: str) -> HttpResponse:
    """Show the published results of a survey."""
    found = find_published_process(workspace, process)
    release = find_published(found, door)
    return render(request, "surveys/public_results.html", {"process": found, "survey": release.survey, "release": release})
