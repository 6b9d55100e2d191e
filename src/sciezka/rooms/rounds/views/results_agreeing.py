"""Recording what was agreed, accepting what the answers propose, and taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.results import accept_proposed, withdraw_result
from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.rounds.queries.places import find_item, find_round
from sciezka.rooms.rounds.queries.results import results_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rounds.agree", of=find_item)
def agree_item(request: HttpRequest, item: Item) -> HttpResponse:
    """Record what was agreed about an item."""
    lines = [line for line in results_of(item.round).lines if line.item.pk == item.pk]
    return render(request, "rounds/agree.html", {"process": item.place, "round": item.round, "item": item, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("rounds.agree", of=find_round)
def accept(request: HttpRequest, round: Round) -> HttpResponse:  # noqa: A002 - the noun's own name
    """Show what the answers propose, and record it as agreed."""
    if request.method == "POST":
        accept_proposed(actor=actor_of(request), round=round, words=request.POST.getlist("words"))
        return redirect("rounds:result", **round.address)
    lines = [line for line in results_of(round).lines if line.proposed is not None and line.agreed is None]
    return render(request, "rounds/accept_proposed.html", {"process": round.process, "round": round, "lines": lines})


@require_POST
@needs("rounds.agree", of=find_item)
def withdraw(request: HttpRequest, item: Item) -> HttpResponse:
    """Take an agreed result back."""
    for result in item.agreed.filter(scale=request.POST.get("scale", ""))[:1]:
        withdraw_result(actor=actor_of(request), result=result)
    return redirect("rounds:result_item", **item.round.address, item=item.pk)
