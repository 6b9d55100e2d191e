"""The demonstration's own questionnaire and a LimeSurvey file to be brought in, both invented. Pure Python, no Django."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

FILE: Final = "wydarzenia-w-domu-kultury.lss"


@cache
def read_own() -> Mapping[str, Any]:
    """Read the workspace's own questionnaire, as it is stored, and which of its questions are kept in the bank."""
    return tomllib.loads((resources.files(__name__) / "spotkanie.toml").read_text(encoding="utf-8"))


def read_file() -> bytes:
    """Read the LimeSurvey file."""
    return (resources.files(__name__) / FILE).read_bytes()
