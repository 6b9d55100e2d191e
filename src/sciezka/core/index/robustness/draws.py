"""Draws of weights, the same for a seed on every machine and with every version of NumPy."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from scipy.special import gammaincinv

from sciezka.core.index.types import Floats, IndexProblem, Structure

SPREADS: Final = ("uniform", "dirichlet")
_BITS = 11
_UNIT = 2.0**-53


def draw_numbers(shape: tuple[int, ...], seed: int) -> Floats:
    """Draw numbers evenly from [0, 1), shape as asked.

    They are made from the raw bits of PCG64: NumPy promises that these stay the same, and promises nothing of its
    distributions.

    Raises:
        IndexProblem: a seed below 0.
    """
    if seed < 0:
        raise IndexProblem("robustness.seed", f"The seed is {seed}. Give a whole number of 0 or more.", seed=seed)
    raw = np.random.PCG64(seed).random_raw(int(np.prod(shape)))
    numbers: Floats = ((raw >> np.uint64(_BITS)).astype(np.float64) * _UNIT).reshape(shape)
    return numbers


def list_weights(structure: Structure) -> Floats:
    """Give the weights of the structure's nodes in their order, shape (nodes,)."""
    return np.array([node.weight for node in structure.nodes], dtype=np.float64)


def reweigh(structure: Structure, weights: Mapping[str, float]) -> Structure:
    """Give the structure with other weights, by code; what they do not name keeps its own.

    For weights that a recipe read from the data: ``reweigh(result.structure, result.tree.weights)``.
    """
    return Structure(tuple(replace(node, weight=weights.get(node.code, node.weight)) for node in structure.nodes))


def take_noisy_weights(weights: Floats, numbers: Floats, *, spread: float) -> Floats:
    """Give weights w · (1 + spread · (2u − 1)), each drawn evenly from w ± spread · w.

    Args:
        weights: shape (nodes,).
        numbers: evenly from [0, 1), shape (draws, nodes).
        spread: from 0 to 1.
    """
    noisy: Floats = weights * (1 + spread * (2 * numbers - 1))
    return noisy


def take_dirichlet_weights(structure: Structure, weights: Floats, numbers: Floats, *, concentration: float) -> Floats:
    """Give weights of which each set of siblings is drawn from Dirichlet(concentration · k · w / Σ w), k siblings.

    A concentration of 1 with equal weights makes all splits equally likely; the higher, the closer to the given
    weights. Gamma variables by the inverse of their distribution, divided by their sum.

    Args:
        structure: the tree.
        weights: shape (nodes,).
        numbers: evenly from [0, 1), shape (draws, nodes).
        concentration: above 0.
    """
    drawn = np.repeat(weights[None, :], len(numbers), axis=0)
    for under in structure.children.values():
        if len(under) > 1:
            at = [structure.position[code] for code in under]
            given = weights[at]
            shape = concentration * len(at) * given / given.sum()
            # The middle of each step of 2⁻⁵³, so that 0, which would weigh nothing at all, is never drawn.
            even = numbers[:, at] + _UNIT / 2
            gamma = np.where(shape > 0, gammaincinv(np.where(shape > 0, shape, 1.0), even), 0.0)
            total = gamma.sum(axis=1, keepdims=True)
            drawn[:, at] = np.where(total > 0, gamma / np.where(total > 0, total, 1.0), given / given.sum())
    return drawn


def draw_weights(  # noqa: PLR0913 - each names one choice
    structure: Structure,
    draws: int,
    *,
    seed: int = 0,
    kind: str = "uniform",
    spread: float = 0.25,
    concentration: float = 10.0,
    levels: Collection[int] | None = None,
) -> Floats:
    """Draw sets of weights around those of the structure.

    Args:
        structure: the tree with its weights.
        draws: how many sets.
        seed: the same seed gives the same sets.
        kind: ``uniform`` (each weight evenly within ± spread of itself) or ``dirichlet`` (siblings share a whole).
        spread: of ``uniform``, from 0 to 1.
        concentration: of ``dirichlet``, above 0.
        levels: the depths (1 right under the root) at which weights are drawn; all when None.

    Returns:
        The weights, shape (draws, nodes), nodes in the structure's order.

    Raises:
        IndexProblem: no draws, an unknown kind, a spread or a concentration out of range.
    """
    if draws < 1:
        raise IndexProblem("robustness.draws", f"{draws} draws were asked for. Ask for 1 or more.", draws=draws)
    if kind not in SPREADS:
        raise IndexProblem(
            "robustness.kind", f"The kind of draw {kind!r} is not known. Use one of {', '.join(SPREADS)}.", kind=kind
        )
    if not (0 <= spread <= 1 and concentration > 0):
        raise IndexProblem(
            "robustness.spread",
            f"The spread is {spread} and the concentration {concentration}. "
            "Use a spread from 0 to 1 and a concentration above 0.",
            spread=spread,
            concentration=concentration,
        )
    weights = list_weights(structure)
    numbers = draw_numbers((draws, len(weights)), seed)
    if kind == "uniform":
        drawn = take_noisy_weights(weights, numbers, spread=spread)
    else:
        drawn = take_dirichlet_weights(structure, weights, numbers, concentration=concentration)
    if levels is not None:
        still = [structure.depth[code] not in levels for code in structure.codes]
        drawn[:, still] = weights[still]
    return drawn
