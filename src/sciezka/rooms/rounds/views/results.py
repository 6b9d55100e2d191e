"""Reading results: the round, one item, what needs talk, and what changed since the wave before."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.rounds.charts.heat import make_heat
from sciezka.rooms.rounds.charts.result_lines import find_fold, show_lines
from sciezka.rooms.rounds.charts.results import draw_item, draw_round
from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.rounds.models.rounds import FEWEST_ANONYMOUS, OVER
from sciezka.rooms.rounds.queries.meetings import running_meeting
from sciezka.rooms.rounds.queries.places import find_item, find_round
from sciezka.rooms.rounds.queries.results import RoundResult, Withheld, results_of
from sciezka.rooms.rounds.queries.results_item import neighbours_of, read_history, read_item
from sciezka.rooms.rounds.queries.results_reading import (
    choose_lines,
    count_states,
    read_filter,
    say_agreement,
    say_chance,
    say_heading,
)


def frame_result(request: HttpRequest, result: RoundResult) -> dict[str, Any]:
    """Give what all pages of results in the office know."""
    return {**describe(result), "may_agree": may(request.user, "rounds.agree", result.round)}


def describe(result: RoundResult) -> dict[str, Any]:
    """Give what all pages of results know, whoever reads them."""
    return {
        "process": result.round.process,
        "round": result.round,
        "result": result,
        "heading": say_heading(result),
        "fewest": FEWEST_ANONYMOUS,
        "states": count_states(result),
    }


@require_safe
@needs("rounds.view", of=find_round)
def show_result(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Show what the answers of a round come to; before its time, that nothing is shown yet."""
    result = results_of(round)
    if not may(request.user, "rounds.see_result", round):
        if round.phase in OVER:
            raise Http404
        # Not even a count: nothing of the answers, nor of what was agreed, is handed to the page.
        result = RoundResult(round=round, lines=(), withheld=Withheld.NOT_YET)
    context = {
        **frame_result(request, result),
        **lay_out_result(result, request.GET.dict(), base=reverse("rounds:result", kwargs=round.address)),
        "meeting": None if result.withheld == Withheld.NOT_YET else running_meeting(round),
        "runs": may(request.user, "rounds.manage", round),
    }
    return render(request, "rounds/result.html", context)


def lay_out_result(result: RoundResult, address: Mapping[str, str], *, base: str) -> dict[str, Any]:
    """Lay out what the answers come to, as the query of the address asks; ``base`` is the address of the page."""
    round_ = result.round
    wanted = read_filter(address, result)
    chosen = choose_lines(result, wanted)
    is_rating = round_.kind == Round.Kind.RATING
    # The cells of a large matrix stand in its table; only the disputed ones are listed below it.
    is_matrix = round_.kind == Round.Kind.MATRIX
    listed = [line for line in chosen if line.need and not line.agreed] if is_matrix else chosen
    lines = show_lines(round_, listed, sheets=result.sheets, base=base)
    return {
        "wanted": wanted,
        "lines": lines,
        "fold": find_fold(lines),
        "groups": list(dict.fromkeys(line.item.group for line in result.lines if line.item.group)),
        "heat": make_heat(result) if is_matrix and not result.withheld else None,
        "chart": None if is_rating or is_matrix else draw_round(result),
        "p_value": say_chance(result.concordance.p_value if result.concordance else None),
        "concordance_word": say_agreement(result.concordance.w if result.concordance else None),
    }


@require_safe
@needs("rounds.see_result", of=find_item)
def show_item(request: HttpRequest, item: Item) -> HttpResponse:
    """Show what was answered about one item."""
    result = results_of(item.round)
    names = may(request.user, "rounds.manage", item.round) and not item.round.is_anonymous
    context = {
        **frame_result(request, result),
        **lay_out_item(result, item, with_names=names),
        "journal": read_history(item),
    }
    return render(request, "rounds/result_item.html", context)


def lay_out_item(result: RoundResult, item: Item, *, with_names: bool) -> dict[str, Any]:
    """Lay out what was answered about one item."""
    lines = [line for line in result.lines if line.item.pk == item.pk]
    parts = zip(show_lines(item.round, lines), read_item(item, lines, with_names=with_names), strict=True)
    return {
        "item": item,
        "parts": [(shown, about, draw_item(shown.line)) for shown, about in parts],
        "neighbours": neighbours_of(item, result),
    }
