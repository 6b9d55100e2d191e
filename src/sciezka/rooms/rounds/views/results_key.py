"""Results by a personal address: for those who took part without an account, by the same rules as for everybody else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sciezka.kit.guards import open_to_all
from sciezka.rooms.rounds.models import Item
from sciezka.rooms.rounds.queries.results import results_of
from sciezka.rooms.rounds.rules import may_be_seen
from sciezka.rooms.rounds.views.answering_keys import open_key
from sciezka.rooms.rounds.views.answering_shared import Door
from sciezka.rooms.rounds.views.results import describe, lay_out_item, lay_out_result


@never_cache
@require_safe
@open_to_all
def show_result(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the answers of the round come to."""
    return open_key(request, key, draw_result)


@never_cache
@require_safe
@open_to_all
def show_item(request: HttpRequest, key: str, item: int) -> HttpResponse:
    """Show what was answered about one item."""
    return open_key(request, key, lambda request, door: draw_item_page(request, door, item))


def draw_result(request: HttpRequest, door: Door) -> HttpResponse:
    """Draw the result; while none may be seen, lead to the page that says where the round stands."""
    if not may_be_seen(None, door.round):
        return redirect(door.address("answer"))
    result = results_of(door.round)
    context = {**describe(result), **lay_out_result(result, request.GET.dict(), base=door.address("result"))}
    return finish(request, door, "rounds/key_result.html", context)


def draw_item_page(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    """Draw the page of one item of the round."""
    if not may_be_seen(None, door.round):
        return redirect(door.address("answer"))
    item = get_object_or_404(Item.objects.select_related("round__process__workspace"), pk=number, round=door.round)
    result = results_of(door.round)
    context = {**describe(result), **lay_out_item(result, item, with_names=False)}
    return finish(request, door, "rounds/key_result_item.html", context)


def finish(request: HttpRequest, door: Door, template: str, context: dict[str, object]) -> HttpResponse:
    """Draw a page that no search engine lists."""
    response = render(request, template, {**door.collect_context(request), "client": None, **context})
    response["X-Robots-Tag"] = "noindex"
    return response
