"""Showing what would change with other weights, towns and choices."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_what_if(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the index with other weights, towns and choices."""
    return show_page(request, "monitor/what_if.html", read_choice(process, request.GET.dict()), "what_if")
