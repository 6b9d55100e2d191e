"""Results as files."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.places import find_round


@require_safe
@needs("rounds.see_result", of=find_round)
def give_csv(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002, ARG001 - the noun's own name
    """Give the results as tables of text."""
    return HttpResponse(content_type="application/zip")


@require_safe
@needs("rounds.see_result", of=find_round)
def give_xlsx(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002, ARG001 - the noun's own name
    """Give the results as a workbook."""
    return HttpResponse(content_type="application/zip")


@require_safe
@needs("rounds.see_result", of=find_round)
def give_json(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002, ARG001 - the noun's own name
    """Give the results as JSON."""
    return JsonResponse({})
