"""Set up a working copy: ``setup.py run`` for running, ``setup.py test`` for testing too, ``setup.py lock`` for locks.

Uses the standard library alone, because it runs before anything is installed. Each step is said before it starts, and
a step that fails says what to do.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
BUILD = ROOT / "build"
OLDEST = (3, 11)
WINDOWLESS = "chromium-headless-shell"


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(f"  {text}", flush=True)


def fail(what: str, advice: str) -> None:
    """Stop, and say what to do."""
    print(f"\n  {what}\n  {advice}\n", file=sys.stderr)
    raise SystemExit(1)


def run(step: str, *command: str | Path, advice: str) -> None:
    """Run one step, silently unless it fails."""
    say(step)
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "UV_NO_PROGRESS": "1"}
    done = subprocess.run(  # noqa: S603 - our own fixed commands
        [str(word) for word in command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-4000:], file=sys.stderr)
        fail(f"Failed: {step}", advice)


def make_environment() -> None:
    """Make .venv with uv in it."""
    if sys.version_info < OLDEST:
        fail(
            f"Python {sys.version.split()[0]} is too old.", "Install Python 3.11 or newer, then: make PYTHON=python3.11 demo"
        )
    if not (BIN / "python").exists():
        advice = "On Debian and Ubuntu install the package python3-venv, then try again."
        run("making .venv", sys.executable, "-m", "venv", ".venv", advice=advice)
    if not (BIN / "uv").exists():
        lines = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines()
        version = next(line.split()[0] for line in lines if line.startswith("uv=="))
        run("installing the installer", BIN / "python", "-m", "pip", "install", "-q", version, advice=NETWORK)


NETWORK = "Check the connection to Python's package registry (and PIP_INDEX_URL, if you use a mirror), then try again."


def install(requirements: str) -> None:
    """Install a lock file and Ścieżka itself."""
    lock = f"requirements/{requirements}.txt"
    run(
        f"installing Python packages ({lock})",
        BIN / "uv", "pip", "sync", "-q", "--python", BIN / "python", "--require-hashes", lock,
        advice=NETWORK,
    )  # fmt: skip
    run(
        "installing Ścieżka",
        BIN / "uv", "pip", "install", "-q", "--python", BIN / "python", "--no-deps", "-e", ".",
        advice=NETWORK,
    )  # fmt: skip


def build_pages() -> None:
    """Install the front-end parts and build the static files and the message catalogues."""
    advice = "Check the connection to the npm registry, then try again."
    run("installing front-end parts", BIN / "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", advice=advice)
    advice = "Report this: the build needs nothing but what was just installed."
    run("building styles, icons and scripts", BIN / "python", "tools/build_static.py", advice=advice)
    run("compiling translations", BIN / "python", "tools/messages.py", "compile", advice=advice)


def install_browser() -> None:
    """Install a Chromium for the tests: where it can be had the build that draws no windows, which takes less time."""
    if shutil.which("apt-get") and os.geteuid() == 0 and not shutil.which(WINDOWLESS):
        say("installing Chromium for the tests")
        subprocess.run(["apt-get", "update", "-q"], check=False, capture_output=True)  # noqa: S607 - the system's own
        for package in (WINDOWLESS, "chromium"):
            if package == WINDOWLESS or not has_browser():
                command = ["apt-get", "install", "-yq", "--no-install-recommends", package]
                subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - fixed words
    if not has_browser():
        run(
            "installing Chromium for the tests",
            BIN / "playwright", "install", "chromium",
            advice="Install Chromium with the system's package manager, then try again.",
        )  # fmt: skip


def has_browser() -> bool:
    """Tell whether the machine has a Chromium of its own."""
    return any(map(shutil.which, (WINDOWLESS, "chromium", "chromium-browser")))


def lock() -> None:
    """Compile the lock files; they name no registry's address."""
    common = ["--group", "setup", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
              "--no-emit-find-links", "--no-annotate", "--no-header", "-q", *sys.argv[2:]]  # fmt: skip
    compile_ = [BIN / "uv", "pip", "compile", "pyproject.toml", *common]
    run("locking requirements/run.txt", *compile_, "-o", "requirements/run.txt", advice=NETWORK)
    dev = [*compile_, "--group", "dev", "-c", "requirements/run.txt", "-o", "requirements/dev.txt"]
    run("locking requirements/dev.txt", *dev, advice=NETWORK)


def main() -> None:
    """Do what was asked for."""
    started = time.monotonic()
    task = sys.argv[1] if len(sys.argv) > 1 else "run"
    if task == "lock":
        lock()
        return
    print(f"Setting up Ścieżka ({'for tests' if task == 'test' else 'a few minutes at the most'}):", flush=True)
    make_environment()
    if task == "test":
        install("dev")
        install_browser()
    else:
        install("dev" if (BUILD / "test.done").exists() else "run")
        build_pages()
    BUILD.mkdir(exist_ok=True)
    (BUILD / f"{'test' if task == 'test' else 'setup'}.done").touch()
    say(f"ready in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
