"""Run one engine on the national task in a process of its own: ``python -m tests.benchmarks.engines NAME FOLDER RUNS``.

Prints the seconds of each run and the largest resident memory as JSON, and leaves the scores in the folder.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sciezka.core.index.national import regroup, reweigh, run_national, warm
from sciezka.core.index.national.plan import National
from sciezka.core.index.types import Cube
from tests.benchmarks import peers
from tests.benchmarks.panel import GROUPS, RECIPE, WINDOW, YEARS, make_structure

STRUCTURE = make_structure()


def read_cube(folder: Path, *, mapped: bool) -> Cube:
    """Read the panel, as a mapped file or into memory."""
    values = np.load(folder / "values.npy", mmap_mode="r" if mapped else None)
    groups = np.load(folder / "groups.npy")
    names = tuple(map(str, range(GROUPS)))
    return Cube(values, YEARS, STRUCTURE.leaves, tuple(map(str, range(values.shape[2]))), groups, names)


def flatten(done: National) -> peers.Outcome:
    """Put a result into the shape of the peers': a row for each year and unit."""
    wide = {
        "scores": done.scores[:, done.plan.inner_nodes],
        "ranks": done.ranks,
        "group_ranks": done.group_ranks,
    }
    found: peers.Outcome = {name: part.transpose(0, 2, 1).reshape(-1, len(done.inner)) for name, part in wide.items()}
    assert done.slopes is not None
    return {**found, "slopes": done.slopes.T}


def prepare(name: str, folder: Path) -> tuple[Callable[[], Any], Callable[[Any], peers.Outcome | None]]:
    """Load the data (untimed), and give what is timed and what makes its result comparable."""
    if name == "sort":
        values = read_cube(folder, mapped=False).values
        return lambda: np.sort(values, axis=-1), lambda _: None
    if name == "read":
        return lambda: np.load(folder / "values.npy").shape, lambda _: None
    if name in {"pandas", "polars"}:
        cube = read_cube(folder, mapped=False)
        frame = getattr(peers, f"load_{name}")(cube.values, cube.groups, cube.years, cube.leaves)
        return lambda: getattr(peers, f"run_{name}")(frame, STRUCTURE), lambda done: done
    cube = read_cube(folder, mapped=name != "duckdb")
    if name == "numba":
        warm()
    if name.startswith("what-if"):
        return prepare_what_if(name, cube), lambda _: None
    return lambda: run_national(cube, STRUCTURE, RECIPE, engine=name, window=WINDOW), flatten


def prepare_what_if(name: str, cube: Cube) -> Callable[[], Any]:
    """Give what a slider or a list of ticked units asks for."""
    warm()
    if name == "what-if weights":
        done = run_national(cube, STRUCTURE, RECIPE)
        return lambda: reweigh(done, year=2015, weights={"D0": 2.5, "A11": 0.5})
    units = cube.units[: int(name.rsplit(" ", 1)[1])]
    return lambda: regroup(cube, STRUCTURE, RECIPE, units=units, window=WINDOW)


def main(name: str, folder: Path, runs: int) -> None:
    """Run once without timing, then time the runs."""
    run, settle = prepare(name, folder)
    started = time.perf_counter()
    outcome = run()
    times = []
    if (first := time.perf_counter() - started) > 10:
        runs = 1
    for _ in range(runs):
        outcome = None
        started = time.perf_counter()
        outcome = run()
        times.append(time.perf_counter() - started)
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if (settled := settle(outcome)) is not None:
        np.savez(folder / f"{name}.npz", **settled)
    print(json.dumps({"first": first, "times": times, "rss_mb": rss}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
