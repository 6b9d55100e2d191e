"""Pictures of maps, fetched through this server, so that their keeper never learns who looks at a map.

The operator names one tile server; nobody else is ever called, and nothing of a reader's request goes on to it. What it gave
is kept on disk for a while. Only the surroundings of places that this server itself has signed are given, so that nobody can
draw other maps through it (docs/decisions/0010-maps.md).
"""

import ipaddress
import itertools
import logging
import math
import os
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx
from django.conf import settings
from django.core.signing import BadSignature, Signer

from sciezka.kit.keeping import forget_oldest

logger = logging.getLogger(__name__)

LEAST_ZOOM: Final = 5
MOST_ZOOM: Final = 18
# How far from a place its map reaches, in kilometres: a town with the communes around it.
REACH_KM: Final = 30.0
KM_OF_A_DEGREE: Final = 111.32
# Where no place is known: Poland. Single streets are drawn around known places only.
COUNTRY: Final = (48.9, 14.0, 55.0, 24.3)
COUNTRY_ZOOM: Final = 14
NORTHMOST: Final = 85.05112878  # where the square of Web Mercator ends

FRESH: Final = 30 * 24 * 3600.0
MOST_TILES: Final = 6000
LARGEST: Final = 256 * 1024
TIMEOUT: Final = 3.0
SLOWEST: Final = 6.0
AT_ONCE: Final = 4
PATIENCE: Final = 1.0
# After so many failures in a row nobody waits for the next one for so many seconds.
FAILURES: Final = 3
REST: Final = 15.0
SIGNS: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
WEBP: Final = (b"RIFF", b"WEBP")

_written: Final = itertools.count()
_busy: Final = threading.BoundedSemaphore(AT_ONCE)
_locks: Final = tuple(threading.Lock() for _ in range(64))


class NoTile(Exception):
    """There is no picture to give now; the map stays blank there."""


class BadTiles(ValueError):
    """The address of the tile server can't be used; says why."""


@dataclass(frozen=True, slots=True)
class Area:
    """What a map may show: an upright rectangle of degrees, down to a zoom."""

    south: float
    west: float
    north: float
    east: float
    most_zoom: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A tile: its bytes and their kind."""

    data: bytes
    kind: str


class Health:
    """How the tile server does: failures in a row, and until when it is left in peace."""

    failures = 0
    rests_until = 0.0


@cache
def make_signer() -> Signer:
    """Make the signer of areas when it is first needed: a command that needs no secret must not make one."""
    return Signer(salt="kit.tiles")


def has_tiles() -> bool:
    """Tell whether the operator has named a tile server."""
    return bool(settings.TILES_URL)


def sign_area(latitude: float | None = None, longitude: float | None = None) -> str:
    """Give the word by which a page asks for tiles around a place; without one, for the country.

    The place is rounded to about a kilometre, so that near places share one word.
    """
    known = latitude is not None and longitude is not None
    return make_signer().sign(f"{latitude:.2f}_{longitude:.2f}" if known else "country")


@lru_cache(maxsize=256)
def read_area(word: str) -> Area | None:
    """Read such a word; nothing where this server has not signed it."""
    try:
        said = make_signer().unsign(word)
    except BadSignature:
        return None
    if said == "country":
        return Area(*COUNTRY, COUNTRY_ZOOM)
    latitude, longitude = map(float, said.split("_"))
    high = REACH_KM / KM_OF_A_DEGREE
    wide = high / max(0.01, math.cos(math.radians(latitude)))
    return Area(latitude - high, longitude - wide, latitude + high, longitude + wide, MOST_ZOOM)


def covers(area: Area, zoom: int, column: int, row: int) -> bool:
    """Tell whether a tile touches an area, at a zoom that is drawn."""
    if not LEAST_ZOOM <= zoom <= area.most_zoom:
        return False
    west, north = _find_tile(area.north, area.west, zoom)
    east, south = _find_tile(area.south, area.east, zoom)
    return west <= column <= east and north <= row <= south


def _find_tile(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    """Give the column and the row of the tile that a point lies in (Web Mercator)."""
    count = 1 << zoom
    angle = math.radians(max(-NORTHMOST, min(NORTHMOST, latitude)))
    column = math.floor((longitude + 180) / 360 * count)
    row = math.floor((1 - math.asinh(math.tan(angle)) / math.pi) / 2 * count)
    return max(0, min(count - 1, column)), max(0, min(count - 1, row))


def read_tile(zoom: int, column: int, row: int) -> Picture:
    """Give a tile: the kept one while it is fresh, else a new one, else the kept one however old.

    Raises:
        NoTile: there is none, and none can be had now.
    """
    folder = find_folder()
    path = folder / f"{zoom}-{column}-{row}"
    if kept := _read_kept(path, FRESH):
        return kept
    # One asks for a tile at a time; who waited finds it kept.
    lock = _locks[hash((zoom, column, row)) % len(_locks)]
    if not lock.acquire(timeout=PATIENCE):
        raise NoTile
    try:
        if kept := _read_kept(path, FRESH):
            return kept
        try:
            picture = _fetch_in_turn(zoom, column, row)
        except NoTile:
            if kept := _read_kept(path, math.inf):
                return kept
            raise
        _keep(path, picture.data)
        return picture
    finally:
        lock.release()


def find_folder() -> Path:
    """Give the folder of kept tiles; another tile server has another one."""
    return Path(settings.HOME) / "tiles" / sha256(settings.TILES_URL.encode()).hexdigest()[:12]


def _read_kept(path: Path, age: float) -> Picture | None:
    try:
        if time.time() - path.stat().st_mtime > age:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    kind = tell_kind(data)
    return Picture(data, kind) if kind else None


def _keep(path: Path, data: bytes) -> None:
    """Keep a tile, whole or not at all; where that can't be done the next reader fetches it again."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(draft).replace(path)
        except OSError:
            Path(draft).unlink(missing_ok=True)
        if next(_written) % 64 == 0:
            forget_oldest(path.parent, MOST_TILES)


