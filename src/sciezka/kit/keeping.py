"""Folders of drawings that can be made again: they never grow without end."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

MOST: Final = 4000
"""So many files are kept in a folder; when there are more, the oldest quarter goes."""


def forget_oldest(folder: Path, most: int = MOST) -> None:
    """Delete the oldest files of a folder once it holds too many; folders in it and files half written stay."""
    with suppress(OSError), os.scandir(folder) as entries:
        files = [entry for entry in entries if not entry.name.endswith(".part") and entry.is_file(follow_symlinks=False)]
        if len(files) > most:
            aged = sorted((entry.stat().st_mtime, entry.path) for entry in files)
            for _age, path in aged[: len(aged) - most * 3 // 4]:
                Path(path).unlink(missing_ok=True)
