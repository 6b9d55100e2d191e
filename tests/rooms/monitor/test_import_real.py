"""The real panels: what Statistics Poland publishes, with everything that goes wrong in it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sciezka.core.series.zeros import take_zeros_for_missing
from sciezka.rooms.monitor.actions.imports import import_crosswalk, import_file
from sciezka.rooms.monitor.store.batches import batches_in_force
from sciezka.rooms.monitor.store.observations import observations_of
from sciezka.rooms.monitor.store.panel import read_panel
from sciezka.rooms.monitor.store.panels import fold_cities, read_parquet
from sciezka.rooms.monitor.store.units import living_units, load_crosswalk, load_units

pytestmark = pytest.mark.both_databases

PEOPLE, EMPLOYED = "bdl:72305", "bdl:54821"


@pytest.mark.django_db
def test_the_panel_of_all_communes_is_kept_with_its_traps_told(shared: Path, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    folder = shared / "data/gmina_panel"
    import_crosswalk(actor=None, data=(folder / "unify.csv").read_bytes())
    path = folder / "gminy_wide_1995_2021.parquet"
    batch = import_file(actor=None, data=path.read_bytes(), name=path.name).batch

    # Exactly the 129 false zeros of employment, and the one town that reported no revenue between 29 and 37 million.
    assert batch.report["zeros"]["counts"] == {"900": 129, "903": 1}
    revenue = [item for item in batch.report["zeros"]["listed"] if item["attr"] == 903]
    assert [(item["variable"], item["year"], item["units"]) for item in revenue] == [("bdl:76070", 2019, ["0221011"])]
    totals = {
        item["year"]: (item["count"], item["total"]) for item in batch.report["communes"] if item["variable"] == PEOPLE
    }
    assert [totals[year] for year in (2018, 2019, 2020, 2021)] == [
        (2478, 38411148),
        (2477, 38382576),
        (2477, 38265013),
        (2477, 38080411),
    ]

    # What secrecy takes from the sum of communes: counties come to 9,660,924.
    employed = [item for item in batch.report["communes"] if (item["variable"], item["year"]) == (EMPLOYED, 2020)]
    assert [(item["count"], item["missing"], item["total"]) for item in employed] == [(2455, 22, 9628489)]

    units = load_units()
    crosswalk, living = load_crosswalk(units), [unit.key for unit in living_units(units)]
    assert len(living) == 2477
    batches = batches_in_force()
    panel = read_panel([PEOPLE, EMPLOYED], living, batches, crosswalk=crosswalk)
    people = panel.read(PEOPLE)
    of_unit = {key: dict(zip(panel.years, people[:, at].tolist(), strict=True)) for at, key in enumerate(living)}
    assert np.isfinite(list(of_unit["0265011"].values())).all()
    assert (of_unit["0265011"][2002], of_unit["0265011"][2013]) == (129724, 117926)
    assert (of_unit["0862011"][2014], of_unit["0862011"][2015]) == (138512, 138711)
    assert (of_unit["1214023"][2018], of_unit["1214023"][2019]) == (5508, 5454)
    assert "3203042" not in of_unit
    assert int((panel.read_marks(EMPLOYED) == 900).sum()) == 129
    assert not (panel.read(EMPLOYED) == 0).any()
    (secret,) = (item for item in observations_of(["2005011"], [EMPLOYED], batches) if item.year == 2015)
    assert (secret.value, secret.reported, secret.attribute) == (None, 0.0, 900)


def test_a_year_of_zeros_is_missing_and_series_that_died_end(shared: Path) -> None:
    path = shared / "data/gmina_panel/bdl_units_long.parquet"
    table = read_parquet(path).table
    balance, abroad = table.of("bdl:149164"), table.of("gus:migration_out_abroad")
    assert table.year[balance].max() == 2023
    assert table.year[abroad].max() == 2017

    judged, zeros = take_zeros_for_missing(table.choose(balance))
    assert [(item.attribute, item.year) for item in zeros] == [(902, 2015)]
    assert zeros[0].count == 2478 + 380 + 16 + 1
    assert np.isnan(judged.value[judged.year == 2015]).all()
    assert (judged.reported[judged.year == 2015] == 0).all()
    poland = judged.choose((judged.unit == 0) & np.isin(judged.year, [2014, 2016]))
    assert poland.value.tolist() == [-15750, 1505]


def test_the_county_panel_gives_towns_their_figures_and_leaves_the_other_employment_out(shared: Path) -> None:
    table = fold_cities(read_parquet(shared / "data/powiat_panel/powiat_panel_long.parquet").table)
    assert "bdl:54821" not in table.variables
    town = table.choose(table.of(PEOPLE) & (table.unit == 265011) & np.isin(table.year, [2012, 2013]))
    # The whole county until 2012: the store leaves out what stands before the code began.
    assert town.value.tolist() == [177604, 117926]
