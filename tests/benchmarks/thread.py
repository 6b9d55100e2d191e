"""Time the check of a large plan."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.benchmarks.pages import set_up
from tests.benchmarks.timing import Measure, take_time

if TYPE_CHECKING:
    from sciezka.rooms.town.models import Process

NODES, TIES = 1_000, 5_000
GOAL_MS = 150
SEED = 6


def write_section() -> str:
    """Measure, and write the section."""
    rows = [
        f"| {one.what} | {one.median_ms:.1f} | {one.worst_ms:.1f} | {one.runs} | {one.queries or ''} |" for one in measure()
    ]
    return "\n".join(
        [
            "## Check of a plan",
            "",
            f"A plan of {NODES:,} nodes in three layers and {TIES:,} ties, held to all rules of all rooms, in one process",
            "on SQLite; a tenth of the citations are old, a hundredth of the reasons say nothing. No peer checks plans, so",
            "there are no ratios.",
            "",
            "| what | median, ms | worst, ms | runs | SQL queries |",
            "|---|---:|---:|---:|---:|",
            *rows,
            "",
            f"Goals: a check under {GOAL_MS} ms at the median; a saved state and a comparison under one second each.",
        ]
    )


def measure() -> Iterator[Measure]:
    """Make the plan in a database of its own, and time reading and checking."""
    set_up()
    from django.db import connection  # noqa: PLC0415 - after Django is set up
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from sciezka.rooms.thread.actions.snapshots import save_snapshot  # noqa: PLC0415
    from sciezka.rooms.thread.queries.checks import all_rules, check, hold  # noqa: PLC0415
    from sciezka.rooms.thread.queries.plan import read_plan  # noqa: PLC0415
    from sciezka.rooms.thread.queries.snapshots import compare_snapshots  # noqa: PLC0415

    process = make_plan()
    with CaptureQueriesContext(connection) as queries:
        check(process)
    yield take_time("Reading a plan and checking it", lambda: check(process), queries=len(queries))
    plan = read_plan(process)
    yield take_time("Reading alone", lambda: read_plan(process))
    # A plan remembers what was reckoned; each run gets a fresh one.
    yield take_time("Holding it to the rules", lambda: hold(replace(plan), all_rules()))
    yield take_time("Saving the state of its thread", lambda: save_snapshot(actor=None, process=process, name="Stan"))
    saved = save_snapshot(actor=None, process=process, name="Stan")
    yield take_time("Comparing a saved state with the thread as it stands", lambda: compare_snapshots(saved, None))


def make_plan() -> "Process":
    """Make a process with a large thread; each hundredth reason says nothing, and each tenth citation is old."""
    from sciezka.rooms.thread.models import Node, Tie  # noqa: PLC0415
    from tests.factories import thread, town  # noqa: PLC0415

    thread.declare_types()
    process = town.ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")
    draw = random.Random(SEED)  # noqa: S311 - the same plan at each run
    layers = [("test_proof", NODES // 2), ("test_trouble", NODES // 4), ("test_aim", NODES // 4)]
    rows = []
    for key, count in layers:
        for number in range(1, count + 1):
            year = 2009 if number % 10 == 0 else 2024
            cited = {"number": draw.random(), "unit": "%", "of": str(year), "source": f"GUS {number % 40}", "version": "3"}
            rows.append(
                Node(
                    process=process, type=key, number=number, code=f"{thread.PREFIXES[key]}-{number}",
                    title=f"Stwierdzenie {key} nr {number} o tym, co się w mieście zmienia", noun_kind="town.task",
                    noun_key=str(len(rows)), cited=cited if key == "test_proof" else {},
                )
            )  # fmt: skip
    nodes = Node.objects.bulk_create(rows, batch_size=500)
    first, second = NODES // 2, NODES // 4 * 3
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < TIES:
        source = draw.randrange(second)
        target = draw.randrange(first, second) if source < first else draw.randrange(second, NODES)
        pairs[source, target] = None
    Tie.objects.bulk_create(
        (
            Tie(
                source=nodes[source], target=nodes[target], kind="weakens" if at % 20 == 0 else "supports",
                reason="bo tak" if at % 100 == 0 else f"Tak wynika z odczytu numer {at}.",
            )
            for at, (source, target) in enumerate(pairs)
        ),
        batch_size=500,
    )  # fmt: skip
    return process
