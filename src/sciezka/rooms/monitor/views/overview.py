"""Showing the overview, the choice of a town, a node of the tree, and where a number comes from."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.overview import Spot, find_spot
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Show where a town stands and where it is heading."""
    return show_page(request, "monitor/overview.html", read_choice(process, request.GET.dict()), "overview")


@require_safe
@needs("monitor.view", of=find_process)
def show_units(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the towns to choose from."""
    return show_page(request, "monitor/units.html", read_choice(process, request.GET.dict()), "overview")


@require_safe
@needs("monitor.view", of=find_spot)
def show_node(request: HttpRequest, spot: Spot) -> HttpResponse:
    """Show a dimension, an area or a sub-area."""
    return show_page(request, "monitor/node.html", read_choice(spot.process, request.GET.dict()), "overview")


@require_safe
@needs("monitor.view", of=find_spot)
def show_trace(request: HttpRequest, spot: Spot) -> HttpResponse:
    """Show where a number comes from, down to the raw observation."""
    return show_page(request, "monitor/trace.html", read_choice(spot.process, request.GET.dict()), "overview")
