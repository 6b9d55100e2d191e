"""The whole index reckoned again and again: other treatment, normalisation, weights, aggregation, or a node left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sciezka.core.index.recipe import Aggregate
from sciezka.core.index.robustness.draws import draw_numbers, list_weights
from sciezka.core.index.robustness.intervals import Ranks, measure_rank_change, rank_draws
from sciezka.core.index.robustness.tree import aggregate_by, prepare_tree
from sciezka.core.index.types import Floats, IndexProblem, Ints, Structure

Step = Callable[[Floats], Floats]
INPUTS: Final = ("treat", "normalise", "weights", "aggregate", "left_out")
_TREAT, _NORMALISE, _WEIGHTS, _AGGREGATE, _LEFT_OUT = range(len(INPUTS))


def keep(x: Floats) -> Floats:
    """Leave a block as it is."""
    return x


@dataclass(frozen=True)
class Choices:
    """The options of each uncertain input. An input with one option is certain.

    Attributes:
        weights: sets of weights, shape (sets, nodes), nodes in the structure's order.
        treat: treatments of a block of raw indicators, ``f(x: (leaves, n)) -> (leaves, n)``.
        normalise: normalisations of a treated block, direction included.
        aggregate: ``aggregate`` sections of recipes.
        left_out: codes of nodes that are left out, one option each; an empty code leaves out nothing.
    """

    weights: Floats
    treat: tuple[Step, ...] = (keep,)
    normalise: tuple[Step, ...] = (keep,)
    aggregate: tuple[Aggregate, ...] = (Aggregate(),)
    left_out: tuple[str, ...] = ("",)
    sizes: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        sizes = (len(self.treat), len(self.normalise), len(self.weights), len(self.aggregate), len(self.left_out))
        for name, size in zip(INPUTS, sizes, strict=True):
            if size == 0:
                raise IndexProblem("robustness.no_option", f"The input {name} has no option. Give at least one.", input=name)
        object.__setattr__(self, "sizes", sizes)

    @property
    def uncertain(self) -> tuple[str, ...]:
        """The inputs that have two options or more."""
        return tuple(name for name, size in zip(INPUTS, self.sizes, strict=True) if size > 1)


def choose_by_numbers(choices: Choices, numbers: Floats) -> Ints:
    """Turn numbers from [0, 1) into options, each as likely as the others.

    Args:
        choices: the options.
        numbers: shape (runs, uncertain inputs), in the order of ``choices.uncertain``.

    Returns:
        A plan: shape (runs, 5), the position of the option taken of each of ``INPUTS``.
    """
    plan = np.zeros((len(numbers), len(INPUTS)), dtype=np.intp)
    for column, name in enumerate(choices.uncertain):
        at = INPUTS.index(name)
        plan[:, at] = np.minimum((numbers[:, column] * choices.sizes[at]).astype(np.intp), choices.sizes[at] - 1)
    return plan


def draw_plan(choices: Choices, draws: int, *, seed: int = 0) -> Ints:
    """Draw the options of many replications, shape (draws, 5); the same seed gives the same plan."""
    return choose_by_numbers(choices, draw_numbers((draws, len(choices.uncertain)), seed))


def replicate(
    block: Floats, structure: Structure, choices: Choices, plan: Ints, *, node: str = "", cached: bool = True
) -> Floats:
    """Reckon the index once for each row of the plan.

    Args:
        block: raw indicators, leaves in the structure's order, shape (leaves, n).
        structure: the tree.
        choices: the options.
        plan: shape (runs, 5), as ``draw_plan`` gives it.
        node: whose scores; the root's when empty.
        cached: treat and normalise each pair of options once, and reckon the trees of all runs that share a pair and an
            aggregation together. False redoes every step in every run; the results agree to the last few bits.

    Returns:
        The scores, shape (runs, n).

    Raises:
        IndexProblem: a plan that names options that there are not; a node left out that the structure does not know; what
            the steps refuse.
    """
    _refuse_plan(choices, plan, structure)
    tree = prepare_tree(structure)
    weights = choices.weights[plan[:, _WEIGHTS]]
    for option, code in enumerate(choices.left_out):
        if code:
            weights[plan[:, _LEFT_OUT] == option, structure.position[code]] = 0.0
    wanted = [node or structure.root]
    scores = np.empty((len(plan), block.shape[1]))
    shared = plan[:, [_TREAT, _NORMALISE, _AGGREGATE]]
    if cached:
        kinds, which = np.unique(shared, axis=0, return_inverse=True)
        groups = [(kind, np.flatnonzero(which.ravel() == at)) for at, kind in enumerate(kinds)]
    else:
        groups = [(kind, np.array([run], dtype=np.intp)) for run, kind in enumerate(shared)]
    ready: dict[tuple[int, int], Floats] = {}
    for (treat, normalise, aggregate), runs in groups:
        prepared = ready.get((treat, normalise)) if cached else None
        if prepared is None:
            prepared = choices.normalise[normalise](choices.treat[treat](block))
            ready[treat, normalise] = prepared
        scores[runs] = aggregate_by(prepared, tree, weights[runs], choices.aggregate[aggregate], nodes=wanted)[:, 0]
    return scores


def remove_elements(normalised: Floats, structure: Structure, nodes: Sequence[str]) -> tuple[Ranks, Floats]:
    """Leave out nodes one by one, and see what that does to the ranks of the whole (arithmetic means).

    Args:
        normalised: shape (leaves, n).
        structure: the tree with its weights.
        nodes: the codes of the nodes to leave out.

    Returns:
        The ranks, shape (1 + nodes, n), the first row with nothing left out; and the mean absolute change of rank for
        each row, shape (1 + nodes,).
    """
    choices = Choices(list_weights(structure)[None, :], left_out=("", *nodes))
    plan = np.zeros((len(nodes) + 1, len(INPUTS)), dtype=np.intp)
    plan[:, _LEFT_OUT] = np.arange(len(nodes) + 1)
    ranks = rank_draws(replicate(normalised, structure, choices, plan))
    return ranks, measure_rank_change(ranks, ranks[0])


def _refuse_plan(choices: Choices, plan: Ints, structure: Structure) -> None:
    if plan.ndim != 2 or plan.shape[1] != len(INPUTS) or (plan < 0).any() or (plan >= choices.sizes).any():  # noqa: PLR2004
        raise IndexProblem(
            "robustness.plan",
            f"The plan names options that there are not. Give one column for each of {', '.join(INPUTS)}, "
            f"with positions below {choices.sizes}.",
        )
    if choices.weights.shape[1] != len(structure.nodes):
        raise IndexProblem(
            "robustness.weights",
            f"The sets of weights have {choices.weights.shape[1]} columns; the structure has {len(structure.nodes)} nodes.",
        )
    for code in choices.left_out:
        if code and code not in structure.position:
            raise IndexProblem(
                "robustness.left_out", f"{code} is to be left out, and the structure does not know it.", node=code
            )
