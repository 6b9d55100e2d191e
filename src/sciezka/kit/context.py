"""What every page needs to draw its frame: the menus and where it stands."""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from sciezka.kit.guards import may
from sciezka.kit.manifests import Text, all_manifests
from sciezka.kit.places import Placed


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of a menu, ready to draw."""

    label: Text
    href: str
    current: str  # "page" when the reader is on it, "true" when on a page below it, else ""
    group: Text


def add_frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the menu of the area, the place, and the demo flag (a context processor)."""
    # A page draws its menu twice, in a row and folded; what it asks the database for is asked once.
    menu = cache(partial(build_menu, request))
    return {
        "is_demo": settings.DEMO,
        "base_url": settings.BASE_URL,
        "interface_languages": settings.LANGUAGES,
        "office_menu": partial(menu, "office"),
        "site_menu": partial(menu, "site"),
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
        and not any(word in known for word in item.without)
        and (not item.permission or may(request.user, item.permission, place))
        and (not item.when or import_string(item.when)(**{word: known[word] for word in item.address}))
    ]
    groups = {group.key: group for manifest in all_manifests() for group in manifest.groups}
    items.sort(key=lambda item: (groups[item.group].order if item.group else 0, item.order))
    lines = [(item, reverse(item.url, kwargs={word: known[word] for word in item.address})) for item in items]
    # The nearest line above this page: the longest address that this one begins with.
    nearest = max((href for _, href in lines if request.path.startswith(href)), key=len, default="")
    return [
        MenuLine(item.label, href, say_current(href, nearest, request.path), groups[item.group].label if item.group else "")
        for item, href in lines
    ]


def say_current(href: str, nearest: str, path: str) -> str:
    """Say whether a line is the page itself, the nearest one above it, or neither."""
    if href != nearest:
        return ""
    return "page" if href == path else "true"
