"""The screens of a meeting: the one projected in the room and each participant's own."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from sciezka.kit.guards import needs
from sciezka.rooms.rounds.models import Meeting
from sciezka.rooms.rounds.queries.places import find_meeting


@needs("rounds.attend", of=find_meeting)
def show_screen(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show the screen to project."""
    return render(request, "rounds/screen.html", {"process": meeting.place, "round": meeting.round, "meeting": meeting})


@needs("rounds.attend", of=find_meeting)
def show_own(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show a participant the same on their own screen."""
    return render(request, "rounds/screen.html", {"process": meeting.place, "round": meeting.round, "meeting": meeting})


@needs("rounds.attend", of=find_meeting)
def stream(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """Send the state now and at every change."""
    return give_state(request, **meeting.round.address, meeting=meeting.pk)


@needs("rounds.attend", of=find_meeting)
def give_state(_request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Give the state once, to whoever gets no stream."""
    return JsonResponse({"item": meeting.item_id})
