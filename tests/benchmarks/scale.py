# ruff: noqa: S608 - every word that is put into a query is a number or a name of ours
"""Time 1, 10 and 100 times the national panel: the embedded engine in chunks of years, and the relational plan.

``python -m tests.benchmarks.scale ENGINE TIMES FOLDER`` runs one of them in a process of its own.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from sciezka.core.index.national import run_in_chunks, warm
from sciezka.core.index.national.on_spark import run_tables
from sciezka.core.index.national.plan import make_plan
from sciezka.core.index.national.relational import DUCKDB, write_ranks, write_scores, write_slopes
from tests.benchmarks.panel import GROUPS, MISSING, RECIPE, UNITS, WINDOW, YEARS, make_cube, make_structure

STRUCTURE = make_structure()
# Engine, times the panel, years at once in the embedded engine; what does not end in time is said not to have run.
CASES: Final = (
    ("embedded", 1, 20),
    ("embedded", 10, 4),
    ("embedded", 100, 1),
    ("duckdb", 1, 0),
    ("duckdb", 10, 0),
    ("spark", 1, 0),
)
TIMEOUT: Final = 420
WORDS: Final = {
    "embedded": "embedded engine, some years at a time, results passed on",
    "duckdb": "relational plan on DuckDB, tables on disk, at most 10 GB",
    "spark": "relational plan on Spark, `local[2]`, Parquet to Parquet",
}
INTRO: Final = """## Outgrowing one machine

The same recipe on 10 and 100 times the units and groups of the national panel (20 years, 152 indicators, made up anew). The
embedded engine takes some years at a time, so that memory holds one chunk (making up the chunk is not timed; no slopes).
The relational plan reads a long table and writes tables of scores, ranks and slopes. One run each."""


def write_section() -> str:
    """Run every case that can be run here, and write the section."""
    rows, left = [], []
    with tempfile.TemporaryDirectory(prefix="sciezka-scale-") as name:
        for engine, times, _ in CASES:
            named = f"{WORDS[engine]}: {times} ×"
            if why := say_what_lacks(engine):
                left.append(f"{named} ({why})")
                continue
            found = run_case(engine, times, Path(name))
            if found is None:
                left.append(f"{named} (did not end within {TIMEOUT} s, or failed)")
                continue
            print(f"{found['seconds']:9.1f} s  {engine} {times} x  {found['rss_mb']:.0f} MB", flush=True)
            values = UNITS * times * len(YEARS) * 152 / 1e6
            memory = f"{found['rss_mb']:,.0f}" if engine != "spark" else "in Java"
            rows.append(
                f"| {named} | {values:,.1f} | {found['seconds']:,.1f} | {values / found['seconds']:,.1f} | {memory} |"
            )
    head = ["| engine | million values | seconds | million values a second | memory, MB |", "|---|---:|---:|---:|---:|"]
    absent = [*left, f"{WORDS['duckdb']}: 100 ×", f"{WORDS['spark']}: 10 and 100 × (need more cores than these)"]
    return "\n".join([INTRO, "", *head, *rows, "", "Not run: " + "; ".join(absent) + "."])


def say_what_lacks(engine: str) -> str:
    """Say what an engine needs and this machine does not have."""
    if engine != "spark":
        return ""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    return "" if shutil.which("java") else "Java is not installed"


def run_case(engine: str, times: int, folder: Path) -> dict[str, Any] | None:
    """Run one case in its own process; None when it failed or took too long."""
    command = [sys.executable, "-m", "tests.benchmarks.scale", engine, str(times), str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT)  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(done.stderr[-600:], flush=True)
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_embedded(times: int) -> float:
    """Reckon chunk by chunk, and give the seconds without the making up of data."""
    warm()
    at_once = next(years for engine, many, years in CASES if (engine, many) == ("embedded", times))
    taken = 0.0
    for first in range(0, len(YEARS), at_once):
        cube = make_cube(times, years=YEARS[first : first + at_once], seed=first)
        started = time.perf_counter()
        for _ in run_in_chunks([cube], STRUCTURE, RECIPE):
            taken += time.perf_counter() - started
    return taken


def make_table(connection: Any, times: int) -> None:
    """Make up a long table in DuckDB."""
    plan = make_plan(STRUCTURE, RECIPE, STRUCTURE.leaves)
    leaves = ", ".join(map(str, plan.leaf_nodes.tolist()))
    connection.execute(f"""CREATE TABLE long AS
        SELECT u::INT AS unit, y::INT AS year, (hash(u) % {GROUPS * times})::INT AS band, leaf::INT AS leaf,
            50 + 10 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS value
        FROM range({UNITS * times}) units(u), range({YEARS[0]}, {YEARS[-1] + 1}) years(y),
            (SELECT unnest([{leaves}]) AS leaf)
        WHERE random() > {MISSING}""")


def run_duckdb(times: int, folder: Path) -> float:
    """Run the relational plan on a database in a file."""
    duckdb = import_module("duckdb")
    plan = make_plan(STRUCTURE, RECIPE, STRUCTURE.leaves)
    with duckdb.connect(str(folder / f"panel{times}.duckdb")) as connection:
        connection.execute("SET memory_limit = '10GB'")
        make_table(connection, times)
        started = time.perf_counter()
        connection.execute(f"CREATE TABLE scores AS {write_scores(plan, DUCKDB, table='long')}")
        connection.execute(f"CREATE TABLE ranks AS {write_ranks(plan, DUCKDB, scores='scores')}")
        connection.execute(f"CREATE TABLE slopes AS {write_slopes(plan, scores='scores', window=WINDOW)}")
        return time.perf_counter() - started


def run_spark(times: int, folder: Path) -> float:
    """Run the relational plan on a local cluster of two threads."""
    source = folder / f"long{times}.parquet"
    with import_module("duckdb").connect() as connection:
        make_table(connection, times)
        connection.execute(f"COPY long TO '{source}' (FORMAT parquet, ROW_GROUP_SIZE 500000)")
    builder = import_module("pyspark.sql").SparkSession.builder.master("local[2]")
    for key, value in (
        ("spark.driver.host", "127.0.0.1"),
        ("spark.driver.bindAddress", "127.0.0.1"),
        ("spark.ui.enabled", "false"),
        ("spark.ui.showConsoleProgress", "false"),
        ("spark.driver.memory", "6g"),
        ("spark.local.dir", str(folder)),
    ):
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    started = time.perf_counter()
    run_tables(spark, make_plan(STRUCTURE, RECIPE, STRUCTURE.leaves), source, folder / f"spark{times}", window=WINDOW)
    taken = time.perf_counter() - started
    spark.stop()
    return taken


def main(engine: str, times: int, folder: Path) -> None:
    """Run one case, and print its seconds and its largest resident memory as JSON."""
    if engine == "embedded":
        seconds = run_embedded(times)
    else:
        seconds = (run_duckdb if engine == "duckdb" else run_spark)(times, folder)
    print(json.dumps({"seconds": seconds, "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
