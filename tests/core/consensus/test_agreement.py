"""Van der Eijk's A: his own examples, the R package agrmt, and his formula spelled out triple by triple."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.consensus import ConsensusProblem, agreement

counts_of_levels = st.lists(st.integers(0, 40), min_size=3, max_size=9)


def spell_out(counts: Sequence[int]) -> Fraction:
    """Reckon A as the article describes it: layer after layer, counting triples, in exact fractions."""
    left, levels, total = list(counts), len(counts), Fraction(0)
    while any(left):
        pattern = tuple(int(count > 0) for count in left)
        triples = list(combinations(pattern, 3))
        one_peak = triples.count((1, 1, 0)) + triples.count((0, 1, 1))
        two_peaks = triples.count((1, 0, 1))
        size, height = sum(pattern), min(count for count in left if count)
        if size == 1:
            layer = Fraction(1)
        elif one_peak + two_peaks == 0:
            layer = Fraction(0)
        else:
            u = Fraction((levels - 2) * one_peak - (levels - 1) * two_peaks, (levels - 2) * (one_peak + two_peaks))
            layer = u * (1 - Fraction(size - 1, levels - 1))
        total += layer * height * size / sum(counts)
        left = [count - height if count else 0 for count in left]
    return total


def test_the_example_of_the_article_has_its_seven_layers_and_its_value() -> None:
    # van der Eijk 2001, p. 331; the value as in the R package agrmt.
    assert agreement((30, 40, 210, 130, 530, 50, 10)) == pytest.approx(0.6113333333333333, abs=1e-15)
    layers = {
        (1, 1, 1, 1, 1, 1, 1): 0,
        (1, 1, 1, 1, 1, 1, 0): 1 / 6,
        (0, 1, 1, 1, 1, 1, 0): 1 / 3,
        (0, 0, 1, 1, 1, 1, 0): 1 / 2,
        (0, 0, 1, 1, 1, 0, 0): 2 / 3,
        (0, 0, 1, 0, 1, 0, 0): 7 / 15,
        (0, 0, 0, 0, 1, 0, 0): 1,
    }
    for pattern, value in layers.items():
        assert agreement(pattern) == pytest.approx(value, abs=1e-15)


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        # The article's two Dutch parties, as agrmt's introduction gives them to two digits.
        ((24, 28, 32, 62, 135, 304, 416), 0.61),
        ((16, 26, 82, 210, 293, 270, 103), 0.48),
        ((2, 0, 1, 1), 0.08),
    ],
)
def test_published_values_of_two_digits_are_met(counts: Sequence[int], published: float) -> None:
    assert agreement(counts) == pytest.approx(published, abs=0.005)


@pytest.mark.parametrize(
    ("counts", "by_agrmt"),
    [
        # Values of the R package agrmt, published with a Python port of it (kimsin98/agrmt, tests).
        ((0, 0, 1), 1),
        ((0, 1, 1), 0.5),
        ((1, 0, 1), -1),
        ((1, 1, 1), 0),
        ((10, 30, 50, 30, 10), 0.384615384615385),
        ((50, 30, 10, 5, 5), 0.575),
        ((5, 5, 10, 30, 50), 0.575),
        ((40, 10, 0, 10, 40), -0.655555555555556),
        ((60, 0, 10, 20, 30), 0),
        ((5, 10, 20, 40, 50, 40, 20, 10, 5, 0), 0.505555555555556),
        ((50, 20, 5, 0, 0, 0, 5, 20, 50, 0), -0.349814814814815),
    ],
)
def test_the_r_package_is_met_to_its_last_digit(counts: Sequence[int], by_agrmt: float) -> None:
    assert agreement(counts) == pytest.approx(by_agrmt, abs=1e-14)


def test_the_ends_of_the_scale_are_reached_exactly() -> None:
    for levels in range(3, 12):
        assert agreement([7, *[0] * (levels - 2), 7]) == -1
        assert agreement([3] * levels) == 0
        assert agreement([0] * (levels - 1) + [9]) == 1


def test_no_answers_have_no_agreement_and_one_level_has_nothing_else() -> None:
    assert agreement([]) is None
    assert agreement([0, 0, 0]) is None
    assert agreement([4]) == 1


def test_with_two_levels_it_is_the_surplus_of_the_larger_share() -> None:
    assert agreement([5, 0]) == 1
    assert agreement([3, 1]) == pytest.approx(0.5)
    assert agreement([2, 2]) == 0


@pytest.mark.parametrize("count", [-1, 0.5, float("nan"), float("inf")])
def test_what_is_no_count_is_refused(count: float) -> None:
    with pytest.raises(ConsensusProblem) as caught:
        agreement([1, count])  # type: ignore[list-item]
    assert caught.value.code == "counts.negative"


@given(counts_of_levels.filter(any))
def test_it_is_the_formula_spelled_out(counts: list[int]) -> None:
    assert agreement(counts) == pytest.approx(float(spell_out(counts)), abs=1e-14)


@given(counts_of_levels.filter(any), st.integers(2, 5))
def test_it_stays_between_its_ends_and_counting_everyone_again_or_from_the_other_end_changes_nothing(
    counts: list[int], times: int
) -> None:
    found = agreement(counts)
    assert found is not None
    assert -1 <= found <= 1
    assert agreement(counts[::-1]) == pytest.approx(found, abs=1e-14)
    assert agreement([count * times for count in counts]) == pytest.approx(found, abs=1e-14)
