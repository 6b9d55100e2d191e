"""The map as files: what the page shows, to those whom the page shows it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.kit.painting import paint as paint_png
from sciezka.rooms.stakeholders.charts.map import SHEET, lay_out
from sciezka.rooms.stakeholders.charts.map_svg import draw_file
from sciezka.rooms.stakeholders.documents.map import say_note, say_title, write_pdf
from sciezka.rooms.stakeholders.documents.tables import list_map
from sciezka.rooms.stakeholders.forms.mapping import read_thresholds
from sciezka.rooms.stakeholders.queries.mapping import StakeholderMap, read_map
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


def read_asked(request: HttpRequest, process: Process) -> tuple[StakeholderMap, bool]:
    """Read the map that the address asks for; 404 where the person may see none."""
    _form, limits = read_thresholds(process, request.GET.dict())
    view = read_map(request.user, process, wave=read_number(request.GET.get("tura")), thresholds=limits)
    if view is None or not view.points:
        raise Http404
    return view, bool(view.previous and request.GET.get("zmiany"))


def draw_whole(request: HttpRequest, process: Process) -> str:
    """Draw the map with its title and legend."""
    view, moves = read_asked(request, process)
    return draw_file(lay_out(view, SHEET, moves=moves), view, say_title(), say_note(view))


@never_cache
@require_safe
@needs("stakeholders.view", of=find_process)
def give_svg(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the map as SVG."""
    return give_file(draw_whole(request, process), "image/svg+xml", "mapa-interesariuszy.svg")


@never_cache
@require_safe
@needs("stakeholders.view", of=find_process)
def give_png(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the map as PNG, fine enough for print."""
    return give_file(paint_png(draw_whole(request, process), scale=2), "image/png", "mapa-interesariuszy.png")


@never_cache
@require_safe
@needs("stakeholders.view", of=find_process)
def give_pdf(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the map for an A3 sheet."""
    view, moves = read_asked(request, process)
    return give_file(write_pdf(view, moves=moves), "application/pdf", "mapa-interesariuszy-a3.pdf")


@never_cache
@require_safe
@needs("stakeholders.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the map's numbers."""
    view, _moves = read_asked(request, process)
    rows: list[Any] = list_map(view)
    return give_file(write_csv(rows), CSV, "mapa-interesariuszy.csv")
