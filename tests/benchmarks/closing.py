"""The last second of a call: two hundred people send at once, once quietly, once with the server killed in the middle.

``python -m tests.benchmarks.closing run sqlite|postgresql``. Everybody must be told one thing (taken with a receipt, or too
late), the same that is in the database, once; nobody's submission may be missing.
"""

import asyncio
import datetime as dt
import json
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from tests.benchmarks.answering import DATABASES, HOST, NAMES, ROOT, find_port, prepare
from tests.benchmarks.answering_crash import kill_tree, start_server

PEOPLE: Final = 200
# All press within so many seconds before the closing.
WITHIN: Final = 1.0
LEAD: Final = 8.0
PATIENCE: Final = 120.0
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RECEIPT: Final = re.compile(r'class="receipt__number">([^<]+)<')


@dataclass
class Sender:
    """One applicant with a draft that is ready.

    Attributes:
        path: the private link.
        told: what the page after sending said: ``taken`` or ``late``, each as often as it was said.
        receipt: the number on it.
        waited: from pressing to being told, in seconds.
        cut_off: how often the connection broke.
    """

    path: str
    cookie: str = ""
    token: str = ""
    told: Counter[str] = field(default_factory=Counter)
    receipt: str = ""
    waited: float = 0.0
    cut_off: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one run."""

    kills: int
    taken: int
    late: int
    both: int
    lost: int
    cut_off: int
    slowest: float


async def ask(port: int, method: str, path: str, cookie: str = "", body: str = "") -> tuple[dict[str, str], str]:
    """Send one request over a connection of its own; give the headers and the page."""
    reader, writer = await asyncio.open_connection(HOST, port)
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{port}", "Connection: close", "Accept-Language: en"]
    if cookie:
        lines.append(f"Cookie: csrftoken={cookie}")
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    writer.write(("\r\n".join(lines) + f"\r\n\r\n{body}").encode())
    await writer.drain()
    raw = (await asyncio.wait_for(reader.read(), PATIENCE)).decode("utf-8", "replace")
    writer.close()
    head, gap, text = raw.partition("\r\n\r\n")
    if not gap or not re.match(r"HTTP/1\.1 (200|302) ", head):
        message = head.splitlines()[0] if head else "cut off"
        raise OSError(message)
    return {name.lower(): value for name, _colon, value in (line.partition(": ") for line in head.splitlines()[1:])}, text


async def get_ready(port: int, one: Sender) -> None:
    """Open the page before sending, as somebody who waits for the last second."""
    headers, text = await ask(port, "GET", f"{one.path}podsumowanie/")
    one.cookie = headers["set-cookie"].partition("csrftoken=")[2].partition(";")[0]
    one.token = TOKEN.findall(text)[-1]


async def send(port: int, one: Sender, at: float) -> None:
    """Press at a moment, and again whenever the connection breaks, until told what became of it."""
    await asyncio.sleep(max(0.0, at - time.time()))
    pressed = time.time()
    while time.time() < pressed + PATIENCE:
        try:
            headers, _text = await ask(
                port, "POST", f"{one.path}wyslanie/", one.cookie, f"csrfmiddlewaretoken={quote(one.token)}"
            )
            _headers, text = await ask(port, "GET", headers["location"])
        except (OSError, KeyError, asyncio.IncompleteReadError):
            one.cut_off += 1
            await asyncio.sleep(0.2)
            continue
        if "It came too late" in text:
            one.told["late"] += 1
        elif "has been taken" in text:
            one.told["taken"] += 1
        one.receipt = found[1].strip() if (found := RECEIPT.search(text)) else ""
        one.waited = time.time() - pressed
        return


async def send_all(port: int, senders: list[Sender], closes: float) -> None:
    """Let everybody press within the last second, evenly."""
    await asyncio.gather(
        *(send(port, one, closes - WITHIN * (1 - place / len(senders))) for place, one in enumerate(senders))
    )


async def get_all_ready(port: int, senders: list[Sender]) -> None:
    """Open everybody's page, a few at once."""
    for start in range(0, len(senders), 8):
        await asyncio.gather(*(get_ready(port, one) for one in senders[start : start + 8]))


def close_in(environment: dict[str, str], killing: bool, port: int, server: Any, senders: list[Sender]) -> tuple[Any, int]:  # noqa: FBT001
    """Let the call close, with everybody pressing in its last second; kill the server in the middle where told to."""
    closes = float(ask_product(environment, "close", str(time.time() + LEAD)))

    async def run() -> tuple[Any, int]:
        sending = asyncio.create_task(send_all(port, senders, closes))
        if not killing:
            await sending
            return server, 0
        await asyncio.sleep(max(0.0, closes - WITHIN / 2 - time.time()))
        await asyncio.to_thread(kill_tree, server.pid)
        again = await asyncio.to_thread(start_server, environment, port)
        await sending
        return again, 1

    return asyncio.run(run())


