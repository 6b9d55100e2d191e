"""The store of observations: batches, revisions, joined series, the cube."""

import datetime
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from sciezka.core.series.crosswalk import read_crosswalk
from sciezka.core.series.table import Table, make_table
from sciezka.rooms.monitor.store.observations import (
    BatchFile,
    DamagedBatch,
    digest_table,
    held_variables,
    observations_of,
    read_batch,
    write_observations,
)
from sciezka.rooms.monitor.store.panel import read_panel, series_of
from sciezka.rooms.monitor.store.units import (
    learn_register,
    learn_units,
    living_units,
    load_crosswalk,
    load_units,
    save_crosswalk,
)

PEOPLE = "bdl:72305"
RATE = "bdl:60270"


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def put(
    rows: Mapping[tuple[int, int], float], variable: str = PEOPLE, attributes: Mapping[tuple[int, int], int] | None = None
) -> Table:
    return make_table(
        unit=[unit for unit, _ in rows],
        variable=[0] * len(rows),
        year=[year for _, year in rows],
        reported=list(rows.values()),
        attribute=[(attributes or {}).get(place, -1) for place in rows],
        variables=[variable],
    )


def keep(table: Table, key: str, day: str = "2022-09-01") -> BatchFile:
    batch = BatchFile(key, digest_table(table), datetime.date.fromisoformat(day))
    write_observations(batch, table, source="GUS")
    return batch


def test_the_newest_figure_counts_and_the_older_one_is_listed() -> None:
    old = keep(put({(201011, 2020): 38486.0}), "harvest-2022")
    new = keep(put({(201011, 2020): 37659.0}), "harvest-2026", "2026-01-10")
    for batches in ([old, new], [new, old]):
        found = observations_of(["0201011"], [PEOPLE], batches)
        assert [(item.value, item.is_newest, item.batch) for item in found] == [
            (37659.0, True, "harvest-2026"),
            (38486.0, False, "harvest-2022"),
        ]
        assert read_panel([PEOPLE], ["0201011"], batches).read(PEOPLE).tolist() == [[37659.0]]
    assert found[0].source == "GUS"
    assert found[0].retrieved == datetime.date(2026, 1, 10)


def test_of_one_day_the_batch_given_later_counts() -> None:
    one, two = keep(put({(201011, 2020): 1.0}), "one"), keep(put({(201011, 2020): 2.0}), "two")
    assert read_panel([PEOPLE], ["0201011"], [one, two]).read(PEOPLE).tolist() == [[2.0]]
    assert observations_of(["0201011"], [PEOPLE], [one, two])[0].value == 2.0


def test_what_is_missing_keeps_what_was_reported() -> None:
    batch = keep(put({(201011, 2020): 0.0}, attributes={(201011, 2020): 91}), "one")
    (found,) = observations_of(["0201011"], [PEOPLE], [batch])
    assert (found.value, found.reported, found.attribute) == (None, 0.0, 91)
    assert np.isnan(read_batch(batch).value).all()
    assert held_variables([batch]) == {}


def test_a_batch_is_never_written_over() -> None:
    batch = keep(put({(201011, 2020): 1.0}), "one")
    with pytest.raises(FileExistsError):
        write_observations(batch, put({(201011, 2020): 2.0}), source="GUS")
    assert read_batch(batch).value.tolist() == [1.0]


def test_when_the_source_changed_is_kept_by_the_clock_here_whatever_zone_the_process_began_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect = duckdb.connect

    def connect_elsewhere() -> duckdb.DuckDBPyConnection:
        return connect().execute("SET TimeZone = 'America/New_York'")

    monkeypatch.setattr(duckdb, "connect", connect_elsewhere)
    table, changed = put({(201011, 2020): 1.0}), datetime.datetime(2025, 5, 14, 22, 30, tzinfo=datetime.UTC)
    batch = BatchFile("changed", digest_table(table), datetime.date(2025, 5, 20))
    write_observations(batch, table, source="GUS", updated=changed)
    assert observations_of(["0201011"], [PEOPLE], [batch])[0].updated == datetime.datetime(2025, 5, 15, 0, 30)  # noqa: DTZ001


def test_a_damaged_or_lost_batch_is_named() -> None:
    good, bad = keep(put({(201011, 2020): 1.0}), "good"), keep(put({(201011, 2021): 1.0}), "bad")
    bad.path.write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(DamagedBatch, match="“bad”"):
        read_panel([PEOPLE], ["0201011"], [good, bad])
    bad.path.unlink()
    with pytest.raises(DamagedBatch, match="“bad”"):
        observations_of(["0201011"], [PEOPLE], [good, bad])


