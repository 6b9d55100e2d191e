"""The relational plan on a Spark cluster: data go there and results come back as Parquet files that both can reach."""

import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb

from sciezka.core.index.national.on_duckdb import LONG, SCORES, gather, list_observations, name_refusal
from sciezka.core.index.national.plan import National, Plan
from sciezka.core.index.national.relational import SPARK, write_ranks, write_slopes, write_steps
from sciezka.core.index.types import Cube, IndexProblem

EXCHANGE = "spark.sciezka.exchange"


def run(
    cube: Cube,
    plan: Plan,
    *,
    window: tuple[int, int] | None = None,
    session: Any = None,  # noqa: ANN401 - Spark ships no session type that we could name without loading it
) -> National:
    """Reckon everything on Spark.

    Args:
        cube: the data.
        plan: what to reckon.
        window: the first and the last year of the slopes; None for no slopes.
        session: the Spark session; None for the one that Spark's own settings describe. Its setting
            ``spark.sciezka.exchange`` names a folder that this machine and the cluster share; without it the system's
            temporary one is taken, which serves a cluster on this machine.

    Raises:
        IndexProblem: Spark's Python client or Java is missing, or what the recipe refuses.
    """
    spark = open_session() if session is None else session
    exchange = spark.conf.get(EXCHANGE, "") or None
    with tempfile.TemporaryDirectory(prefix="sciezka-spark-", dir=exchange) as folder, duckdb.connect() as local:
        place = Path(folder)
        local.register(LONG, list_observations(cube, plan))
        local.execute(f"COPY {LONG} TO '{place / 'long.parquet'}' (FORMAT parquet, ROW_GROUP_SIZE 500000)")
        local.unregister(LONG)
        # As file: addresses, because a cluster may take a bare path for one on its own storage.
        run_tables(spark, plan, (place / "long.parquet").as_uri(), place.as_uri(), window=window)
        inner = ", ".join(str(node) for node in plan.inner_nodes.tolist())
        leaves = f"SELECT unit, year, node, score FROM '{place}/scores/*/*.parquet' WHERE node NOT IN ({inner})"  # noqa: S608
        scored = local.execute(leaves).fetchnumpy()
        ranked = local.execute(f"SELECT * FROM '{place}/ranks/*.parquet'").fetchnumpy()  # noqa: S608 - our own folder
        sloped = None
        if window is not None:
            sloped = local.execute(f"SELECT * FROM '{place}/slopes/*.parquet'").fetchnumpy()  # noqa: S608
        return gather(cube, plan, scored, ranked, sloped, window)


def run_tables(
    spark: Any,  # noqa: ANN401 - a Spark session
    plan: Plan,
    source: Path | str,
    target: Path | str,
    *,
    window: tuple[int, int] | None = None,
    coded: bool = False,
) -> None:
    """Read a long table on the cluster and write ``scores``, ``ranks`` and ``slopes`` there, without passing through here.

    Args:
        spark: the session.
        plan: what to reckon.
        source: Parquet with ``unit, year, band, leaf, value``; anything that the cluster can read.
        target: the folder for the results.
        window: the first and the last year of the slopes; None for no slopes.
        coded: whether ``leaf`` holds codes.

    Raises:
        IndexProblem: a geometric mean of a value of 0 or less.
    """
    spark.read.parquet(str(source)).createOrReplaceTempView(LONG)
    # Step by step: Spark would reckon the indicators anew for each level of the tree if it were one query.
    for name, query in write_steps(plan, SPARK, table=LONG, coded=coded):
        place = f"{target}/scores/step={name}"
        try:
            spark.sql(query).write.parquet(place)
        except Exception as problem:  # Spark wraps what a task says in one of many kinds
            raise name_refusal(problem, plan) from problem
        spark.read.parquet(place).createOrReplaceTempView(name)
    spark.read.parquet(f"{target}/scores").createOrReplaceTempView(SCORES)
    spark.sql(write_ranks(plan, SPARK, scores=SCORES)).write.parquet(f"{target}/ranks")
    if window is not None:
        spark.sql(write_slopes(plan, scores=SCORES, window=window)).write.parquet(f"{target}/slopes")


def open_session() -> Any:  # noqa: ANN401 - a Spark session
    """Open the session that Spark's own settings describe (``spark-defaults.conf``, ``SPARK_REMOTE``, ``SPARK_HOME``).

    Raises:
        IndexProblem: Spark's Python client is missing.
    """
    try:
        sql = import_module("pyspark.sql")
    except ImportError as problem:
        raise IndexProblem(
            "national.no_spark",
            "The engine spark needs the Python package pyspark, which is not installed. Install it, or choose the engine"
            " numba.",
        ) from problem
    return sql.SparkSession.builder.appName("sciezka").getOrCreate()
