"""The score of an area, its spread, quartiles of many, the ladder with what does not apply, gaps."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.consensus import (
    ConsensusProblem,
    LadderStage,
    Rated,
    Special,
    climb,
    measure_gap,
    quarter_values,
    score_area,
    spread_area,
)

NA, DK = Special.NOT_APPLICABLE, Special.UNKNOWN


def test_an_area_is_the_mean_of_its_rated_questions_and_says_on_how_many_it_rests() -> None:
    found = score_area([Rated(4, is_agreed=True), Rated(2.5), Rated(None), Rated(None, is_agreed=True, is_left_out=True)])
    assert found.score == pytest.approx(3.25)
    assert (found.rated, found.agreed, found.provisional, found.left_out, found.unrated, found.asked) == (2, 1, 1, 1, 1, 4)


def test_an_area_of_which_nothing_is_rated_has_no_score() -> None:
    found = score_area([Rated(None), Rated(3, is_left_out=True)])
    assert (found.score, found.rated, found.left_out, found.unrated) == (None, 0, 1, 1)
    assert score_area([]).asked == 0


def test_a_level_that_is_no_number_is_refused() -> None:
    with pytest.raises(ConsensusProblem, match="not a finite number"):
        score_area([Rated(math.nan)])


@given(st.lists(st.integers(0, 5), min_size=1), st.randoms())
def test_the_order_of_questions_does_not_matter_and_the_score_stays_within_them(levels: list[int], shuffler: object) -> None:
    mixed = list(levels)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    score = score_area(Rated(level) for level in levels).score
    assert score is not None
    assert score == score_area(Rated(level) for level in mixed).score
    assert min(levels) <= score <= max(levels)


def test_the_spread_is_that_of_peoples_own_means() -> None:
    # Means 1, 2, 3, 4 and one person who rated nothing; quartiles of type 7.
    found = spread_area([[1, 1], [2], [3, 3, 3], [3, 5], []])
    assert found is not None
    assert (found.n, found.low, found.q1, found.median, found.q3, found.high) == (4, 1, 1.75, 2.5, 3.25, 4)
    assert spread_area([[], []]) is None


def test_quartiles_are_told_of_five_or_more_only_and_without_the_ends() -> None:
    assert quarter_values([1, 2, 3, 4]) is None
    found = quarter_values([5, 1, 4, 2, 3])
    assert found is not None
    assert (found.n, found.q1, found.median, found.q3) == (5, 2, 3, 4)
    assert not hasattr(found, "low")


@pytest.mark.parametrize(
    ("conditions", "stage"),
    [
        ({1: [True, True], 2: [True, False]}, LadderStage(1, 2, (1,), ())),
        ({1: [True, NA], 2: [NA, None]}, LadderStage(1, 2, (1,), (1,))),
        ({1: [NA, NA], 2: [True], 3: [NA, False]}, LadderStage(2, 3, (1,), ())),
        ({1: [False], 2: [True]}, LadderStage(0, 1, (0,), ())),
        ({1: [True], 2: [NA, True]}, LadderStage(2, None, (), ())),
        ({1: [True], 2: [DK]}, LadderStage(1, 2, (0,), (0,))),
    ],
)
def test_what_does_not_apply_neither_holds_nor_blocks_a_stage(
    conditions: dict[int, list[bool | Special | None]], stage: LadderStage
) -> None:
    assert climb(conditions) == stage


def test_a_criterion_of_which_nobody_told_anything_has_no_stage() -> None:
    assert climb({1: [None, DK], 2: [NA]}) is None
    assert climb({}) is None


def test_a_gap_is_never_below_nothing() -> None:
    assert [measure_gap(level, 4) for level in (2.5, 4, 5, None)] == [1.5, 0, 0, None]
