"""The screens of a meeting: the one projected in the room and each participant's own."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from sciezka.kit.guards import may, needs
from sciezka.kit.live import answer_state
from sciezka.rooms.rounds.models import Meeting
from sciezka.rooms.rounds.queries.meetings import own_values, read_board
from sciezka.rooms.rounds.queries.places import find_meeting
from sciezka.rooms.rounds.queries.sheets import answers_of, find_sheet
from sciezka.rooms.rounds.rules import part_of
from sciezka.rooms.rounds.views.meeting_board import address_words, draw_state, say_board, stream_meeting


@needs("rounds.attend", of=find_meeting)
def show_screen(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show the screen to project: one item, readable from the far end of a room."""
    return render(request, "rounds/screen.html", frame_screen(meeting))


@needs("rounds.attend", of=find_meeting)
def show_own(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show a participant the same on their own screen, with what they answered themselves."""
    part = part_of(request.user, meeting.round)
    sheet = find_sheet(part) if part else None
    own = own_values(answers_of(sheet).values(), meeting.round)
    # Of an anonymous round nobody's own sheet can be found once it is over; that is said rather than left out.
    context: dict[str, object] = {"own": own, "is_asked": part is not None, "is_lost": part is not None and sheet is None}
    if may(request.user, "rounds.see_result", meeting.round):
        context["result_link"] = reverse("rounds:result", kwargs=meeting.round.address)
    return render(request, "rounds/participant_screen.html", {**frame_screen(meeting), **context})


@needs("rounds.attend", of=find_meeting)
def stream(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """Send the state now and at every change."""
    return stream_meeting(meeting, f"user.{request.user.pk}")


@needs("rounds.attend", of=find_meeting)
def give_state(_request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Give the state once, to whoever gets no stream."""
    return answer_state(draw_state(address_words(meeting), get_language() or "pl"))


def frame_screen(meeting: Meeting) -> dict[str, object]:
    """Gather what every screen of a meeting needs."""
    board, address = read_board(meeting), address_words(meeting)
    return {
        "process": meeting.place,
        "round": meeting.round,
        "meeting": meeting,
        "board": board,
        "said": say_board(board),
        "stream": reverse("rounds:meeting_stream", kwargs=address),
        "state": reverse("rounds:meeting_state", kwargs=address),
    }
