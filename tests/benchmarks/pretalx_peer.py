"""The same pages in pretalx 2025.2: a real server with two processes on SQLite, one client, in an environment of its own.

The environment, its data and its settings live under ``tests/benchmarks/.pretalx`` (which no commit holds) and are made when
they are missing; pretalx is none of the project's dependencies.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from tests.benchmarks.answering import find_port
from tests.benchmarks.timing import Measure, take_time

HOME: Final = Path(__file__).resolve().parent / ".pretalx"
PYTHON: Final = HOME / "env" / "bin" / "python"
PACKAGES: Final = ("pretalx==2025.2.*", "gunicorn", "faker", "freezegun")
EMAIL: Final = "bench@bench.example"
WORD: Final = "bench-bench-2026"
SMALL, LARGE = 64, 1000
CARDS: Final = 3
UP_WITHIN: Final = 60.0

SETTINGS: Final = """[filesystem]
data={folder}
[site]
debug=False
url=http://127.0.0.1:{port}
[database]
backend=sqlite3
name={folder}/db.sqlite3
"""
ADMINISTRATOR: Final = f"""
from pretalx.person.models import User
user = User.objects.create_user(email="{EMAIL}", password="{WORD}", name="Bench")
user.is_administrator = user.is_superuser = True
user.save()
"""
GROW: Final = f"""
import random
from django.db import transaction
from pretalx.event.models import Event
from pretalx.submission.models import Review, Submission
random.seed(7)
event = Event.objects.get(slug="democon")
scores = list(event.score_categories.first().scores.all())
people = list({{review.user for review in Review.objects.filter(submission__event=event)}})
rows = list(event.submissions.all())
with transaction.atomic():
    while len(rows) < {LARGE}:
        like = rows[len(rows) % {SMALL}]
        row = Submission.objects.create(
            event=event, title=f"{{like.title}} {{len(rows)}}", submission_type=like.submission_type, track=like.track,
            abstract=like.abstract, state="submitted", content_locale="en",
        )
        row.speakers.add(*like.speakers.all())
        rows.append(row)
    for row in rows:
        reviews = list(row.reviews.all())
        for review in reviews[{CARDS}:]:
            review.delete()
        missing = {CARDS} - len(reviews[:{CARDS}])
        known = {{review.user_id for review in reviews}}
        for user in random.sample([user for user in people if user.pk not in known], max(missing, 0)):
            review = Review.objects.create(submission=row, user=user, text="ok")
            review.scores.set([random.choice(scores)])
            review.save()
"""


def measure_peer() -> dict[tuple[str, int], Measure]:
    """Time the review dashboard and the list in pretalx, by what and how many submissions."""
    prepare()
    found: dict[tuple[str, int], Measure] = {}
    for count, rows in ((SMALL, 64), (LARGE, 250)):
        with serve(count) as port, sign_in(port) as client:
            for what, address in (
                ("dashboard", f"/orga/event/democon/reviews/?page_size={rows}"),
                ("list", "/orga/event/democon/submissions/?page_size=50"),
            ):
                fetch(client, address)
                found[what, count] = take_time(
                    f"pretalx, {what}, {count} submissions", lambda address=address: fetch(client, address), runs=9
                )
    return found


def fetch(client: httpx.Client, address: str) -> str:
    """Open a page."""
    answer = client.get(address)
    answer.raise_for_status()
    if "/login" in str(answer.url):
        message = "Not signed in."
        raise RuntimeError(message)
    return answer.text


@contextmanager
def sign_in(port: int) -> Iterator[httpx.Client]:
    """Sign the administrator in."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=60) as client:
        client.get("/orga/login/")
        said = {"login_email": EMAIL, "login_password": WORD, "csrfmiddlewaretoken": client.cookies["pretalx_csrftoken"]}
        answer = client.post("/orga/login/", data=said, headers={"Referer": f"http://127.0.0.1:{port}/orga/login/"})
        answer.raise_for_status()
        yield client


@contextmanager
def serve(count: int) -> Iterator[int]:
    """Serve pretalx with two processes."""
    port = find_port()
    # A loaded machine is slow, not stuck.
    command = [
        str(PYTHON.with_name("gunicorn")), "pretalx.wsgi", "--workers", "2", "--timeout", "120", "--log-level", "error",
        "--bind", f"127.0.0.1:{port}",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=HOME, env=environment(count, port), stdout=subprocess.DEVNULL)  # noqa: S603 - the peer's own command
    try:
        wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def wait(port: int) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + UP_WITHIN
    while time.monotonic() < until:
        try:
            httpx.get(f"http://127.0.0.1:{port}/orga/login/", timeout=10)
        except httpx.TransportError:
            time.sleep(0.3)
        else:
            return
    message = "pretalx did not come up."
    raise RuntimeError(message)


def environment(count: int, port: int = 8000) -> dict[str, str]:
    """Write the settings of one set of data, and name them."""
    folder = HOME / f"data-{count}"
    folder.mkdir(parents=True, exist_ok=True)
    settings = HOME / f"{count}.cfg"
    settings.write_text(SETTINGS.format(folder=folder, port=port), encoding="utf-8")
    return {**os.environ, "PRETALX_CONFIG_FILE": str(settings)}


def prepare() -> None:
    """Make the environment and both sets of data, where they are missing."""
    if not PYTHON.exists():
        run(sys.executable, "-m", "venv", str(HOME / "env"))
        run(str(PYTHON), "-m", "pip", "install", "--quiet", *PACKAGES)
    for count in (SMALL, LARGE):
        settings = environment(count)
        done = HOME / f"data-{count}" / "done"
        if done.exists():
            continue
        run(str(PYTHON), "-m", "pretalx", "migrate", settings=settings)
        run(str(PYTHON), "-m", "pretalx", "collectstatic", "--noinput", settings=settings)
        shell = (str(PYTHON), "-m", "pretalx", "shell", "--unsafe-disable-scopes", "-c")
        run(*shell, ADMINISTRATOR, settings=settings)
        run(str(PYTHON), "-m", "pretalx", "create_test_event", "--stage", "review", "--seed", "7", settings=settings)
        if count == LARGE:
            run(*shell, GROW, settings=settings)
        done.touch()


def run(*command: str, settings: dict[str, str] | None = None) -> None:
    """Run a command to its end."""
    subprocess.run(command, check=True, env=settings, cwd=HOME if HOME.exists() else None, stdout=subprocess.DEVNULL)  # noqa: S603 - commands of this module
