"""Rank intervals of every node of a comparison group under other weights, fast enough for a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sciezka.core.index.recipe import Aggregate
from sciezka.core.index.robustness.draws import draw_weights, list_weights
from sciezka.core.index.robustness.intervals import RankIntervals, Ranks, rank_draws, summarise_ranks
from sciezka.core.index.robustness.tree import aggregate_by, prepare_tree
from sciezka.core.index.types import Floats, Structure


@dataclass(frozen=True, slots=True)
class NodeIntervals:
    """The ranks of a group's units in several nodes, and how far they move with the weights.

    Attributes:
        nodes: the codes, in the order of the arrays' rows.
        scores: with the structure's own weights, shape (nodes, n).
        ranks: with the structure's own weights, shape (nodes, n); 0 where there is none.
        intervals: over the draws, arrays of the shape (nodes, n).
    """

    nodes: tuple[str, ...]
    scores: Floats
    ranks: Ranks
    intervals: RankIntervals


def rank_intervals(  # noqa: PLR0913 - each names one choice
    normalised: Floats,
    structure: Structure,
    draws: int = 1000,
    seed: int = 0,
    *,
    kind: str = "uniform",
    spread: float = 0.25,
    concentration: float = 10.0,
    aggregate: Aggregate | None = None,
    nodes: Sequence[str] | None = None,
) -> NodeIntervals:
    """Draw weights around the structure's and give the interval of each unit's rank in each node.

    Args:
        normalised: the group's indicators on one scale, leaves in the structure's order, shape (leaves, n).
        structure: the tree with its weights (see ``reweigh`` for those of a replayed recipe).
        draws: how many sets of weights.
        seed: the same seed gives the same intervals.
        kind: ``uniform`` or ``dirichlet``, see ``draw_weights``.
        spread: of ``uniform``: each weight lies within ± this share of itself.
        concentration: of ``dirichlet``.
        aggregate: the recipe's section; arithmetic means when None.
        nodes: the codes wanted; all inner nodes, from the root down, when None.

    Raises:
        IndexProblem: what ``draw_weights`` and ``aggregate_by`` refuse.
    """
    tree = prepare_tree(structure)
    wanted = tuple(reversed(structure.upward)) if nodes is None else tuple(nodes)
    choices = aggregate or Aggregate()
    given = aggregate_by(normalised, tree, list_weights(structure)[None, :], choices, nodes=wanted)[0]
    weights = draw_weights(structure, draws, seed=seed, kind=kind, spread=spread, concentration=concentration)
    scores = aggregate_by(normalised, tree, weights, choices, nodes=wanted)
    return NodeIntervals(wanted, given, rank_draws(given), summarise_ranks(rank_draws(scores)))
