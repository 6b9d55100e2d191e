"""Deciding straight in the ranking's table."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.calls.forms.ranking_rows import RowForm, make_rows, save_rows
from sciezka.rooms.calls.models import Call, Phase
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.calls.queries.ranking_page import (
    ORDER_WORDS,
    SHOWS,
    SIZES,
    read_board,
    read_chosen,
    read_reasons,
    read_view,
)
from sciezka.rooms.people.queries import actor_of

FORM = ("GET", "HEAD", "POST")


@require_http_methods(FORM)
@needs("calls.decide", of=find_call)
def decide_rows(request: HttpRequest, call: Call) -> HttpResponse:
    """Decide row by row and record all of it at once; a row that lacks something waits, the others are recorded."""
    if call.phase != Phase.DECIDING:
        raise Http404
    # A form of more rows would have more fields than the server takes.
    view = replace(read_view(request.GET), size=SIZES[0])
    refused: list[RowForm] = []
    if request.method == "POST":
        keys = [key for said in request.POST.getlist("z")[: SIZES[0]] if (key := read_number(said)) is not None]
        lines = read_chosen(request.user, call, keys)
        read_reasons(lines)
        count, refused = save_rows(make_rows(lines, request.POST), actor_of(request))
        if count:
            said = ngettext("%(count)s decision is recorded.", "%(count)s decisions are recorded.", count)
            messages.success(request, said % {"count": count})
        if not refused:
            return redirect(go_on(request, call) if count else request.get_full_path())
        # What was recorded stands fresh beside what waits.
        lines = read_chosen(request.user, call, keys)
    board = read_board(request.user, call, view)
    lines = lines if refused else [line for line in board.lines if not line.hidden]
    read_reasons(lines)
    waiting = {row.line.submission.pk: row for row in refused}
    forms = {row.line.submission.pk: row for row in make_rows(lines)} | waiting
    context = {
        "process": call.process,
        "call": call,
        "board": board,
        "rows": [(line, forms.get(line.submission.pk)) for line in lines],
        "refused": [row.line.submission.code for row in refused],
        "base": reverse("calls:submissions", kwargs=call.address),
        "shows": SHOWS.items(),
        "orders": ORDER_WORDS.items(),
    }
    return render(request, "calls/decide_rows.html", context, status=409 if any(row.standing for row in refused) else 200)


def go_on(request: HttpRequest, call: Call) -> str:
    """Say where to go once rows are recorded: the same page while something waits for a decision, else the ranking."""
    waits = read_board(request.user, call, read_view({})).undecided
    return request.get_full_path() if waits else reverse("calls:ranking", kwargs=call.address)
