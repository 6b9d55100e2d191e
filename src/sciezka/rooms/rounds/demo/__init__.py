"""The demonstration's rounds as data, and the draws from which its answers are made. Pure Python, no Django.

Draws are made of words alone, so that the demonstration is the same wherever and whenever it is loaded.
"""

import hashlib
import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

WHOLE: Final = 100
# How far from the middle people answer, and how often of a hundred: who see a thing alike, nearly so, and apart.
SPREADS: Final = (
    ((0.0, 98), (-1.0, 1), (1.0, 1)),
    ((0.0, 70), (-1.0, 15), (1.0, 15)),
    ((0.0, 22), (-1.0, 20), (1.0, 20), (-2.0, 19), (2.0, 19)),
)
ALIKE, NEARLY, APART = range(3)


def read_data(package: str, name: str) -> dict[str, Any]:
    """Read one of a demonstration's TOML files."""
    return tomllib.loads(resources.files(package).joinpath(name).read_text(encoding="utf-8"))


@cache
def read_rounds() -> tuple[Mapping[str, Any], ...]:
    """Read the demonstration's rounds."""
    return tuple(read_data(__name__, "rounds.toml")["rounds"])


def draw(sides: int, *words: object) -> int:
    """Draw a number from 0 up to, not including, the sides: the same for the same words."""
    said = "|".join(str(word) for word in words)
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big") % sides


def draw_level(middle: float, scale: Sequence[float], *words: object, spread: int = ALIKE) -> int:
    """Draw a level near a middle, within the scale's values."""
    left = draw(WHOLE, "level", *words)
    found = 0.0
    for step, share in SPREADS[spread]:
        found, left = step, left - share
        if left < 0:
            break
    # A middle between two levels gives now the one, now the other.
    tilt = draw(WHOLE, "tilt", *words) / WHOLE
    return int(min(max(scale), max(min(scale), math.floor(middle + tilt + found))))


def draw_order(places: Mapping[int, float], *words: object) -> list[int]:
    """Draw an order of keys: near the one that their places give."""
    return sorted(places, key=lambda key: places[key] + draw(WHOLE, "order", key, *words) * 4 / WHOLE)


def draw_few(weights: Mapping[int, int], most: int, *words: object) -> list[int]:
    """Draw a few keys, the heavier ones more often."""
    scores = {key: weight + draw(WHOLE, "few", key, *words) / 12 for key, weight in weights.items()}
    return sorted(scores, key=lambda key: -scores[key])[:most]


def pick_one(rows: Sequence[str], *words: object) -> str:
    """Pick a sentence; empty where there is none."""
    return rows[draw(len(rows), "one", *words)] if rows else ""
