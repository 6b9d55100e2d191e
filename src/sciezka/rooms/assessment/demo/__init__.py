"""The demonstration's assessments as data: what a team wrote on its cards, and where it stood. Pure Python, no Django."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sciezka.rooms.rounds.demo import read_data


@cache
def read_assessments() -> tuple[Mapping[str, Any], ...]:
    """Read the demonstration's assessments: a bank, its waves, and the cards of each."""
    return tuple(read_data(__name__, f"{name}.toml") for name in ("arkusze", "samoocena", "drabina"))
