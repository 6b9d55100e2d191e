"""Showing the overview, the choice of a town, a node of the tree, and where a number comes from."""

import json
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.overview import Overview, Spot, find_spot, read_overview
from sciezka.rooms.monitor.queries.overview_node import is_branch, is_indicator, read_node
from sciezka.rooms.monitor.queries.overview_trace import read_trace
from sciezka.rooms.monitor.queries.overview_units import find_units
from sciezka.rooms.monitor.store.runs import take_reading
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_overview(request: HttpRequest, process: Process) -> HttpResponse:
    """Show where a town stands and where it is heading."""
    choice = read_choice(process, request.GET.dict())
    overview, body = draw_overview(choice, may_save=may(request.user, "monitor.save_finding", process))
    return show_page(request, "monitor/overview.html", choice, "overview", {"overview": overview, "body": body})


def draw_overview(choice: Choice, *, may_save: bool) -> tuple[Overview | None, str]:
    """Draw the part under the heading, once for what is shown: the same words of an address give the same page."""
    process = choice.process

    def draw() -> tuple[Overview | None, str]:
        overview = read_overview(choice)
        shown = {"overview": overview, "choice": choice, "process": process, "may_save": may_save}
        return overview, render_to_string("monitor/_overview_body.html", shown) if overview else ""

    if choice.run is None:
        return draw()
    # Data are shared among workspaces, pages are not: the process and all names that it shows are part of the key.
    named = [choice.peers.name, choice.peers.key, choice.peers.number] if choice.peers else []
    said = [process.pk, *process.address.values(), get_language(), may_save, choice.query, choice.recipe_name, *named]
    return take_reading(choice.run, f"overview-page/{json.dumps(said)}", draw)


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
        address = reverse("monitor:indicator", kwargs={**spot.process.address, "indicator": spot.code})
        return redirect(f"{address}{choice.query}")
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
