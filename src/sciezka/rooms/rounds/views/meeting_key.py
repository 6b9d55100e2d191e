"""A participant's own screen of a meeting, by their personal address."""

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from sciezka.kit.guards import open_to_all
from sciezka.kit.live import answer_state
from sciezka.rooms.rounds.models import Meeting, Participant
from sciezka.rooms.rounds.queries.meetings import find_meeting_of_key, own_values, read_board
from sciezka.rooms.rounds.queries.sheets import answers_of, find_sheet
from sciezka.rooms.rounds.rules import may_be_seen
from sciezka.rooms.rounds.views.meeting_board import address_words, draw_state, say_board, stream_meeting

Response = TypeVar("Response", bound=HttpResponseBase)


@open_to_all
def show_own(request: HttpRequest, key: str) -> HttpResponse:
    """Show the meeting that goes on about the participant's round, or say that there is none."""
    participant, meeting = find_meeting_of_key(key)
    context: dict[str, object] = {"process": participant.place, "round": participant.round, "is_public": True}
    if meeting is not None and may_be_seen(None, participant.round):
        sheet, board = find_sheet(participant), read_board(meeting)
        context |= {
            "meeting": meeting, "board": board, "said": say_board(board), "is_asked": True, "is_lost": sheet is None,
            "own": own_values(answers_of(sheet).values(), meeting.round),
            "stream": reverse("rounds:key_stream", kwargs={"key": key}),
            "state": reverse("rounds:key_state", kwargs={"key": key}),
            "result_link": reverse("rounds:key_result", kwargs={"key": key}),
        }  # fmt: skip
    return keep_to_oneself(render(request, "rounds/participant_screen.html", context))


@open_to_all
def stream(_request: HttpRequest, key: str) -> HttpResponseBase:
    """Send the state now and at every change."""
    participant, meeting = find_watched(key)
    return keep_to_oneself(stream_meeting(meeting, f"participant.{participant.pk}"))


@open_to_all
def give_state(_request: HttpRequest, key: str) -> HttpResponse:
    """Give the state once, to whoever gets no stream."""
    _participant, meeting = find_watched(key)
    return keep_to_oneself(answer_state(draw_state(address_words(meeting), get_language() or "pl")))


def find_watched(key: str) -> tuple[Participant, Meeting]:
    """Find the participant and the meeting that they may watch, or answer 404."""
    participant, meeting = find_meeting_of_key(key)
    if meeting is None or not may_be_seen(None, participant.round):
        raise Http404
    return participant, meeting


def keep_to_oneself(response: Response) -> Response:
    """Let nobody else keep or find a page whose address is somebody's own."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
