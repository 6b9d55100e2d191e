"""The facilitator's desk: beginning a meeting, leading it, ending it."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciezka.kit.guards import may, needs
from sciezka.kit.live import watch
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.meetings import add_to_minutes, end_meeting
from sciezka.rooms.rounds.forms.meetings import MeetingForm, StepForm
from sciezka.rooms.rounds.models import Meeting, Round
from sciezka.rooms.rounds.queries.meetings import (
    list_points,
    neighbours,
    read_board,
    reasons_about,
    running_meeting,
    why_not_yet,
)
from sciezka.rooms.rounds.queries.places import find_meeting, find_round
from sciezka.rooms.rounds.views.meeting_board import address_words, say_agreed, say_board
from sciezka.rooms.rounds.views.meeting_record import tell_record, write_record

BY_POSITION = "pozycje"
# The desk is drawn after the screens, unless they take long.
SECONDS_FOR_SCREENS = 0.2


@needs("rounds.manage", of=find_round)
def start(request: HttpRequest, round_: Round) -> HttpResponse:
    """Begin a meeting about a round; one that goes on is offered instead."""
    form = MeetingForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(address_of(form.save(actor=actor_of(request))))
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "process": round_.process,
        "round": round_,
        "form": form,
        "why_not": why_not_yet(round_),
        "running": running_meeting(round_),
        "earlier": round_.meetings.exclude(ended_at=None),
    }
    return render(request, "rounds/meeting_start.html", context)


@needs("rounds.manage", of=find_meeting)
def lead(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Show the desk; once the meeting has ended, what it came to."""
    if meeting.ended_at:
        return redirect(address_of(meeting, "rounds:meeting_end"))
    return show_desk(request, meeting)


@require_POST
@needs("rounds.manage", of=find_meeting)
def step(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Do one thing of the meeting, and show the desk as it then is."""
    form = StepForm(request.POST, meeting=meeting)
    problem = ""
    try:
        if form.is_valid():
            form.save(actor=actor_of(request))
            watch.settle(SECONDS_FOR_SCREENS)
        else:
            problem = " ".join(str(one) for errors in form.errors.values() for one in errors)
    except ValidationError as error:
        problem = " ".join(error.messages)
    fresh = find_meeting(**address_words(meeting))  # type: ignore[arg-type]
    if request.htmx:  # type: ignore[attr-defined]
        return show_desk(request, fresh, problem=problem, typed=form.data if problem else None)
    if problem:
        messages.error(request, problem)
    return redirect(f"{address_of(meeting)}{'?kolejnosc=' + BY_POSITION if not by_need(request) else ''}")


@needs("rounds.manage", of=find_meeting)
def note_people(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Change who is present, the entry and the time for an item."""
    if meeting.ended_at:
        return redirect(address_of(meeting, "rounds:meeting_end"))
    form = MeetingForm(request.POST or None, round_=meeting.round, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            form.save(actor=actor_of(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(address_of(meeting))
    context = {"process": meeting.place, "round": meeting.round, "meeting": meeting, "form": form}
    return render(request, "rounds/meeting_people.html", context)


@needs("rounds.manage", of=find_meeting)
def end(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """End the meeting; then show its record, which can be put into the minutes of its entry."""
    event = meeting.event
    may_write = event is not None and may(request.user, "town.hold_event", event)
    if request.method == "POST":
        if "minutes" not in request.POST:
            try:
                end_meeting(actor=actor_of(request), meeting=meeting)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return redirect(address_of(meeting))
        elif event is not None and may_write and meeting.ended_at:
            if add_to_minutes(actor=actor_of(request), event=event, text=write_record(tell_record(meeting))):
                messages.success(request, _("The record was added to the minutes."))
            else:
                messages.info(request, _("The record stands in the minutes already."))
        return redirect(address_of(meeting, "rounds:meeting_end"))
    record = tell_record(meeting)
    context = {
        "process": meeting.place,
        "round": meeting.round,
        "meeting": meeting,
        "record": record,
        "text": write_record(record),
        "may_write": may_write,
        "left": [point for point in list_points(meeting) if not point.agreed],
    }
    return render(request, "rounds/meeting_end.html", context)


def show_desk(
    request: HttpRequest, meeting: Meeting, *, problem: str = "", typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """Draw the desk: the whole page, or only what changes when htmx asks."""
    board = read_board(meeting)
    points = list_points(meeting, by_need=by_need(request))
    earlier, later = neighbours(points)
    address = address_words(meeting)
    context = {
        "process": meeting.place,
        "round": meeting.round,
        "meeting": meeting,
        "board": board,
        "said": say_board(board),
        "agreed": say_agreed(board),
        "points": points,
        "done": sum(1 for point in points if point.agreed),
        "earlier": earlier,
        "later": later,
        "reasons": reasons_about(meeting),
        "by_need": by_need(request),
        "problem": problem,
        "typed": typed,
        "stream": reverse("rounds:meeting_stream", kwargs=address),
        "state": reverse("rounds:meeting_state", kwargs=address),
    }
    is_part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, "rounds/_desk.html" if is_part else "rounds/meeting.html", context)


def by_need(request: HttpRequest) -> bool:
    """Tell whether items are listed by how much they need talk; else as they stand."""
    return (request.POST.get("kolejnosc") or request.GET.get("kolejnosc")) != BY_POSITION


def address_of(meeting: Meeting, name: str = "rounds:meeting") -> str:
    """Give the address of one of the meeting's pages."""
    return reverse(name, kwargs=address_words(meeting))
