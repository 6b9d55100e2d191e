"""The catalogue on pages: the tree, the search, files to take away, and changing it with every fault told."""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from sciezka.core.indicators import read_catalogue
from sciezka.core.indicators.formula import Formula
from sciezka.rooms.monitor.catalogue import shipped_catalogue
from sciezka.rooms.monitor.models import CatalogueVersion
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force, extended_catalogue
from sciezka.rooms.monitor.queries.data_catalogue import say_formula
from sciezka.rooms.monitor.queries.data_examples import EXAMPLE
from tests.factories.city import City, found_city, read_page

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def city() -> City:
    return found_city()


def address(city: City, name: str, query: str = "") -> str:
    return reverse(f"monitor:{name}", kwargs=city.process.address) + query


def save(city: City, **said: Any) -> Any:
    return city.sign_in("coordinator").post(address(city, "catalogue_edit"), said, follow=True)


def test_the_tree_shows_every_indicator_with_its_formula(city: City) -> None:
    page = read_page(city.sign_in("viewer").get(address(city, "catalogue")))
    assert "<h1>154 indicators in 12 areas</h1>" in page
    assert all(f">{item.code}</code>" in page for item in shipped_catalogue().indicators)
    assert "less is better" in page
    assert address(city, "catalogue_edit") not in page


def test_the_search_finds_by_word_code_and_key_and_says_when_it_does_not(city: City) -> None:
    client = city.sign_in("viewer")
    assert "Found 1 indicator for “E2A1”" in read_page(client.get(address(city, "catalogue", "?szukaj=E2A1")))
    by_key = read_page(client.get(address(city, "catalogue", "?szukaj=bdl:10514")))
    assert ">E2A1</code>" in by_key
    assert ">S1A1</code>" not in by_key
    nothing = read_page(client.get(address(city, "catalogue", "?szukaj=%00<b>zzz")))
    assert "Nothing was found" in nothing
    assert "<b>zzz" not in nothing


def test_the_whole_catalogue_is_taken_away_as_toml_and_csv(city: City) -> None:
    client = city.sign_in("viewer")
    text = client.get(address(city, "catalogue_toml")).content.decode()
    assert read_catalogue({"file": text}).digest == shipped_catalogue().digest
    answer = client.get(address(city, "catalogue_csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 155
    assert {len(row) for row in rows} == {14}
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (Formula("value", ("bdl:72305",)), "“P”"),
        (Formula("share", ("bdl:10514", "-bdl:152"), ("bdl:72305",), 100.0), "(“U” − “W”) : “P” × 100"),
        (Formula("mean", ("bdl:10514",), (), 1.0, 3), "mean of the last 3 years: “U”"),
        (Formula("change", ("bdl:10514",), (), 100.0, 1), "change over 1 year in per cent: “U”"),
        (Formula("sum", ("bdl:10514", "bdl:152"), (), 0.5), "(“U” + “W”) × 0.5"),
    ],
)
def test_a_formula_is_written_with_names(formula: Formula, said: str) -> None:
    catalogue = shipped_catalogue()
    names = {"bdl:72305": "P", "bdl:10514": "U", "bdl:152": "W"}
    with translation.override("en"):
        for key, letter in names.items():
            said = said.replace(f"“{letter}”", f"“{catalogue.by_key[key].label('en')}”")
        assert say_formula(catalogue, formula) == said


def test_the_example_can_be_saved_as_it_is_and_is_in_force(city: City) -> None:
    page = read_page(city.sign_in("coordinator").get(address(city, "catalogue_edit", "?przyklad=1")))
    assert "nursery_requests" in page
    answer = save(city, source=EXAMPLE, note="żłobki")
    assert "Version 1 of the extension is in force." in read_page(answer)
    assert "nursery_requests" in catalogue_in_force(city.process.workspace).catalogue.by_code
    assert CatalogueVersion.objects.get().note == "żłobki"
    other = found_city()
    assert "nursery_requests" not in read_page(other.sign_in("coordinator").get(address(other, "catalogue")))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('[[indicators]]\ncode = "E2A1"\ndirection "context"\n', "Line 3, sign 11: an equals sign is missing"),
        ('[[indicators]]\ncode = "E2A1\nlevel = 6', "Line 2, sign 13: a text has no closing quote"),
        ("[[indicators]]\ncode = \nlevel = 6", "Line 2, sign 8: there is no value here"),
        ('[[indicators]]\ncode = "E2A1"\nzzz = 1\n', "indicators E2A1, zzz: There is no such field."),
        ('[[indicators]]\ncode = "NOWY"\n', "indicators NOWY, formula: This field is missing."),
        ("[other]\n", "There is no table “other”."),
        ("x = " + "[" * 5000, "it can’t be read as TOML"),
        ("x = " + "1" * 5000, "it can’t be read as TOML"),
        ("#" * 300_001, "At most 300000 are read."),
        ("\n".join(f'[[indicators]]\ncode = "N{n}"' for n in range(20)), "more."),
    ],
)
def test_every_fault_is_told_with_its_place_and_what_was_typed_is_kept(city: City, source: str, said: str) -> None:
    answer = save(city, source=source, note="próba")
    assert answer.status_code == 200
    page = read_page(answer)
    assert said in page
    assert 'value="próba"' in page
    assert answer.context["form"]["source"].value() == source
    assert not CatalogueVersion.objects.exists()


def test_an_older_version_is_looked_at_and_brought_back(city: City) -> None:
    save(city, source=EXAMPLE, note="pierwsza")
    save(city, source="", note="druga")
    assert "nursery_requests" not in catalogue_in_force(city.process.workspace).catalogue.by_code
    page = read_page(city.sign_in("coordinator").get(address(city, "catalogue_edit", "?wersja=1")))
    assert "The text below is version 1. Version 2 is in force" in page
    assert "version 1 brought back" in read_page(save(city, restore="1"))
    assert list(CatalogueVersion.objects.values_list("number", flat=True)) == [3, 2, 1]
    assert "nursery_requests" in catalogue_in_force(city.process.workspace).catalogue.by_code
    assert city.sign_in("coordinator").get(address(city, "catalogue_edit", "?wersja=99")).status_code == 200


def test_an_extension_that_fits_no_more_is_told_on_the_page(city: City) -> None:
    extended_catalogue.cache_clear()
    CatalogueVersion.objects.create(
        workspace=city.process.workspace, number=1, source='[[indicators]]\ncode = "GONE"\nretired = true\n'
    )
    page = read_page(city.sign_in("viewer").get(address(city, "catalogue")))
    assert "no longer fits the shipped catalogue" in page
    assert "There is no such row to retire." in page


@pytest.mark.parametrize("role", ["adviser", "contributor", "viewer", "stranger"])
def test_only_the_coordinator_changes_the_catalogue(city: City, role: str) -> None:
    assert city.sign_in(role).post(address(city, "catalogue_edit"), {"source": ""}).status_code == 404
