"""From what each judged alone to what a group can agree on: spread, agreement, order, and what needs talk.

All functions take and give plain Python values; nobody's order matters. The methods stand in ``docs/methods/consensus.md``.
"""

from sciezka.core.consensus.agreement import agreement
from sciezka.core.consensus.areas import (
    AreaScore,
    AreaSpread,
    Quartiles,
    Rated,
    climb,
    measure_gap,
    quarter_values,
    score_area,
    spread_area,
)
from sciezka.core.consensus.concordance import Concordance, kendall
from sciezka.core.consensus.ladder import LadderStage, ladder
from sciezka.core.consensus.matrix import MatrixSummary, summarise_matrix
from sciezka.core.consensus.meeting import AgendaPoint, Need, WaveChange, agenda, compare_waves, needs_talk, propose
from sciezka.core.consensus.ranking import Pick, borda, picks, rank_points
from sciezka.core.consensus.summary import median, summarise
from sciezka.core.consensus.types import ConsensusProblem, Given, Level, Scale, Special, Summary
from sciezka.core.consensus.weighted import weighted_median

__all__ = [
    "AgendaPoint",
    "AreaScore",
    "AreaSpread",
    "Concordance",
    "ConsensusProblem",
    "Given",
    "LadderStage",
    "Level",
    "MatrixSummary",
    "Need",
    "Pick",
    "Quartiles",
    "Rated",
    "Scale",
    "Special",
    "Summary",
    "WaveChange",
    "agenda",
    "agreement",
    "borda",
    "climb",
    "compare_waves",
    "kendall",
    "ladder",
    "measure_gap",
    "median",
    "needs_talk",
    "picks",
    "propose",
    "quarter_values",
    "rank_points",
    "score_area",
    "spread_area",
    "summarise",
    "summarise_matrix",
    "weighted_median",
]
