"""The map as files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("stakeholders.view", of=find_process)
def give_svg(request: HttpRequest, process: Process) -> HttpResponse:
    """Give it."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.view", of=find_process)
def give_png(request: HttpRequest, process: Process) -> HttpResponse:
    """Give it."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.view", of=find_process)
def give_pdf(request: HttpRequest, process: Process) -> HttpResponse:
    """Give it."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give it."""
    return render(request, "stakeholders/shell.html", {"process": process})
