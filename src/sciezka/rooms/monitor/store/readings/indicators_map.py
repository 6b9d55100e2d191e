"""Values of an indicator for a map, and the limits of its classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.rooms.monitor.store.cubes import StoredCube

CLASSES: Final = 5
# Fewer units are split into fewer classes.
FEW_UNITS: Final = 12
FEW_CLASSES: Final = 3


@dataclass(frozen=True, slots=True)
class Painting:
    """The values of units in a year and their classes.

    Attributes:
        values: by unit, those that have one.
        classes: by unit, 0 for the lowest.
        limits: the lowest and the highest value of each class that holds any, with how many units it holds.
    """

    values: dict[str, float]
    classes: dict[str, int]
    limits: tuple[tuple[float, float, int], ...]


def paint_units(cube: StoredCube, code: str, units: Sequence[str], year: int) -> Painting:
    """Split units into classes of about equal numbers by an indicator's values; equal values share a class."""
    known = [unit for unit in units if unit in cube.unit_place]
    if year not in cube.years or not known:
        return Painting({}, {}, ())
    row = cube.values[cube.years.index(year), cube.indicator_place[code]][[cube.unit_place[unit] for unit in known]]
    finite = np.isfinite(row)
    held, units_held = (
        np.array(row[finite]),
        [unit for unit, is_known in zip(known, finite.tolist(), strict=True) if is_known],
    )
    if not units_held:
        return Painting({}, {}, ())
    count = CLASSES if len(held) >= FEW_UNITS else FEW_CLASSES
    steps = np.unique(np.quantile(held, np.arange(1, count) / count))
    places = np.searchsorted(steps, held, side="left")
    # A class that nobody is in leaves no number behind.
    used, places = np.unique(places, return_inverse=True)
    limits = tuple(
        (float(held[places == at].min()), float(held[places == at].max()), int((places == at).sum()))
        for at in range(len(used))
    )
    values = dict(zip(units_held, held.tolist(), strict=True))
    return Painting(values, dict(zip(units_held, places.tolist(), strict=True)), limits)
