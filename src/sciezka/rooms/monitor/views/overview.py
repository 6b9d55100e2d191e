"""Showing the overview, the choice of a town, a node of the tree, and where a number comes from."""

from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.overview import Spot, find_spot, read_overview
from sciezka.rooms.monitor.queries.overview_node import is_branch, is_indicator, read_node
from sciezka.rooms.monitor.queries.overview_trace import read_trace
from sciezka.rooms.monitor.queries.overview_units import find_units
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Show where a town stands and where it is heading."""
    choice = read_choice(process, request.GET.dict())
    return show_page(request, "monitor/overview.html", choice, "overview", {"overview": read_overview(choice)})


@require_safe
@needs("monitor.view", of=find_process)
def show_units(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the towns to choose from; the search narrows them while it is typed."""
    choice = read_choice(process, request.GET.dict())
    search = request.GET.get("szukaj", "").replace("\0", "")
    found = find_units(choice, search, reverse("monitor:overview", kwargs=process.address))
    is_part = request.headers.get("HX-Request") == "true"
    template = "monitor/_overview_units.html" if is_part else "monitor/units.html"
    response = show_page(
        request, template, choice, "overview", {"found": found, "choice_words": parse_qsl(choice.query[1:])}
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@needs("monitor.view", of=find_spot)
def show_node(request: HttpRequest, spot: Spot) -> HttpResponse:
    """Show a dimension, an area or a sub-area; an indicator has a page of its own."""
    choice = read_choice(spot.process, request.GET.dict())
    if is_indicator(choice, spot.code):
        return redirect(f"{reverse('monitor:indicator', kwargs={**spot.process.address, 'code': spot.code})}{choice.query}")
    if choice.sight is not None and not is_branch(choice, spot.code):
        raise Http404
    node = read_node(choice, spot.code) if choice.sight else None
    return show_page(request, "monitor/node.html", choice, "overview", {"node": node})


@require_safe
@needs("monitor.view", of=find_spot)
def show_trace(request: HttpRequest, spot: Spot) -> HttpResponse:
    """Show where a number comes from, down to the raw observation."""
    choice = read_choice(spot.process, request.GET.dict())
    if choice.sight is not None and not (is_indicator(choice, spot.code) or is_branch(choice, spot.code)):
        raise Http404
    trace = read_trace(choice, spot.code) if choice.sight else None
    return show_page(request, "monitor/trace.html", choice, "overview", {"trace": trace})
