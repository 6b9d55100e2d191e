"""Tiles of maps through our own server: what is given, what is refused, and that nobody learns who looked."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from sciezka.kit import apps, tiles
from tests.factories.tiles import TileServer, make_png, serve_tiles
from tests.kit.test_turns import WAIT, wait_for

TOWN = (50.9044, 15.7344)
# The tile of the town's middle at zoom 14.
ZOOM, COLUMN, ROW = 14, 8908, 5505


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[TileServer]:
    """Run a tile server that the product uses, with an empty cache."""
    with serve_tiles() as told:
        settings.TILES_URL, settings.HOME = told.url, tmp_path
        tiles.Health.failures, tiles.Health.rests_until = 0, 0.0
        yield told
        tiles.Health.failures, tiles.Health.rests_until = 0, 0.0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nobody long."""
    monkeypatch.setattr(tiles, "TIMEOUT", 0.1)
    monkeypatch.setattr(tiles, "SLOWEST", 0.1)


def address(zoom: int = ZOOM, column: int = COLUMN, row: int = ROW, *, area: str = "") -> str:
    """Give the address of a tile around the town."""
    words = {"area": area or tiles.sign_area(*TOWN), "zoom": zoom, "column": column, "row": row}
    return reverse("kit:tile", kwargs=words)


def list_kept() -> list[Path]:
    """List what lies in the cache."""
    return sorted(tiles.find_folder().glob("*")) if tiles.find_folder().exists() else []


@pytest.mark.django_db
def test_a_tile_is_fetched_once_kept_and_nothing_of_the_reader_goes_along(server: TileServer, client: Client) -> None:
    client.cookies["sciezka-ankieta"] = "klucz-osoby"
    heads = {"referer": "https://miasto.example/ankieta/tajne/", "x-forwarded-for": "203.0.113.9", "accept-language": "uk"}
    first = client.get(address(), headers={**heads, "user-agent": "Telefon Osoby"})
    assert first.status_code == 200
    assert first.content == make_png()
    assert first.headers["Content-Type"] == "image/png"
    assert "public" in first.headers["Cache-Control"]
    assert not first.cookies
    assert client.get(address(), headers=heads).content == first.content
    assert server.asked == [f"/{ZOOM}/{COLUMN}/{ROW}.png"]
    assert set(server.heads[0]) <= {"host", "accept", "accept-encoding", "connection", "user-agent"}
    told = " ".join(server.heads[0].values())
    assert not any(word in told for word in ("Telefon", "klucz", "tajne", "203.0.113"))
    # What is kept is the picture under its numbers, and nothing else.
    (kept,) = list_kept()
    assert (kept.name, kept.read_bytes()) == (f"{ZOOM}-{COLUMN}-{ROW}", make_png())


@pytest.mark.parametrize(
    ("zoom", "column", "row"),
    [
        (4, 8, 5), (19, COLUMN << 5, ROW << 5), (14, COLUMN + 60, ROW), (14, COLUMN, ROW - 60), (14, 10**9, ROW), (14, 0, 0),
        (10**30, 1, 1),
    ],
)  # fmt: skip
def test_only_the_surroundings_of_a_signed_place_are_given(
    server: TileServer, client: Client, zoom: int, column: int, row: int
) -> None:
    assert client.get(address(zoom, column, row)).status_code == 404
    assert server.asked == []


def test_words_of_others_and_crooked_numbers_open_nothing(server: TileServer, client: Client) -> None:
    word = tiles.sign_area(*TOWN)
    for area in ("nothing", word.replace("50.90", "52.23"), word[:-1], f"{word}x", "country", "x" * 5000):
        assert client.get(address(area=area)).status_code == 404
    for tail in ("-1/1/1.png", "a/b/c.png", "14/1/1.jpg", "14/1.5/1.png", f"14/{'9' * 5000}/1.png", "14/../../1.png"):
        assert client.get(f"/kit/mapa/{word}/{tail}").status_code == 404
    assert client.post(address()).status_code == 405
    assert server.asked == []


