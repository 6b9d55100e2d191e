"""Classes of a score: bands are data, and every unit learns how far the next band is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sciezka.core.index.types import Floats, IndexProblem, Ints

NO_CLASS = -1


@dataclass(frozen=True, slots=True)
class Band:
    """One class: scores from ``least`` (inclusive) up to the next band; the lowest band has −∞."""

    code: str
    least: float


@dataclass(frozen=True)
class Bands:
    """Classes in the order of their thresholds, the lowest first.

    Raises:
        IndexProblem: no band, a code given twice, thresholds that do not rise, or a lowest band that does not begin at −∞.
    """

    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        if not self.bands:
            raise IndexProblem("classify.empty", "A classification needs at least one band.")
        codes = [band.code for band in self.bands]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            raise IndexProblem("classify.twice", f"Two bands are called {twice}. Give each its own code.", band=twice)
        if self.bands[0].least != -math.inf:
            raise IndexProblem(
                "classify.lowest", f"The lowest band, {codes[0]}, must take every score below the next.", band=codes[0]
            )
        for lower, upper in zip(self.bands, self.bands[1:], strict=False):
            if not upper.least > lower.least:
                raise IndexProblem(
                    "classify.order",
                    f"Band {upper.code} begins at {upper.least}, not above {lower.code}. Put the bands in rising order.",
                    band=upper.code,
                )

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, the lowest class first."""
        return tuple(band.code for band in self.bands)

    @property
    def thresholds(self) -> Floats:
        """Where the second and every further band begins."""
        return np.array([band.least for band in self.bands[1:]], dtype=np.float64)


def make_bands(thresholds: Sequence[float], codes: Sequence[str]) -> Bands:
    """Make classes from the thresholds between them and one code more.

    Raises:
        IndexProblem: the counts do not fit, or the bands are refused.
    """
    if len(codes) != len(thresholds) + 1:
        raise IndexProblem(
            "classify.counts", f"{len(thresholds)} thresholds part {len(thresholds) + 1} bands, and {len(codes)} are named."
        )
    return Bands(tuple(Band(code, least) for code, least in zip(codes, (-math.inf, *thresholds), strict=True)))


def make_bands_by_deviation(scores: Floats, codes: Sequence[str]) -> Bands:
    """Make four classes at mean − sd, mean and mean + sd of the scores (sd with n), as Polish taxonomy does.

    Raises:
        IndexProblem: there are not four codes, or the scores do not differ.
    """
    known = scores[~np.isnan(scores)]
    if not len(known):
        raise IndexProblem("classify.no_scores", "No score is known, so no classes can be made from them.")
    mean, deviation = float(known.mean()), float(known.std())
    return make_bands((mean - deviation, mean, mean + deviation), codes)


def classify(scores: Floats, bands: Bands) -> Ints:
    """Give the position of each score's band, in the shape of the scores; −1 where the score is missing.

    A score on a threshold belongs to the upper band.
    """
    found = np.searchsorted(bands.thresholds, scores, side="right")
    return np.where(np.isnan(scores), NO_CLASS, found).astype(np.intp)


def measure_to_next(scores: Floats, bands: Bands) -> Floats:
    """Measure how much each score lacks to the next band: above 0; NaN in the highest band and where it is missing."""
    above = np.append(bands.thresholds, np.nan)
    at = classify(scores, bands)
    lacks: Floats = np.where(at == NO_CLASS, np.nan, above[at] - scores)
    return lacks


def measure_to_lower(scores: Floats, bands: Bands) -> Floats:
    """Measure how far each score lies above its band's threshold: 0 or more; NaN in the lowest band and where missing."""
    below = np.concatenate(([np.nan], bands.thresholds))
    at = classify(scores, bands)
    spare: Floats = np.where(at == NO_CLASS, np.nan, scores - below[at])
    return spare
