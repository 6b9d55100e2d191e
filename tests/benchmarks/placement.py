"""Time the map of stakeholders: 80 discs fanned out, and their names placed beside them."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from sciezka.core.placement import Disc, Wanted, fan_out, place_labels
from sciezka.core.rectangles import Box
from tests.benchmarks.timing import Measure, take_time

STAKEHOLDERS = 80
MAPS = 4
GOAL_MS = 100
FRAME = Box(0, 0, 1000, 760)


def write_section() -> str:
    """Measure, and write the section."""
    rows = "\n".join(f"| {m.what} | {m.median_ms:.1f} | {m.worst_ms:.1f} | {m.runs} |" for m in measure_placing())
    return "\n".join(
        [
            "## Map of stakeholders",
            "",
            f"{STAKEHOLDERS} stakeholders, most of whom share a point of the plane with others: discs are fanned out,",
            "then their names are placed so that nothing covers anything.",
            "",
            "| what | median, ms | worst, ms | runs |",
            "|---|---:|---:|---:|",
            rows,
            "",
            f"Goal: a map is drawn in under {GOAL_MS} ms.",
        ]
    )


def measure_placing() -> Iterator[Measure]:
    """Time a few maps that crowd differently."""
    for seed in range(1, MAPS + 1):
        points = scatter(STAKEHOLDERS, seed)
        yield take_time(f"Map no. {seed}", lambda points=points: place_labels(spread(points), group(points), FRAME))


def scatter(count: int, seed: int) -> list[Disc]:
    """Give stakeholders as maps have them: levels from 1 to 5 by halves, most of them around the middle."""
    draw = random.Random(seed)  # noqa: S311 - the same maps at each run
    levels = [min(5.0, max(1.0, round(draw.gauss(3.3, 1.1) * 2) / 2)) for _ in range(2 * count)]
    pairs = zip(levels[::2], levels[1::2], strict=True)
    return [
        Disc(key=key, x=60 + (x - 0.5) * 176, y=740 - (y - 0.5) * 144, radius=draw.choice((11.0, 13.0, 16.0)))
        for key, (x, y) in enumerate(pairs)
    ]


def spread(discs: list[Disc]) -> list[Disc]:
    """Move discs of one point apart."""
    centres = fan_out(discs)
    return [replace(disc, x=centres[disc.key][0], y=centres[disc.key][1]) for disc in discs]


def group(discs: list[Disc]) -> list[Wanted]:
    """Ask for one block of names for each point."""
    points: dict[tuple[float, float], list[int]] = defaultdict(list)
    for disc in discs:
        points[disc.x, disc.y].append(int(str(disc.key)))
    return [Wanted(key=key, discs=tuple(keys), shapes=((150, 15 * len(keys)),)) for key, keys in enumerate(points.values())]
