"""Time a meeting on 60 screens: from the facilitator's click to each participant's screen, over real connections.

A real ``sciezka serve`` on the loopback with the embedded database. Each participant has an address and a connection of
their own; the facilitator signs in and presses buttons as a browser would.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from tests.benchmarks.pages import ROOT, set_up

SCREENS: Final = 60
CLICKS: Final = 60
READERS: Final = 8
# What is done about one item before the next.
CLICKS_EACH: Final = 4
GOAL: Final = 300
HOST: Final = "127.0.0.1"
ITEMS: Final = 40
PEOPLE: Final = 40


@dataclass
class Place:
    """What the benchmark meets: a round, a meeting, addresses of participants, the facilitator's account."""

    email: str
    password: str
    meeting: str
    streams: list[str]
    items: list[str]
    pages: list[str]


@dataclass
class Arrivals:
    """When each screen got each change."""

    times: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    all_here: threading.Event = field(default_factory=threading.Event)
    expected: int = SCREENS

    def note(self) -> None:
        """Note that a screen got an event now."""
        now = time.perf_counter()
        with self.lock:
            self.times.append(now)
            if len(self.times) >= self.expected:
                self.all_here.set()

    def start(self) -> None:
        """Begin anew."""
        with self.lock:
            self.times.clear()
            self.all_here.clear()


