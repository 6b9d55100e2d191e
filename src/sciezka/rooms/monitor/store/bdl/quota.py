"""The bank's four quota windows, kept across runs and shared by processes.

The time of each request is written down *before* it is sent, in a file that one process holds at a time, so two processes
never overspend together and a crash never forgets a request. Windows slide: at no moment do more requests than the limit
lie within a window, however the bank itself counts.
"""

import os
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from django.core.files import locks
from django.utils.translation import gettext_noop

SECOND: Final = 1.0
QUARTER: Final = 15 * 60.0
HALF_DAY: Final = 12 * 3600.0
WEEK: Final = 7 * 24 * 3600.0
# Two requests may come closer together at the bank than they left here.
MARGIN: Final = 0.1
STAMP: Final = 8


@dataclass(frozen=True, slots=True)
class Window:
    """So many requests in so many seconds.

    Attributes:
        seconds: its length.
        limit: the most requests within it.
        name: what it is called, a msgid.
    """

    seconds: float
    limit: int
    name: str


def _make_windows(*limits: int) -> tuple[Window, ...]:
    names = (gettext_noop("second"), gettext_noop("15 minutes"), gettext_noop("12 hours"), gettext_noop("7 days"))
    lengths = (SECOND, QUARTER, HALF_DAY, WEEK)
    return tuple(Window(*each) for each in zip(lengths, limits, names, strict=True))


ANONYMOUS: Final = _make_windows(5, 100, 1_000, 10_000)
KEYED: Final = _make_windows(10, 500, 5_000, 50_000)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How long a number of requests will take at least.

    Attributes:
        seconds: from now until the last of them may go.
        window: the window that most of the waiting is for; None when nothing waits for a window.
    """

    seconds: float
    window: Window | None


class Ledger:
    """The times of past requests, on disk.

    The file holds numbers of 8 bytes: first the time before which the bank asked us to stay away, then one time for
    each request, in order.
    """

    def __init__(self, path: Path, windows: Sequence[Window], clock: Callable[[], float]) -> None:
        self.path = path
        self.windows = tuple(windows)
        self.clock = clock

    def take(self) -> float:
        """Spend one request, if it may go now.

        Returns:
            0 when it was spent; else the seconds until one may go, and nothing was spent.
        """
        now = self.clock()
        with self._open() as file:
            closed, stamps = self._read(file, now)
            at, _window = _find_next(closed, stamps, len(stamps), self.windows, now)
            if at > now:
                return at - now
            stamps.append(now)
            # Most often one number more is enough; what is a week old is thrown away now and then.
            self._write(file, closed, stamps[bisect_right(stamps, now - WEEK - MARGIN) :])
            return 0.0

    def close_for(self, seconds: float) -> None:
        """Send nothing for so long, because the bank asked for it."""
        now = self.clock()
        with self._open() as file:
            closed, stamps = self._read(file, now)
            self._write(file, max(closed, now + seconds), stamps)

    def forecast(self, requests: int) -> Forecast:
        """Reckon when the last of so many requests may go, if each goes as soon as it may."""
        now = self.clock()
        with self._open() as file:
            closed, stamps = self._read(file, now)
        at = now
        waited: dict[Window, float] = {}
        for _each in range(requests):
            free, window = _find_next(closed, stamps, len(stamps), self.windows, at)
            if window:
                waited[window] = waited.get(window, 0.0) + free - at
            at = free
            stamps.append(at)
        return Forecast(at - now, max(waited, key=lambda window: waited[window]) if waited else None)

    def count(self, window: Window) -> int:
        """Count the requests within a window now."""
        now = self.clock()
        with self._open() as file:
            _closed, stamps = self._read(file, now)
        return len(stamps) - bisect_right(stamps, now - window.seconds)

    @contextmanager
    def _open(self) -> Iterator[IO[bytes]]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            locks.lock(file, locks.LOCK_EX)
            try:
                yield file
            finally:
                file.flush()
                locks.unlock(file)

    def _read(self, file: IO[bytes], now: float) -> tuple[float, "array[float]"]:
        raw = file.read()
        numbers = array("d")
        # A write that was cut short leaves a piece of a number behind.
        numbers.frombytes(raw[: len(raw) // STAMP * STAMP])
        closed = min(numbers[0], now + WEEK) if numbers else 0.0
        stamps = array("d", sorted(min(stamp, now) for stamp in numbers[1:]))
        if max(numbers[1:], default=now) > now:
            # A clock that was set back must not close the windows for longer than they last.
            self._write(file, closed, stamps)
        return closed, stamps

    def _write(self, file: IO[bytes], closed: float, stamps: "array[float]") -> None:
        file.seek(0)
        file.write(array("d", [closed]).tobytes() + stamps.tobytes())
        file.truncate()


def _find_next(
    closed: float, stamps: "array[float]", count: int, windows: Sequence[Window], now: float
) -> tuple[float, Window | None]:
    """Find when the next request may go, and the window that it waits for."""
    at, binding = max(now, closed), None
    for window in windows:
        if count >= window.limit:
            free = stamps[count - window.limit] + window.seconds + MARGIN
            if free > at:
                at, binding = free, window
    return at, binding


def open_ledger(folder: Path, key: str, clock: Callable[[], float]) -> Ledger:
    """Open the ledger of whoever asks: one for each key, one for asking without a key.

    The file's name holds a digest of the key, never the key.
    """
    name = f"quota-{sha256(key.encode()).hexdigest()[:12]}.bin" if key else "quota-anonymous.bin"
    return Ledger(folder / name, KEYED if key else ANONYMOUS, clock)
