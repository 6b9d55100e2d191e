"""Powers and what stands in for them: known answers, matrices of others, and what must hold for any matrix."""

import json
from itertools import pairwise
from math import lcm
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.structural import StructuralProblem, analyse, find_indirect, follow_powers, read_matrix
from sciezka.core.structural.powers import count_swaps, find_cyclicity, rank, reach
from tests.core.index.golden import golden_file
from tests.core.structural.matrices import Table, make, tables, take, turn

GOLDEN = ("chain4", "edge_bipartite", "edge_cycle3_no_stability", "edge_ties3", "fixture10", "ismtools_risk7", "star4")


@pytest.mark.parametrize("name", GOLDEN)
def test_a_matrix_of_others_agrees_at_every_power(name: str) -> None:
    matrix = read_matrix(golden_file(f"micmac/{name}_matrix.csv").read_bytes(), name)
    expected: dict[str, Any] = json.loads(golden_file(f"micmac/{name}_expected.json").read_text(encoding="utf-8"))
    assert list(matrix.factors) == expected["names"]
    assert matrix.fill_rate == expected["fill_rate"]
    found = analyse(matrix)
    powers = found.today.indirect.powers
    for step, known in zip(powers.steps, expected["steps"], strict=True):
        for what, value in known.items():
            told = getattr(step, what)
            assert (list(told) if isinstance(told, tuple) else told) == value, (what, known["k"])
    assert {"influence": powers.stable_influence, "dependence": powers.stable_dependence} == expected["first_stable_power"]
    assert list(found.today.plane.roles) == expected["direct_quadrant_mean"]
    if not expected["spectral_radius"]:
        assert (found.today.indirect.method, found.today.indirect.converged) == ("sum", False)
    elif powers.stable is not None:
        assert found.today.indirect.power == powers.stable
        assert list(found.today.indirect.rank_influence) == expected["perron_rank_influence"]
        assert list(found.today.indirect.rank_dependence) == expected["perron_rank_dependence"]
    else:
        indirect = found.today.indirect
        assert (indirect.method, indirect.power, powers.period_influence, powers.cyclicity) == ("perron", None, 3, 3)
        assert indirect.influence == pytest.approx(expected["perron_influence"], abs=1e-9)
        assert indirect.dependence == pytest.approx(expected["perron_dependence"], abs=1e-9)
        assert list(indirect.rank_influence) == expected["perron_rank_influence"]
        assert list(indirect.rank_dependence) == expected["perron_rank_dependence"]


def test_what_others_say_of_matrices_without_a_circle_is_said_of_the_sum() -> None:
    ten = analyse(read_matrix(golden_file("micmac/fixture10_matrix.csv").read_bytes())).today
    named = dict(zip((f"V{at}" for at in range(1, 11)), ten.indirect_plane.roles, strict=True))
    assert [name for name, role in named.items() if role == "determinant"] == ["V1", "V2"]
    assert [name for name, role in named.items() if role == "result"] == ["V9", "V10"]
    chain = analyse(read_matrix(golden_file("micmac/chain4_matrix.csv").read_bytes())).today
    assert chain.indirect_plane.roles == ("determinant", "determinant", "result", "result")
    assert (chain.indirect.influence, chain.indirect.dependence) == ((3, 2, 1, 0), (0, 1, 2, 3))
    assert (chain.indirect.power, chain.indirect.powers.vanishes) == (3, 4)
    assert chain.indirect.influence[0] / sum(chain.indirect.influence) == 0.5
    star = analyse(read_matrix(golden_file("micmac/star4_matrix.csv").read_bytes())).today
    assert star.indirect_plane.roles == ("determinant", "result", "result", "result")


def test_who_reaches_whom_and_the_lengths_of_circles_are_those_that_others_found() -> None:
    expected = json.loads(golden_file("micmac/ismtools_risk7_expected.json").read_text(encoding="utf-8"))
    masks = reach(read_matrix(golden_file("micmac/ismtools_risk7_matrix.csv").read_bytes()).direct)
    # They count each factor as reaching itself.
    found = [[int(row == column or mask >> column & 1) for column in range(7)] for row, mask in enumerate(masks)]
    assert found == expected["independent_expected"]["reachability"]
    assert [sum(row) for row in found] == expected["independent_expected"]["driving_power"]
    two_sided = follow_powers(read_matrix(golden_file("micmac/edge_bipartite_matrix.csv").read_bytes()).direct)
    assert (two_sided.cyclicity, two_sided.period_influence) == (2, 1)


def test_numbers_stay_exact_however_large() -> None:
    full: Table = tuple(tuple(3 * (row != column) for column in range(30)) for row in range(30))
    step = follow_powers(full, 60).steps[59]
    assert step.k == 60
    assert set(step.influence) == set(step.dependence) == {87**60}


def test_only_one_ranking_settling_is_told_and_both_come_from_the_stand_in() -> None:
    # The influence of a directed ring is even; all its weight lies on what the ring's last one depends on.
    rows = ((0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 0, 0, 0))
    even = find_indirect(rows)
    assert (even.power, even.converged, even.powers.cyclicity) == (1, True, 4)
    # One cell doubled: the ring turns its ranks round with period 4.
    odd = find_indirect(((0, 2, 0, 0), *rows[1:]))
    assert (odd.method, odd.powers.period_influence, odd.powers.period_dependence) == ("perron", 4, 4)
    # A ring of period 3 that also feeds a tail: not every factor is reached, so the damped sum stands in.
    tail = find_indirect(((0, 3, 0, 1), (0, 0, 1, 0), (1, 0, 0, 0), (0, 0, 0, 0)))
    assert (tail.method, tail.power, tail.converged, tail.powers.cyclicity) == ("damped", None, False, None)
    assert tail.influence[3] == 0
    assert tail.rank_influence[3] == 4


