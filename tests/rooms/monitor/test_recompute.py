"""The index of all communes at once, by command."""

from io import StringIO
from pathlib import Path

import duckdb
import pytest
from django.core.management import CommandError, call_command

from sciezka.rooms.monitor.queries.choice import read_choice
from tests.factories.monitor import TOWN, make_store
from tests.factories.town import ProcessFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("engine", ["numba", "numpy", "duckdb"])
def test_every_engine_gives_the_numbers_that_the_pages_show(tmp_path: Path, engine: str) -> None:
    make_store()
    out = StringIO()
    call_command("recompute_index", out=tmp_path / "all.parquet", engine=engine, stdout=out)
    assert "16 communes in 1 groups" in out.getvalue()
    run = read_choice(ProcessFactory.create(), {"jednostka": TOWN}).run
    assert run is not None
    query = f"SELECT year, node, score, group_rank, coverage FROM '{tmp_path / 'all.parquet'}' WHERE unit = '{TOWN}'"  # noqa: S608
    rows = duckdb.sql(query).fetchall()
    assert len(rows) > 100
    for year, node, score, rank, coverage in rows:
        at = run.year_place[year], run.structure.position[node], run.member_place[TOWN]
        assert score == pytest.approx(run.result.scores[at], abs=1e-9)
        assert rank == run.result.ranks[at]
        assert coverage == pytest.approx(run.result.coverage[at])


def test_csv_is_written_too(tmp_path: Path) -> None:
    make_store()
    call_command("recompute_index", out=tmp_path / "all.csv", engine="numpy", stdout=StringIO())
    assert (tmp_path / "all.csv").read_text(encoding="utf-8").startswith("unit,year,comparison_group,node,score,rank,")


@pytest.mark.parametrize(
    ("name", "engine", "words"),
    [("all.txt", "", "must end in"), ("all.csv", "abacus", "abacus"), ("file/all.csv", "numpy", "can't be written")],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(tmp_path: Path, name: str, engine: str, words: str) -> None:
    make_store()
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match=words):
        call_command("recompute_index", out=tmp_path / name, engine=engine, stdout=StringIO())
    assert list(tmp_path.glob("*.*")) == []


def test_without_figures_it_says_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="import_series"):
        call_command("recompute_index", out=tmp_path / "all.csv", stdout=StringIO())
