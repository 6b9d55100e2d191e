"""Crowds counted over all processes: two objects are two processes, as each has a memory of its own."""

import datetime as dt
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sciezka.kit.crowds import MOST_KEPT, TOLD_AT_ONCE, Crowd
from sciezka.kit.models import Tally

pytestmark = pytest.mark.both_databases

MINUTE = dt.timedelta(minutes=1)
MOST = 40
AT_ONCE = 4
NETWORK = "203.0.113.0/24"


@pytest.fixture
def clock() -> Iterator[Any]:
    """Stop the clock within a minute."""
    with time_machine.travel("2026-11-23 12:00:20+00:00", tick=False) as stopped:
        yield stopped


def count_admitted(processes: list[Crowd], times: int, door: str = "drzwi", who: str = NETWORK) -> int:
    """Come so often, to the processes in turn; tell how many got in."""
    return sum(processes[turn % len(processes)].admit(door, who, MOST) for turn in range(times))


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_one_process_admits_exactly_as_many_as_may_come() -> None:
    assert count_admitted([Crowd(MINUTE)], 3 * MOST) == MOST


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_two_processes_admit_little_more_than_one() -> None:
    untold = 2 * (TOLD_AT_ONCE - 1)
    assert MOST <= count_admitted([Crowd(MINUTE), Crowd(MINUTE)], 6 * MOST) <= MOST + untold


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_restart_forgets_no_more_than_was_not_told() -> None:
    assert count_admitted([Crowd(MINUTE)], MOST) == MOST
    assert count_admitted([Crowd(MINUTE)], MOST) == TOLD_AT_ONCE - 1


@pytest.mark.django_db
def test_the_while_ends_in_every_process(clock: Any) -> None:
    processes = [Crowd(MINUTE), Crowd(MINUTE)]
    count_admitted(processes, 4 * MOST)
    assert count_admitted(processes, 20) == 0
    clock.shift(39)
    assert count_admitted(processes, 20) == 0
    clock.shift(1)
    assert count_admitted(processes, 20) == 20


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_nobody_else_is_counted() -> None:
    process = Crowd(MINUTE)
    assert count_admitted([process], 2 * MOST) == MOST
    assert count_admitted([process], 2 * MOST, who="198.51.100.0/24") == MOST
    assert count_admitted([process], 2 * MOST, door="inne") == MOST


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_nothing_is_asked_or_written_of_fewer_than_ten_and_then_once_of_ten() -> None:
    process = Crowd(MINUTE)
    with CaptureQueriesContext(connection) as asked:
        count_admitted([process], TOLD_AT_ONCE - 1)
    assert not asked.captured_queries
    assert not Tally.objects.exists()
    count_admitted([process], MOST - TOLD_AT_ONCE + 1)
    row = Tally.objects.get()
    assert row.number == MOST
    with CaptureQueriesContext(connection) as asked:
        count_admitted([process], 10 * TOLD_AT_ONCE)
    writes = [query["sql"] for query in asked.captured_queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert len(writes) == 10, "of what is over the limit no more is written"


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_neither_memory_nor_the_database_holds_an_address_and_another_process_names_it_otherwise() -> None:
    processes = [Crowd(MINUTE), Crowd(MINUTE)]
    count_admitted(processes, 2 * TOLD_AT_ONCE)
    names = [name for process in processes for name in process._counts]  # noqa: SLF001 - what is kept of it is what matters
    assert len(set(names)) == 2
    assert all(b"203.0.1" not in name for name in names)
    assert re.fullmatch(r"[0-9a-f]{64}", Tally.objects.get().key)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_memory_is_not_filled_by_many_addresses() -> None:
    process = Crowd(MINUTE)
    assert all(process.admit("drzwi", str(number), MOST) for number in range(MOST_KEPT + 100))
    assert len(process._counts) == 100  # noqa: SLF001 - what is kept is what matters


@pytest.mark.django_db(transaction=True)
def test_of_those_who_come_at_once_in_several_threads_each_is_counted() -> None:
    process, gate = Crowd(dt.timedelta(days=10_000)), Barrier(AT_ONCE)

    def come(_turn: int) -> int:
        gate.wait()
        try:
            return count_admitted([process], MOST)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(come, range(AT_ONCE))) == MOST
    assert Tally.objects.get().number == AT_ONCE * MOST
