"""Small panels with everything that goes wrong in big ones, for the tests of the national engines."""

import numpy as np

from sciezka.core.index.types import Cube, Node, Structure

UNITS = 150
YEARS = (2015, 2016, 2017, 2018)


def make_structure() -> Structure:
    """Make a tree of 24 indicators, some of them right under the whole, with one weight of 0."""
    nodes = [Node("T"), Node("lone", "T", 0.5), Node("it's \\ odd", "T", 1.5, -1)]
    for area in range(2):
        nodes.append(Node(f"A{area}", "T", 1 + area))
        nodes += [Node(f"S{area}{part}", f"A{area}", 1.0 + part % 2) for part in range(3)]
    parts = [node.code for node in nodes if node.code.startswith("S")]
    nodes += [Node(f"I{at}", parts[at % len(parts)], at % 4, 1 if at % 3 else -1) for at in range(22)]
    return Structure(tuple(nodes))


def make_panel(seed: int = 1, *, units: int = UNITS) -> Cube:
    """Make a cube with gaps, twins, an outlier, a constant, a group of one, a unit of no group, and absent units."""
    rng = np.random.default_rng(seed)
    structure = make_structure()
    values = rng.normal(50, 10, size=(len(YEARS), len(structure.leaves), units))
    values[rng.random(values.shape) < 0.12] = np.nan
    values[:, 3] = np.round(values[:, 3] / 10)
    values[:, 5] = 7.0
    values[1, 6] = np.nan
    values[2, 8, 11] = 1e9
    values[:, :, 21] = values[:, :, 20]
    values[:, :, 30] = np.nan
    groups = rng.integers(0, 4, size=(len(YEARS), units)).astype(np.intp)
    groups[:, 21] = groups[:, 20]
    groups[:, 40] = 4
    groups[:, 41] = -1
    present = rng.random((len(YEARS), units)) > 0.02
    present[:, 20:22] = True
    values[~np.broadcast_to(present[:, None, :], values.shape)] = np.nan
    names = tuple(f"{at:07d}" for at in range(units))
    return Cube(values, YEARS, structure.leaves, names, groups, ("a", "b", "c", "d", "alone"), present)
