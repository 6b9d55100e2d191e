"""What the office shows when a file of the store is lost, damaged or can't be written; the rest of the product lives."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sciezka.rooms.monitor.actions.imports import SeriesValues, import_file
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.store.observations import NotWritten
from sciezka.rooms.monitor.store.runs import forget_runs
from sciezka.rooms.monitor.store.sight import forget_sights
from tests.factories.city import City, found_city, read_page
from tests.factories.monitor import write_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A store of its own with the invented towns."""
    settings.HOME = tmp_path
    forget_sights()
    forget_runs()
    import_file(actor=None, data=write_figures().encode(), name="figures.csv", values=SeriesValues(title="Figures"))
    yield tmp_path / "monitor"
    forget_sights()
    forget_runs()


@pytest.fixture
def city() -> City:
    return found_city()


def open_page(city: City, client: Client, name: str) -> Any:
    answer = client.get(reverse(f"monitor:{name}", kwargs=city.process.address))
    answer.close()
    return answer


def test_a_damaged_batch_is_named_on_every_page_that_needs_it(city: City, store: Path) -> None:
    client = city.sign_in("viewer")
    batch = next((store / "observations").glob("*.parquet"))
    batch.write_bytes(batch.read_bytes()[:1000])
    forget_sights()
    shutil.rmtree(store / "cubes", ignore_errors=True)
    for name in ("overview", "compare_csv", "recipe_download", "report_docx"):
        answer = open_page(city, client, name)
        assert answer.status_code == 503, name
        assert f"The observations of the batch “{batch.stem}” are damaged or gone." in read_page(answer)
    for name in ("data", "catalogue_csv", "findings"):
        assert open_page(city, client, name).status_code == 200, name
    assert client.get(reverse("thread:thread", kwargs=city.process.address)).status_code == 200


def test_damage_is_told_to_nobody_from_outside(city: City, store: Path) -> None:
    shutil.rmtree(store / "observations")
    assert open_page(city, city.sign_in("stranger"), "overview").status_code == 404
    assert open_page(city, city.sign_in("nobody"), "overview").status_code == 302


def test_a_store_that_cannot_be_written_is_told(city: City, store: Path) -> None:
    # A file where the folder should be: nobody can write there, whoever they are.
    (store / "cubes").write_text("")
    (store / "incoming").write_text("")
    client = city.sign_in("coordinator")
    assert "can’t write to its store of data" in read_page(open_page(city, client, "overview"))
    sent = SimpleUploadedFile("own.csv", b"unit;year;series\n0261011;2020;1\n")
    answer = client.post(reverse("monitor:series_new", kwargs=city.process.address), {"file": sent})
    assert answer.status_code == 503


def test_nothing_is_in_force_when_its_observations_cannot_be_written(store: Path) -> None:
    shutil.rmtree(store / "observations")
    (store / "observations").write_text("")
    Batch.objects.update(is_in_force=False)
    with pytest.raises(NotWritten):
        import_file(actor=None, data=write_figures().replace(";1\n", ";9\n").encode(), name="figures.csv")
    assert not Batch.objects.filter(is_in_force=True).exists()


def test_a_report_is_given_though_it_cannot_be_kept(city: City, store: Path) -> None:
    (store.parent / "cache").write_text("")
    answer = open_page(city, city.sign_in("viewer"), "report_docx")
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


def test_lost_units_leave_the_office_open_and_come_back_with_the_next_import(city: City, store: Path) -> None:
    client = city.sign_in("viewer")
    (store / "units.parquet").unlink()
    assert open_page(city, client, "overview").status_code == 200
    again = import_file(actor=None, data=write_figures().encode(), name="figures.csv")
    assert not again.is_new
    assert "Miasto F" in read_page(open_page(city, client, "units"))


def test_a_file_that_an_import_left_behind_is_no_obstacle_and_is_not_touched(city: City, store: Path) -> None:
    batch = Batch.objects.get()
    left = store / "observations" / f"{batch.key}.parquet"
    kept = left.read_bytes()
    batch.delete()
    again = import_file(actor=None, data=write_figures().encode(), name="figures.csv", values=SeriesValues(title="Figures"))
    assert again.is_new
    assert again.batch.key != batch.key
    assert left.read_bytes() == kept
    assert open_page(city, city.sign_in("viewer"), "overview").status_code == 200
