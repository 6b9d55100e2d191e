"""Many people's matrices, and how firmly roles stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.structural import CutRule, InfluenceMatrix, Potential, StructuralProblem, join_matrices, resample, shake
from tests.core.structural.matrices import Table, make, tables

P = Potential()


def pair(cell: int | Potential | None, other: int | Potential | None = 0) -> InfluenceMatrix:
    return make([[0, cell], [other, 0]])


def test_a_cell_is_the_median_of_those_who_filled_it() -> None:
    found = join_matrices([pair(0), pair(1), pair(2), pair(3), pair(None)])
    assert found.matrix.rows == ((0, 1), (0, 0))
    assert join_matrices([pair(0), pair(1), pair(2), pair(3)], "upper").matrix.rows[0] == (0, 2)
    cell = found.cells[0, 1]
    assert (cell.n, cell.median, cell.range) == (4, 1.5, 3)
    assert cell.agreement == pytest.approx(0)
    assert [point.key for point in found.disputed] == [(0, 1)]


def test_what_most_rate_potential_is_potential_and_else_counts_none_today() -> None:
    most = join_matrices([pair(P), pair(Potential(2)), pair(Potential(1)), pair(3)])
    assert most.matrix.rows[0][1] == Potential(1)
    assert (most.potential, most.matrix.direct[0][1]) == ({(0, 1): 3}, 0)
    half = join_matrices([pair(P), pair(P), pair(3), pair(3)])
    assert half.matrix.rows[0][1] == 0
    assert join_matrices([pair(P), pair(3), pair(3)]).matrix.rows[0][1] == 3


def test_a_cell_that_nobody_filled_counts_none_and_is_marked() -> None:
    found = join_matrices([pair(None, 2), pair(None, None)])
    assert (found.matrix.unfilled, found.matrix.direct) == (((0, 1),), ((0, 0), (2, 0)))
    assert found.cells[0, 1].n == 0


def test_names_tie_people_s_factors_not_their_order() -> None:
    one = make([[0, 1, 2], [0, 0, 3], [1, 0, 0]])
    assert join_matrices([one, one.take([2, 0, 1])]).matrix == one
    other = InfluenceMatrix(factors=("A", "B", "X"), rows=one.rows)
    for matrices, code in (([], "join.none"), ([one, other], "join.factors")):
        with pytest.raises(StructuralProblem) as caught:
            join_matrices(matrices)
        assert caught.value.code == code
    with pytest.raises(StructuralProblem, match="no middle"):
        join_matrices([one], "mean")  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.sampled_from(["lower", "upper"]))
def test_neither_the_people_s_order_nor_counting_all_twice_matters(given_cells: list[int], middle: str) -> None:
    people = [pair(cell) for cell in given_cells]
    found = join_matrices(people, middle).matrix  # type: ignore[arg-type]
    assert join_matrices(people[::-1], middle).matrix == found  # type: ignore[arg-type]
    assert join_matrices(people * 2, middle).matrix == found  # type: ignore[arg-type]


STAR = make([[0, 3, 3, 3], [1, 0, 1, 0], [1, 0, 0, 1], [1, 1, 0, 0]])


@pytest.mark.parametrize("rule", [CutRule(), CutRule(by="median"), CutRule(by="terciles"), CutRule(band=0.2)])
def test_shaking_is_the_same_for_a_seed_and_shares_add_up(rule: CutRule) -> None:
    found = shake(STAR, draws=200, seed=7, rule=rule)
    assert found == shake(STAR, draws=200, seed=7, rule=rule)
    assert found != shake(STAR, draws=200, seed=8, rule=rule)
    assert found.draws == 200
    for plane in (found.direct, found.indirect):
        for one in plane:
            assert sum(one.roles.values()) == pytest.approx(1)
            assert 1 <= one.rank_influence[0] <= one.rank_influence[1] <= one.rank_influence[2] <= 4
    assert found.direct[0].rank_influence[1] == 1
    assert found.direct[0].roles["determinant"] == found.direct[0].same_role > 0.8


@given(tables(5), st.sampled_from([CutRule(), CutRule(by="median"), CutRule(by="terciles"), CutRule(band=0.2)]))
@settings(max_examples=60)
def test_when_all_people_agree_every_draw_is_the_matrix_itself(rows: Table, rule: CutRule) -> None:
    # So the fast way through many draws gives the roles and ranks that the exact way gives, by every method.
    found = resample([make(rows)] * 3, draws=3, rule=rule)
    assert {one.same_role for one in (*found.direct, *found.indirect)} == {1.0}


def test_resampling_follows_the_people() -> None:
    low, high = make([[0, 0, 1], [1, 0, 0], [1, 1, 0]]), make([[0, 3, 3], [1, 0, 0], [0, 1, 0]])
    found = resample([low, low, high], draws=400, seed=3)
    # "high" has the lower median in a draw that holds it twice or thrice of three: 7 of 27.
    assert found.direct[0].roles["determinant"] == pytest.approx(7 / 27, abs=0.06)
    assert found == resample([low, low, high], draws=400, seed=3)
    empty = resample([pair(None, 1), pair(None, 1)], draws=5)
    assert empty.direct[0].roles["result"] == 1


@pytest.mark.parametrize(
    ("said", "code"), [({"draws": 0}, "draws.range"), ({"seed": -1}, "draws.seed"), ({"chance": 0.0}, "draws.chance")]
)
def test_draws_that_cannot_be_made_are_refused(said: dict[str, float], code: str) -> None:
    with pytest.raises(StructuralProblem) as caught:
        shake(STAR, **said)  # type: ignore[arg-type]
    assert caught.value.code == code
