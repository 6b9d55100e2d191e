"""The engine's cube: reckoned once, whole, and again when it is lost."""

import datetime
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sciezka.core.indicators import Catalogue
from sciezka.core.series.table import make_table
from sciezka.rooms.monitor.catalogue import shipped_catalogue
from sciezka.rooms.monitor.store import cubes
from sciezka.rooms.monitor.store.cubes import IS_FALSE_ZERO, IS_JOINED, IS_SECRET, StoredCube, load_cube, open_cube
from sciezka.rooms.monitor.store.observations import BatchFile, DamagedBatch, digest_table, write_observations
from sciezka.rooms.monitor.store.units import learn_units, save_crosswalk

TOWNS = (261011, 262011, 862011)
YEARS = range(2005, 2015)
PEOPLE, JOBLESS, WORKING = "bdl:72305", "bdl:10514", "bdl:152"


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def keep(shift: float = 0.0, key: str = "one", day: str = "2022-09-01") -> BatchFile:
    """Keep population, people of working age and jobless people of three towns, one figure of them secret."""
    rows = [
        (unit, at, year, value + shift, 900 if (unit, at, year) == (TOWNS[1], 2, 2010) else -1)
        for unit in (*TOWNS, 809102)
        for year in YEARS
        for at, value in enumerate((100_000.0 + year, 60_000.0, 3_000.0))
        if not (unit == TOWNS[2] and year == 2006)
    ]
    unit, variable, year, reported, attribute = (list(column) for column in zip(*rows, strict=True))
    table = make_table(
        unit=[int(code) for code in unit],
        variable=[int(at) for at in variable],
        year=[int(when) for when in year],
        reported=[float(value) for value in reported],
        attribute=[int(mark) for mark in attribute],
        variables=(PEOPLE, WORKING, JOBLESS),
    )
    batch = BatchFile(key, digest_table(table), datetime.date.fromisoformat(day))
    write_observations(batch, table, source="GUS")
    save_crosswalk("from,to,mode,start_year\n0809102,0862011,2,2015\n")
    learn_units(table)
    return batch


def load(*batches: BatchFile) -> tuple[StoredCube, Catalogue]:
    return load_cube(shipped_catalogue(), batches), shipped_catalogue()


def test_indicators_are_reckoned_from_what_the_store_holds() -> None:
    cube, catalogue = load(keep())
    assert cube.units == ("0261011", "0262011", "0862011")
    assert set(cube.indicators) <= {item.code for item in catalogue.indicators}
    rate = next(
        code
        for code in cube.indicators
        if set(catalogue.source_keys(catalogue.by_code[code].formula)) == {JOBLESS, WORKING}
        and catalogue.by_code[code].formula.kind == "share"
    )
    at, town = cube.indicator_place[rate], cube.unit_place["0261011"]
    assert cube.values[cube.years.index(2010), at, town] == pytest.approx(5.0)
    secret = (cube.years.index(2010), at, cube.unit_place["0262011"])
    assert math.isnan(cube.values[secret])
    assert cube.flags[secret] & IS_SECRET
    assert not cube.flags[secret] & IS_FALSE_ZERO


def test_a_merged_town_is_flagged_as_joined() -> None:
    cube, _ = load(keep())
    at = cube.years.index(2010), cube.indicator_place["S1A1"], cube.unit_place["0862011"]
    assert cube.flags[at] & IS_JOINED
    assert {(item.year, item.kind) for item in cube.breaks_of("0862011", [PEOPLE])} >= {(2015, "merged"), (2010, "census")}
    assert all(item.kind != "merged" for item in cube.breaks_of("0261011", [PEOPLE]))


def test_the_cube_is_reckoned_once_and_mapped() -> None:
    batch = keep()
    first, _ = load(batch)
    path = cubes.find_cubes() / first.digest / "values.npy"
    written = path.stat().st_mtime_ns
    again, _ = load(batch)
    assert path.stat().st_mtime_ns == written
    assert isinstance(again.values, np.memmap)
    assert not again.values.flags.writeable


@pytest.mark.parametrize("harm", ["lost", "cut", "nonsense"])
def test_a_lost_or_damaged_cube_is_reckoned_again(harm: str) -> None:
    batch = keep()
    first, _ = load(batch)
    values = np.array(first.values)
    folder = cubes.find_cubes() / first.digest
    if harm == "lost":
        (folder / "meta.json").unlink()
    elif harm == "cut":
        (folder / "values.npy").write_bytes(b"\x93NUMPY")
    else:
        (folder / "meta.json").write_text(json.dumps({"years": []}), encoding="utf-8")
    assert open_cube(first.digest) is None
    again, _ = load(batch)
    np.testing.assert_array_equal(again.values, values)


def test_other_figures_make_another_cube() -> None:
    one, two = keep(), keep(shift=1.0, key="two", day="2023-09-01")
    first, _ = load(one)
    second, _ = load(one, two)
    assert first.digest != second.digest
    assert open_cube(first.digest) is not None


def test_a_damaged_batch_is_told_before_anything_is_written() -> None:
    batch = keep()
    batch.path.write_bytes(b"PAR1")
    with pytest.raises(DamagedBatch):
        load(batch)
    assert not cubes.find_cubes().exists() or not list(cubes.find_cubes().iterdir())


def test_only_the_cubes_last_used_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cubes, "KEPT", 1)
    one = keep()
    first, _ = load(one)
    load(one, keep(shift=1.0, key="two", day="2023-09-01"))
    assert open_cube(first.digest) is None
