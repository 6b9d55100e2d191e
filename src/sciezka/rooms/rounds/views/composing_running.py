"""Running a round: launching, dates, closing, reminding, the next wave."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.places import find_round


@needs("rounds.manage", of=find_round)
def launch(request: HttpRequest, round_: Round) -> HttpResponse:
    """Launch."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def change_dates(request: HttpRequest, round_: Round) -> HttpResponse:
    """Change the dates."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def close(request: HttpRequest, round_: Round) -> HttpResponse:
    """Close."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def withdraw(request: HttpRequest, round_: Round) -> HttpResponse:
    """Call off."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def send_reminders(request: HttpRequest, round_: Round) -> HttpResponse:
    """Remind."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def begin_wave(request: HttpRequest, round_: Round) -> HttpResponse:
    """Begin the next wave."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})
