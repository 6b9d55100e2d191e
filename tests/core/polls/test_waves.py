"""What changed between two waves: published intervals, SciPy's tests, and directions told only when they can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sciezka.core.polls.associations import adjust_holm
from sciezka.core.polls.columns import ColumnSpec, encode_rows
from sciezka.core.polls.scores import score_promoters
from sciezka.core.polls.tables import distribute
from sciezka.core.polls.types import PollsProblem
from sciezka.core.polls.waves import (
    Direction,
    Mean,
    Sample,
    compare_distributions,
    compare_means,
    compare_promoters,
    compare_shares,
)


@pytest.mark.parametrize(
    ("before", "after", "low", "high"),
    [
        # Newcombe (1998), table II, method 10; he subtracts the second from the first.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((2, 7), (6, 7), 0.0582, 0.8062),
        ((0, 29), (5, 56), -0.0381, 0.1926),
        ((0, 20), (0, 10), -0.1611, 0.2775),
        ((0, 10), (10, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_published_intervals_are_met(
    before: tuple[int, int], after: tuple[int, int], low: float, high: float
) -> None:
    found = compare_shares(Sample(count=before[0], n=before[1]), Sample(count=after[0], n=after[1]))
    assert found is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(5, 200), st.integers(5, 200), st.data())
def test_the_test_of_two_shares_is_the_root_of_chi_square(n1: int, n2: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(1, n1 - 1)), data.draw(st.integers(1, n2 - 1))
    found = compare_shares(Sample(count=a, n=n1), Sample(count=b, n=n2))
    turned = compare_shares(Sample(count=b, n=n2), Sample(count=a, n=n1))
    assert found is not None
    assert turned is not None
    assert found.p == pytest.approx(stats.chi2_contingency([[a, n1 - a], [b, n2 - b]], correction=False).pvalue)
    assert (turned.interval.low, turned.interval.high) == pytest.approx((-found.interval.high, -found.interval.low))
    assert found.interval.holds(found.difference)


def test_a_direction_is_told_only_where_the_difference_can_be() -> None:
    up = compare_shares(Sample(count=100, n=400), Sample(count=160, n=400))
    down = compare_shares(Sample(count=160, n=400), Sample(count=100, n=400))
    none = compare_shares(Sample(count=100, n=400), Sample(count=104, n=400))
    assert up is not None
    assert down is not None
    assert none is not None
    assert (up.direction, down.direction, none.direction) == (Direction.UP, Direction.DOWN, Direction.NONE)
    assert none.difference == pytest.approx(0.01)


def test_a_finite_population_makes_a_difference_clearer_and_weights_make_it_less_so() -> None:
    def compare(**more: float) -> float:
        found = compare_shares(Sample(count=60, n=168, **more), Sample(count=76, n=168, **more))  # type: ignore[arg-type]
        assert found is not None
        return found.p

    assert compare(population=270) < compare() < compare(design_effect=1.5)


def test_two_censuses_differ_by_what_they_differ() -> None:
    found = compare_shares(Sample(count=50, n=100, population=100), Sample(count=51, n=100, population=100))
    same = compare_shares(Sample(count=50, n=100, population=100), Sample(count=50, n=100, population=100))
    assert found is not None
    assert same is not None
    assert (found.interval.width, found.p, found.direction) == (pytest.approx(0), 0, Direction.UP)
    assert (same.p, same.direction) == (1, Direction.NONE)


def test_with_nobody_in_one_wave_nothing_is_compared() -> None:
    assert compare_shares(Sample(count=0, n=0), Sample(count=5, n=9)) is None
    assert compare_means(Mean(mean=3, sd=1, n=1), Mean(mean=3, sd=1, n=9)) is None


@given(
    st.tuples(st.floats(1, 5), st.floats(0.1, 2), st.integers(2, 300)),
    st.tuples(st.floats(1, 5), st.floats(0.1, 2), st.integers(2, 300)),
)
def test_two_means_are_compared_as_scipy_does(one: tuple[float, float, int], other: tuple[float, float, int]) -> None:
    found = compare_means(Mean(mean=one[0], sd=one[1], n=one[2]), Mean(mean=other[0], sd=other[1], n=other[2]))
    theirs = stats.ttest_ind_from_stats(*other, *one, equal_var=False)
    assert found is not None
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-12)
    assert (found.direction is Direction.NONE) == (found.p > 0.05) or abs(found.p - 0.05) < 1e-9
    assert found.interval.holds(found.difference)


def test_means_that_do_not_spread_differ_exactly() -> None:
    found = compare_means(Mean(mean=3, sd=0, n=9), Mean(mean=4, sd=0, n=9))
    assert found is not None
    assert (found.interval.low, found.interval.high, found.p, found.direction) == (1, 1, 0, Direction.UP)


def test_two_scores_are_compared_by_their_adjusted_variances() -> None:
    before = score_promoters([0, 0, 0, 0, 0, 0, 40, 0, 30, 30, 0])
    after = score_promoters([0, 0, 0, 0, 0, 0, 20, 0, 30, 0, 50])
    assert before is not None
    assert after is not None
    found = compare_promoters(before, after)
    assert (found.before, found.after, found.difference) == (-10, 30, 40)
    # By hand: shares (30.75, 40.75)/103 and (50.75, 20.75)/103.
    v1 = (71.5 / 103 - (-10 / 103) ** 2) / 103
    v2 = (71.5 / 103 - (30 / 103) ** 2) / 103
    half = 1.959963984540054 * (v1 + v2) ** 0.5
    assert found.interval.low == pytest.approx(100 * (40 / 103 - half))
    assert found.interval.high == pytest.approx(100 * (40 / 103 + half))
    assert found.p == pytest.approx(2 * stats.norm.sf(40 / 103 / (v1 + v2) ** 0.5))
    assert found.direction is Direction.UP
    census = compare_promoters(before, after, populations=(100, 100))
    assert (census.interval.low, census.interval.high) == pytest.approx((40, 40))


def test_many_shares_are_corrected_for_their_number() -> None:
    specs = [ColumnSpec(name="x", kind="choice", codes=("a", "b", "c"))]
    counts = ((60, 30, 10), (45, 40, 15))
    before, after = (
        distribute(
            encode_rows(specs, [{"x": code} for code, many in zip("abc", line, strict=True) for _ in range(many)]), "x"
        )
        for line in counts
    )
    found = dict(compare_distributions(before, after))
    changes = [one for one in found.values() if one is not None]
    assert [one.p_adjusted for one in changes] == list(adjust_holm([one.p for one in changes]))
    alone = compare_shares(Sample(count=60, n=100), Sample(count=45, n=100))
    assert alone is not None
    assert found["a"] is not None
    assert alone.direction is Direction.DOWN
    assert (found["a"].p, found["a"].direction) == (alone.p, Direction.NONE)


def test_codes_that_one_wave_could_not_give_are_left_out() -> None:
    old = distribute(encode_rows([ColumnSpec(name="x", kind="choice", codes=("a", "b"))], [{"x": "a"}] * 9), "x")
    new = distribute(encode_rows([ColumnSpec(name="x", kind="choice", codes=("c", "a"))], [{"x": "c"}] * 9), "x")
    assert [code for code, _change in compare_distributions(old, new)] == ["a"]
    ticks = distribute(encode_rows([ColumnSpec(name="x", kind="set", codes=("a",))], []), "x")
    with pytest.raises(PollsProblem) as problem:
        compare_distributions(old, ticks)
    assert problem.value.code == "waves.kind"
