"""Weights: given, equal, read from the data, and what each node weighs in the whole."""

import math

import numpy as np
import pytest

from sciezka.core.index.recipe import METHODS
from sciezka.core.index.types import IndexProblem, Node, Structure
from sciezka.core.index.weigh import WEIGHERS, correlate, find_components, find_effective_weights, weigh

GIVEN = np.array([3.0, 1.0, 1.0])
# The first two say the same; the third says something else.
X = np.array([[1.0, 2, 3, 4], [2.0, 4, 6, 8], [1.0, -1, -1, 1]])


def test_given_and_equal_weights() -> None:
    assert weigh("given", X, GIVEN)[0].tolist() == [3, 1, 1]
    assert weigh("equal", X, GIVEN)[0].tolist() == [1, 1, 1]


def test_what_repeats_its_siblings_weighs_less_by_correlation() -> None:
    weights, remarks = weigh("correlation", X, GIVEN)
    assert weights == pytest.approx([1, 1, 2], abs=1e-12)
    assert remarks == ()
    assert weigh("correlation", X[:2], GIVEN[:2])[0].tolist() == [1, 1]
    assert weigh("correlation", X[:1], GIVEN[:1])[0].tolist() == [1]


def test_weights_by_components_sum_to_one_and_warn_when_children_pull_apart() -> None:
    weights, remarks = weigh("pca", X, GIVEN, "ALL")
    assert weights == pytest.approx([0.5, 0.5, 0], abs=1e-12)
    assert remarks == ()
    weights, remarks = weigh("pca", np.vstack([X[0], -X[0]]), GIVEN[:2], "ALL")
    assert weights == pytest.approx([0.5, 0.5], abs=1e-12)
    assert [remark.code for remark in remarks] == ["weigh.against"]
    assert "ALL" in remarks[0].sentence


def test_weights_by_contrast_are_equal_where_nothing_varies() -> None:
    assert weigh("critic", np.ones((2, 4)), GIVEN[:2])[0].tolist() == [1, 1]
    assert weigh("critic", np.full((2, 4), math.nan), GIVEN[:2])[0].tolist() == [1, 1]


def test_correlation_uses_what_both_have_and_calls_the_undefined_nothing() -> None:
    x = np.array([[1.0, 2, 3, math.nan], [1.0, 2, 3, 50], [5.0, 5, 5, 5], [math.nan] * 4])
    found = correlate(x)
    assert found[0, 1] == pytest.approx(1, abs=1e-14)
    assert found[2].tolist() == [0, 0, 1, 0]
    assert found[3].tolist() == [0, 0, 0, 1]
    assert (found == found.T).all()


def test_components_explain_all_variance_and_point_to_their_largest_entry() -> None:
    found = find_components(X)
    assert found.explained.sum() == pytest.approx(1, abs=1e-12)
    assert (np.take_along_axis(found.loadings, np.abs(found.loadings).argmax(axis=0)[None], 0) > 0).all()


def test_the_effective_weight_is_the_product_of_shares_down_the_tree() -> None:
    structure = Structure(
        (
            Node("ALL"),
            Node("P", "ALL", weight=3),
            Node("Q", "ALL", weight=1),
            Node("A", "P", weight=2),
            Node("B", "P", weight=6),
        )
    )
    found = find_effective_weights(structure)
    assert found == {"ALL": 1, "P": 0.75, "Q": 0.25, "A": 0.1875, "B": 0.5625}
    assert find_effective_weights(structure, {"A": 6.0})["A"] == 0.375


def test_every_way_of_a_recipe_is_known_and_no_other() -> None:
    assert set(METHODS["weigh"]) <= set(WEIGHERS)
    with pytest.raises(IndexProblem, match="no way to weigh called guess"):
        weigh("guess", X, GIVEN)
