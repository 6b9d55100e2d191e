"""The geometry of maps: projecting degrees onto a grid, thinning outlines, dissolving borders, writing paths."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from math import asin, atan2, cos, degrees, hypot, radians, sin
from typing import Final

import numpy as np

Point = tuple[int, int]
Ring = tuple[Point, ...]

# Albers' equal-area conic between two parallels of Poland: communes keep their sizes beside one another.
_FIRST, _SECOND, _ORIGIN, _MIDDLE = (radians(angle) for angle in (50.0, 54.0, 52.0, 19.0))
_CONE: Final = (sin(_FIRST) + sin(_SECOND)) / 2
_SCALE: Final = cos(_FIRST) ** 2 + 2 * _CONE * sin(_FIRST)
_EARTH: Final = 6_371_007.2
METRES: Final = 100.0
"""One step of the grid."""
FEWEST: Final = 3
_NUMBER: Final = re.compile(r"-?\d+")


def project(ring: Sequence[tuple[float, float]]) -> Ring:
    """Put points in degrees onto the grid: x to the right, y downward, as drawings have it."""
    turned = np.radians(np.asarray(ring, dtype=np.float64))
    away = _CONE * (turned[:, 0] - _MIDDLE)
    radius = np.sqrt(_SCALE - 2 * _CONE * np.sin(turned[:, 1])) / _CONE
    middle = np.sqrt(_SCALE - 2 * _CONE * sin(_ORIGIN)) / _CONE
    x = np.rint(_EARTH / METRES * radius * np.sin(away)).astype(int)
    y = np.rint(_EARTH / METRES * (radius * np.cos(away) - middle)).astype(int)
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def unproject(point: Point) -> tuple[float, float]:
    """Turn a point of the grid back into degrees of latitude and longitude."""
    middle = float(np.sqrt(_SCALE - 2 * _CONE * sin(_ORIGIN))) / _CONE
    across, down = point[0] * METRES / _EARTH, point[1] * METRES / _EARTH + middle
    height = (_SCALE - (hypot(across, down) * _CONE) ** 2) / (2 * _CONE)
    return degrees(asin(max(-1.0, min(1.0, height)))), degrees(_MIDDLE + atan2(across, down) / _CONE)


def coarsen(ring: Ring, step: int) -> Ring:
    """Lay a ring on a coarser grid; neighbours' shared borders stay shared."""
    return ring if step == 1 else tuple((round(x / step) * step, round(y / step) * step) for x, y in ring)


def simplify(ring: Sequence[Point]) -> Ring:
    """Drop points that repeat the one before or lie straight between their neighbours; nothing is left of a mere line."""
    found: list[Point] = []
    closed = [*ring, ring[0]] if ring and ring[0] != ring[-1] else list(ring)
    for point in closed:
        if found and point == found[-1]:
            continue
        while len(found) > 1 and _is_straight(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    found = found[:-1] if len(found) > 1 and found[0] == found[-1] else found
    return tuple(found) if len(found) >= FEWEST else ()


def _is_straight(first: Point, second: Point, third: Point) -> bool:
    return (second[0] - first[0]) * (third[1] - second[1]) == (second[1] - first[1]) * (third[0] - second[0])


def measure_area(ring: Sequence[Point]) -> float:
    """Give twice the signed area of a ring."""
    shifted = [*ring[1:], ring[0]]
    return float(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, shifted, strict=True)))


def find_centre(rings: Sequence[Sequence[Point]]) -> Point:
    """Give the centre of gravity of the largest ring."""
    ring = max(rings, key=lambda one: abs(measure_area(one)))
    area = measure_area(ring)
    if not area:
        return ring[0]
    x = y = 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return round(x / (3 * area)), round(y / (3 * area))


def write_path(rings: Iterable[Sequence[Point]]) -> str:
    """Write rings as one path, each point as its step from the one before, in as few characters as can be."""
    parts = []
    for ring in rings:
        x, y = ring[0]
        parts.append(f"M{x} {y}l")
        steps = []
        for to_x, to_y in ring[1:]:
            steps.append(f"{to_x - x} {to_y - y}")
            x, y = to_x, to_y
        parts.append(" ".join(steps).replace(" -", "-") + "z")
    return "".join(parts)


def read_path(d: str) -> Iterator[Ring]:
    """Read rings from a path that ``write_path`` wrote."""
    for part in d.split("z")[:-1]:
        numbers = [int(number) for number in _NUMBER.findall(part)]
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        yield tuple(accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1])))


def find_outlines(units: Mapping[str, Sequence[Ring]]) -> dict[str, tuple[Ring, ...]]:
    """Dissolve units into their voivodeships: the border is what belongs to one unit of the voivodeship only."""
    edges: dict[str, dict[tuple[Point, Point], int]] = defaultdict(lambda: defaultdict(int))
    for key, rings in units.items():
        for ring in rings:
            for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
                if a != b:
                    edges[f"{key[:2]}00000"][min(a, b), max(a, b)] += 1
    return {key: tuple(_chain([edge for edge, count in held.items() if count == 1])) for key, held in sorted(edges.items())}


def _chain(edges: Sequence[tuple[Point, Point]]) -> Iterable[Ring]:
    """Chain edges into rings; what doesn't close (borders that don't quite meet) is left out."""
    beside: dict[Point, list[Point]] = defaultdict(list)
    for a, b in edges:
        beside[a].append(b)
        beside[b].append(a)
    for start in list(beside):
        while beside[start]:
            ring, at = [start], beside[start].pop()
            beside[at].remove(start)
            while at != start and beside[at]:
                ring.append(at)
                following = beside[at].pop()
                beside[following].remove(at)
                at = following
            if at == start and len(ring) >= FEWEST:
                yield tuple(ring)
