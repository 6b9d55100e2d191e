"""A stand-in bank and a client that asks it, without any real waiting."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sciezka.rooms.monitor.store.bdl.client import Client, Timing
from tests.rooms.monitor.bdl.standin import StandIn


@pytest.fixture
def bank() -> Iterator[StandIn]:
    """Give a stand-in that is running."""
    with StandIn().open() as stand_in:
        yield stand_in


@pytest.fixture
def client(bank: StandIn, tmp_path: Path) -> Iterator[Client]:
    """Give a client of the stand-in."""
    with make_client(bank, tmp_path) as made:
        yield made


def make_client(bank: StandIn, folder: Path, *, key: str = "", patience: float = 1e9, allowed: int | None = None) -> Client:
    """Make a client of the stand-in; close it."""
    timing = Timing(bank.time.clock, bank.time.sleep, patience)
    return Client(bank.url, folder, timing, key, allowed, timeout=5)
