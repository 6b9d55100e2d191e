"""The facilitator's desk: beginning a meeting, leading it, ending it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.meetings import end_meeting, start_meeting
from sciezka.rooms.rounds.models import Meeting, Round
from sciezka.rooms.rounds.queries.places import find_meeting, find_round


@needs("rounds.manage", of=find_round)
def start(request: HttpRequest, round_: Round) -> HttpResponse:
    """Begin a meeting about a round."""
    if request.method == "POST":
        meeting = start_meeting(actor=actor_of(request), round=round_)
        return redirect(address_of(meeting))
    return render(request, "rounds/meeting_start.html", {"process": round_.process, "round": round_})


@needs("rounds.manage", of=find_meeting)
def lead(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show the desk."""
    return render(request, "rounds/meeting.html", {"process": meeting.place, "round": meeting.round, "meeting": meeting})


@require_POST
@needs("rounds.manage", of=find_meeting)
def step(request: HttpRequest, meeting: Meeting) -> HttpResponse:  # noqa: ARG001
    """Do one thing of the meeting."""
    return redirect(address_of(meeting))


@needs("rounds.manage", of=find_meeting)
def end(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """End the meeting."""
    if request.method == "POST":
        end_meeting(actor=actor_of(request), meeting=meeting)
        return redirect(address_of(meeting, "rounds:meeting_end"))
    return render(request, "rounds/meeting.html", {"process": meeting.place, "round": meeting.round, "meeting": meeting})


def address_of(meeting: Meeting, name: str = "rounds:meeting") -> str:
    """Give the address of one of the meeting's pages."""
    return reverse(name, kwargs={**meeting.round.address, "meeting": meeting.pk})
