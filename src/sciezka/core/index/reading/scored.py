"""A scored block: the nodes of one year for the units that are compared with one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from sciezka.core.index.aggregate import average_arithmetic, choose_aggregator
from sciezka.core.index.recipe import Aggregate
from sciezka.core.index.replay import Result
from sciezka.core.index.types import Floats, IndexProblem, Ints, Structure


@dataclass(frozen=True)
class Scored:
    """Scores of all nodes in one block.

    Attributes:
        structure: the tree.
        scores: shape (nodes, n), nodes in the structure's order; the indicators' are their normalised values.
        weights: the weight of each node among its siblings, by code; the structure's where it names none.
        aggregate: how nodes were reckoned.
    """

    structure: Structure
    scores: Floats
    weights: Mapping[str, float] = field(default_factory=dict)
    aggregate: Aggregate = field(default_factory=Aggregate)

    @cached_property
    def levels(self) -> dict[str, str]:
        """The nodes with a method of their own."""
        return dict(self.aggregate.levels)

    def method_of(self, node: str) -> str:
        """Give the name of the method by which a node was reckoned."""
        return self.levels.get(node, self.aggregate.method)

    def row(self, node: str) -> Floats:
        """Give the scores of a node, shape (n,).

        Raises:
            IndexProblem: a node that the structure does not know.
        """
        if node not in self.structure.position:
            raise IndexProblem("reading.unknown_node", f"The structure does not know the node {node}.", node=node)
        row: Floats = self.scores[self.structure.position[node]]
        return row

    def children(self, node: str) -> tuple[tuple[str, ...], Floats, Floats]:
        """Give a node's children: codes, scores of shape (children, n), weights of shape (children,)."""
        under = self.structure.children[node]
        weights = [self.weights.get(code, self.structure.node(code).weight) for code in under]
        return under, self.scores[[self.structure.position[code] for code in under]], np.array(weights, dtype=np.float64)

    def trail(self, part: str, node: str) -> tuple[str, ...]:
        """Give the codes from a part up to a node above it, both included.

        Raises:
            IndexProblem: the part does not stand under the node.
        """
        trail = [part]
        while trail[-1] != node:
            above = self.structure.node(trail[-1]).parent if trail[-1] in self.structure.position else ""
            if not above:
                raise IndexProblem(
                    "reading.not_under", f"{part} does not stand under {node} in the structure.", node=node, part=part
                )
            trail.append(above)
        return tuple(trail)

    def is_arithmetic(self, node: str) -> bool:
        """Tell whether a node is a weighted arithmetic mean, whose parts add up."""
        return self.method_of(node) == "arithmetic"

    def share(self, part: str, node: str) -> Floats:
        """Give a part's weight in a node for each unit, shape (n,): 0 where it is missing.

        At each step the weights of what is there are made to sum to 1, so that a unit with gaps has other shares.
        """
        trail = self.trail(part, node)
        share: Floats = np.ones(self.scores.shape[1])
        for child, above in pairwise(trail):
            under, x, w = self.children(above)
            there = np.where(np.isnan(x), 0.0, w[:, None])
            total = there.sum(axis=0)
            share = share * np.where(total > 0, there[under.index(child)] / np.where(total > 0, total, 1.0), 0.0)
        return share

    def rework(self, part: str, values: Floats, node: str) -> Floats:
        """Reckon a node anew with other values of a part under it, shape (n,); all else stays."""
        trail = self.trail(part, node)
        for child, above in pairwise(trail):
            under, x, w = self.children(above)
            x = x.copy()
            x[under.index(child)] = values
            f = average_arithmetic if self.is_arithmetic(above) else choose_aggregator(self.method_of(above), self.aggregate)
            values = f(x, w)
        return values


def take_scored(result: Result, year: int, units: Ints | Sequence[int] | None = None) -> Scored:
    """Take one year and some units out of a replayed recipe.

    Args:
        result: what ``replay`` gave.
        year: the position of the year.
        units: the positions of the units that are read together; all when None.
    """
    scores = result.scores[year] if units is None else result.scores[year][:, np.asarray(units, dtype=np.intp)]
    return Scored(result.structure, scores, result.tree.weights, result.recipe.aggregate)
