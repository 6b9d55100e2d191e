"""The map of stakeholders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("stakeholders.view", of=find_process)
def show_map(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the map."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.manage", of=find_process)
def edit_settings(request: HttpRequest, process: Process) -> HttpResponse:
    """Set thresholds."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.publish", of=find_process)
def publish(request: HttpRequest, process: Process) -> HttpResponse:
    """Publish."""
    return render(request, "stakeholders/shell.html", {"process": process})
