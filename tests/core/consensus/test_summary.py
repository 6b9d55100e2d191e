"""Summaries of one item: by hand, by NumPy, and what must hold for any answers."""

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.consensus import ConsensusProblem, Given, Level, Scale, Special, median, summarise, weighted_median

DK, NA = Special.UNKNOWN, Special.NOT_APPLICABLE
FIVE = (1.0, 2.0, 3.0, 4.0, 5.0)
answers = st.lists(st.one_of(st.sampled_from(FIVE), st.sampled_from([DK, NA])), max_size=40)


def test_an_item_by_hand() -> None:
    found = summarise([4, 2, DK, 5, 4, NA, 4, DK], FIVE)
    assert (found.n, found.dont_know, found.not_applicable, found.answered) == (5, 2, 1, 8)
    assert dict(found.distribution) == {1: 0, 2: 1, 3: 0, 4: 3, 5: 1}
    assert found.counts == (0, 1, 0, 3, 1)
    assert (found.median, found.mean, found.q1, found.q3) == (4, 3.8, 4, 4)
    assert (found.low, found.high, found.range) == (2, 5, 3)
    assert found.share_unknown == 0.25
    # One layer at 2, 4 and 5 with TU = 4 and TDU = 2, so 2/9 · 1/2; one at 4 alone: 3/5 · 1/9 + 2/5 · 1.
    assert found.agreement == pytest.approx(7 / 15, abs=1e-15)


def test_an_influence_that_may_come_is_counted_and_enters_no_median() -> None:
    found = summarise([0, Special.POTENTIAL, 3, 3, Special.POTENTIAL, DK], (0.0, 1.0, 2.0, 3.0))
    assert (found.n, found.potential, found.dont_know, found.answered) == (3, 2, 1, 6)
    assert (found.median, found.counts) == (3, (1, 0, 0, 2))


def test_an_even_number_of_answers_has_the_mean_of_the_middle_two_as_its_median() -> None:
    found = summarise([1, 2, 4, 5], FIVE)
    assert (found.median, found.q1, found.q3) == (3, 1.75, 4.25)


def test_one_answer_is_its_own_summary() -> None:
    found = summarise([3], FIVE)
    assert (found.median, found.mean, found.q1, found.q3, found.range, found.agreement) == (3, 3, 3, 3, 0, 1)


@pytest.mark.parametrize("values", [[], [DK], [NA, DK, NA]])
def test_without_a_rating_there_is_nothing_but_counts(values: list[Given]) -> None:
    found = summarise(values, FIVE)
    assert found.n == 0
    for figure in (found.median, found.mean, found.q1, found.q3, found.low, found.high, found.range, found.agreement):
        assert figure is None
    assert found.share_unknown == (None if not values else values.count(DK) / len(values))
    assert sum(found.counts) == 0


@pytest.mark.parametrize(
    ("values", "levels", "code"),
    [
        ([6], FIVE, "value.off_scale"),
        ([2.5], FIVE, "value.off_scale"),
        (["yes"], FIVE, "value.off_scale"),
        ([float("nan")], FIVE, "value.not_finite"),
        ([float("inf")], FIVE, "value.not_finite"),
        ([1e16], FIVE, "value.too_large"),
        ([1], (1, 1), "levels.order"),
        ([1], (2, 1), "levels.order"),
        ([1], (1, float("nan")), "value.not_finite"),
        ([1], (), "value.off_scale"),
    ],
)
def test_what_is_no_answer_is_refused(values: list[Given], levels: Sequence[float], code: str) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        summarise(values, levels)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


def test_a_scale_needs_two_levels_in_rising_order() -> None:
    scale = Scale(key="s", levels=(Level(0), Level(1), Level(3)))
    assert (scale.values, scale.low, scale.high) == ((0, 1, 3), 0, 3)
    for levels, code in (((Level(1),), "scale.few"), ((Level(1), Level(1)), "scale.order"), ((), "scale.few")):
        with pytest.raises(ConsensusProblem) as caught:
            Scale(key="s", levels=levels)
        assert caught.value.code == code


@given(answers, st.randoms())
def test_the_order_of_the_answers_does_not_matter(values: list[Given], shuffler: Random) -> None:
    mixed = list(values)
    shuffler.shuffle(mixed)
    assert summarise(mixed, FIVE) == summarise(values, FIVE)


