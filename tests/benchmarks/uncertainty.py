"""Time the uncertainty analysis of COINr's own example, and the rank intervals that pages show.

COINr itself needs R and minutes, so that its time is a recorded one: 233.5 s for 1,000 replications on the ASEM data (51
countries, 49 indicators) on a machine of two cores. Ours are taken now; what is timed gives COINr's numbers to 1e-9 (see
``tests/core/index/test_robustness.py``).
"""

import csv
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sciezka.core.index import robustness
from sciezka.core.index.recipe import Aggregate, Normalise, Treat
from sciezka.core.index.types import Floats, Node, Structure

COINR_SECONDS: Final = 233.5
REPLICATIONS: Final = 1000
GOLDEN: Final = Path(__file__).resolve().parents[3] / "shared" / "golden" / "coinr"


@dataclass(frozen=True, slots=True)
class Ratio:
    """One measured thing, with the peer's recorded time if there is one.

    Attributes:
        what: in words.
        median_ms: the middle of the runs.
        worst_ms: the slowest run.
        runs: how many.
        peer: whose time it is set against; empty for none.
        peer_ms: that time.
    """

    what: str
    median_ms: float
    worst_ms: float
    runs: int
    peer: str = ""
    peer_ms: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times faster than the peer."""
        return None if self.peer_ms is None else self.peer_ms / self.median_ms


def measure_uncertainty() -> Iterator[Ratio]:
    """Measure everything; what needs COINr's tables is passed over where they are not beside the repository."""
    if (GOLDEN / "stage_Screened.csv").is_file():
        block, structure, choices = read_example()
        plan = robustness.draw_plan(choices, REPLICATIONS, seed=1)
        for cached, words in (
            (True, "distinct treated and normalised variants cached"),
            (False, "every step redone each time"),
        ):
            yield _time(
                f"{REPLICATIONS:,} replications of COINr's example with ranks, {words}",
                lambda cached=cached: robustness.rank_draws(  # type: ignore[misc]
                    robustness.replicate(block, structure, choices, plan, cached=cached)
                ),
                runs=15 if cached else 5,
                peer_seconds=COINR_SECONDS,
            )
    tree = make_national_tree()
    group, country = make_normalised(40), make_normalised(2477)
    shown = [node.code for node in tree.nodes if tree.depth[node.code] < 3]
    yield _time(
        "Rank intervals of 16 nodes, 40 towns, 152 indicators with gaps, 1,000 draws of weights",
        lambda: robustness.rank_intervals(group, tree, 1000, nodes=shown),
    )
    yield _time(
        "Rank intervals of the whole, 2,477 communes, 152 indicators with gaps, 1,000 draws of weights",
        lambda: robustness.rank_intervals(country, tree, 1000, nodes=[tree.root]),
        runs=3,
    )


def read_example() -> tuple[Floats, Structure, robustness.Choices]:
    """Read the example with its four uncertain inputs: winsorised points 1–5, two scales, 100 sets of weights, two means."""
    with (GOLDEN / "in_asem_iMeta.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["Type"] in {"Indicator", "Aggregate"}]
    structure = Structure(
        tuple(Node(row["iCode"], row["Parent"], float(row["Weight"]), int(row["Direction"])) for row in rows)
    )
    with (GOLDEN / "stage_Screened.csv").open(encoding="utf-8", newline="") as lines:
        units = list(csv.DictReader(lines))
    block = np.array([[float(unit[leaf]) for unit in units] for leaf in structure.leaves])
    with (GOLDEN / "ua200_weight_sets.csv").open(encoding="utf-8", newline="") as lines:
        weights = np.zeros((100, len(structure.nodes)))
        for row in csv.DictReader(lines):
            weights[int(row["weight_set"]) - 1, structure.position[row["iCode"]]] = float(row["Weight"])
    choices = robustness.Choices(
        weights,
        tuple(robustness.make_treatment(Treat("skew_kurtosis", max_points=points)) for points in range(1, 6)),
        (
            robustness.make_normalisation(Normalise("minmax", low=1, high=100), structure),
            robustness.make_normalisation(Normalise("zscore", mean=10, sd=2, ddof=1), structure),
        ),
        (Aggregate("arithmetic"), Aggregate("geometric")),
    )
    return block, structure, choices


def make_national_tree() -> Structure:
    """Make a tree of 3 dimensions, 12 areas, 48 sub-areas and 152 indicators."""
    return Structure(
        (
            Node("all"),
            *(Node(f"d{at}", "all") for at in range(3)),
            *(Node(f"a{at}", f"d{at // 4}") for at in range(12)),
            *(Node(f"s{at}", f"a{at // 4}") for at in range(48)),
            *(Node(f"i{at}", f"s{at % 48}") for at in range(152)),
        )
    )


def make_normalised(units: int) -> Floats:
    """Make normalised indicators of which 8 % are missing."""
    rng = np.random.default_rng(7)
    block = rng.normal(size=(152, units))
    block[rng.random(block.shape) < 0.08] = np.nan
    return block


def _time(what: str, run: Callable[[], object], *, runs: int = 15, peer_seconds: float | None = None) -> Ratio:
    run()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        times.append((time.perf_counter() - started) * 1000)
    measured = Ratio(
        what,
        float(np.median(times)),
        max(times),
        runs,
        "COINr 1.1.14, recorded" if peer_seconds else "",
        peer_seconds * 1000 if peer_seconds else None,
    )
    faster = f"  ({measured.ratio:,.0f} times COINr's recorded time)" if measured.ratio else ""
    print(f"{measured.median_ms:9.1f} ms  {what}{faster}", flush=True)
    return measured
