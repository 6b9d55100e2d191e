"""Parts of pages that stand there only when there is something to say."""

import pytest
from django.urls import reverse

from tests.factories.city import City, found_city
from tests.factories.monitor import TOWN, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> City:  # noqa: ARG001 - asks for the database
    """A process with a person in each role."""
    return found_city()


def test_a_node_and_its_trace_list_what_they_are_made_of(city: City) -> None:
    make_store()
    client = city.sign_in("viewer")
    for name in ("node", "trace"):
        address = reverse(f"monitor:{name}", kwargs={**city.process.address, "code": "E"})
        page = client.get(f"{address}?jednostka={TOWN}&rok=2021").content.decode()
        assert "Lifts (+) or drags" in page, name


def test_units_that_go_on_under_another_code_are_listed_with_their_batch(city: City) -> None:
    batch = make_store()
    joined = {"old": "0263011", "new": "0265011", "mode": 1, "year": 2013, "reason": "county rights given back"}
    batch.report = {**batch.report, "joined": [joined]}
    batch.save()
    address = reverse("monitor:batch", kwargs={**city.process.address, "batch": batch.pk})
    page = city.sign_in("viewer").get(address).content.decode()
    assert "county rights given back" in page
