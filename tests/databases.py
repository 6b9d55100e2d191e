"""The database with which each process of the suite begins: migrated once, then copied.

Migrating takes ten seconds of a processor, and every process of the suite, on each database, and each server of its own that
a test starts, would do it anew. It is done again whenever a migration or what is installed has changed.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = ROOT / "build" / "test-database"
FRESH: Final = 3600


def name_template() -> Path:
    """Name the file after all that it comes from: migrations call nothing of ours that lies outside them."""
    told = hashlib.sha256()
    for path in sorted([*(ROOT / "src").rglob("migrations/*.py"), *(ROOT / "requirements").glob("*.txt")]):
        told.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return KEPT / f"{told.hexdigest()[:20]}.sqlite3"


def make_template() -> Path:
    """Give the migrated SQLite database, making it where there is none of this source."""
    found = name_template()
    while not _say_used(found):
        with tempfile.TemporaryDirectory(prefix="sciezka-template-") as home:
            migrate(SCIEZKA_HOME=home, SCIEZKA_DATABASE_URL="")
            KEPT.mkdir(parents=True, exist_ok=True)
            for old in KEPT.iterdir():
                # Of other source that is tested at the same time, it is still in use.
                if old.stat().st_mtime < time.time() - FRESH:
                    old.unlink(missing_ok=True)
            # Under a name of its own first: another process may be making the same one.
            part = found.with_suffix(f".{os.getpid()}")
            shutil.copy(Path(home) / "sciezka.sqlite3", part)
            part.replace(found)
    return found


def _say_used(found: Path) -> bool:
    """Say that a template is in use, so that nobody deletes it; False where there is none: a touch would make it empty."""
    try:
        os.utime(found)
    except FileNotFoundError:
        return False
    return True


def migrate(**environment: str) -> None:
    """Migrate a database in a process of its own."""
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", **environment}
    told = {name: value for name, value in told.items() if value}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=told, check=True)  # noqa: S603 - our own words


def copy_database(source: Path, target: Path) -> None:
    """Copy a SQLite database as it stands, with what is still in its log."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


if __name__ == "__main__":
    make_template()
