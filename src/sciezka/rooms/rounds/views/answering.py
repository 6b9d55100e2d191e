"""Answering as a signed-in person."""

from django.http import Http404, HttpRequest, HttpResponse

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.places import find_round
from sciezka.rooms.rounds.rules import part_of
from sciezka.rooms.rounds.views.answering_shared import (
    Door,
    show_answering,
    show_finish,
    show_own_history,
    take_parcel,
)


def find_door(request: HttpRequest, round_: Round) -> Door:
    """Give the part of the signed-in person in a round."""
    participant = part_of(actor_of(request), round_)
    if participant is None:
        raise Http404
    participant.round = round_
    return Door(participant)


@needs("rounds.answer", of=find_round)
def answer(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show the questions with the own answers, and keep what a form without scripts sends."""
    return show_answering(request, find_door(request, round_))


@needs("rounds.answer", of=find_round)
def save(request: HttpRequest, round_: Round) -> HttpResponse:
    """Keep changes that the page sends."""
    return take_parcel(request, find_door(request, round_))


@needs("rounds.answer", of=find_round)
def finish(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show what is left unanswered, and finish."""
    return show_finish(request, find_door(request, round_))


@needs("rounds.answer", of=find_round)
def show_history(request: HttpRequest, round_: Round) -> HttpResponse:
    """Show all that was ever answered, and bring an earlier answer back."""
    return show_own_history(request, find_door(request, round_))
