"""Fetching whole variables: resumed, unchanged, changed meanwhile, empty, interrupted."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from sciezka.core.indicators.catalogue import Variable as Expected
from sciezka.rooms.monitor.store.bdl.client import Client
from sciezka.rooms.monitor.store.bdl.orders import Marks, Order, Step, make_plan
from sciezka.rooms.monitor.store.bdl.problems import AlreadyRunning, BadAnswer, EnoughAsked, QuotaSpent, Unreachable
from sciezka.rooms.monitor.store.bdl.sync import Fetched, Interrupted, Report, Run, hold_alone
from sciezka.rooms.monitor.store.bdl.verifying import verification
from tests.rooms.monitor.bdl.conftest import make_client
from tests.rooms.monitor.bdl.standin import StandIn, cut, fail, make_series, make_unit, make_units, rename

POPULATION = Expected("bdl:9", "Ludność ogółem", "osoba")


@dataclass
class Shelf:
    """A store in memory that keeps what it is given."""

    batches: list[list[Fetched]] = field(default_factory=list)
    refuses: int = 0

    def store(self, fetched: Sequence[Fetched]) -> str:
        """Keep a batch."""
        if any(each.order.variable == self.refuses for each in fetched):
            raise BadAnswer("No.")
        self.batches.append(list(fetched))
        return f"batch-{len(self.batches)}"

    @property
    def variables(self) -> list[int]:
        """What was written, in order."""
        return [each.order.variable for batch in self.batches for each in batch]


@pytest.fixture
def bank(bank: StandIn) -> StandIn:
    """Give the stand-in three variables of 3, 2 and 1 pages."""
    bank.series = {
        9: make_series(9, make_units(230)),
        10: make_series(10, make_units(200)),
        11: make_series(11, make_units(1)),
    }
    bank.subjects = {"P2137": "Ludność według płci"}
    return bank


@pytest.fixture
def shelf() -> Shelf:
    """Give an empty store."""
    return Shelf()


def run(client: Client, shelf: Shelf, *orders: Order, expected: tuple[Expected, ...] = ()) -> Report:
    """Fetch these orders."""
    return Run(client, {each.key: each for each in expected}, shelf.store).fetch(orders)


def test_variables_are_fetched_whole_and_handed_on_as_observations(client: Client, bank: StandIn, shelf: Shelf) -> None:
    report = run(client, shelf, Order(9), Order(10))
    assert (report.stopped, report.failed, report.sent, report.rows) == (None, [], 5, 860)
    assert (bank.pages(9), bank.pages(10)) == ([0, 1, 2], [0, 1])
    assert len(shelf.batches) == 1
    table = shelf.batches[0][0].table
    assert table.variables == ("bdl:9",)
    assert (f"{table.unit[0]:07d}", int(table.year[0]), float(table.value[0])) == ("0201011", 2020, 1.0)
    assert shelf.batches[0][0].updated == "2025-05-14T15:05:15.743"
    assert shelf.batches[0][0].retrieved.isoformat() == "2025-11-23"


@pytest.mark.parametrize(("units", "pages"), [(99, [0]), (100, [0]), (101, [0, 1]), (300, [0, 1, 2])])
def test_no_page_too_many_is_asked_at_hundreds(
    client: Client, bank: StandIn, shelf: Shelf, units: int, pages: list[int]
) -> None:
    bank.series[9] = make_series(9, make_units(units))
    assert run(client, shelf, Order(9)).rows == 2 * units
    assert bank.pages(9) == pages


def test_a_bank_with_smaller_pages_is_followed(client: Client, bank: StandIn, shelf: Shelf) -> None:
    bank.page_cap = 50
    assert run(client, shelf, Order(9)).rows == 460
    assert bank.pages(9) == [0, 1, 2, 3, 4]


def test_what_the_bank_has_not_changed_is_not_fetched_again(client: Client, bank: StandIn, shelf: Shelf) -> None:
    run(client, shelf, Order(9))
    bank.asked.clear()
    report = run(client, shelf, Order(9))
    assert (report.unchanged, report.written, bank.pages(9)) == ([Order(9)], [], [0])
    assert run(client, shelf, Order(9, years=(2020,))).unchanged == [Order(9, years=(2020,))]
    bank.series[9].updated = "2026-02-01T00:00:00"
    assert run(client, shelf, Order(9)).written == [Order(9)]
    assert [each.updated for batch in shelf.batches for each in batch][-1] == "2026-02-01T00:00:00"


def test_what_was_taken_out_of_force_is_fetched_again(client: Client, shelf: Shelf) -> None:
    run(client, shelf, Order(9))
    again = Run(client, {}, shelf.store, is_kept=lambda key: key != "batch-1").fetch([Order(9)])
    assert again.written == [Order(9)]


@pytest.mark.parametrize("allowed", [1, 2, 3, 4])
def test_a_run_that_was_cut_off_goes_on_where_it_stopped(bank: StandIn, shelf: Shelf, tmp_path: Path, allowed: int) -> None:
    with make_client(bank, tmp_path, allowed=allowed) as client:
        first = run(client, shelf, Order(9), Order(10))
    assert isinstance(first.stopped, EnoughAsked)
    bank.time.sleep(3 * 86_400)
    with make_client(bank, tmp_path) as client:
        second = run(client, shelf, Order(9), Order(10))
    # What was finished in the first run is asked about once more, because days have passed.
    assert bank.pages(9) == [0, 1, 2] + ([0] if allowed >= 3 else [])
    assert bank.pages(10) == [0, 1]
    assert shelf.variables == [9, 10]
    assert second.stopped is None


def test_an_interrupt_loses_nothing_and_writes_nothing_by_halves(bank: StandIn, shelf: Shelf, tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.order == Order(10) and step.page == 1:
            raise KeyboardInterrupt

    with make_client(bank, tmp_path) as client:
        report = Run(client, {}, shelf.store, watch=stop).fetch([Order(9), Order(10), Order(11)])
    assert isinstance(report.stopped, Interrupted)
    assert shelf.variables == [9]
    bank.asked.clear()
    with make_client(bank, tmp_path) as client:
        assert run(client, shelf, Order(10), Order(11)).rows == 402
    assert (bank.pages(10), bank.pages(11)) == ([1], [0])


def test_a_power_cut_before_writing_costs_no_request(bank: StandIn, shelf: Shelf, tmp_path: Path) -> None:
    class PowerCut(BaseException):
        """The process ends here."""

    def die(_fetched: Sequence[Fetched]) -> str:
        raise PowerCut

    with make_client(bank, tmp_path) as client, pytest.raises(PowerCut):
        Run(client, {}, die).fetch([Order(9)])
    bank.asked.clear()
    with make_client(bank, tmp_path) as client:
        assert run(client, shelf, Order(9)).rows == 460
    assert bank.asked == []


def test_pages_lost_from_the_disk_are_asked_for_again(bank: StandIn, shelf: Shelf, tmp_path: Path) -> None:
    with make_client(bank, tmp_path, allowed=2) as client:
        run(client, shelf, Order(9))
    next(iter((tmp_path / "pages/data/9").glob("*0000*"))).unlink()
    with make_client(bank, tmp_path) as client:
        assert run(client, shelf, Order(9)).rows == 460
    assert bank.pages(9) == [0, 1, 2, 0]


def test_a_variable_changed_meanwhile_is_begun_again(bank: StandIn, shelf: Shelf, tmp_path: Path) -> None:
    with make_client(bank, tmp_path, allowed=2) as client:
        run(client, shelf, Order(9))
    bank.series[9] = make_series(9, make_units(230, years=(2020, 2021, 2022)))
    bank.series[9].updated = "2026-02-01T00:00:00"
    with make_client(bank, tmp_path) as client:
        assert run(client, shelf, Order(9)).rows == 690
    assert bank.pages(9) == [0, 1, 2, 0, 1, 2]
    assert {each.updated for batch in shelf.batches for each in batch} == {"2026-02-01T00:00:00"}


def test_a_variable_that_never_stands_still_is_left(client: Client, bank: StandIn, shelf: Shelf) -> None:
    def change(_step: Step) -> None:
        bank.series[9].updated += "1"

    report = Run(client, {}, shelf.store, watch=change).fetch([Order(9), Order(11)])
    assert [order.variable for order, _problem in report.failed] == [9]
    assert "while it is being read" in str(report.failed[0][1])
    assert shelf.variables == [11]


def test_an_empty_year_or_level_is_no_error(client: Client, bank: StandIn, shelf: Shelf) -> None:
    report = run(client, shelf, Order(9, level=5), Order(9, years=(1990,)), Order(11))
    assert report.empty == [Order(9, level=5), Order(9, years=(1990,))]
    assert (report.failed, shelf.variables, len(bank.asked)) == ([], [11], 3)


def test_a_changed_schema_stops_one_variable_and_not_the_others(client: Client, bank: StandIn, shelf: Shelf) -> None:
    bank.moods = [None, rename("val", "value")]
    report = run(client, shelf, Order(9), Order(11), Order(404))
    assert [order.variable for order, _problem in report.failed] == [9, 404]
    assert shelf.variables == [11]
    assert run(client, shelf, Order(9)).rows == 460


def test_a_bank_that_is_down_stops_the_run_and_keeps_what_is_whole(client: Client, bank: StandIn, shelf: Shelf) -> None:
    bank.moods = [None, cut, None, *[fail(500)] * 50]
    report = run(client, shelf, Order(11), Order(9), Order(10))
    assert isinstance(report.stopped, Unreachable)
    assert shelf.variables == [11]
    bank.moods = []
    assert run(client, shelf, Order(9), Order(10)).rows == 860
    assert sorted(set(bank.pages(9))) == [0, 1, 2]


def test_a_page_that_holds_too_few_units_is_refused(client: Client, bank: StandIn, shelf: Shelf) -> None:
    bank.moods = [lambda answer: setattr(answer, "body", answer.body.replace(b'"totalRecords": 230', b'"totalRecords": 90'))]
    report = run(client, shelf, Order(9))
    assert "add up" in str(report.failed[0][1])
    assert shelf.batches == []


def test_one_variable_that_the_store_refuses_keeps_no_other_out(client: Client, shelf: Shelf) -> None:
    shelf.refuses = 10
    report = run(client, shelf, Order(9), Order(10), Order(11))
    assert shelf.variables == [9, 11]
    assert [order.variable for order, _problem in report.failed] == [10]
    assert "10/6/all" not in Marks(client.folder).written


def test_an_impatient_run_stops_at_the_quota_and_says_how_long(bank: StandIn, shelf: Shelf, tmp_path: Path) -> None:
    bank.series = {number: make_series(number, make_units(1)) for number in range(1, 110)}
    orders = [Order(number) for number in range(1, 110)]
    with make_client(bank, tmp_path, patience=60) as client:
        report = run(client, shelf, *orders)
    assert isinstance(report.stopped, QuotaSpent)
    assert 800 < report.stopped.seconds < 900
    assert len(report.written) == 100
    bank.time.sleep(report.stopped.seconds)
    with make_client(bank, tmp_path, patience=60) as client:
        assert len(run(client, shelf, *orders[100:]).written) == 9


def test_two_runs_do_not_fetch_the_same(client: Client, bank: StandIn, shelf: Shelf) -> None:
    with hold_alone(client.folder), pytest.raises(AlreadyRunning):
        run(client, shelf, Order(9))
    assert bank.asked == []
    assert run(client, shelf, Order(11)).rows == 2


def test_steps_tell_how_much_is_left(client: Client, shelf: Shelf) -> None:
    steps: list[Step] = []
    Run(client, {}, shelf.store, watch=steps.append).fetch([Order(9), Order(10), Order(11)])
    told = [(step.order.variable, step.page, step.pages, step.sent) for step in steps if not step.wait]
    assert told[:4] == [(9, 1, 3, 1), (9, 2, 3, 2), (9, 3, 3, 3), (10, 1, 2, 4)]
    # 40 pages are reckoned for a variable of which nothing is known yet.
    assert [step.left for step in steps if not step.wait] == [82, 81, 80, 41, 40, 0]
    assert steps[0].forecast.seconds > 10
    assert any(step.wait > 1 for step in steps)


def test_a_plan_reckons_without_asking(client: Client, bank: StandIn, shelf: Shelf) -> None:
    orders = [Order(9), Order(10), Order(9, level=5)]
    plan = make_plan(orders, 2, Marks(client.folder), client.ledger)
    assert (plan.orders, plan.known, plan.verifying, plan.requests) == (3, 0, 4, 4 + 40 + 40 + 4)
    assert plan.forecast.seconds > 0
    assert bank.asked == []
    run(client, shelf, Order(9))
    assert make_plan(orders, 0, Marks(client.folder), client.ledger).requests == 1 + 40 + 4


def test_first_contact_compares_once_and_keeps_the_verdict(client: Client, bank: StandIn, shelf: Shelf) -> None:
    other = Expected("bdl:10", "Drogi gminne o twardej nawierzchni", "km")
    unknown = Expected("bdl:404", "Lasy", "ha")
    report = run(client, shelf, Order(9), Order(10), Order(404), expected=(POPULATION, other, unknown))
    assert shelf.variables == [9]
    assert [verdict.key for verdict in report.refused] == ["bdl:10", "bdl:404"]
    verdicts = verification(client.folder)
    assert {key: verdict.outcome for key, verdict in verdicts.items()} == {
        "bdl:9": "verified",
        "bdl:10": "refused",
        "bdl:404": "refused",
    }
    assert bank.pages(10) == []
    assert [asked.path.rpartition("/")[2] for asked in bank.asked if "/subjects/" in asked.path] == ["P2137"]
    bank.asked.clear()
    again = run(client, shelf, Order(9), Order(10), expected=(POPULATION, other))
    assert [verdict.key for verdict in again.refused] == ["bdl:10"]
    assert [asked.path for asked in bank.asked] == ["/api/v1/data/by-variable/9"]


def test_a_mended_catalogue_is_compared_anew(client: Client, shelf: Shelf) -> None:
    run(client, shelf, Order(9), expected=(Expected("bdl:9", "Lasy", "ha"),))
    assert shelf.variables == []
    assert run(client, shelf, Order(9), expected=(POPULATION,)).written == [Order(9)]


def test_parts_regions_and_dead_units_are_left_out(client: Client, bank: StandIn, shelf: Shelf) -> None:
    kept, years = ["030210110011", "030210110022", "030210110033"], (2020,)
    left = ["030210110034", "030210110035", "071412865028", "030210216001", "071412831021"]
    bank.series[9] = make_series(9, [make_unit(unit, years) for unit in [*kept, *left]])
    run(client, shelf, Order(9))
    table = shelf.batches[0][0].table
    assert [f"{code:07d}" for code in table.unit] == ["0210011", "0210022", "0210033"]
    assert table.passed_over == {"part": 3, "dead": 2}


def test_each_time_of_change_makes_a_batch_of_its_own(client: Client, bank: StandIn, shelf: Shelf) -> None:
    bank.series[10].updated = "2026-02-01T00:00:00"
    assert run(client, shelf, Order(9), Order(10), Order(11)).written == [Order(9), Order(11), Order(10)]
    assert [[each.order.variable for each in batch] for batch in shelf.batches] == [[9, 11], [10]]


def test_a_zero_that_means_missing_is_missing_and_stays_reported(client: Client, bank: StandIn, shelf: Shelf) -> None:
    attributes = {1: False, 0: False, 94: False, 98: False, 4: True, 14: True, 15: True, 50: True, 91: True}
    units = make_units(len(attributes), years=(2020,))
    for unit, attr in zip(units, attributes, strict=True):
        unit["values"][0] |= {"val": 0, "attrId": attr}
    del units[0]["values"][0]["attrId"]
    bank.series[9] = make_series(9, units)
    run(client, shelf, Order(9))
    table = shelf.batches[0][0].table
    # The first came without any attribute, so that its zero can't be trusted.
    assert np.isnan(table.value).tolist() == [True, *list(attributes.values())[1:]]
    assert table.attribute.tolist()[1:] == list(attributes)[1:]
    assert (table.reported == 0).all()


def test_the_banks_real_list_of_units_leaves_every_commune_of_poland_once(
    client: Client, bank: StandIn, shelf: Shelf, shared: Path
) -> None:
    with (shared / "data/bdl_api/bdl_units.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "6"]
    units = [make_unit(row["id"], (2021,), name=row["name"]) for row in rows if "2021" in row["years"]]
    dead = [make_unit(row["id"], (1999,), name=row["name"]) for row in rows if "2021" not in row["years"]]
    bank.series[9] = make_series(9, [*units, *dead])
    report = run(client, shelf, Order(9))
    assert (report.failed, len(bank.pages(9))) == ([], 41)
    table = shelf.batches[0][0].table
    assert len(set(table.unit[table.year == 2021].tolist())) == 2477
    assert set(table.passed_over) == {"part", "dead"}
    assert len(set(table.unit.tolist())) == len(table)
