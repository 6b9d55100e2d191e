"""The engagement plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.stakeholders.models import Engagement
from sciezka.rooms.stakeholders.queries.places import find_engagement
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("stakeholders.see_people", of=find_process)
def show_plan(request: HttpRequest, process: Process) -> HttpResponse:
    """Show it."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.see_people", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give it."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.see_people", of=find_process)
def give_xlsx(request: HttpRequest, process: Process) -> HttpResponse:
    """Give it."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.edit", of=find_process)
def plan_engagement(request: HttpRequest, process: Process) -> HttpResponse:
    """Plan."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.edit", of=find_engagement)
def edit(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Edit."""
    return render(request, "stakeholders/shell.html", {"process": engagement.place})


@needs("stakeholders.edit", of=find_engagement)
def remove(request: HttpRequest, engagement: Engagement) -> HttpResponse:
    """Remove."""
    return render(request, "stakeholders/shell.html", {"process": engagement.place})
