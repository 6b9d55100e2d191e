"""Counting crowds of nameless people: over all processes of a server, but nothing is written of one who comes alone.

Each process counts in its memory and tells the others of ten at a time, by one count in the database (``kit.tallies``). So
a row there stands for ten people at least, nine of ten cost no write, and of what is over the limit as little is written.
What that costs: of each process up to nine are not known to the others, nor to itself after it was started anew.

In memory whom a count is for is a digest too, under a secret that is drawn anew for each while and written nowhere.
"""

import datetime as dt
import hashlib
import secrets
import threading
import time
from typing import Final

from sciezka.kit.tallies import count_up

TOLD_AT_ONCE: Final = 10
MOST_KEPT: Final = 10_000
"""Counts that one process keeps; it begins anew when there are more."""


class Crowd:
    """What one process has counted.

    Args:
        within: how long a while is; whiles follow one upon another, by the clock, the same for all processes.
    """

    def __init__(self, within: dt.timedelta) -> None:
        self._within = within
        self._lock = threading.Lock()
        self._while = -1
        self._secret = b""
        self._counts: dict[bytes, tuple[int, int]] = {}  # how many all are known to have counted; how many here beside them

    def admit(self, door: str, who: str, most: int) -> bool:
        """Count one more; False where more have come than may.

        Args:
            door: where they come, such as ``survey 12``.
            who: where from; nothing but digests of it is kept.
            most: how many may come within a while.
        """
        now = int(time.time() // self._within.total_seconds())
        with self._lock:
            if now != self._while or len(self._counts) >= MOST_KEPT:
                self._counts.clear()
                self._while, self._secret = now, secrets.token_bytes(16)
            name = hashlib.blake2b(f"{door} {who}".encode(), key=self._secret, digest_size=16).digest()
            known, here = self._counts.get(name, (0, 0))
            here += 1
            if here < TOLD_AT_ONCE:
                self._counts[name] = (known, here)
                return known + here <= most
            self._counts[name] = (known + here, 0)
        # The others wait for the database only when it is their turn to tell.
        told = count_up(f"{door} {now}", who, within=self._within, times=here)
        with self._lock:
            if name in self._counts:
                known, here = self._counts[name]
                self._counts[name] = (max(known, told), here)
        return told <= most
