"""Composing a round: its list, its page, and the steps that prepare it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.places import find_round
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@needs("rounds.list", of=find_process)
def show_rounds(request: HttpRequest, process: Process) -> HttpResponse:
    """List the rounds."""
    return render(request, "rounds/rounds.html", {"process": process})


@needs("rounds.manage", of=find_process)
def begin(request: HttpRequest, process: Process) -> HttpResponse:
    """Begin a round."""
    return render(request, "rounds/rounds.html", {"process": process})


@needs("rounds.view", of=find_round)
def show_round(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show a round's office page."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def show_progress(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show how many have answered."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def edit_question(request: HttpRequest, round_: Round) -> HttpResponse:
    """Say what is asked."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def edit_scales(request: HttpRequest, round_: Round) -> HttpResponse:
    """Choose the scales."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def edit_terms(request: HttpRequest, round_: Round) -> HttpResponse:
    """Say when and on what terms."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def delete(request: HttpRequest, round_: Round) -> HttpResponse:
    """Delete a round that was never launched."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})
