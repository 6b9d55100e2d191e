"""What all processes remember: Django's cache in the database."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from sciezka.kit.models import Memo
from sciezka.kit.remembering import SharedMemory
from sciezka.kit.tallies import count_up, forget_ended

pytestmark = pytest.mark.both_databases

NOON = dt.datetime(2026, 3, 2, 11, 0, tzinfo=dt.UTC)
AT_ONCE = 4
TRIES = 20


@pytest.mark.django_db
def test_what_one_remembers_the_other_knows_to_the_last_digit_until_its_while_is_over() -> None:
    here, there = SharedMemory("", {}), SharedMemory("", {})
    history = [1772449200.1234567, 1772449199.0000002]
    with time_machine.travel(NOON, tick=False) as clock:
        here.set("k", history, 60)
        assert there.get("k") == history
        there.set("k", history[:1], 60)
        assert here.get("k") == history[:1]
        assert there.get("inny", "nic") == "nic"
        clock.shift(60)
        assert here.get("k", "nic") == "nic"
        assert "k" not in there


@pytest.mark.django_db
def test_none_is_a_value_of_its_own() -> None:
    cache.set("k", None, 60)
    assert cache.get("k", "nic") is None


@pytest.mark.django_db
def test_adding_takes_what_is_free_or_over_and_leaves_what_stands() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert cache.add("k", 1, 10)
        assert not cache.add("k", 2, 10)
        assert cache.get("k") == 1
        clock.shift(10)
        assert cache.add("k", 3, 10)
        assert cache.get("k") == 3
        assert cache.delete("k")
        assert not cache.delete("k")
        assert cache.add("k", 4, 10)


@pytest.mark.django_db
def test_a_while_can_be_made_longer_while_it_lasts() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        cache.set("k", 1, 10)
        assert cache.touch("k", 100)
        clock.shift(99)
        assert cache.get("k") == 1
        clock.shift(1)
        assert not cache.touch("k", 100)


@pytest.mark.django_db
def test_a_row_tells_not_what_it_is_about_and_goes_with_its_while() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        cache.set("allauth:ip:203.0.113.7", [1.0], 60)
        assert re.fullmatch(r"[0-9a-f]{64}", Memo.objects.get().key)
        clock.shift(60)
        cache.set("b", 1, 60)
        assert Memo.objects.count() == 1
        count_up("door", "who", within=dt.timedelta(seconds=30))
        clock.shift(60)
        forget_ended()
        assert not Memo.objects.exists()


@pytest.mark.django_db
def test_what_has_no_end_is_not_taken() -> None:
    with pytest.raises(ValueError, match="has an end"):
        cache.set("k", 1, None)


@pytest.mark.django_db
def test_everything_can_be_forgotten() -> None:
    cache.set_many({"a": 1, "b": 2}, 60)
    cache.clear()
    assert cache.get_many(["a", "b"]) == {}


@pytest.mark.django_db(transaction=True)
def test_of_those_who_add_at_once_one_alone_is_first_also_where_an_old_one_ends() -> None:
    gate = Barrier(AT_ONCE)

    def come(turn: int) -> bool:
        gate.wait()
        try:
            return cache.add("lock", turn, 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        # Whether they meet is chance; every second try finds one that is over.
        for old in range(TRIES):
            Memo.objects.all().delete() if old % 2 else Memo.objects.update(until=timezone.now())
            assert sum(pool.map(come, range(AT_ONCE))) == 1
