"""The recipe's page: choices in words, changes, keeping, and recomputing from the archive."""

import csv
import io
import math
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.monitor.models import SavedRecipe
from sciezka.rooms.monitor.queries.recipe import show_recipe_of
from sciezka.rooms.monitor.queries.variant import read_variant
from tests.factories.city import City, found_city, read_page
from tests.factories.monitor import TOWN, TOWNS, make_store
from tests.factories.monitor_groups import make_recipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    make_store()
    return found_city()


def address(city: City, name: str, query: str = "", **words: object) -> str:
    return reverse(f"monitor:{name}", kwargs={**city.process.address, **words}) + query


@pytest.mark.parametrize(
    "query",
    [
        f"?jednostka={TOWN}",
        f"?jednostka={TOWN}&wagi=E:2,S:0.3333333&bez={TOWNS[0]}",
        "?zmiany=normalise.method:minmax,normalise.low:1,normalise.high:100,aggregate.method:geometric,impute.method:linear",
        "?zmiany=weigh.method:correlation,treat.method:none,normalise.within:group",
    ],
)
def test_the_archive_gives_the_page_s_numbers_again(city: City, tmp_path: Path, query: str) -> None:
    client = city.sign_in("viewer")
    packed = client.get(address(city, "recipe_download", query))
    assert packed["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        archive.extractall(tmp_path)
    said = io.StringIO()
    call_command(
        "compute_index",
        data=str(tmp_path / "DATA.csv"),
        structure=str(tmp_path / "STRUCTURE.csv"),
        recipe=str(tmp_path / "RECIPE.toml"),
        out=str(tmp_path / "CHECK.csv"),
        stdout=said,
        stderr=io.StringIO(),
    )
    assert (tmp_path / "CHECK.csv").read_text() == (tmp_path / "OUT.csv").read_text()
    words = dict(part.split("=", 1) for part in query[1:].split("&"))
    variant = read_variant(city.process, words)
    run = variant.run()
    assert run is not None
    compared = 0
    with (tmp_path / "CHECK.csv").open() as file:
        for row in csv.DictReader(file):
            where = run.year_place[int(row["year"])], run.structure.position[row["node"]], run.member_place[row["unit"]]
            score = float(run.result.scores[where])
            assert (row["score"] == "") == math.isnan(score)
            if row["score"]:
                assert math.isclose(float(row["score"]), score, rel_tol=1e-12, abs_tol=1e-12)
            assert int(row["rank"] or 0) == int(run.result.ranks[where])
            compared += bool(row["score"])
    assert compared > 500
    reading = show_recipe_of(variant).reading
    assert reading is not None
    assert reading.digest in said.getvalue()
    assert reading.digest in read_page(client.get(address(city, "recipe", query)))
    assert reading.digest in (tmp_path / "README.txt").read_text()


def test_the_page_says_every_choice_in_words(city: City) -> None:
    page = read_page(city.sign_in("viewer").get(address(city, "recipe")))
    assert "mean becomes 100, and one standard deviation becomes 10 points" in page
    assert "quantile 0.025 or above the quantile 0.975" in page
    assert "at least 50% of what stands under it" in page
    assert "<html" in page
    polish = city.sign_in("viewer")
    polish.cookies["django_language"] = "pl"
    assert polish.get(address(city, "recipe")).status_code == 200


def test_one_choice_can_be_changed_and_stands_in_the_address(city: City) -> None:
    client = city.sign_in("viewer")
    form = client.get(address(city, "recipe_edit")).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    response = client.post(address(city, "recipe_edit"), {**sent, "aggregate-method": "harmonic"})
    assert response.status_code == 302
    assert "zmiany=aggregate.method%3Aharmonic" in response["Location"]
    page = read_page(client.get(response["Location"]))
    assert "weaknesses count most" in page
    assert SavedRecipe.objects.count() == 0


def test_a_choice_that_the_engine_refuses_is_said_above_the_form(city: City) -> None:
    client = city.sign_in("viewer")
    form = client.get(address(city, "recipe_edit")).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    broken = {**sent, "normalise-method": "minmax", "normalise-low": "5", "normalise-high": "2"}
    response = client.post(address(city, "recipe_edit"), broken)
    assert response.status_code == 200
    assert "out of range" in read_page(response)
    assert client.post(address(city, "recipe_edit"), {**sent, "aggregate-min_share": "7"}).status_code == 200


def test_co_ordinators_and_advisers_keep_recipes_and_others_do_not(city: City) -> None:
    query = "?wagi=E:2&zmiany=aggregate.method:geometric"
    assert city.sign_in("viewer").get(address(city, "recipe_save", query)).status_code == 404
    assert city.sign_in("contributor").post(address(city, "recipe_save", query), {"name": "x"}).status_code == 404
    response = city.sign_in("adviser").post(address(city, "recipe_save", query), {"name": "Gospodarka  podwójnie"})
    kept = SavedRecipe.objects.get()
    assert response.status_code == 302
    assert f"przepis={kept.pk}" in response["Location"]
    assert (kept.name, kept.weights) == ("Gospodarka podwójnie", {"E": 2.0})
    assert 'method = "geometric"' in kept.source
    variant = read_variant(city.process, {"przepis": str(kept.pk)})
    assert (variant.recipe.aggregate.method, variant.weights) == ("geometric", {"E": 2.0})
    assert JournalEntry.objects.filter(verb="recipe.save").count() == 1
    again = city.sign_in("coordinator").post(address(city, "recipe_save"), {"name": "Gospodarka podwójnie"})
    assert "There is a recipe of this name already" in read_page(again)


def test_a_recipe_that_gives_nothing_is_not_kept(city: City) -> None:
    response = city.sign_in("coordinator").post(address(city, "recipe_save", "?wagi=E:0,S:0,P:0"), {"name": "nic"})
    assert response.status_code == 200
    assert SavedRecipe.objects.count() == 0


def test_a_recipe_can_be_deleted_by_its_own_process_only(city: City) -> None:
    kept = make_recipe(city.process)
    other = found_city()
    assert other.sign_in("coordinator").post(address(other, "recipe_delete", recipe=kept.pk)).status_code == 404
    assert city.sign_in("viewer").post(address(city, "recipe_delete", recipe=kept.pk)).status_code == 404
    assert city.sign_in("coordinator").get(address(city, "recipe_delete", recipe=kept.pk)).status_code == 405
    assert city.sign_in("coordinator").post(address(city, "recipe_delete", recipe=kept.pk)).status_code == 302
    assert not SavedRecipe.objects.exists()
    page = other.sign_in("coordinator").get(address(other, "what_if", f"?przepis={kept.pk}"))
    assert "There is no such recipe here" in read_page(page)


def test_the_list_of_kept_recipes_costs_the_same_for_1_and_3(city: City) -> None:
    client = city.sign_in("coordinator")
    counts = []
    for names in (["a"], ["b", "c"]):
        for name in names:
            make_recipe(city.process, name=name)
        client.get(address(city, "recipe"))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(address(city, "recipe"))
        counts.append(len(caught))
    assert counts[0] == counts[1]
