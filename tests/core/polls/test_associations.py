"""Tests of cross-tabs beside SciPy, and what they say where the approximation does not hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import association

from sciezka.core.polls.associations import (
    adjust_holm,
    associate,
    compare_groups,
    compare_options,
    measure_association,
)
from sciezka.core.polls.columns import ColumnSpec, encode_rows, iterate_rows
from sciezka.core.polls.tables import cross
from sciezka.core.polls.types import PollsProblem
from tests.core.polls.frames import make_frame

tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(5, 80), min_size=width, max_size=width), min_size=2, max_size=5)
)


@given(tables)
def test_chi_square_and_cramers_v_are_scipys(counts: list[list[int]]) -> None:
    found = measure_association(counts)
    assert found is not None
    theirs = stats.chi2_contingency(counts, correction=False)
    assert found.statistic == pytest.approx(theirs.statistic, abs=1e-9)
    assert found.dof == theirs.dof
    assert found.cramers_v == pytest.approx(association(counts, method="cramer"), abs=1e-9)
    assert found.smallest_expected == pytest.approx(theirs.expected_freq.min())
    if found.holds:
        assert found.test == "chi2"
        assert found.p == pytest.approx(theirs.pvalue, abs=1e-12)


def test_the_textbook_case_of_hair_and_eyes_is_met() -> None:
    # Snee's 592 students (R's HairEyeColor): X² = 138.29, 9 degrees of freedom, V = 0.279, as vcd's assocstats prints;
    # the corrected V is reckoned by hand from Bergsma's formula.
    counts = [[68, 20, 15, 5], [119, 84, 54, 29], [26, 17, 14, 14], [7, 94, 10, 16]]
    found = measure_association(counts)
    assert found is not None
    assert found.statistic == pytest.approx(138.29, abs=0.005)
    assert (found.dof, found.test) == (9, "chi2")
    assert found.cramers_v == pytest.approx(0.279, abs=0.0005)
    phi = found.statistic / 592 - 9 / 591
    assert found.cramers_v_corrected == pytest.approx((phi / (3 - 9 / 591)) ** 0.5)


def test_residuals_of_a_fourfold_table_are_the_root_of_chi_square() -> None:
    found = measure_association([[30, 20], [10, 40]])
    assert found is not None
    root = found.statistic**0.5
    assert [cell for line in found.residuals for cell in line] == pytest.approx([root, -root, -root, root])


def test_a_small_fourfold_table_gets_fishers_p() -> None:
    # Fisher's lady tasting tea: 3 of 4 right, two-sided p = 0.4857.
    found = measure_association([[3, 1], [1, 3]])
    assert found is not None
    assert (found.test, found.holds, found.smallest_expected, found.share_few) == ("fisher", False, 2, 1)
    assert found.p == pytest.approx(34 / 70)


def test_a_larger_small_table_gets_a_drawn_p_that_stays_the_same() -> None:
    counts = [[3, 1, 0], [1, 2, 2], [0, 1, 5]]
    found, again = measure_association(counts), measure_association(counts)
    assert found is not None
    assert found == again
    assert (found.test, found.holds) == ("permutation", False)
    # The exact p of chi-square over all tables with these margins, by listing them.
    assert found.p == pytest.approx(list_exact_p(counts), abs=0.02)


def list_exact_p(counts: list[list[int]]) -> float:
    """Add up the probabilities of all tables with the same margins whose chi-square is at least as large."""
    table = np.array(counts)
    tall, wide = table.sum(axis=1), table.sum(axis=0)
    expected = np.outer(tall, wide) / table.sum()
    law = stats.random_table(tall, wide)
    reached, p = ((table - expected) ** 2 / expected).sum(), 0.0
    for a in range(tall[0] + 1):
        for b in range(tall[0] - a + 1):
            for c in range(tall[1] + 1):
                for d in range(tall[1] - c + 1):
                    top = np.array([[a, b, tall[0] - a - b], [c, d, tall[1] - c - d]])
                    last = wide - top.sum(axis=0)
                    if (last >= 0).all():
                        whole = np.vstack([top, last])
                        if ((whole - expected) ** 2 / expected).sum() >= reached - 1e-9:
                            p += float(law.pmf(whole))
    return p


def test_rows_that_nobody_is_in_are_left_out() -> None:
    full, gaps = measure_association([[30, 20], [10, 40]]), measure_association([[30, 0, 20], [0, 0, 0], [10, 0, 40]])
    assert full is not None
    assert gaps is not None
    assert (gaps.statistic, gaps.dof, gaps.p) == (full.statistic, full.dof, full.p)
    assert gaps.residuals[1] == (None, None, None)
    assert gaps.residuals[0][1] is None
    assert gaps.residuals[0][0] == full.residuals[0][0]


@pytest.mark.parametrize("counts", [[], [[]], [[0, 0], [0, 0]], [[5, 0], [3, 0]], [[5, 4], [0, 0]], [[7]]])
def test_with_nothing_to_compare_nothing_is_told(counts: list[list[int]]) -> None:
    assert measure_association(counts) is None


def test_what_tells_all_has_v_one_and_what_tells_nothing_has_zero() -> None:
    all_, nothing = measure_association([[50, 0], [0, 50]]), measure_association([[50, 50], [25, 25]])
    assert all_ is not None
    assert nothing is not None
    assert (all_.cramers_v, nothing.cramers_v, nothing.cramers_v_corrected) == (1, 0, 0)
    assert all_.cramers_v_corrected == pytest.approx(1)
    assert nothing.p == 1


@pytest.mark.parametrize("counts", [[[1, 2], [3]], [[1, -1], [2, 2]], [[1, 0.5], [2, 2]], [[1, float("nan")], [2, 2]]])
def test_what_is_no_table_of_counts_is_refused(counts: list[list[int]]) -> None:
    with pytest.raises(PollsProblem):
        measure_association(counts)


def test_a_cross_tab_of_a_set_is_compared_option_by_option() -> None:
    frame = make_frame(300)
    with pytest.raises(PollsProblem) as problem:
        associate(cross(frame, "why", "sex"))
    assert problem.value.code == "cross.set"
    found = compare_options(frame, "why", "sex")
    assert [one.code for one in found] == ["work", "study", "family"]
    for one in found:
        by_hand = [one.counts, [base - count for base, count in zip(one.bases, one.counts, strict=True)]]
        assert one.association == measure_association(by_hand)
    ps = [one.association.p for one in found if one.association]
    assert [one.p_adjusted for one in found] == list(adjust_holm(ps))


def test_an_option_that_nobody_ticked_has_no_test_and_does_not_count_among_them() -> None:
    specs = [ColumnSpec(name="s", kind="set", codes=("a", "b")), ColumnSpec(name="g", kind="choice", codes=("x", "y"))]
    rows = [{"s": ["a"] if at % 3 else [], "g": "xy"[at % 2]} for at in range(60)]
    one, other = compare_options(encode_rows(specs, rows), "s", "g")
    assert one.association is not None
    assert one.p_adjusted == one.association.p
    assert (other.association, other.p_adjusted) == (None, None)


def test_a_test_of_a_cross_tab_is_that_of_its_counts() -> None:
    table = cross(make_frame(300), "city", "sex")
    assert associate(table) == measure_association(table.counts)


def test_two_groups_are_compared_as_scipy_does() -> None:
    frame = make_frame(300)
    found = compare_groups(frame, "city", "sex")
    assert found is not None
    numbers = frame["city"].numbers
    sexes = np.array([str(sex) for sex in iterate_rows(frame, "sex")])
    women, men = (numbers[(sexes == code) & ~np.isnan(numbers)] for code in "wm")
    theirs = stats.mannwhitneyu(women, men)
    assert (found.test, found.statistic, found.p) == ("mann-whitney", theirs.statistic, theirs.pvalue)
    higher = np.mean([(one > other) + (one == other) / 2 for one in women for other in men])
    assert found.superiority == pytest.approx(higher)
    assert found.superiority > 0.5
    assert found.p < 0.01
    assert [group.n for group in found.groups] == [women.size, men.size]
    assert found.groups[0].median == np.median(women)
    assert found.epsilon_squared == pytest.approx(stats.kruskal(women, men).statistic / (women.size + men.size - 1))


def test_more_groups_are_compared_by_kruskal_and_wallis() -> None:
    frame = make_frame(300)
    found = compare_groups(frame, "age", "city")
    assert found is not None
    ages, levels = frame["age"].numbers, np.array([str(level) for level in iterate_rows(frame, "city")])
    samples = [ages[(levels == code) & ~np.isnan(ages)] for code in ("1", "2", "3", "4", "5", "dk")]
    theirs = stats.kruskal(*samples)
    assert (found.test, found.superiority) == ("kruskal-wallis", None)
    assert (found.statistic, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert 0 <= found.epsilon_squared <= 1


def test_groups_without_anybody_stand_empty_and_do_not_disturb() -> None:
    specs = [ColumnSpec(name="x", kind="number"), ColumnSpec(name="g", kind="choice", codes=("a", "b", "c"))]
    found = compare_groups(encode_rows(specs, [{"x": at, "g": "ac"[at % 2]} for at in range(40)]), "x", "g")
    assert found is not None
    assert found.test == "mann-whitney"
    assert (found.groups[1].n, found.groups[1].mean) == (0, None)


def test_groups_that_can_not_be_compared_are_not() -> None:
    specs = [ColumnSpec(name="x", kind="number"), ColumnSpec(name="g", kind="choice", codes=("a", "b"))]
    for rows in ([], [{"x": 1, "g": "a"}, {"x": 2, "g": "a"}], [{"x": 1, "g": "a"}, {"x": 1, "g": "b"}]):
        assert compare_groups(encode_rows(specs, rows), "x", "g") is None
    frame = make_frame(10)
    for value, group in (("sex", "city"), ("age", "why"), ("age", "age")):
        with pytest.raises(PollsProblem) as problem:
            compare_groups(frame, value, group)
        assert problem.value.code == "column.kind"
    with pytest.raises(PollsProblem):
        compare_options(frame, "sex", "city")


def test_holms_correction_meets_a_worked_example() -> None:
    # As R's p.adjust gives by "holm".
    assert adjust_holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert adjust_holm([]) == ()
    with pytest.raises(PollsProblem):
        adjust_holm([1.5])


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_makes_a_p_smaller_nor_changes_the_order(ps: list[float]) -> None:
    adjusted = adjust_holm(ps)
    assert all(p <= more <= 1 for p, more in zip(ps, adjusted, strict=True))
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    assert [adjusted[at] for at in order] == sorted(adjusted)
