"""The ways into a survey and out of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sciezka.kit.guards import open_to_all
from sciezka.rooms.surveys.queries.running import find_door


@open_to_all
def show_door(request: HttpRequest, door: str) -> HttpResponse:
    """Show what is asked, by whom, and the way in."""
    return render(request, "surveys/answering/door.html", {"survey": find_door(door)})


@open_to_all
def show_pass(request: HttpRequest, door: str, passkey: str) -> HttpResponse:  # noqa: ARG001 - to come
    """Show the door to somebody with a personal pass."""
    return show_door(request, door=door)


@open_to_all
def come_back(request: HttpRequest, door: str, key: str) -> HttpResponse:  # noqa: ARG001 - to come
    """Go on where somebody stopped."""
    find_door(door)
    return redirect("surveys:door", door=door)


@open_to_all
def show_save(request: HttpRequest, door: str) -> HttpResponse:
    """Show the private link by which one comes back."""
    return show_door(request, door=door)


@open_to_all
def show_kiosk(request: HttpRequest, door: str, kiosk: str) -> HttpResponse:
    """Show the door on a screen that stands in a hall."""
    if find_door(door).kiosk_word != kiosk:
        raise Http404
    return show_door(request, door=door)


@open_to_all
def show_embed(request: HttpRequest, door: str) -> HttpResponse:
    """Show the door inside a page of another site."""
    return show_door(request, door=door)


@open_to_all
def show_clause(request: HttpRequest, door: str) -> HttpResponse:
    """Show the information clause."""
    return show_door(request, door=door)


@open_to_all
def show_qr(request: HttpRequest, door: str) -> HttpResponse:
    """Draw the address as a QR code."""
    return show_door(request, door=door)