def test_readers_see_whole_batches_while_others_are_written() -> None:
    first = keep(put({(201011, 2020): 1.0}), "first")
    problems: list[Exception] = []

    def look() -> None:
        try:
            for _ in range(10):
                assert observations_of(["0201011"], [PEOPLE], [first])[0].value == 1.0
        except Exception as problem:  # noqa: BLE001 - told to the main thread
            problems.append(problem)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for at in range(5):
        keep(put({(201011, 2020): float(at)}), f"later-{at}")
    for reader in readers:
        reader.join()
    assert problems == []


CHANGES = """from,to,mode,start_year,end_year
0263011,0265011,1,2003,2012
0221091,0265011,1,2013,
0809102,0862011,2,2015,
"""
WALBRZYCH = {
    (263011, 2002): 129.0,
    (221091, 2003): 128.0,
    (221091, 2012): 119.0,
    (265011, 2012): 183.0,
    (265011, 2013): 117.0,
}


def test_three_codes_of_one_town_are_one_series() -> None:
    batch = keep(put(WALBRZYCH), "one")
    crosswalk = read_crosswalk(CHANGES)
    panel = read_panel([PEOPLE], ["0265011"], [batch], crosswalk=crosswalk)
    series = dict(zip(panel.years, panel.read(PEOPLE)[:, 0].tolist(), strict=True))
    marks = dict(zip(panel.years, panel.read_marks(PEOPLE)[:, 0].tolist(), strict=True))
    assert [series[year] for year in (2002, 2003, 2012, 2013)] == [129.0, 128.0, 119.0, 117.0]
    assert [marks[year] for year in (2002, 2003, 2012, 2013)] == [901, 901, 901, -1]
    assert {item.unit for item in series_of("0265011", PEOPLE, [batch], crosswalk=crosswalk)} == {
        "0263011",
        "0221091",
        "0265011",
    }


def test_a_county_before_the_town_had_its_code_is_left_out() -> None:
    batch = keep(put({(265011, 2012): 183.0, (265011, 2013): 117.0}), "one")
    panel = read_panel([PEOPLE], ["0265011"], [batch], crosswalk=read_crosswalk(CHANGES))
    assert np.isnan(panel.read(PEOPLE)[0, 0])


def test_a_merged_unit_is_added_to_counts_and_not_to_rates() -> None:
    rows = {(862011, 2014): 118920.0, (809102, 2014): 19592.0, (862011, 2015): 138711.0}
    batches = [keep(put(rows), "people"), keep(put(rows, RATE), "rate")]
    panel = read_panel([PEOPLE, RATE], ["0862011"], batches, crosswalk=read_crosswalk(CHANGES))
    assert panel.read(PEOPLE)[:, 0].tolist() == [138512.0, 138711.0]
    assert panel.read(RATE)[:, 0].tolist() == [118920.0, 138711.0]
    assert panel.read_marks(PEOPLE)[:, 0].tolist() == [901, -1]


def test_a_secret_part_makes_the_joined_count_secret() -> None:
    rows = {(862011, 2014): 118920.0, (809102, 2014): 0.0, (862011, 2015): 138711.0}
    batch = keep(put(rows, attributes={(809102, 2014): 900}), "people")
    panel = read_panel([PEOPLE], ["0862011"], [batch], crosswalk=read_crosswalk(CHANGES))
    assert np.isnan(panel.read(PEOPLE)[0, 0])
    assert panel.read_marks(PEOPLE)[0, 0] == 900


def test_a_change_of_kind_is_seen_from_the_codes_alone() -> None:
    rows = {(1214022, 2017): 5508.0, (1214022, 2018): 5508.0, (1214023, 2019): 5454.0, (201011, 2019): 1.0}
    learn_units(put(rows))
    units = load_units()
    assert load_crosswalk(units).successor("1214022") == "1214023"
    assert units["1214022"].successor == "1214023"
    assert [unit.key for unit in living_units(units)] == ["0201011", "1214023"]


def test_units_keep_names_years_and_what_the_register_says() -> None:
    learn_units(put({(201011, 2019): 1.0}))
    learn_units(put({(201011, 2021): 1.0}))
    text = (
        "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n02;01;01;1;Bolesławiec;gmina miejska;2024-01-01\n02;;;;DOLNOŚLĄSKIE;;\n"
    )
    assert learn_register(text) == 2
    unit = load_units()["0201011"]
    assert (unit.name, unit.first_year, unit.last_year) == ("Bolesławiec", 2019, 2021)
    with pytest.raises(ValueError, match="not the TERC register"):
        learn_register("a;b\n1;2\n")


def test_a_change_that_lies_after_the_last_figures_is_not_there_yet() -> None:
    save_crosswalk("from,to,mode,start_year\n0201022,0201023,1,2022\n3203042,9999999,9,\n")
    learn_units(put({(201022, 2021): 1.0, (3203042, 2021): 1.0}))
    assert [unit.key for unit in living_units(load_units())] == ["0201022"]
    learn_units(put({(201023, 2022): 1.0}))
    assert [unit.key for unit in living_units(load_units())] == ["0201023"]
