"""What tests of surveys share: an office, and who sits in it."""

import pytest
from django.test import Client

from sciezka.rooms.town.models import Process, Seat
from tests.factories import town


@pytest.fixture
def seat() -> Seat:
    workspace = town.WorkspaceFactory.create(contact="urzad@miasto.example")
    return town.SeatFactory.create(workspace=workspace)


@pytest.fixture
def process(seat: Seat) -> Process:
    return town.ProcessFactory.create(workspace=seat.workspace)


@pytest.fixture
def office(client: Client, seat: Seat) -> Client:
    client.force_login(seat.user)
    return client
