"""What if: other weights, towns and methods, and the addresses that keep them."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from sciezka.rooms.monitor.queries.variant import read_variant
from sciezka.rooms.monitor.queries.what_if import answer_variant
from sciezka.rooms.monitor.store.runs import run_for
from tests.factories.city import City, found_city, read_page
from tests.factories.monitor import TOWN, TOWNS, make_store
from tests.factories.monitor_groups import make_group, make_recipe

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    make_store()
    return found_city()


def address(city: City, name: str = "what_if", query: str = "") -> str:
    return reverse(f"monitor:{name}", kwargs=city.process.address) + query


def send(city: City, query: str = f"?jednostka={TOWN}", **data: object) -> str:
    """Send the form as a browser without scripts, and give the address that it leads to."""
    response = city.sign_in("viewer").post(address(city, query=query), data)
    assert response.status_code == 302
    return str(response["Location"])


def test_everybody_in_the_process_sees_the_page_and_strangers_do_not(city: City) -> None:
    assert city.sign_in("viewer").get(address(city)).status_code == 200
    assert city.sign_in("stranger").get(address(city)).status_code == 404
    assert city.sign_in("nobody").get(address(city)).status_code == 302


def test_without_data_the_page_says_what_to_do(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    city = found_city()
    for name in ("what_if", "recipe", "uncertainty", "groups"):
        response = city.sign_in("coordinator").get(address(city, name))
        assert response.status_code == 200, name
        assert "Go to the data" in read_page(response), name


def test_weights_that_are_sent_stand_in_the_address_and_come_back(city: City) -> None:
    where = send(city, **{"w-E": "2,5", "w-S": "1"})
    assert "wagi=E%3A2.5" in where
    assert 'name="w-E" id="w-E" value="2.5"' in read_page(city.sign_in("viewer").get(where))


def test_the_answer_is_what_the_whole_index_gives_with_these_weights(city: City) -> None:
    query = {"jednostka": TOWN, "rok": "2020", "wagi": "E:3,S1:0.5"}
    variant = read_variant(city.process, query)
    answer, run = answer_variant(variant), variant.run()
    assert run is not None
    year, root = run.year_place[2020], run.structure.position[run.structure.root]
    ranks = {key: int(run.result.ranks[year, root, at]) for key, at in run.member_place.items()}
    assert {line.key: line.rank for line in answer.lines} == {key: str(rank or "–") for key, rank in ranks.items()}
    plain = run_for(variant.choice.sight.cube, variant.choice.sight.catalogue, variant.base_members)
    before = {key: int(plain.result.ranks[year, root, at]) for key, at in plain.member_place.items()}
    assert before != ranks, "the weights must move somebody, or the test says nothing"
    town = next(line for line in answer.lines if line.is_town)
    overtaken = [key for key in ranks if before[key] < before[TOWN] and ranks[key] > ranks[TOWN]]
    assert town.move == before[TOWN] - ranks[TOWN]
    assert len([name for name in answer.passed.split(", ") if name]) == len(overtaken)


def test_a_town_left_out_is_out_of_the_reckoning_and_the_compared_town_never_is(city: City) -> None:
    inside = [key for key in TOWNS if key not in {TOWNS[0], TOWN}]
    where = send(city, **{"towns-sent": "1", "towns": inside})
    assert f"bez={TOWNS[0]}" in where
    variant = read_variant(city.process, {"jednostka": TOWN, "bez": f"{TOWNS[0]},{TOWN}"})
    assert TOWNS[0] not in variant.members
    assert TOWN in variant.members
    assert TOWNS[0] not in {line.key for line in answer_variant(variant).lines}


def test_a_town_from_elsewhere_can_be_looked_for_and_taken_in(city: City) -> None:
    group = make_group(city.process, members=[TOWN, *TOWNS[:3]])
    query = f"?jednostka={TOWN}&grupa={group.pk}"
    where = send(city, query, szukaj="miasto p")
    page = read_page(city.sign_in("viewer").get(where))
    assert "Found for “miasto p”" in page
    assert f'value="{TOWNS[15]}"' in page
    taken = send(city, query, **{"towns-sent": "1", "towns": [TOWN, *TOWNS[:3], TOWNS[15]]})
    assert f"oraz={TOWNS[15]}" in taken
    assert "1 town added" in read_page(city.sign_in("viewer").get(taken))


def test_weights_of_zero_everywhere_are_refused_by_a_sentence_and_nothing_is_lost(city: City) -> None:
    where = send(city, **{"w-E": "0", "w-S": "0", "w-P": "0"})
    page = read_page(city.sign_in("viewer").get(where))
    assert "All weights under “All dimensions” are 0" in page
    assert 'id="w-E" value="0"' in page


STRANGE = (
    "?wagi=E:nan,S:inf,P:-3",
    "?wagi=E:1e400",
    "?bez=" + ",".join(f"{number:07d}" for number in range(10_000)),
    "?oraz=9999999,<script>,'",
    "?zmiany=normalise.method:nic",
    "?zmiany=normalise.limits:1|2",
    "?zmiany=treat.limits:a|b",
    "?zmiany=aggregate.min_share:nan",
    "?zmiany=aggregate.levels:E,:::",
    "?zmiany=normalise.within:year|moon",
    "?jednostka=%00&rok=²&grupa=99999999999999999999",
    "?zmiany=normalise.method:distance_to_target",
    "?zmiany=normalise.method:percentile_rank,aggregate.method:geometric",
)


@pytest.mark.parametrize("name", ["what_if", "recipe", "uncertainty"])
def test_strange_addresses_never_break_a_page(city: City, name: str) -> None:
    client = city.sign_in("coordinator")
    for query in STRANGE:
        assert client.get(address(city, name, query)).status_code == 200, query


def test_a_weight_that_is_none_is_not_taken_over_and_that_is_said(city: City) -> None:
    client = city.sign_in("viewer")
    for weight in ("nan", "-1", "1e9", "inf", "", "dwa"):
        sent = {"w-E": weight, "w-S": "3"}
        page = read_page(client.post(address(city, query="?wagi=E:2"), sent, follow=True))
        assert "A weight is a number from 0 to 100" in page, weight
        assert 'id="w-E" value="2"' in page, weight
        assert 'id="w-S" value="3"' in page, weight


def test_scripts_get_the_answer_alone_and_the_address_that_shows_it_again(city: City) -> None:
    client = city.sign_in("viewer")
    response = client.post(address(city), {"w-E": "4"}, headers={"hx-request": "true"})
    assert response.status_code == 200
    assert response["HX-Replace-Url"].startswith(address(city))
    assert "wagi=E%3A4" in response["HX-Replace-Url"]
    page = read_page(response)
    assert page.startswith('<section class="answer"') or 'id="answer"' in page[:300]
    assert "<html" not in page


def test_another_method_changes_the_scale_and_says_so(city: City) -> None:
    where = send(city, **{"m-normalise": "minmax", "m-aggregate": "geometric"})
    assert "normalise.method%3Aminmax" in where
    page = read_page(city.sign_in("viewer").get(where))
    assert "can’t be subtracted" in page
    assert "above average" not in page


def test_a_saved_recipe_s_weights_can_be_set_back_to_1(city: City) -> None:
    kept = make_recipe(city.process, weights={"E": 3.0})
    variant = read_variant(city.process, {"przepis": str(kept.pk)})
    assert variant.weights == {"E": 3.0}
    assert not variant.is_changed
    back = send(city, f"?przepis={kept.pk}", **{"w-E": "1"})
    assert "wagi=E%3A1" in back
    asked = dict(part.split("=") for part in back.partition("?")[2].split("&"))
    again = read_variant(city.process, {"przepis": asked["przepis"], "wagi": asked["wagi"].replace("%3A", ":")})
    assert again.weights.get("E", 1.0) == 1.0


def test_the_answer_comes_in_a_constant_number_of_queries(city: City, django_assert_max_num_queries: Any) -> None:
    client = city.sign_in("viewer")
    client.get(address(city))
    with django_assert_max_num_queries(22):
        client.post(address(city), {"w-E": "2"}, headers={"hx-request": "true"})


def test_the_answer_is_quick(city: City) -> None:
    client = city.sign_in("viewer")
    client.post(address(city), {"w-E": "2"}, headers={"hx-request": "true"})
    took = []
    for weight in ("1.1", "1.2", "1.3", "1.4", "1.5"):
        start = time.perf_counter()
        client.post(address(city), {"w-E": weight}, headers={"hx-request": "true"})
        took.append(time.perf_counter() - start)
    assert min(took) < 0.3


def test_links_lead_on_with_what_is_set(city: City) -> None:
    page = (
        city.sign_in("coordinator").get(address(city, query=f"?jednostka={TOWN}&wagi=E:2&bez={TOWNS[0]}")).content.decode()
    )
    for name in ("recipe_save", "group_new", "finding_new"):
        link = re.search(rf'href="{re.escape(address(city, name))}\?[^"]*"', page)
        assert link, name
        assert "wagi=E%3A2" in link[0], name
