"""The demonstration's stakeholders as data: kinds of organisations, and persons by position only. Pure Python."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sciezka.rooms.rounds.demo import read_data


@cache
def read_register() -> Mapping[str, Any]:
    """Read who is on the register, what was judged and what was agreed."""
    return read_data(__name__, "register.toml")


@cache
def read_engaging() -> Mapping[str, Any]:
    """Read contacts, signs, the plan, invitations and the population."""
    return read_data(__name__, "engaging.toml")
