"""Ranks: 1 is best, ties share the lowest, what is missing has none."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sciezka.core.index.rank import rank_scores, rank_within, round_scores
from sciezka.core.index.types import Cube

NAN = math.nan


def test_ties_share_the_lowest_rank_and_the_next_is_skipped() -> None:
    ranks = rank_scores(np.array([3.0, 5.0, NAN, 3.0, 1.0, 5.0]))
    assert ranks.tolist() == [3, 1, 0, 3, 5, 1]
    assert ranks.dtype == np.int32


def test_scores_that_agree_to_twelve_digits_are_a_tie() -> None:
    assert rank_scores(np.array([0.1 + 0.2, 0.3, 0.3 + 1e-11])).tolist() == [2, 2, 1]
    assert rank_scores(np.array([1e9, 1e9 + 1e-5, 2.0, 2.1])).tolist() == [1, 1, 4, 3]


def test_what_is_left_of_numbers_that_cancel_out_is_nothing() -> None:
    assert rank_scores(np.array([1e-17, -2e-17, 0.0, 1.5, -1.5])).tolist() == [2, 2, 2, 1, 5]
    assert rank_scores(np.array([1e-17, 2e-17, NAN])).tolist() == [2, 1, 0]


def test_rounding_keeps_what_is_missing_and_very_large_or_small() -> None:
    rounded = round_scores(np.array([NAN, 1e308, -1e308, 0.0]))
    assert np.isnan(rounded[0])
    assert rounded[1:].tolist() == [1e308, -1e308, 0.0]
    assert round_scores(np.array([1e-300, 2.5e-310])).tolist() == pytest.approx([1e-300, 2.5e-310])
    assert np.isnan(round_scores(np.array([NAN, NAN]))).all()


def test_ranks_are_taken_within_years_groups_both_or_none() -> None:
    scores = np.array([[[1.0, 2, 3, 4]], [[8.0, 7, 6, 5]]])
    groups = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    cube = Cube(scores, (2018, 2019), ("A",), ("x", "y", "v", "w"), groups, ("g", "h"))
    assert rank_within(scores, ("year",), cube)[:, 0].tolist() == [[4, 3, 2, 1], [1, 2, 3, 4]]
    assert rank_within(scores, ("year", "group"), cube)[:, 0].tolist() == [[2, 1, 2, 1], [1, 1, 2, 2]]
    assert rank_within(scores, (), cube)[:, 0].tolist() == [[8, 7, 6, 5], [1, 2, 3, 4]]
    assert rank_within(scores, ("group",), cube)[:, 0].tolist() == [[4, 3, 4, 3], [1, 1, 2, 2]]


def test_units_that_were_not_there_have_no_rank() -> None:
    scores = np.array([[[1.0, 2.0]]])
    present = np.array([[True, False]])
    cube = Cube(scores, (2018,), ("A",), ("x", "y"), np.array([-1, -1]), (), present)
    assert rank_within(scores, ("year",), cube).tolist() == [[[1, 0]]]


@settings(max_examples=40)
@given(arrays(np.float64, (12,), elements=st.floats(-1e6, 1e6) | st.just(NAN)), st.permutations(range(12)))
def test_a_rank_is_one_more_than_how_many_are_better(scores: np.ndarray, order: list[int]) -> None:
    ranks, rounded = rank_scores(scores), round_scores(scores)
    expected = [0 if math.isnan(one) else 1 + int((rounded > one).sum()) for one in rounded]
    assert ranks.tolist() == expected
    assert rank_scores(scores[order]).tolist() == ranks[order].tolist()
