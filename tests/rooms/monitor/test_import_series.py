"""Bringing figures in: what is kept, what is said, what is refused."""

import datetime
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sciezka.core.series.table import SeriesProblem
from sciezka.core.series.tables.reading import Hints
from sciezka.kit.models import JournalEntry
from sciezka.rooms.monitor.actions.imports import (
    SeriesValues,
    import_demo_series,
    import_file,
    restore_batch,
    withdraw_batch,
)
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.store.batches import batches_in_force
from sciezka.rooms.monitor.store.bdl.quota import open_ledger
from sciezka.rooms.monitor.store.bdl.verifying import default_folder
from sciezka.rooms.monitor.store.observations import find_folder, held_variables, observations_of
from sciezka.rooms.monitor.store.units import living_units, load_units
from tests.factories.town import SeatFactory, WorkspaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CTAB = """"Kod";"Nazwa";"ogółem;2019;[osoba]";"ogółem;2020;[osoba]";
0000000;"POLSKA";100;90;
0200000;"DOLNOŚLĄSKIE";100;90;
0201000;"Powiat bolesławiecki";60;50;
0201011;"Bolesławiec (1)";20;0;
0201022;"Bolesławiec (2)";40;30;
0261000;"Powiat m. Jelenia Góra";40;40;
0261011;"Jelenia Góra (1)";40;40;
"""
NAME = "RYNE_1944_CTAB_20250616184618.csv"


@pytest.fixture(autouse=True)
def _own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "home"


def bring(text: str = CTAB, name: str = NAME, **values: Any) -> Batch:
    return import_file(actor=None, data=text.encode(), name=name, values=SeriesValues(**values)).batch


def test_an_export_becomes_a_batch_with_a_report() -> None:
    batch = bring()
    assert (batch.kind, batch.retrieved, batch.rows) == ("export", datetime.date(2025, 6, 16), 12)
    assert batch.report["years"] == [2019, 2020]
    assert batch.report["variables"]["bdl:10514"]["count"] == 11
    (zero,) = batch.report["zeros"]["listed"]
    assert (zero["attr"], zero["year"], zero["units"], zero["excess"]) == (900, 2020, ["0201011"], 20.0)
    assert batch.report["sums"]["unequal"] == 0
    assert batch.report["sums"]["with_gaps"] > 0
    assert batch.report["passed_over"] == {"city": 2}
    assert load_units()["0261011"].name == "Jelenia Góra"


def test_what_does_not_add_up_is_reported_with_the_unit() -> None:
    batch = bring(CTAB.replace("20;0;", "21;20;"))
    assert batch.report["sums"]["unequal"] == 3
    assert {item["unit"] for item in batch.report["sums"]["listed"]} == {"0201000", "0200000", "0000000"}


def test_the_county_row_of_a_city_is_the_citys() -> None:
    batch = bring(
        '"Kod";"Nazwa";"ogółem;2020;[%]";\n0261000;"Powiat m. Jelenia Góra";7,5;\n', "RYNE_2392_CTAB_20250101000000.csv"
    )
    (found,) = observations_of(["0261011"], ["bdl:60270"], batches_in_force())
    assert found.value == 7.5
    assert [unit.key for unit in living_units(load_units())] == ["0261011"]
    assert batch.report["units"] == 1


def test_the_same_figures_are_kept_once() -> None:
    first = import_file(actor=None, data=CTAB.encode(), name=NAME)
    again = import_file(
        actor=None, data=CTAB.encode("cp1250"), name="other.csv", values=SeriesValues(hints=Hints(variables=("bdl:10514",)))
    )
    assert first.is_new
    assert (again.is_new, again.batch) == (False, first.batch)
    assert Batch.objects.count() == 1


def test_figures_that_return_after_a_revision_count_again() -> None:
    values: dict[str, Any] = {"hints": Hints(variables=("bdl:10514",))}
    bring(retrieved=datetime.date(2025, 1, 1), **values)
    bring(CTAB.replace("40;40;", "41;41;"), retrieved=datetime.date(2025, 2, 1), **values)
    back = bring(retrieved=datetime.date(2025, 3, 1), **values)
    assert Batch.objects.count() == 3
    figures = observations_of(["0261011"], ["bdl:10514"], batches_in_force(), years=(2019, 2019))
    assert [(item.value, item.is_newest) for item in figures] == [(40.0, True), (41.0, False), (40.0, False)]
    assert figures[0].batch == back.key


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", CTAB.replace("50;", "fifty;"), CTAB.replace("0261011", "0201011")])
def test_nothing_is_kept_of_a_file_that_cannot_be_read_whole(text: str) -> None:
    with pytest.raises(SeriesProblem):
        bring(text)
    assert not Batch.objects.exists()
    assert not (find_folder() / "observations").exists()


def test_a_file_without_any_unit_that_is_kept_is_refused_with_what_was_in_it() -> None:
    text = '"Kod";"Nazwa";"ogółem;2020;[%]";\n011212000000;"PODREGION KRAKOWSKI";7,5;\n'
    with pytest.raises(SeriesProblem, match="Rows of regions and subregions: 1"):
        bring(text)


