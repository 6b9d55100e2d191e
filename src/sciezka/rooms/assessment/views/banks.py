"""Banks of questions: reading them and changing them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.town.models import Workspace
from sciezka.rooms.town.queries.places import find_workspace


@require_safe
@needs("assessment.read_banks", of=find_workspace)
def show_banks(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """List the banks that a workspace can use."""
    return render(request, "assessment/banks.html", {"workspace": workspace})
