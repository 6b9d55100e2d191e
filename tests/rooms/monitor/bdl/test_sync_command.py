"""``sciezka sync_bdl`` against the stand-in, with the real store and database."""

import datetime
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sciezka.core.indicators.catalogue import Variable
from sciezka.rooms.monitor.actions import sync
from sciezka.rooms.monitor.actions.imports import withdraw_batch
from sciezka.rooms.monitor.actions.sync import NotInCatalogue, expected_variables, list_orders, open_client, sync_bdl
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.store.batches import batches_in_force
from sciezka.rooms.monitor.store.bdl.client import Timing
from sciezka.rooms.monitor.store.bdl.orders import Order
from sciezka.rooms.monitor.store.bdl.verifying import verification
from sciezka.rooms.monitor.store.observations import observations_of
from sciezka.rooms.monitor.store.units import load_units
from tests.rooms.monitor.bdl.standin import StandIn, fail, make_series, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
POPULATION = "72305"


@pytest.fixture
def bank(bank: StandIn, tmp_path: Path, settings: Any) -> Iterator[StandIn]:
    """Point the settings at a stand-in that knows the population of three communes and a part."""
    settings.HOME = tmp_path
    settings.BDL_URL, settings.BDL_KEY = bank.url, ""
    units = [
        make_unit("030210106011", (2020, 2021), 12_000, name="Karpacz"),
        make_unit("030210106022", (2020, 2021), 8_000, name="Mysłakowice"),
        make_unit("030210161011", (2020, 2021), 79_000, name="Jelenia Góra"),
        make_unit("030210106034", (2020, 2021), 5_000, name="Piechowice - miasto"),
    ]
    bank.series[72305] = make_series(72305, units)
    bank.subjects["P2137"] = "Ludność według miejsca zamieszkania i płci"
    return bank


