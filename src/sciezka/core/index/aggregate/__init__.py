"""How the children of a node become its score: one function per method, and the walk up the tree."""

from sciezka.core.index.aggregate.crosswise import count_copeland, measure_hellwig, measure_outranking, measure_topsis
from sciezka.core.index.aggregate.means import (
    average_arithmetic,
    average_generalised,
    average_geometric,
    average_harmonic,
    penalise_imbalance,
)
from sciezka.core.index.aggregate.tree import Tree, aggregate, choose_aggregator, measure_coverage, sees_others

__all__ = [
    "Tree",
    "aggregate",
    "average_arithmetic",
    "average_generalised",
    "average_geometric",
    "average_harmonic",
    "choose_aggregator",
    "count_copeland",
    "measure_coverage",
    "measure_hellwig",
    "measure_outranking",
    "measure_topsis",
    "penalise_imbalance",
    "sees_others",
]
