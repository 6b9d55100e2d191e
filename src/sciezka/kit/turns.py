"""Whose turn it is: a few pages are worked on at once, and the others wait in the order in which they came.

A semaphore gives a place that has just become free to whoever asks at that moment, and sends those who were woken for it to
the end of the line; under load some would wait many times as long as others. Here a free place is handed to the first in
the line. Those who only read may take half of the places: a change need not wait behind them.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Places at which pages are worked on, and the line before them.

    Args:
        places: how many work at once.
    """

    def __init__(self, places: int) -> None:
        self._lock = threading.Lock()
        self._free = places
        self._free_to_read = max(1, places // 2)
        # Who came first is told by a number: the line of readers may stand still while the other moves.
        self._came = 0
        self._lines: dict[bool, deque[tuple[int, threading.Lock]]] = {True: deque(), False: deque()}

    @contextmanager
    def take(self, *, reads: bool) -> Iterator[None]:
        """Wait for a place, and hold it."""
        self._come(reads=reads)
        try:
            yield
        finally:
            self._leave(reads=reads)

    def count_waiting(self) -> int:
        """Tell how many stand in the line."""
        return sum(len(line) for line in self._lines.values())

    def _come(self, *, reads: bool) -> None:
        with self._lock:
            if self._is_open(reads=reads) and not self._lines[reads]:
                self._enter(reads=reads)
                return
            woken = threading.Lock()
            woken.acquire()
            self._came += 1
            self._lines[reads].append((self._came, woken))
        # Whoever wakes this one has entered for it.
        woken.acquire()

    def _leave(self, *, reads: bool) -> None:
        with self._lock:
            self._free += 1
            self._free_to_read += reads
            while (first := self._find_first()) is not None:
                self._enter(reads=first)
                self._lines[first].popleft()[1].release()

    def _is_open(self, *, reads: bool) -> bool:
        return self._free > 0 and (not reads or self._free_to_read > 0)

    def _enter(self, *, reads: bool) -> None:
        self._free -= 1
        self._free_to_read -= reads

    def _find_first(self) -> bool | None:
        """Tell in which line the one stands whose turn it is: in that of those who read or not; None where nobody's."""
        able = [reads for reads, line in self._lines.items() if line and self._is_open(reads=reads)]
        return min(able, key=lambda reads: self._lines[reads][0][0], default=None)
