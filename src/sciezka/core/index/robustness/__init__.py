"""How much of a rank is the towns and how much our choices: the index reckoned many times over, with other choices."""

from sciezka.core.index.robustness.draws import (
    draw_numbers,
    draw_weights,
    list_weights,
    reweigh,
    take_dirichlet_weights,
    take_noisy_weights,
)
from sciezka.core.index.robustness.intervals import (
    RankIntervals,
    count_ranks,
    count_wins,
    measure_rank_change,
    rank_draws,
    summarise_ranks,
)
from sciezka.core.index.robustness.overview import NodeIntervals, rank_intervals
from sciezka.core.index.robustness.pointwise import winsorise_points
from sciezka.core.index.robustness.replications import (
    INPUTS,
    Choices,
    Step,
    choose_by_numbers,
    draw_plan,
    remove_elements,
    replicate,
)
from sciezka.core.index.robustness.steps import make_normalisation, make_treatment
from sciezka.core.index.robustness.tree import Tree, aggregate_by, aggregate_draws, prepare_tree

__all__ = [
    "INPUTS",
    "Choices",
    "NodeIntervals",
    "RankIntervals",
    "Step",
    "Tree",
    "aggregate_by",
    "aggregate_draws",
    "choose_by_numbers",
    "count_ranks",
    "count_wins",
    "draw_numbers",
    "draw_plan",
    "draw_weights",
    "list_weights",
    "make_normalisation",
    "make_treatment",
    "measure_rank_change",
    "prepare_tree",
    "rank_draws",
    "rank_intervals",
    "remove_elements",
    "replicate",
    "reweigh",
    "summarise_ranks",
    "take_dirichlet_weights",
    "take_noisy_weights",
    "winsorise_points",
]
