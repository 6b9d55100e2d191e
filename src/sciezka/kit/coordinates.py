"""Places on the Earth as people read them, and as a program of maps opens them."""

from collections.abc import Sequence
from typing import Final

from sciezka.kit.typography import NBSP, write_number

MOST_DECIMALS: Final = 6
"""A tenth of a metre; nobody points more exactly."""
_LATITUDE, _LONGITUDE = ("N", "S"), ("E", "W")


def write_place(place: Sequence[float]) -> str:
    """Write a latitude and a longitude as maps do, with the language's decimal sign: „50,0614° N, 19,9366° E”."""
    digits = max(len(_write_degrees(part).partition(".")[2]) for part in place)
    return ", ".join(
        f"{write_number(abs(part), digits, keep=True)}°{NBSP}{signs[part < 0]}"
        for part, signs in zip(place, (_LATITUDE, _LONGITUDE), strict=True)
    )


def link_place(place: Sequence[float]) -> str:
    """Give the address under which the reader's own program of maps opens a place (RFC 5870).

    It names nobody's map: who reads chooses it, and no third party learns who looks at which place.
    """
    return "geo:" + ",".join(map(_write_degrees, place))


def _write_degrees(part: float) -> str:
    return f"{part:.{MOST_DECIMALS}f}".rstrip("0").rstrip(".")
