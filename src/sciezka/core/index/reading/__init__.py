"""Reading a scored index: what lifts and what drags, strengths, what goes with what, what is missing, what would help."""

from sciezka.core.index.reading.classes import BandChange, LeafChange, find_band_changes, measure_natural_step
from sciezka.core.index.reading.contributions import Contributions, contribute
from sciezka.core.index.reading.coverage import Coverage, summarise_coverage
from sciezka.core.index.reading.profile import Standing, find_strengths, summarise_unit
from sciezka.core.index.reading.relations import (
    Pair,
    correlate,
    correlate_with,
    find_redundant,
    measure_alpha,
    measure_alphas,
)
from sciezka.core.index.reading.scored import Scored, take_scored

__all__ = [
    "BandChange",
    "Contributions",
    "Coverage",
    "LeafChange",
    "Pair",
    "Scored",
    "Standing",
    "contribute",
    "correlate",
    "correlate_with",
    "find_band_changes",
    "find_redundant",
    "find_strengths",
    "measure_alpha",
    "measure_alphas",
    "measure_natural_step",
    "summarise_coverage",
    "summarise_unit",
    "take_scored",
]
