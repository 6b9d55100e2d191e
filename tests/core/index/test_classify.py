"""Classes: bands are data, and a unit learns how far the next one is."""

import math

import numpy as np
import pytest

from sciezka.core.index.classify import (
    Band,
    Bands,
    classify,
    make_bands,
    make_bands_by_deviation,
    measure_to_lower,
    measure_to_next,
)
from sciezka.core.index.types import IndexProblem

NAN = math.nan
BANDS = make_bands((0.0, 10.0), ("low", "middle", "high"))


def test_a_score_on_a_threshold_belongs_to_the_upper_band() -> None:
    assert BANDS.codes == ("low", "middle", "high")
    scores = np.array([[-5.0, 0.0], [9.9, 10.0], [NAN, 99.0]])
    assert classify(scores, BANDS).tolist() == [[0, 1], [1, 2], [-1, 2]]


def test_the_distances_to_the_bands_above_and_below() -> None:
    scores = np.array([-5.0, 4.0, 10.0, NAN])
    assert measure_to_next(scores, BANDS) == pytest.approx([5, 6, NAN, NAN], nan_ok=True)
    assert measure_to_lower(scores, BANDS) == pytest.approx([NAN, 4, 0, NAN], nan_ok=True)


def test_one_band_takes_everybody() -> None:
    bands = make_bands((), ("all",))
    assert classify(np.array([1.0, NAN]), bands).tolist() == [0, -1]
    assert np.isnan(measure_to_next(np.array([1.0]), bands)).all()


def test_bands_at_the_mean_and_one_deviation_from_it() -> None:
    bands = make_bands_by_deviation(np.array([2.0, 4.0, NAN, 6.0, 8.0]), ("d", "c", "b", "a"))
    assert bands.thresholds == pytest.approx([5 - math.sqrt(5), 5, 5 + math.sqrt(5)], abs=1e-14)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Bands(()), "classify.empty"),
        (lambda: Bands((Band("a", 0.0),)), "classify.lowest"),
        (lambda: make_bands((1.0,), ("a", "a")), "classify.twice"),
        (lambda: make_bands((1.0, 1.0), ("a", "b", "c")), "classify.order"),
        (lambda: make_bands((NAN,), ("a", "b")), "classify.order"),
        (lambda: make_bands((1.0,), ("a",)), "classify.counts"),
        (lambda: make_bands_by_deviation(np.array([NAN]), ("a", "b", "c", "d")), "classify.no_scores"),
        (lambda: make_bands_by_deviation(np.array([1.0, 1.0]), ("a", "b", "c", "d")), "classify.order"),
    ],
)
def test_bands_that_are_no_bands_are_refused(make: object, code: str) -> None:
    with pytest.raises(IndexProblem) as caught:
        make()  # type: ignore[operator]
    assert caught.value.code == code
