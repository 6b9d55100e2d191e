"""Holding off floods without keeping anybody's address.

Each process counts, in its memory alone, how many answers were begun from one network within a minute. A network is a digest
of an address cut short, salted with a secret that is drawn anew each hour and never leaves the memory. A whole school behind
one address gets in; a flood is asked to press again, and nothing typed is lost.

Addresses of the machine itself are never counted: behind a proxy that the settings don't trust everybody has one.
"""

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import Counter
from typing import Final

SECONDS: Final = 60
MOST_BEGUN: Final = 300
"""Answers begun from one network within a minute."""
LEAST_SECONDS: Final = 1.0
"""Nobody reads and answers a page faster."""
SALT_SECONDS: Final = 3600
MOST_NETWORKS: Final = 10_000
V4_BITS, V6_BITS = 24, 48


class Pace:
    """Counts of one process.

    Args:
        most: how many may begin from one network within a minute; ``MOST_BEGUN`` where nothing is said.
    """

    def __init__(self, most: int | None = None) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._counts: Counter[bytes] = Counter()
        self._until = self._salt_until = 0.0
        self._salt = b""

    def admit(self, door: str, address: str | None) -> bool:
        """Count an answer that begins; False where too many have."""
        network = cut_address(address)
        if network is None:
            return True
        now = time.monotonic()
        with self._lock:
            if now >= self._until or len(self._counts) > MOST_NETWORKS:
                self._counts.clear()
                self._until = now + SECONDS
            if now >= self._salt_until:
                self._salt = secrets.token_bytes(16)
                self._salt_until = now + SALT_SECONDS
            name = hashlib.blake2b(f"{door} {network}".encode(), key=self._salt, digest_size=12).digest()
            self._counts[name] += 1
            return self._counts[name] <= (MOST_BEGUN if self.most is None else self.most)


def cut_address(address: str | None) -> str | None:
    """Give the network of an address; None for this machine's own and for what is no address."""
    try:
        read = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if read.is_loopback:
        return None
    return str(ipaddress.ip_network((read, V4_BITS if read.version == 4 else V6_BITS), strict=False))  # noqa: PLR2004


def is_hasty(begun: int, address: str | None, now: float) -> bool:
    """Tell whether a first page came back faster than anybody answers one."""
    return cut_address(address) is not None and now - begun < LEAST_SECONDS


pace: Final = Pace()