def test_the_country_is_given_without_single_streets(server: TileServer, client: Client) -> None:
    country = tiles.sign_area()
    assert client.get(address(6, 35, 21, area=country)).status_code == 200
    assert client.get(address(15, COLUMN * 2, ROW * 2, area=country)).status_code == 404
    assert client.get(address(6, 20, 21, area=country)).status_code == 404
    assert len(server.asked) == 1


def test_without_a_tile_server_there_are_no_tiles(settings: Settings, client: Client) -> None:
    settings.TILES_URL = ""
    assert client.get(address()).status_code == 404


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>Sign in</html>"), (200, b"<svg xmlns='http://www.w3.org/2000/svg'/>"), (200, b""),
        (200, make_png() + b"x" * tiles.LARGEST), (302, make_png()), (403, make_png()), (404, b""), (500, b"no"),
    ],
)  # fmt: skip
def test_what_is_no_tile_is_neither_given_nor_kept(server: TileServer, client: Client, status: int, body: bytes) -> None:
    server.status, server.body = status, body
    answer = client.get(address())
    assert (answer.status_code, answer.content) == (503, b"")
    assert answer.headers["Cache-Control"] == "no-store"
    assert list_kept() == []


@pytest.mark.usefixtures("quick")
def test_a_slow_or_silent_tile_server_is_soon_left_in_peace(
    server: TileServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.wait = 0.3
    assert [client.get(address(column=COLUMN + n)).status_code for n in range(5)] == [503] * 5
    # Whoever gave up may have done so before the server got to noting that it was asked.
    wait_for(lambda: len(server.asked) == tiles.FAILURES)
    tiles.Health.rests_until = server.wait = 0.0
    for name in ("TIMEOUT", "SLOWEST"):
        monkeypatch.setattr(tiles, name, WAIT)
    assert client.get(address()).status_code == 200
    assert len(server.asked) == tiles.FAILURES + 1


def test_an_old_tile_is_fetched_anew_and_given_while_that_fails(server: TileServer, client: Client) -> None:
    assert client.get(address()).status_code == 200
    (kept,) = list_kept()
    os.utime(kept, (1, 1))
    server.status = 500
    assert client.get(address()).content == make_png()
    server.status, server.body = 200, make_png(grey=90)
    assert client.get(address()).content == make_png(grey=90)
    assert len(server.asked) == 3


def test_those_who_ask_for_one_tile_at_once_ask_for_it_once(server: TileServer) -> None:
    server.wait = 0.05
    found: list[tiles.Picture] = []
    threads = [
        threading.Thread(target=lambda: found.append(tiles.read_tile(ZOOM, COLUMN, ROW)), daemon=True) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(server.asked) == 1


def test_the_cache_has_a_bound(server: TileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "MOST_TILES", 8)
    monkeypatch.setattr(tiles, "_written", iter([1] * 11 + [64]))
    for number in range(12):
        tiles.read_tile(ZOOM, COLUMN, ROW + number)
    assert len(list_kept()) == 6
    assert len(server.asked) == 12


@pytest.mark.parametrize(
    "template",
    [
        "http://miasto.example/{z}/{x}/{y}.png", "https://miasto.example/mapa.png", "ftp://miasto.example/{z}/{x}/{y}",
        "https://osoba:haslo@miasto.example/{z}/{x}/{y}.png", "https://{s}.miasto.example/{z}/{x}/{y}.png", "{z}{x}{y}",
        "http://10.0.0.5/{z}/{x}/{y}.png",
    ],
)  # fmt: skip
def test_an_address_that_must_not_be_called_stops_the_start(settings: Settings, template: str) -> None:
    settings.TILES_URL, settings.TILES_ATTRIBUTION = template, "© Miasto"
    assert [error.id for error in apps.check_tiles()] == ["kit.E001"]
    for sound in ("", "https://kafelki.example/{z}/{x}/{y}.png?key=abc", "http://127.0.0.1:8080/{z}/{x}/{y}.png"):
        settings.TILES_URL = sound
        assert apps.check_tiles() == []
    settings.TILES_ATTRIBUTION = ""
    assert [warning.id for warning in apps.check_tiles()] == ["kit.W001"]
