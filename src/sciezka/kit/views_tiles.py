"""Tiles of maps, as pages ask for them."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sciezka.kit import tiles
from sciezka.kit.guards import open_to_all

WEEK = 7 * 24 * 3600


@require_safe
@open_to_all
def show_tile(_request: HttpRequest, area: str, zoom: int, column: int, row: int) -> HttpResponse:
    """Give one tile of a map whose surroundings this server has signed."""
    # A word of ours is short; a long one would only fill the memory of those that were read.
    signed = tiles.read_area(area) if tiles.has_tiles() and len(area) <= 100 else None  # noqa: PLR2004 - the length
    if signed is None or not tiles.covers(signed, zoom, column, row):
        raise Http404
    try:
        picture = tiles.read_tile(zoom, column, row)
    except tiles.NoTile:
        response = HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain")
        patch_cache_control(response, no_store=True)
        return response
    response = HttpResponse(picture.data, content_type=picture.kind)
    patch_cache_control(response, public=True, max_age=WEEK)
    return response
