"""How a request is read before any of the product sees it."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

from sciezka.kit.live import LiveResponse
from sciezka.kit.turns import Turns

KEPT: Final = {"sqlite": 64, "postgresql": 32}
"""So many threads of a process keep their connection to the database for the next request.

Any of the threads that wait in the line may get the next turn. One that has to connect anew works twice as long on a small
page, which is how a crowd slowed itself down. PostgreSQL takes a hundred connections by default, for all processes.
"""

ARRIVED: Final = "sciezka.arrived"


class PlainRequest(WSGIRequest):
    """A request in UTF-8, whatever it calls itself.

    Browsers answer a UTF-8 page in UTF-8. Whoever names another encoding in ``Content-Type`` could name one that is no
    encoding of text at all, or one that smuggles in signs which no database keeps; nobody honest needs it.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Read the type of the content and leave its charset out."""
        super()._set_content_type_params(  # type: ignore[misc]
            {**meta, "CONTENT_TYPE": drop_charset(meta.get("CONTENT_TYPE", ""))}
        )


class Keep:
    """One of the few permits to keep a database connection between requests; given back when its thread ends."""

    def __init__(self, permits: threading.Semaphore) -> None:
        self._permits = permits

    def __del__(self) -> None:
        self._permits.release()


class PlainHandler(WSGIHandler):
    """The WSGI application that reads requests plainly, and works on a few pages at once, however many threads there are.

    A server has a thread for each live screen that it keeps open (``kit.live``). Those wait and do nothing; but the same
    threads take pages too, and would work on a hundred at once and hold a hundred database connections.
    """

    request_class = PlainRequest

    def __init__(self) -> None:
        super().__init__()
        self._turns = Turns(settings.THREADS)
        self._permits = threading.BoundedSemaphore(KEPT[connection.vendor])
        self._thread = threading.local()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 - as WSGI has it
        """Answer a request when its turn has come; when it came is kept with it."""
        environ[ARRIVED] = time.monotonic()
        with self._turns.take(reads=environ["REQUEST_METHOD"] in {"GET", "HEAD"}):
            response = super().__call__(environ, start_response)
            if isinstance(response, LiveResponse):
                self._thread.keep = None
                connections.close_all()
            elif not self._keeps_connections():
                connections.close_all()
        return response

    def _keeps_connections(self) -> bool:
        """Tell whether this thread may keep its database connections for the next request; few may."""
        if getattr(self._thread, "keep", None) is None and self._permits.acquire(blocking=False):
            self._thread.keep = Keep(self._permits)
        return getattr(self._thread, "keep", None) is not None


def tell_wait(request: HttpRequest) -> dt.timedelta:
    """Tell how long ago a request came, its wait for a turn included; nothing where that isn't known.

    By a clock that only goes forward: where an instant decides, this is taken off the time of the database's clock.
    """
    arrived = request.META.get(ARRIVED)
    return dt.timedelta(seconds=max(0.0, time.monotonic() - arrived)) if isinstance(arrived, float) else dt.timedelta()


def drop_charset(content_type: str) -> str:
    """Drop the charset from a ``Content-Type``; a boundary stays."""
    parts = content_type.split(";")
    return ";".join(part for part in parts if not part.strip().lower().startswith("charset"))


def keep_private(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let no proxy on the way keep what a signed-in person was shown (a middleware).

    The person's own browser may hold the page, so that going back to a refused form finds what was typed.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer
