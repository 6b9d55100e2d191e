"""The demonstration's path as data: factors, their influence on one another, SWOT, visions, goals with indicators.

Pure Python, no Django. The names of the three strategic goals and the baselines are facts; all else is invented.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sciezka.rooms.rounds.demo import read_data


@cache
def read_factors() -> Mapping[str, Any]:
    """Read the factors, how they are judged, picked and drive one another, and what they rest on."""
    return read_data(__name__, "factors.toml")


@cache
def read_swot() -> Mapping[str, Any]:
    """Read the entries of the SWOT with their weights, and how they meet."""
    return read_data(__name__, "swot.toml")


@cache
def read_visions() -> Mapping[str, Any]:
    """Read the drafts of a vision, what is said of them and how they are voted on."""
    return read_data(__name__, "visions.toml")


@cache
def read_goals() -> Mapping[str, Any]:
    """Read the goals, what they answer and use, and their indicators."""
    return read_data(__name__, "goals.toml")


@cache
def read_thread() -> Mapping[str, Any]:
    """Read waivers, saved states, earlier scores, and the faults that are left open on purpose."""
    return read_data(__name__, "thread.toml")
