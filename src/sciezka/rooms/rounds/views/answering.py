"""Answering as a signed-in person."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.places import find_round


@needs("rounds.answer", of=find_round)
def answer(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show the questions with the own answers, and keep what a form without scripts sends."""
    return render(request, "rounds/answer.html", {"process": round_.process, "round": round_})


@needs("rounds.answer", of=find_round)
def save(_request: HttpRequest, _round: Round) -> HttpResponse:
    """Keep changes that the page sends."""
    return JsonResponse({})


@needs("rounds.answer", of=find_round)
def finish(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show what is left unanswered, and finish."""
    return render(request, "rounds/answer.html", {"process": round_.process, "round": round_})


@needs("rounds.answer", of=find_round)
def show_history(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show all that was ever answered."""
    return render(request, "rounds/answer.html", {"process": round_.process, "round": round_})
