"""When a request came is known, however long it waited for its turn."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sciezka.kit.requests import PlainHandler, tell_wait

LONG = 0.2


def handle(handler: PlainHandler, **environ: Any) -> None:
    """Let the handler answer one request."""
    handler({**RequestFactory().get("/").environ, **environ}, lambda *_said: None)


def answer_slowly(waits: list[float]) -> Callable[[HttpRequest], HttpResponse]:
    """Make an answer that keeps how long its request has waited, and takes its time."""

    def answer(request: HttpRequest) -> HttpResponse:
        waits.append(tell_wait(request).total_seconds())
        time.sleep(LONG)
        return HttpResponse()

    return answer


def test_a_request_that_waited_for_its_turn_knows_how_long() -> None:
    handler = PlainHandler()
    waits: list[float] = []
    handler.get_response = answer_slowly(waits)  # type: ignore[method-assign,assignment]
    places = max(1, settings.THREADS // 2)
    threads = [threading.Thread(target=handle, args=(handler,)) for _one in range(places + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(waits) == places + 1
    assert min(waits) < LONG / 2 < LONG * 0.9 < max(waits)


def test_a_request_that_came_by_another_way_has_not_waited() -> None:
    assert not tell_wait(RequestFactory().get("/"))
    assert not tell_wait(RequestFactory().get("/", HTTP_SCIEZKA_ARRIVED="1"))
