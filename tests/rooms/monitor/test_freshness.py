"""What is kept in memory: new figures count at once, and nothing that one workspace brought in reaches another."""

from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.utils.translation import override

from sciezka.kit.serving import load_pages
from sciezka.rooms.monitor.actions.imports import SeriesValues, import_file, withdraw_batch
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.queries import ready
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.overview_trace import read_trace
from sciezka.rooms.monitor.store.observations import find_folder
from sciezka.rooms.monitor.store.sight import Sight, forget_sights, see
from sciezka.rooms.town.models import Process, Workspace
from tests.factories.monitor import TOWN, TOWNS, write_figures
from tests.factories.monitor_findings import fall_of_store
from tests.factories.town import ProcessFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def process(settings: Any, tmp_path: Path) -> Process:
    """Give a process with a store of its own."""
    settings.HOME = tmp_path
    data = write_figures().encode()
    import_file(actor=None, data=data, name="figures.csv", values=SeriesValues(title="Figures", source="invented"))
    return ProcessFactory.create()


def look(process: Process) -> Choice:
    """Read what the monitor shows of the town."""
    return read_choice(process, {"jednostka": TOWN, "rok": "2021"})


def open_sight(workspace: Workspace | None) -> Sight:
    """Open what a workspace sees."""
    sight = see(workspace, catalogue_in_force(workspace).catalogue)
    assert sight is not None
    return sight


def score(choice: Choice) -> float:
    """Give the town's score of the whole."""
    run = choice.run
    assert run is not None
    return float(run.score(run.structure.root)[run.year_place[choice.year], run.member_place[TOWN]])


def grow(town: str, times: int) -> bytes:
    """Write newer figures in which a town has so many times its people."""
    lines = []
    for line in write_figures().splitlines():
        parts = line.split(";")
        if parts[:2] == [town, "bdl:72305"]:
            parts[3] = str(int(parts[3]) * times)
        lines.append(";".join(parts))
    return "\n".join(lines).replace("retrieved: 2026-01-15", "retrieved: 2026-02-20").encode()


def test_figures_that_come_into_force_count_at_once_and_those_before_count_again_after_their_withdrawal(
    process: Process,
) -> None:
    before = score(look(process))
    batch = fall_of_store()
    fallen = score(look(process))
    assert fallen < before
    withdraw_batch(actor=None, batch=batch)
    assert score(look(process)) == before


def test_the_usual_group_follows_the_newest_population(process: Process) -> None:
    neighbour = TOWNS[6]
    group = look(process).peers
    assert group is not None
    assert neighbour in group.members
    import_file(
        actor=None, data=grow(neighbour, 10), name="grown.csv", values=SeriesValues(title="Grown", source="invented")
    )
    group = look(process).peers
    assert group is not None
    assert neighbour not in group.members


def test_the_usual_group_is_named_in_the_language_of_each_reader(process: Process) -> None:
    with override("pl"):
        polish = look(process).peers
    with override("en"):
        english = look(process).peers
    assert polish is not None
    assert english is not None
    assert polish.members == english.members
    assert "miasta" in polish.name
    assert "cities" in english.name


def test_two_workspaces_with_the_same_figures_see_each_its_own_sources(process: Process) -> None:
    other = ProcessFactory.create()
    for whose, source in ((process, "office of the first"), (other, "office of the second")):
        data = write_figures().replace(";bdl:", ";own:").encode()
        values = SeriesValues(title=source, source=source)
        import_file(actor=None, data=data, name="own.csv", workspace=whose.workspace, values=values)
    first, second = open_sight(process.workspace), open_sight(other.workspace)
    assert first.cube.digest == second.cube.digest, "the same figures, or the test says nothing"
    assert first.digest != second.digest
    assert [batch.key for batch in first.batches] != [batch.key for batch in second.batches]
    shared = open_sight(None)
    assert len(shared.batches) == 1


def test_a_number_is_traced_to_the_very_batch_of_the_reader(process: Process) -> None:
    other = ProcessFactory.create()
    for whose, source in ((process, "office of the first"), (other, "office of the second")):
        values = SeriesValues(title=source, source=source)
        import_file(actor=None, data=grow(TOWN, 2), name="own.csv", values=values)
        batch = Batch.objects.latest("pk")
        Batch.objects.filter(pk=batch.pk).update(workspace=whose.workspace)
    told: dict[Process, str] = {}
    for whose in (process, other):
        choice = look(whose)
        assert choice.run is not None
        told[whose] = repr(read_trace(choice, choice.run.structure.leaves[0]))
    assert "office of the first" in told[process]
    assert "office of the second" not in told[process]
    assert "office of the second" in told[other]
    assert "office of the first" not in told[other]


def test_a_server_starts_with_figures_open_and_pages_loaded(process: Process) -> None:
    forget_sights()
    ready.open_figures()
    opened = open_sight(None)
    assert opened is open_sight(None)
    assert look(process).sight is opened
    load_pages()
    (loader,) = engines["django"].engine.template_loaders  # type: ignore[attr-defined]
    assert "monitor/overview.html" in loader.get_template_cache


def test_a_server_starts_although_a_file_of_figures_is_damaged(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    make_store_anew()
    for path in (find_folder() / "observations").glob("*.parquet"):
        path.write_bytes(b"broken")
    forget_sights()
    ready.make_ready()


def make_store_anew() -> None:
    """Put the figures into a store of their own."""
    import_file(
        actor=None,
        data=write_figures().encode(),
        name="figures.csv",
        values=SeriesValues(title="Figures", source="invented"),
    )
