"""Time the national recompute beside its peers, each in its own process, one after the other in one run; and the what-if."""

import json
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np

from tests.benchmarks.panel import make_cube

# What is run, how often, and the package whose version is named.
RUNS: Final = {
    "sort": (5, "numpy"),
    "read": (5, "numpy"),
    "numba": (9, "numba"),
    "numpy": (3, "numpy"),
    "polars": (5, "polars"),
    "pandas": (3, "pandas"),
    "duckdb": (3, "duckdb"),
}
WORDS: Final = {
    "sort": "one sort of the cube (`numpy.sort`, one thread)",
    "read": "reading the cube (`numpy.load`)",
    "numba": "**Ścieżka, compiled loops**",
    "numpy": "Ścieżka, plain NumPy (the oracle)",
    "polars": "Polars, group_by and join",
    "pandas": "pandas, vectorised",
    "duckdb": "Ścieżka's relational plan on DuckDB, from the cube and back",
}
WHAT_IF: Final = {
    "what-if weights": ("new weights, one year: 64 nodes, scores and both ranks", 10),
    "what-if group 30": ("new group of 30 units, all years, everything", 70),
    "what-if group 400": ("new group of 400 units, all years, everything", 70),
}
COMPILING: Final = """The first call of a process loads the compiled loops from the disk (about 1 s), and the very first on a
machine compiles them (6 to 14 s here); `warm()` does both when the server starts, before any request."""
INTRO: Final = """## The national panel

2,477 units × 20 years × 152 indicators = 7.53 million values (made up, 8 % missing), 50 comparison groups. In each group and
year every indicator is winsorised at 2.5 and 97.5 % and z-scored; weighted means 152 → 48 → 12 → 3 → 1 with at least half of
the children there; ranks of 64 nodes among all and within the group (6.3 million); slopes of 64 nodes over eight years.
Data are loaded before the clock starts, results stay in memory; each engine runs in a process of its own, whose largest
resident memory is given."""


def write_section() -> str:
    """Run everything, and write the section."""
    with tempfile.TemporaryDirectory(prefix="sciezka-bench-") as name:
        folder = Path(name)
        cube = make_cube()
        np.save(folder / "values.npy", cube.values)
        np.save(folder / "groups.npy", cube.groups)
        del cube
        found = {engine: run_engine(engine, folder, runs) for engine, (runs, _) in RUNS.items()}
        agreements = {engine: compare(engine, folder) for engine in ("numpy", "polars", "pandas", "duckdb")}
        drawn = {what: run_engine(what, folder, 15) for what in WHAT_IF}
    ours = statistics.median(found["numba"]["times"]) if found["numba"] else float("nan")
    rows = [_write_row(engine, found[engine], ours, agreements.get(engine, "")) for engine in RUNS]
    what_ifs = [
        f"| {words} | {_ms(drawn[what], statistics.median)} | {_ms(drawn[what], max)} | {goal} |"
        for what, (words, goal) in WHAT_IF.items()
    ]
    return "\n".join(
        [
            INTRO,
            "",
            "| engine | median, ms | worst, ms | runs | times ours | memory, MB | beside ours |",
            "|---|---:|---:|---:|---:|---:|---|",
            *rows,
            "",
            COMPILING,
            "",
            "Goals: 10 times pandas, 7 times Polars, at most 4 times the one sort, under 500 MB.",
            "",
            "### What if",
            "",
            "| question | median, ms | worst, ms | goal, ms |",
            "|---|---:|---:|---:|",
            *what_ifs,
        ]
    )


def run_engine(name: str, folder: Path, runs: int) -> dict[str, Any] | None:
    """Run one engine in its own process; None when it could not run."""
    command = [sys.executable, "-m", "tests.benchmarks.engines", name, str(folder), str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        print(f"{name}: could not be measured ({lines[-1] if lines else 'no message'})", flush=True)
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{statistics.median(found['times']) * 1000:9.1f} ms  {name}  {found['rss_mb']:.0f} MB", flush=True)
    return found


def compare(engine: str, folder: Path) -> str:
    """Say how an engine's numbers differ from ours."""
    if not (folder / f"{engine}.npz").is_file():
        return ""
    with np.load(folder / "numba.npz") as ours, np.load(folder / f"{engine}.npz") as other:
        gaps = "same gaps" if np.array_equal(np.isnan(ours["scores"]), np.isnan(other["scores"])) else "OTHER GAPS"
        far = max(float(np.nanmax(np.abs(ours[part] - other[part]))) for part in ("scores", "slopes"))
        moved = sum(int((ours[part] != np.nan_to_num(other[part])).sum()) for part in ("ranks", "group_ranks"))
    return f"{gaps}, scores and slopes within {far:.0e}, {moved} of 6.3 million ranks differ"


def _write_row(engine: str, found: dict[str, Any] | None, ours: float, agreement: str) -> str:
    package = RUNS[engine][1]
    try:
        named = f"{WORDS[engine]} ({package} {version(package)})"
    except PackageNotFoundError:
        named = f"{WORDS[engine]} ({package} is not installed)"
    if found is None:
        return f"| {named} | not measured | | | | | |"
    ratio = statistics.median(found["times"]) / ours
    return (
        f"| {named} | {_ms(found, statistics.median)} | {_ms(found, max)} | {len(found['times'])} | {ratio:.2f}"
        f" | {found['rss_mb']:,.0f} | {agreement} |"
    )


def _ms(found: dict[str, Any] | None, pick: Any) -> str:
    return "not measured" if found is None else f"{pick(found['times']) * 1000:,.1f}"
