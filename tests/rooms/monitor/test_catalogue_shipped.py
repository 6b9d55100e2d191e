"""The shipped catalogue is complete, in both languages, and says only what the sources can feed."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sciezka.core.indicators import (
    Catalogue,
    Formula,
    choose,
    evaluate,
    explain,
    read_catalogue,
    structure_of,
    write_catalogue,
    write_out,
)
from sciezka.rooms.monitor.catalogue import FILES, shipped_catalogue, shipped_texts

IDS = Path(__file__).parents[4] / "shared" / "data" / "bdl_api" / "bdl_variable_ids_local.csv"
FOLDER = Path(__file__).parents[3] / "src" / "sciezka" / "rooms" / "monitor" / "catalogue"
# Numbers of the bank that are not in the list of 87: seen in public code or in answers of the bank.
BEYOND = {
    6, 8, 9, 10, 11, 34032, 38300, 54821, 60270, 64428, 72306, 72307, 76453, 395402, 454185, 633677, 747064, 747066,
    1365234, 1752907,
}  # fmt: skip
# "People employed per 1,000 residents" changes its definition in 2022 inside one series.
LEFT_OUT = {454132}
DEMO = {"bdl:72305", "bdl:152", "bdl:10514", "bdl:54821", "bdl:76070", "bdl:1365234"}
COMMUNES = DEMO | {"bdl:149156", "bdl:149160"}


@pytest.fixture
def catalogue() -> Catalogue:
    return shipped_catalogue()


def every_text(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for branch in catalogue.branches.values():
        yield branch.code, branch.name_pl, branch.name_en
    for item in catalogue.indicators:
        yield item.code, item.name_pl, item.name_en
        yield item.code, item.definition_pl, item.definition_en
        yield item.code, item.unit_pl, item.unit_en
        if item.note_pl or item.note_en:
            yield item.code, item.note_pl, item.note_en
    for variable in catalogue.variables:
        yield variable.key, variable.name, variable.name_en
        if variable.note_pl or variable.note_en:
            yield variable.key, variable.note_pl, variable.note_en


def test_every_file_of_the_folder_is_read() -> None:
    assert {path.name for path in FOLDER.glob("*.toml")} == set(FILES) == set(shipped_texts())


def test_the_tree_has_the_size_that_was_set(catalogue: Catalogue) -> None:
    assert len(catalogue.dimensions) == 3
    assert len(catalogue.areas) == 12
    assert len(catalogue.sub_areas) >= 40
    assert len(catalogue.indicators) >= 120
    for dimension in catalogue.dimensions:
        assert 3 <= len(catalogue.under(dimension.code)) <= 5
    for area in catalogue.areas:
        assert 2 <= len(catalogue.under(area.code)) <= 5
    for sub_area in catalogue.sub_areas:
        held = catalogue.indicators_of(sub_area.code)
        assert 1 <= len(held) <= 5
        assert any(item.direction != "context" for item in held), f"{sub_area.code} would have no score"


def test_every_text_stands_in_both_languages(catalogue: Catalogue) -> None:
    for code, polish, english in every_text(catalogue):
        assert polish.strip(), code
        assert english.strip(), code
        assert not re.search("[ąćęłńóśżź]", english), (code, english)
        assert not re.search(r"\b(the|of|per|and|people)\b", polish), (code, polish)
        for text in (polish, english):
            assert text == text.strip(), code
            assert "  " not in text, code


def test_definitions_are_sentences_and_names_are_not(catalogue: Catalogue) -> None:
    for item in catalogue.indicators:
        for text in (item.definition_pl, item.definition_en):
            assert text.endswith("."), item.code
            assert text[0].isupper(), item.code
        for text in (item.name_pl, item.name_en):
            assert not text.endswith("."), item.code
            assert text[0].isupper() or text[0].isdigit(), item.code


def test_no_two_nouns_share_a_name(catalogue: Catalogue) -> None:
    for language in ("pl", "en"):
        names = Counter(item.name(language) for item in catalogue.indicators)
        assert [name for name, times in names.items() if times > 1] == []
        branches = Counter(branch.name(language) for branch in catalogue.branches.values())
        assert [name for name, times in branches.items() if times > 1] == []


def test_codes_say_where_things_stand(catalogue: Catalogue) -> None:
    for item in catalogue.indicators:
        assert re.fullmatch(re.escape(item.sub_area) + "[1-9]", item.code)
    for branch in (*catalogue.areas, *catalogue.sub_areas):
        assert branch.code[:-1] == branch.parent


def test_names_agree_with_their_formulas(catalogue: Catalogue) -> None:
    for item in catalogue.indicators:
        formula = item.formula
        if formula.kind == "change":
            assert item.unit_pl == "%", item.code
        if formula.kind in {"change", "difference"}:
            span = "w ciągu roku" if formula.years == 1 else f"w ciągu {formula.years} lat"
            assert span in item.name_pl, item.code
            assert ("a year" if formula.years == 1 else f"{formula.years} years") in item.name_en, item.code
        if formula.kind == "mean":
            assert f"średnia z {formula.years} lat" in item.name_pl, item.code
            assert f"{formula.years}-year mean" in item.name_en, item.code
        per = {1000: "na 1000 ", 10000: "na 10 tys. "}.get(int(formula.times))
        if formula.kind == "ratio" and per:
            assert per in item.name_pl, item.code
            assert per in item.unit_pl, item.code


def test_ways_to_one_measure_agree_in_their_window(catalogue: Catalogue) -> None:
    for item in catalogue.indicators:
        looks_back = {formula.years for formula in item.formulas}
        assert len(looks_back) == 1, item.code


def test_every_variable_is_used_and_every_number_is_known(catalogue: Catalogue) -> None:
    used = {key for item in catalogue.indicators for formula in item.formulas for key in catalogue.source_keys(formula)}
    assert used == set(catalogue.by_key)
    if not IDS.exists():
        pytest.skip("the list of the bank's numbers is not at hand")
    listed = {int(line.split(";")[1]) for line in IDS.read_text(encoding="utf-8-sig").splitlines()[1:] if line.strip()}
    ours = {variable.bdl_id for variable in catalogue.variables if variable.bdl_id is not None}
    assert len(listed) == 87
    assert ours == (listed | BEYOND) - LEFT_OUT


def test_an_unconfirmed_level_is_said(catalogue: Catalogue) -> None:
    confirmed = {variable.bdl_id for variable in catalogue.variables if variable.confirmed and variable.bdl_id}
    assert {72305, 152, 54821, 10514, 76070, 1365234, 60270} <= confirmed
    assert not confirmed & {454185, 633677, 395402, 1650726, 38300}
    assert catalogue.is_confirmed(catalogue.by_code["E2A1"])
    assert not catalogue.is_confirmed(catalogue.by_code["S4A3"])


def test_the_definitions_of_employment_stay_apart(catalogue: Catalogue) -> None:
    kinds = {
        code: {catalogue.by_key[key].definition for key in catalogue.source_keys(catalogue.by_code[code].formula)} - {""}
        for code in ("E2C1", "E2C4", "E2D1", "E2D3")
    }
    assert kinds == {
        "E2C1": {"employed.former"},
        "E2C4": {"employed.county"},
        "E2D1": {"employed.new"},
        "E2D3": {"employed.seat"},
    }


def test_it_is_written_and_read_back_whole(catalogue: Catalogue) -> None:
    again = read_catalogue({"again.toml": write_catalogue(catalogue)})
    assert again == catalogue
    assert again.digest == catalogue.digest


def test_enough_can_be_reckoned_today(catalogue: Catalogue) -> None:
    tables = {variable.key for variable in catalogue.variables if variable.source == "gus"}
    cities = choose(catalogue, DEMO | tables)
    communes = choose(catalogue, COMMUNES)
    assert len(cities) >= 40
    assert len(communes) >= 20
    assert {code[0] for code in structure_of(catalogue, cities).leaves} == {"E", "S"}
    assert cities["E1A1"].place == 2
    assert communes["E4A2"].place == 0


def test_formulas_give_what_is_reckoned_by_hand(catalogue: Catalogue) -> None:
    years = (2017, 2018, 2019, 2020, 2021, 2022)
    held = {
        "bdl:72305": [80000.0, 79500, 79000, 78500, 78200, 78000],
        "bdl:152": [49000.0, 48000, 47000, 46800, 46500, 46021],
        "bdl:10514": [2400.0, 2300, 2200, 2250, 2150, 2131],
        "bdl:76070": [200e6, 210e6, 220e6, 230e6, 240e6, 245e6],
        "bdl:76037": [390e6, 400e6, 410e6, 420e6, 430e6, 440e6],
        "bdl:76477": [400e6, 405e6, 420e6, 430e6, 440e6, 462e6],
        "bdl:149156": [700.0, 700, 700, 700, 700, 760],
        "bdl:149160": [900.0, 900, 900, 900, 900, 840],
    }

    def reckon(code: str) -> float:
        formula: Formula = catalogue.by_code[code].formula
        return float(evaluate(formula, lambda key: np.array([held[key]]).T, years)[-1, 0])

    assert reckon("E2A1") == pytest.approx(4.630494774)
    assert reckon("E2B1") == pytest.approx(-0.883720930)
    assert reckon("E2B2") == pytest.approx(4.630494774 - 4.680851064)
    assert reckon("E4A2") == pytest.approx(3141.025641)
    assert reckon("E4A3") == pytest.approx((3141.025641 / 2500 - 1) * 100)
    assert reckon("E4B1") == pytest.approx(55.681818182)
    assert reckon("E4C2") == pytest.approx(-5.0)
    assert reckon("S1A3") == pytest.approx(-2.5)
    assert reckon("S1C1") == pytest.approx(69.487842506)
    assert reckon("S2C1") == pytest.approx(-5.0)
    values = {key: dict(zip(years, series, strict=True)) for key, series in held.items()}
    shown = write_out(explain(catalogue.by_code["E2A1"].formula, values, 2022), lambda number, _: f"{number:g}")
    assert shown == "2131 : 46021 × 100 = 4.63049"
