"""Kill the server again and again while people answer, and look for every answer that somebody was thanked for.

``python -m tests.benchmarks.answering_crash sqlite|postgresql``. The server's processes are killed with SIGKILL, all at
once; with PostgreSQL all of the cluster's, too.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.answering import (
    DATABASES,
    NAMES,
    PRODUCT,
    ROOT,
    ask_product,
    find_port,
    list_tree,
    prepare,
    wait_until_up,
)

KILLS: Final = 20
PEOPLE: Final = 24
SECONDS_EACH: Final = 4.0
FEWEST_THANKED: Final = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one database.

    Attributes:
        kills: how often all was killed.
        thanked: thank-yous that people got.
        lost: of these, not in the database as a finished response.
        doubled: of these, there more than once.
        cut_off: how often somebody was cut off in the middle.
        went_on: of these, who went on where they were.
    """

    kills: int
    thanked: int
    lost: int
    doubled: int
    cut_off: int
    went_on: int


def kill_tree(pid: int) -> None:
    """Kill a process and all below it at once."""
    tree = list_tree(pid)
    for one in tree:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    until = time.monotonic() + 30
    while any(is_alive(one) for one in tree) and time.monotonic() < until:
        time.sleep(0.02)


def clear_locks(folder: Path) -> None:
    """Take away the locks of a killed database: its process is dead, but may be listed still, and be taken for alive."""
    for lock in (folder / "postmaster.pid", *folder.glob(".s.PGSQL.*")):
        lock.unlink(missing_ok=True)


def is_alive(pid: int) -> bool:
    """Tell whether a process still runs; one that only waits to be counted does not."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def start_server(environment: dict[str, str], port: int) -> "subprocess.Popen[bytes]":
    """Start the server with two processes."""
    words = [*PRODUCT, "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(  # noqa: S603 - our own command
        words, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_up(port)
    except RuntimeError:
        kill_tree(server.pid)
        raise
    return server


def write_section() -> str:
    """Crash on both databases, and write the section."""
    rows = []
    for database in DATABASES:
        one = crash(database)
        what = "server" if database == "sqlite" else "server and database"
        rows.append(
            f"| {NAMES[database]} | {what} | {one.kills} | {one.thanked:,} | {one.lost} | {one.doubled} | {one.cut_off} | "
            f"{one.went_on} |"
        )
    return "\n".join(
        [
            "## Killed while many answer",
            "",
            f"{PEOPLE} people answer the same survey one after another without thinking, while all processes of the server,",
            "and with PostgreSQL those of the database too, are killed with SIGKILL and started anew. Whoever is cut off",
            "opens the survey again with the cookie and must see the page whose answers were on their way, or the next one",
            "where these had been written. At the end every response that somebody was thanked for must be in the database",
            "once, and sound.",
            "",
            "| database | killed | times | thank-yous | lost | twice | cut off | went on where they were |",
            "|---|---|---:|---:|---:|---:|---:|---:|",
            *rows,
            "",
            "LimeSurvey lost none of 87 and none of 64 in short tests of the same kind.",
            "",
            f"Goals: {KILLS} times, at least {FEWEST_THANKED:,} thank-yous, none lost, none twice, everybody goes on.",
        ]
    )


def crash(database: str) -> Outcome:
    """Kill everything again and again under load, and count."""
    with prepare(database) as (environment, cluster):
        door = ask_product(environment, "fill").strip().splitlines()[-1]
        said = answer_through_kills(environment, cluster, door)
        stored = json.loads(ask_product(environment, "digests").strip().splitlines()[-1])
    outcome = judge(said, stored)
    print(outcome, said["odd"][:5], flush=True)
    if outcome.lost or outcome.doubled or said["odd"]:
        message = f"Something was lost: {outcome} {said['odd'][:5]}"
        raise RuntimeError(message)
    if outcome.thanked < FEWEST_THANKED:
        message = f"Only {outcome.thanked} were thanked: too few to tell."
        raise RuntimeError(message)
    return outcome


def answer_through_kills(environment: dict[str, str], cluster: Any, door: str) -> dict[str, Any]:
    """Let people answer while all is killed."""
    port = find_port()
    server = start_server(environment, port)
    words = [sys.executable, "-m", "tests.benchmarks.answering_crash_clients", str(port), door, str(PEOPLE)]
    people = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        for number in range(KILLS):
            # Not in step with anything that the server does.
            time.sleep(SECONDS_EACH + (number * 0.37) % 1)
            kill_tree(server.pid)
            server.wait()
            if cluster is not None:
                kill_tree(cluster.get_pid())
                clear_locks(Path(cluster.pgdata))
                cluster.ensure_postgres_running()
            server = start_server(environment, port)
            print(f"killed {number + 1} times", flush=True)
        time.sleep(SECONDS_EACH)
        said: dict[str, Any] = json.loads(people.communicate("q\n", timeout=120)[0])
    finally:
        people.kill()
        server.terminate()
        server.wait(timeout=60)
    return said


def judge(said: dict[str, Any], stored: list[str]) -> Outcome:
    """Lay what people were thanked for beside what is in the database."""
    thanked = {hashlib.sha256(key.encode()).hexdigest() for key in said["thanked"]}
    counts = dict.fromkeys(thanked, 0)
    for digest in stored:
        if digest in counts:
            counts[digest] += 1
    return Outcome(
        kills=KILLS,
        thanked=len(thanked),
        lost=sum(1 for count in counts.values() if count == 0),
        doubled=sum(1 for count in counts.values() if count > 1),
        cut_off=said["cut_off"],
        went_on=said["went_on"],
    )


if __name__ == "__main__":
    crash(sys.argv[1])