def test_the_damped_sum_is_the_sum_that_it_says() -> None:
    rows = ((0, 3, 0, 1), (0, 0, 1, 0), (1, 0, 0, 0), (0, 0, 0, 0))
    step = np.array(rows) / (2 * 3 ** (1 / 3))
    total = np.sum([np.linalg.matrix_power(step, k) for k in range(1, 200)], axis=0)
    found = find_indirect(rows)
    assert found.influence == pytest.approx(list(total.sum(axis=1)), abs=1e-12)
    assert found.dependence == pytest.approx(list(total.sum(axis=0)), abs=1e-12)


def test_no_influence_at_all_is_no_error() -> None:
    found = find_indirect(((0, 0), (0, 0)))
    assert (found.method, found.power, found.influence, found.rank_dependence) == ("sum", 0, (0, 0), (1, 1))


@pytest.mark.parametrize(
    ("most", "damping", "code"), [(0, 2.0, "powers.range"), (101, 2.0, "powers.range"), (5, 1.0, "damping.range")]
)
def test_what_cannot_be_reckoned_is_refused(most: int, damping: float, code: str) -> None:
    with pytest.raises(StructuralProblem) as caught:
        find_indirect(((0, 1), (1, 0)), most=most, damping=damping)
    assert caught.value.code == code


def test_ranks_and_swaps_by_hand() -> None:
    assert rank([5, 9, 5, 1]) == (2, 1, 2, 4)
    assert rank([0.5, 0.5 + 1e-12, 0.1], 1e-9) == (1, 1, 3)
    assert count_swaps([3, 2, 1], [1, 2, 3]) == 3
    assert count_swaps([2, 2, 1], [1, 3, 1]) == 0


@given(tables(), st.data())
@settings(max_examples=60)
def test_the_order_of_factors_and_the_sense_of_influences_change_nothing_else(rows: Table, data: st.DataObject) -> None:
    found = find_indirect(rows)
    order = data.draw(st.permutations(range(len(rows))))
    moved, turned = find_indirect(take(rows, order)), find_indirect(turn(rows))
    assert (moved.method, moved.power, turned.method, turned.power) == (found.method, found.power) * 2
    assert moved.powers.period_influence == found.powers.period_influence == turned.powers.period_dependence
    for what in ("influence", "dependence"):
        assert getattr(moved, what) == pytest.approx([getattr(found, what)[at] for at in order], abs=1e-9)
        assert getattr(moved, f"rank_{what}") == tuple(getattr(found, f"rank_{what}")[at] for at in order)
    assert turned.influence == pytest.approx(found.dependence, abs=1e-9)
    assert (turned.rank_influence, turned.rank_dependence) == (found.rank_dependence, found.rank_influence)


@given(tables(), st.integers(2, 1000))
@settings(max_examples=40)
def test_scaling_every_influence_moves_no_rank_and_no_role(rows: Table, times: int) -> None:
    # A sum of powers without a circle does weigh long ways more when all is scaled: its ranks may move.
    found, larger = find_indirect(rows), find_indirect([[times * cell for cell in row] for row in rows])
    assert [step.rank_influence for step in larger.powers.steps] == [step.rank_influence for step in found.powers.steps]
    assert (larger.method, larger.power) == (found.method, found.power)
    if found.method != "sum":
        assert (larger.rank_influence, larger.rank_dependence) == (found.rank_influence, found.rank_dependence)


@given(tables())
@settings(max_examples=60)
def test_powers_are_those_of_the_matrix_and_stable_means_unmoved(rows: Table) -> None:
    found = follow_powers(rows, 6)
    block = np.array(rows, dtype=object)
    power = block
    for step in found.steps:
        assert (list(power.sum(axis=1)), list(power.sum(axis=0))) == (list(step.influence), list(step.dependence))
        power = power.dot(block)
    if found.vanishes is not None:
        assert found.stable is None
        assert not any(any(step.influence) for step in found.steps[found.vanishes - 1 :])
    elif found.stable_influence is not None:
        tail = {step.rank_influence for step in found.steps[found.stable_influence - 1 :]}
        assert len(tail) == 1
        assert len(found.steps) - found.stable_influence >= 2


@given(st.lists(st.integers(2, 5), min_size=1, max_size=3))
@settings(max_examples=30)
def test_the_common_divisor_of_circles_through_one_factor_is_found(lengths: list[int]) -> None:
    size = 1 + sum(length - 1 for length in lengths)
    cells = [[0] * size for _row in range(size)]
    at = 1
    for length in lengths:
        way = [0, *range(at, at + length - 1), 0]
        at += length - 1
        for here, there in pairwise(way):
            cells[here][there] = 1
    assert find_cyclicity(cells) == np.gcd.reduce(lengths)
    assert lcm(*lengths) % find_cyclicity(cells) == 0
    assert make(cells).fill_rate > 0
