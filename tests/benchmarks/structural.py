"""Time structural analysis: large matrices, many people, many draws."""

import json
import random
from collections.abc import Iterator

from sciezka.core.structural import InfluenceMatrix, analyse, join_matrices, make_record, resample, shake
from tests.benchmarks.timing import Measure, take_time

FACTORS = 80
USUAL = 20
PEOPLE = 20
FILL = 0.22
DRAWS = 500


def write_section() -> str:
    """Measure, and write the section."""
    rows = "\n".join(f"| {m.what} | {m.median_ms:.1f} | {m.worst_ms:.1f} | {m.runs} |" for m in measure_structural())
    return "\n".join(
        [
            "## Structural analysis",
            "",
            f"An influence in {100 * FILL:.0f} % of cells. The 12 powers are exact whole numbers; draws are",
            "reckoned in floating ones.",
            "",
            "| what | median, ms | worst, ms | runs |",
            "|---|---:|---:|---:|",
            rows,
        ]
    )


def measure_structural() -> Iterator[Measure]:
    """Time each step."""
    large, people = draw_matrix(FACTORS, 1), [draw_matrix(USUAL, seed) for seed in range(PEOPLE)]
    many = [draw_matrix(FACTORS, seed) for seed in range(PEOPLE)]
    yield take_time(f"Analysis of {FACTORS} factors", lambda: analyse(large))
    yield take_time(f"The same with its JSON, {FACTORS} factors", lambda: json.dumps(make_record(analyse(large))))
    yield take_time(
        f"{DRAWS} matrices with ratings off by one, {FACTORS} factors", lambda: shake(large, draws=DRAWS), runs=5
    )
    yield take_time(f"Joining {PEOPLE} people's matrices of {USUAL} factors", lambda: join_matrices(people))
    yield take_time(f"{DRAWS} groups of {PEOPLE} people, {USUAL} factors", lambda: resample(people, draws=DRAWS), runs=5)
    yield take_time(f"Joining {PEOPLE} people's matrices of {FACTORS} factors", lambda: join_matrices(many), runs=5)


def draw_matrix(size: int, seed: int) -> InfluenceMatrix:
    """Make a matrix as teams fill them."""
    draw = random.Random(seed)  # noqa: S311 - the same matrices at each run
    return InfluenceMatrix(
        factors=tuple(f"Factor {at}" for at in range(size)),
        rows=tuple(
            tuple(0 if row == column or draw.random() >= FILL else draw.randint(1, 3) for column in range(size))
            for row in range(size)
        ),
    )
