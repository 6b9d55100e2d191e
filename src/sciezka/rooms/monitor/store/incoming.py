"""Files that wait between two steps of bringing in a series, or for the worker."""

import re
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from sciezka.rooms.monitor.store.observations import NotWritten, find_folder

LONGEST_WAIT: Final = 24 * 60 * 60
TOKEN: Final = re.compile(r"[0-9a-f]{32}")


def keep_file(data: bytes) -> str:
    """Keep a file until it is taken, and throw away those that nobody came back for; gives the token to find it by.

    Raises:
        NotWritten: the disk is full, or may not be written to.
    """
    folder = find_folder() / "incoming"
    oldest = time.time() - LONGEST_WAIT
    for path in folder.glob("*") if folder.is_dir() else ():
        if TOKEN.fullmatch(path.name) and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    token = secrets.token_hex(16)
    path = folder / token
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(data)
    except OSError as problem:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise NotWritten(f"A file can't be kept in {folder}.") from problem
    return token


def read_kept(token: str) -> bytes | None:
    """Read a kept file; nothing when it is no longer there."""
    path = _find(token)
    return path.read_bytes() if path is not None and path.is_file() else None


def drop_file(token: str) -> None:
    """Throw a kept file away."""
    path = _find(token)
    if path is not None:
        path.unlink(missing_ok=True)


def take_file(token: str) -> bytes | None:
    """Take a kept file, which is then gone; nothing when it is no longer there."""
    data = read_kept(token)
    drop_file(token)
    return data


def _find(token: str) -> Path | None:
    return find_folder() / "incoming" / token if TOKEN.fullmatch(token) else None
