"""Weights of the children of a node: given, equal, or read from the data; and what each node weighs in the whole.

A weigher takes ``x``, shape (children, n), the children's values over all observations, and ``given``, shape (children,),
the weights of the structure, and gives weights, shape (children,), of which at least one is above 0. Weights read from the
data say how the indicators vary together, not how much they matter: that is for people to decide.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from sciezka.core.index.types import Floats, IndexProblem, Remark, Structure

Weigher = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Components:
    """Principal components of some indicators.

    Attributes:
        loadings: shape (indicators, components), columns of length 1; the largest entry of each is positive.
        deviations: the standard deviation of each component.
        explained: the share of all variance that each component explains.
    """

    loadings: Floats
    deviations: Floats
    explained: Floats


def weigh_given(x: Floats, given: Floats) -> Floats:  # noqa: ARG001 - every weigher takes the same two
    """Take the weights of the structure."""
    return given


def weigh_equal(x: Floats, given: Floats) -> Floats:  # noqa: ARG001 - every weigher takes the same two
    """Let every child weigh the same."""
    return np.ones(len(given))


def weigh_by_components(x: Floats, given: Floats) -> Floats:  # noqa: ARG001 - every weigher takes the same two
    """Take the squared loadings of the first principal component; they sum to 1.

    COINr takes the loadings themselves, which may be negative; their squares are never.
    """
    weights: Floats = np.square(find_components(x).loadings[:, 0])
    return weights


def weigh_by_correlation(x: Floats, given: Floats) -> Floats:  # noqa: ARG001 - every weigher takes the same two
    """Let a child weigh the more the less it repeats its siblings: w = Σ (1 − r) over them.

    A child alone weighs 1; where all repeat one another wholly they weigh the same.
    """
    conflict: Floats = (1 - correlate(x)).sum(axis=1)
    return conflict if conflict.sum() > len(x) * 1e-12 else np.ones(len(x))


def weigh_by_contrast(x: Floats, given: Floats) -> Floats:
    """Weigh by CRITIC: the standard deviation times Σ (1 − r); use it on values between 0 and 1.

    Source: Diakoulaki, D., Mavrotas, G. & Papayannakis, L. (1995), Determining objective weights in multiple criteria
    problems: the CRITIC method, Computers & Operations Research 22(7).
    """
    spread = np.array([np.std(row[~np.isnan(row)]) if (~np.isnan(row)).any() else 0.0 for row in x])
    weights: Floats = spread * weigh_by_correlation(x, given)
    return weights if weights.sum() > 0 else np.ones(len(x))


WEIGHERS: Final[Mapping[str, Weigher]] = {
    "given": weigh_given,
    "equal": weigh_equal,
    "pca": weigh_by_components,
    "correlation": weigh_by_correlation,
    "critic": weigh_by_contrast,
}


def weigh(method: str, x: Floats, given: Floats, node: str = "") -> tuple[Floats, tuple[Remark, ...]]:
    """Give the weights of a node's children by a method named in a recipe, with what a reader must know of them.

    Raises:
        IndexProblem: no such method.
    """
    if method not in WEIGHERS:
        named = ", ".join(WEIGHERS)
        raise IndexProblem("weigh.unknown", f"There is no way to weigh called {method}. Take one of {named}.", method=method)
    weights = WEIGHERS[method](x, given)
    remarks: list[Remark] = []
    if method == "pca" and len(x) > 1:
        first = find_components(x).loadings[:, 0]
        if (first < 0).any():
            sentence = f"Under {node} the first component sets some children against others; their weights mean little."
            remarks.append(Remark("weigh.against", sentence, {"node": node}))
    return weights, tuple(remarks)


def correlate(x: Floats) -> Floats:
    """Correlate the rows (Pearson, over the observations that both have); 0 where it is not defined, 1 on the diagonal."""
    size = len(x)
    result = np.eye(size)
    for one in range(size):
        for other in range(one):
            both = ~(np.isnan(x[one]) | np.isnan(x[other]))
            a, b = x[one][both], x[other][both]
            if len(a):
                a, b = a - a.mean(), b - b.mean()
                scale = np.sqrt((a * a).sum() * (b * b).sum())
                if scale > 0:
                    result[one, other] = result[other, one] = np.clip((a * b).sum() / scale, -1, 1)
    return result


def find_components(x: Floats) -> Components:
    """Find the principal components of the rows, standardised: the eigenvectors of their correlations."""
    values, vectors = np.linalg.eigh(correlate(x))
    order = np.argsort(-values, kind="stable")
    values, vectors = np.clip(values[order], 0, None), vectors[:, order]
    largest = np.abs(vectors).argmax(axis=0)
    vectors = vectors * np.where(vectors[largest, np.arange(len(x))] < 0, -1.0, 1.0)
    return Components(vectors, np.sqrt(values), values / values.sum())


def find_effective_weights(structure: Structure, weights: Mapping[str, float] | None = None) -> dict[str, float]:
    """Reckon what every node weighs in the whole: its share among its siblings times that of each node above it.

    Args:
        structure: the tree.
        weights: weights that stand for those of the structure, by code.
    """
    taken = {node.code: node.weight for node in structure.nodes} | dict(weights or {})
    found = {structure.root: 1.0}
    for code in reversed(structure.upward):
        under = structure.children[code]
        total = sum(taken[child] for child in under)
        for child in under:
            found[child] = found[code] * taken[child] / total
    return {code: found[code] for code in structure.codes}
