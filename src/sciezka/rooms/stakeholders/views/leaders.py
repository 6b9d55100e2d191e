"""The leaders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.stakeholders.models import Invitation
from sciezka.rooms.stakeholders.queries.places import find_invitation
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("stakeholders.manage", of=find_process)
def show_leaders(request: HttpRequest, process: Process) -> HttpResponse:
    """Show it."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.invite", of=find_process)
def invite(request: HttpRequest, process: Process) -> HttpResponse:
    """Invite."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.invite", of=find_process)
def gather(request: HttpRequest, process: Process) -> HttpResponse:
    """Make the team."""
    return render(request, "stakeholders/shell.html", {"process": process})


@needs("stakeholders.invite", of=find_invitation)
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Withdraw."""
    return render(request, "stakeholders/shell.html", {"process": invitation.place})
