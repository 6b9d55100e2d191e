"""Proposing items while a round collects them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sciezka.kit.guards import needs, open_to_all
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.places import find_round
from sciezka.rooms.rounds.queries.sheets import find_by_key


@needs("rounds.answer", of=find_round)
def propose(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show and take the own proposals."""
    return render(request, "rounds/answer.html", {"process": round_.process, "round": round_})


@never_cache
@open_to_all
def propose_by_key(request: HttpRequest, key: str) -> HttpResponse:
    """Show and take the own proposals, by a personal address."""
    round_ = find_by_key(key).round
    return render(request, "rounds/answer.html", {"process": round_.process, "round": round_})
