"""When a request came is known, however long it waited for its turn."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sciezka.kit.requests import PlainHandler, tell_wait
from tests.kit.test_turns import WAIT, wait_for

LONG = 0.05


def handle(handler: PlainHandler, **environ: Any) -> None:
    """Let the handler answer one request."""
    handler({**RequestFactory().get("/").environ, **environ}, lambda *_said: None)


def answer_when_told(waits: list[float], told: threading.Event) -> Callable[[HttpRequest], HttpResponse]:
    """Make an answer that keeps how long its request has waited, and is given when it is told so."""

    def answer(request: HttpRequest) -> HttpResponse:
        waits.append(tell_wait(request).total_seconds())
        assert told.wait(WAIT)
        return HttpResponse()

    return answer


def test_a_request_that_waited_for_its_turn_knows_how_long() -> None:
    handler, told = PlainHandler(), threading.Event()
    waits: list[float] = []
    handler.get_response = answer_when_told(waits, told)  # type: ignore[method-assign,assignment]
    places = max(1, settings.THREADS // 2)
    threads = [threading.Thread(target=handle, args=(handler,)) for _one in range(places + 1)]
    began = time.monotonic()
    for thread in threads[:places]:
        thread.start()
    wait_for(lambda: len(waits) == places)
    assert max(waits) <= time.monotonic() - began
    threads[places].start()
    wait_for(lambda: handler._turns.count_waiting() == 1)  # noqa: SLF001 - it came; nothing else tells so
    time.sleep(LONG)
    told.set()
    for thread in threads:
        thread.join()
    assert len(waits) == places + 1
    assert LONG <= waits[places] <= time.monotonic() - began


def test_a_request_that_came_by_another_way_has_not_waited() -> None:
    assert not tell_wait(RequestFactory().get("/"))
    assert not tell_wait(RequestFactory().get("/", HTTP_SCIEZKA_ARRIVED="1"))
