"""Counts that all processes share."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from sciezka.kit.models import Tally
from sciezka.kit.tallies import count_up

pytestmark = pytest.mark.both_databases

MINUTE = dt.timedelta(minutes=1)
AT_ONCE = 4
TRIES = 30


@pytest.mark.django_db(transaction=True)
def test_what_comes_at_once_in_several_connections_is_counted_each_once_also_where_an_old_count_ends() -> None:
    gate = Barrier(AT_ONCE)

    def come(_turn: int) -> int:
        gate.wait()
        try:
            return count_up("door", "203.0.113.0/24", within=MINUTE)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        # Whether they meet is chance: a count that can be lost is lost in about one of ten tries.
        for _ in range(TRIES):
            count_up("door", "203.0.113.0/24", within=MINUTE)
            count_up("gone", "198.51.100.0/24", within=MINUTE)
            Tally.objects.update(number=300, until=timezone.now())
            assert sorted(pool.map(come, range(AT_ONCE))) == [1, 2, 3, 4]
            assert Tally.objects.get().number == AT_ONCE


@pytest.mark.django_db
def test_doors_and_people_are_counted_apart_and_named_by_a_digest_only() -> None:
    assert [count_up(door, who, within=MINUTE) for door, who in [("a", "x"), ("a", "x"), ("a", "y"), ("b", "x")]] == [
        1,
        2,
        1,
        1,
    ]
    assert all(len(key) == 64 and "x" not in key for key in Tally.objects.values_list("key", flat=True))
