"""The demonstration's calls, as files of words."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Final

CALLS: Final = ("undertakings", "partners", "running")


@cache
def read_call(name: str) -> dict[str, Any]:
    """Read one of the demonstration's calls."""
    return tomllib.loads((resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