def measure(database: str, *, killing: bool) -> Outcome:
    """Run once on a database of our own, and lay what people were told beside what is stored."""
    with prepare(database) as (environment, _cluster):
        senders = [Sender(path) for path in json.loads(ask_product(environment, "fill").splitlines()[-1])]
        port = find_port()
        server = start_server(environment, port)
        try:
            asyncio.run(get_all_ready(port, senders))
            server, kills = close_in(environment, killing, port, server, senders)
        finally:
            kill_tree(server.pid)
            server.wait()
        stored = json.loads(ask_product(environment, "stored").splitlines()[-1])
    return judge(senders, stored, kills)


def judge(senders: list[Sender], stored: dict[str, Any], kills: int) -> Outcome:
    """Compare what everybody was told with what is stored; refuse the run where anything differs."""
    odd = [
        f"{one.path}: told {dict(one.told)} {one.receipt}, stored {stored.get(one.path)}"
        for one in senders
        if one.told.total() != 1 or stored.get(one.path) != {"receipt": one.receipt, "told": next(iter(one.told), "")}
    ]
    receipts = [one.receipt for one in senders]
    if odd or len(set(receipts)) != len(senders):
        message = f"Told and stored differ: {odd[:3]}; {len(set(receipts))} receipts of {len(senders)}."
        raise RuntimeError(message)
    return Outcome(
        kills=kills,
        taken=sum(one.told["taken"] for one in senders),
        late=sum(one.told["late"] for one in senders),
        both=sum(1 for one in senders if len(one.told) > 1),
        lost=sum(1 for one in senders if one.path not in stored),
        cut_off=sum(one.cut_off for one in senders),
        slowest=max(one.waited for one in senders),
    )


def ask_product(environment: dict[str, str], *words: str) -> str:
    """Do something in the product's environment."""
    command = [sys.executable, "-m", "tests.benchmarks.closing", *words]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603


def fill() -> None:
    """Make an open call with drafts that are ready, and print their private links."""
    import django  # noqa: PLC0415

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from sciezka.rooms.calls.queries.keys import private_path  # noqa: PLC0415
    from tests.factories import calls, town  # noqa: PLC0415

    process = town.ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")
    call = calls.make_call(process)
    begun = timezone.now()
    print(
        json.dumps(
            [
                private_path(calls.make_submission(call, f"Pomysł {number}", draft=True, created_at=begun))
                for number in range(PEOPLE)
            ]
        )
    )


def close(at: str) -> None:
    """Set when the call closes, and print it."""
    import django  # noqa: PLC0415

    django.setup()
    from sciezka.rooms.calls.models import Call  # noqa: PLC0415

    moment = dt.datetime.fromtimestamp(float(at), dt.UTC)
    Call.objects.update(closes_at=moment)
    print(moment.timestamp())


def list_stored() -> None:
    """Print what is stored of each draft: its receipt, and whether it is late by its own instant."""
    import django  # noqa: PLC0415

    django.setup()
    from sciezka.rooms.calls.models import Submission  # noqa: PLC0415
    from sciezka.rooms.calls.queries.keys import private_path  # noqa: PLC0415

    found = {}
    for one in Submission.objects.filter(sent_at__isnull=False).select_related("call"):
        is_late = one.sent_at is not None and one.call.closes_at is not None and one.sent_at >= one.call.closes_at
        if is_late is not one.is_late or one.versions.count() != 1:
            message = f"{one.receipt} is not as it was sent."
            raise RuntimeError(message)
        found[private_path(one)] = {"receipt": one.receipt, "told": "late" if is_late else "taken"}
    print(json.dumps(found))


def write_section() -> str:
    """Run on each database, quietly and killed, and write the section."""
    rows = []
    for database in DATABASES:
        for killing in (False, True):
            one = measure(database, killing=killing)
            print(database, one, flush=True)
            killed = "yes" if one.kills else "no"
            told = f"{one.taken} | {one.late} | {one.both} | {one.lost} | {one.cut_off} | {one.slowest:.1f}"
            rows.append(f"| {NAMES[database]} | {killed} | {told} |")
    return "\n".join(
        [
            "## The last second of a call",
            "",
            f"{PEOPLE} people with a draft that is ready press “Send” within the last second, evenly, over HTTP, against",
            "`sciezka serve` with two processes. Where it says so, all of them are killed with SIGKILL half a second before",
            "the closing and started anew; whoever is cut off presses again until told. What each was told (taken or too",
            "late, with which receipt) must be what the database holds, once.",
            "",
            "| database | killed | taken | told too late | both | lost | cut off | slowest, s |",
            "|---|---|---:|---:|---:|---:|---:|---:|",
            *rows,
            "",
            "The instant is the one at which a request came to the server (its wait for a turn is taken off the database's",
            "time), so that a crowd larger than the machine makes nobody late who pressed in time.",
            "",
            "Goals: none both, none lost.",
        ]
    )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["fill"]:
            fill()
        case ["close", moment]:
            close(moment)
        case ["stored"]:
            list_stored()
        case ["run", database]:
            for kill in (False, True):
                print(measure(database, killing=kill), flush=True)
