"""What the answers of a round come to, and who may read it."""

import pytest
from django.test import Client
from django.urls import reverse

from sciezka.rooms.rounds.queries.results import agreed_of, results_of, standing_of
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_sheet
from tests.factories.town import ProcessFactory, SeatFactory

pytestmark = pytest.mark.django_db


def test_the_median_stands_until_something_is_agreed() -> None:
    round_ = make_round(ProcessFactory.create(), phase="closed")
    first, second, _third = round_.items.all()
    for participant, value in zip(round_.participants.all(), (2, 3, 5), strict=True):
        make_sheet(participant, {first: value, second: "dk"})
    assert agreed_of(round_) == {}
    standing = standing_of(round_)
    assert (standing[first.pk]["sila"].value, standing[first.pk]["sila"].is_agreed) == (3.0, False)
    assert standing[second.pk]["sila"].value is None
    assert results_of(round_).sheets == 3


def test_every_page_of_results_opens_for_the_coordinator(client: Client) -> None:
    process = ProcessFactory.create()
    user = UserFactory.create()
    SeatFactory.create(workspace=process.workspace, user=user)
    client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
    round_ = make_round(process, phase="closed")
    item = round_.items.first()
    assert item
    for name in ("result", "agenda", "change", "accept_proposed", "result_csv", "result_xlsx", "result_json"):
        assert client.get(reverse(f"rounds:{name}", kwargs=round_.address)).status_code == 200, name
    for name in ("result_item", "agree"):
        assert client.get(reverse(f"rounds:{name}", kwargs={**round_.address, "item": item.pk})).status_code == 200, name