def write_section() -> str:
    """Measure, and write the section."""
    set_up()
    place = fill()
    with serve_here() as port:
        quiet = measure(port, place, readers=0)
        some = measure(port, place, readers=READERS, pause=1.0)
        busy = measure(port, place, readers=READERS)
    with serve_here("--workers", "2") as port:
        several = measure(port, place, readers=0)
    rows = [
        ("nobody else does anything", quiet),
        (f"{READERS} people open an ordinary page every second", some),
        (f"{READERS} clients load ordinary pages without a pause, more than one process can serve", busy),
        ("two serving processes", several),
    ]
    return "\n".join(
        [
            "## A meeting on many screens",
            "",
            (
                "From the moment when the facilitator's browser sends the click to the moment when a participant's "
                "connection has the whole new state, in milliseconds. A real `sciezka serve` on the loopback with SQLite, "
                f"{SCREENS} open streams of {SCREENS} participants, {CLICKS} clicks in each run (next item, agreed level, "
                f"spread, timer), a round of {PEOPLE} people × {ITEMS} items; {SCREENS * CLICKS:,} arrivals. "
                "Clients run on the same machine."
            ),
            "",
            "| meanwhile | p50 | p95 | worst | click answered, p50 |",
            "|---|---:|---:|---:|---:|",
            *(f"| {what} | {m.p50:.0f} | {m.p95:.0f} | {m.worst:.0f} | {m.answered:.0f} |" for what, m in rows),
            "",
            f"Goal: p95 under {GOAL} ms.",
        ]
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run came to, in milliseconds."""

    p50: float
    p95: float
    worst: float
    answered: float


def fill() -> Place:
    """Make a closed round of many with a running meeting, and participants with addresses of their own."""
    from django.urls import reverse  # noqa: PLC0415 - Django is set up by now

    from sciezka.rooms.rounds.actions.meetings import start_meeting  # noqa: PLC0415
    from sciezka.rooms.rounds.models import Participant  # noqa: PLC0415
    from sciezka.rooms.rounds.queries.sheets import key_of  # noqa: PLC0415
    from tests.factories import town  # noqa: PLC0415
    from tests.factories.people import PASSWORD  # noqa: PLC0415
    from tests.factories.rounds import make_round, make_sheet  # noqa: PLC0415

    process = town.ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")
    seat = town.SeatFactory.create(workspace=process.workspace, user__email="koordynator@miasto.example")
    round_ = make_round(process, people=0, items=[f"Instytucja {n}" for n in range(ITEMS)], phase="closed", audience="list")
    people = [
        Participant.objects.create(round=round_, name=f"Osoba {n}", email=f"o{n}@miasto.example") for n in range(SCREENS)
    ]
    items = list(round_.items.all())
    for n, person in enumerate(people[:PEOPLE]):
        make_sheet(person, {item: (n * 7 + place * 3) % 5 + 1 for place, item in enumerate(items)})
    meeting = start_meeting(actor=seat.user, round=round_)
    address = {**round_.address, "meeting": meeting.pk}
    return Place(
        email=seat.user.email,
        password=PASSWORD,
        meeting=reverse("rounds:meeting", kwargs=address),
        streams=[reverse("rounds:key_stream", kwargs={"key": key_of(person)}) for person in people],
        items=[f"{item.pk}:sila:" for item in items],
        pages=[reverse("town:process", kwargs=process.address), reverse("town:kalendarium", kwargs=process.address)],
    )


@contextmanager
def serve_here(*options: str) -> Iterator[int]:
    """Run ``sciezka serve`` on a free port."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-c", "from sciezka.config.cli import main; main()", "serve", "--port", str(port), *options],
        env={**os.environ, "SCIEZKA_STATIC": tempfile.mkdtemp(prefix="sciezka-bench-static-")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        wait_until_up(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def wait_until_up(port: int) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            Browser(port).get("/konto/login/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    message = "The server did not come up."
    raise RuntimeError(message)


class Browser:
    """One person's connection, with cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        """Open a page."""
        return self.ask("GET", path)

    def post(self, path: str, data: dict[str, str]) -> str:
        """Send a form."""
        return self.ask("POST", path, urlencode({"csrfmiddlewaretoken": self.cookies["csrftoken"], **data}))

    def ask(self, method: str, path: str, body: str | None = None) -> str:
        """Send a request and read the answer."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "HX-Request": "true",
            "Accept-Language": "pl",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
        if answer.status >= 400:
            message = f"{path}: {answer.status} {text[:200]}"
            raise RuntimeError(message)
        return text


def listen(port: int, path: str, arrivals: Arrivals, ready: threading.Semaphore, stop: threading.Event) -> None:
    """Be one participant's screen."""
    with closing(socket.create_connection((HOST, port))) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
        line.settimeout(1)
        buffer = b""
        while not stop.is_set():
            try:
                got = line.recv(65536)
            except TimeoutError:
                continue
            if not got:
                break
            buffer += got
            while (match := re.search(rb"data: .*?\n\n", buffer, re.DOTALL)) is not None:
                buffer = buffer[match.end() :]
                arrivals.note()
                ready.release()


def measure(port: int, place: Place, *, readers: int, pause: float = 0.0) -> Outcome:
    """Click, and take the times of all screens."""
    arrivals, ready, stop = Arrivals(), threading.Semaphore(0), threading.Event()
    took: list[float] = []
    answered: list[float] = []
    facilitator = Browser(port)
    facilitator.get("/konto/login/")
    facilitator.post("/konto/login/", {"login": place.email, "password": place.password})
    facilitator.get(place.meeting)
    with ExitStack() as stack:
        stack.callback(stop.set)
        for path in place.streams:
            threading.Thread(target=listen, args=(port, path, arrivals, ready, stop), daemon=True).start()
        for _ in place.streams:
            if not ready.acquire(timeout=30):
                message = "Not every screen got its stream."
                raise RuntimeError(message)
        if readers:
            stack.enter_context(read_beside(port, place.pages, readers, pause))
        time.sleep(1)
        for number in range(CLICKS):
            arrivals.start()
            began = time.perf_counter()
            facilitator.post(f"{place.meeting}krok/", choose_click(number, place.items))
            answered.append(time.perf_counter() - began)
            if not arrivals.all_here.wait(timeout=20):
                message = f"Only {len(arrivals.times)} of {SCREENS} screens got click {number}."
                raise RuntimeError(message)
            took += [(arrived - began) * 1000 for arrived in arrivals.times]
            # People do not click faster, and screens may have been sent more than once for one click.
            time.sleep(0.3)
    outcome = Outcome(
        p50=statistics.median(took),
        p95=statistics.quantiles(took, n=20)[-1],
        worst=max(took),
        answered=statistics.median(answered) * 1000,
    )
    print(f"{outcome.p50:9.1f} ms  p50, {outcome.p95:.1f} p95, {outcome.worst:.1f} worst", flush=True)
    return outcome


def choose_click(number: int, items: list[str]) -> dict[str, str]:
    """Choose what the facilitator does now; each click changes something."""
    item = items[(number // CLICKS_EACH) % len(items)]
    return (
        {"to": item},
        {"to": item, "level": str(number % 5 + 1), "reason": "Uzgodniono po rozmowie."},
        {"do": "hide_spread" if number % 8 < CLICKS_EACH else "show_spread"},
        {"do": "timer_more"},
    )[number % CLICKS_EACH]


@contextmanager
def read_beside(port: int, pages: list[str], readers: int, pause: float) -> Iterator[None]:
    """Let people read ordinary pages, from a process of their own: it must not slow down the clocks of this one."""
    words = [sys.executable, "-m", "tests.benchmarks.meeting", str(port), str(readers), str(pause), *pages]
    reading = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        yield
    finally:
        reading.kill()
        reading.wait()


def read_pages(port: int, pages: list[str], pause: float, number: int) -> None:
    """Be somebody who opens ordinary pages one after another."""
    reader = Browser(port)
    time.sleep(pause * number / READERS)
    while True:
        reader.get(pages[number % len(pages)])
        number += 1
        time.sleep(pause)


if __name__ == "__main__":
    for reader in range(int(sys.argv[2])):
        words = (int(sys.argv[1]), sys.argv[4:], float(sys.argv[3]), reader)
        threading.Thread(target=read_pages, args=words).start()
