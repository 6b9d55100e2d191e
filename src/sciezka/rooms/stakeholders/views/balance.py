"""The balance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("stakeholders.manage", of=find_process)
def show_balance(request: HttpRequest, process: Process) -> HttpResponse:
    """Show it."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.manage", of=find_process)
def edit_population(request: HttpRequest, process: Process) -> HttpResponse:
    """Set shares."""
    return render(request, "stakeholders/shell.html", {"process": process})
