"""Raw answers on disk, each with its ETag, so that nothing is fetched twice and an old answer can be looked at.

An answer taken from here without asking costs no quota. Asking whether it still holds (``If-None-Match``) is a request like
any other and is counted as one, even when the bank says 304.
"""

import gzip
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

SUFFIX: Final = ".json.gz"


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it came.

    Attributes:
        url: what was asked, without the address of the server.
        etag: the bank's name for this version; empty when it gave none.
        retrieved: the day it was fetched or last confirmed, ISO.
        body: the answer's bytes.
    """

    url: str
    etag: str
    retrieved: str
    body: bytes


class Cache:
    """A folder of raw answers; names say what each holds, such as ``data/72305/level6-all-0007``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> Kept | None:
        """Read an answer; None when it isn't there or can't be read any more."""
        try:
            raw = gzip.decompress(self._place(name).read_bytes())
            head, _newline, body = raw.partition(b"\n")
            fields: dict[str, Any] = json.loads(head)
            return Kept(str(fields["url"]), str(fields["etag"]), str(fields["retrieved"]), body)
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            return None

    def keep(self, name: str, kept: Kept) -> None:
        """Keep an answer in place of an older one."""
        head = json.dumps({"url": kept.url, "etag": kept.etag, "retrieved": kept.retrieved}).encode()
        # Not forced to the disk: a page that a power cut spoils is noticed by its checksum and asked for again.
        write_whole(self._place(name), gzip.compress(head + b"\n" + kept.body, 6, mtime=0), is_forced=False)

    def drop(self, name: str) -> None:
        """Forget an answer."""
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"


def write_whole(path: Path, data: bytes, *, is_forced: bool = True) -> None:
    """Write a file so that it is there whole or not at all; when forced, whenever the power goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if is_forced:
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_json(path: Path) -> dict[str, Any]:
    """Read a small JSON file of ours; nothing when it isn't there or was spoilt."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write a small JSON file of ours, whole or not at all."""
    write_whole(path, (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
