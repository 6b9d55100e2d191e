"""How far the ranks of a year move when the recipe's choices are made otherwise: many replications of the index."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sciezka.core.index.recipe import Aggregate, Impute, Normalise, Recipe, Treat, change
from sciezka.core.index.replay import replay
from sciezka.core.index.robustness import (
    Choices,
    count_wins,
    draw_plan,
    draw_weights,
    make_normalisation,
    make_treatment,
    rank_draws,
    replicate,
    summarise_ranks,
)
from sciezka.core.index.sensitivity import measure_sensitivity
from sciezka.core.index.types import Cube, Floats, IndexProblem, Structure
from sciezka.rooms.monitor.store.readings.overview import ONE_BY_ONE
from sciezka.rooms.monitor.store.runs import Run, take_reading

SPREAD: Final = 0.25
# One standard Dirichlet is far too wild; around this the shares move about as much as by ±25 %.
CONCENTRATION: Final = 20.0
# So many replications of an index of this many towns take well under half a second; more towns get fewer.
MOST_CELLS: Final = 250_000
FEWEST_DRAWS: Final = 200
BASE_RUNS: Final = 500
BOOTSTRAPS: Final = 100


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for.

    Attributes:
        draws: how many replications.
        seed: the same seed gives the same numbers.
        kind: how weights are drawn: ``uniform`` or ``dirichlet``.
        inputs: which choices are uncertain.
    """

    draws: int = 1000
    seed: int = 2026
    kind: str = "uniform"
    inputs: tuple[str, ...] = ("treat", "normalise", "weights", "aggregate", "left_out")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a unit's rank lies."""

    unit: str
    rank: int
    low: float
    median: float
    high: float
    score: float | None


@dataclass(frozen=True, slots=True)
class Source:
    """How much of the movement of ranks one choice makes: shares of the variance, with their 90 % ranges."""

    name: str
    first: float
    total: float
    total_low: float
    total_high: float


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What the replications say.

    Attributes:
        spans: of all units with a rank, best first.
        wins: by unit, the share of replications in which the town stands above it.
        loses: by unit, the share in which it stands above the town.
        draws: how many replications were made.
        digest: of the question and everything that it was reckoned from.
        sources: where the uncertainty comes from, the greatest first; empty when only one choice is uncertain.
        options: by input, how many options.
        is_imputed: whether gaps were filled before, as the recipe says.
    """

    spans: tuple[Span, ...]
    wins: Mapping[str, float]
    loses: Mapping[str, float]
    draws: int
    digest: str
    sources: tuple[Source, ...]
    options: Mapping[str, int]
    is_imputed: bool


def measure_uncertainty(run: Run, unit: str, year: int, ask: Ask) -> Uncertainty:
    """Replicate the index of a year with other choices; kept as long as the run is.

    Raises:
        IndexProblem: a step or an aggregation that can't be replicated.
    """
    name = f"uncertainty/{unit}/{year}/{ask.draws}/{ask.seed}/{ask.kind}/{','.join(ask.inputs)}"
    return take_reading(run, name, lambda: _measure(run, unit, year, ask))


def _measure(run: Run, unit: str, year: int, ask: Ask) -> Uncertainty:
    result, at = run.result, run.year_place[year]
    recipe = result.recipe
    structure = _with_weights(run)
    block, is_imputed = _take_block(run, at)
    draws = max(min(ask.draws, FEWEST_DRAWS), min(ask.draws, MOST_CELLS // max(1, block.shape[1])))
    choices = _make_choices(recipe, structure, ask, draws)
    ranks = rank_draws(replicate(block, structure, choices, draw_plan(choices, draws, seed=ask.seed)))
    spans = summarise_ranks(ranks)
    root = structure.position[structure.root]
    rows = zip(
        run.members,
        result.ranks[at, root].tolist(),
        spans.low.tolist(),
        spans.median.tolist(),
        spans.high.tolist(),
        result.scores[at, root].tolist(),
        strict=True,
    )
    ranked = [Span(*row) for row in rows if row[1] and row[2] == row[2]]
    wins, loses = _share_wins(run, ranks, unit)
    said = [run.key, year, draws, ask.seed, ask.kind, list(ask.inputs), SPREAD, CONCENTRATION]
    return Uncertainty(
        spans=tuple(sorted(ranked, key=lambda span: (span.rank, span.unit))),
        wins=wins,
        loses=loses,
        draws=draws,
        digest=hashlib.sha256(json.dumps(said).encode()).hexdigest(),
        sources=_find_sources(block, structure, choices, ask),
        options=dict(zip(("treat", "normalise", "weights", "aggregate", "left_out"), choices.sizes, strict=True)),
        is_imputed=is_imputed,
    )


def _with_weights(run: Run) -> Structure:
    """Give the tree with the weights that were used, also where a recipe reads them from the data."""
    weights = run.result.tree.weights
    return Structure(tuple(replace(node, weight=weights.get(node.code, node.weight)) for node in run.structure.nodes))


def _take_block(run: Run, at: int) -> tuple[Floats, bool]:
    """Give the year's indicators before treating, gaps filled first when the recipe fills any."""
    recipe, cube = run.result.recipe, run.result.cube
    if recipe.impute.method == Impute().method:
        return cube.values[at], False
    filled = change(change(recipe, "treat", method="none"), "", order=("impute", "treat"))
    stages: Cube = replay(filled, run.structure, cube).stage("impute").cube
    return stages.values[at], True


