"""The people of a round."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.rounds.models import Participant, Round
from sciezka.rooms.rounds.queries.places import find_participant, find_round


@needs("rounds.manage", of=find_round)
def show_participants(request: HttpRequest, round_: Round) -> HttpResponse:
    """List who is asked."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def add(request: HttpRequest, round_: Round) -> HttpResponse:
    """Add people."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def take_team(request: HttpRequest, round_: Round) -> HttpResponse:
    """Add new members of the team."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def change_link(request: HttpRequest, round_: Round) -> HttpResponse:
    """Change the open link."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_participant)
def remove(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Take a person off."""
    return render(request, "rounds/round.html", {"process": participant.round.process, "round": participant.round})
