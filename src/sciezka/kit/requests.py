"""How a request is read before any of the product sees it."""

from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control


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


class PlainHandler(WSGIHandler):
    """The WSGI application that reads requests plainly."""

    request_class = PlainRequest


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