def _make_choices(recipe: Recipe, structure: Structure, ask: Ask, draws: int) -> Choices:
    """Name the options of each input; the recipe's own is the first."""
    treat = [recipe.treat]
    normalise = [recipe.normalise]
    aggregate = [recipe.aggregate]
    if "treat" in ask.inputs:
        treat += [other for other in (Treat("none"), Treat("winsorise", limits=(0.05, 0.95))) if other != recipe.treat]
    if "normalise" in ask.inputs:
        others = (Normalise(mean=100.0, sd=10.0), Normalise("minmax", low=1.0, high=100.0))
        normalise += [other for other in others if other.method != recipe.normalise.method]
    if "aggregate" in ask.inputs:
        aggregate += [
            replace(recipe.aggregate, method=method, levels=())
            for method in ("arithmetic", "geometric")
            if method != recipe.aggregate.method
        ]
    given = np.array([[node.weight for node in structure.nodes]], dtype=np.float64)
    weights = given
    if "weights" in ask.inputs:
        drawn = draw_weights(structure, draws, seed=ask.seed, kind=ask.kind, spread=SPREAD, concentration=CONCENTRATION)
        weights = np.concatenate([given, drawn])
    left_out = ("", *structure.leaves) if "left_out" in ask.inputs else ("",)
    return Choices(
        weights,
        treat=tuple(make_treatment(choice) for choice in treat),
        normalise=tuple(make_normalisation(choice, structure) for choice in normalise),
        aggregate=tuple(_refuse_unknown(choice) for choice in aggregate),
        left_out=left_out,
    )


def _refuse_unknown(choice: Aggregate) -> Aggregate:
    for method in (choice.method, *(method for _node, method in choice.levels)):
        if method in ONE_BY_ONE:
            raise IndexProblem(
                "robustness.method",
                f"The aggregation {method!r} can't be reckoned over many draws. Choose a recipe with a mean.",
                method=method,
            )
    return choice


def _share_wins(run: Run, ranks: np.ndarray, unit: str) -> tuple[dict[str, float], dict[str, float]]:
    if unit not in run.member_place:
        return {}, {}
    at = run.member_place[unit]
    shares = count_wins(ranks)
    won, lost = shares[at], shares[:, at]
    known = [other for other in range(len(run.members)) if np.isfinite(won[other])]
    return (
        {run.members[other]: float(won[other]) for other in known},
        {run.members[other]: float(lost[other]) for other in known},
    )


def _find_sources(block: Floats, structure: Structure, choices: Choices, ask: Ask) -> tuple[Source, ...]:
    """Split the movement of ranks among the uncertain choices; nothing when there is one only, or nothing moves."""
    if len(choices.uncertain) < 2:  # noqa: PLR2004 - one choice alone makes everything
        return ()
    base = max(64, min(BASE_RUNS, MOST_CELLS // (7 * max(1, block.shape[1]))))
    try:
        sobol = measure_sensitivity(block, structure, choices, base=base, seed=ask.seed, boot=BOOTSTRAPS).sobol
    except IndexProblem as problem:
        if problem.code in {"sensitivity.constant", "sensitivity.missing"}:
            return ()
        raise
    if sobol.total_range is None:
        return ()
    low, high = sobol.total_range
    found = zip(sobol.inputs, sobol.first.tolist(), sobol.total.tolist(), low.tolist(), high.tolist(), strict=True)
    return tuple(sorted((Source(*row) for row in found), key=lambda source: -source.total))
