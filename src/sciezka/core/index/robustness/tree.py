"""A tree reckoned for many sets of weights at once.

For units with all indicators a node is one product of matrices over all draws: each indicator's weight in the node times
the indicators (or their logarithms or inverses). Units with gaps are walked up node by node, exactly: at each node the
weights of what is there are made to sum to 1 again, in every draw.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sciezka.core.index.aggregate import choose_aggregator, penalise_imbalance
from sciezka.core.index.aggregate.tree import SLACK
from sciezka.core.index.recipe import Aggregate
from sciezka.core.index.types import Floats, IndexProblem, Ints, Structure

Map = Callable[[Floats], Floats]
Aggregator = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Branch:
    """One inner node: its position, its children's positions, and their rows among the leaves if all are leaves."""

    node: int
    children: Ints
    rows: Ints | None


@dataclass(frozen=True, slots=True)
class Tree:
    """A structure as positions, made once for many reckonings.

    Attributes:
        structure: what it was made of.
        branches: the inner nodes, each after those under it.
        leaf_row: for each node its row among the leaves, −1 for inner nodes.
        siblings: the positions of all nodes but the root, sibling by sibling, and where each set of siblings begins.
        storeys: from the nodes right under the root down: the positions of a depth, and of their parents.
        leaves: the positions of the leaves.
    """

    structure: Structure
    branches: tuple[Branch, ...]
    leaf_row: tuple[int, ...]
    siblings: tuple[Ints, Ints]
    storeys: tuple[tuple[Ints, Ints], ...]
    leaves: Ints


def prepare_tree(structure: Structure) -> Tree:
    """Turn the codes of a structure into positions."""
    row = {code: at for at, code in enumerate(structure.leaves)}
    branches = []
    for code in structure.upward:
        under = structure.children[code]
        branches.append(
            Branch(
                structure.position[code],
                np.array([structure.position[child] for child in under], dtype=np.intp),
                np.array([row[child] for child in under], dtype=np.intp) if all(child in row for child in under) else None,
            )
        )
    sizes = [len(branch.children) for branch in branches]
    together = np.concatenate([branch.children for branch in branches]) if branches else np.zeros(0, dtype=np.intp)
    begins = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp)
    deepest = max(structure.depth.values())
    storeys = []
    for depth in range(1, deepest + 1):
        at = [code for code in structure.codes if structure.depth[code] == depth]
        parents = [structure.position[structure.node(code).parent] for code in at]
        storeys.append(
            (np.array([structure.position[code] for code in at], dtype=np.intp), np.array(parents, dtype=np.intp))
        )
    return Tree(
        structure,
        tuple(branches),
        tuple(row.get(code, -1) for code in structure.codes),
        (together, begins),
        tuple(storeys),
        np.array([structure.position[code] for code in structure.leaves], dtype=np.intp),
    )


@dataclass(frozen=True, slots=True)
class _How:
    """How nodes are reckoned."""

    method: str
    levels: Mapping[str, str]
    power: float
    min_share: float
    per_draw: Mapping[str, Aggregator]


_CELLS: Final = 65_536
# Each mean is an arithmetic mean of a function of the values, and the function undone.
_MAPS: Final[Mapping[str, tuple[Map, Map]]] = {
    "arithmetic": (lambda x: x, lambda y: y),
    "geometric": (np.log, np.exp),
    "harmonic": (np.reciprocal, np.reciprocal),
}


