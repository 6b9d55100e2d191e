"""Time the check of a large plan."""

import gc
from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.pages import set_up
from tests.benchmarks.plans import NODES, TIES, make_plan
from tests.benchmarks.timing import Measure, take_time

GOAL_MS = 150


def write_section() -> str:
    """Measure, and write the section."""
    rows = [
        f"| {one.what} | {one.median_ms:.1f} | {one.worst_ms:.1f} | {one.runs} | {one.queries or ''} |" for one in measure()
    ]
    return "\n".join(
        [
            "## Check of a plan",
            "",
            f"A plan of {NODES:,} nodes and {TIES:,} ties: evidence, problems with causes and effects, resources, factors,",
            "a SWOT, a vision, goals and indicators with their figures. It is held to all rules of all rooms, in one",
            "process on SQLite; a tenth of the citations are old, a hundredth of the reasons say nothing. No peer checks",
            "plans, so there are no ratios.",
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
    # As a serving process does once it is warm: what stays for good is looked through no more.
    gc.collect()
    gc.freeze()
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
