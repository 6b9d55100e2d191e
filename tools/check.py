"""The static checks: style, types, import contracts, templates. ``check.py`` says what failed and how to mend it."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"

CHECKS = (
    ("style", ["ruff", "check", "."], "make fmt"),
    ("format", ["ruff", "format", "--check", "."], "make fmt"),
    ("import contracts", ["lint-imports"], "see docs/decisions/0001-four-storeys.md"),
    ("templates", ["djlint", "--lint", "--quiet", "src"], "mend what is listed"),
    ("types", ["mypy"], "mend what is listed"),
)


def main() -> int:
    """Run every check, and fail if one did."""
    failed = []
    for name, (tool, *words), advice in CHECKS:
        started = time.monotonic()
        done = subprocess.run(  # noqa: S603 - our own fixed commands
            [BIN / tool, *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        print(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)", flush=True)
        if done.returncode:
            print(done.stdout[-6000:], done.stderr[-2000:], f"\n→ {advice}", flush=True)
            failed.append(name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