@given(answers)
def test_counting_everyone_twice_changes_no_median_mean_agreement_or_share(values: list[Given]) -> None:
    once, twice = summarise(values, FIVE), summarise([*values, *values], FIVE)
    assert twice.n == 2 * once.n
    assert (twice.median, twice.range, twice.share_unknown) == (once.median, once.range, once.share_unknown)
    assert twice.mean == pytest.approx(once.mean)
    assert twice.agreement == pytest.approx(once.agreement, abs=1e-14)


def test_counting_everyone_twice_may_move_an_interpolated_quartile() -> None:
    assert summarise([1, 2], FIVE).q1 == 1.25
    assert summarise([1, 1, 2, 2], FIVE).q1 == 1


@given(st.lists(st.sampled_from(FIVE), min_size=1, max_size=40))
def test_quartiles_mean_and_median_are_those_of_numpy(values: list[float]) -> None:
    found = summarise(values, FIVE)
    expected = [float(np.quantile(values, share)) for share in (0.25, 0.5, 0.75)]
    assert [found.q1, found.median, found.q3] == pytest.approx(expected, abs=1e-12)
    assert found.mean == pytest.approx(float(np.mean(values)), abs=1e-12)
    assert median(values) == pytest.approx(expected[1], abs=1e-12)


@given(st.lists(st.sampled_from(FIVE), min_size=1, max_size=30))
def test_other_numbers_for_the_levels_keep_agreement_and_counts(values: list[float]) -> None:
    other = {level: level**3 - 7 for level in FIVE}
    found = summarise(values, FIVE)
    relabelled = summarise([other[value] for value in values], [other[level] for level in FIVE])
    assert relabelled.agreement == found.agreement
    assert relabelled.counts == found.counts


def test_the_median_of_nothing_is_nothing() -> None:
    assert median([]) is None
    with pytest.raises(ConsensusProblem):
        median([1, float("nan")])


@pytest.mark.parametrize(
    ("values", "weights", "lower", "upper", "midpoint"),
    [
        ((1, 2, 3, 4, 5), (0.15, 0.1, 0.2, 0.3, 0.25), 4, 4, 4),  # the article "Weighted median" of Wikipedia
        ((1, 2, 3, 4), (0.49, 0.01, 0.25, 0.25), 2, 3, 2.5),  # the same
        ((1, 2, 3, 4), (0.25, 0.25, 0.25, 0.25), 2, 3, 2.5),
        ((5, 4, 7), (3, 1, 9), 7, 7, 7),  # Cooijmans: the middle of 4 5 5 5 7 7 7 7 7 7 7 7 7
        ((13, 23, 54), (10, 3, 4), 13, 13, 13),  # the ninth of seventeen
        ((1, 2, 3, 4, 5), (0.1, 0.1, 0.1, 0.1, 0.6), 5, 5, 5),
        ((10, 20, 30), (0, 1, 0), 20, 20, 20),
        ((1, 2, 3), (0.1, 0.2, 0.3), 2, 3, 2.5),  # 0.1 + 0.2 is half of the whole but for rounding
        ((1, 2, 3), (0.7, 0.1, 0.8), 2, 3, 2.5),  # and here it falls just short of it
    ],
)
def test_the_weighted_median_in_worked_examples(
    values: Sequence[float], weights: Sequence[float], lower: float, upper: float, midpoint: float
) -> None:
    assert weighted_median(values, weights, ties="lower") == lower
    assert weighted_median(values, weights, ties="upper") == upper
    assert weighted_median(values, weights) == midpoint


@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 5)), min_size=1, max_size=20))
def test_whole_weights_repeat_their_values(pairs: list[tuple[int, int]]) -> None:
    values, weights = [float(value) for value, _weight in pairs], [float(weight) for _value, weight in pairs]
    repeated = [float(value) for value, weight in pairs for _each in range(weight)]
    assert weighted_median(values, weights) == median(repeated)
    assert weighted_median(values[::-1], weights[::-1]) == weighted_median(values, weights)
    assert weighted_median(values, [3 * weight for weight in weights]) == weighted_median(values, weights)


@pytest.mark.parametrize(
    ("values", "weights", "ties", "code"),
    [
        ((1,), (), "lower", "weights.count"),
        ((1,), (-1,), "lower", "weights.negative"),
        ((1,), (1,), "middle", "weights.ties"),
        ((1,), (float("inf"),), "lower", "value.not_finite"),
    ],
)
def test_weights_that_are_none_are_refused(values: Sequence[float], weights: Sequence[float], ties: str, code: str) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        weighted_median(values, weights, ties=ties)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_what_weighs_nothing_has_no_median() -> None:
    assert weighted_median((), ()) is None
    assert weighted_median((1, 2), (0, 0)) is None
