"""Kendall's W: published examples with and without ties, SciPy's Friedman test, and what must hold for any judges."""

import csv
from collections.abc import Sequence
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from sciezka.core.consensus import ConsensusProblem, kendall
from sciezka.core.consensus.concordance import find_tail, rank_twice
from tests.core.index.golden import golden_file

Table = Sequence[Sequence[float]]

# What three people rated of twenty (data set "anxiety" of the R package irr).
ANXIETY = (
    (3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3),
    (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4),
    (2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2),
)
# Why three people came to a congress (Siegel & Castellan 1988, as in the R package DescTools).
CONGRESS = ((5, 6, 7, 1, 2, 4, 3, 8), (1, 7, 6, 2, 3, 5, 4, 8), (4, 5, 1, 3, 2, 7, 6, 8))
# The example of NAG's routine g08daf.
NAG = (
    (1.0, 4.5, 2.0, 4.5, 3.0, 7.5, 6.0, 9.0, 7.5, 10.0),
    (2.5, 1.0, 2.5, 4.5, 4.5, 8.0, 9.0, 6.5, 10.0, 6.5),
    (2.0, 1.0, 4.5, 4.5, 4.5, 4.5, 8.0, 8.0, 8.0, 10.0),
)
# Ways around first base, 22 players (Hollander & Wolfe 1973, p. 140; R: friedman.test).
BASES = (
    *((5.40, 5.50, 5.55), (5.85, 5.70, 5.75), (5.20, 5.60, 5.50), (5.55, 5.50, 5.40), (5.90, 5.85, 5.70)),
    *((5.45, 5.55, 5.60), (5.40, 5.40, 5.35), (5.45, 5.50, 5.35), (5.25, 5.15, 5.00), (5.85, 5.80, 5.70)),
    *((5.25, 5.20, 5.10), (5.65, 5.55, 5.45), (5.60, 5.35, 5.45), (5.05, 5.00, 4.95), (5.50, 5.50, 5.40)),
    *((5.45, 5.55, 5.50), (5.55, 5.55, 5.35), (5.45, 5.50, 5.55), (5.50, 5.45, 5.25), (5.65, 5.60, 5.40)),
    *((5.70, 5.65, 5.55), (6.30, 6.30, 6.25)),
)
# The two examples with sources in SciPy's own tests of the Friedman test; the first one has ties.
HEALTH = tuple(
    zip(
        (4, 3, 5, 3, 5, 3, 2, 5, 4, 4, 4, 3),
        (2, 2, 1, 2, 3, 1, 2, 3, 2, 1, 1, 3),
        (2, 4, 3, 3, 4, 3, 3, 4, 4, 1, 2, 1),
        (3, 5, 4, 3, 4, 4, 3, 3, 3, 4, 4, 4),
        strict=True,
    )
)
ZAR = tuple(
    zip(
        (7.0, 9.9, 8.5, 5.1, 10.3),
        (5.3, 5.7, 4.7, 3.5, 7.7),
        (4.9, 7.6, 5.5, 2.8, 8.4),
        (8.8, 8.9, 8.1, 3.3, 9.1),
        strict=True,
    )
)
# Two of the five ranks of each are tied (the tau-b example of SciPy's documentation; W reckoned by hand on Cross Validated).
PAIR = ((12, 2, 1, 12, 2), (1, 4, 7, 1, 0))

judgements = st.integers(2, 6).flatmap(
    lambda items: st.lists(st.lists(st.integers(1, 5), min_size=items, max_size=items), min_size=2, max_size=7)
)


@pytest.mark.parametrize(
    ("rows", "w", "chi2", "p_value", "within"),
    [
        (ANXIETY, 0.5396569, 30.76, 0.04288, (5e-8, 5e-3, 5e-6)),
        (CONGRESS, 0.6560847, 13.778, 0.05528, (5e-8, 5e-4, 5e-6)),
        (NAG, 0.828, 22.349, 0.008, (5e-4, 5e-4, 5e-4)),
        (BASES, 0.2532468, 11.142857142857142, 0.003805, (5e-8, 1e-12, 5e-7)),
        (HEALTH, 18.9428571428571 / 36, 18.9428571428571, 0.000280938375189499, (1e-12, 1e-12, 1e-15)),
        (ZAR, 10.68 / 15, 10.68, 0.0135882729582176, (1e-14, 1e-12, 1e-14)),
        (PAIR, 0.22973, 1.83784, 0.76556, (5e-6, 5e-5, 5e-5)),
    ],
    ids=["anxiety", "congress", "nag", "bases", "health", "zar", "pair"],
)
def test_published_examples_are_met(
    rows: Table, w: float, chi2: float, p_value: float, within: tuple[float, float, float]
) -> None:
    found = kendall(rows)
    assert (found.judges, found.items, found.df, found.left_out) == (len(rows), len(rows[0]), len(rows[0]) - 1, 0)
    for given_, published, tolerance in zip((found.w, found.chi2, found.p_value), (w, chi2, p_value), within, strict=True):
        assert given_ == pytest.approx(published, abs=tolerance)


