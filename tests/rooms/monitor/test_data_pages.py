"""What data are in force, the report of a batch, and that own series stay in their workspace."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.rooms.monitor.actions.catalogue import edit_catalogue
from sciezka.rooms.monitor.actions.imports import SeriesValues, import_file
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.data_examples import EXAMPLE
from sciezka.rooms.monitor.store.batches import batches_in_force
from sciezka.rooms.monitor.store.bdl.verifying import Reason, Verdict, default_folder, keep_verdicts
from sciezka.rooms.monitor.store.observations import BatchFile
from sciezka.rooms.monitor.store.sight import forget_sights, see
from tests.factories.city import City, found_city, read_page
from tests.factories.monitor import write_figures
from tests.factories.monitor_batches import make_own_batch
from tests.rooms.monitor.data_files import CTAB, CTAB_NAME, PLAIN, Sender

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.HOME = tmp_path / "home"
    forget_sights()
    return found_city()


def bring(text: str, name: str = "figures.csv", **values: Any) -> Batch:
    return import_file(actor=None, data=text.encode(), name=name, values=SeriesValues(**values)).batch


def show(city: City, name: str, role: str = "coordinator", query: str = "", **words: Any) -> Any:
    return city.sign_in(role).get(reverse(f"monitor:{name}", kwargs={**city.process.address, **words}) + query)


def test_without_data_the_page_says_how_to_begin(city: City) -> None:
    page = read_page(show(city, "data"))
    assert "There are no data yet" in page
    assert "Bring in the first figures" in page
    assert "sciezka sync_bdl" in page
    assert reverse("monitor:series_new", kwargs=city.process.address) in page
    assert reverse("monitor:series_new", kwargs=city.process.address) not in read_page(show(city, "data", "viewer"))


def test_the_page_counts_what_is_in_force_and_what_it_feeds(city: City) -> None:
    batch = bring(write_figures(), title="Dane próbne")
    page = read_page(show(city, "data", "viewer"))
    sight = see(None, catalogue_in_force(None).catalogue)
    assert sight is not None
    fed = int(np.isfinite(sight.cube.values).any(axis=(0, 2)).sum())
    assert f"<h1>{fed} of 154 indicators have data, the newest of 2021</h1>" in page
    assert "Dane próbne" in page
    assert f"<dd>{batch.rows}</dd>" in page
    assert "2012–2021" in page
    assert "figures invented for tests" in page


def test_false_zeros_and_wrong_sums_are_told_with_their_units(city: City) -> None:
    batch = bring(CTAB, CTAB_NAME)
    page = read_page(show(city, "data"))
    assert "1 false zero" in page
    assert "the communes do not add up to the county" in page
    report = read_page(show(city, "batch", batch=batch.pk))
    assert "Bolesławiec" in report
    assert "(the county has 20 more)" in report
    wrong = bring(CTAB.replace("20;0;", "21;20;"), CTAB_NAME)
    assert "1 sum does not add up" in read_page(show(city, "data"))
    report = read_page(show(city, "batch", batch=wrong.pk))
    assert 'data-label="The whole" class="num">60<' in report
    assert 'data-label="Sum of the parts" class="num">61<' in report


def test_a_report_tells_which_figures_are_revised(city: City) -> None:
    older = bring(CTAB, CTAB_NAME)
    newer = bring(CTAB.replace("40;30;", "40;29;"), CTAB_NAME.replace("2025", "2026"))
    page = read_page(show(city, "batch", batch=older.pk))
    assert "It counts before this batch." in page
    assert "Different figures: 1." in page
    assert 'data-label="Before" class="num">30<' in page
    assert 'data-label="Counts now" class="num">29<' in page
    assert "This batch counts before it." in read_page(show(city, "batch", batch=newer.pk))


def test_what_the_bank_refused_is_listed(city: City) -> None:
    bring(write_figures())
    variable = catalogue_in_force(None).catalogue.by_key["bdl:72305"]
    expected = {"name": variable.name, "unit": variable.unit, "level": variable.level, "subject": variable.subject}
    reason = Reason("The bank knows no variable of this number.", {})
    keep_verdicts(
        [Verdict("bdl:72305", "refused", Batch.objects.get().retrieved, expected, {}, (reason,))], default_folder()
    )
    page = read_page(show(city, "data"))
    assert "<code>bdl:72305</code>" in page
    assert "The bank knows no variable of this number." in page


def test_a_damaged_file_is_named_and_the_page_opens_all_the_same(city: City) -> None:
    batch = bring(write_figures(), title="Zepsute")
    other = bring(CTAB, CTAB_NAME)
    BatchFile(batch.key, batch.digest, batch.retrieved).path.write_bytes(b"PAR1")
    page = read_page(show(city, "data"))
    assert "are damaged or gone" in page
    assert "Zepsute" in page
    assert "are damaged or gone" in read_page(show(city, "batch", batch=other.pk))
    assert "are damaged or gone" in read_page(show(city, "catalogue"))


def test_an_own_batch_is_taken_out_of_force_and_put_back(city: City) -> None:
    Sender(city.sign_in("coordinator"), reverse("monitor:series_new", kwargs=city.process.address)).bring(PLAIN.encode())
    batch = Batch.objects.get()
    client = city.sign_in("coordinator")
    for name, said, counts in (
        ("batch_withdraw", "no longer counts", False),
        ("batch_restore", "counts again", True),
    ):
        address = reverse(f"monitor:{name}", kwargs={**city.process.address, "batch": batch.pk})
        assert client.get(address).status_code == 405
        assert city.sign_in("adviser").post(address).status_code == 404
        assert said in read_page(client.post(address, follow=True))
        batch.refresh_from_db()
        assert batch.is_in_force is counts


def test_shared_batches_are_read_by_all_and_changed_by_none(city: City) -> None:
    batch = bring(write_figures())
    assert show(city, "batch", "viewer", batch=batch.pk).status_code == 200
    for name in ("batch_withdraw", "batch_restore"):
        address = reverse(f"monitor:{name}", kwargs={**city.process.address, "batch": batch.pk})
        assert city.sign_in("coordinator").post(address).status_code == 404
    assert show(city, "batch", batch=10**17).status_code == 404


def test_own_series_never_show_in_another_workspace(city: City) -> None:
    other = found_city()
    bring(write_figures())
    Sender(city.sign_in("coordinator"), reverse("monitor:series_new", kwargs=city.process.address)).bring(
        PLAIN.replace("0261011", "0261011").encode(), title="TAJNA seria", series_0="tajna liczba"
    )
    batch = Batch.objects.get(kind="own")
    source = EXAMPLE.replace("own:wnioski", "own:tajna_liczba").replace("per_head", "value").replace(", times = 1000", "")
    edit_catalogue(actor=None, workspace=city.process.workspace, source=source)

    # The owner sees them in the cube, the catalogue and the list.
    own, catalogue = city.process.workspace, catalogue_in_force(city.process.workspace).catalogue
    assert batch.key in {each.key for each in batches_in_force(own)}
    sight = see(own, catalogue)
    assert sight is not None
    assert "nursery_requests" in sight.cube.indicators
    assert "TAJNA seria" in read_page(show(city, "data"))
    assert "nursery_requests" in show(city, "catalogue_csv").content.decode()

    # Nobody else does, not even with the same catalogue.
    foreign = other.process.workspace
    edit_catalogue(actor=None, workspace=foreign, source=source)
    theirs = see(foreign, catalogue_in_force(foreign).catalogue)
    assert theirs is not None
    assert "nursery_requests" not in theirs.cube.indicators
    assert batch.key not in {each.key for each in batches_in_force(foreign)}
    assert batch.key not in {each.key for each in batches_in_force(None)}
    for name in ("data", "catalogue", "catalogue_csv", "catalogue_toml", "series_new", "catalogue_edit"):
        said = show(other, name).content.decode()
        assert "TAJNA" not in said, name
        assert "2024–2025" not in said, name
    for name in ("batch", "batch_withdraw", "batch_restore"):
        address = reverse(f"monitor:{name}", kwargs={**other.process.address, "batch": batch.pk})
        assert other.sign_in("coordinator").get(address).status_code in {404, 405}
        assert other.sign_in("coordinator").post(address).status_code in {404, 405}
    shared = Batch.objects.get(workspace=None)
    assert "TAJNA" not in read_page(show(other, "batch", batch=shared.pk))


def test_the_page_asks_the_database_as_often_for_many_batches(city: City) -> None:
    bring(write_figures())
    make_own_batch(city.process.workspace, "pierwsza")
    show(city, "data")
    client = city.sign_in("coordinator")
    address = reverse("monitor:data", kwargs=city.process.address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for number in range(3):
        bring(CTAB.replace("60;", f"{60 + number};"), CTAB_NAME)
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_what_was_looked_at_is_carried_along(city: City) -> None:
    bring(write_figures())
    page = read_page(show(city, "data", query="?rok=2019&grupa=3"))
    assert f"{reverse('monitor:overview', kwargs=city.process.address)}?grupa=3&amp;rok=2019" in page