def aggregate_draws(  # noqa: PLR0913 - each names one choice of the recipe
    normalised: Floats,
    tree: Tree | Structure,
    weights: Floats,
    *,
    method: str = "arithmetic",
    levels: Mapping[str, str] | None = None,
    power: float = 0.5,
    min_share: float = 0.0,
    nodes: Sequence[str] | None = None,
    others: Mapping[str, Aggregator] | None = None,
) -> Floats:
    """Reckon the scores of nodes for every set of weights.

    Args:
        normalised: the indicators on one scale, leaves in the structure's order, shape (leaves, n).
        tree: the tree, or a structure of which one is made.
        weights: shape (draws, nodes), nodes in the structure's order.
        method: ``arithmetic``, ``geometric``, ``harmonic``, ``generalised``, ``mpi``, or a key of ``others``.
        levels: nodes with a method of their own.
        power: of the generalised mean.
        min_share: the share of a node's children that must have a score, or it has none.
        nodes: whose scores to give; the root's when None.
        others: further aggregators ``f(x: (children, n), w: (children,)) -> (n,)``, called once per draw.

    Returns:
        The scores, shape (draws, nodes, n); NaN where missing.

    Raises:
        IndexProblem: an unknown method; a value of 0 or below where a mean needs positive values.
    """
    tree = tree if isinstance(tree, Tree) else prepare_tree(tree)
    how = _How(
        method, levels or {}, power, min_share, {"mpi": penalise_imbalance, "ampi": penalise_imbalance, **(others or {})}
    )
    wanted = [tree.structure.position[code] for code in ([tree.structure.root] if nodes is None else nodes)]
    gaps: NDArray[np.bool_] = np.asarray(np.isnan(normalised).any(axis=0))
    whole = None if levels or method in how.per_draw else _multiply(normalised, gaps, tree, weights, wanted, how)
    if whole is not None and not gaps.any():
        return whole
    if whole is None:
        return _walk_in_parts(normalised, tree, weights, wanted, how)
    found = np.empty((len(weights), len(wanted), len(gaps)))
    found[:, :, ~gaps] = whole
    found[:, :, gaps] = _walk_in_parts(normalised[:, gaps], tree, weights, wanted, how)
    return found


def aggregate_by(
    normalised: Floats, tree: Tree | Structure, weights: Floats, choices: Aggregate, *, nodes: Sequence[str] | None = None
) -> Floats:
    """Reckon the scores of nodes for every set of weights by a recipe's ``aggregate`` section, all methods included.

    Methods other than weighted means are reckoned draw by draw. See ``aggregate_draws`` for shapes.
    """
    methods = {choices.method, *(method for _, method in choices.levels)}
    return aggregate_draws(
        normalised,
        tree,
        weights,
        method=choices.method,
        levels=dict(choices.levels),
        power=choices.power,
        min_share=choices.min_share,
        nodes=nodes,
        others={method: choose_aggregator(method, choices) for method in methods - {*_MAPS, "generalised"}},
    )


def _multiply(
    normalised: Floats, gaps: NDArray[np.bool_], tree: Tree, weights: Floats, wanted: Sequence[int], how: "_How"
) -> Floats | None:
    """Reckon the units without gaps by products of matrices; None where weights of 0 leave a node nothing."""
    if not weights.size or gaps.all():
        return None
    together, begins = tree.siblings
    total = np.add.reduceat(weights[:, together], begins, axis=1)
    if not (total > 0).all():
        return None
    share = np.ones_like(weights)
    sizes = np.diff(np.append(begins, len(together)))
    share[:, together] = weights[:, together] / np.repeat(total, sizes, axis=1)
    for nodes, parents in tree.storeys:
        share[:, nodes] *= share[:, parents]
    if not (share[:, wanted] > 0).all():
        return None
    forth, back = _find_map(how.method, how.power)
    x = normalised[:, ~gaps] if gaps.any() else normalised
    mapped = _apply(forth, x, how.method, how.power, tree.structure.root)
    below = share[:, tree.leaves]
    found = np.empty((len(weights), len(wanted), x.shape[1]))
    for at, node in enumerate(wanted):
        code = tree.structure.codes[node]
        if code == tree.structure.root:
            found[:, at] = below @ mapped
        else:
            rows = [tree.leaf_row[tree.structure.position[leaf]] for leaf in tree.structure.leaves_under[code]]
            found[:, at] = (below[:, rows] / share[:, node, None]) @ mapped[rows]
    return back(found)


