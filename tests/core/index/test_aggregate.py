"""Aggregators on numbers that can be recomputed by hand, and their properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sciezka.core.index.aggregate import (
    aggregate,
    average_arithmetic,
    average_generalised,
    average_geometric,
    average_harmonic,
    choose_aggregator,
    count_copeland,
    measure_coverage,
    measure_hellwig,
    measure_outranking,
    measure_topsis,
    penalise_imbalance,
    sees_others,
)
from sciezka.core.index.recipe import METHODS, Aggregate, Normalise, Recipe, Weigh
from sciezka.core.index.types import Cube, IndexProblem, Node, Structure
from tests.core.index.golden import make_cube, make_flat_structure

NAN = math.nan
ONE = np.array([1.0, 1.0])


def column(*values: float) -> np.ndarray:
    """Make the children of one unit, shape (children, 1)."""
    return np.array(values, dtype=float)[:, None]


def test_means_of_two_and_eight() -> None:
    x = column(2, 8)
    assert average_arithmetic(x, ONE)[0] == 5
    assert average_geometric(x, ONE)[0] == pytest.approx(4, abs=1e-14)
    assert average_harmonic(x, ONE)[0] == pytest.approx(3.2, abs=1e-14)
    assert average_generalised(x, ONE)[0] == pytest.approx(((math.sqrt(2) + math.sqrt(8)) / 2) ** 2, abs=1e-14)
    assert average_generalised(x, ONE, power=2)[0] == pytest.approx(math.sqrt(34), abs=1e-14)
    assert average_generalised(x, ONE, power=0)[0] == average_geometric(x, ONE)[0]
    assert average_generalised(x, ONE, power=-1)[0] == pytest.approx(3.2, abs=1e-14)


def test_weights_need_not_sum_to_one() -> None:
    x = column(2, 8)
    assert average_arithmetic(x, np.array([3.0, 1.0]))[0] == 3.5
    assert average_geometric(x, np.array([1.0, 2.0]))[0] == pytest.approx(128 ** (1 / 3), abs=1e-13)
    assert average_harmonic(x, np.array([1.0, 3.0]))[0] == pytest.approx(4 / (1 / 2 + 3 / 8), abs=1e-14)


def test_a_missing_child_is_passed_over_and_the_others_stand_for_it() -> None:
    x, w = column(2, NAN, 8), np.array([1.0, 5.0, 1.0])
    assert average_arithmetic(x, w)[0] == 5
    assert average_geometric(x, w)[0] == pytest.approx(4, abs=1e-14)
    assert average_harmonic(x, w)[0] == pytest.approx(3.2, abs=1e-14)
    assert penalise_imbalance(x, w)[0] == pytest.approx(5 - 9 / 5, abs=1e-14)
    for method in METHODS["aggregate"]:
        assert np.isnan(choose_aggregator(method, Aggregate())(column(NAN, NAN), ONE)).all()


def test_only_weightless_children_give_no_score() -> None:
    assert np.isnan(average_arithmetic(column(3, NAN), np.array([0.0, 1.0]))[0])
    assert average_geometric(column(-3, 4), np.array([0.0, 1.0]))[0] == pytest.approx(4, abs=1e-14)


def test_the_mazziotta_pareto_index_takes_or_adds_the_spread_within_a_unit() -> None:
    x = column(90, 110)
    assert penalise_imbalance(x, ONE)[0] == 99
    assert penalise_imbalance(x, ONE, penalty="positive")[0] == 101
    assert penalise_imbalance(x, ONE, ddof=1)[0] == 98
    assert penalise_imbalance(column(90, NAN), ONE, ddof=1)[0] == 90
    assert penalise_imbalance(column(100, 100), ONE, ddof=1)[0] == 100
    assert penalise_imbalance(column(90, 110), np.array([3.0, 1.0]))[0] == pytest.approx(95 - 75 / 95, abs=1e-14)


def test_a_mean_that_is_all_but_zero_is_refused_as_zero() -> None:
    for x in (column(-3, 3), column(0.3, -0.1 - 0.2)):
        with pytest.raises(IndexProblem, match="divides by the mean"):
            penalise_imbalance(x, ONE)
    assert penalise_imbalance(column(0, 0), ONE)[0] == 0


def test_hellwig_by_hand() -> None:
    x = np.array([[0.0, 3.0, 6.0], [0.0, 4.0, 8.0]])
    far = 5 + 2 * math.sqrt(50 / 3)
    assert measure_hellwig(x, ONE) == pytest.approx([1 - 10 / far, 1 - 5 / far, 1], abs=1e-14)
    assert measure_hellwig(x, ONE, ddof=1) == pytest.approx([1 - 10 / 15, 1 - 5 / 15, 1], abs=1e-14)


def test_hellwig_multiplies_the_values_by_their_weights() -> None:
    x, w = np.array([[0.0, 3.0, 6.0], [9.0, 4.0, 8.0]]), np.array([3.0, 1.0])
    assert measure_hellwig(x, w) == pytest.approx(measure_hellwig(x * w[:, None], ONE), abs=1e-14)


def test_topsis_by_hand() -> None:
    x = np.array([[0.0, 0.5, 1.0], [1.0, 1.0, 0.0]])
    assert measure_topsis(x, ONE) == pytest.approx([0.5, math.sqrt(1.25) / (math.sqrt(1.25) + 0.5), 0.5], abs=1e-14)
    assert measure_topsis(x, np.array([4.0, 3.0])) == pytest.approx(
        measure_topsis(x * np.array([[4.0], [3.0]]), ONE), abs=1e-14
    )


def test_what_rounding_leaves_of_equal_numbers_decides_no_rank() -> None:
    thirds = np.array([[0.1 + 0.2, 0.3, 0.3], [1.0, 1.0, 1.0]])
    assert np.isnan(measure_hellwig(thirds, ONE)).all()
    assert np.isnan(measure_topsis(thirds, ONE)).all()
    mirrored = np.array([[0.1, 0.7], [0.7, 0.1], [0.4, 0.4]])
    assert measure_hellwig(mirrored, np.array([0.1, 0.1, 0.1])).tolist() == [0, 0]
    cancelled = np.array([[0.1, 0.3], [0.2, -0.1], [-0.3, -0.2]])
    assert average_arithmetic(cancelled, np.ones(3)).tolist() == [0, 0]
    assert penalise_imbalance(np.array([[0.0], [0.2]]), ONE).tolist() == [0]


def test_units_that_are_all_alike_cannot_be_measured_against_one_another() -> None:
    x = np.full((2, 4), 3.0)
    assert np.isnan(measure_topsis(x, ONE)).all()
    assert np.isnan(measure_hellwig(x, ONE)).all()
    assert np.isnan(measure_hellwig(x[:, :1], ONE, ddof=1)).all()
    assert count_copeland(x, ONE).tolist() == [0, 0, 0, 0]


def test_copeland_counts_wins_less_losses() -> None:
    x = np.array([[3.0, 2.0, 1.0, NAN], [1.0, 2.0, 3.0, NAN], [3.0, 2.0, 2.0, NAN]])
    scores = count_copeland(x, np.ones(3))
    assert scores[:3].tolist() == [2, 0 - 1 + 0, -1]
    assert np.isnan(scores[3])
    assert count_copeland(x[:2, :3], ONE).tolist() == [0, 0, 0]


def test_copeland_leaves_out_what_either_of_a_pair_lacks() -> None:
    x = np.array([[1.0, 2.0, NAN], [5.0, NAN, 1.0]])
    assert count_copeland(x, ONE).tolist() == [0, 1, -1]


def test_copeland_calls_what_cancels_out_a_draw() -> None:
    x = np.array([[0.1 + 0.2, 0.3], [1.0, 1.0]])
    assert count_copeland(x, ONE).tolist() == [0, 0]
    thirds = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    assert count_copeland(thirds, np.array([0.3, 0.1, 0.2])).tolist() == [0, 0]


def test_the_outranking_matrix_shares_the_weights_of_each_pair() -> None:
    x = np.array([[1.0, 2.0, 2.0], [5.0, 1.0, 1.0]])
    expected = [[0, 0.75, 0.75], [0.25, 0, 0.5], [0.25, 0.5, 0]]
    assert measure_outranking(x, np.array([1.0, 3.0])).tolist() == expected


def test_many_units_are_compared_strip_by_strip_as_few_are() -> None:
    x = np.random.default_rng(7).normal(size=(3, 1100)).round(1)
    x[0, ::7] = NAN
    w = np.array([1.0, 2.0, 2.0])
    some = [0, 500, 511, 512, 1099]
    expected = []
    for one in some:
        there = ~np.isnan(x) & ~np.isnan(x[:, [one]])
        margins = (w[:, None] * np.sign(np.where(there, x[:, [one]] - x, 0.0))).sum(axis=0)
        expected.append(np.sign(margins.round(9)).sum())
    assert count_copeland(x, w)[some].tolist() == expected


@pytest.mark.parametrize("method", ["geometric", "harmonic", "generalised"])
def test_a_value_that_a_mean_cannot_take_is_named(method: str) -> None:
    structure = Structure((Node("ALL"), Node("P", "ALL"), Node("A", "P"), Node("B", "ALL")))
    cube = make_cube(np.array([[1.0, 2.0], [3.0, -1.0]]), ["A", "B"], ["x", "y"])
    with pytest.raises(IndexProblem, match=r"^ALL, unit y, B: The \w+ mean needs values") as caught:
        aggregate(cube, structure, Recipe(aggregate=Aggregate(method=method)))
    assert caught.value.code == "aggregate.not_positive"
    assert caught.value.params["unit"] == "y"


def test_zero_is_refused_by_geometric_and_harmonic_but_not_by_a_positive_power() -> None:
    for mean in (average_geometric, average_harmonic):
        with pytest.raises(IndexProblem, match="needs values above 0, and here is 0"):
            mean(column(0, 4), ONE)
    assert average_generalised(column(0, 4), ONE)[0] == 1


def test_every_method_of_a_recipe_has_its_function() -> None:
    for method in METHODS["aggregate"]:
        assert choose_aggregator(method, Aggregate())(np.array([[1.0, 2.0], [2.0, 4.0]]), ONE).shape == (2,)
    assert [method for method in METHODS["aggregate"] if sees_others(method)] == ["copeland", "hellwig", "topsis"]


def test_a_level_may_have_its_own_method_and_a_minimum_share() -> None:
    structure = Structure((Node("ALL"), Node("P", "ALL"), Node("A", "P"), Node("B", "P"), Node("C", "ALL", weight=3)))
    cube = make_cube(np.array([[2.0, 2, NAN], [8.0, NAN, NAN], [4.0, 4, 4]]), ["A", "B", "C"])
    tree = aggregate(cube, structure, Recipe(aggregate=Aggregate(levels=(("P", "geometric"),), min_share=0.6)))
    scores = tree.scores[0]
    assert scores[1] == pytest.approx([4, NAN, NAN], abs=1e-14, nan_ok=True)
    assert scores[0] == pytest.approx([4, NAN, NAN], abs=1e-14, nan_ok=True)
    assert [remark.params["node"] for remark in tree.remarks] == ["P", "ALL"]
    half = aggregate(cube, structure, Recipe(aggregate=Aggregate(levels=(("P", "geometric"),), min_share=0.5)))
    assert half.scores[0, 0] == pytest.approx([4, 3.5, 4], abs=1e-14)
    assert measure_coverage(cube, structure)[0, 0].tolist() == [1, 2 / 3, 1 / 3]


def test_a_method_that_compares_sees_only_its_year_and_its_group() -> None:
    values = np.array([[[1.0, 2, 10, 20]], [[1.0, 3, 100, 300]]])
    cube = Cube(values, (2018, 2019), ("A",), ("x", "y", "v", "w"), np.array([0, 0, 1, 1]), ("g", "h"))
    structure = make_flat_structure(["A"])
    recipe = Recipe(aggregate=Aggregate(method="topsis"))
    assert aggregate(cube, structure, recipe).scores[:, 0].tolist() == [[0, 1, 0, 1], [0, 1, 0, 1]]
    by_year = Recipe(normalise=Normalise(within=("year",)), aggregate=Aggregate(method="topsis"))
    assert aggregate(cube, structure, by_year).scores[0, 0] == pytest.approx([0, 1 / 19, 9 / 19, 1], abs=1e-14)
    pooled = aggregate(cube, structure, Recipe(normalise=Normalise(within=()), aggregate=Aggregate(method="topsis")))
    assert pooled.scores[:, 0].ravel() == pytest.approx((values.ravel() - 1) / 299, abs=1e-14)


def test_a_node_that_tells_nobody_apart_is_remarked_on() -> None:
    cube = make_cube(np.full((1, 3), 4.0), ["A"])
    tree = aggregate(cube, make_flat_structure(["A"]), Recipe(aggregate=Aggregate(method="topsis")))
    assert [remark.code for remark in tree.remarks] == ["aggregate.alike", "aggregate.missing"]


def test_a_mean_below_zero_under_the_mazziotta_pareto_index_is_remarked_on() -> None:
    cube = make_cube(np.array([[-1.0, 2.0], [-2.0, 4.0]]), ["A", "B"])
    tree = aggregate(cube, make_flat_structure(["A", "B"]), Recipe(aggregate=Aggregate(method="mpi")))
    assert [(remark.code, remark.params["count"]) for remark in tree.remarks] == [("aggregate.below_zero", 1)]


def test_weights_are_reckoned_at_every_node_when_a_recipe_says_so() -> None:
    structure = Structure((Node("ALL"), Node("A", "ALL", weight=9), Node("B", "ALL")))
    cube = make_cube(np.array([[1.0, 2.0], [3.0, 6.0]]), ["A", "B"])
    assert aggregate(cube, structure, Recipe()).scores[0, 0].tolist() == [1.2, 2.4]
    equal = aggregate(cube, structure, Recipe(weigh=Weigh(method="equal")))
    assert equal.scores[0, 0].tolist() == [2, 4]
    assert equal.weights == {"ALL": 1, "A": 1, "B": 1}


POSITIVE = arrays(np.float64, (3, 6), elements=st.floats(1, 100))
WEIGHTS = arrays(np.float64, (3,), elements=st.floats(0.1, 10))


@settings(max_examples=40)
@given(POSITIVE, WEIGHTS, st.sampled_from(["arithmetic", "geometric", "harmonic", "generalised"]))
def test_a_mean_lies_between_the_least_and_the_greatest_and_rises_with_each_child(
    x: np.ndarray, w: np.ndarray, method: str
) -> None:
    mean = choose_aggregator(method, Aggregate())
    found = mean(x, w)
    assert (found >= x.min(axis=0) * (1 - 1e-12)).all()
    assert (found <= x.max(axis=0) * (1 + 1e-12)).all()
    more = x.copy()
    more[1] += 1
    assert (mean(more, w) > found).all()
    assert mean(x * 7, w) == pytest.approx(found * 7, rel=1e-12)
    assert mean(x, w * 3) == pytest.approx(found, rel=1e-12)


@settings(max_examples=40)
@given(POSITIVE, WEIGHTS, st.sampled_from(METHODS["aggregate"]), st.permutations(range(6)))
def test_the_order_of_units_changes_nothing(x: np.ndarray, w: np.ndarray, method: str, order: list[int]) -> None:
    function = choose_aggregator(method, Aggregate())
    assert function(x[:, order], w) == pytest.approx(function(x, w)[order], rel=1e-12, abs=1e-12, nan_ok=True)


@settings(max_examples=40)
@given(POSITIVE, WEIGHTS)
def test_means_stand_in_their_known_order(x: np.ndarray, w: np.ndarray) -> None:
    arithmetic, geometric, harmonic = average_arithmetic(x, w), average_geometric(x, w), average_harmonic(x, w)
    half = average_generalised(x, w)
    slack = 1 + 1e-12
    assert (harmonic <= geometric * slack).all()
    assert (geometric <= half * slack).all()
    assert (half <= arithmetic * slack).all()
    assert (penalise_imbalance(x, w) <= arithmetic * slack).all()


@pytest.mark.parametrize(("power", "value"), [(50, 1e11), (-50, 1e11), (-50, 1e-11)])
def test_a_power_that_is_no_number_is_refused(power: float, value: float) -> None:
    with pytest.raises(IndexProblem, match="Choose one nearer to 0"):
        average_generalised(np.array([[value], [1.0]]), ONE, power=power)
