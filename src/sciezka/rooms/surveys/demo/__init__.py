"""The demonstration's surveys as data: what each of them is, how its invented people answer, and what they write.

Pure Python, no Django. The files say for each question around what people answer and what moves it; ``drawing`` draws.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sciezka.rooms.rounds.demo import read_data

SURVEYS: Final = ("youth", "business", "residents", "employees")


@cache
def read_survey(key: str) -> Mapping[str, Any]:
    """Read one survey of the demonstration."""
    return read_data(__name__, f"{key}.toml")


def read_surveys() -> tuple[Mapping[str, Any], ...]:
    """Read all surveys of the demonstration, in the order in which they are made."""
    return tuple(read_survey(key) for key in SURVEYS)
