"""The gallery: every component in one page, in light and in dark."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sciezka.kit.gallery import make_exhibits, make_hall
from sciezka.kit.guards import open_to_all


@open_to_all
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with what it accepts."""
    halls = [make_hall(request, scheme) for scheme in ("light", "dark")]
    response = render(request, "kit/gallery.html", {"exhibits": make_exhibits(), "halls": halls})
    response["X-Robots-Tag"] = "noindex"
    return response
