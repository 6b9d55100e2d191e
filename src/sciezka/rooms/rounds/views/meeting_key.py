"""A participant's own screen of a meeting, by their personal address."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from sciezka.kit.guards import open_to_all
from sciezka.rooms.rounds.queries.meetings import find_meeting_of_key


@open_to_all
def show_own(request: HttpRequest, key: str) -> HttpResponse:
    """Show the meeting that goes on about the participant's round."""
    participant, meeting = find_meeting_of_key(key)
    return render(
        request, "rounds/screen.html", {"process": participant.place, "round": participant.round, "meeting": meeting}
    )


@open_to_all
def stream(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send the state now and at every change."""
    return give_state(request, key)


@open_to_all
def give_state(_request: HttpRequest, key: str) -> HttpResponse:
    """Give the state once, to whoever gets no stream."""
    _participant, meeting = find_meeting_of_key(key)
    if meeting is None:
        raise Http404
    return JsonResponse({"item": meeting.item_id})
