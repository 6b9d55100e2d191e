"""The demonstration's rounds as data, and the draws from which its answers are made. Pure Python, no Django.

Draws are made of words alone, so that the demonstration is the same wherever and whenever it is loaded.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

WHOLE: Final = 100
# How far from the middle a person answers, and how often of a hundred: people who see a thing alike, and who do not.
ALIKE: Final = ((0.0, 62), (-1.0, 19), (1.0, 19))
APART: Final = ((0.0, 22), (-1.0, 20), (1.0, 20), (-2.0, 19), (2.0, 19))


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


def draw_level(middle: float, lowest: int, highest: int, *words: object, is_disputed: bool = False) -> int:
    """Draw a level near a middle, within the scale."""
    left = draw(WHOLE, "level", *words)
    step = 0.0
    for step, share in APART if is_disputed else ALIKE:  # noqa: B007 - the step at which the shares are used up
        left -= share
        if left < 0:
            break
    # A middle between two levels gives now the one, now the other.
    tilt = draw(WHOLE, "tilt", *words) / WHOLE
    return min(highest, max(lowest, int(middle + tilt + step)))


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
