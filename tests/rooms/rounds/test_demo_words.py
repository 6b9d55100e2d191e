"""The words of the demonstration's rounds."""

import re
from pathlib import Path

import pytest

from sciezka import rooms

ROOMS = Path(rooms.__path__[0])
WAVE = re.compile(r"\bfal(a|i|e|ę|ą|om|ach|ami)?\b", re.IGNORECASE)


@pytest.mark.parametrize("room", ["rounds", "stakeholders", "assessment"])
def test_the_demonstration_calls_each_asking_a_turn_and_no_wave(room: str) -> None:
    files = [*(ROOMS / room / "demo").glob("*.toml"), *(ROOMS / room / "actions").glob("demo*.py")]
    assert files
    assert [path.name for path in files if WAVE.search(path.read_text(encoding="utf-8"))] == []
