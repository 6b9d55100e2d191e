"""Painting drawings as PNG, and keeping what was made under the hash of what it was made from."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import vl_convert
from django.conf import settings

from sciezka.kit.keeping import forget_oldest
from sciezka.kit.papers import find_fonts
from sciezka.kit.typography import keep_writable


@cache
def load_fonts() -> None:
    """Tell the painter where our own type is; without it the machine's sans serif is used."""
    if (folder := find_fonts()).is_dir():
        vl_convert.register_font_directory(str(folder))


def paint(svg: str, scale: float = 1) -> bytes:
    """Paint a drawing as PNG."""
    load_fonts()
    return bytes(vl_convert.svg_to_png(keep_writable(svg), scale=scale))


def keep(mark: str, suffix: str, make: Callable[[], bytes]) -> bytes:
    """Give a file kept under the fingerprint of its content's source, making it once.

    Names come from a hash, never from an address. A file is written beside its place and moved there whole, so two
    processes cannot read each other's halves; a disk that refuses only costs the time of making it again.
    """
    folder = Path(settings.HOME) / "cache"
    path = folder / f"{hashlib.sha256(mark.encode()).hexdigest()[:40]}.{suffix}"
    try:
        return path.read_bytes()
    except OSError:
        body = make()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as part:
            part.write(body)
        Path(name).replace(path)
    except OSError:
        return body
    forget_oldest(folder)
    return body
