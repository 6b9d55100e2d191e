"""The recipe as a relational plan on Spark, on a local cluster of two threads, where Spark and Java are there."""

import shutil
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from sciezka.core.index.national import run_national
from sciezka.core.index.recipe import Aggregate, Normalise, Recipe, Treat
from sciezka.core.index.types import IndexProblem
from tests.core.index.panels import make_panel, make_structure
from tests.core.index.test_national import TREATED, compare

TREE = make_structure()
PANEL = make_panel(units=80)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if shutil.which("java") is None:
        pytest.skip("Java is not installed, and Spark runs on it")
    pytest.importorskip("pyspark", reason="pyspark is not installed (dependency group cluster)")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Spark's client warns of libraries that are newer than it knows
        sql = pytest.importorskip("pyspark.sql")
    place: Path = tmp_path_factory.mktemp("spark")
    builder = sql.SparkSession.builder.master("local[2]").appName("test")
    for key, value in {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(place),
        "spark.driver.memory": "1g",
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_spark_gives_the_same_numbers_as_the_embedded_engine(spark: Any) -> None:
    geometric = Recipe(
        Treat("winsorise", (0.05, 0.9)),
        normalise=Normalise("minmax", low=1, high=100, within=("year",)),
        aggregate=Aggregate("geometric", levels=(("T", "arithmetic"),), min_share=0.5),
    )
    for recipe in (TREATED, geometric):
        on_cluster = run_national(PANEL, TREE, recipe, engine="spark", window=(2016, 2018), session=spark)
        compare(on_cluster, run_national(PANEL, TREE, recipe, window=(2016, 2018)), 1e-9)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_spark_refuses_what_the_embedded_engine_refuses(spark: Any) -> None:
    with pytest.raises(IndexProblem, match="0 or less"):
        run_national(PANEL, TREE, Recipe(aggregate=Aggregate("geometric")), engine="spark", session=spark)


def test_spark_says_what_it_lacks() -> None:
    if find_spec("pyspark") is not None:
        pytest.skip("pyspark is installed")
    with pytest.raises(IndexProblem, match="pyspark"):
        run_national(PANEL, TREE, Recipe(), engine="spark")
