"""How certain the places are."""

import time

import pytest
from django.urls import reverse
from django.utils import translation

from sciezka.rooms.monitor.queries.uncertainty import ask_for_draws, show_uncertainty_of
from sciezka.rooms.monitor.queries.variant import read_variant
from sciezka.rooms.monitor.store.readings.uncertainty import Ask, Uncertainty, measure_uncertainty
from sciezka.rooms.monitor.store.runs import forget_runs
from tests.factories.city import City, found_city, read_page
from tests.factories.monitor import TOWN, TOWNS, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    make_store()
    return found_city()


def measure(city: City, ask: Ask, **asked: str) -> Uncertainty:
    variant = read_variant(city.process, {"jednostka": TOWN, "rok": "2020", **asked})
    run = variant.run()
    assert run is not None
    return measure_uncertainty(run, TOWN, 2020, ask)


def test_the_same_seed_gives_the_same_numbers_and_another_seed_another_digest(city: City) -> None:
    first = measure(city, Ask(draws=200))
    forget_runs()
    again, other = measure(city, Ask(draws=200)), measure(city, Ask(draws=200, seed=7))
    assert first == again
    assert other.digest != first.digest
    assert other.spans != first.spans


def test_every_place_of_the_index_stands_with_its_interval(city: City) -> None:
    found = measure(city, Ask(draws=200))
    assert len(found.spans) == len(TOWNS)
    assert all(1 <= span.low <= span.median <= span.high <= len(TOWNS) for span in found.spans)
    assert any(span.low < span.high for span in found.spans)
    assert min(span.rank for span in found.spans) == 1
    for unit, won in found.wins.items():
        assert won + found.loses[unit] <= 1 + 1e-12


def test_with_nothing_uncertain_but_one_choice_its_share_is_not_split(city: City) -> None:
    found = measure(city, Ask(draws=200, inputs=("left_out",)))
    assert found.sources == ()
    assert {name for name, count in found.options.items() if count > 1} == {"left_out"}


def test_shares_come_from_the_choices_that_were_varied(city: City) -> None:
    found = measure(city, Ask(draws=200, kind="dirichlet", inputs=("weights", "normalise")))
    assert {source.name for source in found.sources} == {"weights", "normalise"}
    assert all(source.total_low <= source.total_high for source in found.sources)


def test_the_page_reads_the_interval_in_a_sentence(city: City) -> None:
    query = f"?jednostka={TOWN}&rok=2020&losowania=200&zmienne=weights&zmienne=aggregate&rozklad=dirichlet&ziarno=5"
    page = read_page(city.sign_in("viewer").get(reverse("monitor:uncertainty", kwargs=city.process.address) + query))
    assert "Miasto F: place" in page
    assert "200 replications, seed 5" in page
    assert "no margin of error of the data" in page


def test_an_aggregation_that_can_t_be_drawn_is_refused_by_a_sentence(city: City) -> None:
    for method in ("copeland", "hellwig", "topsis"):
        variant = read_variant(city.process, {"zmiany": f"aggregate.method:{method}"})
        with translation.override("en"):
            assert "no interval of ranks" in show_uncertainty_of(variant, Ask(draws=200)).problem, method


def test_a_town_alone_is_shown_without_an_interval_to_split(city: City) -> None:
    variant = read_variant(city.process, {"jednostka": TOWN, "bez": ",".join(key for key in TOWNS if key != TOWN)})
    assert variant.members == (TOWN,)
    assert show_uncertainty_of(variant, Ask(draws=200)).lines == ()


@pytest.mark.parametrize("asked", [{"losowania": "99999999"}, {"ziarno": "-1"}, {"ziarno": "²"}, {"rozklad": "?"}])
def test_what_can_t_be_asked_is_the_usual(asked: dict[str, str]) -> None:
    assert ask_for_draws(asked, ["nonsense"]) == Ask()


def test_a_thousand_replications_take_less_than_half_a_second(city: City) -> None:
    measure(city, Ask(draws=200))
    start = time.perf_counter()
    measure(city, Ask(draws=1000, seed=1))
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize("method", ["mpi", "ampi", "copeland", "hellwig", "topsis"])
def test_no_way_of_aggregating_keeps_a_page_waiting(city: City, method: str) -> None:
    client = city.sign_in("coordinator")
    words = {"jednostka": TOWN, "rok": "2020", "zmiany": f"aggregate.method:{method}"}
    address = reverse("monitor:finding_new", kwargs=city.process.address)
    client.get(address, words | {"zmiany": "aggregate.method:geometric"})
    started = time.perf_counter()
    answer = client.get(address, words)
    assert answer.status_code == 200
    assert time.perf_counter() - started < 2
