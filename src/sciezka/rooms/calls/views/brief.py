"""A call on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.brief import read_brief
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.next_steps import count_work, find_next
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.calls.views.composing import head_of


@require_safe
@needs("calls.view", of=find_call)
def show(request: HttpRequest, call: Call) -> HttpResponse:
    """Show a call on one page that can be printed; each reader what they may know of it."""
    now = read_now()
    counts = count_work([call])[call.pk]
    context = {
        **head_of(call),
        "now": now,
        "brief": read_brief(request.user, call, counts),
        "next": find_next(request.user, call, counts, now),
        "base": reverse("calls:submissions", kwargs=call.address),
    }
    return render(request, "calls/brief.html", context)
