"""The items of a round."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.rounds.queries.places import find_item, find_round


@needs("rounds.manage", of=find_round)
def show_items(request: HttpRequest, round_: Round) -> HttpResponse:
    """List the items."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_round)
def add(request: HttpRequest, round_: Round) -> HttpResponse:
    """Add items."""
    return render(request, "rounds/round.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_item)
def edit(request: HttpRequest, item: Item) -> HttpResponse:
    """Change an item."""
    return render(request, "rounds/round.html", {"process": item.round.process, "round": item.round})


@needs("rounds.manage", of=find_item)
def move(request: HttpRequest, item: Item) -> HttpResponse:
    """Move an item."""
    return render(request, "rounds/round.html", {"process": item.round.process, "round": item.round})


@needs("rounds.manage", of=find_item)
def remove(request: HttpRequest, item: Item) -> HttpResponse:
    """Remove an item."""
    return render(request, "rounds/round.html", {"process": item.round.process, "round": item.round})
