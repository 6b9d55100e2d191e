"""Normalising: what must hold for any data, and what happens where nothing can be compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sciezka.core.index.normalise import METHODS, SPREADLESS, normalise
from sciezka.core.index.recipe import Normalise, Recipe
from sciezka.core.index.types import Cube, Floats, IndexProblem, Node, Structure
from tests.core.index.golden import assert_agrees, make_cube, make_flat_structure

NAN = np.nan
# These turn with a sum or an extreme of the data, so that they are monotone only for one sign of it.
RATIOS = {"n8", "n9", "n9a", "n10", "fraction_of_leader"}
AFFINE = sorted(set(METHODS) - SPREADLESS - {"n6", "n6a", "n7", "distance_to_target"})
BLOCKS = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 3), st.integers(2, 9)), elements=st.just(NAN) | st.integers(-40, 40).map(float)
)
FULL = hnp.arrays(np.float64, st.tuples(st.just(2), st.integers(3, 9)), elements=st.integers(-40, 40).map(float))


def choose(method: str) -> Normalise:
    return Normalise(method, reference="u0")


def make_structure(rows: int, direction: int = 1) -> Structure:
    leaves = (Node(f"x{row}", "ALL", direction=direction, low=-50, high=50, target=45.0 * direction) for row in range(rows))
    return Structure((Node("ALL"), *leaves))


def run(x: Floats, method: str, direction: int = 1) -> Floats:
    cube = make_cube(x, [f"x{row}" for row in range(len(x))])
    found: Floats = normalise(cube, make_structure(len(x), direction), Recipe(normalise=choose(method)))[0].values[0]
    return found


@pytest.mark.parametrize("method", sorted(set(METHODS) - RATIOS))
@given(x=BLOCKS, direction=st.sampled_from([1, -1]))
@settings(max_examples=10)
def test_better_values_never_score_lower(method: str, direction: int, x: Floats) -> None:
    y = run(x, method, direction)
    if method == "distance_to_reference":
        # A reference that is the worst, or missing, measures nothing.
        assert np.isnan(y[np.isnan(x)]).all()
    else:
        assert (np.isnan(y) >= np.isnan(x)).all()
    for values, scores in zip(x, y, strict=True):
        known = ~np.isnan(scores)
        order = np.argsort(values[known] * direction, kind="stable")
        assert (np.diff(scores[known][order]) >= -1e-12).all()


@pytest.mark.parametrize("method", sorted(RATIOS))
@pytest.mark.parametrize("direction", [1, -1])
def test_ratios_are_monotone_on_positive_data(method: str, direction: int) -> None:
    y = run(np.array([[1.0, 2, 5, 9]]), method, direction)
    assert (np.diff(y[0] * direction) > 0).all()


@pytest.mark.parametrize("method", AFFINE)
@given(x=FULL, factor=st.sampled_from([0.001, 3.6, 1000.0]), shift=st.sampled_from([0.0, -273.15, 1e4]))
@settings(max_examples=10)
def test_the_unit_of_measurement_does_not_matter(method: str, x: Floats, factor: float, shift: float) -> None:
    # Rounding may join or part values that are meant to be equal: those of whole numbers times a factor do not.
    moved = np.round(x * factor + shift, 9)
    assert_agrees(run(moved, method), run(x, method), 1e-7)


def test_the_order_of_units_and_groups_does_not_matter() -> None:
    rng = np.random.default_rng(7)
    x = rng.integers(1, 40, size=(3, 12)).astype(np.float64)
    x[0, 4] = NAN
    groups = list("abcabcabcabc")
    order = rng.permutation(12)
    units = [f"u{at}" for at in range(12)]
    leaves = ("x0", "x1", "x2")
    other = make_cube(x[:, order], leaves, [units[at] for at in order], [groups[at] for at in order])
    for method in METHODS:
        recipe = Recipe(normalise=choose(method))
        first = normalise(make_cube(x, leaves, units, groups), make_structure(3), recipe)[0].values[0]
        assert_agrees(normalise(other, make_structure(3), recipe)[0].values[0], first[:, order])


@given(x=FULL)
@settings(max_examples=30)
def test_a_newcomer_at_the_mean_changes_the_sign_of_no_z_score(x: Floats) -> None:
    z = run(x, "zscore")
    mean = x.mean(axis=1, keepdims=True)
    with_twin = run(np.hstack([x, mean]), "zscore")[:, :-1]
    clear = np.abs(np.nan_to_num(z)) > 1e-9
    assert np.array_equal(np.sign(z[clear]), np.sign(with_twin[clear]))


@given(x=FULL)
@settings(max_examples=20)
def test_an_identical_twin_of_everybody_changes_no_score(x: Floats) -> None:
    doubled = np.hstack([x, x])
    for method in ("zscore", "minmax", "unitarisation"):
        assert_agrees(run(doubled, method)[:, : x.shape[1]], run(x, method), 1e-9)


def test_z_scores_have_the_mean_and_the_population_deviation_that_were_asked_for() -> None:
    x = np.random.default_rng(1).normal(5, 3, size=(4, 25))
    cube = make_cube(x, ("a", "b", "c", "d"))
    recipe = Recipe(normalise=Normalise("zscore", mean=100, sd=10))
    y = normalise(cube, make_flat_structure(cube.leaves), recipe)[0].values[0]
    assert y.mean(axis=1) == pytest.approx(100)
    assert y.std(axis=1) == pytest.approx(10)


def test_years_and_groups_are_compared_within_or_pooled() -> None:
    values = np.array([[[0.0, 10, 0, 20]], [[0, 40, 0, 80]]])
    groups = np.array([0, 0, 1, 1])
    cube = Cube(values, (2018, 2019), ("A",), ("a", "b", "c", "d"), groups, ("north", "south"))

    def scale(*within: str) -> list[list[float]]:
        recipe = Recipe(normalise=Normalise("minmax", within=within))
        rows: list[list[float]] = normalise(cube, make_flat_structure(("A",)), recipe)[0].values[:, 0].tolist()
        return rows

    assert scale("year", "group") == [[0, 100, 0, 100], [0, 100, 0, 100]]
    assert scale("year") == [[0, 50, 0, 100], [0, 50, 0, 100]]
    assert scale("group") == [[0, 25, 0, 25], [0, 100, 0, 100]]
    assert scale() == [[0, 12.5, 0, 25], [0, 50, 0, 100]]


def test_goalposts_clip_and_turn_by_direction_and_hold_for_one_unit() -> None:
    structure = Structure(
        (Node("R"), Node("A", "R", low=0, high=10), Node("B", "R", direction=-1, low=0, high=10)),
    )
    cube = make_cube(np.array([[-5.0, 5, 12], [-5.0, 2, 12]]), ("A", "B"))
    clipped = normalise(cube, structure, Recipe(normalise=Normalise("goalposts")))[0].values[0]
    assert_agrees(clipped, np.array([[0, 0.5, 1], [1, 0.8, 0]]))
    free = normalise(cube, structure, Recipe(normalise=Normalise("goalposts", clip=False, high=100)))[0].values[0]
    assert_agrees(free, np.array([[-50.0, 50, 120], [150, 80, -20]]))
    alone = make_cube(np.array([[5.0], [2.0]]), ("A", "B"))
    normalised, remarks = normalise(alone, structure, Recipe(normalise=Normalise("goalposts")))
    assert_agrees(normalised.values[0], np.array([[0.5], [0.8]]))
    assert remarks == ()


def test_percentiles_bound_the_scale() -> None:
    x = np.arange(101.0)[None, :]
    cube = make_cube(x, ("A",))
    y = normalise(cube, make_flat_structure(("A",)), Recipe(normalise=Normalise("percentiles")))[0].values[0, 0]
    assert (y[:5].tolist(), y[50], y[96:].tolist()) == ([0] * 5, 5, [10] * 5)
    worse = normalise(cube, make_flat_structure(("A",), [-1]), Recipe(normalise=Normalise("percentiles")))[0].values[0, 0]
    assert_agrees(worse, 10 - y)


def test_a_reference_from_another_group_is_measured_from_too() -> None:
    cube = make_cube(np.array([[0.0, 5, 20, 40]]), ("A",), ("a", "b", "c", "ref"), ["x", "x", "x", "y"])
    recipe = Recipe(normalise=Normalise("distance_to_reference", reference="ref"))
    normalised, remarks = normalise(cube, make_flat_structure(("A",)), recipe)
    assert_agrees(normalised.values[0, 0], np.array([0, 0.125, 0.5, NAN]))
    assert [remark.code for remark in remarks] == ["normalise.one_unit"]


def test_without_a_unit_to_measure_from_the_targets_are_the_reference() -> None:
    cube = make_cube(np.array([[0.0, 5, 20], [3, 2, 1]]), ("A", "B"))
    structure = Structure((Node("R"), Node("A", "R", target=10), Node("B", "R", direction=-1, target=2)))
    normalised, _ = normalise(cube, structure, Recipe(normalise=Normalise("distance_to_reference")))
    assert_agrees(normalised.values[0], np.array([[0, 0.5, 2], [0, 1, 2]]))


def test_units_without_a_group_are_named_as_such() -> None:
    cube = make_cube(np.array([[1.0, 2, 3]]), ("A",), groups=["big", "big", "big"])
    cube = replace(cube, groups=np.array([0, 0, -1]))
    _, remarks = normalise(cube, make_flat_structure(("A",)), Recipe())
    assert [remark.params["where"] for remark in remarks] == ["no group"]


@pytest.mark.parametrize("method", sorted(set(METHODS) - SPREADLESS))
def test_a_constant_indicator_is_missing_with_a_remark(method: str) -> None:
    cube = make_cube(np.array([[0.1] * 7, [1, 2, 3, 4, 5, 6, 7]]), ("x0", "x1"))
    normalised, remarks = normalise(cube, make_structure(2), Recipe(normalise=replace(choose(method), reference="u6")))
    assert np.isnan(normalised.values[0, 0]).all()
    assert not np.isnan(normalised.values[0, 1]).any()
    assert [(remark.code, remark.params["leaf"]) for remark in remarks] == [("normalise.constant", "x0")]


@pytest.mark.parametrize("extreme", [1e300, 1e-300, 5e-324, -1e300])
def test_no_method_warns_whatever_the_size_of_numbers(extreme: float) -> None:
    x = np.array([[extreme, 0, 1, -1], [NAN, NAN, NAN, NAN], [extreme, extreme, NAN, NAN], [NAN, 3, NAN, NAN]])
    for method in METHODS:
        y = run(x, method)
        assert not np.isinf(y).any(), method
        assert np.isnan(y[1]).all(), method


def test_a_group_of_one_unit_has_nothing_to_compare() -> None:
    cube = make_cube(np.array([[1.0, 2, 3]]), ("A",), groups=["big", "big", "alone"])
    normalised, remarks = normalise(cube, make_flat_structure(("A",)), Recipe())
    assert_agrees(normalised.values[0, 0], np.array([-1, 1, NAN]))
    assert [(remark.code, remark.params["where"]) for remark in remarks] == [("normalise.one_unit", "alone")]


def test_an_indicator_without_data_is_remarked_once_for_all_its_blocks() -> None:
    values = np.full((8, 1, 2), NAN)
    cube = Cube(values, tuple(range(2010, 2018)), ("A",), ("a", "b"), np.zeros(2, dtype=np.intp))
    _, remarks = normalise(cube, make_flat_structure(("A",)), Recipe())
    assert [(remark.code, remark.params["count"]) for remark in remarks] == [("normalise.no_data", 8)]
    assert "2010, 2011, 2012, 2013, 2014 and 3 more" in remarks[0].sentence


def test_a_formula_without_result_is_remarked() -> None:
    cube = make_cube(np.array([[0.0, 0, 0, 0, 0, 0, 0, 9]]), ("A",))
    normalised, remarks = normalise(cube, make_flat_structure(("A",)), Recipe(normalise=Normalise("n2")))
    assert np.isnan(normalised.values).all()
    assert [remark.code for remark in remarks] == ["normalise.undefined"]


@pytest.mark.parametrize(
    ("choice", "node", "code"),
    [
        (Normalise("goalposts"), Node("A", "R", low=1), "structure.goalposts"),
        (Normalise("goalposts"), Node("A", "R", low=1, high=1), "structure.goalposts"),
        (Normalise("distance_to_target"), Node("A", "R"), "structure.target"),
        (Normalise("distance_to_reference"), Node("A", "R"), "structure.target"),
        (Normalise("distance_to_reference", reference="nobody"), Node("A", "R"), "recipe.reference"),
        (Normalise(), Node("B", "R"), "structure.unknown_leaf"),
    ],
)
def test_what_a_method_cannot_do_without_is_refused(choice: Normalise, node: Node, code: str) -> None:
    cube = make_cube(np.array([[1.0, 2.0]]), ("A",))
    with pytest.raises(IndexProblem, match=r"A|nobody") as caught:
        normalise(cube, Structure((Node("R"), node)), Recipe(normalise=choice))
    assert caught.value.code == code


def test_an_infinite_value_is_refused() -> None:
    cube = make_cube(np.array([[1.0, -np.inf]]), ("A",))
    with pytest.raises(IndexProblem, match="too large"):
        normalise(cube, make_flat_structure(("A",)), Recipe())