def test_the_commission_of_shrout_and_fleiss_is_met_to_the_last_digit() -> None:
    with golden_file("commission/shrout_fleiss_1979_ratings.csv").open(encoding="utf-8", newline="") as lines:
        proposals = list(csv.reader(lines))[1:]
    with golden_file("commission/shrout_fleiss_kendall_W.csv").open(encoding="utf-8", newline="") as lines:
        (golden,) = csv.DictReader(lines)
    found = kendall([[float(proposal[judge]) for proposal in proposals] for judge in range(1, 5)])
    assert found.w == pytest.approx(float(golden["kendall_W"]), abs=1e-14)
    assert found.chi2 == pytest.approx(float(golden["friedman_chi2"]), abs=1e-12)
    assert found.df == int(golden["df"])
    assert found.p_value == pytest.approx(float(golden["p"]), abs=1e-14)
    assert found.is_corrected


def test_judges_who_left_an_item_out_are_left_out_and_counted() -> None:
    rows: list[list[float | None]] = [[1, 2, 3], [1, 3, 2], [None, 1, 2], [2, 1, None]]
    found = kendall(rows)
    assert (found.judges, found.left_out, found.items) == (2, 2, 3)
    assert found.w == kendall(rows[:2]).w == 0.75
    assert not found.is_corrected


@pytest.mark.parametrize(
    ("rows", "judges", "items"),
    [
        ([], 0, 0),
        ([[]], 1, 0),
        ([[1, 2, 3]], 1, 3),
        ([[1], [2]], 2, 1),
        ([[5, 5, 5], [2, 2, 2]], 2, 3),
        ([[1, None], [2, 1]], 1, 2),
        ([[None, None], [None, None]], 0, 2),
    ],
)
def test_where_it_is_not_defined_it_is_missing(rows: list[list[float | None]], judges: int, items: int) -> None:
    found = kendall(rows)
    assert (found.w, found.chi2, found.df, found.p_value) == (None, None, None, None)
    assert (found.judges, found.items) == (judges, items)


def test_a_judge_who_ties_everything_says_nothing_and_lowers_it() -> None:
    assert kendall([[1, 2, 3], [2, 2, 2]]).w == 0.5


def test_the_same_order_gives_exactly_one_and_opposite_orders_exactly_nothing() -> None:
    for order in ([1, 2, 3, 4], [1, 1, 2, 3, 3, 3, 9]):
        assert kendall([order] * 5).w == 1
        assert kendall([order, [-place for place in order]]).w == 0


@pytest.mark.parametrize(
    ("rows", "code"), [([[1, 2], [1]], "rows.ragged"), ([[1, float("nan")], [1, 2]], "value.not_finite")]
)
def test_rows_that_are_none_are_refused(rows: Table, code: str) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        kendall(rows)
    assert caught.value.code == code


@given(judgements)
def test_it_is_friedmans_statistic_over_its_largest_value(rows: list[list[int]]) -> None:
    found = kendall(rows)
    assume(found.w is not None and len(rows[0]) > 2)
    friedman = stats.friedmanchisquare(*np.array(rows, dtype=float).T)
    assert found.chi2 == pytest.approx(float(friedman.statistic), abs=1e-9)
    assert found.p_value == pytest.approx(float(friedman.pvalue), abs=1e-9)
    assert found.w == pytest.approx(float(friedman.statistic) / (len(rows) * (len(rows[0]) - 1)), abs=1e-9)


@given(judgements)
def test_without_ties_within_a_judge_it_follows_from_the_mean_rank_correlation(rows: list[list[int]]) -> None:
    strict = [[value + at / 100 for at, value in enumerate(row)] for row in rows]
    rhos = [float(stats.spearmanr(*pair).statistic) for pair in combinations(strict, 2)]
    judges = len(rows)
    assert kendall(strict).w == pytest.approx((1 + float(np.mean(rhos)) * (judges - 1)) / judges, abs=1e-9)


@given(judgements, st.randoms(), st.integers(2, 4))
def test_neither_order_nor_direction_nor_scale_nor_counting_everyone_again_changes_it(
    rows: list[list[int]], shuffler: Random, times: int
) -> None:
    w = kendall(rows).w
    assume(w is not None)
    assert w is not None
    assert 0 <= w <= 1
    judges = list(rows)
    shuffler.shuffle(judges)
    items = list(range(len(rows[0])))
    shuffler.shuffle(items)
    assert kendall([[row[item] for item in items] for row in judges]).w == w
    assert kendall([[-value for value in row] for row in rows]).w == w
    assert kendall([[value**3 - at for value in row] for at, row in enumerate(rows)]).w == w
    again = kendall(rows * times)
    assert again.w == pytest.approx(w, abs=1e-14)
    assert again.chi2 == pytest.approx(times * (kendall(rows).chi2 or 0), abs=1e-9)


@given(st.lists(st.integers(0, 4), max_size=12))
def test_ranks_are_those_of_scipy(values: list[int]) -> None:
    assert [rank / 2 for rank in rank_twice(values)] == list(stats.rankdata(values))


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 11, 30, 151, 500])
def test_the_tail_of_chi_squared_is_that_of_scipy(df: int) -> None:
    for chi2 in (0.0, 1e-9, 0.5, 1, 3, 10, df / 2, df, 2 * df, 3 * df, 1e4):
        assert find_tail(chi2, df) == pytest.approx(float(stats.chi2.sf(chi2, df)), rel=1e-11, abs=1e-300)
