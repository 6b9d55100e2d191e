"""What every page needs to draw its frame: the menus and where it stands."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sciezka.kit.guards import may
from sciezka.kit.manifests import MenuItem, Text, all_manifests
from sciezka.kit.places import Placed


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of a menu, ready to draw."""

    label: Text
    href: str
    is_current: bool
    group: Text


def add_frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the menu of the area, the place, and the demo flag (a context processor)."""
    return {
        "is_demo": settings.DEMO,
        "base_url": settings.BASE_URL,
        "languages": settings.LANGUAGES,
        "office_menu": lambda: build_menu(request, "office"),
        "site_menu": lambda: build_menu(request, "site"),
    }


def build_menu(request: HttpRequest, area: str) -> list[MenuLine]:
    """Build the menu of an area from the rooms' manifests, for this address and this person."""
    match = request.resolver_match
    if match is None:
        return []
    known = match.kwargs
    subject = getattr(request, "subject", None)
    place = subject.place if isinstance(subject, Placed) else subject
    items = [
        item
        for manifest in all_manifests()
        for item in manifest.menu
        if item.area == area
        and all(word in known for word in item.address)
        and (not item.permission or may(request.user, item.permission, place))
    ]
    return [draw_line(item, known, request.path) for item in sorted(items, key=lambda item: item.order)]


def draw_line(item: MenuItem, known: dict[str, Any], path: str) -> MenuLine:
    """Turn a manifest's menu item into a line with its address."""
    href = reverse(item.url, kwargs={word: known[word] for word in item.address})
    return MenuLine(item.label, href, path == href, item.group)
