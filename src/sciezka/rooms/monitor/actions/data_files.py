"""Files that wait between two steps of bringing in a series."""

import time
from pathlib import Path
from typing import Final

from sciezka.rooms.monitor.store.observations import find_folder
from sciezka.rooms.monitor.tasks import TOKEN, leave_file

LONGEST_WAIT: Final = 24 * 60 * 60


def keep_file(data: bytes) -> str:
    """Keep a file until the next step, and throw away those that nobody came back for; gives its token."""
    folder = find_folder() / "incoming"
    oldest = time.time() - LONGEST_WAIT
    for path in folder.glob("*") if folder.is_dir() else ():
        if TOKEN.fullmatch(path.name) and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    return leave_file(data)


def read_kept(token: str) -> bytes | None:
    """Read a kept file; nothing when it is no longer there."""
    path = _find(token)
    return path.read_bytes() if path is not None and path.is_file() else None


def drop_file(token: str) -> None:
    """Throw a kept file away."""
    path = _find(token)
    if path is not None:
        path.unlink(missing_ok=True)


def _find(token: str) -> Path | None:
    return find_folder() / "incoming" / token if TOKEN.fullmatch(token) else None
