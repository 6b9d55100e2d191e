"""Structural analyses as files: maps, the joint matrix, the sheets, and the whole result."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sciezka.kit.files import CSV, give_file
from sciezka.kit.guards import may, needs
from sciezka.kit.painting import paint
from sciezka.rooms.path.charts.structures import choose_screen, lay_out
from sciezka.rooms.path.charts.structures_svg import draw_file
from sciezka.rooms.path.documents.structures import write_json, write_matrix, write_sheets
from sciezka.rooms.path.models import Structure
from sciezka.rooms.path.queries.nouns import find_structure
from sciezka.rooms.path.queries.structure_pages import StructurePage
from sciezka.rooms.path.views.structures import find_shown


def read_shown(request: HttpRequest, structure: Structure) -> StructurePage:
    """Read what the address asks for; 404 where no result may be shown."""
    _gathered, page = find_shown(structure, request.GET.dict())
    if page is None:
        raise Http404
    return page


def give(body: bytes | str, kind: str, structure: Structure, name: str) -> HttpResponse:
    """Give a file to keep."""
    stem, _dot, ending = name.rpartition(".")
    return give_file(body, kind, f"{stem}-{structure.pk}.{ending}")


def draw_whole(request: HttpRequest, structure: Structure) -> str:
    """Draw the map with its title."""
    page = read_shown(request, structure)
    return draw_file(lay_out(page, choose_screen(page)), page)


@never_cache
@require_safe
@needs("path.view", of=find_structure)
def give_svg(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Give the map as SVG."""
    return give(draw_whole(request, structure), "image/svg+xml", structure, "mapa-czynnikow.svg")


@never_cache
@require_safe
@needs("path.view", of=find_structure)
def give_png(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Give the map as PNG, fine enough for print."""
    return give(paint(draw_whole(request, structure), scale=2), "image/png", structure, "mapa-czynnikow.png")


@never_cache
@require_safe
@needs("path.view", of=find_structure)
def give_matrix(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Give the joint matrix, as the product and its command read it back."""
    return give(write_matrix(read_shown(request, structure).matrix), CSV, structure, "macierz.csv")


@never_cache
@require_safe
@needs("path.view", of=find_structure)
def give_sheets(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Give everybody's ratings, without names, to those who may see the answers of the round."""
    round_ = structure.round
    if round_ is None or not may(request.user, "rounds.see_result", round_):
        raise Http404
    read_shown(request, structure)
    return give(write_sheets(round_), CSV, structure, "arkusze.csv")


@never_cache
@require_safe
@needs("path.view", of=find_structure)
def give_json(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Give the whole result."""
    return give(write_json(read_shown(request, structure)), "application/json", structure, "wynik.json")
