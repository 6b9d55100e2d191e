"""How fast a page comes back, and from which network: what floods are told by (``actions/floods.py``)."""

import ipaddress
from typing import Final

LEAST_SECONDS: Final = 1.0
"""Nobody reads and answers a page faster."""
V4_BITS, V6_BITS = 24, 48


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
