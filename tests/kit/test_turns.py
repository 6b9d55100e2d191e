"""Places at which pages are worked on are handed on in order."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

from sciezka.kit.turns import Turns

# So long is waited for what comes at once on a machine that has nothing else to do.
WAIT = 60


def wait_for(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.001)


class Visitors:
    """People who come one after another, in threads of their own, and stay until they are sent away."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.inside: list[str] = []
        self.doors: dict[str, threading.Event] = {}
        self.threads: list[threading.Thread] = []

    def stay(self, name: str, *, reads: bool) -> None:
        """Come, and stay inside."""
        with self.turns.take(reads=reads):
            self.inside.append(name)
            assert self.doors[name].wait(WAIT)

    def come(self, name: str, *, reads: bool, gets_in: bool) -> None:
        """Let somebody come; return when they are inside, or in the line."""
        self.doors[name] = threading.Event()
        waiting = self.turns.count_waiting()
        thread = threading.Thread(target=self.stay, args=(name,), kwargs={"reads": reads})
        thread.start()
        self.threads.append(thread)
        wait_for(lambda: name in self.inside if gets_in else self.turns.count_waiting() == waiting + 1)

    def go(self, name: str) -> None:
        """Send somebody away."""
        self.doors[name].set()

    def go_all(self) -> None:
        """Send all away."""
        for door in self.doors.values():
            door.set()
        for thread in self.threads:
            thread.join(WAIT)
            assert not thread.is_alive()


def test_a_free_place_goes_to_whoever_waits_longest() -> None:
    visitors = Visitors(Turns(2))
    visitors.come("a", reads=False, gets_in=True)
    visitors.come("b", reads=False, gets_in=True)
    for name in "cdef":
        visitors.come(name, reads=False, gets_in=False)
    for place, name in enumerate("abcd", start=3):
        visitors.go(name)
        wait_for(lambda place=place: len(visitors.inside) == place)
    assert visitors.inside == list("abcdef")
    visitors.go_all()
    assert visitors.turns.count_waiting() == 0


def test_those_who_read_leave_half_of_the_places_to_changes_and_take_their_turn_with_them() -> None:
    visitors = Visitors(Turns(4))
    visitors.come("read1", reads=True, gets_in=True)
    visitors.come("read2", reads=True, gets_in=True)
    visitors.come("read3", reads=True, gets_in=False)
    visitors.come("change1", reads=False, gets_in=True)
    visitors.come("change2", reads=False, gets_in=True)
    visitors.come("change3", reads=False, gets_in=False)
    visitors.go("change1")
    wait_for(lambda: "change3" in visitors.inside)
    assert "read3" not in visitors.inside
    visitors.come("change4", reads=False, gets_in=False)
    visitors.go("read1")
    wait_for(lambda: "read3" in visitors.inside)
    assert "change4" not in visitors.inside
    visitors.go_all()
    assert set(visitors.inside) == {"read1", "read2", "read3", "change1", "change2", "change3", "change4"}


def test_a_place_is_given_back_by_whoever_fails_and_one_place_is_enough_for_all() -> None:
    turns = Turns(1)
    done: list[int] = []

    def work(number: int) -> None:
        with suppress(LookupError), turns.take(reads=number % 2 == 0):
            done.append(number)
            raise LookupError

    threads = [threading.Thread(target=work, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert sorted(done) == list(range(40))
    assert turns.count_waiting() == 0