def tell_kind(data: bytes) -> str:
    """Tell the kind of a picture by its first bytes; nothing where it is no picture of a kind that maps have."""
    if data[:4] == WEBP[0] and data[8:12] == WEBP[1]:
        return "image/webp"
    return next((kind for sign, kind in SIGNS.items() if data.startswith(sign)), "")


def _fetch_in_turn(zoom: int, column: int, row: int) -> Picture:
    """Fetch a tile when few others are being fetched, so that a slow tile server does not hold the pages up."""
    if time.monotonic() < Health.rests_until or not _busy.acquire(timeout=PATIENCE):
        raise NoTile
    try:
        picture = fetch_tile(settings.TILES_URL, zoom, column, row)
        Health.failures = 0
    except (httpx.HTTPError, httpx.InvalidURL, BadTiles) as problem:
        Health.failures += 1
        if Health.failures >= FAILURES:
            Health.rests_until = time.monotonic() + REST
        # The kind alone: the address may hold the operator's key.
        logger.warning("The tile server gave no tile: %s.", type(problem).__name__)
        raise NoTile from problem
    else:
        return picture
    finally:
        _busy.release()


def fetch_tile(template: str, zoom: int, column: int, row: int) -> Picture:
    """Fetch a tile; nothing of whoever looks at the map goes along.

    Raises:
        NoTile: the tile server has none there.
        BadTiles: it answered something that is no tile.
        httpx.HTTPError: it could not be reached, or not in time.
    """
    url = check_url(template.replace("{z}", str(zoom)).replace("{x}", str(column)).replace("{y}", str(row)))
    until = time.monotonic() + SLOWEST
    with make_client(is_here=_is_loopback(url.host)).stream("GET", url, timeout=TIMEOUT) as answer:
        if answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.NO_CONTENT}:
            raise NoTile
        if answer.status_code != HTTPStatus.OK:
            raise BadTiles(f"The tile server answered {answer.status_code}.")
        data = bytearray()
        for piece in answer.iter_bytes(16 * 1024):
            data += piece
            # An answer that drips keeps each single wait short.
            if len(data) > LARGEST or time.monotonic() > until:
                raise BadTiles("The tile server's answer is too large or too slow.")
    kind = tell_kind(bytes(data[:16]))
    if not kind:
        raise BadTiles("The tile server's answer is no picture.")
    return Picture(bytes(data), kind)


@lru_cache(maxsize=2)
def make_client(*, is_here: bool) -> httpx.Client:
    """Make the line to the tile server; it is kept, so that a map does not open one for each tile."""
    headers = {"User-Agent": f"Sciezka ({settings.BASE_URL})", "Accept": "image/png, image/jpeg, image/webp"}
    # A proxy of the office is used where the environment names one, but not to reach this very machine.
    return httpx.Client(headers=headers, follow_redirects=False, trust_env=not is_here)


def check_template(template: str) -> None:
    """Refuse an address of a tile server that can't be used.

    Raises:
        BadTiles: says why.
    """
    if not all(mark in template for mark in ("{z}", "{x}", "{y}")):
        raise BadTiles("SCIEZKA_TILES_URL must hold {z}, {x} and {y}.")
    check_url(template.replace("{z}", "1").replace("{x}", "1").replace("{y}", "1"))


def check_url(text: str) -> httpx.URL:
    """Refuse an address that must not be called.

    Raises:
        BadTiles: it is no https address (or http on this very machine).
    """
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as problem:
        raise BadTiles("SCIEZKA_TILES_URL is no address.") from problem
    is_safe = url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.host))
    if not is_safe or not url.host or "{" in url.host or url.userinfo or url.fragment:
        raise BadTiles("SCIEZKA_TILES_URL must begin with https:// and hold no password.")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
