"""The national task that all engines are timed on: made-up numbers of the real panel's shape."""

from typing import Final

import numpy as np

from sciezka.core.index.recipe import Aggregate, Normalise, Recipe, Treat
from sciezka.core.index.types import Cube, Node, Structure

UNITS: Final = 2477
YEARS: Final = tuple(range(2005, 2025))
LEAVES: Final = 152
GROUPS: Final = 50
MISSING: Final = 0.08
WINDOW: Final = (2017, 2024)
RECIPE: Final = Recipe(
    treat=Treat("winsorise", (0.025, 0.975)), normalise=Normalise(ddof=1), aggregate=Aggregate(min_share=0.5)
)


def make_structure() -> Structure:
    """Make the tree of 3 dimensions, 12 areas, 48 sub-areas and 152 indicators, with weights of all sizes."""
    nodes = [Node("T")]
    for dimension in range(3):
        nodes.append(Node(f"D{dimension}", "T", 1.0 + dimension))
        for area in range(4):
            nodes.append(Node(f"A{dimension}{area}", f"D{dimension}", 1.0 + area / 2))
            nodes += [Node(f"S{dimension}{area}{part}", f"A{dimension}{area}", 1.0 + part % 2) for part in range(4)]
    parts = [node.code for node in nodes if node.code.startswith("S")]
    nodes += [Node(f"I{at:03d}", parts[at % 48], 1.0 + at % 3, 1 if at % 4 else -1) for at in range(LEAVES)]
    return Structure(tuple(nodes))


def make_cube(times: int = 1, *, years: tuple[int, ...] = YEARS, seed: int = 2026) -> Cube:
    """Make the panel, or one with so many times the units and the groups."""
    rng = np.random.default_rng(seed)
    units = UNITS * times
    values = rng.standard_normal((len(years), LEAVES, units))
    values *= 10
    values += 50
    values[rng.random(values.shape, dtype=np.float32) < MISSING] = np.nan
    groups = np.random.default_rng(1).integers(0, GROUPS * times, units).astype(np.intp)
    return Cube(
        values, years, make_structure().leaves, tuple(map(str, range(units))), groups, tuple(map(str, range(GROUPS * times)))
    )
