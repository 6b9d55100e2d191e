"""Sorting proposals."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.rounds.models import Proposal, Round
from sciezka.rooms.rounds.queries.places import find_proposal, find_round


@needs("rounds.manage", of=find_round)
def show_sorting(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show the proposals."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def merge(request: HttpRequest, round_: Round) -> HttpResponse:
    """Merge proposals."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def settle(request: HttpRequest, round_: Round) -> HttpResponse:
    """Turn proposals into items."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_proposal)
def part(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Part a proposal."""
    return render(request, "rounds/round.html", {"process": proposal.round.process, "round": proposal.round})


@needs("rounds.manage", of=find_proposal)
def leave(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Leave a proposal out."""
    return render(request, "rounds/round.html", {"process": proposal.round.process, "round": proposal.round})
