"""Pages that need the store of data, when a file of it can't be read or written: a sentence instead of a broken page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern

from sciezka.rooms.monitor.queries.data import keep_choice
from sciezka.rooms.monitor.queries.data_batches import say_damaged
from sciezka.rooms.monitor.store.observations import DamagedBatch, NotWritten
from sciezka.rooms.monitor.views.frame import show_page

UNAVAILABLE = 503


def tell_damage(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view say which file of the store can't be read or written; a guard has let the person in before."""

    @wraps(view)
    def told(request: HttpRequest, **address: Any) -> HttpResponseBase:  # noqa: ANN401 - words of any address
        try:
            return view(request, **address)
        except (DamagedBatch, NotWritten) as problem:
            return show_damage(request, say_damaged(problem))

    return told


def show_damage(request: HttpRequest, sentence: str) -> HttpResponseBase:
    """Draw the page with the sentence, inside the office of whoever was let in."""
    subject: Any = request.subject  # type: ignore[attr-defined]
    choice = keep_choice(subject.place, request.GET.dict())
    response = show_page(request, "monitor/damaged.html", choice, "", {"sentence": sentence})
    response.status_code = UNAVAILABLE
    return response


def watch_store(patterns: list[URLPattern]) -> list[URLPattern]:
    """Let all these addresses tell of damage in the store."""
    for pattern in patterns:
        pattern.callback = tell_damage(pattern.callback)
    return patterns