def call(*words: str) -> str:
    """Run the command and give what it says."""
    out = StringIO()
    call_command("sync_bdl", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_figures_come_into_the_store_with_source_day_and_last_change(bank: StandIn) -> None:
    said = call("--variables", POPULATION)
    assert "1 written (6 observations)" in said
    assert "3 requests." in said
    batch = Batch.objects.get()
    assert (batch.kind, batch.workspace, batch.rows) == (Batch.Kind.BDL, None, 6)
    assert batch.updated is not None
    assert batch.updated.astimezone(datetime.UTC).isoformat() == "2025-05-14T13:05:15.743000+00:00"
    assert batch.report["passed_over"] == {"part": 1}
    observations = observations_of(["0261011"], ["bdl:72305"], batches_in_force())
    assert [(each.year, each.value, each.attribute, each.source) for each in observations] == [
        (2020, 79_000.0, 1, "GUS, Bank Danych Lokalnych"),
        (2021, 79_000.0, 1, "GUS, Bank Danych Lokalnych"),
    ]
    assert {str(each.updated) for each in observations} == {"2025-05-14 15:05:15.743000"}
    assert load_units()["0261011"].name == "Jelenia Góra"
    verdict = verification()["bdl:72305"]
    assert verdict.is_verified
    assert verdict.holds_for(expected_variables()["bdl:72305"])
    assert bank.pages(72305) == [0]


def test_a_second_run_asks_once_and_writes_nothing(bank: StandIn) -> None:
    call("--variables", POPULATION)
    said = call("--variables", "bdl:72305")
    assert "1 of them are here already" in said
    assert "0 written (0 observations), 1 unchanged" in said
    assert Batch.objects.count() == 1
    withdraw_batch(actor=None, batch=Batch.objects.get())
    assert "1 written" in call("--variables", POPULATION)
    assert Batch.objects.filter(is_in_force=True).count() == 1
    assert len(bank.asked) == 5


def test_a_revision_makes_a_new_batch_beside_the_old(bank: StandIn) -> None:
    call("--variables", POPULATION)
    bank.series[72305].units[2]["values"][1]["val"] = 78_000
    bank.series[72305].updated = "2026-05-14T10:00:00"
    assert "1 written" in call("--variables", POPULATION)
    found = observations_of(["0261011"], ["bdl:72305"], batches_in_force())
    assert [(each.year, each.value, each.is_newest) for each in found if each.year == 2021] == [
        (2021, 78_000.0, True),
        (2021, 79_000.0, False),
    ]


def test_a_dry_run_says_the_price_and_asks_nothing(bank: StandIn) -> None:
    said = call("--dry-run")
    count = len(expected_variables())
    assert f"{count} to fetch" in said
    assert "the window of 12 hours decides" in said
    assert "without a key" in said
    assert "1 d" in said or "2 d" in said
    assert bank.asked == []
    assert not Batch.objects.exists()


def test_a_run_may_be_limited_and_goes_on_next_time(bank: StandIn) -> None:
    said = call("--variables", POPULATION, "--max-requests", "2")
    assert "Stopped after 2 requests" in said
    assert "Run the command again" in said
    assert "1 written" in call("--variables", POPULATION)
    assert len(bank.asked) == 3


def test_what_is_not_what_it_should_be_is_listed_and_the_rest_goes_on(bank: StandIn) -> None:
    bank.series[59] = make_series(59, bank.series[72305].units, subjectId="P9", n1="lasy", n2="razem", measureUnitName="ha")
    bank.subjects["P9"] = "Leśnictwo"
    said = call("--variables", POPULATION, "59")
    assert "1 written" in said
    assert "1 refused" in said
    assert "refused: bdl:59: The catalogue expects “" in said
    assert "the bank calls it “Leśnictwo; lasy; razem”" in said
    assert bank.pages(59) == []


def test_levels_and_years_can_be_chosen(bank: StandIn) -> None:
    bank.series[72305].units.append(make_unit("000000000000", (2020, 2021), 38_000_000, name="POLSKA"))
    said = call("--variables", POPULATION, "--level", "0", "--level", "6", "--years", "2020", "2030-2031")
    assert "written (4 observations)" in said
    assert [asked.query["year"] for asked in bank.asked if "year" in asked.query] == [["2020", "2030", "2031"]] * 2
    observations = observations_of(["0000000"], ["bdl:72305"], batches_in_force())
    assert [(each.year, each.value) for each in observations] == [(2020, 38_000_000.0)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--variables", "5"], "No catalogue names bdl:5"),
        (["--variables", "x"], "No catalogue names bdl:x"),
        (["--years", "soon"], "is no year"),
        (["--years", "2020-2010"], "swapped"),
        (["--years", "1800"], "outside the years"),
        (["--max-requests", "0"], "1 or more"),
    ],
)
def test_wrong_words_are_refused_with_a_sentence(bank: StandIn, words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call(*words)
    assert bank.asked == []


def test_failures_and_bad_settings_end_with_an_error(bank: StandIn, settings: Any) -> None:
    bank.moods = [None, None, fail(400)]
    with pytest.raises(CommandError, match="1 could not be fetched"):
        call("--variables", POPULATION)
    bank.moods = [fail(401)]
    with pytest.raises(CommandError, match="Check the key"):
        call("--variables", POPULATION)
    settings.BDL_URL = "http://elsewhere.example"
    with pytest.raises(CommandError, match="https://"):
        call("--variables", POPULATION)


def test_an_interrupt_ends_with_its_own_code_and_the_next_run_goes_on(
    bank: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def press(_seconds: float) -> None:
        raise KeyboardInterrupt

    bank.moods = [None, None, fail(500)]
    monkeypatch.setattr(sync.time, "sleep", press)
    with pytest.raises(CommandError, match="the next run goes on") as stopped:
        call("--variables", POPULATION)
    assert stopped.value.returncode == 130
    monkeypatch.undo()
    assert "1 written" in call("--variables", POPULATION)


def test_cities_with_county_rights_are_communes_where_only_counties_are_known(bank: StandIn) -> None:
    bank.series[72305].units[:] = [make_unit(unit, (2020,), 5) for unit in ("030210106000", "030210161000")]
    timing = Timing(bank.time.clock, bank.time.sleep)
    with open_client(timing=timing) as client:
        report = sync_bdl(actor=None, orders=[Order(72305, 5)], client=client)
    assert report.rows == 2
    batches = batches_in_force()
    assert [len(observations_of([unit], ["bdl:72305"], batches)) for unit in ("0206000", "0261011", "0261000")] == [1, 1, 0]


def test_orders_follow_the_catalogue() -> None:
    orders = list_orders()
    assert len(orders) == len(expected_variables()) >= 80
    assert {order.level for order in orders} <= {5, 6}
    assert list_orders(keys=["72305", "bdl:72305"]) == (Order(72305, 6),)
    with pytest.raises(NotInCatalogue):
        list_orders(keys=["gus:employed"])
    assert all(isinstance(variable, Variable) for variable in expected_variables().values())
