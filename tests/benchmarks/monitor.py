"""Time the monitor's pages: the first request of new processes, then every page of a process that has been asked before."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

COLD_RUNS: Final = 5
COLD: Final = {
    "overview": "overview",
    "indicator": "an indicator, its chart never drawn before",
    "report_pdf": "report, PDF never written before",
}
COLD_GOAL: Final = {"overview": 500}
# What the goals are set for, by the beginning of the name.
WARM_GOALS: Final = {"overview": 100, "what if, other": 100, "what if, a town": 100, "overview, weights": 500}
INTRO: Final = """## The monitor's pages

Server time in milliseconds: the whole way of a request through the product without the network, signed in, DEBUG off, on
SQLite, one request at a time. {data}:
{years} years × {indicators} indicators × {units:,} communes. The town is Jelenia Góra, compared with cities of its size
unless another group is named. What a slider or a box asks is different every time, so no answer is one that was kept.
No peer serves such pages from the same data, so there are no ratios."""
COLD_INTRO: Final = """### The first request of a new process

The cube lies on the disk. A server makes itself ready before it takes requests ({start:.1f} s here, most of it loading
libraries): compiled loops, drawing engine, views, templates, figures."""


def run(what: str, home: Path, *words: str) -> Any:
    """Run one process of the measurement, and give what it found."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "tests.benchmarks.monitor_pages", what, str(home), *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    if done.returncode:
        sys.exit(done.stderr)
    # Libraries say things as they leave; what was found is on the line before.
    line = next(line for line in reversed(done.stdout.splitlines()) if line.startswith("{"))
    return json.loads(line)["found"]


def find_goal(what: str) -> str:
    """Give the goal of a page; empty when none is set."""
    fitting = [name for name in WARM_GOALS if what.startswith(name)]
    return f"{WARM_GOALS[max(fitting, key=len)]}" if fitting else ""


def write_section() -> str:
    """Fill an office, time its pages, and write the section."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="sciezka-bench-") as name:
        home = Path(name)
        office = run("fill", home)
        first = {page: [run("cold", home, page) for _ in range(COLD_RUNS)] for page in COLD}
        pages = run("warm", home)
    starts = [one["start"] for found in first.values() for one in found]
    cold = [
        f"| {COLD[page]} | {statistics.median(times):.0f} | {max(times):.0f} | {len(times)} | {COLD_GOAL.get(page, '')} |"
        for page, found in first.items()
        for times in [[one["first"] for one in found]]
    ]
    warm = [
        f"| {m['what']} | {m['median']:.1f} | {m['worst']:.1f} | {m['runs']} | {m['queries']} | {find_goal(m['what'])} |"
        for m in pages
    ]
    for line in (*cold, *warm):
        print(line, flush=True)
    return "\n".join(
        [
            INTRO.format(**office),
            "",
            COLD_INTRO.format(start=statistics.median(starts) / 1000),
            "",
            "| what | median, ms | worst, ms | processes | goal, ms |",
            "|---|---:|---:|---:|---:|",
            *cold,
            "",
            "### Every further request",
            "",
            "| what | median, ms | worst, ms | runs | SQL queries | goal, ms |",
            "|---|---:|---:|---:|---:|---:|",
            *warm,
            "",
            f"Load of the machine as the run began (mean of a minute, 0 is idle): {load:.1f}.",
        ]
    )
