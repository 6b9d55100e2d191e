"""The ranking: what the cards come to, what the call's rule proposes, how firmly it stands, and its files."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.calls.models import Call, Phase
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.calls.queries.ranking import find_hidden
from sciezka.rooms.calls.queries.ranking_out import write_cards, write_criteria, write_ranking
from sciezka.rooms.calls.queries.ranking_page import ORDER_WORDS, SHOWS, SIZES, Board, read_board, read_view
from sciezka.rooms.calls.queries.sensitivity import read_places, read_sensitivity

TYPES = {"csv": "text/csv; charset=utf-8", "toml": "application/toml", "json": "application/json"}


@require_safe
@needs("calls.see_ranking", of=find_call)
def show(request: HttpRequest, call: Call) -> HttpResponse:
    """Show the ranking."""
    board = read_board(request.user, call, read_view(request.GET))
    may_decide = may(request.user, "calls.decide", call)
    context = {
        "process": call.process,
        "call": call,
        "board": board,
        "next": name_next(request, call, board),
        "has_protocol": call.protocols.exists(),
        "ticks": may_decide and call.phase == Phase.DECIDING,
        "may_decide": may_decide,
        "base": reverse("calls:submissions", kwargs=call.address),
        # Columns that stay empty in the row of a submission shown by its number alone.
        "span": 4 + len(board.criteria),
        "may_download": not board.hidden,
        "shows": SHOWS.items(),
        "orders": ORDER_WORDS.items(),
        "sizes": SIZES,
    }
    return render(request, "calls/ranking.html", context)


def name_next(request: HttpRequest, call: Call, board: Board) -> str:
    """Name the next step, for the box on top; nothing where the reader can do nothing."""
    may_decide, may_approve = (may(request.user, right, call) for right in ("calls.decide", "calls.approve"))
    if call.phase in {Phase.CHECKING, Phase.SCORING}:
        return "score"
    if call.phase == Phase.DECIDING and board.undecided:
        return "decide" if may_decide else ""
    steps = {Phase.DECIDING: "approve", Phase.APPROVED: "publish"}
    if call.phase in steps:
        return steps[call.phase] if may_approve else ""
    return "published" if call.phase == Phase.PUBLISHED else ""


@require_safe
@needs("calls.see_ranking", of=find_call)
def show_sensitivity(request: HttpRequest, call: Call) -> HttpResponse:
    """Show how firmly the selection stands."""
    places = read_places(call, request.GET.get("ile", ""))
    held = read_sensitivity(request.user, call, places)
    return render(request, "calls/sensitivity.html", {"process": call.process, "call": call, "held": held, "places": places})


def give(request: HttpRequest, call: Call, name: str, write: Callable[[Call], str]) -> HttpResponse:
    """Give a file of the ranking; whoever may not know of some submission is not given what names its points."""
    if find_hidden(request.user, call):
        raise Http404
    response = HttpResponse(write(call), content_type=TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@needs("calls.see_ranking", of=find_call)
def give_cards(request: HttpRequest, call: Call) -> HttpResponse:
    """Give the anonymised cards."""
    return give(request, call, "cards.csv", write_cards)


@require_safe
@needs("calls.see_ranking", of=find_call)
def give_criteria(request: HttpRequest, call: Call) -> HttpResponse:
    """Give the criteria."""
    return give(request, call, "criteria.toml", write_criteria)


@require_safe
@needs("calls.see_ranking", of=find_call)
def give_ranking(request: HttpRequest, call: Call) -> HttpResponse:
    """Give the ranking as the command prints it."""
    return give(request, call, "ranking.json", write_ranking)
