"""Sizes of samples and margins of error: the issue's numbers, and what must hold of any."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sciezka.core.polls.sizes import find_correction, margin_of_error, response_rate, sample_size, wilson
from sciezka.core.polls.types import PollsProblem, find_z

populations = st.none() | st.integers(1, 10**7)
confidences = st.sampled_from((0.8, 0.9, 0.95, 0.99))


@pytest.mark.parametrize(("population", "size"), [(270, 159), (80_000, 383), (None, 385), (1, 1), (10, 10), (100, 80)])
def test_sizes_of_samples_are_the_known_ones(population: int | None, size: int) -> None:
    assert sample_size(population) == size


@pytest.mark.parametrize(
    ("margin", "confidence", "share", "size"),
    # Reckoned by hand: z²p(1 − p)/e² with z = 1.644854, 1.959964, 2.575829.
    [(0.03, 0.95, 0.5, 1068), (0.05, 0.99, 0.5, 664), (0.05, 0.90, 0.5, 271), (0.05, 0.95, 0.2, 246), (0.1, 0.95, 0.5, 97)],
)
def test_other_margins_and_confidences_follow_the_formula(margin: float, confidence: float, share: float, size: int) -> None:
    assert sample_size(margin=margin, confidence=confidence, share=share) == size


@given(populations, st.floats(0.005, 0.3), confidences, st.floats(0.05, 0.95))
def test_a_sample_of_that_size_keeps_the_margin_and_one_less_does_not(
    population: int | None, margin: float, confidence: float, share: float
) -> None:
    n = sample_size(population, margin=margin, confidence=confidence, share=share)
    reached = margin_of_error(n, population, share=share, confidence=confidence)
    assert reached is not None
    assert reached <= margin * (1 + 1e-9)
    if n > 1:
        short = margin_of_error(n - 1, population, share=share, confidence=confidence)
        assert short is not None
        assert short > margin * (1 - 1e-6)


@given(st.integers(1, 10**6))
def test_a_larger_population_never_needs_a_smaller_sample(population: int) -> None:
    assert sample_size(population) <= sample_size(population + 1) <= sample_size(None)
    assert sample_size(population) <= population


def test_margins_are_the_known_ones() -> None:
    assert margin_of_error(168, 270) == pytest.approx(0.0466, abs=0.00005)
    assert margin_of_error(1000) == pytest.approx(0.0310, abs=0.00005)
    assert margin_of_error(384) == pytest.approx(0.05001, abs=0.000005)
    assert margin_of_error(100, share=0.1) == pytest.approx(0.0588, abs=0.00005)


def test_a_census_has_no_margin_and_no_answers_have_none_to_tell() -> None:
    assert margin_of_error(270, 270) == 0
    assert margin_of_error(1, 1) == 0
    assert margin_of_error(0, 270) is None
    assert wilson(0, 0) is None
    interval = wilson(100, 270, 270)
    assert interval is not None
    assert (interval.low, interval.high) == (100 / 270, 100 / 270)


def test_a_design_effect_widens_as_fewer_people_would() -> None:
    assert margin_of_error(400, design_effect=2) == pytest.approx(margin_of_error(200))
    assert wilson(100, 400, design_effect=2) == wilson(50, 200)


def test_the_finite_correction_is_that_of_drawing_without_replacement() -> None:
    # The variance of a hypergeometric share, of 30 in 100, 20 drawn.
    law = stats.hypergeom(100, 30, 20)
    assert law.var() / 20**2 == pytest.approx(0.3 * 0.7 / 20 * find_correction(20, 100))


@given(st.integers(1, 5000), st.data(), confidences)
def test_wilsons_interval_is_scipys(n: int, data: st.DataObject, confidence: float) -> None:
    count = data.draw(st.integers(0, n))
    found = wilson(count, n, confidence=confidence)
    assert found is not None
    theirs = stats.binomtest(count, n).proportion_ci(confidence, method="wilson")
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert found.holds(count / n)
    assert 0 <= found.low <= found.high <= 1


def test_wilsons_interval_meets_a_published_one() -> None:
    # Newcombe, R. G. (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
    for count, n, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = wilson(count, n)
        assert found is not None
        assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


@given(st.integers(1, 500), st.integers(0, 10_000), st.data())
def test_a_finite_population_never_widens_the_interval(n: int, more: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, n))
    wide, narrow = wilson(count, n), wilson(count, n, n + more)
    assert wide is not None
    assert narrow is not None
    assert narrow.width <= wide.width + 1e-12
    assert narrow.holds(count / n)


def test_response_rates_count_who_could_answer() -> None:
    found = response_rate(150, 280, partial=18, ineligible=10)
    assert found is not None
    assert (found.eligible, found.complete, found.started) == (270, 150 / 270, 168 / 270)
    assert response_rate(0, 5, ineligible=5) is None


def test_what_can_not_be_is_refused() -> None:
    for reckon, code in (
        (lambda: sample_size(0), "population.small"),
        (lambda: sample_size(margin=0), "margin.range"),
        (lambda: sample_size(share=1.2), "share.range"),
        (lambda: sample_size(confidence=1), "confidence.range"),
        (lambda: sample_size(confidence=math.nan), "confidence.range"),
        (lambda: margin_of_error(11, 10), "population.small"),
        (lambda: margin_of_error(-1), "count.negative"),
        (lambda: margin_of_error(10, design_effect=0), "effect.range"),
        (lambda: wilson(6, 5), "count.more"),
        (lambda: wilson(math.nan, 5), "count.negative"),
        (lambda: response_rate(6, 5), "rate.more"),
        (lambda: response_rate(-1, 5), "count.negative"),
    ):
        with pytest.raises(PollsProblem) as problem:
            reckon()
        assert problem.value.code == code


def test_the_normal_quantile_is_the_known_one() -> None:
    assert find_z(0.95) == pytest.approx(1.959963984540054)