def test_a_citys_own_series_is_sealed_to_its_workspace() -> None:
    seat, other = SeatFactory.create(), WorkspaceFactory.create()
    data = b"teryt;rok;Wnioski\n0261011;2024;120\n"
    values = SeriesValues(title="Wnioski", hints=Hints(prefix="own"))
    batch = import_file(actor=seat.user, data=data, name="x.csv", workspace=seat.workspace, values=values).batch
    assert batch.kind == "own"
    assert "own:wnioski" in held_variables(batches_in_force(seat.workspace))
    assert batches_in_force(other) == batches_in_force() == ()
    assert load_units() == {}
    assert JournalEntry.objects.get(verb="series.import").actor == seat.user.ref
    with pytest.raises(SeriesProblem, match="Say whose it is"):
        import_file(actor=None, data=data, name="x.csv", values=values)


def test_a_batch_taken_out_of_force_counts_no_more_until_it_is_put_back() -> None:
    workspace = WorkspaceFactory.create()
    data = b"teryt;rok;x\n0261011;2024;120\n"
    batch = import_file(
        actor=None, data=data, name="x", workspace=workspace, values=SeriesValues(hints=Hints(prefix="own"))
    ).batch
    withdraw_batch(actor=None, batch=batch)
    assert batches_in_force(workspace) == ()
    restore_batch(actor=None, batch=batch)
    restore_batch(actor=None, batch=batch)
    assert len(batches_in_force(workspace)) == 1
    assert JournalEntry.objects.filter(verb="series.restore").count() == 1


def test_the_demonstrations_figures_are_real_and_joined() -> None:
    batch = import_demo_series(actor=None).batch
    assert "Główny Urząd Statystyczny" in batch.source
    assert batch.retrieved == datetime.date(2022, 9, 1)
    assert len(living_units(load_units())) == 66
    assert import_demo_series(actor=None).is_new is False
    figures = observations_of(["0261011"], ["bdl:72305"], batches_in_force())
    assert {item.year: item.value for item in figures}[2021] == 77366
    whole_county = observations_of(["0265011"], ["gus:density"], batches_in_force())
    assert min(item.year for item in whole_county) == 2013


def run(*words: str) -> str:
    out = StringIO()
    call_command("import_series", *words, stdout=out)
    return out.getvalue()


def test_the_command_says_what_was_read_and_taken_for_missing(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(CTAB, encoding="utf-8")
    said = run(str(path), "--title", "Bezrobotni", "--retrieved", "2025-07-01")
    assert "Imported “Bezrobotni”" in said
    assert "Taken for missing (900): 1 zeros" in said
    assert "bdl:10514 2020: 0201011; the county has 20 more" in said
    assert Batch.objects.get().retrieved == datetime.date(2025, 7, 1)
    assert "Nothing changed" in run(str(path))


def test_the_command_knows_changes_and_the_register(tmp_path: Path) -> None:
    changes, register, mapped = (tmp_path / name for name in ("unify.csv", "terc.csv", "any.csv"))
    changes.write_text("from,to,mode,start_year\n0263011,0265011,1,2003\n", encoding="utf-8")
    register.write_text("WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n02;01;01;1;Bolesławiec;;\n", encoding="utf-8")
    mapped.write_text("kod;rok;ludzie\n0201011;2020;5\n", encoding="utf-8")
    assert "1 changes of units' codes are in force" in run(str(changes))
    assert "names of 1 units" in run(str(register))
    assert "Imported" in run(str(mapped), "--map", "unit=kod,year=rok,bdl:72305=ludzie", "--crosswalk", str(changes))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.csv"], "can't be read"),
        (["FILE", "--workspace", "nobody"], "no workspace “nobody”"),
        (["FILE", "--retrieved", "soon"], "not a date"),
        (["FILE", "--map", "unit"], "not of the form"),
        (["FILE", "--as", "a,b"], "2 keys were given"),
    ],
)
def test_the_command_refuses_in_one_sentence(tmp_path: Path, words: list[str], sentence: str) -> None:
    path = tmp_path / NAME
    path.write_text(CTAB, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        run(*[str(path) if word == "FILE" else word for word in words])
    assert not Batch.objects.exists()


@pytest.mark.one_database
def test_the_status_shows_batches_variables_and_coverage() -> None:
    out = StringIO()
    call_command("monitor_status", stdout=out)
    assert "No figures are in force" in out.getvalue()
    assert "Local Data Bank: never asked" in out.getvalue()
    assert open_ledger(default_folder(), "", time.time).take() == 0
    import_demo_series(actor=None)
    call_command("monitor_status", stdout=out)
    assert "Cube: not reckoned yet" in out.getvalue()
    assert "1 of 100 in 15 minutes" in out.getvalue()
    call_command("monitor_status", "--build", stdout=out)
    assert "66 communes of today" in out.getvalue()
    assert "bdl:72305" in out.getvalue()
    assert "S1A1     1995–2021, 66 units in 2021" in out.getvalue()
    with pytest.raises(CommandError, match="no workspace"):
        call_command("monitor_status", "--workspace", "nobody")


@pytest.mark.one_database
def test_the_status_names_a_damaged_batch() -> None:
    batch = bring()
    (find_folder() / "observations" / f"{batch.key}.parquet").write_bytes(b"PAR1")
    with pytest.raises(CommandError, match="damaged or gone"):
        call_command("monitor_status", stdout=StringIO())