def _walk_in_parts(normalised: Floats, tree: Tree, weights: Floats, wanted: Sequence[int], how: "_How") -> Floats:
    """Walk up the tree with so many draws at a time that a node's scores stay in the processor's cache."""
    units = normalised.shape[1]
    found = np.empty((len(weights), len(wanted), units))
    step = max(1, _CELLS // max(1, units))
    for start in range(0, len(weights), step):
        part = weights[start : start + step]
        scores = _walk(normalised, tree, part, how)
        for at, node in enumerate(wanted):
            found[start : start + step, at] = scores[node]
    return found


def _walk(normalised: Floats, tree: Tree, weights: Floats, how: "_How") -> list[Floats]:
    """Reckon all nodes; a leaf's scores have the shape (n,), those of other nodes (draws, n)."""
    draws = len(weights)
    scores: list[Floats] = [normalised[row] if row >= 0 else normalised[:0] for row in tree.leaf_row]
    gaps = bool(np.isnan(normalised).any())
    for branch in tree.branches:
        code = tree.structure.codes[branch.node]
        chosen, power = how.levels.get(code, how.method), how.power
        if chosen in how.per_draw:
            scores[branch.node] = _aggregate_each(branch, scores, weights, how.per_draw[chosen], draws)
        else:
            forth, back = _find_map(chosen, power)
            if branch.rows is not None:
                x = normalised[branch.rows]
                scores[branch.node] = _mean_of_leaves(
                    _apply(forth, x, chosen, power, code), weights[:, branch.children], back
                )
            else:
                mapped = [_apply(forth, scores[child], chosen, power, code) for child in branch.children]
                scores[branch.node] = back(_mean_of_nodes(mapped, weights[:, branch.children], draws))
        if how.min_share > 0 and gaps:
            there = sum((~np.isnan(scores[child])).astype(np.int64) for child in branch.children)
            enough = there >= how.min_share * len(branch.children) - SLACK
            scores[branch.node] = np.where(enough, scores[branch.node], np.nan)
    return scores


def _find_map(method: str, power: float) -> tuple[Map, Map]:
    if method == "generalised" and power == 0:
        method = "geometric"
    if method == "generalised":
        return (lambda x: x**power), (lambda y: y ** (1 / power))
    if method not in _MAPS:
        named = ", ".join([*_MAPS, "generalised"])
        raise IndexProblem(
            "robustness.method",
            f"The aggregation {method!r} can't be reckoned over many draws. Use one of {named}.",
            method=method,
        )
    return _MAPS[method]


def _apply(forth: Map, x: Floats, method: str, power: float, code: str) -> Floats:
    if method == "arithmetic":
        return x
    bad = x < 0 if method == "generalised" and power > 0 else x <= 0
    if bad.any():
        raise IndexProblem(
            "aggregate.not_positive",
            f"Under {code} stands the value {x[bad][0]:.6g}; the {method} mean needs positive values. "
            "Normalise to a range above 0, or aggregate otherwise.",
            node=code,
            method=method,
            value=float(x[bad][0]),
        )
    return forth(x)


def _mean_of_leaves(x: Floats, weights: Floats, back: Map) -> Floats:
    known = ~np.isnan(x)
    if known.all():
        return back(_share(weights) @ x)
    return back(_divide(weights @ np.where(known, x, 0.0), weights @ known.astype(np.float64)))


def _mean_of_nodes(children: Sequence[Floats], weights: Floats, draws: int) -> Floats:
    # Gaps among indicators seldom leave a whole node without a score.
    if bool((weights > 0).all()) and not any(np.isnan(np.add.reduce(child, axis=None)) for child in children):
        share = _share(weights)
        total: Floats = np.asarray(sum(share[:, at, None] * child for at, child in enumerate(children)))
        return total
    above: Floats | float = 0.0
    below: Floats | float = 0.0
    for at, child in enumerate(children):
        known: NDArray[np.bool_] = ~np.isnan(child)
        above = above + weights[:, at, None] * np.where(known, child, 0.0)
        below = below + weights[:, at, None] * known
    return _divide(np.asarray(above), np.broadcast_to(np.asarray(below), (draws, np.shape(above)[-1])))


def _share(weights: Floats) -> Floats:
    """Make the weights of each draw sum to 1; NaN where all are 0."""
    total = weights.sum(axis=1, keepdims=True)
    shares: Floats = weights / np.where(total > 0, total, np.nan)
    return shares


def _divide(above: Floats, below: Floats) -> Floats:
    if (below > 0).all():
        quotient: Floats = above / below
        return quotient
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)


def _aggregate_each(branch: Branch, scores: list[Floats], weights: Floats, f: Aggregator, draws: int) -> Floats:
    drawn = weights[:, branch.children]
    if getattr(f, "func", f) is penalise_imbalance:
        # It looks at one unit at a time, so that all draws can stand side by side.
        wide = [np.broadcast_to(scores[child], (draws, scores[child].shape[-1])) for child in branch.children]
        x = np.stack(wide).reshape(len(wide), -1)
        found: Floats = f(x, np.repeat(drawn.T, wide[0].shape[1], axis=1)).reshape(draws, -1)
        return found
    return np.stack([f(_take_draw(branch, scores, draw), drawn[draw]) for draw in range(draws)])


def _take_draw(branch: Branch, scores: list[Floats], draw: int) -> Floats:
    return np.stack([scores[child][draw] if scores[child].ndim > 1 else scores[child] for child in branch.children])
