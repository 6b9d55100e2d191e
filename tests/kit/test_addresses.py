"""Pages are found by the shapes of their addresses, and are those that Django would find along the whole list."""

import re

import pytest
from django.urls import Resolver404, URLResolver, get_resolver

from sciezka.kit.addresses import RoomResolver

WORDS = {
    "int": "7",
    "uuid": "12345678-1234-1234-1234-123456789abc",
    "slug": "nowy",
    "str": "wzory",
    "path": "a/b",
    "code": "X1",
}
ROOMS = [room for room in get_resolver().url_patterns if isinstance(room, RoomResolver)]


def tell(room: URLResolver, path: str, *, whole_list: bool) -> object:
    """Say what a room finds at an address, or that it finds nothing."""
    try:
        found = URLResolver.resolve(room, path) if whole_list else room.resolve(path)
    except Resolver404:
        return None
    return found.func, found.args, found.kwargs, found.view_name, found.route, found.app_names


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.namespace)
def test_each_page_is_found_where_the_whole_list_leads(room: RoomResolver) -> None:
    routes = [str(pattern.pattern) for pattern in room.url_patterns]
    paths = [re.sub(r"<(?:(\w+):)?\w+>", lambda word: WORDS[word[1] or "str"], route) for route in routes]
    assert all(tell(room, path, whole_list=False) for path in paths)
    # What fits a fixed word of one address may fit any word of another; and what is nearly an address is none.
    paths += [path.replace("7", word) for path in paths for word in ("nabory", "biuro")]
    paths += [near for path in paths for near in (path[:-1], f"{path}x/", f"{path}/", path.upper())]
    differ = [path for path in paths if tell(room, path, whole_list=False) != tell(room, path, whole_list=True)]
    assert differ == []


def test_rooms_are_looked_through_by_shape() -> None:
    assert len(ROOMS) > 10
