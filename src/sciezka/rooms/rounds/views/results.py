"""Reading results: the round, one item, what needs talk, and what changed since the wave before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.rounds.queries.places import find_item, find_round
from sciezka.rooms.rounds.queries.results import results_of


@require_safe
@needs("rounds.see_result", of=find_round)
def show_result(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Show what the answers of a round come to."""
    context = {
        "process": round.process,
        "round": round,
        "result": results_of(round),
        "may_agree": may(request.user, "rounds.agree", round),
    }
    return render(request, "rounds/result.html", context)


@require_safe
@needs("rounds.see_result", of=find_item)
def show_item(request: HttpRequest, item: Item) -> HttpResponse:
    """Show what was answered about one item."""
    lines = [line for line in results_of(item.round).lines if line.item.pk == item.pk]
    return render(
        request, "rounds/result_item.html", {"process": item.place, "round": item.round, "item": item, "lines": lines}
    )


@require_safe
@needs("rounds.see_result", of=find_round)
def show_agenda(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Show the items that need talk."""
    lines = sorted((line for line in results_of(round).lines if line.need), key=lambda line: -line.need.score)
    return render(request, "rounds/agenda.html", {"process": round.process, "round": round, "lines": lines})


@require_safe
@needs("rounds.see_result", of=find_round)
def show_change(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Show what changed since the wave before."""
    return render(request, "rounds/change.html", {"process": round.process, "round": round})
