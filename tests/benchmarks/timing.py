"""Taking times: medians over repeated runs, and the machine that they were taken on."""

import datetime
import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured thing."""

    what: str
    median_ms: float
    worst_ms: float
    runs: int
    queries: int | None = None


def do_nothing() -> None:
    """Let the runs follow each other."""


def take_time(
    what: str,
    run: Callable[[], object],
    *,
    runs: int = 15,
    queries: int | None = None,
    before: Callable[[], object] = do_nothing,
) -> Measure:
    """Run once to warm up, then time the runs; what is done before each of them is not timed."""
    run()
    times = []
    for _ in range(runs):
        before()
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    measure = Measure(what, statistics.median(times), max(times), runs, queries)
    print(f"{measure.median_ms:9.1f} ms  {what}", flush=True)
    return measure


def once(what: str, started: float) -> Measure:
    """Give the measure of something that can be done but once."""
    took = (time.perf_counter() - started) * 1000
    print(f"{took:9.1f} ms  {what}", flush=True)
    return Measure(what, took, took, 1)


def name_machine() -> str:
    """Name the machine, the Python and the day."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    today = datetime.date.today()  # noqa: DTZ011 - the day where it is measured
    return f"{cpu}, {os.cpu_count()} cores; Python {platform.python_version()}; {today:%d.%m.%Y}"
