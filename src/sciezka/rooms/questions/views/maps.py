"""What maps on which people mark places are drawn of."""

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sciezka.kit.guards import open_to_all
from sciezka.rooms.questions.queries.outlines import find_outline
from sciezka.rooms.town.queries.places import find_workspace

HOUR = 3600


@require_safe
@open_to_all
def show_outline(_request: HttpRequest, workspace: str) -> JsonResponse:
    """Give the boundary of a workspace's units; an empty one where none was imported. Boundaries are no secret."""
    response = JsonResponse({"rings": find_outline(find_workspace(workspace))})
    patch_cache_control(response, public=True, max_age=HOUR)
    return response
